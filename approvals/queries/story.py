"""What happened to a submission, as sentences."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from approvals.models import Decision, Filing, Recusal, StageEvent, Submission, SubmissionRow
from approvals.states import Verdict

SHOWN = 8


def decisions_of(submission: Submission) -> list[Decision]:
    """Every decision on the submission with what `story` and `steps` tell of it, the first first."""
    recusals = Prefetch("recusals", queryset=Recusal.objects.select_related("row").order_by("row__position", "id"))
    found = submission.decisions.select_related("by", "on_behalf_of", "stage", "agenda_item__meeting")
    return list(found.prefetch_related(recusals).order_by("at", "id"))


def story(submission: Submission, decisions: Sequence[Decision] | None = None) -> list[dict[str, Any]]:
    """Entries of `components/history.html`, the latest first: who, when, did what, why.

    `decisions` are those of `decisions_of`, where they were read before.
    """
    entries = [
        _decision(decision, submission) for decision in (decisions_of(submission) if decisions is None else decisions)
    ]
    rows = Prefetch("rows", queryset=SubmissionRow.objects.order_by("item", "position", "id"))
    entries += [_event(event) for event in submission.events.select_related("stage").prefetch_related(rows)]
    if submission.is_leadership:
        filings = Filing.objects.filter(submission=submission).select_related("filed_by")
        entries += [
            {"at": one.filed_at, "who": one.filed_by, "did": _("备案：%(it)s") % {"it": one}} for one in filings
        ]
    elif submission.is_signed_by_head:
        entries.append({"at": submission.made_at, "who": submission.made_by, "did": _("提请科室负责人签署")})
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


def _decision(decision: Decision, submission: Submission) -> dict[str, Any]:
    recused = [recusal.row.code for recusal in decision.recusals.all()]
    did = _did(decision)
    if decision.agenda_item:
        did += _("（%(meeting)s）") % {"meeting": decision.agenda_item.meeting}
    if recused:
        did += _("；%(count)d 项回避：%(codes)s") % {"count": len(recused), "codes": _some(recused)}
    return {
        "at": decision.at,
        "who": decision.by,
        "on_behalf_of": decision.on_behalf_of,
        "did": did,
        "why": decision.reason,
        "hash": submission.sha256 if decision.verdict in (Verdict.SUBMIT, Verdict.PASS) else "",
    }


def _did(decision: Decision) -> str:
    """What was said at which stage; who submits at once what no head signs, reports it and signs nothing."""
    if decision.stage:
        return f"{decision.stage}：{decision.get_verdict_display()}"
    return _("报审") if decision.verdict == Verdict.SUBMIT else str(decision.get_verdict_display())


def _event(event: StageEvent) -> dict[str, Any]:
    codes = [row.code for row in event.rows.all()]
    return {"at": event.at, "who": _("系统"), "did": event.text + (f"：{_some(codes)}" if codes else "")}


def _some(codes: list[str]) -> str:
    """The first few codes; more would hide the sentence."""
    more = _("等") if len(codes) > SHOWN else ""
    return "、".join(codes[:SHOWN]) + more
