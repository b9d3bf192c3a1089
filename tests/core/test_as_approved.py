"""Content as it is now under the names it was approved with: a rename is none of its changes, another thing is."""

import pytest

from core import calculations

POST, RENAMED, OTHER = (
    {"code": "P1", "name": "采购岗"},
    {"code": "P1", "name": "采购员"},
    {"code": "P2", "name": "采购岗"},
)
KNOWN = {"elsewhere": ("post", "bases"), "maps": ("flows",)}
SAME = (
    ({"post": POST}, {"post": RENAMED}),
    ({"bases": [POST]}, {"bases": [RENAMED]}),
    ({"flows": {"internal": {"steps": [{"post": POST}]}}}, {"flows": {"internal": {"steps": [{"post": RENAMED}]}}}),
    ({"name": "审批"}, {"name": "审批", "added_since": 1}),
    ({"name": "审批", "dropped_since": 1}, {"name": "审批"}),
)
CHANGED = (
    ({"post": POST}, {"post": OTHER}),
    ({"post": None}, {"post": POST}),
    ({"name": "审批"}, {"name": "免批"}),
    ({"bases": [POST]}, {"bases": [POST, OTHER]}),
    ({"bases": [POST, OTHER]}, {"bases": [POST]}),
    ({"flows": {}}, {"flows": {"external": {}}}),
    ({"flows": {"external": {}}}, {"flows": {}}),
)


@pytest.mark.parametrize(("approved", "now"), SAME)
def test_names_kept_elsewhere_and_fields_of_another_version_are_put_back(approved, now):
    assert calculations.as_approved(approved, now, **KNOWN) == approved


@pytest.mark.parametrize(("approved", "now"), CHANGED)
def test_what_was_approved_shows_every_change(approved, now):
    assert calculations.as_approved(approved, now, **KNOWN) != approved
