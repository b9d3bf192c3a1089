"""What approvals prints to files in the form of GB/T 9704: 会议记录, 会议纪要 and the 备案报告, as PDF and docx."""

from approvals.documents import official_docx, official_pdf
from approvals.documents.letter import letter
from approvals.documents.minutes import minutes
from approvals.documents.official import Official, tightened
from approvals.documents.record import record
from core.documents.pdf import Phase

DRAWINGS = {"pdf": official_pdf.draw, "docx": official_docx.draw}


def draw(official: Official, *, kind: str, phase: Phase | None = None) -> bytes:
    """Draw the document as `kind` (pdf, docx); `phase` hears 排版 and 写出. Raises KeyError for another kind."""
    return DRAWINGS[kind](tightened(official), phase=phase)


__all__ = ["Official", "draw", "letter", "minutes", "record"]
