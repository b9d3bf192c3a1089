"""Grading: the table of bands, the floor, the post's grade, and what must hold for all scores."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks import calculations
from risks.states import GRADE_RANK

RULE = SimpleNamespace(
    version=1,
    weight_importance=2,
    weight_frequency=1,
    weight_probability=2,
    high_from=20,
    medium_from=14,
    has_major_floor=True,
    post_raise_count=8,
)
score = st.integers(1, 5)


@pytest.mark.parametrize(
    ("scores", "total", "grade"),
    [
        ((1, 1, 1), 5, "low"),
        ((3, 1, 3), 13, "low"),
        ((3, 2, 3), 14, "medium"),
        ((3, 3, 3), 15, "medium"),
        ((4, 3, 4), 19, "medium"),
        ((5, 4, 3), 20, "high"),
        ((4, 4, 4), 20, "high"),
        ((5, 5, 5), 25, "high"),
    ],
)
def test_bands_of_the_total(scores, total, grade):
    graded = calculations.grade(*scores, rule=RULE)

    assert (graded.total, graded.grade, graded.is_floored) == (total, grade, False)


@pytest.mark.parametrize(
    ("is_major", "focus", "grade"),
    [
        (True, "decision", "high"),
        (True, "approval", "high"),
        (True, "charge", "low"),
        (True, "none", "low"),
        (False, "decision", "low"),
        (False, "approval", "low"),
    ],
)
def test_floor_at_decision_and_approval_steps_of_major_powers(is_major, focus, grade):
    graded = calculations.grade(1, 1, 1, rule=RULE, is_major=is_major, focus=focus)

    assert (graded.grade, graded.is_floored, graded.total) == (grade, grade == "high", 5)


def test_the_arithmetic_is_told_in_words():
    graded = calculations.grade(1, 2, 3, rule=RULE, is_major=True, focus="approval")

    assert graded.arithmetic == (
        "权力重要性 1×2 + 行使频率 2×1 + 发生概率 3×2 = 10 分；高 ≥ 20，中 ≥ 14，得低（第1版规则）"
        "；属“三重一大”职权的审批环节，一律为高"
    )


@pytest.mark.parametrize(
    ("scores", "missing"),
    [
        ((None, None, None), ("权力重要性", "行使频率", "发生概率")),
        ((5, None, 5), ("行使频率",)),
        ((5, 5, None), ("发生概率",)),
    ],
)
def test_a_missing_score_leaves_the_grade_pending_and_is_named(scores, missing):
    graded = calculations.grade(*scores, rule=RULE, is_major=True, focus="decision")

    assert (graded.grade, graded.total, graded.missing) == ("pending", None, missing)


def test_the_floor_can_be_switched_off_by_a_rule():
    rule = SimpleNamespace(**{**vars(RULE), "has_major_floor": False})

    assert calculations.grade(1, 1, 1, rule=rule, is_major=True, focus="decision").grade == "low"


@given(score, score, score, st.sampled_from([0, 1, 2]))
def test_a_higher_score_never_lowers_the_grade(importance, frequency, probability, which):
    scores = [importance, frequency, probability]
    higher = [min(5, value + (place == which)) for place, value in enumerate(scores)]

    before, after = calculations.grade(*scores, rule=RULE), calculations.grade(*higher, rule=RULE)

    assert before.weight <= after.weight


@given(score, score, score, st.booleans(), st.sampled_from(["decision", "approval", "charge", "none"]))
def test_the_floor_only_ever_lifts(importance, frequency, probability, is_major, focus):
    plain = calculations.grade(importance, frequency, probability, rule=RULE)
    floored = calculations.grade(importance, frequency, probability, rule=RULE, is_major=is_major, focus=focus)

    lifted = is_major and focus in ("decision", "approval")
    assert floored.grade == ("high" if lifted else plain.grade)
    assert floored.total == plain.total == 2 * importance + frequency + 2 * probability


def test_a_grade_entered_directly_has_no_total_but_a_floor():
    graded = calculations.entered("low", rule=RULE, is_major=True, focus="decision")

    assert (graded.grade, graded.total, graded.is_floored) == ("high", None, True)


@pytest.mark.parametrize(
    ("opinions", "index"),
    [
        ([], None),
        ([("pending", None)], None),
        ([("low", 10), ("medium", 15), ("medium", 17)], 2),
        ([("high", None), ("medium", 19)], 0),
        ([("medium", 15), ("medium", 15)], 0),
    ],
)
def test_the_worst_opinion_is_the_highest_grade_then_the_highest_total(opinions, index):
    results = [calculations.Graded(grade, total) for grade, total in opinions]

    assert calculations.worst(results) == index


@pytest.mark.parametrize(
    ("grades", "grade", "is_raised"),
    [
        ([], "pending", False),
        (["pending"], "pending", False),
        (["low", "pending"], "low", False),
        (["low", "medium"], "medium", False),
        (["medium"] * 7 + ["low"] * 5, "medium", False),
        (["medium"] * 8, "high", True),
        (["medium"] * 7 + ["high"], "high", False),
        (["low"] * 20, "low", False),
    ],
)
def test_a_posts_grade_is_its_highest_point_raised_at_eight_of_medium_and_above(grades, grade, is_raised):
    graded = calculations.post_grade(grades, RULE)

    assert (graded.grade, graded.is_raised) == (grade, is_raised)


@given(st.lists(st.sampled_from(["high", "medium", "low", "pending"]), min_size=1))
def test_a_posts_grade_is_never_below_its_highest_point(grades):
    highest = max(GRADE_RANK[grade] for grade in grades)

    assert GRADE_RANK[calculations.post_grade(grades, RULE).grade] >= highest


@pytest.mark.parametrize(
    ("chosen", "computed", "is_below"),
    [("low", "high", True), ("medium", "high", True), ("high", "high", False), ("low", "pending", False)],
)
def test_a_grade_is_below_a_computed_one_that_is_known(chosen, computed, is_below):
    assert calculations.is_below(chosen, computed) is is_below
