"""List pages: filters in the address, part equal to page, export of what is shown, constant queries."""

import csv
import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django import forms as django_forms
from django.http import HttpRequest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from core import forms
from core.queries import paging
from core.views import lists
from organization.models import Department, Person

pytestmark = pytest.mark.django_db
DAY_CELL = "components/cells/day.html"


class Narrowed(forms.Filters):
    kind = django_forms.ChoiceField(required=False, choices=[("party", "党务"), ("clinical", "临床")])
    position = django_forms.IntegerField(required=False)
    is_top = django_forms.BooleanField(required=False)
    lookups = (("position", "position__gte"),)

    def filter_is_top(self, rows, value):
        return rows.filter(parent=None)


LISTING = lists.Listing(
    name="部门",
    default_sort="code",
    filters=Narrowed,
    columns=(
        lists.Column("code", "编码", sort=("code",)),
        lists.Column("name", "名称", note="kind"),
        lists.Column("parent", "上级", "parent__name", sort=("parent__name", "code")),
        lists.Column("kind", "类别", labels={"party": "党务", "clinical": "临床"}),
        lists.Column("position", "排序", is_numeric=True),
    ),
    per_page=3,
    empty="还没有部门",
)


@pytest.fixture
def departments():
    root = Department.objects.create(code="D00", name="医院", kind="party", path="D00/", search_text="医院 yy")
    for n in range(1, 8):
        kind = "clinical" if n % 2 else "party"
        Department.objects.create(
            code=f"D{n:02d}",
            name=f"科室{n}",
            kind=kind,
            path=f"D00/D{n:02d}/",
            parent=root,
            position=n,
            search_text=f"科室{n} ks",
        )


@pytest.fixture
def rows(departments):
    return Department.objects.select_related("parent")


@pytest.fixture
def ask():
    def asked(address="", **headers) -> HttpRequest:
        request = RequestFactory().get(f"/departments/{address}", headers=headers)
        request.user = Person(name="赵敏")
        request.htmx = HtmxDetails(request)
        return request

    return asked


def codes(page):
    return [row.thing.code for row in page.rows]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ["D00", "D01", "D02"]),
        ("?sort=-code", ["D07", "D06", "D05"]),
        ("?sort=position", ["D00", "D01", "D02"]),
        ("?sort=nonsense", ["D00", "D01", "D02"]),
        ("?kind=clinical", ["D01", "D03", "D05"]),
        ("?kind=nonsense", ["D00", "D01", "D02"]),
        ("?position=6", ["D06", "D07"]),
        ("?position=x&kind=party", ["D00", "D02", "D04"]),
        ("?is_top=on", ["D00"]),
        ("?q=KS 科室5", ["D05"]),
        ("?q=%00", ["D00", "D01", "D02"]),
    ],
)
def test_the_address_decides_what_is_shown(rows, ask, address, expected):
    assert codes(lists.build(ask(address), LISTING, rows=rows)) == expected


def test_links_keep_the_filters_and_start_paging_again(rows, ask):
    page = lists.build(ask("?kind=clinical&q=ks&position=&after=x&export="), LISTING, rows=rows)

    assert page.headings[0].url == "/departments/?kind=clinical&q=ks&sort=-code"
    assert page.clear_url == "/departments/"
    assert page.export_urls["csv"] == "/departments/?kind=clinical&q=ks&export=csv"


def test_the_next_link_leads_on_and_the_previous_back(rows, ask):
    first = lists.build(ask("?sort=-parent"), LISTING, rows=rows)

    second = lists.build(ask(first.next_url.removeprefix("/departments/")), LISTING, rows=rows)
    back = lists.build(ask(second.previous_url.removeprefix("/departments/")), LISTING, rows=rows)

    assert (codes(first), codes(second), codes(back)) == (["D07", "D06", "D05"], ["D04", "D03", "D02"], codes(first))


def test_the_sorted_heading_says_its_direction_and_turns_round(rows, ask):
    heading = lists.build(ask("?sort=-parent"), LISTING, rows=rows).headings[2]

    assert (heading.direction, heading.url) == ("descending", "/departments/?sort=parent")


def test_a_code_is_shown_as_its_word_and_a_missing_link_as_nothing(rows, ask):
    cells = lists.build(ask(), LISTING, rows=rows).rows[0].rest

    assert [(cell.html, cell.value, cell.note) for cell in cells[1:3]] == [("", None, ""), ("党务", "党务", "")]


@pytest.mark.parametrize(("limit", "text"), [(1000, "共 8 条"), (7, "共 7+ 条")])
def test_results_are_counted_to_the_limit(rows, ask, monkeypatch, limit, text):
    monkeypatch.setattr(paging, "COUNT_LIMIT", limit)

    assert lists.build(ask(), LISTING, rows=rows).count_text == text


@pytest.mark.parametrize(("address", "number"), [("?position=7", 1), ("?position=5", 1), ("", 2)])
def test_a_page_asks_the_database_the_same_number_of_times_whatever_it_shows(
    rows, ask, django_assert_num_queries, address, number
):
    with django_assert_num_queries(number):
        lists.build(ask(address), LISTING, rows=rows)


def test_the_part_for_htmx_is_the_part_of_the_page(rows, ask, client):
    part = lists.page(ask("?kind=party", hx_request="true", hx_target="rows"), LISTING, rows=rows).content.decode()
    whole = lists.page(ask("?kind=party"), LISTING, rows=rows, template="components/list.html").content.decode()

    assert part.strip() in whole
    assert part.strip().startswith('<div id="rows"')


def test_going_back_in_history_gets_the_whole_page(rows, ask):
    request = ask("", hx_request="true", hx_target="rows", hx_history_restore_request="true")

    response = lists.page(request, LISTING, rows=rows, template="components/list.html")

    assert response.content.decode().count('class="filters"') == 1
    assert response.headers["Vary"] == "HX-Request, HX-Target"


def test_the_csv_holds_every_row_of_the_filter_in_the_sort_shown(rows, ask):
    response = lists.page(ask("?kind=clinical&sort=-code&export=csv"), LISTING, rows=rows)

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[:3] == [
        ["编码", "名称", "上级", "类别", "排序"],
        ["D07", "科室7", "医院", "临床", "7"],
        ["D05", "科室5", "医院", "临床", "5"],
    ]
    assert text.count("\r\n") == 5


def test_the_xlsx_holds_what_the_csv_holds(rows, ask, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = lists.page(ask("?position=6&export=xlsx"), LISTING, rows=rows)

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert list(sheet.values)[1:] == [("D06", "科室6", "医院", "党务", 6), ("D07", "科室7", "医院", "临床", 7)]


def test_an_empty_list_says_what_there_is_none_of_and_a_filtered_one_offers_to_clear(rows, ask):
    nothing = lists.page(
        ask("?export=pdf"), LISTING, rows=rows.none(), template="components/list.html"
    ).content.decode()
    filtered = lists.page(ask("?q=无此词"), LISTING, rows=rows, template="components/list.html").content.decode()

    assert [text in nothing for text in ("还没有部门", "没有符合条件的记录")] == [True, False]
    assert [text in filtered for text in ("还没有部门", "没有符合条件的记录")] == [False, True]


def test_a_day_is_today_only_until_tomorrow(rows, ask, monkeypatch):
    listing = replace(LISTING, columns=(lists.Column("code", "编码", lambda _row: date(2026, 3, 5), cell=DAY_CELL),))
    told = []
    for today in (date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 9)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda today=today: today)
        told.append(re.sub("<[^>]+>", "", lists.still(listing, rows[:1]).rows[0].first.html))

    assert told == ["2026-03-05（今天）", "2026-03-05（昨天）", "2026-03-05"]
