"""What stands in one hand, from plain rows: every pair of functions, every severity, posts, people and leaders."""

import pytest

from controls.calculations import Chart, Oversight, Step, Way, of_functions, of_leaders
from controls.states import KIND_OF_FUNCTIONS, SEVERITIES, ConflictKind, Severity

A, B, C = 1, 2, 3
SMITH, JONES = 11, 12
LINE = (Way(1, 2), Way(2, 3))


def chart(*hands, ways=LINE, is_major=False):
    """A chart whose steps, in turn, are done by (post, function)."""
    steps = tuple(Step(number, f"环节{number}", function, post) for number, (post, function) in enumerate(hands, 1))
    return Chart("power", is_major, steps, ways)


def told(found):
    return [(each.kind, each.severity, each.post, each.person) for each in found]


@pytest.mark.parametrize(("functions", "kind"), KIND_OF_FUNCTIONS.items())
@pytest.mark.parametrize("is_major", [True, False])
def test_every_set_of_functions_in_one_post_is_a_conflict_of_its_severity(functions, kind, is_major):
    hands = [(A, function) for function in sorted(functions)]

    found = of_functions([chart(*hands, is_major=is_major)], {})

    assert told(found) == [(kind, SEVERITIES[kind, is_major], A, None)]


@pytest.mark.parametrize("kind", [ConflictKind.DECISION_EXECUTION, ConflictKind.DECISION_SUPERVISION])
def test_a_decision_with_another_function_of_a_major_power_is_worst(kind):
    assert (SEVERITIES[kind, True], SEVERITIES[kind, False]) == (Severity.HIGH, Severity.MEDIUM)


def test_posts_apart_are_no_conflict():
    assert of_functions([chart((A, "decision"), (B, "execution"), (C, "supervision"))], {A: [SMITH], B: [JONES]}) == []


def test_one_function_twice_is_no_conflict():
    assert of_functions([chart((A, "execution"), (A, "execution"))], {A: [SMITH]}) == []


def test_a_post_without_a_holder_conflicts_all_the_same():
    assert told(of_functions([chart((A, "decision"), (A, "execution"))], {})) == [
        ("decision_execution", "medium", A, None)
    ]


def test_a_person_in_two_posts_conflicts_where_each_post_alone_does_not():
    found = of_functions([chart((A, "decision"), (B, "execution"))], {A: [SMITH, JONES], B: [SMITH]})

    assert told(found) == [("decision_execution", "medium", None, SMITH)]


def test_a_person_in_two_posts_is_not_told_what_one_of_them_shows():
    found = of_functions([chart((A, "decision"), (A, "execution"), (B, "execution"))], {A: [SMITH], B: [SMITH]})

    assert told(found) == [("decision_execution", "medium", A, None)]


def test_a_person_who_adds_the_third_function_conflicts_beside_the_post():
    found = of_functions([chart((A, "decision"), (A, "execution"), (B, "supervision"))], {A: [SMITH], B: [SMITH]})

    assert told(found) == [("decision_execution", "medium", A, None), ("all_functions", "high", None, SMITH)]


def test_the_path_names_every_step_of_the_hand_in_order():
    found = of_functions([chart((B, "execution"), (A, "decision"), (B, "execution"))], {A: [SMITH], B: [SMITH]})

    assert [step.number for step in found[0].steps] == [1, 2, 3]


FORK = (Way(1, 2), Way(1, 3))
GONE_TOGETHER = (Way(1, 2, is_parallel=True), Way(1, 3, is_parallel=True))
RETURNS = (*FORK, Way(3, 1))


@pytest.mark.parametrize(
    ("ways", "severity"),
    [(LINE, "high"), (FORK, "notice"), (GONE_TOGETHER, "high"), (RETURNS, "high"), ((), "high")],
    ids=["one after the other", "either or", "at the same time", "either, and after a return the other", "not drawn"],
)
def test_severity_follows_the_path_of_one_transaction(ways, severity):
    found = of_functions([chart((B, "execution"), (A, "decision"), (A, "execution"), ways=ways, is_major=True)], {})

    assert told(found) == [("decision_execution", severity, A, None)]


@pytest.mark.parametrize(
    ("ways", "severities"),
    [
        ((Way(1, 2), Way(2, 3), Way(3, 4)), {True: "high", False: "high"}),
        ((Way(1, 2), Way(1, 3), Way(3, 4)), {True: "medium", False: "notice"}),
        ((Way(1, 2), Way(2, 3), Way(1, 4)), {True: "high", False: "medium"}),
        ((Way(1, 2), Way(1, 3), Way(1, 4)), {True: "notice", False: "notice"}),
    ],
    ids=["all three", "execution and supervision", "decision and execution", "none"],
)
@pytest.mark.parametrize("is_major", [True, False])
def test_three_functions_weigh_what_those_that_meet_weigh(ways, severities, is_major):
    hands = [(B, "execution"), (A, "decision"), (A, "execution"), (A, "supervision")]

    found = of_functions([chart(*hands, ways=ways, is_major=is_major)], {})

    assert told(found) == [("all_functions", severities[is_major], A, None)]


@pytest.mark.parametrize("order", [("execution", "decision"), ("decision", "execution")])
def test_ways_gone_at_the_same_time_meet_beyond_their_first_step_too(order):
    ways = (Way(1, 2, is_parallel=True), Way(1, 3, is_parallel=True), Way(2, 4), Way(3, 5))
    hands = [(B, "execution"), (B, "execution"), (B, "execution"), (A, order[0]), (A, order[1])]

    assert [each.severity for each in of_functions([chart(*hands, ways=ways, is_major=True)], {})] == ["high"]


def over(*areas, post=None, person=None, first=1):
    return [Oversight(number, area, post=post, person=person) for number, area in enumerate(areas, first)]


ALL = ("personnel", "finance", "procurement")


def test_one_leader_over_personnel_finance_and_procurement_conflicts():
    assert told(of_leaders(over(*ALL, "construction", post=A), {A: [SMITH]}, [])) == [("leader_areas", "high", A, None)]


@pytest.mark.parametrize("missing", ALL)
def test_one_leader_over_two_of_the_three_does_not_conflict(missing):
    held = [area for area in ALL if area != missing]

    assert of_leaders(over(*held, "construction", post=A), {A: [SMITH]}, []) == []


@pytest.mark.parametrize("area", [*ALL, "construction"])
def test_the_main_leader_over_any_of_the_four_conflicts_and_another_does_not(area):
    held = over(area, post=A)

    assert told(of_leaders(held, {A: [SMITH]}, [A])) == [("main_leader", "high", A, None)]
    assert of_leaders(held, {A: [SMITH]}, [B]) == []


def test_the_main_leader_may_oversee_other_departments():
    assert of_leaders(over("other", post=A), {A: [SMITH]}, [A]) == []


def test_a_leader_conflicts_through_two_posts_and_a_grant():
    held = [*over("personnel", post=A), *over("finance", post=B, first=2), *over("procurement", person=SMITH, first=3)]

    assert told(of_leaders(held, {A: [SMITH], B: [SMITH]}, [])) == [("leader_areas", "high", None, SMITH)]


def test_a_grant_over_what_the_own_post_oversees_adds_nothing():
    held = [*over(*ALL, post=A), *over(*ALL, person=SMITH)]

    assert told(of_leaders(held, {A: [SMITH]}, [])) == [("leader_areas", "high", A, None)]


def test_a_main_leader_conflicts_by_a_grant_alone():
    held = [*over("construction", person=SMITH), *over("finance", person=JONES, first=2)]

    assert told(of_leaders(held, {A: [SMITH]}, [A])) == [("main_leader", "high", None, SMITH)]


def test_a_main_leaders_other_posts_show_apart_from_the_main_one():
    held = [*over("construction", post=A), *over("finance", post=B, first=2)]

    found = of_leaders(held, {A: [SMITH], B: [SMITH]}, [A])

    assert told(found) == [("main_leader", "high", A, None), ("main_leader", "high", None, SMITH)]
    assert [[each.department for each in one.oversights] for one in found] == [[1], [2]]
