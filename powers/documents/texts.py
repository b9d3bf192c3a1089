"""The text of a regulation as a file: what may be kept, told by its content and not by its name (quality.md part 3)."""

import io
import zipfile

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ENTRIES = 200


def content_type_of(data: bytes) -> str:
    """The type of a PDF or a Word document of a size that is kept; nothing for everything else."""
    if len(data) > MOST_BYTES:
        return ""
    if data.startswith(b"%PDF-"):
        return PDF
    return DOCX if _is_docx(data) else ""


def _is_docx(data: bytes) -> bool:
    """By the names and sizes the archive declares; it is never unpacked here."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        return False
    is_small = len(entries) <= MOST_ENTRIES and sum(entry.file_size for entry in entries) <= MOST_UNPACKED
    return is_small and {"[Content_Types].xml", "word/document.xml"} <= {entry.filename for entry in entries}
