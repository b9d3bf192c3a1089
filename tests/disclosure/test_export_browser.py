"""The exported site in Chromium, from a plain file server and from the disk: search, 核验, no script error, no other host."""

import functools
import hashlib
import http.server
import threading

import pytest
from playwright.sync_api import expect

from disclosure import services
from disclosure.models import Publication
from disclosure.services import exporting, sheets
from organization import queries as organization_queries
from tests.approvals import factories as approvals
from tests.disclosure import factories

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = (
    "index chain/index chain/1/index chain/4/index verify/index search/index powers/index powers/YP-02/index".split()
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_words):
        """Nothing."""


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setattr("disclosure.documents.sheets.draw", lambda sheet: f"%PDF {sheet.sequence}".encode())
    made = approvals.world()
    factories.publish(made, 3, name="药品配送企业遴选", fee_basis="不收费", promised_limit=20)
    services.withdraw(by=made.office, publication=Publication.objects.get(sequence=1), reason="有误")
    sheets.print_waiting()
    exporting.export_site(tmp_path / "site", by=organization_queries.system_actor())
    return tmp_path / "site"


@pytest.fixture
def served(site):
    """Address of the site behind a server that knows nothing but files."""
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_every_kind_of_page_fits_a_phone_and_has_no_barriers(page, served, axe):
    page.set_viewport_size({"width": 390, "height": 844})
    found = {}
    for path in PAGES:
        page.goto(f"{served}/open/{path}.html")
        found[path] = (page.evaluate(OVERFLOW), axe(page))

    assert found == dict.fromkeys(PAGES, (0, []))


def test_the_search_finds_by_initials_from_the_home_page(page, served):
    page.goto(f"{served}/")
    page.wait_for_url("**/open/index.html")
    page.get_by_role("searchbox").fill("ypps")
    page.get_by_role("button", name="查找").first.click()
    page.get_by_text("找到 2 项").wait_for()

    page.get_by_role("searchbox").fill("没有的事")
    assert page.locator("[data-results]").inner_text() == "没有找到相符的事项。请换一个说法，或少写几个字。"
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="职权运行").click()
    page.get_by_role("link", name="药品配送企业遴选").first.click()

    assert page.locator("h1").inner_text() == "药品配送企业遴选"


def test_the_code_on_a_printed_sheet_is_held_against_its_link(page, served):
    ended, real = Publication.objects.order_by("sequence").values_list("hash", flat=True)[:2]
    told = {}
    for name, sequence, printed in (("real", 2, real), ("forged", 2, "0000aaaa11112222"), ("ended", 1, ended[:16])):
        page.goto(f"{served}/open/chain/{sequence}/?h={printed}")
        told[name] = page.locator("[data-sheet] .answer:visible h2").all_inner_texts()
    page.goto(f"{served}/open/chain/2/")

    assert told == {
        "real": ["一致：纸上的校验码就是这一号的"],
        "forged": ["不一致：纸上的校验码不是这一号的"],
        "ended": ["校验码一致，但这一号已不在公开中"],
    }
    assert page.locator("[data-sheet] .answer:visible").count() == 0


@pytest.fixture
def disk(browser, site):
    """A page that reads the site from the disk, with what its console complains of."""
    context = browser.new_context()
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, f"file://{site}/open", complaints
    context.close()


def test_search_and_verification_work_from_the_disk(disk, site):
    page, place, complaints = disk
    page.goto(f"{place}/search/index.html?q=ypps")
    count = page.locator("[data-count]").inner_text()
    page.goto(f"{place}/verify/index.html")
    answers = []
    for data in (b"%PDF 2", b"%PDF 1", b"%PDF x" * 20):
        page.set_input_files("#file", {"name": "x.pdf", "mimeType": "application/pdf", "buffer": data})
        expect(page.locator("[data-answer] code")).to_have_text(hashlib.sha256(data).hexdigest())
        answers.append(page.locator("[data-answer] h2").inner_text())
    page.locator("#hash").fill(Publication.objects.get(sequence=1).hash[:16].upper())
    answers.append(page.locator("[data-answer] h2").inner_text())

    no = "不是本院正在公开的文件，也不是公开链上的校验码"
    assert (count, answers) == (
        "找到 2 项",
        ["一致：见公开链第 2 号", no, no, "曾经公开，现已更新或撤下：见公开链第 1 号"],
    )
    assert complaints == []
