"""Whatever strangers write into an address of the public face, it is answered, never with a fault of ours."""

import pytest
from django.urls import Resolver404, resolve

from tests.disclosure import open_factories as opened

pytestmark = pytest.mark.django_db
PATHS = (
    *("", "search/", "powers/", "powers/X/", "topics/procurement/", "topics/x/", "items/CG-01-1/", "answers/"),
    *("catalogue/", "feed.atom", "feed/x.atom", "data/", "data/items.csv", "data/x.y", "sitemap.xml", "chain/"),
    *("chain.json", "chain/1/", "chain/1.json", "verify/", "ask/", "receipt/", "report/", "rate/", "rate/X/"),
)
NAMES = ("q", "year", "page", "about", "item", "category", "department", "way", "kind", "topic", "sort", "h", "code")
VALUES = (
    "",
    "%00",
    "a%00b",
    "0000",
    "99999",
    "-1",
    "9" * 5000,
    "²",
    "２０２６",
    "%FF%FE",
    "%F0%9F%92%A9" * 50,
    "'\"<;--%25",
)


@pytest.fixture
def published():
    opened.answer()
    return opened.publish(opened.item(), "CG-01-1", "设备采购结果公示")


@pytest.mark.parametrize("value", VALUES)
def test_no_query_is_a_fault_of_ours(client, published, value):
    query = "&".join(f"{name}={value}" for name in NAMES)

    statuses = {path: client.get(f"/open/{path}?{query}").status_code for path in PATHS}

    assert {path: status for path, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize("value", VALUES[1:])
def test_no_path_is_a_fault_of_ours(client, published, value):
    paths = ("powers/{}/", "items/{}/", "topics/{}/", "chain/{}/", "rate/{}/", "files/{}.pdf")

    assert {client.get(f"/open/{path.format(value)}").status_code for path in paths} <= {301, 404}


@pytest.mark.parametrize("path", ["powers/a\x00b/", "items/\x00/", f"items/{'X' * 61}/", "files/\x00.pdf"])
def test_what_no_database_takes_is_no_address(path):
    with pytest.raises(Resolver404):
        resolve(f"/open/{path}")


@pytest.mark.parametrize("year", ["99999", "0000", "1899", "２０２６", "\x00"])
def test_a_year_that_none_can_mean_asks_for_nothing(client, published, year):
    assert "CG-01-1" in client.get("/open/topics/procurement/", {"year": year}).text


def test_what_is_asked_about_reaches_the_database_without_what_it_refuses(client, published):
    page = client.get("/open/ask/?about=CG-01%00-1")

    assert "设备采购结果公示" in page.text
