"""What the data migration makes of reviews given before hashes were kept."""

from importlib import import_module

import pytest
from django.apps import apps

from approvals import services as approvals_services
from disclosure.models import DisclosureReview
from powers import services as power_services
from powers.models import Power
from tests.approvals import factories as approvals
from tests.disclosure import factories

pytestmark = pytest.mark.django_db
FILL = import_module("disclosure.migrations.0004_fill_what_reviews_were_given_on").fill


@pytest.fixture
def reviewed():
    """A world and the power both reviewed in it, whose hashes nobody kept."""
    made = approvals.world()
    filed = factories.power(made)
    submission = factories.at_office(made)
    factories.review(made, filed)
    DisclosureReview.objects.update(content_hash="?", frozen_hash="?!")
    approvals_services.decide(by=made.office, submission=submission, verdict="return", reason="补充说明")
    return made, Power.objects.get(pk=filed.pk)


def filled():
    FILL(apps, None)
    return DisclosureReview.objects.standing().exists()


def test_a_review_of_the_text_that_was_frozen_last_counts(reviewed):
    made, _power = reviewed
    factories.at_office(made)

    assert filled() is True


def test_a_review_of_an_earlier_text_counts_no_more(reviewed):
    made, power = reviewed
    power_services.change_power(by=made.filer, power=power, content="改过的内容")
    factories.at_office(made)

    assert filled() is False


def test_a_scope_of_one_text_and_an_opinion_on_another_count_for_neither(reviewed):
    made, power = reviewed
    power_services.change_power(by=made.filer, power=power, content="改过的内容")
    submission = factories.at_office(made)
    DisclosureReview.objects.update(secrecy_at=submission.submitted_at)

    assert filled() is False


def test_a_review_older_than_anything_frozen_counts_no_more(reviewed):
    DisclosureReview.objects.update(scope_at="2020-01-01T00:00:00Z", secrecy_at="2020-01-01T00:00:00Z")

    assert filled() is False
