"""Roles held for one branch (院区) open what is the branch's, and nothing of what is the whole hospital's."""

from types import SimpleNamespace

import pytest

from approvals.rules.meetings import change_meeting_rule
from approvals.rules.verbs import keep_stages
from core.rules import Denied, allows
from organization import queries as organization_queries
from organization import rules as organization_rules
from organization.roles import Action, Role
from powers.rules.library import keep_library
from risks.rules.grades import make_rule
from supervision import queries, rules, services
from supervision.models import Appraisal
from supervision.queries import hospital_reports as hospital_queries
from supervision.queries import inspections as inspection_queries
from supervision.rules import inspections as inspection_rules
from supervision.services import hospital_reports, inspections
from supervision.states.cycles import CycleState
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import appraisals, self_check_factories, spot_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """A branch with a department of its own, and a department elsewhere."""
    branch = factories.department("东院区")
    return SimpleNamespace(
        branch=branch,
        inside=factories.department("东院区药剂科", parent=branch),
        outside=factories.department("药剂科"),
    )


@pytest.fixture
def office(places):
    """Somebody of the branch's Party office."""
    return factories.holder(Role.PARTY_OFFICE, places.branch)


def test_a_role_held_for_a_branch_is_not_held_for_the_whole(office):
    whole, exact = factories.holder(Role.PARTY_OFFICE), factories.holder(Role.DEPARTMENT_HEAD)
    asked = [organization_queries.may_for_whole(person, Action.RUN_YEAR) for person in (whole, office)]
    exactly = organization_queries.may_for_whole(exact, Action.SIGN)
    for person in (whole, office):
        organization_queries.read_roles(person)

    known = [organization_queries.may_for_whole(person, Action.RUN_YEAR) for person in (whole, office)]
    assert (asked, known, exactly) == ([True, False], [True, False], False)


def test_whoever_is_retired_holds_nothing_for_the_whole():
    keeper = factories.holder(Role.PARTY_OFFICE)
    keeper.is_active = False

    assert organization_queries.may_for_whole(keeper, Action.RUN_YEAR) is False
    assert not type(keeper).objects.filter(organization_queries.is_for_whole(keeper, Action.RUN_YEAR)).exists()


@pytest.mark.parametrize(
    "rule",
    [
        rules.run_year,
        rules.plan_appraisal,
        rules.keep_criteria,
        rules.run_spot_checks,
        rules.keep_checklist,
        inspection_rules.keep_inspections,
        organization_rules.keep_organization,
        make_rule,
        keep_stages,
        change_meeting_rule,
        keep_library,
    ],
)
def test_what_is_the_hospitals_is_not_run_by_the_office_of_a_branch(office, rule):
    assert (allows(rule, factories.holder(Role.PARTY_OFFICE)), allows(rule, office)) == (True, False)


def test_the_office_of_a_branch_sees_the_places_of_its_departments(places, office):
    cycle = supervision_factories.open_cycle(places.inside, places.outside)

    shown = [line.department for line in queries.overview(cycle, by=office).lines]

    assert (shown, queries.sees_all(office)) == ([places.inside], False)


def test_a_plan_that_is_not_told_yet_is_kept_from_the_office_of_a_branch(office):
    cycle = supervision_factories.cycle()

    assert cycle.state == CycleState.PLANNED
    assert (queries.cycle_for(office, cycle.pk), queries.cycle_for(factories.holder(Role.PARTY_OFFICE), cycle.pk)) == (
        None,
        cycle,
    )


def test_results_before_they_are_told_are_kept_from_a_branch_and_later_it_reads_its_sheets(places, office):
    leader = factories.holder(Role.LEADERSHIP, places.branch)
    appraisals.only(("年度检查", "manual", "", 10))
    appraisal = appraisals.opened(places.inside, places.outside)
    before = [queries.appraisal_for(person, appraisal.pk) for person in (office, leader)]
    appraisals.give(appraisal, **{each.code: 8 for each in (places.inside, places.outside)})

    services.publish_appraisal(by=factories.system(), appraisal=appraisal)

    sheets = [[each.department for each in queries.own_results(person)] for person in (office, leader)]
    assert (before, sheets) == ([None, None], [[places.inside]] * 2)


def test_a_branch_scores_nobody_and_reads_what_became_of_its_results(places, office):
    appraisals.only(("年度检查", "manual", "", 10))
    appraisal = appraisals.opened(places.inside, places.outside)
    with pytest.raises(Denied, match="由党办、纪检监察室评分"):
        appraisals.give(appraisal, by=office, **{places.inside.code: 8})
    appraisals.give(appraisal, **{each.code: 8 for each in (places.inside, places.outside)})
    services.publish_appraisal(by=factories.system(), appraisal=appraisal)

    own, _other = (appraisals.use(appraisal, department=each) for each in (places.inside, places.outside))

    assert list(queries.uses(office)) == [own]


def test_the_overview_of_a_branch_is_not_the_hospitals(places):
    leader, whole = factories.holder(Role.LEADERSHIP, places.branch), factories.holder(Role.LEADERSHIP)
    for person in (leader, whole):
        organization_queries.read_roles(person)

    assert [queries.sees_whole_overview(person) for person in (leader, whole)] == [False, True]
    assert set(queries.overview_departments(leader)) == {places.branch, places.inside}
    assert allows(rules.see_overview, leader) is True


def test_the_hospitals_report_is_kept_from_a_branch(places, office):
    cycle = supervision_factories.open_cycle(places.inside)
    report = hospital_reports.merge_reports(by=factories.holder(Role.PARTY_OFFICE), cycle=cycle)

    assert hospital_queries.hospital_report_for(office, report.pk) is None
    assert hospital_queries.hospital_report_for(factories.holder(Role.PARTY_OFFICE), report.pk) == report


def test_the_discipline_office_of_a_branch_records_decisions_there_and_keeps_no_kinds(client, places):
    supervisor = risk_factories.sign_in(client, factories.holder(Role.DISCIPLINE, places.branch))
    held, other = appraisals.tenure(places.inside), appraisals.tenure(places.outside)

    with pytest.raises(Denied, match="由医院纪检监察室维护"):
        services.keep_kind(by=supervisor, title="新")
    with pytest.raises(Denied, match="由纪检监察室登记"):
        appraisals.decision(supervisor, tenure=other)

    assert appraisals.decision(supervisor, tenure=held).department == places.inside
    assert client.get("/supervision/accountability/new/").status_code == 200
    assert client.get("/supervision/accountability/kinds/new/").status_code == 403
    assert allows(rules.keep_accountability, factories.holder(Role.PARTY_OFFICE)) is False


def test_the_office_of_a_branch_records_what_was_signed_on_paper_there_alone(places, office):
    records = [spot_factories.record(spot_factories.points(where=each)) for each in (places.inside, places.outside)]

    allowed = [allows(rules.fill_record, office, each) for each in records]
    papers = [
        allows(rules.give_record_opinion, office, spot_factories.finished(each), is_on_paper=True) for each in records
    ]

    assert (allowed, papers, rules.sees_all(office)) == ([True, False], [True, False], False)


def test_the_office_of_a_branch_is_not_asked_to_end_the_hospitals_spot_check(places, office):
    check = spot_factories.signed(spot_factories.record(spot_factories.points(where=places.inside))).check_of

    asked = [queries.spot_check_tasks(person).tasks for person in (office, factories.holder(Role.PARTY_OFFICE))]

    assert [[task.what for task in tasks] for tasks in asked] == [[], [f"结束抽查：{check}"]]


def test_inspections_from_above_are_open_to_a_branch_where_its_departments_prepare(places, office):
    keeper = supervision_factories.keeper()
    seen, hidden = self_check_factories.inspection(by=keeper), self_check_factories.inspection(by=keeper)
    material = inspections.add_material(by=keeper, inspection=seen, title="台账", department=places.inside)
    inspections.add_material(by=keeper, inspection=hidden, title="台账", department=places.outside)

    assert list(inspection_queries.inspections_for(office)) == [seen]
    assert list(inspection_queries.materials_of(office, seen)) == [material]


def test_what_people_scored_is_kept_from_a_branch_until_it_is_told(places, office):
    result, _head = appraisals.person_result(places.inside)
    told = list(queries.person_results(office))
    Appraisal.objects.update(state="under_way", sha256="", published_by=None, published_on=None, appeal_until=None)

    before = [list(queries.person_results(person)) for person in (office, factories.holder(Role.PARTY_OFFICE))]

    assert (told, before) == ([result], [[], [result]])
