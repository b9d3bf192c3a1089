"""What a form costs: more for floods, never impossible, and no address is kept for it."""

import pytest

from disclosure.calculations import tokens
from disclosure.services import pace


def test_a_ward_behind_one_address_pays_the_usual_price():
    made = pace.Pace()

    assert {made.bits("10.0.0.1") for _form in range(pace.FREE_OF_ONE)} == {tokens.BITS}


def test_a_flood_from_one_address_pays_more_with_each_doubling_up_to_a_most_and_others_do_not():
    made = pace.Pace()

    paid = [made.bits("10.0.0.1") for _form in range(390)]

    assert [paid[place] for place in (19, 20, 39, 40, 79, 80, 160, 320)] == [16, 17, 17, 18, 18, 19, 20, 21]
    assert made.bits("10.0.0.2") == tokens.BITS


def test_a_flood_from_everywhere_raises_the_price_for_all_and_locks_nobody_out():
    made = pace.Pace()

    for number in range(pace.FREE_OF_ALL * 64 + 1):
        made.take(str(number))

    assert (made.bits("192.0.2.1"), len(made.sends)) == (tokens.MOST_BITS, pace.MOST_FORMS)


def test_forms_asked_for_by_others_and_never_worked_for_cost_nobody_else_anything():
    made = pace.Pace()

    for number in range(pace.MOST_ADDRESSES + 5):
        made.bits(f"10.0.{number}.1")

    assert (made.bits("192.0.2.1"), len(made.counts)) == (tokens.BITS, pace.MOST_ADDRESSES)


def test_the_work_for_a_form_is_good_for_a_few_sends_whatever_the_window(monkeypatch):
    made = pace.Pace()
    monkeypatch.setattr(pace, "WINDOW", 0)

    assert [made.take("one") for _send in range(6)] == [True] * 5 + [False]
    assert made.take("another")


def test_after_the_window_everything_is_forgotten_the_key_too(monkeypatch):
    made = pace.Pace()
    for _form in range(100):
        made.bits("10.0.0.1")
        made.take("one")
    key = made.salt

    monkeypatch.setattr(pace, "WINDOW", 0)

    assert (made.bits("10.0.0.1"), made.all, made.salt == key) == (tokens.BITS, 0, False)


def test_no_address_stands_in_the_counts():
    made = pace.Pace()

    made.bits("203.0.113.77")

    assert "203.0.113.77" not in str(vars(made))


@pytest.mark.parametrize(("counter", "is_proved"), [("0", False), ("", False), ("-1", False), ("٣", False)])
def test_what_is_no_counter_proves_nothing(counter, is_proved):
    assert tokens.is_proved("token", counter, 40) is is_proved


def test_the_counter_found_is_proof_for_its_token_alone():
    token, other = tokens.make(8), tokens.make(8)
    counter = tokens.prove(token, 8)

    assert tokens.is_proved(token, counter, 8)
    assert tokens.read(token).bits == 8
    assert tokens.read(token).nonce != tokens.read(other).nonce
