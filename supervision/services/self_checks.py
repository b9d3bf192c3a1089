"""Opening, signing, receiving and returning self-checks: the only place that moves them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from controls.models import Measure
from core import calculations as core_calculations
from core import services as core_services
from core.models import Duty
from core.rules import Denied, Stale
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Person
from organization.roles import Action
from supervision.models import Cycle, Participation, SelfCheck, SelfCheckAnswer
from supervision.queries import self_checks as queries
from supervision.queries.due_self_checks import receivers_of
from supervision.rules import self_checks as rules
from supervision.states.cycles import CycleState, PhaseKind
from supervision.states.self_checks import SELF_CHECK_MOVES, Content, SelfCheckState, SelfCheckVerb

Place = tuple[int, bool]
"""Department and whether it is the leadership's."""


def record(by: Person, verb: str, check: SelfCheck, **details: Any) -> None:
    """Leave the trail of one verb on a self-check; last in its service."""
    core_services.record(
        by=by,
        verb=verb,
        subject=check,
        code=str(check.cycle.year),
        department_code=check.department.code,
        details={"state": check.state, **details},
    )


def lock(check: SelfCheck) -> SelfCheck:
    """The self-check as it stands, locked until commit."""
    return SelfCheck.objects.select_for_update(of=("self",)).select_related("department", "cycle").get(pk=check.pk)


@transaction.atomic
def open_self_checks(*, by: Person, cycle: Cycle) -> int:
    """Open the self-check of every department that takes part, and of the leadership where its table is in force; those still worked on take up changed measures, standard
    items and the phase's last day. Harmless when run again; returns how many were opened.
    """
    rules.open_self_checks(by, cycle)
    core_services.take_turn_at("supervision.open_self_checks")
    due_on = _due_on(cycle)
    fresh = _missing(cycle, due_on)
    core_services.create_all(SelfCheck, fresh, by, reason=_("启动自查"))
    working = SelfCheck.objects.select_for_update(of=("self",)).filter(cycle=cycle, state__in=SelfCheckState.editable())
    checks = list(working.select_related("department", "cycle").order_by("pk"))
    _follow(checks, by)
    moved = [check for check in checks if check.due_on != due_on]
    for check in moved:
        check.due_on = due_on
        core_services.save(check, by, reason=_("自查阶段的时间有调整"))
    if fresh:
        _tell_opened(fresh, cycle)
        codes = [check.department.code for check in fresh]
        core_services.record(
            by=by,
            verb="supervision.open_self_checks",
            subject=cycle,
            code=str(cycle.year),
            details={"departments": codes, "due_on": str(due_on)},
        )
    return len(fresh)


def _due_on(cycle: Cycle) -> date:
    phase = cycle.phases.filter(kind=PhaseKind.SELF_CHECK).first()
    if phase is None:
        raise Denied(
            _("%(cycle)s没有安排自查评估阶段。") % {"cycle": cycle}, help=_("请先在年度方案中安排这一阶段的时间。")
        )
    return phase.to_on


def _missing(cycle: Cycle, due_on: date) -> list[SelfCheck]:
    known = set(SelfCheck.objects.filter(cycle=cycle).values_list("department", "is_leadership"))
    taking_part = Participation.objects.filter(cycle=cycle).select_related("department")
    places = [(each.department, False) for each in taking_part.order_by("department__path", "pk")]
    if queries.has_leadership_table():
        places.insert(0, (organization_queries.root(), True))
    return [
        _made(SelfCheck(cycle=cycle, department=department, is_leadership=leads, due_on=due_on))
        for department, leads in places
        if (department.pk, leads) not in known
    ]


def _made(check: SelfCheck) -> SelfCheck:
    check.search_text = core_calculations.search_text(check.department.code, check.whose, pinyin_of=check.whose)
    return check


def _tell_opened(fresh: Iterable[SelfCheck], cycle: Cycle) -> None:
    for check in fresh:
        who = _("党委书记") if check.is_leadership else _("负责人")
        words = {"cycle": cycle, "day": check.due_on, "who": who}
        text = _("%(cycle)s自查开始，请于%(day)s前填报并由%(who)s签署。") % words
        organization_services.notify(
            _answering(check), kind="supervision.self_checks", text=text, url=check.get_absolute_url()
        )


def _answering(check: SelfCheck) -> QuerySet[Person]:
    """Who files for the department; of the leadership's its members and the Party office, which writes the report."""
    if not check.is_leadership:
        return organization_queries.holders(Action.FILE, check.department)
    actions = (Action.FILE_LEADERSHIP, Action.SUBMIT_LEADERSHIP)
    leaders, office = (organization_queries.holders(action, check.department) for action in actions)
    return leaders | office


@transaction.atomic
def follow_measures(*, by: Person, check: SelfCheck) -> SelfCheck:
    """Let a self-check that is worked on ask for the measures in force today; what is no longer in force drops out."""
    locked = lock(check)
    rules.write(by, locked)
    counts = _follow([locked], by)
    record(by, "supervision.follow_measures", locked, **counts)
    return locked


def _follow(checks: Sequence[SelfCheck], by: Person) -> dict[str, int]:
    """Bring the items of self-checks up to the questions in use and the measures in force, in a constant number of reads."""
    rows: dict[int, list[SelfCheckAnswer]] = defaultdict(list)
    for row in SelfCheckAnswer.objects.filter(self_check__in=[check.pk for check in checks]).order_by("pk"):
        rows[row.self_check_id].append(row)
    measures: dict[Place, dict[Any, Measure]] = defaultdict(dict)
    for measure in queries.measures_asked(checks).select_related("table"):
        measures[measure.table.department_id, measure.table.is_leadership][measure.lineage_id] = measure
    questions = queries.questions_in_use()
    fresh, moved, gone = [], [], []
    for check in checks:
        here = measures[check.department_id, check.is_leadership]
        asked = {row.question_id for row in rows[check.pk]}
        known = {row.measure_lineage_id for row in rows[check.pk]}
        fresh += [
            SelfCheckAnswer(self_check=check, content=question.content, question=question)
            for question in questions
            if question.pk not in asked
        ]
        fresh += [_item(check, measure) for lineage, measure in here.items() if lineage not in known]
        in_use = {question.pk for question in questions}
        gone += [row for row in rows[check.pk] if _is_gone(row, here, in_use)]
        moved += [row for row in rows[check.pk] if _is_of_an_older_edition(row, here)]
    _write(fresh, moved, gone, measures, by)
    return {"added": len(fresh), "removed": len(gone)}


def _item(check: SelfCheck, measure: Measure) -> SelfCheckAnswer:
    return SelfCheckAnswer(
        self_check=check, content=Content.CARRIED_OUT, measure=measure, measure_lineage_id=measure.lineage_id
    )


def _is_gone(row: SelfCheckAnswer, measures: dict[Any, Measure], questions: set[int]) -> bool:
    """Of a measure no longer in force, or of a retired item that nobody answered."""
    if row.measure_lineage_id is not None:
        return row.measure_lineage_id not in measures
    return not row.state and row.question_id not in questions


def _is_of_an_older_edition(row: SelfCheckAnswer, measures: dict[Any, Measure]) -> bool:
    measure = measures.get(row.measure_lineage_id)
    return measure is not None and measure.pk != row.measure_id


def _write(
    fresh: list[SelfCheckAnswer],
    moved: list[SelfCheckAnswer],
    gone: list[SelfCheckAnswer],
    measures: dict[Place, dict[Any, Measure]],
    by: Person,
) -> None:
    core_services.create_all(SelfCheckAnswer, fresh, by)
    core_services.erase(gone, by)
    newest = {lineage: measure for found in measures.values() for lineage, measure in found.items()}
    for row in moved:
        row.measure = newest[row.measure_lineage_id]
    if moved:
        bulk_update_with_history(moved, SelfCheckAnswer, ["measure"], batch_size=core_services.BATCH, default_user=by)


def open_in_background(duty: Duty, phase: Any) -> dict[str, Any]:
    """The duty `supervision.open_self_checks`, asked daily: opens what years under way have reached; harmless when run twice."""
    phase(_("启动部门自查"), 1, 1)
    reached = Cycle.objects.filter(
        state=CycleState.OPEN, phases__kind=PhaseKind.SELF_CHECK, phases__from_on__lte=timezone.localdate()
    )
    by = duty.asked_by or organization_queries.system_actor()
    for cycle in reached.order_by("year"):
        open_self_checks(by=by, cycle=cycle)
    return {}


def _move(check: SelfCheck, verb: str) -> None:
    """The one place that assigns a self-check's state."""
    check.state = SELF_CHECK_MOVES[check.state, verb]


@transaction.atomic
def sign(*, by: Person, check: SelfCheck, digest: str = "") -> SelfCheck:
    """The head signs, for the leadership the Party secretary: what is there now is frozen with its hash and goes to the Party
    office, the leadership's to the discipline office.

    `digest` is the hash of what the person saw: raises `Stale` when it is another now, `Denied` while something is missing.
    """
    locked = lock(check)
    principal = rules.sign(by, locked)
    reading = queries.reading_of(locked)
    rules.sign_complete(queries.faults_of(reading))
    content = queries.content_of(reading)
    sha256 = core_calculations.sha256(content)
    if digest and digest != sha256:
        raise Stale(_("您打开页面之后，自查内容已有变化。请看过新内容再签署。"), url=locked.get_absolute_url())
    _move(locked, SelfCheckVerb.SIGN)
    locked.content, locked.sha256, locked.return_reason = content, sha256, ""
    locked.signed_by, locked.signed_at = by, timezone.now()
    locked.signed_for = None if principal == by else principal
    core_services.save(locked, by, reason=str(SelfCheckVerb.SIGN.label))
    text = _("%(check)s已签署，请接收。") % {"check": locked}
    people = receivers_of(locked).exclude(pk=by.pk)
    organization_services.notify(people, kind="supervision.self_checks", text=text, url=locked.get_absolute_url())
    record(by, "supervision.sign_self_check", locked, sha256=sha256, signed_for=str(locked.signed_for or ""))
    return locked


@transaction.atomic
def receive(*, by: Person, check: SelfCheck) -> SelfCheck:
    """The Party office, for the leadership the discipline office, receives the report: it stays as it was signed."""
    locked = lock(check)
    rules.receive(by, locked)
    _move(locked, SelfCheckVerb.RECEIVE)
    locked.received_by, locked.received_at = by, timezone.now()
    core_services.save(locked, by, reason=str(SelfCheckVerb.RECEIVE.label))
    text = _("%(check)s报告已接收。") % {"check": locked}
    _tell_department(locked, text, by)
    record(by, "supervision.receive_self_check", locked, sha256=locked.sha256)
    return locked


@transaction.atomic
def return_back(*, by: Person, check: SelfCheck, reason: str) -> SelfCheck:
    """Who would receive the report returns it with a reason; what was signed stays in the history."""
    locked = lock(check)
    rules.return_back(by, locked)
    if not reason.strip():
        raise Denied(_("退回须写明理由。"))
    sha256 = locked.sha256
    _move(locked, SelfCheckVerb.RETURN)
    locked.return_reason = reason.strip()
    locked.content, locked.sha256 = {}, ""
    locked.signed_by = locked.signed_for = locked.signed_at = None
    core_services.save(locked, by, reason=reason.strip()[:100])
    _tell_department(locked, _("%(check)s已退回：%(reason)s") % {"check": locked, "reason": reason.strip()}, by)
    record(by, "supervision.return_self_check", locked, sha256=sha256, reason=reason.strip())
    return locked


def _tell_department(check: SelfCheck, text: str, by: Person) -> None:
    people = _answering(check).exclude(pk=by.pk)
    organization_services.notify(people, kind="supervision.self_checks", text=text, url=check.get_absolute_url())
