"""What controls prints to files: the 岗位权力风险防控一览表 as PDF, xlsx and docx."""

from controls import calculations
from controls.documents import table_docx, table_pdf, table_xlsx
from core.documents.pdf import Phase

DRAWINGS = {"pdf": table_pdf.draw, "xlsx": table_xlsx.draw, "docx": table_docx.draw}


def draw(printed: calculations.PrintedTable, *, kind: str, paper: str, phase: Phase | None = None) -> bytes:
    """Draw the sheet as `kind` (pdf, xlsx, docx) on `paper` (A3, A4, landscape); `phase` hears 排版 and 写出.

    Raises KeyError for another kind or paper.
    """
    return DRAWINGS[kind](printed, paper=paper, phase=phase)
