"""A year: planned, opened with each department's next editions, urged, its phases moved, closed."""

from datetime import date

import pytest

from controls.models import ControlTable
from core.models import AuditEvent
from core.rules import Denied, Stale
from organization.models import Notice
from organization.roles import Role
from powers.models import PowerList
from risks.models import RiskRegister
from supervision import queries, services
from supervision.models import PhaseMove
from supervision.states.cycles import CYCLE_MOVES, CycleState, CycleVerb, PhaseKind
from tests import factories
from tests.controls import factories as control_factories
from tests.powers import factories as power_factories
from tests.supervision import factories as supervision_factories
from tests.supervision.years import YEAR, sweep, with_lists

pytestmark = pytest.mark.django_db


def test_the_moves_of_a_year():
    assert {(state, verb): CYCLE_MOVES.get((state, verb)) for state in CycleState for verb in CycleVerb} == {
        (CycleState.PLANNED, CycleVerb.OPEN): CycleState.OPEN,
        (CycleState.PLANNED, CycleVerb.CLOSE): None,
        (CycleState.OPEN, CycleVerb.OPEN): None,
        (CycleState.OPEN, CycleVerb.CLOSE): CycleState.CLOSED,
        (CycleState.CLOSED, CycleVerb.OPEN): None,
        (CycleState.CLOSED, CycleVerb.CLOSE): None,
    }


def test_the_office_plans_a_year_with_its_phases_in_order(today, office):
    where = factories.department()

    cycle = supervision_factories.cycle(where, year=YEAR, by=office)

    assert [phase.kind for phase in cycle.phases.order_by("position")] == list(PhaseKind)
    assert supervision_factories.participants(cycle) == [where]
    assert AuditEvent.objects.get(verb="supervision.plan_cycle").subject_code == str(YEAR)


def test_plan_cycle_is_denied_to_others_and_twice_a_year(today, office):
    supervision_factories.cycle(year=YEAR, by=office)

    with pytest.raises(Denied, match="已经有一份"):
        supervision_factories.cycle(year=YEAR, by=office)
    with pytest.raises(Denied, match="由党办组织"):
        supervision_factories.cycle(year=YEAR + 1, by=factories.holder(Role.DISCIPLINE))


def test_stage_3_a_year_opens_the_next_editions_from_those_in_force(today, office):
    where, other = with_lists(), factories.department()
    cycle = supervision_factories.cycle(where, other, year=YEAR, by=office)

    services.open_cycle(by=office, cycle=cycle)
    sweep()

    for model in (PowerList, RiskRegister, ControlTable):
        opened = model.objects.working().get()
        assert (opened.department, opened.year, opened.previous is not None) == (where, YEAR, True)


def test_a_department_that_has_powers_alone_gets_the_next_edition_of_them_alone(today, office):
    where = factories.department()
    power_list = power_factories.power_list(where)
    power_factories.power(power_list)
    power_factories.in_force(power_list)
    PowerList.objects.filter(department=where).update(year=YEAR - 1)

    supervision_factories.open_cycle(where, year=YEAR, by=office)
    sweep()

    opened = [model.objects.filter(department=where, year=YEAR).count() for model in (PowerList, RiskRegister)]
    assert opened == [1, 0]


def test_an_edition_that_is_being_worked_on_stays_as_it_is(today, office):
    where = with_lists()
    table = control_factories.table(where)
    services.open_cycle(by=office, cycle=supervision_factories.cycle(where, year=YEAR, by=office))

    sweep()

    assert ControlTable.objects.working().get() == table
    assert RiskRegister.objects.working().count() == 1


def test_opening_the_editions_twice_opens_them_once(today, office):
    where = with_lists()
    cycle = services.open_cycle(by=office, cycle=supervision_factories.cycle(where, year=YEAR, by=office))
    sweep()
    duty = services.ask_editions(by=office, cycle=cycle)

    services.open_editions(duty, lambda *_args: None)

    assert PowerList.objects.filter(department=where, year=YEAR).count() == 1


def test_the_leaderships_lists_are_opened_with_the_year(today, office):
    root = factories.root()
    factories.post(root, is_leadership=True)
    table = control_factories.table(root, is_leadership=True)
    control_factories.measure(table)
    control_factories.in_force(table)
    for model in (RiskRegister, ControlTable):
        model.objects.update(year=YEAR - 1)

    services.open_cycle(by=office, cycle=supervision_factories.cycle(factories.department(), year=YEAR, by=office))
    sweep()

    assert ControlTable.objects.working().get().is_leadership


def test_a_year_is_not_opened_before_it_begins_nor_empty_nor_twice(today, office):
    ahead = supervision_factories.cycle(factories.department(), year=YEAR + 1, by=office)
    empty = supervision_factories.cycle(year=YEAR, by=office)
    past = supervision_factories.open_cycle(factories.department(), year=YEAR - 1)

    with pytest.raises(Denied, match="1月1日起才能启动"):
        services.open_cycle(by=office, cycle=ahead)
    with pytest.raises(Denied, match="没有安排阶段或参加部门"):
        services.open_cycle(by=office, cycle=empty)
    with pytest.raises(Denied, match="进行中”状态，不能启动"):
        services.open_cycle(by=office, cycle=past)


def test_departments_are_told_that_their_year_began(today, office):
    where = factories.department()
    head = factories.holder(Role.DEPARTMENT_HEAD, where)

    services.open_cycle(by=office, cycle=supervision_factories.cycle(where, year=YEAR, by=office))

    assert [notice.person for notice in Notice.objects.filter(kind="supervision.cycle")] == [head]


def test_clause_3_1_every_department_is_charged_asked_the_same_and_urged_at_once(today, office):
    """同步部署、同等要求、同时督促：一次启动，阶段和期限一样，一次催办，一个部门也不落下"""
    one, other = with_lists(), with_lists()
    heads = [factories.holder(Role.DEPARTMENT_HEAD, where) for where in (one, other)]
    cycle = services.open_cycle(by=office, cycle=supervision_factories.cycle(one, other, year=YEAR, by=office))

    lines = queries.overview(cycle).lines
    urged = services.urge(by=office, phase=cycle.phases.get(kind=PhaseKind.CLEAR))

    asked = {tuple((cell.phase.kind, cell.phase.from_on, cell.phase.to_on) for cell in line.cells) for line in lines}
    assert (len(lines), len(asked), urged) == (2, 1, [one, other])
    told = Notice.objects.order_by("person", "pk").values_list("person", "kind")
    assert list(told) == [(head.pk, kind) for head in heads for kind in ("supervision.cycle", "supervision.urge")]


def test_a_plan_is_seen_by_those_who_run_the_year_alone(today, office):
    cycle = supervision_factories.cycle(year=YEAR)

    assert queries.cycle_for(office, cycle.pk) == cycle
    assert queries.cycle_for(factories.holder(Role.FILER, factories.department()), cycle.pk) is None
    assert queries.cycle_for(factories.holder(Role.AUDITOR), cycle.pk) is None


def test_urging_tells_those_who_are_behind_once_a_day(today, office):
    behind, done = with_lists(), with_lists()
    head = factories.holder(Role.DEPARTMENT_HEAD, behind)
    factories.holder(Role.DEPARTMENT_HEAD, done)
    cycle = supervision_factories.open_cycle(behind, done, year=YEAR)
    ControlTable.objects.filter(department=done).update(year=YEAR)
    today(YEAR, 5, 6)
    phase = cycle.phases.get(kind=PhaseKind.APPROVE)

    urged = [services.urge(by=office, phase=phase) for _time in range(2)]

    told = Notice.objects.filter(kind="supervision.urge")
    assert urged == [[behind], []]
    assert [notice.person for notice in told] == [head]
    assert [notice.text for notice in told] == [f"催办：{cycle}“审定一览表”请于 2026-05-28 前完成。"]


def test_an_urging_says_by_how_much_a_department_is_late(today, office):
    cycle = supervision_factories.open_cycle(with_lists(), year=YEAR)

    text = queries.urging_text(cycle.phases.get(kind=PhaseKind.CLEAR), date(YEAR, 3, 3))

    assert text == f"催办：{cycle}“理清权力”应于 2026-02-28 前完成，已逾期 2 个工作日，请抓紧办理。"


def test_urge_is_denied_to_others_and_before_the_year_is_open(today, office):
    planned = supervision_factories.cycle(factories.department(), year=YEAR).phases.get(kind=PhaseKind.FIND)
    ahead = supervision_factories.open_cycle(factories.department(), year=YEAR - 1).phases.get(kind=PhaseKind.FIND)
    ahead.from_on, ahead.to_on = date(YEAR, 3, 11), date(YEAR, 3, 20)
    ahead.save()

    with pytest.raises(Denied, match="才开始"):
        services.urge(by=office, phase=ahead)
    with pytest.raises(Denied, match="不在进行中"):
        services.urge(by=office, phase=planned)
    with pytest.raises(Denied, match="由党办组织"):
        services.urge(by=factories.holder(Role.LEADERSHIP), phase=planned)


def test_a_phase_is_moved_with_a_reason_and_both_dates_stay(today, office):
    where = factories.department()
    head = factories.holder(Role.DEPARTMENT_HEAD, where)
    cycle = supervision_factories.open_cycle(where, year=YEAR)
    phase = cycle.phases.get(kind=PhaseKind.FIND)

    services.move_phase(by=office, phase=phase, from_on=phase.from_on, to_on=date(YEAR, 4, 10), reason="义诊顺延")

    move = PhaseMove.objects.get()
    assert (move.to_on_before, move.to_on, move.reason) == (date(YEAR, 3, 28), date(YEAR, 4, 10), "义诊顺延")
    assert Notice.objects.get(person=head, text__contains="义诊顺延")


def test_moving_a_phase_of_a_plan_tells_nobody(today, office):
    phase = supervision_factories.cycle(factories.department(), year=YEAR).phases.first()

    services.move_phase(by=office, phase=phase, from_on=phase.from_on, to_on=date(YEAR, 2, 1), reason="顺延")

    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"to_on": date(YEAR, 1, 1), "from_on": date(YEAR, 1, 2)}, "不能早于"),
        ({"to_on": date(YEAR, 1, 28), "from_on": date(YEAR, 1, 1)}, "没有变化"),
        ({"reason": " "}, "写明调整的理由"),
    ],
)
def test_move_phase_is_denied_without_reason_change_or_order(today, office, changed, why):
    phase = supervision_factories.cycle(year=YEAR).phases.order_by("position")[0]
    asked = {"from_on": phase.from_on, "to_on": date(YEAR, 2, 1), "reason": "顺延"} | changed

    with pytest.raises(Denied, match=why):
        services.move_phase(by=office, phase=phase, **asked)


def test_a_plan_is_changed_with_its_phases_and_departments(today, office):
    kept, gone, new = (factories.department() for _each in range(3))
    cycle = supervision_factories.cycle(kept, gone, year=YEAR)
    phases = [services.PhaseEntry(PhaseKind.FIND, date(YEAR, 2, 1), date(YEAR, 2, 28))]
    phases.append(services.PhaseEntry(PhaseKind.APPRAISE, date(YEAR, 12, 1), date(YEAR, 12, 31)))
    cycle.phases.filter(kind=PhaseKind.APPRAISE).delete()

    services.change_cycle(by=office, cycle=cycle, departments=[kept, new], phases=phases, goals="全覆盖")

    cycle.refresh_from_db()
    assert cycle.goals == "全覆盖"
    assert [(phase.kind, phase.from_on.month) for phase in cycle.phases.order_by("position")] == [
        (PhaseKind.FIND, 2),
        (PhaseKind.APPRAISE, 12),
    ]
    assert supervision_factories.participants(cycle) == [kept, new]


def test_the_phases_of_an_open_year_are_not_changed_in_passing(today, office):
    where = factories.department()
    cycle = supervision_factories.open_cycle(where, year=YEAR)

    services.change_cycle(by=office, cycle=cycle, departments=[where], phases=[], title="改名")

    assert cycle.phases.count() == len(PhaseKind)


def test_a_change_that_came_too_late_is_refused(today, office):
    where = factories.department()
    cycle = supervision_factories.cycle(where, year=YEAR)

    with pytest.raises(Stale):
        services.change_cycle(by=office, cycle=cycle, departments=[where], version=1_000_000, title="改名")


def test_a_year_is_closed_when_its_phases_are_over_and_not_changed_any_more(today, office):
    where = factories.department()
    cycle = supervision_factories.open_cycle(where, year=YEAR)

    with pytest.raises(Denied, match="才结束"):
        services.close_cycle(by=office, cycle=cycle)
    today(YEAR, 12, 31)
    closed = services.close_cycle(by=office, cycle=cycle)

    assert (closed.state, closed.closed_at is not None) == (CycleState.CLOSED, True)
    with pytest.raises(Denied, match="已结束，不能再修改"):
        services.change_cycle(by=office, cycle=cycle, departments=[where])


def test_the_current_year_is_the_latest_one_under_way(today, office):
    where = factories.department()
    supervision_factories.open_cycle(where, year=YEAR - 1)
    latest = supervision_factories.open_cycle(where, year=YEAR)
    supervision_factories.cycle(year=YEAR + 1)

    assert queries.current_cycle() == latest
