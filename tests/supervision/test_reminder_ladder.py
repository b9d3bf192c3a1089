"""The ladder of reminders: every rung, whom it tells, working days around make-up days and in years not yet known."""

from datetime import date

import pytest

from supervision import calculations
from supervision.states.reminders import LADDER, Audience

ALL = {Audience.ADDRESSEE, Audience.HEAD, Audience.LEADER}


@pytest.mark.parametrize(
    ("left", "rung"),
    [
        (31, None),
        (30, 30),
        (29, 30),
        (8, 30),
        (7, 7),
        (2, 7),
        (1, 1),
        (0, 0),
        (-1, 0),
        (-4, 0),
        (-5, -5),
        (-9, -5),
        (-10, -10),
        (-14, -10),
        (-15, -15),
        (-50, -50),
    ],
)
def test_the_lowest_rung_reached(left, rung):
    assert calculations.rung_reached(left) == rung


@pytest.mark.parametrize("rung", LADDER)
def test_every_rung_of_the_table_is_reached_on_its_day(rung):
    assert calculations.rung_reached(rung) == rung
    assert calculations.audiences(rung) == LADDER[rung]


def test_before_the_day_and_on_it_only_who_must_act_is_told():
    assert {rung: calculations.audiences(rung) for rung in (30, 7, 1, 0)} == dict.fromkeys(
        (30, 7, 1, 0), (Audience.ADDRESSEE,)
    )


def test_overdue_the_head_is_told_weekly_and_then_the_leader_in_charge_too():
    assert {*calculations.audiences(-5)} == {Audience.ADDRESSEE, Audience.HEAD}
    assert [{*calculations.audiences(rung)} for rung in (-10, -15, -40)] == [ALL, ALL, ALL]


def days(on, **overrides):
    return calculations.Days(
        date.fromisoformat(on), {date.fromisoformat(day): is_on for day, is_on in overrides.items()}
    )


def test_make_up_days_and_the_national_holiday_of_2026_are_counted():
    before = days("2026-09-18")

    assert before.left(date(2026, 9, 20)) == 1
    assert before.left(date(2026, 10, 8)) == before.left(date(2026, 9, 30)) + 1
    assert days("2026-10-09").left(date(2026, 10, 10)) == 1


@pytest.mark.parametrize(("on", "is_worked"), [("2026-10-01", False), ("2026-09-20", True), ("2026-11-21", False)])
def test_reminders_go_out_on_working_days_only(on, is_worked):
    assert days(on).is_worked is is_worked


def test_the_hospitals_own_day_off_is_not_worked():
    assert calculations.Days(date(2026, 11, 25), {date(2026, 11, 25): False}).is_worked is False


def test_a_thing_due_on_a_weekend_is_due_on_the_working_day_before():
    friday = days("2026-11-20")

    assert (friday.left(date(2026, 11, 21)), days("2026-11-23").left(date(2026, 11, 21))) == (0, -1)


def test_days_into_a_year_without_published_holidays_are_provisional():
    found = days("2026-12-25")

    assert (found.left(date(2027, 1, 4)), found.is_provisional(date(2027, 1, 4))) == (6, True)
    assert found.is_provisional(date(2026, 12, 31)) is False


def test_a_year_that_the_hospital_has_entered_itself_is_not_provisional():
    entered = {date(2027, month, 1): False for month in (1, 5, 10)}
    found = calculations.Days(date(2026, 12, 25), entered)

    assert (found.left(date(2027, 1, 4)), found.is_provisional(date(2027, 1, 4))) == (5, False)


@pytest.mark.parametrize(("left", "words"), [(3, "还有3个工作日"), (0, "今天到期"), (-5, "逾期5个工作日")])
def test_what_is_said_of_the_days_left(left, words):
    assert calculations.standing(left) == words
