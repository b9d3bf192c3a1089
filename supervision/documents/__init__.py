"""What the year's supervision prints to a file or reads from one."""

from approvals import documents as approvals_documents
from core.documents.pdf import Phase
from supervision.calculations.printed_records import PrintedRecord
from supervision.documents import record_paper, record_xlsx

read_record_sheet = record_xlsx.read


def draw_record(record: PrintedRecord, *, kind: str, phase: Phase | None = None) -> bytes:
    """The 检查记录表 as `kind` (pdf, docx, xlsx). Raises KeyError for another kind."""
    if kind == "xlsx":
        return record_xlsx.write(record)
    return approvals_documents.draw(record_paper.paper(record), kind=kind, phase=phase)


__all__ = ["draw_record", "read_record_sheet"]
