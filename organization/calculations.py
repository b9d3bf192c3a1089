"""Pure rules of the organization: passwords and working days."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import chinese_calendar
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
LONG_PASSPHRASE = 16


class PasswordProfileValidator:
    """等保 profile: ten characters and three of four classes, or a passphrase of sixteen and more."""

    def validate(self, password: str, user=None) -> None:
        if len(password) >= LONG_PASSPHRASE:
            return
        found = sum(bool(re.search(pattern, password)) for pattern in CLASSES)
        if len(password) < 10 or found < 3:
            raise ValidationError(self.get_help_text(), code="password_too_weak")

    def get_help_text(self) -> str:
        return _("密码至少 10 位，并含大写字母、小写字母、数字、符号中的三类；或使用 16 位以上的长口令。")


def is_workday(day: date, overrides: Mapping[date, bool]) -> bool:
    """Is `day` worked? The hospital's own days first, then the national calendar, then plain weekdays.

    The national calendar (chinesecalendar) knows a closed range of years; outside it, see `is_provisional`.
    """
    if day in overrides:
        return overrides[day]
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


HOLIDAYS_ALWAYS = ((1, 1), (5, 1), (10, 1))
"""Month and day of 元旦, 劳动节, 国庆节: whoever has entered a year's holidays has entered these."""


def is_provisional(day: date, overrides: Mapping[date, bool] | None = None) -> bool:
    """Is `day` in a year whose national holidays are not known yet, so that plain weekdays were taken?

    A year that the hospital has entered itself (its own days hold `HOLIDAYS_ALWAYS`) is known.
    """
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return any((overrides or {}).get(date(day.year, *holiday), True) for holiday in HOLIDAYS_ALWAYS)
    return False


def add_workdays(day: date, count: int, overrides: Mapping[date, bool]) -> date:
    """The working day `count` working days after `day`; day 1 is the next working day (domain.md 3.4)."""
    step = 1 if count >= 0 else -1
    left = abs(count)
    while left:
        day += timedelta(days=step)
        left -= is_workday(day, overrides)
    return day


def workdays_between(start: date, end: date, overrides: Mapping[date, bool]) -> int:
    """Working days after `start` up to and with `end`; negative when `end` is before `start`."""
    if end < start:
        return -workdays_between(end, start, overrides)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_workday(day, overrides) for day in days)
