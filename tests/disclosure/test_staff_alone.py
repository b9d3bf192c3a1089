"""The desk as `SITE_FACE=staff` runs it: nothing of `/open/` is mounted, and whatever leads there leads to its own host."""

import importlib
import re

import pytest
from django.test import override_settings
from django.urls import clear_url_caches, set_urlconf

from config import urls
from disclosure.models import DisclosureItem, Publication
from disclosure.queries import sheets
from disclosure.services import exporting, heads
from organization import queries as organization_queries
from organization.documents import address_of
from organization.models import Hospital, Notice
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories, factories, incoming
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db
OUTSIDE = "https://open.example.org"


@pytest.fixture
def made():
    """A power, an item and a public answer stand open."""
    made = approvals.world()
    factories.publish(made)
    draft_factories.published(made)
    incoming.answered(is_public=True)
    with override_settings(SITE_FACE="staff", OPEN_URL=OUTSIDE):
        importlib.reload(urls)
        clear_url_caches()
        yield made
    importlib.reload(urls)
    clear_url_caches()
    set_urlconf(None)


def test_pages_of_the_desk_lead_to_the_public_face_on_its_own_host(client, made):
    sign_in(client, made.office)
    pages = ["", "items/", "publications/", "dues/", "drafts/", "inside/", "suggestions/", "statistics/", "settings/"]
    pages += [f"publications/{each.pk}/" for each in Publication.objects.all()]
    pages += [f"items/{each.pk}/" for each in DisclosureItem.objects.all()]

    answers = {page: client.get(f"/disclosure/{page}") for page in pages}
    answers |= {address: client.get(address) for address in ("/desk/", "/powers/")}

    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(answers, 200)
    links = {page: re.findall(r'href="([^"]*)"', answer.text) for page, answer in answers.items()}
    assert [
        page for page, found in links.items() if "" in found or any(each.startswith("/open/") for each in found)
    ] == []
    item = Publication.objects.get(kind="item")
    assert f"{OUTSIDE}/open/items/{item.code}/" in links[f"publications/{item.pk}/"]
    client.logout()
    assert client.get("/accounts/login/").status_code == 200


def test_the_worker_of_the_desk_prints_and_tells_addresses_of_the_public_face(made):
    heads.tell_head(by=organization_queries.system_actor())
    printed = sheets.printed_sheet(Publication.objects.get(sequence=1), hospital=Hospital(name="示范医院"))

    url = Notice.objects.filter(kind=heads.NOTICE).first().url
    assert (url, address_of(url)) == (f"{OUTSIDE}/open/chain/", f"{OUTSIDE}/open/chain/")
    assert printed.url == f"{OUTSIDE}/open/chain/1/?h={printed.hash[:16]}"


def test_the_desk_alone_exports_the_whole_public_face(made, tmp_path):
    done = exporting.export_site(tmp_path / "site", by=organization_queries.system_actor())

    item = Publication.objects.get(kind="item")
    page = (tmp_path / f"site/open/items/{item.code}/index.html").read_text()
    assert (done.broken, f'name="content-hash" content="{item.content_hash}"' in page) == ((), True)
    leaving = re.compile(rf'<a [^>]*href="{OUTSIDE}')
    assert [path for path in (tmp_path / "site").rglob("*.html") if leaving.search(path.read_text())] == []
