"""What the year's supervision prints to a file or reads from one."""

from collections.abc import Callable
from typing import Any

from approvals import documents as approvals_documents
from approvals.documents import Official, draw
from core.documents.pdf import Phase
from supervision.calculations.printed_records import PrintedRecord
from supervision.documents import overview, record_paper, record_xlsx
from supervision.documents.appraisal import appraisal
from supervision.documents.overview_paper import draw_overview, overview_paper
from supervision.documents.scheme import scheme
from supervision.documents.warning_letter import letter

DRAWN: dict[str, Callable[[Any], Official]] = {"scheme": scheme, "appraisal": appraisal}
"""Paper → its words, from what is printed of it; `draw` lays them out."""

read_record_sheet = record_xlsx.read


def draw_record(record: PrintedRecord, *, kind: str, phase: Phase | None = None) -> bytes:
    """The 检查记录表 as `kind` (pdf, docx, xlsx). Raises KeyError for another kind."""
    if kind == "xlsx":
        return record_xlsx.write(record)
    return approvals_documents.draw(record_paper.paper(record), kind=kind, phase=phase)


__all__ = [
    "DRAWN",
    "appraisal",
    "draw",
    "draw_overview",
    "draw_record",
    "letter",
    "overview",
    "overview_paper",
    "read_record_sheet",
    "scheme",
]
