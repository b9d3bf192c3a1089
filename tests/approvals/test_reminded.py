"""What of approvals people are reminded of: who holds the stage and may decide, members who have not answered a call."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from approvals import queries, services
from organization import services as organization_services
from organization.roles import Role
from tests import factories as people
from tests.approvals import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FAR = date(TODAY.year + 3, 1, 1)


def due(until=FAR):
    return list(queries.due_submissions(TODAY, until))


def test_a_submission_waits_for_who_holds_its_stage():
    made = factories.world()
    submission = factories.signed(made)

    item = due()[0]

    assert item.text == f"药剂科 {submission.edition}清单：分管领导审核"
    assert (item.actions, item.due_on, item.url) == (
        ("oversee",),
        submission.stage_due_on,
        submission.get_absolute_url(),
    )


def test_it_does_not_wait_for_the_departments_own_people_nor_for_who_has_decided():
    made = factories.world()
    own = people.person(where=made.department)
    organization_services.grant(by=people.system(), person=own, role=Role.PARTY_OFFICE, department=people.root())
    factories.at(made, "office")

    assert {own.pk, made.filer.pk, made.head.pk} <= due()[0].but_not


def test_who_has_decided_some_rows_is_told_no_more():
    made = factories.world()
    factories.second(made)
    submission, _power = factories.with_a_power_of(made, made.overseer)

    services.decide(by=made.overseer, submission=submission, verdict="agree")

    assert made.overseer.pk in due()[0].but_not


def test_at_the_committees_stage_it_waits_for_who_puts_it_on_an_agenda_until_it_stands_on_one():
    made = factories.world()
    submission = factories.at(made, "committee")

    assert [item.actions for item in due()] == [("record_meeting",)]
    factories.planned(made, submission)
    assert due() == []


def test_the_leaderships_submission_excludes_nobody():
    made = factories.world()
    factories.leadership(made)

    assert [item.but_not for item in due()] == [frozenset()]


def test_what_is_due_later_is_not_told_yet():
    factories.signed(factories.world())

    assert due(until=TODAY) == []


@pytest.mark.parametrize("count", [1, 3])
def test_submissions_ask_the_same_however_many_there_are(django_assert_num_queries, count):
    made = factories.world()
    for _number in range(count):
        factories.signed(made)
        made = factories.another_department(made)

    with django_assert_num_queries(4):
        assert len(due()) == count


def call(made, days=1):
    meeting = factories.planned(made, factories.at(made, "committee"), held_on=TODAY + timedelta(days=days))
    return services.call_meeting(by=made.office, meeting=meeting)


def test_members_are_reminded_to_answer_the_call(django_assert_num_queries):
    made = factories.world()
    meeting = call(made)

    with django_assert_num_queries(1):
        found = list(queries.due_calls(TODAY, FAR))

    assert {item.text for item in found} == {f"{meeting}：请回执参加或请假"}
    assert {person for item in found for person in item.people} == {made.chair.pk, made.member.pk}


def test_who_has_answered_is_not_reminded():
    made = factories.world()
    meeting = call(made)

    services.answer_call(by=made.member, meeting=meeting, answer="attend")

    assert [item.people for item in queries.due_calls(TODAY, FAR)] == [frozenset({made.chair.pk})]
