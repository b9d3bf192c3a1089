"""Whether decisions still are what the trail says was decided: altered, taken out, put in."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import calculations
from approvals.models import Decision, Submission
from approvals.queries.proof.contents import place_of
from approvals.states import SubmissionState, Verdict
from core.models import AuditEvent
from core.registry import Breach

CHUNK = 200
SUBJECT = "approvals.submission"
WORDS = {
    "verdict": gettext_lazy("意见"),
    "reason": gettext_lazy("理由"),
    "by": gettext_lazy("作出人"),
    "on_behalf_of": gettext_lazy("被代理人"),
    "stage": gettext_lazy("环节"),
    "agenda_item": gettext_lazy("议题"),
    "at": gettext_lazy("时间"),
    "recused": gettext_lazy("回避"),
}
"""What the facts of a decision are called; `version` finds it."""


def decision_breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """Decisions against the events that tell of them, submission by submission; then submissions that are gone."""
    for submission in Submission.objects.select_related("department").order_by("pk").iterator(chunk_size=CHUNK):
        yield from _of_submission(submission, checked)
    yield from _gone()


def _of_submission(submission: Submission, checked: Callable[[], None]) -> Iterator[Breach]:
    events = list(
        AuditEvent.objects.filter(
            subject_type=SUBJECT, subject_id=str(submission.pk), verb__startswith="approvals."
        ).order_by("sequence")
    )
    yield from _of_states(submission, events)
    told = {facts["version"]: (event, facts) for event in events for facts in event.details.get("decisions", [])}
    made = submission.decisions.select_related("by").prefetch_related("recusals").order_by("submission_version", "pk")
    for decision in made:
        checked()
        event, facts = told.pop(decision.submission_version, (None, {}))
        yield from _of_decision(submission, decision, event, facts)
    for event, facts in told.values():
        words = {"who": event.actor_name, "verdict": _verdict(facts["verdict"]), "number": event.sequence}
        text = _("%(who)s的“%(verdict)s”不在了：审计记录第 %(number)d 条记有这条意见") % words
        yield Breach(place_of(submission), text)


def _of_decision(
    submission: Submission, decision: Decision, event: AuditEvent | None, facts: dict[str, Any]
) -> Iterator[Breach]:
    words = {"who": decision.by, "verdict": _verdict(decision.verdict)}
    if event is None:
        text = _("%(who)s的“%(verdict)s”在审计记录里没有：不是经系统作出的")
        yield Breach(place_of(submission), text % words)
        return
    recused = {recusal.row_id: recusal.reason for recusal in decision.recusals.all()}
    now = calculations.decision_facts(decision, recused=recused)
    changed = [str(word) for name, word in WORDS.items() if now[name] != facts.get(name)]
    if changed:
        text = _("%(who)s的“%(verdict)s”被改过：%(what)s与审计记录第 %(number)d 条不符")
        yield Breach(place_of(submission), text % {**words, "what": "、".join(changed), "number": event.sequence})


def _of_states(submission: Submission, events: list[AuditEvent]) -> Iterator[Breach]:
    """State and hash of the submission against what the trail says of them."""
    if not events:
        yield Breach(place_of(submission), _("在审计记录里没有：不是经系统提请的，或审计记录被清空"))
        return
    for event in events:
        if event.details.get("sha256") not in ("", submission.sha256):
            text = _("内容哈希与审计记录第 %(number)d 条所记的不符") % {"number": event.sequence}
            yield Breach(place_of(submission), text)
            break
    last = events[-1]
    if last.details.get("state") != submission.state:
        told = dict(SubmissionState.choices).get(last.details.get("state"), "")
        words = {"now": submission.get_state_display(), "told": told, "number": last.sequence}
        text = _("状态是“%(now)s”，审计记录第 %(number)d 条之后应为“%(told)s”：状态被改过") % words
        yield Breach(place_of(submission), text)


def _gone() -> Iterator[Breach]:
    """Submissions that the trail says were prepared and that are there no more."""
    there = {str(pk) for pk in Submission.objects.values_list("pk", flat=True)}
    prepared = AuditEvent.objects.filter(verb="approvals.prepare").order_by("sequence")
    for event in prepared.iterator(chunk_size=CHUNK):
        if event.subject_id not in there:
            place = _("报审第 %(number)s 号（%(code)s）") % {"number": event.subject_id, "code": event.subject_code}
            yield Breach(place, _("不在了：审计记录第 %(number)d 条记有它") % {"number": event.sequence})


def _verdict(value: str) -> str:
    return str(dict(Verdict.choices).get(value, value))
