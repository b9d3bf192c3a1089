"""Findings under rectification: told to the department while it is to act, else to who keeps findings."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from supervision import queries
from supervision.models import Finding
from supervision.states.findings import FindingState
from tests import factories as people
from tests.supervision import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FAR = date(TODAY.year + 3, 1, 1)


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        (FindingState.OPEN, ("file",)),
        (FindingState.UNDER_WAY, ("file",)),
        (FindingState.REPORTED, ("keep_findings",)),
        (FindingState.RECHECKED, ("keep_findings",)),
    ],
)
def test_a_finding_waits_for_who_is_to_act_in_its_state(state, actions):
    made = factories.finding()
    Finding.objects.update(state=state)

    (item,) = queries.due_findings(TODAY, FAR)

    assert (item.actions, item.due_on, item.key) == (actions, made.due_on, f"finding:{made.pk}:{state}")


def test_what_a_finding_says_does_not_leave_the_house():
    made = factories.finding(people.department("药剂科"), text="退药登记与处方不符三处")

    (item,) = queries.due_findings(TODAY, FAR)

    assert item.text == f"药剂科问题{made.code}待整改"


def test_closed_ones_and_those_without_a_day_or_due_later_are_not_told():
    factories.finding(due_on=None)
    factories.finding(due_on=TODAY + timedelta(days=1))
    factories.finding()
    Finding.objects.filter(due_on=TODAY + timedelta(days=10)).update(state="closed", closed_on=TODAY)

    assert list(queries.due_findings(TODAY, TODAY)) == []
    assert [item.due_on for item in queries.due_findings(TODAY, FAR)] == [TODAY + timedelta(days=1)]


@pytest.mark.parametrize("count", [1, 3])
def test_findings_ask_one_query(django_assert_num_queries, count):
    for _number in range(count):
        factories.finding()

    with django_assert_num_queries(1):
        assert len(list(queries.due_findings(TODAY, FAR))) == count
