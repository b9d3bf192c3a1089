"""保密审查表: what is answered and settled of a submission's frozen text, and what still keeps it from going on."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.models import Submission
from approvals.states import StageCode, SubmissionKind
from core.registry import Fault
from disclosure.calculations import personal_data
from disclosure.models import SecrecyCheck
from disclosure.queries import open_settings
from disclosure.states import SecrecyPoint, Settlement
from organization.models import Person

ASKING = (StageCode.SECRECY, StageCode.OVERSEER)
"""Stages that are not passed without the check: the second too, should the first have fallen to nobody."""


def check_of(submission: Submission) -> SecrecyCheck | None:
    """The check of this frozen text; one of another text counts for nothing."""
    return SecrecyCheck.objects.filter(submission=submission, content_hash=submission.sha256).first()


def lacking(check: SecrecyCheck | None) -> list[str]:
    """What is still to be done before the text may become public, in words; nothing: it may."""
    if check is None:
        return [_("保密审查表还没有填写。")]
    unanswered = len(set(SecrecyPoint.values) - check.answers.keys())
    open_pieces = sum(not each["settlement"] for each in check.findings)
    to_mask = sum(each["settlement"] == Settlement.MASK for each in check.findings)
    said = [
        (unanswered, _("保密审查表还有 %(count)d 点没有确认。")),
        (open_pieces, _("还有 %(count)d 处疑似个人信息没有处理。")),
        (to_mask, _("有 %(count)d 处个人信息应遮盖，请退回修改。")),
    ]
    return [text % {"count": count} for count, text in said if count]


def progress(check: SecrecyCheck | None, pieces: int) -> dict[str, int]:
    """How far the check is: points confirmed of all, pieces settled of those that were found."""
    settled = sum(bool(each["settlement"]) for each in check.findings) if check else 0
    return {
        "points": len(set(SecrecyPoint.values) & check.answers.keys()) if check else 0,
        "all_points": len(SecrecyPoint.values),
        "settled": settled,
        "pieces": pieces,
    }


def secrecy_missing(submissions: Iterable[Submission]) -> Iterator[tuple[int, Fault]]:
    """Faults that keep 保密审查, and the leader after it, from being passed (`registry.stage_conditions`); one query."""
    asked = {each.pk: each for each in submissions if _is_asked(each)}
    checks = (
        {check.submission_id: check for check in SecrecyCheck.objects.filter(submission__in=asked)} if asked else {}
    )
    for pk, each in asked.items():
        check = checks.get(pk)
        standing = check if check and check.content_hash == each.sha256 else None
        for text in lacking(standing):
            yield pk, Fault("secrecy", text, reverse("disclosure_desk:secrecy_check", args=[pk]))


def _is_asked(submission: Submission) -> bool:
    stage = submission.stage
    return submission.kind == SubmissionKind.PUBLICATION and stage is not None and stage.code in ASKING


def secrecy_panel(submission: Submission, by: Person) -> tuple[str, dict[str, Any]] | None:
    """The check beside a submission's decision (`registry.stage_panels`)."""
    if submission.kind != SubmissionKind.PUBLICATION or not submission.sha256:
        return None
    check = check_of(submission)
    return "disclosure/secrecy_panel.html", {"submission": submission, "check": check, "lacking": lacking(check)}


def personal_pieces(text: str) -> list[str]:
    """What looks like personal data in a text that becomes public at once, each piece with its middle covered."""
    return [each.masked for each in personal_data.find(text, allowed=open_settings.published_contacts())]
