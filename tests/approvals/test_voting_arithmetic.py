"""The arithmetic of a vote, over all that can be (domain.md 4.2)."""

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals import calculations
from approvals.states import AgendaVerdict, BallotResult

A, T, J, W = AgendaVerdict.AGREE, AgendaVerdict.RETURN, AgendaVerdict.REJECT, AgendaVerdict.POSTPONE
P, R, L, N = BallotResult.PASSED, BallotResult.REJECTED, BallotResult.POSTPONED, BallotResult.NO_QUORUM


@dataclass
class Rule:
    attend_numerator: int = 1
    attend_denominator: int = 2
    is_attend_strict: bool = False
    pass_numerator: int = 1
    pass_denominator: int = 2
    is_pass_strict: bool = True
    pass_basis: str = "due"
    is_recused_counted: bool = True


def bars(rule=None, members=9, present=9, recused=0, recused_present=0):
    return calculations.quorum(
        rule or Rule(), members=members, present=present, recused=recused, recused_present=recused_present
    )


@pytest.mark.parametrize(
    ("count", "share", "is_strict", "wanted"),
    [
        (9, (1, 2), False, 5),
        (8, (1, 2), False, 4),
        (8, (1, 2), True, 5),
        (9, (1, 2), True, 5),
        (9, (2, 3), False, 6),
        (9, (2, 3), True, 7),
        (1, (1, 2), False, 1),
        (0, (1, 2), False, 0),
    ],
)
def test_half_and_more_includes_the_half_and_more_than_half_does_not(count, share, is_strict, wanted):
    assert calculations.threshold(count, *share, is_strict=is_strict) == wanted


def test_domain_4_2_ordinary_matters_need_half_of_the_members_and_more_than_half_of_them_agreeing():
    found = bars(present=5)

    assert (found.due, found.needed_present, found.needed_for, found.is_met) == (9, 5, 5, True)


def test_domain_4_2_cadre_matters_need_two_thirds_of_the_members():
    found = bars(Rule(attend_numerator=2, attend_denominator=3), present=5)

    assert (found.needed_present, found.is_met) == (6, False)


@pytest.mark.parametrize(("is_counted", "due", "needed"), [(True, 9, 5), (False, 8, 5)])
def test_whether_the_recused_stay_in_the_count_is_the_rules(is_counted, due, needed):
    found = bars(Rule(is_recused_counted=is_counted), recused=1, recused_present=1)

    assert (found.due, found.present, found.needed_for) == (due, 8, needed)


def test_a_rule_may_count_those_present():
    found = bars(Rule(pass_basis="present"), present=6, recused=1, recused_present=1)

    assert (found.due, found.present, found.needed_for) == (9, 5, 3)


@pytest.mark.parametrize(
    ("votes", "wanted"),
    [((5, 4, 0), P), ((4, 5, 0), R), ((4, 3, 2), L), ((4, 0, 5), L), ((9, 0, 0), P), ((0, 0, 0), L)],
)
def test_without_a_majority_either_way_it_is_postponed(votes, wanted):
    assert calculations.result(bars(), calculations.Tally(*votes)) == wanted


def test_nothing_passes_without_the_quorum():
    assert calculations.result(bars(present=4), calculations.Tally(agree=9)) == N


def test_what_follows_for_a_submission_over_all_results():
    got = {
        (whole, apart): calculations.outcome(whole, apart)
        for whole, apart in product((None, P, R, L, N), ((), (P,), (R,), (L,), (N,), (P, R), (R, L)))
    }

    assert got == {
        **dict(zip(product((None,), ((), (P,), (R,), (L,), (N,), (P, R), (R, L))), (A, A, J, W, W, T, W), strict=True)),
        **dict(zip(product((P,), ((), (P,), (R,), (L,), (N,), (P, R), (R, L))), (A, A, T, W, W, T, W), strict=True)),
        **{(R, apart): J for apart in ((), (P,), (R,), (L,), (N,), (P, R), (R, L))},
        **{(whole, apart): W for whole in (L, N) for apart in ((), (P,), (R,), (L,), (N,), (P, R), (R, L))},
    }


@given(
    members=st.integers(1, 30),
    data=st.data(),
    is_counted=st.booleans(),
    basis=st.sampled_from(["due", "present"]),
    share=st.sampled_from([(1, 2), (2, 3), (3, 4)]),
    is_strict=st.booleans(),
)
def test_nothing_ever_passes_with_fewer_votes_than_its_share(members, data, is_counted, basis, share, is_strict):
    present = data.draw(st.integers(0, members))
    recused_present = data.draw(st.integers(0, present))
    recused = data.draw(st.integers(recused_present, members - present + recused_present))
    rule = Rule(
        pass_numerator=share[0],
        pass_denominator=share[1],
        is_pass_strict=is_strict,
        pass_basis=basis,
        is_recused_counted=is_counted,
    )
    found = bars(rule, members=members, present=present, recused=recused, recused_present=recused_present)
    agree = data.draw(st.integers(0, found.present))
    against = data.draw(st.integers(0, found.present - agree))
    tally = calculations.Tally(agree, against, found.present - agree - against)

    result = calculations.result(found, tally)

    base = found.due if basis == "due" else found.present
    is_enough = agree * share[1] > base * share[0] if is_strict else agree * share[1] >= base * share[0]
    assert (result == P) == (found.is_met and is_enough and agree > 0)
