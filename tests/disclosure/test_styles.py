"""Style sheets of the public face: pages load several of them, so that a class has one meaning in all."""

import re
from itertools import combinations

import pytest

from tests.deployment import ROOT

SHEETS = ("public", "answering", "proof")


def classes(name):
    """Classes that a sheet gives a look of their own, without those that only stand within another."""
    text = re.sub(r"/\*.*?\*/", "", (ROOT / f"static/css/{name}.css").read_text(), flags=re.DOTALL)
    return set(re.findall(r"^\.([\w-]+) \{", text, flags=re.MULTILINE))


@pytest.mark.parametrize(("one", "other"), list(combinations(SHEETS, 2)))
def test_a_class_is_of_one_sheet(one, other):
    assert classes(one) & classes(other) == set()
