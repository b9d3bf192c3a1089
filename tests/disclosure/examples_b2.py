"""Examples of what the addresses of drafts and publications are about, in the demo hospital."""

from datetime import timedelta

from django.utils import timezone

from approvals import services as approvals_services
from core import services as core_services
from core.models import Attachment
from disclosure.models import DisclosureItem, Draft
from disclosure.queries.drafts import FILE_SUBJECT
from disclosure.services import drafts, publishing, secrecy
from disclosure.states import SecrecyPoint
from organization import queries
from organization.models import Department
from tests.arguments import Examples, each, person
from tests.disclosure.draft_factories import word


def examples() -> Examples:
    """A draft of the filer's department with a file, one before 保密审查, one that waits for its time, one that is public."""
    item = DisclosureItem(
        code="B2", name="药品采购结果", topic="procurement", department=Department.objects.get(code="D11")
    )
    core_services.save(item, queries.system_actor())
    written = _draft(item, "药品采购结果公示（草稿）")
    drafts.attach(by=person("filer"), draft=written, files=[word("明细")])
    checked = _up(_draft(item, "药品采购结果公示（保密审查中）"))
    waiting = _pass(_draft(item, "药品采购结果公示（待发布）", publish_at=timezone.now() + timedelta(days=9)))
    public = publishing.publish(draft=_pass(_draft(item, "药品采购结果公示")), by=queries.system_actor())
    file = Attachment.objects.get(subject_type=FILE_SUBJECT, subject_id=str(written.pk))
    return {
        **each("disclosure_desk", "draft change_draft save_draft attach_files submit_draft drop_draft", pk=written.pk),
        "disclosure_desk:detach_file": {"pk": written.pk, "file": file.pk},
        "disclosure_desk:hold_draft": {"pk": waiting.pk},
        "disclosure_desk:secrecy_check": {"pk": checked.pk},
        **each("disclosure_desk", "publication correct withdraw", pk=public.pk),
    }


def _draft(item: DisclosureItem, title: str, **fields) -> Draft:
    return drafts.create(by=person("filer"), item=item, title=title, body="公示内容。", **fields)


def _up(draft: Draft):
    submission = drafts.submit(by=person("filer"), draft=draft)
    return approvals_services.decide(by=person("office"), submission=submission, verdict="agree")


def _pass(draft: Draft) -> Draft:
    submission = _up(draft)
    secrecy.check(
        by=person("secrecy"), submission=submission, answers=dict.fromkeys(SecrecyPoint.values, ""), settled={}
    )
    for login in ("secrecy", "overseer"):
        submission = approvals_services.decide(by=person(login), submission=submission, verdict="agree")
    draft.refresh_from_db()
    return draft
