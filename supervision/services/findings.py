"""Registering findings, moving them, and replying to who found them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import Measure
from core import calculations as core_calculations
from core import services as core_services
from core.documents.uploads import Upload
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Department, Person
from organization.roles import Action
from risks import services as risk_services
from risks.models import Proposal, RiskPoint
from supervision import queries, rules
from supervision.models import Cycle, Finding
from supervision.rules import days as day_rules
from supervision.services import proposals
from supervision.states.findings import FINDING_MOVES, LONGEST_DEADLINE, FindingVerb

EVIDENCE = "supervision.evidence"
"""Subject of the files a finding is registered with; those of its rectification have `supervision.finding`."""
REASON_LENGTH = 100


@transaction.atomic
def open_finding(
    *,
    by: Person,
    source: str,
    department: Department,
    text: str,
    point: RiskPoint | None = None,
    measure: Measure | None = None,
    evidence: str = "",
    found_on: date | None = None,
    due_on: date | None = None,
    due_days: int | None = None,
    reply_due_on: date | None = None,
    new_point: str = "",
    proof: Iterable[Upload] = (),
    cycle: Cycle | None = None,
    is_asked_by_record: bool = False,
) -> Finding:
    """Register a finding with its risk point and measure; a measure brings its point along. Raises `Denied`.

    One of `point`, `measure` and `new_point`, which is put to the department as a new risk point, there must be.
    `due_days` are working days from today; `reply_due_on`: a
    reply is owed to the source. `is_asked_by_record`: a record of this app (a spot check's) has already asked its own
    rule for `by`. Found again on the same measure, a 问责建议 is put; nothing else follows.
    """
    if not is_asked_by_record:
        rules.open_finding(by, department, source)
    rules.place_finding(department, point, measure, new_point)
    core_services.take_turn_at("supervision.finding")
    day, cycle = found_on or timezone.localdate(), cycle or queries.current_cycle()
    day_rules.not_before(reply_due_on, day, what=_("回复期限"), than=_("发现日期"))
    finding = Finding(source=source, department=department, text=text, evidence=evidence, found_on=day, cycle=cycle)
    finding.found_by, finding.due_on = by, due_on
    finding.is_reply_owed, finding.reply_due_on = reply_due_on is not None, reply_due_on
    _place(finding, point or (measure.point if measure else None), measure)
    if due_days is not None:
        set_deadline(finding, due_days)
    return _register(finding, by, new_point=new_point, proof=proof)


def _place(finding: Finding, point: RiskPoint | None, measure: Measure | None) -> None:
    """Which risk point and measure it belongs to, and which finding on that measure was before it."""
    finding.point, finding.measure = point, measure
    finding.point_lineage_id = point.lineage_id if point else None
    finding.is_leadership = bool(point and point.post.is_leadership)
    if measure:
        finding.measure_lineage_id = measure.lineage_id
        finding.repeats = queries.finding_before(measure, finding.found_on)


def set_deadline(finding: Finding, days: int) -> None:
    """Count the deadline from today in working days, and keep how it was counted."""
    if not 1 <= days <= LONGEST_DEADLINE:
        raise Denied(_("整改期限须为1至%(most)d个工作日。") % {"most": LONGEST_DEADLINE})
    finding.due_days, finding.due_from = days, timezone.localdate()
    finding.due_on = organization_queries.workdays_after(finding.due_from, days)


def _register(finding: Finding, by: Person, *, new_point: str, proof: Iterable[Upload]) -> Finding:
    if not finding.text.strip():
        raise Denied(_("请写明发现的问题。"))
    finding.code = _next_code(finding.found_on.year)
    if new_point.strip():
        finding.proposal = _propose_point(finding, by, new_point)
    finding.search_text = core_calculations.search_text(finding.code, finding.text, pinyin_of=finding.text)
    core_services.save(finding, by, reason=reason_of(_("登记问题")))
    core_services.store_all(proof, subject_type=EVIDENCE, subject_id=finding.pk, by=by)
    words = _("登记了一个问题，请制定整改措施：%(finding)s") % {"finding": finding}
    tell(queries.people_answering(finding), finding, words, by=by)
    put = proposals.put_repeated(finding) if finding.repeats else []
    opened = proposals.entry(finding, "open_finding", repeats=finding.repeats.code if finding.repeats else "")
    core_services.record_all(by=by, entries=[*put, opened])
    return finding


def _propose_point(finding: Finding, by: Person, text: str) -> Proposal:
    """领导提 where `by` leads, else a colleague's suggestion: the department adopts it or says why not."""
    may_lead = organization_queries.may(by, Action.PROPOSE, finding.department)
    put = risk_services.propose if may_lead else risk_services.suggest
    return put(by=by, department=finding.department, text=text)


def _next_code(year: int) -> str:
    prefix = f"WT{year}-"
    last = Finding.objects.filter(code__startswith=prefix).order_by("-code").values_list("code", flat=True).first()
    return f"{prefix}{int(last[len(prefix) :]) + 1 if last else 1:04d}"


def lock(finding: Finding) -> Finding:
    """The finding as it stands, locked, with what rules ask about it."""
    related = ("department", "point__post", "rectification__owner_post", "rectification__answerer")
    return Finding.objects.select_for_update(of=("self",)).select_related(*related).get(pk=finding.pk)


def move(finding: Finding, verb: str, *, by: Person, why: str = "") -> None:
    """Move the locked finding and save it; the one place that assigns a finding's state."""
    rules.at_state(finding, verb)
    finding.state = FINDING_MOVES[finding.state, verb]
    core_services.save(finding, by, reason=reason_of(str(FindingVerb(verb).label), why))


def reason_of(did: str, why: str = "") -> str:
    """What the finding's history says of a step."""
    return f"{did}：{why}"[:REASON_LENGTH] if why else did


def tell(people: Iterable[Person], finding: Finding, text: str, *, by: Person) -> None:
    """A message to everybody of `people` but the actor, once each."""
    told = {person.pk: person for person in people if person.pk != by.pk}
    organization_services.notify(told.values(), kind="supervision.finding", text=text, url=finding.get_absolute_url())


@transaction.atomic
def close_finding(*, by: Person, finding: Finding, sha256: str = "") -> Finding:
    """销号: what was rechecked is done. Called where approvals of a rectification end, which ask who may: here is no rule
    about the person, only that it was rechecked. `sha256` is that of what was approved."""
    locked = lock(finding)
    rules.at_state(locked, FindingVerb.CLOSE)
    locked.closed_on, locked.sha256 = timezone.localdate(), sha256
    move(locked, FindingVerb.CLOSE, by=by)
    tell(queries.people_answering(locked), locked, _("问题已销号：%(finding)s") % {"finding": locked}, by=by)
    record(locked, "close_finding", by=by)
    return locked


@transaction.atomic
def reopen_finding(*, by: Person, finding: Finding, reason: str) -> Finding:
    """Back to being put right, with the reason. Called where approvals of a rectification return it, as `close_finding`:
    no rule about the person, only that it was rechecked."""
    locked = lock(finding)
    if not reason.strip():
        raise Denied(_("退回须写明理由。"))
    move(locked, FindingVerb.REOPEN, by=by, why=reason.strip())
    words = _("问题退回继续整改：%(finding)s。%(why)s") % {"finding": locked, "why": reason.strip()}
    tell(queries.people_answering(locked), locked, words, by=by)
    record(locked, "reopen_finding", by=by)
    return locked


@transaction.atomic
def reply_to_source(*, by: Person, finding: Finding, text: str, replied_on: date, reference: str = "") -> Finding:
    """Register the reply that was owed to the source of a finding."""
    locked = lock(finding)
    rules.reply_to_source(by, locked)
    if not text.strip():
        raise Denied(_("请写明回复的内容。"))
    day_rules.not_before(replied_on, locked.found_on, what=_("回复日期"), than=_("发现日期"))
    day_rules.not_ahead(replied_on, what=_("回复日期"))
    locked.reply_text, locked.reply_reference = text.strip(), reference.strip()
    locked.replied_on, locked.replied_by = replied_on, by
    core_services.save(locked, by, reason=reason_of(_("回复来源"), reference.strip()))
    record(locked, "reply_to_source", by=by, replied_on=str(replied_on))
    return locked


def record(finding: Finding, verb: str, *, by: Person, **details: Any) -> None:
    """Leave the trail of one verb on a finding; last in its service."""
    core_services.record_all(by=by, entries=[proposals.entry(finding, verb, **details)])
