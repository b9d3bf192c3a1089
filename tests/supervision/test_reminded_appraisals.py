"""What of appraisals people are reminded of: scoring and publishing by the end of the phase, appeals to answer."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from organization import queries as organization_queries
from organization import services as organization_services
from organization.roles import Action, Role
from supervision import services
from supervision.models import Reminder
from supervision.queries import reminded_appraisals as queries
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FAR = date(TODAY.year + 3, 1, 1)
IN_ITS_PHASE = date(TODAY.year, len(PhaseKind), 10)
"""考核 is the last phase, a month each: to the 28th of this month."""
BEFORE_IT = date(TODAY.year, len(PhaseKind) - 1, 28)


def due(on=IN_ITS_PHASE, until=FAR):
    return list(queries.due_appraisals(on, until))


def said(appraisal, step):
    return f"{appraisal}：{step}"


def test_a_planned_appraisal_waits_until_the_end_of_its_phase_for_who_runs_the_year():
    made = appraisals.planned(factories.department())

    (item,) = due()

    assert (item.text, item.url) == (said(made, "开始评分"), made.get_absolute_url())
    assert item.due_on == made.cycle.phases.get(kind=PhaseKind.APPRAISE).to_on
    assert (item.actions, item.department_id, item.is_confined) == ((Action.RUN_YEAR,), factories.root().pk, True)


def test_before_its_phase_has_begun_and_when_it_ends_later_it_waits_for_nobody():
    appraisals.planned(factories.department())

    assert (due(on=BEFORE_IT), due(until=IN_ITS_PHASE)) == ([], [])


def test_while_scores_are_missing_it_waits_for_both_offices_then_for_who_publishes_it():
    appraisals.only(("年度检查", "manual", "", 10), ("加分", "bonus", "", 5))
    where = factories.department()
    made = appraisals.opened(where)

    before = [(item.text, item.actions) for item in due()]
    appraisals.give(made, **{where.code: 8})
    after = [(item.text, item.actions) for item in due()]

    assert before == [(said(made, "评分"), (Action.RUN_YEAR, Action.SUPERVISE))]
    assert after == [(said(made, "公布结果"), (Action.RUN_YEAR,))]


def test_who_is_of_every_department_without_a_score_is_not_told_to_score():
    appraisals.only(("年度检查", "manual", "", 10))
    own, other = factories.department("党委办公室"), factories.department()
    office = factories.person(where=own)
    organization_services.grant(
        by=factories.system(), person=office, role=Role.PARTY_OFFICE, department=factories.root()
    )
    made = appraisals.opened(own, other)

    before = [item.but_not for item in due()]
    appraisals.give(made, by=office, **{other.code: 8})
    after = [item.but_not for item in due()]

    assert (before, after) == ([frozenset()], [{office.pk}])


def test_a_published_appraisal_waits_for_nobody():
    appraisals.published(factories.department())

    assert due() == []


@pytest.mark.parametrize("count", [1, 3])
def test_however_many_departments_are_to_be_scored_it_asks_the_same(django_assert_num_queries, count):
    appraisals.only(("年度检查", "manual", "", 10))
    appraisals.opened(*[factories.department() for _number in range(count)])

    with django_assert_num_queries(7):
        assert len(due()) == 1


@pytest.mark.parametrize("step", ["planned", "opened", "scored"])
def test_whoever_is_told_of_it_opens_it_and_nobody_else_is_told(step):
    for role in Role:
        factories.holder(role)
    appraisals.only(("年度检查", "manual", "", 10))
    where = factories.department()
    made = appraisals.planned(where) if step == "planned" else appraisals.opened(where)
    if step == "scored":
        appraisals.give(made, by=factories.holder(Role.PARTY_OFFICE), **{where.code: 8})
    (item,) = due()

    services.send_reminders(on=organization_queries.workdays_after(item.due_on, 10))

    rows = Reminder.objects.filter(kind="appraisals").select_related("person")
    roles = {role for row in rows for role in row.person.rolegrant_set.values_list("role", flat=True)}
    assert roles == ({Role.PARTY_OFFICE, Role.DISCIPLINE} if step == "opened" else {Role.PARTY_OFFICE})
    assert {status(row) for row in rows} == {200}


def status(row):
    client = Client()
    client.force_login(row.person)
    return client.get(row.url).status_code


def appeals(until=FAR):
    return list(queries.due_appeals(TODAY, until))


@pytest.mark.parametrize("count", [1, 3])
def test_an_appeal_waits_ten_working_days_for_who_answers_and_is_not_of_the_department(
    django_assert_num_queries, count
):
    departments = [factories.department() for _number in range(count)]
    published = appraisals.published(*departments)
    heads = [appraisals.head(each) for each in departments]
    for head, where in zip(heads, departments, strict=True):
        services.appeal_result(by=head, result=appraisals.result(published, where), text="请核对")

    with django_assert_num_queries(4):
        found = appeals()

    assert [item.text for item in found] == [f"{each}考核申诉：答复" for each in departments]
    assert {item.due_on for item in found} == {organization_queries.workdays_after(TODAY, 10)}
    assert {(item.actions, item.is_confined) for item in found} == {((Action.ANSWER_APPEAL,), True)}
    assert [item.but_not for item in found] == [{head.pk} for head in heads]
    assert appeals(until=TODAY) == []


def test_an_appeal_of_a_person_does_not_name_them_and_waits_for_neither_them_nor_their_department():
    result, head = appraisals.person_result()
    made = services.appeal_result(by=result.person, result=result, text="请核对")

    (item,) = appeals()

    assert (item.text, item.url) == (f"{result.department}个人考核申诉：答复", made.get_absolute_url())
    assert {result.person_id, head.pk} <= item.but_not


def test_an_answered_appeal_waits_for_nobody():
    result, _head = appraisals.person_result()
    made = services.appeal_result(by=result.person, result=result, text="请核对")
    judge = supervision_factories.supervisor()

    services.answer_appeal(by=judge, appeal=made, verdict="uphold", answer="已核对")

    assert appeals() == []
