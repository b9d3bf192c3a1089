"""What of approvals people are reminded of: signatures, stages, returned lists, calls without an answer."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from approvals import queries, services
from organization import queries as organization_queries
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


def signatures(until=FAR):
    return list(queries.due_signatures(TODAY, until))


def test_what_is_put_together_waits_for_the_heads_signature_within_the_days_of_that_stage():
    made = factories.world()
    submission = factories.draft(made)

    (item,) = signatures()

    assert (item.text, item.url) == (f"药剂科 {submission.edition}清单：签署报审", submission.get_absolute_url())
    assert item.due_on == organization_queries.workdays_after(TODAY, submission.stages.get(code="head").due_days)
    assert (item.actions, item.people, item.is_confined) == (("sign",), frozenset(), False)
    assert signatures(until=TODAY) == []


def test_what_is_signed_or_withdrawn_waits_for_no_signature():
    made = factories.world()
    factories.signed(made)
    other = factories.another_department(made)
    services.withdraw(by=other.filer, submission=factories.draft(other))

    assert signatures() == []


@pytest.mark.parametrize("count", [1, 3])
def test_signatures_ask_the_same_however_many_there_are(django_assert_num_queries, count):
    made = factories.world()
    for _number in range(count):
        factories.draft(made)
        made = factories.another_department(made)

    with django_assert_num_queries(6):
        assert len(signatures()) == count


def returned(made):
    submission = factories.signed(made)
    return services.decide(by=made.overseer, submission=submission, verdict="return", reason="第2项依据不全")


def reworks(until=FAR):
    return list(queries.due_reworks(TODAY, until))


def test_what_was_returned_waits_ten_working_days_for_who_files():
    made = factories.world()
    submission = returned(made)

    (item,) = reworks()

    assert item.text == f"药剂科 {submission.edition}清单：按退回意见修改后重新报审"
    assert (item.due_on, item.url) == (organization_queries.workdays_after(TODAY, 10), submission.get_absolute_url())
    assert (item.actions, item.is_confined) == (("file",), False)
    assert reworks(until=TODAY) == []


def test_what_was_put_forward_again_waits_for_nobody_to_work_it_over():
    made = factories.world()
    returned(made)

    services.prepare(by=made.filer, department=made.department)

    assert (reworks(), len(signatures())) == ([], 1)


def test_the_leaderships_returned_lists_wait_for_who_submits_them_alone():
    made = factories.world()
    submission = factories.leadership(made)
    services.decide(by=made.office, submission=submission, verdict="return", reason="指标不可查")

    assert [(item.actions, item.is_confined) for item in reworks()] == [(("submit_leadership",), True)]


@pytest.mark.parametrize("count", [1, 3])
def test_reworks_ask_two_queries(django_assert_num_queries, count):
    made = factories.world()
    for _number in range(count):
        returned(made)
        made = factories.another_department(made)

    with django_assert_num_queries(2):
        assert len(reworks()) == count
