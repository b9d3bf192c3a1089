"""Two people setting the same day at once on PostgreSQL: the second changes what the first set."""

from datetime import date

import pytest
from django.db import connection

from organization import services
from organization.models import CalendarDay
from organization.services import settings
from tests import factories
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def set_at_once():
    def setting(is_workday):
        return lambda: services.set_calendar_day(
            by=office, day=date(2027, 2, 6), is_workday=is_workday, note="春节调休"
        )

    office = factories.holder("party_office")
    return at_once(setting(True), setting(False))


def test_of_two_setting_a_day_at_once_the_second_changes_it():
    assert set_at_once() == ["done", "done"]
    assert (CalendarDay.objects.count(), CalendarDay.history.count()) == (1, 2)


def test_without_the_lock_the_second_meets_the_database(monkeypatch):
    def sleep():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")

    monkeypatch.setattr(settings, "_take_turn", lambda: None)
    monkeypatch.setattr(settings.core_services, "save", lambda day, by: (sleep(), day.save()))

    assert set_at_once() == ["done", "fault IntegrityError"]
