"""The hospital's own names and its working calendar."""

from datetime import date
from typing import Any

from django.db import transaction

from core import services as core_services
from organization import rules
from organization.models import CalendarDay, Hospital, Person


@transaction.atomic
def change_hospital(*, by: Person, **names: Any) -> Hospital:
    """Change what the hospital and its bodies are called; documents approved before keep their old names."""
    rules.keep_organization(by)
    hospital = Hospital.objects.select_for_update().get(id=1)
    for field, value in names.items():
        setattr(hospital, field, value)
    core_services.save(hospital, by)
    core_services.record(by=by, verb="organization.change_hospital", subject=hospital, details=names)
    return hospital


@transaction.atomic
def set_calendar_day(*, by: Person, day: date, is_workday: bool, note: str) -> CalendarDay:
    """Say that a day is worked or not, over the national calendar; deadlines already computed keep their day."""
    rules.keep_organization(by)
    _take_turn()
    calendar_day = CalendarDay.objects.filter(day=day).first() or CalendarDay(day=day)
    calendar_day.is_workday, calendar_day.note = is_workday, note
    core_services.save(calendar_day, by)
    core_services.record(by=by, verb="organization.set_calendar_day", subject=calendar_day, code=str(day))
    return calendar_day


@transaction.atomic
def clear_calendar_day(*, by: Person, calendar_day: CalendarDay) -> None:
    """Take the hospital's own day back: the national calendar holds again."""
    rules.keep_organization(by)
    _take_turn()
    day = str(calendar_day.day)
    core_services.erase([calendar_day], by)
    core_services.record(
        by=by, verb="organization.clear_calendar_day", subject_type="organization.calendarday", subject_id=day, code=day
    )


def _take_turn() -> None:
    """Lock the hospital's row: who sets a day of the calendar waits for the one before and changes what that one wrote."""
    Hospital.objects.select_for_update().get(id=1)
