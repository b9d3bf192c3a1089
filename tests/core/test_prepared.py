"""Statements that are kept: put together once for a key, asked of the database each time."""

import pytest

from core import services
from core.models import Duty
from core.queries import ask_prepared, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    """Nothing of another test is kept."""
    found = {}
    monkeypatch.setattr(prepared, "_kept", found)
    return found


def titles(built):
    """Builds the question for all titles, and says so in `built`."""

    def build():
        built.append(1)
        return Duty.objects.order_by("title").values_list("title")

    return build


def duty(title):
    services.ask(kind="deed", key=title, payload={}, title=title)


def test_the_statement_is_put_together_once_and_its_rows_are_read_each_time():
    built = []
    duty("甲")

    first = ask_prepared(titles(built), key="titles")
    duty("乙")
    second = ask_prepared(titles(built), key="titles")

    assert (first, second, len(built)) == ([("甲",)], [("乙",), ("甲",)], 1)


def test_another_key_is_another_statement_and_without_one_none_is_kept(kept):
    built = []

    for key in ("one", "two", None, None):
        ask_prepared(titles(built), key=key)

    assert (len(built), list(kept)) == (4, ["one", "two"])


def test_what_can_have_no_row_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        rows = [ask_prepared(lambda: Duty.objects.none().values_list("title"), key="none") for _again in range(2)]

    assert rows == [[], []]


def test_when_there_are_too_many_they_are_put_together_anew(kept, monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 2)
    built = []

    for key in ("one", "two", "three", "three"):
        ask_prepared(titles(built), key=key)

    assert (len(built), list(kept)) == (3, ["three"])
