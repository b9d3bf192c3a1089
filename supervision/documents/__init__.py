"""What the year's supervision prints to a file or reads from one."""

from collections.abc import Callable
from typing import Any

from approvals.documents import Official, draw
from core.documents.pdf import Phase
from supervision.documents import overview, record_paper, record_xlsx, report_paper
from supervision.documents.appraisal import appraisal
from supervision.documents.overview_paper import draw_overview, overview_paper
from supervision.documents.scheme import scheme
from supervision.documents.warning_letter import letter

DRAWN: dict[str, Callable[[Any], Official]] = {
    "scheme": scheme,
    "appraisal": appraisal,
    "self_check": report_paper.paper,
    "hospital_report": report_paper.paper,
    "record": record_paper.paper,
    "warning": letter,
}
"""Paper → its words, from what is printed of it; `draw` lays them out."""

read_record_sheet = record_xlsx.read


def draw_paper(paper: str, printed: Any, *, kind: str, phase: Phase | None = None) -> bytes:
    """A paper as `kind`: pdf, docx; the 检查记录表 as xlsx too. Raises KeyError for an unknown paper or kind."""
    if (paper, kind) == ("record", "xlsx"):
        return record_xlsx.write(printed)
    return draw(DRAWN[paper](printed), kind=kind, phase=phase)


__all__ = [
    "DRAWN",
    "appraisal",
    "draw",
    "draw_overview",
    "draw_paper",
    "letter",
    "overview",
    "overview_paper",
    "read_record_sheet",
    "scheme",
]
