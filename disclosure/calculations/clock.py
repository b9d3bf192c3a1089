"""The legal clock of disclosure: which periods have ended, by which day something must be public, and how it was counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from django.utils.translation import gettext as _

from disclosure.states import Period
from organization import calculations

MONTHS: dict[str, int] = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF: 6, Period.YEAR: 12}
"""Months of each period; what is due by event has none."""


@dataclass(frozen=True)
class Span:
    """One period of the calendar, from its first day to its last, both in it."""

    label: str
    start: date
    end: date


@dataclass(frozen=True)
class Counting:
    """How a last day was counted: weekends and holidays that were passed over, weekend days that were worked."""

    due_on: date
    weekend_days: int
    holidays: tuple[tuple[str, date, date], ...]
    """Name, first and last day, weekend days among them included."""
    own_days: int
    """Weekdays on which the hospital rests by its own calendar."""
    make_up_days: tuple[date, ...]
    is_provisional: bool


def span_of(period: str, day: date) -> Span:
    """The period in which `day` lies. Raises `KeyError` for what is due by event."""
    months = MONTHS[period]
    number = (day.month - 1) // months
    start = date(day.year, number * months + 1, 1)
    after = date(day.year + 1, 1, 1) if (number + 1) * months == 12 else date(day.year, (number + 1) * months + 1, 1)
    return Span(_label(period, day.year, number + 1), start, after - timedelta(days=1))


def ended_spans(period: str, *, since: date, today: date) -> Iterator[Span]:
    """Periods that ended before `today` and not before `since`, the earliest first."""
    span = span_of(period, since)
    while span.end < today:
        yield span
        span = span_of(period, span.end + timedelta(days=1))


def count(start: date, days: int, overrides: Mapping[date, bool]) -> Counting:
    """The last of `days` working days after `start`, and everything that was passed over on the way."""
    due_on = calculations.add_workdays(start, days, overrides)
    between = [start + timedelta(days=n) for n in range(1, (due_on - start).days + 1)]
    rests = [day for day in between if not calculations.is_workday(day, overrides)]
    names = {day: name for day in rests if (name := _holiday(day))}
    return Counting(
        due_on=due_on,
        weekend_days=len([day for day in rests if day not in names and day.weekday() > 4]),
        holidays=tuple(_runs(names)),
        own_days=len([day for day in rests if day not in names and day.weekday() < 5]),
        make_up_days=tuple(day for day in between if day.weekday() > 4 and calculations.is_workday(day, overrides)),
        is_provisional=calculations.is_provisional(due_on, overrides),
    )


def in_words(counting: Counting, *, start: date, days: int) -> str:
    """The counting as a sentence: from which day, how many, what was left out and what was worked instead."""
    due = _day(counting.due_on)
    if counting.due_on.year != start.year:
        due = _("%(year)d年%(day)s") % {"year": counting.due_on.year, "day": due}
    words = {"start": _day(start), "days": days, "due": due}
    parts = [_("%(start)s的次日起数%(days)d个工作日，到%(due)s") % words]
    left_out = [_("周末%(count)d天") % {"count": counting.weekend_days}] if counting.weekend_days else []
    left_out += [_holiday_words(*holiday) for holiday in counting.holidays]
    left_out += [_("本院休息日%(count)d天") % {"count": counting.own_days}] if counting.own_days else []
    if left_out:
        parts.append(_("扣除%(what)s") % {"what": "、".join(left_out)})
    if counting.make_up_days:
        worked = "、".join(_day(day) for day in counting.make_up_days)
        parts.append(_("计入调休上班%(days)s") % {"days": worked})
    if counting.is_provisional:
        parts.append(_("%(year)d年的节假日尚未公布，先按周一至周五计算") % {"year": counting.due_on.year})
    return "；".join(parts) + "。"


def _label(period: str, year: int, number: int) -> str:
    words = {"year": year, "number": number}
    if period == Period.MONTH:
        return _("%(year)d年%(number)d月") % words
    if period == Period.QUARTER:
        return _("%(year)d年第%(number)d季度") % words
    if period == Period.HALF:
        return _("%(year)d年上半年") % words if number == 1 else _("%(year)d年下半年") % words
    return _("%(year)d年度") % words


def _holiday(day: date) -> str:
    """The name of the national holiday that `day` belongs to; nothing for a plain weekend or a day of the hospital's own."""
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return ""
    return chinese_calendar.Holiday(name).chinese if is_off and name else ""


def _runs(names: Mapping[date, str]) -> Iterator[tuple[str, date, date]]:
    """Days of one holiday that follow each other, as one stretch."""
    days = sorted(names)
    start = 0
    for index, day in enumerate(days):
        is_last = index + 1 == len(days)
        if is_last or days[index + 1] != day + timedelta(days=1) or names[days[index + 1]] != names[day]:
            yield names[day], days[start], day
            start = index + 1


def _holiday_words(name: str, first: date, last: date) -> str:
    span = _day(first) if first == last else f"{_day(first)}至{_day(last)}"
    return _("%(name)s（%(span)s，%(count)d天）") % {"name": name, "span": span, "count": (last - first).days + 1}


def _day(day: date) -> str:
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}
