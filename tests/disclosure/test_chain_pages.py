"""The chain before everybody: its pages and its JSON, recomputed; what was taken off keeps its place, not its text."""

import hashlib
import json

import pytest
from django.urls import reverse

from core import calculations as core_calculations
from disclosure import calculations, services
from disclosure.models import OpenLink, Publication, PublicationFile
from tests import worlds
from tests.approvals import factories as approvals
from tests.disclosure import factories

pytestmark = pytest.mark.django_db
REASON = "含有不宜公开的内容"


def three_links():
    """Two powers, of which the first was taken off again."""
    made = approvals.world()
    factories.publish(made, 2, name="药品遴选", content="对进入本院的药品进行遴选。")
    services.withdraw(by=made.office, publication=Publication.objects.get(sequence=1), reason=REASON)
    return made


@pytest.fixture
def published():
    return worlds.laid(three_links)


def attach(sequence, data=b"%PDF-1.7 test", name="目录.pdf", content_type="application/pdf"):
    """A file of a publication, as publishing keeps it."""
    return PublicationFile.objects.create(
        publication=Publication.objects.get(sequence=sequence),
        kind="attachment",
        name=name,
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
    )


def test_the_chain_lists_every_link_newest_first(client, published):
    response = client.get("/open/chain/")

    assert [row.sequence for row in response.context["rows"]] == [3, 2, 1]
    assert (response.context["page"].head.sequence, REASON in response.text) == (3, True)
    assert response.cookies == {}


def test_an_empty_chain_says_so(client, db):
    assert "还没有公开的内容" in client.get("/open/chain/").text


@pytest.mark.parametrize("query", ["?page=2", "?page=0", "?page=x", "?page=99999999999", "?page=²"])
def test_there_is_no_page_of_the_chain_behind_its_end(client, published, query):
    assert client.get(f"/open/chain/{query}").status_code == 404


def test_a_long_chain_is_paged(client, published, monkeypatch):
    monkeypatch.setattr("disclosure.queries.chain.PER_PAGE", 2)

    pages = [client.get(f"/open/chain/?page={number}").context["rows"] for number in (1, 2)]

    assert [[row.sequence for row in rows] for rows in pages] == [[3, 2], [1]]


def test_the_json_of_the_chain_can_be_recomputed_with_nothing_but_json(client, published):
    found = json.loads(client.get("/open/chain.json").content)

    previous = ""
    for link in found["links"]:
        fields = {name: link[name] for name in ("sequence", "content_hash", "previous_hash", "published_at")}
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert (link["previous_hash"], hashlib.sha256(text.encode()).hexdigest()) == (previous, link["hash"])
        previous = link["hash"]
    assert found["head"] == {"sequence": 3, "hash": previous}
    assert found["links"][2]["content"]["reason"] == REASON
    assert ["content" in link for link in found["links"]] == [False, False, True]


def test_the_json_of_an_empty_chain_has_no_head(client, db):
    assert json.loads(client.get("/open/chain.json").content)["head"] is None


def test_the_content_of_a_link_is_the_very_bytes_that_were_hashed(client, published):
    data = client.get("/open/chain/2.json").content

    assert hashlib.sha256(data).hexdigest() == Publication.objects.get(sequence=2).content_hash
    assert hashlib.sha256(client.get("/open/chain/3.json").content).hexdigest() == (
        Publication.objects.get(sequence=3).content_hash
    )


@pytest.mark.parametrize("address", ["chain/1.json", "chain/4.json", "chain/9999999999999.json", "chain/4/"])
def test_what_ended_has_no_content_and_what_never_was_has_no_page(client, published, address):
    assert client.get(f"/open/{address}").status_code == 404


def test_a_link_that_was_taken_off_says_why_and_shows_nothing_of_it(client, published):
    page = client.get("/open/chain/1/").text

    assert ("这一号已撤下" in page, REASON in page, "药品遴选" in page) == (True, True, False)


def test_a_tombstone_leads_to_what_it_tells_of(client, published):
    assert '<a href="/open/chain/1/">第 1 号</a>已撤下' in client.get("/open/chain/3/").text


def test_a_link_that_was_replaced_leads_to_the_newer_version(client):
    made = approvals.world()
    (power,) = factories.publish(made, name="药品遴选")
    factories.amend(made)
    newer = type(power).objects.get(power_list__state="draft")
    factories.powers.services.change_power(by=made.filer, power=newer, content="改了")
    factories.bring_into_force(made, newer)

    page = client.get("/open/chain/1/").text

    assert ("这一号已更新" in page, "/open/chain/2/" in page) == (True, True)


def test_an_open_link_leads_to_its_page_and_its_files(client, published):
    file = attach(2)

    page = client.get("/open/chain/2/").text

    assert (reverse("disclosure:power", args=["YP-02"]) in page, file.sha256 in page) == (True, True)


@pytest.mark.parametrize(
    ("sequence", "cut", "said"),
    [
        (2, slice(16), "一致：纸上的校验码就是这一号的"),
        (1, slice(16), "校验码一致，但这一号已不在公开中"),
        (2, slice(4), "不一致"),
        (2, slice(1, 17), "不一致"),
    ],
)
def test_the_code_on_a_sheet_says_whether_its_hash_is_the_links(client, published, sequence, cut, said):
    printed = OpenLink.objects.get(sequence=sequence).hash[cut]

    assert said in client.get(f"/open/chain/{sequence}/?h={printed}").text


def test_a_file_is_served_under_its_hash_until_its_publication_is_taken_off(client, published):
    file = attach(2)
    address = f"/open/files/{file.sha256}.pdf"

    response = client.get(address)
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
    services.withdraw(by=published.office, publication=Publication.objects.get(sequence=2), reason=REASON)

    assert (response.content, response.headers["Content-Type"]) == (b"%PDF-1.7 test", "application/pdf")
    assert response.headers["Content-Disposition"] == "inline; filename*=utf-8''%E7%9B%AE%E5%BD%95.pdf"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert (again.status_code, client.get(address).status_code) == (304, 404)


def test_a_file_that_browsers_need_not_show_is_saved_and_has_one_address(client, published):
    file = attach(2, b"PK", "表.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

    response = client.get(f"/open/files/{file.sha256}.xlsx")

    assert response.headers["Content-Disposition"].split(";")[0] == "attachment"
    assert client.get(f"/open/files/{file.sha256}.html").status_code == 404


ADDRESSES = {"chain/": (1, 3), "chain.json": (1, 3), "chain/1/": (2, 2), "chain/2/": (2, 3), "chain/2.json": (1, 2)}


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_is_three_queries_at_most_and_304_before_rendering(
    client, published, django_assert_num_queries, monkeypatch, address
):
    of_304, of_page = ADDRESSES[address]
    with django_assert_num_queries(of_page):
        etag = client.get(f"/open/{address}").headers["ETag"]

    monkeypatch.setattr("disclosure.views.shell.render_to_string", None)
    with django_assert_num_queries(of_304 + (address == "chain/")):
        response = client.get(f"/open/{address}", headers={"If-None-Match": etag})

    assert response.status_code == 304


def test_hashes_written_by_the_standard_library_are_ours():
    content = calculations.withdrawal_content(of=1, of_hash="é", reason="“理由”\n\u2028é")
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    import unicodedata

    assert hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest() == core_calculations.sha256(content)
