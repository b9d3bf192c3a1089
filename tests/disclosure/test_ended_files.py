"""What ended stays known: hashes of old attachments on the chain, and names of items as they were published."""

import hashlib

import pytest

from disclosure.models import DisclosureItem, OpenLink, OpenPublication, Publication
from disclosure.queries import exporting, proof, verifying
from disclosure.states import Topic
from tests.disclosure import open_factories as opened

pytestmark = pytest.mark.django_db
OLD, NEW = b"%PDF old", b"%PDF new"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def first():
    return opened.publish(opened.item(), "CG-01-1", "设备采购结果公示", files=[("明细.pdf", OLD)])


def correct(first):
    return opened.publish(first.item, "CG-01-1", "设备采购结果公示", replaces=first, files=[("明细.pdf", NEW)])


def known(data):
    """Kind, sequence and state of what a file is recognised as."""
    match = verifying.by_sha256(sha256(data))
    return match and (match.kind, match.link.sequence, match.link.state)


def test_an_attachment_of_what_was_corrected_is_known_as_replaced(first):
    correct(first)

    assert (known(OLD), known(NEW)) == (("file", 1, "replaced"), ("file", 2, "published"))


def test_an_attachment_of_what_was_withdrawn_is_known_as_withdrawn(first):
    opened.withdraw(first)

    assert (known(OLD), known(b"?")) == (("file", 1, "withdrawn"), None)


def test_the_chain_as_json_tells_hashes_of_files_of_all_that_was_published(client, first):
    correct(first)
    opened.answer()

    links = client.get("/open/chain.json").json()["links"]

    assert [link.get("files") for link in links] == [[sha256(OLD)], [sha256(NEW)], None]


def test_a_link_without_files_has_no_hashes(first):
    opened.withdraw(first)

    assert OpenLink.objects.order_by("-sequence").first().file_hashes == []


def test_a_browser_that_verifies_an_exported_site_knows_old_attachments(first):
    correct(first)

    assert exporting.known_hashes()[sha256(OLD)] == [1, "", "file"]


def test_an_item_renamed_changes_nothing_that_was_published(client, first):
    before = client.get("/open/items/CG-01-1/").text

    DisclosureItem.objects.update(name="改名后的事项")

    assert client.get("/open/items/CG-01-1/").text == before
    assert {row.item_name for row in (*OpenPublication.objects.all(), *OpenLink.objects.all())} == {"采购结果"}


def test_an_item_published_under_two_names_is_one_choice_under_the_last(client, first):
    DisclosureItem.objects.update(name="改名后的事项")
    opened.publish(DisclosureItem.objects.get(), "CG-01-2", "试剂采购结果公示")

    page = client.get("/open/topics/procurement/").text

    assert [page.count(f">{name}（") for name in ("改名后的事项", "采购结果")] == [1, 0]
    assert "改名后的事项（2）" in page


def test_a_publication_moved_to_another_topic_is_named(first):
    first.topic = Topic.PRICES

    breaches = list(proof._of_publication(first, Publication(sequence=0, hash="")))

    assert [breach.text for breach in breaches] == ["栏目与公开内容不符"]
