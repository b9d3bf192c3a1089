"""Files without what they tell of who made them, where and with what: before they become public."""

import io
import re
import zipfile
from typing import Any

import pypdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pypdf.generic import DictionaryObject, NameObject

from disclosure.documents import readable, stripped_uploads

MOST_PIXELS = 50_000_000
OLDEST = (1980, 1, 1, 0, 0, 0)
AUTHORS = re.compile(rb'(\bw\d*:(?:author|initials)=)"[^"]*"')
"""Who commented or changed what, in a text of Word."""
PEOPLE = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)")
"""The same in the comments of a sheet."""
PROPERTIES = re.compile(
    rb'<Relationship\b[^>]*Target="/?docProps/[^"]*"[^>]*/>|<Override\b[^>]*PartName="/docProps/[^"]*"[^>]*/>'
)
TELLING = ("/Metadata", "/PieceInfo", "/LastModified")
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
HIDDEN_CHUNKS = (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME")
"""What is not seen of a PNG."""
FAULTS = (*readable.FAULTS, *stripped_uploads.BROKEN)


def strip(data: bytes, content_type: str) -> bytes:
    """The same file without metadata: docProps and names of reviewers, Info and XMP of a PDF, EXIF and the place of a photo.

    Photographs inside of office files and PDFs lose theirs too.

    Raises `ValidationError` for a file that can't be written anew.
    """
    strippers = {
        readable.PDF: _pdf,
        readable.DOCX: _office,
        readable.XLSX: _office,
        "image/png": _image,
        "image/jpeg": _image,
    }
    try:
        return strippers[content_type](data)
    except FAULTS as error:
        raise ValidationError(_("文件打不开，不能去除其中的作者等信息。请重新导出后再传。")) from error


def _office(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as clean:
        for entry in archive.infolist():
            if entry.filename.startswith(("docProps/", "word/people", "xl/persons/")):
                continue
            plain = zipfile.ZipInfo(entry.filename, OLDEST)
            plain.compress_type = zipfile.ZIP_DEFLATED
            clean.writestr(plain, _part(entry.filename, archive.read(entry)))
    return made.getvalue()


def _part(name: str, content: bytes) -> bytes:
    """A part of the archive, without what points to the parts left out, names of reviewers and what cameras wrote."""
    if content.startswith(JPEG):
        return stripped_uploads.bare_jpeg(content)
    if content.startswith(PNG):
        return _bare_png(content)
    if name in ("[Content_Types].xml", "_rels/.rels"):
        content = PROPERTIES.sub(b"", content)
    if name == "[Content_Types].xml" or name.endswith(".rels"):
        content = re.sub(
            rb'<(?:Override|Relationship)\b[^>]*"(?:/?word/|/?xl/)?(?:people|persons/)[^"]*"[^>]*/>', b"", content
        )
    if name.startswith("word/"):
        return AUTHORS.sub(rb'\1""', content)
    return PEOPLE.sub(rb"\1\2", content) if re.match(r"xl/comments", name) else content


def _bare_png(data: bytes) -> bytes:
    """A picture without texts, EXIF and time; what stands behind its end is left out. Raises ValueError."""
    kept, place = bytearray(PNG), len(PNG)
    while place + 12 <= len(data):
        kind, end = data[place + 4 : place + 8], place + 12 + int.from_bytes(data[place : place + 4], "big")
        if kind not in HIDDEN_CHUNKS:
            kept += data[place:end]
        if kind == b"IEND":
            return bytes(kept)
        place = end
    raise ValueError("no end of a picture")


def _pdf(data: bytes) -> bytes:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise ValueError("locked")
    writer = pypdf.PdfWriter(clone_from=reader)
    writer.metadata = None
    root: Any = writer._root_object
    for name in ("/Metadata", "/OpenAction", "/AA", "/PieceInfo"):
        root.pop(NameObject(name), None)
    names = root.get("/Names")
    if names is not None:
        for name in ("/JavaScript", "/EmbeddedFiles"):
            names.get_object().pop(NameObject(name), None)
    for made in writer._objects:
        _forget(made)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _forget(made: Any) -> None:
    """Take out of one object who wrote it, when, where and with what."""
    if not isinstance(made, DictionaryObject):
        return
    for name in TELLING:
        made.pop(NameObject(name), None)
    if made.get("/Type") == "/Annot" and made.get("/Subtype") != "/Widget":
        made.pop(NameObject("/T"), None)
    stripped_uploads.bare_photo(made)


def _image(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too large")
        kind, profile = image.format, image.info.get("icc_profile")
        turned = ImageOps.exif_transpose(image)
        turned.info = {name: value for name, value in turned.info.items() if name == "transparency"}
        out = io.BytesIO()
        if kind == "JPEG":
            turned.save(out, "JPEG", quality=92, icc_profile=profile)
        else:
            turned.save(out, "PNG", icc_profile=profile)
    return out.getvalue()
