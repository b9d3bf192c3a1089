"""Two at the catalogue at once on PostgreSQL: periods open once, the standard is adopted once, what is public is not waived."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core import services as core_services
from disclosure.calculations.standard_catalogue import STANDARD
from disclosure.models import DisclosureItem, DueDisclosure, Publication
from disclosure.queries import inside
from disclosure.services import catalogue, chain, dues
from tests import factories as people
from tests.disclosure import catalogue_factories as factories
from tests.threads import all_there, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_of_two_opening_periods_at_once_one_opens_each_period_and_neither_fails():
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    factories.made_on(factories.item(period="month"), last_month)
    by = people.system()

    told = at_once(lambda: dues.open_periods(by=by), lambda: dues.open_periods(by=by))

    assert (told, DueDisclosure.objects.count()) == (["done", "done"], 1)


def test_without_the_turn_the_second_meets_the_database(monkeypatch):
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    factories.made_on(factories.item(period="month"), last_month)
    by = people.system()
    real, both_have_read = core_services.create_all, all_there(2)

    def create_all(*args, **kwargs):
        both_have_read()
        return real(*args, **kwargs)

    monkeypatch.setattr(core_services, "take_turn_at", lambda work: None)
    monkeypatch.setattr(core_services, "create_all", create_all)

    assert at_once(lambda: dues.open_periods(by=by), lambda: dues.open_periods(by=by)) == [
        "done",
        "fault IntegrityError",
    ]


def test_of_two_adopting_the_standard_at_once_neither_fails_and_nothing_stands_twice():
    office, where = factories.office(), people.department()
    departments = {item.code: where for item in STANDARD}

    def adopt():
        catalogue.adopt_standard(by=office, departments=departments)

    assert at_once(adopt, adopt) == ["done", "done"]
    assert DisclosureItem.objects.count() == len(STANDARD)


def test_what_is_published_while_somebody_waives_it_is_one_or_the_other():
    due, office = factories.due(), factories.office()
    publication = factories.publish(due.item)

    told = at_once(
        lambda: dues.waive_due(by=office, due=due, reason="项目取消"),
        lambda: dues.meet(due=due, publication=publication),
    )

    due.refresh_from_db()
    assert (bool(due.waived_reason) + bool(due.met_by_id), "fault IntegrityError" in told) == (1, False)


def test_what_is_read_by_json_is_read_on_postgresql_too():
    item = factories.item(people.department("采购科"))
    reader = people.person(where=people.department("骨科"))
    made = factories.publish(item, scope="related", body="请骨科按本表领用。")
    other = factories.publish(item, scope="related", body="请儿科按本表领用。")
    with transaction.atomic():
        tombstone = chain.bury(made, reason="有误")

    made = Publication.objects.get(pk=made.pk)
    assert (inside.successor_of(reader, made), list(inside.readable(reader)), other.scope) == (
        tombstone,
        [made],
        "related",
    )
