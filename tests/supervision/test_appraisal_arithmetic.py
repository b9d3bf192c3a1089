"""Arithmetic of the appraisal, each row reckoned by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from supervision import calculations
from supervision.calculations import Marked


@pytest.mark.parametrize(
    ("number", "rounded"),
    [
        (Fraction(15), "15.00"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(1, 200), "0.01"),
        (Fraction(10005, 1000), "10.01"),
        (Fraction(10004999, 1000000), "10.00"),
        (Fraction(0), "0.00"),
    ],
)
def test_half_a_hundredth_is_rounded_up(number, rounded):
    assert f"{calculations.half_up(number):.2f}" == rounded


@pytest.mark.parametrize(
    ("points", "part", "whole", "value", "words"),
    [
        (Decimal(20), 9, 12, "15.00", "20 × 9/12 = 15.00"),
        (Decimal("2.5"), 2, 3, "1.67", "2.5 × 2/3 = 1.67"),
        (Decimal("10.00"), 0, 4, "0.00", "10 × 0/4 = 0.00"),
        (Decimal(5), Decimal("4.6"), 5, "4.60", "5 × 4.6/5 = 4.60"),
        (Decimal(5), 6, 5, "5.00", "5 × 6/5 = 5.00"),
    ],
)
def test_a_share_of_the_points_says_how_it_was_reckoned(points, part, whole, value, words):
    assert calculations.share(points, part, whole) == (Decimal(value), words)


def test_points_that_are_taken_as_they_are_stop_at_the_most():
    assert calculations.capped(Decimal(10), Decimal("4.50")) == (Decimal("4.50"), "4.5 = 4.50")
    assert calculations.capped(Decimal(10), 12) == (Decimal(10), "12（最多 10） = 10.00")


def marks(*rows):
    return [Marked(kind, Decimal(points), None if value is None else Decimal(value)) for kind, points, value in rows]


def test_everything_scored_is_summed_up():
    total = calculations.total(marks(("automatic", 60, "45.50"), ("manual", 30, 20), ("rating", 10, 8)))

    assert (total.value, total.words) == (Decimal("73.50"), "73.50")


def test_what_had_nothing_to_score_is_left_out_and_the_rest_scaled():
    total = calculations.total(marks(("automatic", 60, 45), ("automatic", 20, None), ("manual", 20, 15)))

    assert (total.value, total.words) == (
        Decimal("75.00"),
        "60.00 × 100/80 = 75.00（有的标准无可评内容，按可评分值折算）",
    )


def test_bonus_and_deduction_stand_outside_the_full_marks():
    total = calculations.total(marks(("manual", 100, 80), ("bonus", 5, 3), ("deduction", 10, "4.50")))

    assert (total.value, total.words) == (Decimal("78.50"), "80.00；加 3.00，扣 4.50，合计 78.50")


def test_a_total_is_never_less_than_nothing_and_is_none_where_nothing_was_scored():
    assert calculations.total(marks(("manual", 10, 1), ("deduction", 10, 5))).value == Decimal(0)
    assert calculations.total(marks(("manual", 10, None), ("bonus", 5, 5))) is None


@pytest.mark.parametrize(
    ("totals", "ranks"),
    [
        ({}, {}),
        ({"a": 90, "b": 80, "c": 70}, {"a": 1, "b": 2, "c": 3}),
        ({"a": 80, "b": 90, "c": 80, "d": 70}, {"a": 2, "b": 1, "c": 2, "d": 4}),
        ({"a": 70, "b": 70, "c": 70}, {"a": 1, "b": 1, "c": 1}),
    ],
)
def test_equal_totals_share_a_rank(totals, ranks):
    assert calculations.ranks(totals) == ranks
