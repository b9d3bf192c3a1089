"""保密审查表: what the finder finds in a text and its files, and what the secrecy reviewer says of each point and piece."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import Submission
from approvals.states import SubmissionState
from core import services as core_services
from core.models import Attachment
from core.rules import Denied
from disclosure.documents import searched
from disclosure.models import Draft, SecrecyCheck
from disclosure.queries import drafts as queries
from disclosure.queries import open_settings
from disclosure.queries import secrecy as secrecy_queries
from disclosure.rules import drafts as rules
from disclosure.states import DRAFT_KIND, SecrecyPoint, Settlement
from organization.models import Person

SHOWN = 3
"""Pieces told beside the decision; 保密审查表 has them all."""


def pieces_of_draft(draft: Draft) -> list[searched.Piece]:
    """What the finder points out in a draft as it stands, so that its author mends it first; files are read once."""
    return _pieces(draft.title, draft.body, draft.reason, queries.files_of(draft))


def pieces_of(submission: Submission) -> list[searched.Piece]:
    """The same of what was frozen."""
    row = queries.frozen_row(submission)
    if row is None:
        return []
    files = queries.kept_files(row.key, row.content["files"])
    return _pieces(row.content["title"], row.content["body"], row.content["reason"], files)


def _pieces(title: str, body: str, reason: str, files: Iterable[Attachment]) -> list[searched.Piece]:
    allowed = open_settings.published_contacts()
    texts = ((_("标题"), title), (_("正文"), body), (_("更正理由"), reason))
    found = [piece for place, text in texts for piece in searched.in_text(text, place=place, allowed=allowed)]
    for file in files:
        about = {"name": file.name, "content_type": file.content_type, "sha256": file.sha256}
        found += searched.in_file(partial(_read, file), allowed=allowed, **about)
    return list({piece.key: piece for piece in found}.values())


def panel(submission: Submission, by: Person) -> tuple[str, dict[str, Any]] | None:
    """The check beside a submission's decision (`registry.stage_panels`), with what was found while it is being decided."""
    found = secrecy_queries.secrecy_panel(submission, by)
    if found is None:
        return None
    template, context = found
    pieces = pieces_of(submission) if submission.state == SubmissionState.IN_REVIEW else []
    context |= {"pieces": pieces[:SHOWN], "piece_count": len(pieces)}
    return template, context


def _read(file: Attachment) -> bytes:
    with file.file.open("rb") as stream:
        return bytes(stream.read())


@transaction.atomic
def check(
    *,
    by: Person,
    submission: Submission,
    answers: Mapping[str, str],
    settled: Mapping[str, tuple[str, str]],
) -> SecrecyCheck:
    """Keep the points that were looked at (with a note each) and what becomes of each found piece (with a reason).

    What is left open keeps the stage from being passed. Raises `Denied` for others than the stage's holder, and for a
    piece that is said to be lawfully public without a reason.
    """
    locked = (
        Submission.objects.select_for_update(of=("self",)).select_related("stage", "department").get(pk=submission.pk)
    )
    rules.check_secrecy(by, locked)
    draft = Draft.objects.get(pk=locked.items.get(list_kind=DRAFT_KIND).list_id)
    findings = [_finding(piece, *settled.get(piece.key, ("", ""))) for piece in pieces_of(locked)]
    check = SecrecyCheck.objects.filter(submission=locked).first() or SecrecyCheck(submission=locked)
    check.content_hash, check.by, check.at = locked.sha256, by, timezone.now()
    check.answers = {point: answers[point].strip() for point in SecrecyPoint.values if point in answers}
    check.findings = findings
    core_services.save(check, by)
    core_services.record(
        by=by,
        verb="disclosure.check_secrecy",
        subject=locked,
        code=draft.code,
        department_code=locked.department.code,
        details={"sha256": locked.sha256, "points": sorted(check.answers), "findings": _counts(findings)},
    )
    return check


def _finding(piece: searched.Piece, settlement: str, reason: str) -> dict[str, Any]:
    reason = reason.strip()
    if settlement == Settlement.OPEN and not reason:
        raise Denied(_("“%(piece)s”依法可以公开的，请写明理由。") % {"piece": piece.excerpt or piece.place})
    kept = settlement if settlement in Settlement.values else ""
    return {
        "key": piece.key,
        "kind": str(piece.kind),
        "place": piece.place,
        "excerpt": piece.excerpt,
        "settlement": kept,
        "reason": reason,
    }


def _counts(findings: list[dict[str, Any]]) -> dict[str, int]:
    return {
        settlement: sum(each["settlement"] == settlement for each in findings)
        for settlement in ("", *Settlement.values)
    }
