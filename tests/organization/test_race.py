"""Two people setting the same day at once on PostgreSQL: the second changes what the first set."""

from datetime import date

import pytest

from organization import services
from organization.models import CalendarDay
from organization.services import settings
from tests import factories
from tests.threads import all_there, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def set_at_once(office):
    def setting(is_workday):
        return lambda: services.set_calendar_day(
            by=office, day=date(2027, 2, 6), is_workday=is_workday, note="春节调休"
        )

    return at_once(setting(True), setting(False))


def test_of_two_setting_a_day_at_once_the_second_changes_it():
    assert set_at_once(factories.holder("party_office")) == ["done", "done"]
    assert (CalendarDay.objects.count(), CalendarDay.history.count()) == (1, 2)


def test_without_the_lock_the_second_meets_the_database(monkeypatch):
    office, both_have_read = factories.holder("party_office"), all_there(2)
    monkeypatch.setattr(settings, "_take_turn", lambda: None)
    monkeypatch.setattr(settings.core_services, "save", lambda day, by: (both_have_read(), day.save()))

    assert set_at_once(office) == ["done", "fault IntegrityError"]
