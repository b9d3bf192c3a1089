"""The register of warnings: collected, judged, sent, answered, handled."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from core import services as core_services
from core.documents.uploads import Upload
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Department, Person
from organization.roles import Action
from risks.models import RiskPoint
from supervision import queries, rules
from supervision.models import Finding, RiskWarning
from supervision.rules import days as day_rules
from supervision.services import findings
from supervision.states.findings import LONGEST_DEADLINE, FindingSource
from supervision.states.warnings import WARNING_MOVES, WarningOutcome, WarningVerb

PROOF = "supervision.riskwarning"


@transaction.atomic
def collect_warning(
    *,
    by: Person,
    department: Department,
    title: str,
    what: str,
    noticed_where: str,
    noticed_on: date,
    point: RiskPoint | None = None,
) -> RiskWarning:
    """Register what was noticed where. Whoever judges is told, the department is not."""
    rules.collect_warning(by, department)
    if not title.strip() or not what.strip():
        raise Denied(_("请写明事项和采集到的信息。"))
    core_services.take_turn_at("supervision.warning")
    warning = RiskWarning(department=department, title=title.strip(), what=what.strip(), collected_by=by)
    warning.noticed_where, warning.noticed_on = noticed_where, noticed_on
    warning.point, warning.point_lineage_id = point, point.lineage_id if point else None
    warning.is_leadership = bool(point and point.post.is_leadership)
    warning.cycle = queries.current_cycle()
    warning.code = _next_code(noticed_on.year)
    warning.search_text = core_calculations.search_text(warning.code, warning.title, pinyin_of=warning.title)
    core_services.save(warning, by, reason=_("登记预警"))
    keepers = organization_queries.holders(Action.SUPERVISE, department)
    _tell(keepers, warning, _("登记了一条预警，请研判：%(warning)s") % {"warning": warning}, by=by)
    record(warning, "collect_warning", by=by, where=str(noticed_where))
    return warning


def _next_code(year: int) -> str:
    prefix = f"YJ{year}-"
    codes = RiskWarning.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    last = max((int(code[len(prefix) :]) for code in codes), default=0)
    return f"{prefix}{last + 1:03d}"


def _lock(warning: RiskWarning) -> RiskWarning:
    related = ("department", "point__post")
    return RiskWarning.objects.select_for_update(of=("self",)).select_related(*related).get(pk=warning.pk)


def _move(warning: RiskWarning, verb: str, *, by: Person) -> None:
    """Move the locked warning and save it; the one place that assigns a warning's state."""
    warning.state = WARNING_MOVES[warning.state, verb]
    core_services.save(warning, by, reason=str(WarningVerb(verb).label))


@transaction.atomic
def judge_warning(*, by: Person, warning: RiskWarning, level: str, judgement: str) -> RiskWarning:
    """Judge it (`WarningLevel`), and anew until the letter is sent."""
    locked = _lock(warning)
    rules.judge_warning(by, locked)
    if not judgement.strip():
        raise Denied(_("请写明研判意见。"))
    locked.level, locked.judgement = level, judgement.strip()
    locked.judged_by, locked.judged_on = by, timezone.localdate()
    _move(locked, WarningVerb.JUDGE, by=by)
    record(locked, "judge_warning", by=by, level=str(level))
    return locked


@transaction.atomic
def send_warning(*, by: Person, warning: RiskWarning, letter: str, answer_days: int) -> RiskWarning:
    """Send the 风险提示: from now on the department reads title and letter, and answers in so many working days."""
    locked = _lock(warning)
    rules.send_warning(by, locked)
    if not letter.strip():
        raise Denied(_("请写明风险提示的内容。"))
    if not 1 <= answer_days <= LONGEST_DEADLINE:
        raise Denied(_("反馈期限须为1至%(most)d个工作日。") % {"most": LONGEST_DEADLINE})
    locked.letter, locked.answer_days = letter.strip(), answer_days
    locked.sent_by, locked.sent_on = by, timezone.localdate()
    locked.answer_due_on = organization_queries.workdays_after(locked.sent_on, answer_days)
    _move(locked, WarningVerb.SEND, by=by)
    facts = {"kind": locked.letter_name, "day": locked.answer_due_on, "warning": locked}
    words = _("收到%(kind)s，请于%(day)s前反馈：%(warning)s") % facts
    _tell(queries.people_addressed(locked), locked, words, by=by)
    record(locked, "send_warning", by=by, due_on=str(locked.answer_due_on))
    return locked


@transaction.atomic
def answer_warning(*, by: Person, warning: RiskWarning, answer: str, proof: Iterable[Upload] = ()) -> RiskWarning:
    """What the department found and did."""
    locked = _lock(warning)
    rules.answer_warning(by, locked)
    if not answer.strip():
        raise Denied(_("请写明核查情况和采取的措施。"))
    locked.answer, locked.answered_by, locked.answered_on = answer.strip(), by, timezone.localdate()
    _move(locked, WarningVerb.ANSWER, by=by)
    core_services.store_all(proof, subject_type=PROOF, subject_id=locked.pk, by=by)
    _tell(queries.keepers_of(locked), locked, _("风险提示已反馈，请处理：%(warning)s") % {"warning": locked}, by=by)
    record(locked, "answer_warning", by=by)
    return locked


@transaction.atomic
def handle_warning(
    *,
    by: Person,
    warning: RiskWarning,
    outcome: str,
    note: str,
    due_days: int | None = None,
    point: RiskPoint | None = None,
    new_point: str = "",
    handed_to: str = "",
    handed_on: date | None = None,
    handed_number: str = "",
) -> RiskWarning:
    """What came of it (`WarningOutcome`): prevented, a finding opened, or handed over: only to whom, when and under which
    number is kept of that, no facts. `point` or `new_point` say where a finding belongs when the warning names no point."""
    locked = _lock(warning)
    rules.handle_warning(by, locked, outcome)
    if not note.strip() and outcome != WarningOutcome.HANDED_OVER:
        raise Denied(_("请写明处理说明。"))
    if outcome == WarningOutcome.HANDED_OVER:
        _hand_over(locked, handed_to, handed_on, handed_number)
    else:
        locked.outcome_note = note.strip()
    if outcome == WarningOutcome.FINDING:
        place = {"point": locked.point} if locked.point else {"point": point, "new_point": new_point}
        locked.finding = _open_finding(locked, by, due_days, place)
    locked.outcome, locked.handled_by, locked.handled_on = outcome, by, timezone.localdate()
    _move(locked, WarningVerb.HANDLE, by=by)
    record(locked, "handle_warning", by=by, outcome=str(outcome))
    return locked


def _hand_over(warning: RiskWarning, to: str, on: date | None, number: str) -> None:
    if not to.strip() or on is None or not number.strip():
        raise Denied(_("移送有权机关须写明移送机关、日期和文号。"), help=_("问题线索的内容不写进本系统。"))
    day_rules.not_before(on, warning.noticed_on, what=_("移送日期"), than=_("发现日期"))
    day_rules.not_ahead(on, what=_("移送日期"))
    warning.handed_to, warning.handed_on, warning.handed_number = to.strip(), on, number.strip()


def _open_finding(warning: RiskWarning, by: Person, due_days: int | None, place: Mapping[str, Any]) -> Finding:
    """The finding says what the note says must be put right: never what was collected."""
    return findings.open_finding(
        by=by,
        source=FindingSource.ALERT,
        department=warning.department,
        text=warning.outcome_note,
        due_days=due_days,
        **place,
        evidence=_("由预警%(code)s转来。") % {"code": warning.code},
    )


def _tell(people: Iterable[Person], warning: RiskWarning, text: str, *, by: Person) -> None:
    told = {person.pk: person for person in people if person.pk != by.pk}
    organization_services.notify(told.values(), kind="supervision.warning", text=text, url=warning.get_absolute_url())


def record(warning: RiskWarning, verb: str, *, by: Person, **details: Any) -> None:
    """Leave the trail of one verb on a warning; last in its service."""
    core_services.record(
        by=by,
        verb=f"supervision.{verb}",
        subject=warning,
        code=warning.code,
        department_code=warning.department.code,
        details={"state": warning.state, **details},
    )
