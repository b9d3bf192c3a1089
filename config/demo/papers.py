"""Small sheets that the demo's people hand in as proof: a list of what was looked at, no names in it."""

import io
from collections.abc import Sequence
from datetime import date
from functools import cache

from django.utils import timezone

from core.documents import sheets, word
from core.documents.uploads import OFFICE, Upload

DOCX = f"{OFFICE}wordprocessingml.document"
XLSX = f"{OFFICE}spreadsheetml.sheet"
HEADINGS = ("序号", "日期", "内容", "结果")


def proof(title: str, *rows: tuple[str, str]) -> Upload:
    """A sheet under that title: what was looked at today, and how it was found."""
    return Upload(_written(title, timezone.localdate(), rows), f"{title}.xlsx", XLSX)


@cache
def _written(title: str, day: date, rows: Sequence[tuple[str, str]]) -> bytes:
    """Several departments hand in the same sheet; it is drawn once."""
    file = io.BytesIO()
    lines = [(number, day, *row) for number, row in enumerate(rows, start=1)]
    sheets.write_xlsx(file, title=title, headings=HEADINGS, rows=lines, widths=(6, 12, 60, 24))
    return file.getvalue()


def letter(title: str, *paragraphs: str, sender: str) -> Upload:
    """What somebody wrote, under that title, dated today."""
    document = word.begun(title=title, author=sender)
    document.add_heading(title, level=1)
    for text in (*paragraphs, f"{sender}　{timezone.localdate():%Y年%-m月%-d日}"):
        document.add_paragraph(text)
    return Upload(word.written(document), f"{title}.docx", DOCX)
