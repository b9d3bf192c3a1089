"""Two people settling the same at once on PostgreSQL: the second gets its answer; without the lock it gets a fault."""

import pytest

from disclosure import queries, services
from disclosure.models import DisclosureReview
from disclosure.services import reviews
from powers.models import Power
from tests.approvals import factories as approvals
from tests.disclosure import factories
from tests.threads import all_there, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def settling():
    """Two holders of 党办 about to settle the same power, each as they saw it."""
    made = approvals.world()
    filed = factories.power(made)
    factories.at_office(made)
    power = Power.objects.get(pk=filed.pk)
    (line,) = queries.lines_under_review(made.office, power.power_list_id)

    def settle(by, scope):
        return lambda: services.settle_scopes(by=by, scopes={power: scope}, seen={power: line.seen})

    return settle(made.office, "society"), settle(approvals.second(made, "party_office"), "none")


def test_of_two_settling_a_scope_at_once_the_second_is_told(settling):
    assert at_once(*settling) == ["Stale", "done"]
    assert DisclosureReview.objects.count() == 1


def test_without_the_lock_the_second_meets_the_database(settling, monkeypatch):
    both_have_read = all_there(2)

    def read_only(powers):
        lines = list(queries.lines_of(Power.objects.filter(pk__in=[power.pk for power in powers])))
        both_have_read()
        return lines

    monkeypatch.setattr(reviews, "_lock", read_only)

    assert at_once(*settling) == ["done", "fault IntegrityError"]
