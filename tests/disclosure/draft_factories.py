"""Items, drafts and what becomes of them on their way, made through the services."""

import io
from datetime import date
from typing import Any

from docx import Document

from approvals import services as approval_services
from approvals.models import Submission
from core import services as core_services
from core.documents.uploads import Upload
from disclosure.documents import readable
from disclosure.models import DisclosureItem, Draft, DueDisclosure, Publication
from disclosure.services import drafts, publishing, secrecy
from disclosure.states import SecrecyPoint
from organization.models import Person
from tests import factories as people
from tests.approvals import factories as approvals

BODY = "经公开招标，现将结果公布如下。\n\n| 包号 | 中标人 |\n|---|---|\n| 1 | 某供应商 |\n"
numbers = iter(range(1, 10_000))


def item(made: approvals.World, **fields: Any) -> DisclosureItem:
    """An item of the catalogue that the department answers for."""
    number = next(numbers)
    values = {
        "code": f"CG{number:02d}",
        "name": "采购结果",
        "topic": "procurement",
        "basis": "《政府采购信息发布管理办法》",
        "department": made.department,
        **fields,
    }
    made_item = DisclosureItem(**values)
    core_services.save(made_item, people.system())
    return made_item


def due(where: DisclosureItem, **fields: Any) -> DueDisclosure:
    """An occasion on which the item is due."""
    values = {"label": "2026年第3季度", "arose_on": date(2026, 9, 30), "due_on": date(2026, 11, 2), **fields}
    made = DueDisclosure(item=where, **values)
    core_services.save(made, people.system())
    return made


def draft(
    made: approvals.World, where: DisclosureItem | None = None, *, by: Person | None = None, **fields: Any
) -> Draft:
    """A draft of the department's filer."""
    values = {"title": "医用耗材采购结果公告", "body": BODY, **fields}
    return drafts.create(by=by or made.filer, item=where or item(made), **values)


def word(*paragraphs: str) -> Upload:
    """A file of Word with these paragraphs."""
    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.core_properties.author = "某某科"
    document.save(out)
    return Upload(out.getvalue(), "附件.docx", readable.DOCX)


def submitted(made: approvals.World, written: Draft | None = None, **fields: Any) -> Submission:
    """A draft that waits for 党办."""
    written = written or draft(made, **fields)
    return drafts.submit(by=made.filer, draft=written)


def at_secrecy(made: approvals.World, written: Draft | None = None, **fields: Any) -> Submission:
    """A draft that waits for 保密审查."""
    submission = submitted(made, written, **fields)
    return approval_services.decide(by=made.office, submission=submission, verdict="agree")


def check(
    made: approvals.World, submission: Submission, *, settlement: str = "open", reason: str = "依法公开的联系方式"
) -> Any:
    """Every point confirmed, every found piece settled alike."""
    settled = {piece.key: (settlement, reason) for piece in secrecy.pieces_of(submission)}
    answers = dict.fromkeys(SecrecyPoint.values, "")
    return secrecy.check(by=made.secrecy, submission=submission, answers=answers, settled=settled)


def at_overseer(made: approvals.World, written: Draft | None = None, **fields: Any) -> Submission:
    """A draft that waits for the leader in charge."""
    submission = at_secrecy(made, written, **fields)
    check(made, submission)
    return approval_services.decide(by=made.secrecy, submission=submission, verdict="agree")


def passed(made: approvals.World, written: Draft | None = None, **fields: Any) -> Draft:
    """A draft that has passed every stage and waits for its time."""
    submission = at_overseer(made, written, **fields)
    approval_services.decide(by=made.overseer, submission=submission, verdict="agree")
    return Draft.objects.get(pk=submission.items.get().list_id)


def published(made: approvals.World, written: Draft | None = None, **fields: Any) -> Publication:
    """What stands open of a draft."""
    return publishing.publish(draft=passed(made, written, **fields), by=people.system())
