"""Where departments stand in each phase of a year, and by how much they are late."""

from datetime import date, timedelta

import pytest

from controls.models import ControlTable
from organization import services as organization_services
from organization.roles import Role
from powers.models import PowerList
from supervision import queries
from supervision.services import self_checks
from supervision.states.cycles import PhaseKind, Place
from tests import factories
from tests.controls import factories as control_factories
from tests.powers import factories as power_factories
from tests.supervision import factories as supervision_factories
from tests.supervision import self_check_factories, spot_factories
from tests.supervision.years import YEAR, places, with_lists

pytestmark = pytest.mark.django_db


def test_a_department_stands_in_each_phase_where_its_lists_stand(today, office):
    behind, drafting, done = factories.post().department, with_lists(), with_lists()
    cycle = supervision_factories.open_cycle(behind, drafting, done, year=YEAR)
    control_factories.table(drafting)
    ControlTable.objects.filter(department=done).update(year=YEAR)

    found = places(cycle, PhaseKind.APPROVE)

    assert {where: cell.place for where, cell in found.items()} == {
        behind: Place.AHEAD,
        drafting: Place.UNDER_WAY,
        done: Place.DONE,
    }


def test_a_department_of_leaders_alone_has_no_lists_of_its_own(today, office):
    where = factories.post(is_leadership=True).department
    cycle = supervision_factories.open_cycle(where, year=YEAR)

    found = [places(cycle, kind)[where].place for kind in (PhaseKind.FIND, PhaseKind.MEASURE, PhaseKind.APPROVE)]

    assert found == [Place.NOT_CONCERNED] * 3


def test_a_department_without_powers_has_none_to_clear(today, office):
    clinic, bureau = factories.department(), with_lists()
    cycle = supervision_factories.open_cycle(clinic, bureau, year=YEAR)

    found = places(cycle, PhaseKind.CLEAR)

    assert (found[clinic].place, found[bureau].place) == (Place.NOT_CONCERNED, Place.LATE)


def test_the_furthest_edition_of_the_year_counts(today, office):
    where = with_lists()
    PowerList.objects.filter(department=where).update(year=YEAR)
    power_factories.power_list(where)
    cycle = supervision_factories.open_cycle(where, year=YEAR)

    assert places(cycle, PhaseKind.CLEAR)[where].place == Place.DONE


def test_lateness_is_counted_in_working_days(today, office):
    where = with_lists()
    cycle = supervision_factories.open_cycle(where, year=YEAR)  # 理清权力 ends on Saturday, 28 February: a make-up day
    today(YEAR, 3, 2)

    assert places(cycle, PhaseKind.CLEAR)[where].late_by == 1
    today(YEAR, 3, 6)
    assert places(cycle, PhaseKind.CLEAR)[where].late_by == 5
    assert places(cycle, PhaseKind.CLEAR)[where].word == "逾期 5 日"


def test_a_planned_year_is_not_late(today, office):
    where = with_lists()
    cycle = supervision_factories.cycle(where, year=YEAR)

    assert places(cycle, PhaseKind.CLEAR)[where].place == Place.AHEAD


def test_findings_of_the_year_are_to_be_rectified(today, office):
    without, under_way, closed = factories.department(), factories.department(), factories.department()
    cycle = supervision_factories.open_cycle(without, under_way, closed, year=YEAR)
    supervision_factories.finding(under_way)
    finding = supervision_factories.finding(closed)
    type(finding).objects.filter(pk=finding.pk).update(state="closed", closed_on=date(YEAR, 3, 1))

    found = places(cycle, PhaseKind.RECTIFY)

    assert [found[where].place for where in (without, under_way, closed)] == [
        Place.NOT_CONCERNED,
        Place.UNDER_WAY,
        Place.DONE,
    ]


def test_findings_of_leaders_are_nobodys_place(today, office):
    root = factories.root()
    cycle = supervision_factories.open_cycle(root, year=YEAR)
    supervision_factories.leader_finding(cycle=cycle)

    assert places(cycle, PhaseKind.RECTIFY)[root].place == Place.NOT_CONCERNED


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.PARTY_OFFICE, Role.DISCIPLINE, Role.COMMITTEE_CHAIR])
def test_clause_3_1_leaders_see_every_departments_place_and_a_department_its_own(today, office, role):
    one, other = with_lists(), with_lists()
    cycle = supervision_factories.open_cycle(one, other, year=YEAR)
    leading, filer = factories.holder(role), factories.holder(Role.FILER, one)

    seen = {by: {line.department for line in queries.overview(cycle, by=by).lines} for by in (leading, filer)}

    assert seen == {leading: {one, other}, filer: {one}}


def test_clause_3_2_who_is_in_charge_of_departments_sees_theirs_and_what_is_wrong_there(today, office):
    """带头抓好自身和分管部门廉洁风险防控：分管领导看到分管的部门走到哪里、有什么问题，不看别的部门"""
    mine, also_mine, other = with_lists(), with_lists(), with_lists()
    cycle = supervision_factories.open_cycle(mine, also_mine, other, year=YEAR)
    leader = factories.holder(Role.OVERSEER, mine)
    organization_services.grant(by=factories.system(), person=leader, role=Role.OVERSEER, department=also_mine)
    found = {where: supervision_factories.finding(where) for where in (mine, also_mine, other)}

    seen = set(places(cycle, PhaseKind.FIND, by=leader))

    assert seen == {mine, also_mine}
    assert set(queries.findings_for(leader)) == {found[mine], found[also_mine]}


def test_a_person_sees_the_places_of_the_own_department_and_the_office_all(today, office):
    own, other = factories.department(), factories.department()
    filer = factories.holder(Role.FILER, own)
    cycle = supervision_factories.open_cycle(own, other, year=YEAR)

    assert set(places(cycle, PhaseKind.FIND, by=filer)) == {own}
    assert set(places(cycle, PhaseKind.FIND, by=office)) == {own, other}


@pytest.mark.parametrize("size", [1, 3])
def test_the_overview_asks_the_same_number_of_questions(today, office, size, django_assert_num_queries):
    cycle = supervision_factories.open_cycle(*(with_lists() for _each in range(size)), year=YEAR)

    with django_assert_num_queries(5):
        queries.overview(cycle, by=office)


def test_the_days_off_after_a_phase_do_not_make_it_late(today):
    phase = supervision_factories.cycle(year=YEAR).phases.get(kind=PhaseKind.MOBILIZE)
    phase.to_on = date(YEAR, 1, 30)  # a Friday

    assert [queries.lateness(phase, date(YEAR, *day)) for day in ((1, 31), (2, 1), (2, 2))] == [0, 0, 1]


def test_a_phase_that_ends_today_is_not_late(today):
    phase = supervision_factories.cycle(year=YEAR).phases.get(kind=PhaseKind.MOBILIZE)

    assert [queries.lateness(phase, phase.to_on + timedelta(days=days)) for days in (0, 1, 2)] == [0, 1, 2]


def test_a_self_check_is_done_when_its_report_was_received():
    made = self_check_factories.world()
    stages = [ahead := places(made.cycle, PhaseKind.SELF_CHECK)[made.where]]
    self_check_factories.signed(made)
    stages.append(places(made.cycle, PhaseKind.SELF_CHECK)[made.where])
    self_checks.receive(by=made.office, check=made.check)
    stages.append(places(made.cycle, PhaseKind.SELF_CHECK)[made.where])

    assert [cell.place for cell in stages] == [Place.AHEAD, Place.UNDER_WAY, Place.DONE]
    assert ahead.url == f"/supervision/self-checks/?department={made.where.pk}"


def test_once_it_is_drawn_a_spot_check_concerns_those_who_were_drawn():
    drawn, other = spot_factories.points(), factories.department()
    cycle = supervision_factories.open_cycle(drawn, other)
    before = places(cycle, PhaseKind.SPOT_CHECK)
    record = spot_factories.under_way(drawn, cycle=cycle).records.get()
    during = places(cycle, PhaseKind.SPOT_CHECK)
    spot_factories.signed(record)

    found = places(cycle, PhaseKind.SPOT_CHECK)

    assert {cell.place for cell in before.values()} <= {Place.AHEAD, Place.LATE}
    assert (during[drawn].is_behind, during[other].place) == (True, Place.NOT_CONCERNED)
    assert found[drawn].place == Place.DONE
