"""What machines read under `/open/`: data with a described format, feeds, the map of the site, robots."""

import csv
import io
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from disclosure.calculations import open_data
from tests import worlds
from tests.approvals import factories as approvals
from tests.disclosure import factories
from tests.disclosure import open_factories as opened
from tests.disclosure.test_public_pages import only_public  # noqa: F401 — a fixture

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
NAMES = ("powers", "items", "catalogue", "answers")


def one_of_each():
    factories.publish(approvals.world(), name="病历复印", fee_basis="每页 0.5 元")
    opened.answer()
    return opened.publish(opened.item(), "CG-01-1", "=采购结果", "**甲公司** 中标", files=[("明细.pdf", b"%PDF")])


@pytest.fixture
def published():
    return worlds.laid(one_of_each)


def lines(response):
    text = response.content.decode()
    return text[0], list(csv.reader(io.StringIO(text[1:])))


@pytest.mark.parametrize("name", NAMES)
def test_json_describes_itself_and_has_each_field_of_each_row(client, published, name):
    content = client.get(f"/open/data/{name}.json").json()

    fields = [field.name for field in open_data.DATASETS[name].fields]
    assert (list(content["fields"]), [list(row) for row in content["rows"]]) == (fields, [fields])
    assert (content["count"], content["publisher"]) == (1, "江州市第一人民医院")


@pytest.mark.parametrize("name", NAMES)
def test_csv_has_a_mark_headings_and_the_same_rows(client, published, name):
    response = client.get(f"/open/data/{name}.csv")

    mark, rows = lines(response)
    assert (mark, rows[0]) == ("\ufeff", [str(field.label) for field in open_data.DATASETS[name].fields])
    assert len(rows) == 2
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'


def test_what_begins_like_a_formula_is_quoted_in_csv_alone(client, published):
    _mark, rows = lines(client.get("/open/data/items.csv"))

    assert (rows[1][1], client.get("/open/data/items.json").json()["rows"][0]["title"]) == ("'=采购结果", "=采购结果")


def test_rows_carry_what_proves_them(client, published):
    (row,) = client.get("/open/data/items.json").json()["rows"]

    assert (row["sequence"], row["hash"], row["content_hash"]) == (3, published.hash, published.content_hash)
    assert row["files"] == [f"明细.pdf {published.content['files'][0]['sha256']}"]
    assert (row["body"], row["replaces"]) == ("**甲公司** 中标", None)


def test_an_item_of_the_catalogue_that_has_nothing_has_no_time(client):
    opened.item()

    (row,) = client.get("/open/data/catalogue.json").json()["rows"]

    assert (row["count"], row["last_at"], row["basis_status"]) == (0, "", "待核")


def test_times_are_the_hospitals_own(client, published):
    at = timezone.localtime(published.published_at)

    _mark, rows = lines(client.get("/open/data/items.csv"))
    (row,) = client.get("/open/data/items.json").json()["rows"]
    _mark, catalogue = lines(client.get("/open/data/catalogue.csv"))

    assert rows[1][rows[0].index("公开时间")] == catalogue[1][-1] == f"{at:%Y-%m-%d %H:%M:%S}"
    assert row["published_at"] == at.isoformat()


def test_every_field_is_described_on_the_page(client):
    text = client.get("/open/data/").text

    wanted = [field for each in open_data.DATASETS.values() for field in each.fields]
    assert [f.name for f in wanted if f'"code">{f.name}</code>' not in text or str(f.meaning) not in text] == []


@pytest.mark.parametrize("path", ["data/people.json", "data/items.xml", "feed/xyz.atom"])
def test_a_file_that_is_none_is_not_found(client, path):
    assert client.get(f"/open/{path}").status_code == 404


def test_a_change_of_the_catalogue_makes_a_new_version_of_its_file(client):
    opened.item()
    before = client.get("/open/data/catalogue.csv").headers["ETag"]

    opened.item("CG-02")

    assert client.get("/open/data/catalogue.csv").headers["ETag"] != before


def entries(client, path):
    root = ElementTree.fromstring(client.get(path).content)
    return [
        [entry.find(f"a:{tag}", ATOM).text for tag in ("title", "summary")] for entry in root.findall("a:entry", ATOM)
    ]


def test_the_feed_tells_what_is_new_of_everything_or_of_a_topic(client, published):
    assert [title for title, _text in entries(client, "/open/feed.atom")] == [
        "=采购结果",
        "押金可以分次交吗",
        "病历复印",
    ]
    assert entries(client, "/open/feed/procurement.atom") == [["=采购结果", "甲公司 中标"]]
    assert entries(client, "/open/feed/budget.atom") == []


def test_the_feed_names_addresses_as_others_reach_them(client, published, settings):
    settings.OPEN_URL = "https://open.example.cn"

    response = client.get("/open/feed/procurement.atom")

    links = [
        link.get("href") for link in ElementTree.fromstring(response.content).iter("{http://www.w3.org/2005/Atom}link")
    ]
    assert links == [
        "https://open.example.cn/open/topics/procurement/",
        "https://open.example.cn/open/feed/procurement.atom",
        "https://open.example.cn/open/items/CG-01-1/",
    ]
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_the_map_of_the_site_has_every_page_with_its_day(client, published, settings):
    settings.OPEN_URL = "https://open.example.cn"

    root = ElementTree.fromstring(client.get("/open/sitemap.xml").content)

    places = [url[0].text.removeprefix("https://open.example.cn/open/") for url in root]
    wanted = ("", "powers/", "catalogue/", "topics/procurement/", "powers/YP-01/", "items/CG-01-1/", "items/DF-01/")
    assert [place for place in wanted if place not in places] == []
    assert all(place.startswith("https://open.example.cn/open/") for place in (url[0].text for url in root))
    assert len([url for url in root if len(url) == 2]) == 3


def test_robots_are_let_into_the_public_face_alone(client):
    response = client.get("/robots.txt")

    text = response.text.splitlines()
    assert text[:4] == ["User-agent: *", "Allow: /open/", "Allow: /static/", "Disallow: /"]
    assert (text[5], response.cookies) == ("Sitemap: http://127.0.0.1:8000/open/sitemap.xml", {})


def test_the_public_face_alone_has_robots_and_data(client, only_public):  # noqa: F811
    assert [client.get(path).status_code for path in ("/robots.txt", "/open/data/", "/open/feed.atom")] == [200] * 3
