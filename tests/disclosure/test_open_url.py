"""Readers are led to the address of the public face, wherever the desk is."""

import re

import pytest

from disclosure.documents.site import crawl, inside, names
from disclosure.models import Publication
from disclosure.queries import sheets, slips
from organization import queries as organization_queries
from tests.approvals import factories as approvals
from tests.disclosure import asked, factories

DESK, OPEN = "https://desk.example.cn", "https://open.example.cn"


@pytest.fixture(autouse=True, params=[OPEN, f"{OPEN}/"])
def _two_addresses(request, settings):
    settings.SITE_URL, settings.OPEN_URL = DESK, request.param
    settings.ALLOWED_HOSTS = ["desk.example.cn", "open.example.cn", "testserver"]


@pytest.mark.django_db
def test_what_is_printed_leads_to_the_public_face():
    factories.publish(approvals.world())
    publication = Publication.objects.get()

    sheet = sheets.printed_sheet(publication, hospital=organization_queries.hospital())

    assert sheet.url == f"{OPEN}/open/chain/{publication.sequence}/?h={publication.hash[:16]}"
    assert slips.printed(asked.batch()).site == OPEN


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/open/powers/YP-01/", "/open/feed.atom", "/open/sitemap.xml", "/robots.txt"])
def test_what_pages_and_machines_are_told_leads_there_too(client, address):
    factories.publish(approvals.world())

    text = client.get(address).text

    assert (DESK in text, re.search(rf"{OPEN}/open/", text) is not None) == (False, True)


@pytest.mark.parametrize(
    ("link", "own"),
    [
        (f"{OPEN}/open/powers/", "/open/powers/"),
        (f"{DESK}/open/powers/", None),
        (f"{OPEN}.example.net/open/powers/", None),
        ("powers/", "/open/powers/"),
    ],
)
def test_an_export_takes_the_links_of_the_public_face_for_its_own(link, own):
    assert names.own(link, "/open/") == own


def test_an_export_reads_its_pages_by_the_host_of_the_public_face(settings):
    made = crawl.maker()
    settings.SITE_URL = "https://other.example.cn"

    assert (inside.Inside().host, crawl.maker() == made) == ("open.example.cn", True)
