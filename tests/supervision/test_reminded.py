"""What of the year's supervision people are reminded of: rectifications to their closing, replies, 问责建议, warnings."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from organization import queries as organization_queries
from organization import services as organization_services
from supervision import queries, services
from supervision.models import AccountabilityProposal, Finding, RiskWarning
from supervision.queries import reminded
from tests import factories as people
from tests.controls import factories as control_factories
from tests.supervision import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FAR = date(TODAY.year + 3, 1, 1)


def test_a_finding_waits_for_the_department_and_says_nothing_of_what_was_found():
    made = factories.finding(people.department("药剂科"), text="退药登记与处方不符三处")

    (item,) = queries.due_findings(TODAY, FAR)

    assert (item.text, item.due_on) == (f"药剂科问题{made.code}：整改并报告", made.due_on)
    assert (item.actions, item.people, item.is_confined) == (("file",), frozenset(), False)


def test_it_waits_for_who_answers_for_it_and_who_holds_the_post_that_owns_it():
    where = people.department()
    post, holder, answerer = people.post(where), people.person(), factories.filer(where)
    organization_services.begin_tenure(by=people.system(), person=holder, post=post, from_on=TODAY)
    factories.planned(factories.finding(where), by=answerer, owner_post=post)

    (item,) = queries.due_findings(TODAY, FAR)

    assert item.people == {holder.pk, answerer.pk}


def test_a_finding_about_a_leadership_post_is_told_to_its_holder_alone():
    _finding, leader = factories.leader_finding()

    (item,) = queries.due_findings(TODAY, FAR)

    assert (item.actions, item.people, item.is_confined) == ((), {leader.pk}, True)


def test_what_is_reported_or_due_later_is_not_told_any_more_or_yet():
    factories.reported(factories.finding())
    factories.finding(due_on=TODAY + timedelta(days=1))

    assert list(queries.due_findings(TODAY, TODAY)) == []
    assert len(list(queries.due_findings(TODAY, FAR))) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_findings_ask_two_queries(django_assert_num_queries, count):
    for _number in range(count):
        factories.planned(factories.finding())

    with django_assert_num_queries(2):
        assert len(list(queries.due_findings(TODAY, FAR))) == count


@pytest.mark.parametrize("count", [1, 3])
def test_rechecks_wait_ten_working_days_for_who_keeps_findings_and_is_not_concerned(django_assert_num_queries, count):
    made = [factories.reported(factories.finding(people.department())) for _number in range(count)]

    with django_assert_num_queries(5):
        found = list(queries.due_rechecks(TODAY, FAR))

    assert {item.due_on for item in found} == {organization_queries.workdays_after(TODAY, 10)}
    assert [(item.key, item.actions) for item in found] == [(f"recheck:{each.pk}", ("keep_findings",)) for each in made]
    assert all(each.rectification.reported_by_id in item.but_not for each, item in zip(made, found, strict=True))
    assert list(queries.due_rechecks(TODAY, TODAY)) == []


def extension(finding):
    """Asked for by the person who answers for the finding."""
    by = finding.rectification.answerer
    return services.ask_extension(by=by, finding=finding, days=5, reason="等药事会讨论")


@pytest.mark.parametrize("count", [1, 3])
def test_extensions_wait_until_the_deadline_for_who_answers_and_is_not_concerned(django_assert_num_queries, count):
    asked = [extension(factories.planned(factories.finding(people.department()))) for _number in range(count)]

    with django_assert_num_queries(4):
        found = list(reminded.due_extensions(TODAY, FAR))

    keys = [(f"extension:{each.pk}", ("approve_extension",)) for each in asked]
    assert [(item.key, item.actions) for item in found] == keys
    assert all(each.by_id in item.but_not for each, item in zip(asked, found, strict=True))
    assert {(item.due_on, item.is_confined) for item in found} == {(asked[0].from_on, True)}
    assert list(reminded.due_extensions(TODAY, TODAY)) == []


def test_an_extension_that_is_answered_or_of_what_was_reported_waits_for_nobody():
    answered, reported = (extension(factories.planned(factories.finding())) for _each in range(2))
    services.answer_extension(by=factories.supervisor(), extension=answered, verdict="grant", answer="属实")
    factories.reported(reported.finding)

    assert list(reminded.due_extensions(TODAY, FAR)) == []


def test_an_extension_about_a_leadership_post_is_not_told_to_its_holder():
    finding, leader = factories.leader_finding()
    services.ask_extension(by=leader, finding=finding, days=5, reason="等会议讨论")

    (item,) = reminded.due_extensions(TODAY, FAR)

    assert item.but_not == {leader.pk}


def test_replies_are_owed_until_they_are_registered(django_assert_num_queries):
    made = factories.finding(reply_due_on=TODAY + timedelta(days=5))

    with django_assert_num_queries(1):
        (item,) = queries.due_replies(TODAY, FAR)

    assert (item.text, item.due_on) == (f"问题{made.code}：回复来源（审计）", TODAY + timedelta(days=5))
    services.reply_to_source(by=factories.keeper(), finding=made, text="已整改", replied_on=TODAY)
    assert list(queries.due_replies(TODAY, FAR)) == []


def test_a_reply_about_a_leadership_post_is_the_discipline_offices_alone():
    factories.leader_finding(reply_due_on=TODAY + timedelta(days=5))

    assert [(item.actions, item.is_confined) for item in queries.due_replies(TODAY, FAR)] == [(("supervise",), True)]


@pytest.mark.parametrize("count", [1, 3])
def test_warnings_wait_for_the_departments_answer(django_assert_num_queries, count):
    made = [factories.sent(factories.warning()) for _number in range(count)]

    with django_assert_num_queries(1):
        found = list(queries.due_warnings(TODAY, FAR))

    assert [(item.key, item.actions) for item in found] == [(f"warning:{each.pk}", ("file",)) for each in made]
    assert list(queries.due_warnings(TODAY, TODAY)) == []


def test_a_warning_to_a_leadership_post_is_told_to_its_holder_alone():
    finding, leader = factories.leader_finding()
    made = factories.sent(factories.warning(people.root()))
    RiskWarning.objects.filter(pk=made.pk).update(
        point=finding.point_id, point_lineage=finding.point_lineage_id, is_leadership=True
    )

    (item,) = queries.due_warnings(TODAY, FAR)

    assert (item.actions, item.people, item.is_confined) == ((), {leader.pk}, True)


@pytest.mark.parametrize("count", [1, 3])
def test_a_rectification_that_passed_waits_five_working_days_for_who_asks_for_its_closing(
    django_assert_num_queries, count
):
    made = [factories.rechecked(factories.finding(people.department())) for _number in range(count)]

    with django_assert_num_queries(3):
        found = list(reminded.due_closings(TODAY, FAR))

    words = [(f"{each.department}问题{each.code}：提请销号", each.get_absolute_url()) for each in made]
    assert [(item.text, item.url) for item in found] == words
    assert {item.due_on for item in found} == {organization_queries.workdays_after(TODAY, 5)}
    assert [(item.actions, item.is_confined) for item in found] == [(("file",), False)] * count
    assert [item.people for item in found] == [{each.rectification.answerer_id} for each in made]
    assert list(reminded.due_closings(TODAY, TODAY)) == []


def test_once_the_closing_is_asked_for_it_is_not_told_any_more():
    where = people.department()
    made = factories.rechecked(factories.finding(where))
    people.holder("department_head", where)
    factories.supervisor()

    services.ask_closing(by=made.rectification.answerer, finding=made)

    assert list(reminded.due_closings(TODAY, FAR)) == []


def test_the_last_recheck_counts_and_one_that_failed_does_not():
    made = factories.reported(factories.finding())
    keeper = factories.keeper()
    services.recheck(by=keeper, finding=made, is_passed=False, note="仍缺双签", due_days=10)
    again = Finding.objects.get(pk=made.pk)

    assert list(reminded.due_closings(TODAY, FAR)) == []
    factories.reported(again)
    services.recheck(by=keeper, finding=Finding.objects.get(pk=made.pk), is_passed=True, note="已到位")
    assert [item.key for item in reminded.due_closings(TODAY, FAR)] == [f"closing:{made.pk}"]


def test_a_passed_rectification_of_a_leader_is_told_to_its_holder_alone():
    finding, leader = factories.leader_finding()
    Finding.objects.filter(pk=finding.pk).update(state="rechecked")
    finding.rechecks.create(is_passed=True, note="已核实", on=TODAY, by=factories.supervisor())

    (item,) = reminded.due_closings(TODAY, FAR)

    assert (item.actions, item.people, item.is_confined) == ((), {leader.pk}, True)


def proposal(where=None, **fields):
    """A 问责建议 about a finding that was made on a measure for the second time."""
    measure = control_factories.measure(control_factories.table(where))
    for ago in (30, 0):
        made = factories.finding(measure.table.department, measure=measure, found_on=TODAY - timedelta(days=ago))
    return AccountabilityProposal.objects.get(finding=made)


@pytest.mark.parametrize("count", [1, 3])
def test_a_proposal_of_accountability_waits_ten_working_days_for_who_keeps_it(django_assert_num_queries, count):
    made = [proposal(people.department()) for _number in range(count)]

    with django_assert_num_queries(8):
        found = list(reminded.due_proposals(TODAY, FAR))

    words = [
        (f"{each.finding.department}问题{each.finding.code}：研究问责建议", each.get_absolute_url()) for each in made
    ]
    assert [(item.text, item.url) for item in found] == words
    assert {(item.due_on, item.actions, item.is_confined) for item in found} == {
        (organization_queries.workdays_after(TODAY, 10), ("keep_accountability",), True)
    }
    assert list(reminded.due_proposals(TODAY, TODAY)) == []


def test_who_puts_it_right_or_stands_in_for_its_head_is_not_told_of_the_proposal():
    where = people.department()
    head, stand_in = people.holder("department_head", where), people.person(where=people.department())
    organization_services.delegate(by=head, stand_in=stand_in, from_on=TODAY, to_on=TODAY, reason="出差")
    factories.planned(proposal(where).finding)

    (item,) = reminded.due_proposals(TODAY, FAR)

    answerer = Finding.objects.get(rectification__isnull=False).rectification.answerer_id
    assert item.but_not == {head.pk, stand_in.pk, answerer}


def test_a_proposal_about_a_leadership_post_is_not_told_to_its_holder():
    finding, leader = factories.leader_finding()
    AccountabilityProposal.objects.create(finding=finding, ground="overdue")

    (item,) = reminded.due_proposals(TODAY, FAR)

    assert item.but_not == {leader.pk}


def test_an_answered_proposal_waits_for_nobody():
    services.answer_proposal(by=factories.supervisor(), proposal=proposal(), verdict="decline", reason="情节轻微")

    assert list(reminded.due_proposals(TODAY, FAR)) == []
