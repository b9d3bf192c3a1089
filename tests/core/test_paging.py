"""Keyset paging: every row once, in both directions, whatever is null and whatever the cursor says."""

import base64
import json

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from core.queries import paging
from organization.models import Department, Post

pytestmark = pytest.mark.django_db

ORDERS = [
    ["code"],
    ["-code"],
    ["rotation_years"],
    ["-rotation_years"],
    ["department__name", "code"],
    ["-department__name", "-code"],
    ["department__retired_on", "-rotation_years"],
]


@pytest.fixture
def posts():
    root = Department.objects.create(code="D", name="医院", kind="party", path="D/")
    other = Department.objects.create(
        code="E", name="药剂科", kind="clinical", path="D/E/", parent=root, retired_on="2026-01-01"
    )
    years = [None, 3, 5, None, 3, 3, None, 5, 1, None, 2]
    return Post.objects.bulk_create(
        Post(code=f"P{n:02d}", name=f"岗位{n}", department=other if n % 3 else root, is_key=True, rotation_years=year)
        for n, year in enumerate(years)
    )


def walk(order, *, size=3, backward=False):
    found, cut = [], paging.page(Post.objects.all(), order=order, size=size)
    found.append([post.code for post in cut.rows])
    while cut.next:
        cut = paging.page(Post.objects.all(), order=order, size=size, after=cut.next)
        found.append([post.code for post in cut.rows])
    if not backward:
        return [code for part in found for code in part]
    back = [found[-1]]
    while cut.previous:
        cut = paging.page(Post.objects.all(), order=order, size=size, before=cut.previous)
        back.insert(0, [post.code for post in cut.rows])
    return [code for part in back for code in part]


@pytest.mark.parametrize("order", ORDERS)
def test_walking_forward_shows_each_row_once_in_order(posts, order):
    whole = [post.code for post in paging.in_order(Post.objects.all(), order=order)]

    walked = walk(order)

    assert walked == whole
    assert sorted(walked) == sorted(post.code for post in posts)


@pytest.mark.parametrize("order", ORDERS)
def test_walking_back_from_the_end_shows_the_same_rows(posts, order):
    assert walk(order, backward=True) == walk(order)


@pytest.mark.parametrize("order", ["rotation_years", "-rotation_years"])
def test_rows_without_a_value_stand_last_in_both_directions(posts, order):
    years = [post.rotation_years for post in paging.in_order(Post.objects.all(), order=[order])]

    assert years[-4:] == [None] * 4
    assert None not in years[:-4]


def test_the_first_page_has_no_previous_and_the_last_no_next(posts):
    first = paging.page(Post.objects.all(), order=["code"], size=6)
    last = paging.page(Post.objects.all(), order=["code"], size=6, after=first.next)

    assert (bool(first.previous), bool(first.next)) == (False, True)
    assert (bool(last.previous), bool(last.next)) == (True, False)


def test_a_row_filed_meanwhile_shifts_nothing(posts):
    first = paging.page(Post.objects.all(), order=["code"], size=3)
    Post.objects.create(code="P00A", name="新岗位", department=posts[0].department)

    second = paging.page(Post.objects.all(), order=["code"], size=3, after=first.next)

    assert [post.code for post in second.rows] == ["P03", "P04", "P05"]


BROKEN = [
    "x",
    "!!!",
    "W10",
    "WzFd",
    "bnVsbA",
    "W251bGwsIDFd",
    "WyJQMDEiLCAiYSJd",
    "WyJhXHUwMDAwIiwgMV0",
    "W1sxXSwgMV0",
    "é" * 40,
]


@pytest.mark.parametrize("cursor", [*BROKEN, "WyJQMDEiLCA5OTk5OTk5OTk5OTk5OTk5OTk5OTldXQ", "A" * 3000])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_cursor_that_cannot_be_read_shows_the_first_page(posts, cursor, name):
    cut = paging.page(Post.objects.all(), order=["code"], size=3, **{name: cursor})

    assert [post.code for post in cut.rows] == ["P00", "P01", "P02"]


def test_a_deep_page_is_reached_through_the_key_and_never_by_offset(posts):
    first = paging.page(Post.objects.all(), order=["code"], size=3)

    with CaptureQueriesContext(connection) as queries:
        paging.page(Post.objects.all(), order=["code"], size=3, after=first.next)

    statement = queries[0]["sql"]
    assert len(queries) == 1
    assert "\"code\" >= 'P02'" in statement
    assert "OFFSET" not in statement


def test_counting_stops_one_beyond_the_limit(posts, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_LIMIT", 5)

    assert paging.count(Post.objects.all()) == 6


def test_an_annotation_is_an_order_too(posts):
    rows = Post.objects.annotate(years=F("rotation_years"))

    cut = paging.page(rows, order=["-years"], size=3)

    assert [post.rotation_years for post in cut.rows] == [5, 5, 3]


def test_an_order_through_a_field_that_leads_nowhere_is_refused(posts):
    with pytest.raises(FieldDoesNotExist):
        paging.page(Post.objects.all(), order=["name__length"], size=3)


def test_a_number_beyond_what_a_database_holds_shows_the_first_page(posts):
    cursor = base64.urlsafe_b64encode(json.dumps([2**70, 1]).encode()).decode()

    cut = paging.page(Post.objects.all(), order=["rotation_years"], size=3, after=cursor)

    assert [post.rotation_years for post in cut.rows] == [1, 2, 3]
