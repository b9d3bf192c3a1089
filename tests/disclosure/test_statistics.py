"""意见建议 and 评议 in numbers: each what the list shows; the tables as sheets; 公开设置 on their page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from disclosure.queries import statistics
from disclosure.services import handling
from tests import factories
from tests.disclosure import incoming
from tests.disclosure.incoming import in_days, rows
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return risk_factories.sign_in(client, incoming.office())


def numbers(line):
    return {key: figure.value for key, figure in line.figures.items() if figure.value}


def test_suggestions_in_numbers_are_what_the_list_shows(client, office):
    where = factories.department("收费处")
    incoming.suggestion(due_on=in_days(-1))
    incoming.assigned(where, kind="question")
    incoming.answered(where, is_public=True)
    incoming.answered(where, due_on=in_days(-1))

    page = client.get("/disclosure/statistics/")

    tables = {table.code: table for table in page.context["tables"]}
    month, total = tables["months"].lines
    assert (month.label, total.label) == (f"{timezone.localdate().month}月", "合计")
    counted = {"received": 4, "open": 2, "answered": 2, "on_time": 1, "late": 1, "overdue": 1, "public": 1}
    assert numbers(month) == numbers(total) == counted
    assert month.shares == {"on_time_share": "33.3%", "public_share": "50.0%"}
    assert [(line.label, line.figures["received"].value) for line in tables["departments"].lines] == [
        ("未转办（党办）", 1),
        ("收费处", 3),
        ("合计", 4),
    ]
    assert [line.label for line in tables["kinds"].lines] == ["咨询", "意见建议", "合计"]
    for table in page.context["tables"][:3]:
        for line in table.lines:
            for figure in line.figures.values():
                assert len(rows(client, figure.url)) == figure.value


def test_ratings_in_numbers_are_what_the_list_shows(client, office):
    where = factories.department("收费处")
    incoming.rate(incoming.batch(where), "good", "good", "fair", reason="态度好")
    incoming.rate(incoming.batch(where), "poor", reason="排队太久")

    page = client.get("/disclosure/statistics/")

    tables = {table.code: table for table in page.context["tables"]}
    for code in ("rated_departments", "rated_things"):
        (line,) = tables[code].lines
        assert (line.label, numbers(line)) == ("收费处", {"all": 4, "good": 2, "fair": 1, "poor": 1})
        assert line.shares == {"fair_share": "75.0%", "good_share": "50.0%"}
        for figure in line.figures.values():
            assert len(rows(client, figure.url)) == figure.value
    assert [each.reason for each in page.context["reasons"]] == ["排队太久", "态度好", "态度好", "态度好"]


def test_a_table_of_the_statistics_is_exported(client, office):
    incoming.answered()

    answer = client.get("/disclosure/statistics/?table=kinds&export=csv")

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("类型,收到,办理中,已答复")
    assert lines[1] == "意见建议,1,0,1,0,1,0,0,0,100.0%,0.0%"


@pytest.mark.parametrize("size", [1, 3])
def test_the_statistics_ask_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    for _number in range(size):
        incoming.answered()
        incoming.rate(incoming.batch(), "good", reason="好")

    with django_assert_num_queries(11):
        client.get("/disclosure/statistics/")


def test_another_year_is_empty_and_nonsense_is_this_year(client, office):
    incoming.answered()

    assert client.get("/disclosure/statistics/?year=2001").context["is_empty"] is True
    assert client.get("/disclosure/statistics/?year=9").context["year"] == timezone.localdate().year
    assert statistics.share(0, 0) == "—"


def test_the_settings_are_changed_on_their_page_with_their_history(client, office):
    address = "/disclosure/settings/"
    before = client.get(address)
    sent = {"report_phone": "0771-1234567", "answer_days": "10", "kept_months": "12"}

    client.post(address, sent)

    page = client.get(address)
    assert (before.context["history"], page.context["form"].instance.answer_days) == ([], 10)
    assert len(page.context["history"]) == 2
    refused = client.post(address, {**sent, "answer_days": "0"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["answer_days"])


def test_the_settings_are_denied_to_a_filer(client):
    risk_factories.sign_in(client, incoming.filer(factories.department()))

    assert client.get("/disclosure/settings/").status_code == 403


def test_a_report_is_no_number_but_a_refusal(client, office):
    handling.treat_as_report(by=office, suggestion=incoming.suggestion())

    page = client.get("/disclosure/statistics/")

    assert numbers(page.context["tables"][0].lines[0]) == {"received": 1, "refused": 1, "on_time": 1}


def test_years_are_offered_back_to_the_first_that_something_came_in(client, office):
    this_year = timezone.localdate().year
    alone = list(client.get("/disclosure/statistics/").context["years"])
    incoming.suggestion(received_at=timezone.now() - timedelta(days=366 * 2))

    years = list(client.get("/disclosure/statistics/").context["years"])

    assert (alone, years[0], years[-1] in (this_year - 2, this_year - 3)) == ([this_year], this_year, True)
