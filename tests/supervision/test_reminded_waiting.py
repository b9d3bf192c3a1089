"""Steps that wait for one person's word: who is told of each, also when it is overdue, and that whoever is told may open it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from approvals import services as approval_services
from core.registry import registry
from organization import queries as organization_queries
from organization import services as organization_services
from organization.roles import Role
from supervision import services
from supervision.models import Finding, Reminder
from tests import factories as people
from tests.approvals import factories as approvals
from tests.controls import factories as control_factories
from tests.supervision import appraisals, factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def world():
    """A department under the holders of every stage, beside another with people of its own."""
    made = approvals.world()
    for role in (Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER):
        people.holder(role, people.department())
    for role in (Role.LEADERSHIP, Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR):
        people.holder(role)
    return made


def told(kind):
    """Who is told of that kind two weeks after the day, each having opened what the reminder leads to."""
    source = registry.reminder_sources[kind]
    (item,) = source.find(TODAY, TODAY + timedelta(days=500))
    services.send_reminders(on=organization_queries.workdays_after(max(item.due_on, TODAY), 10))
    rows = Reminder.objects.filter(kind=kind).select_related("person")
    assert {opened(row) for row in rows} == {200}
    return {row.person for row in rows}


def opened(row):
    client = Client()
    client.force_login(row.person)
    return client.get(row.url).status_code


def finding(made, **fields):
    """Reported by the department's filer and rechecked by 党办."""
    found = factories.reported(factories.finding(made.department, **fields), by=made.filer)
    services.recheck(by=made.office, finding=found, is_passed=True, note="现场复查，已整改到位")
    return Finding.objects.get(pk=found.pk)


def leader_finding(made):
    """About a leadership post: put right by its holder, rechecked by 纪检监察室."""
    found, leader = factories.leader_finding(by=made.discipline)
    factories.planned(found, by=leader, owner_post=found.point.post, answerer=leader)
    proof = "申报表存纪检监察室档案柜"
    services.report_rectification(
        by=leader, finding=Finding.objects.get(pk=found.pk), report="已申报", proof_note=proof
    )
    services.recheck(by=made.discipline, finding=Finding.objects.get(pk=found.pk), is_passed=True, note="已核实")
    return Finding.objects.get(pk=found.pk), leader


def test_a_submission_to_sign_is_told_to_the_head_and_overdue_to_the_leader_in_charge(world):
    approvals.draft(world)

    assert told("signatures") == {world.head, world.overseer}


def test_a_closing_to_sign_too(world):
    services.ask_closing(by=world.filer, finding=finding(world))

    assert told("signatures") == {world.head, world.overseer}


def test_a_leaders_own_closing_to_the_leader_alone(world):
    found, leader = leader_finding(world)
    services.ask_closing(by=leader, finding=found)

    assert told("signatures") == {leader}


def test_where_there_is_a_head_over_a_leaders_own_closing_to_the_head_alone(world):
    found, leader = leader_finding(world)
    head = people.holder(Role.DEPARTMENT_HEAD, people.root())
    services.ask_closing(by=leader, finding=found)

    assert told("signatures") == {head}


def test_what_was_returned_is_told_to_who_files_and_overdue_to_those_above(world):
    submission = approvals.signed(world)
    approval_services.decide(by=world.overseer, submission=submission, verdict="return", reason="第2项依据不全")

    assert told("reworks") == {world.filer, world.head, world.overseer}


def test_the_leaderships_returned_lists_to_who_submits_them_alone(world):
    submission = approvals.leadership(world)
    approval_services.decide(by=world.office, submission=submission, verdict="return", reason="指标不可查")

    assert told("reworks") == {world.office}


def test_a_rectification_that_passed_is_told_to_who_is_to_ask_for_its_closing(world):
    finding(world)

    assert told("closings") == {world.filer, world.head, world.overseer}


def test_a_leaders_own_to_the_leader_alone(world):
    _found, leader = leader_finding(world)

    assert told("closings") == {leader}


def test_a_proposal_of_accountability_to_the_discipline_office_alone(world):
    measure = control_factories.measure(control_factories.table(world.department))
    for ago in (30, 0):
        factories.finding(world.department, measure=measure, found_on=TODAY - timedelta(days=ago))

    assert told("proposals") == {world.discipline}


def test_an_appeal_of_a_department_to_the_discipline_office_alone(world):
    appraisal = appraisals.published(world.department)
    result = appraisals.result(appraisal, world.department)
    services.appeal_result(by=world.head, result=result, text="请核对")

    assert told("appeals") == {world.discipline}


def test_an_appeal_of_a_person_to_the_discipline_office_alone(world):
    result, _head = appraisals.person_result(world.department)
    services.appeal_result(by=result.person, result=result, text="请核对")

    assert told("appeals") == {world.discipline}


def test_who_judges_and_is_of_the_department_is_not_told_of_its_appeal(world):
    appraisal = appraisals.published(world.department)
    own = people.person(where=world.department)
    organization_services.grant(by=people.system(), person=own, role=Role.DISCIPLINE, department=people.root())
    services.appeal_result(by=world.head, result=appraisals.result(appraisal, world.department), text="请核对")

    assert told("appeals") == {world.discipline}
