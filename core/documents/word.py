"""What every Word document of ours shares: it is begun with its names, holds only what XML can, and ends as bytes."""

import io
import re
from typing import Any

import docx
from docx.oxml.ns import qn

UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Marks that XML cannot hold."""


def clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return UNREADABLE.sub("", text)


def begun(*, title: str, author: str) -> Any:
    """An empty document under its title and author."""
    document = docx.Document()
    document.core_properties.title = clean(title)
    document.core_properties.author = clean(author)
    return document


def written(document: Any) -> bytes:
    """The document as a file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def set_face(font: Any, name: str) -> None:
    """Let a font write Latin and Chinese alike in the face `name`."""
    font.name = name
    font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
