"""The exported site: every page, nothing rendered twice, gone what is gone, and `verify_site.py` names what was altered."""

import json
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from core.models import AuditEvent
from disclosure import services
from disclosure.documents import script as documents
from disclosure.documents.site import crawl, folder, names, replaced
from disclosure.models import Publication
from disclosure.services import exporting
from organization.models import Hospital
from tests import worlds
from tests.approvals import factories as approvals
from tests.disclosure import factories
from tests.disclosure.exported import REASON, alter, export, files, three_powers, verify
from tests.disclosure.test_chain_pages import attach


@pytest.fixture
def made(db, monkeypatch):
    """Sheets are drawn quickly."""
    monkeypatch.setattr("disclosure.documents.sheets.draw", lambda sheet: f"%PDF {sheet.sequence}".encode())
    return worlds.laid(three_powers)


@pytest.fixture
def site(made, tmp_path):
    """A site of three powers with their sheets."""
    export(tmp_path / "site")
    return tmp_path / "site"


def test_every_page_is_there_and_reads_from_any_folder(site):
    found = files(site)

    assert {
        "index.html",
        "open/index.html",
        "open/chain/index.html",
        "open/chain.json",
        "open/chain/1/index.html",
    } <= found
    assert {"open/powers/index.html", "open/powers/YP-02/index.html", "open/powers/category-YP.html"} <= found
    ended = (site / "open/powers/YP-01/index.html").read_text()
    assert (REASON in ended, "对进入本院的药品进行遴选" in ended, "content-hash" in ended) == (True, False, False)
    home = (site / "open/index.html").read_text()
    assert ('href="/' in home, 'action="/' in home, 'href="powers/index.html"' in home) == (False, False, True)
    assert home.count('http-equiv="Content-Security-Policy"') == 1


def test_what_was_taken_off_leaves_its_tombstone_alone(site):
    page = (site / "open/chain/1/index.html").read_text()

    assert (REASON in page, "open/chain/1.json" in files(site)) == (True, False)


def test_the_site_verifies_with_the_chains_head_and_the_manifest_of_the_trail(site):
    head = json.loads((site / "open/chain.json").read_text())["head"]["hash"]
    told = AuditEvent.objects.get(verb="disclosure.export_site").details["manifest"]

    code, lines = verify(site, "--head", f"{head[:4]} {head[4:16]}", "--manifest", told)

    assert (code, lines) == (0, [f"核对无误：{len(files(site))} 个文件。"])


def test_the_script_is_short_and_stands_in_the_site(site):
    assert (site / "verify_site.py").read_bytes() == (site / "open/verify/verify_site.py").read_bytes()
    assert documents.SCRIPT.read_text().count("\n") <= 100


def named(site, *arguments):
    """Names in the faults that the script found."""
    code, lines = verify(site, *arguments)
    assert (code, lines[-1][:4]) == (1, "核对有误")
    return {line.removeprefix("[有误] ").split("：")[0] for line in lines[:-1]}


def test_each_altered_byte_is_named(site):
    (sheet,) = [name for name in files(site) if name.startswith("open/files/")][:1]
    for name in ("open/powers/YP-02/index.html", sheet, "open/chain/2.json", "static/css/public.css"):
        kept = (site / name).read_bytes()
        alter(site / name)
        assert name in named(site)
        (site / name).write_bytes(kept)
    assert verify(site)[0] == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'"head"', b'"Head"'), (b'"replaced"', b""), (b"previous_hash", b"Previous_hash"), (b"{", b"[")],
)
def test_an_altered_byte_of_the_chain_is_named(site, before, after):
    data = (site / "open/chain.json").read_bytes()
    (site / "open/chain.json").write_bytes(data.replace(before, after, 1) if before in data else data + b" ")

    assert "open/chain.json" in named(site)


def test_an_altered_manifest_is_named(site):
    alter(site / "manifest.json", b'"maker":"', b'"Maker":"')

    assert named(site) == {"manifest.json"}


def test_an_altered_hash_in_the_manifest_names_the_file_and_the_manifest(site):
    data = (site / "manifest.json").read_text()
    kept = json.loads(data)["files"]["open/index.html"]["sha256"]
    (site / "manifest.json").write_text(data.replace(kept, kept[::-1], 1))

    assert named(site) == {"manifest.json", "open/index.html"}


def test_another_manifest_than_the_one_told_is_named(site):
    assert named(site, "--manifest", "0" * 64) == {"manifest.json"}


def test_removed_and_added_files_are_named(site):
    (site / "open/chain/1/index.html").unlink()
    (site / "open/new.html").write_text("新")

    assert named(site) == {"open/chain/1/index.html", "open/new.html"}


def seal(site):
    """A forger's manifest, made anew over what lies there."""
    files_now = {name: {"sha256": crawl.hashlib.sha256((site / name).read_bytes()).hexdigest()} for name in files(site)}
    files_now.pop("manifest.json")
    made = folder.Folder(site, "forger", files=files_now)
    made.finish(head=None, hospital="")


def forge(site, change):
    """Change the chain's JSON and seal the site anew."""
    chain = json.loads((site / "open/chain.json").read_text())
    change(chain)
    (site / "open/chain.json").write_text(json.dumps(chain, ensure_ascii=False))
    seal(site)


def test_a_tail_cut_off_is_named_by_the_head_that_was_told(site):
    head = json.loads((site / "open/chain.json").read_text())["head"]["hash"]

    def cut(chain):
        chain["links"].pop()
        chain["head"] = {"sequence": 4, "hash": chain["links"][-1]["hash"]}

    forge(site, cut)

    assert "open/chain.json" in named(site, "--head", head)


def test_the_head_told_before_the_last_publication_still_fits(site):
    links = json.loads((site / "open/chain.json").read_text())["links"]

    assert verify(site, "--head", links[2]["hash"][:16])[0] == 0


@pytest.mark.parametrize("head", ["0" * 16, ""])
def test_a_head_of_no_link_or_too_short_is_named(site, head):
    short = json.loads((site / "open/chain.json").read_text())["head"]["hash"][:7]

    assert named(site, "--head", head or short) == {"open/chain.json"}


def test_an_end_that_does_not_fit_is_named_apart_from_a_head_that_does(site):
    head = json.loads((site / "open/chain.json").read_text())["head"]["hash"]
    forge(site, lambda chain: chain["head"].update(hash="0" * 64))

    _code, lines = verify(site, "--head", head)

    assert [line.partition("：")[2][:4] for line in lines[:-1] if "chain.json" in line] == ["链尾不符"]


def test_a_file_of_what_ended_is_named_as_such(site):
    old = b"%PDF old"
    name = f"open/files/{crawl.hashlib.sha256(old).hexdigest()}.pdf"
    (site / name).write_bytes(old)
    forge(site, lambda chain: chain["links"][0].update(files=[crawl.hashlib.sha256(old).hexdigest()]))

    assert f"[有误] {name}：已撤下或更新，不应还在" in verify(site)[1]


def test_a_withdrawal_taken_out_is_named_though_the_manifest_was_made_anew(site):
    forge(site, lambda chain: chain["links"].pop(3))

    assert "open/chain.json 第 1 号" in named(site)


@pytest.mark.parametrize("state", ["published", "replaced"])
def test_a_state_that_the_chain_does_not_bear_out_is_named(site, state):
    forge(site, lambda chain: chain["links"][0].update(state=state))

    assert "open/chain.json 第 1 号" in named(site)


def test_a_page_rewritten_under_a_new_manifest_is_held_against_the_chain(site):
    path = site / "open/powers/YP-02/index.html"
    path.write_text(path.read_text().replace("对进入本院的药品进行遴选", "对进入本院的药品随意遴选"))
    seal(site)

    assert named(site) == {"open/powers/YP-02/index.html"}


def test_a_file_that_the_chain_does_not_know_is_named_under_a_new_manifest(site):
    (site / "open/files" / f"{'a' * 64}.pdf").write_bytes(b"%PDF")
    seal(site)

    assert named(site) == {f"open/files/{'a' * 64}.pdf"}


def test_a_folder_that_is_no_site_is_named(tmp_path):
    assert verify(tmp_path)[0] == 1


def test_nothing_is_rendered_twice_and_what_is_gone_is_taken_out(site, made):
    unchanged = export(site)
    services.withdraw(by=made.office, publication=Publication.objects.get(sequence=2), reason=REASON)
    sheet = next(name for name in files(site) if (site / name).read_bytes() == b"%PDF 2")

    changed = export(site)

    assert (unchanged.rendered, unchanged.broken, unchanged.strangers) == (0, (), ())
    assert 0 < changed.rendered < changed.pages
    assert {"open/chain/2.json", sheet} & files(site) == set()
    ended = (site / "open/powers/YP-02/index.html").read_text()
    assert (REASON in ended, "对进入本院的药品进行遴选" in ended) == (True, False)
    assert "open/chain/2/index.html" in files(site)
    assert verify(site)[0] == 0


def test_a_damaged_file_is_made_anew(site):
    alter(site / "open/index.html")

    assert (export(site).rendered, verify(site)[0]) == (1, 0)


def test_the_command_tells_what_it_did_and_spares_other_folders(site, tmp_path, monkeypatch):
    monkeypatch.setattr(crawl, "EVERY", 10)
    (site / "notes.txt").write_text("x")
    said, warned = StringIO(), StringIO()
    call_command("export_site", str(site), stdout=said, stderr=warned)
    (tmp_path / "manifest.json").write_text("{")

    assert ("页（重做 0 页）" in said.getvalue(), "notes.txt" in warned.getvalue()) == (True, True)
    with pytest.raises(CommandError, match="有别的文件"):
        call_command("export_site", str(tmp_path / "site" / "static"))
    with pytest.raises(CommandError, match="读不懂"):
        call_command("export_site", str(tmp_path))


def test_publishing_without_end_does_not_keep_an_export_from_ending(db, tmp_path, monkeypatch):
    heads, walks = iter(range(9)), []
    monkeypatch.setattr(crawl.Crawl, "walk", lambda self: walks.append(1))
    monkeypatch.setattr("disclosure.queries.chain.head", lambda: SimpleNamespace(sequence=1, hash=str(next(heads))))

    export(tmp_path / "site")

    assert len(walks) == exporting.ATTEMPTS


def test_what_is_published_meanwhile_is_taken_in(db, tmp_path, monkeypatch):
    made = approvals.world()
    walk, walks = crawl.Crawl.walk, []

    def walked(self):
        walk(self)
        walks.append(1)
        if len(walks) == 1:
            factories.publish(made, name="药品遴选")

    monkeypatch.setattr(crawl.Crawl, "walk", walked)

    export(tmp_path / "site")

    assert (len(walks), "open/powers/YP-01/index.html" in files(tmp_path / "site")) == (2, True)


@pytest.mark.django_db
def test_an_attachment_is_exported_under_its_hash(tmp_path):
    made = approvals.world()
    factories.publish(made, name="药品遴选")
    file = attach(1)

    export(tmp_path)

    assert (tmp_path / f"open/files/{file.sha256}.pdf").read_bytes() == bytes(file.data)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/open/", "open/index.html"),
        ("/open/powers/?page=2", "open/powers/page-2.html"),
        ("/open/powers/?page=1", "open/powers/index.html"),
        ("/open/powers/?page=2&category=YP", "open/powers/category-YP-page-2.html"),
        ("/open/powers/?category=%E8%8D%AF/..", "open/powers/category-药_2f...html"),
        ("/open/chain/3/?h=abcd", "open/chain/3/index.html"),
        ("/open/data/x.csv?page=2", "open/data/x.csv"),
        ("/open/powers/%E8%8D%AF-01/", "open/powers/药-01/index.html"),
        ("/open/../settings.py", None),
        ("/open/%2e%2e/%2e%2e/x", None),
        ("/open/a%5cb", None),
    ],
)
def test_an_address_is_one_file(address, name):
    assert names.name_of(address) == name


@pytest.mark.parametrize(
    ("link", "made_of_it"),
    [
        ("/open/", "../../index.html"),
        ("/open/powers/YP-02/#steps", "../YP-02/index.html#steps"),
        ("/open/powers/?q=%E8%8D%AF", "../../search/index.html?q=%E8%8D%AF"),
        ("/open/search/?topic=prices&q=a", "../../search/index.html?topic=prices&amp;q=a"),
        ("/open/search/?topic=prices", "../../search/index.html?topic=prices"),
        ("/open/verify/?about=1#x", "../../verify/index.html#x"),
        ("?page=2", "page-2.html"),
        ("http://127.0.0.1:8000/open/chain/", "../../chain/index.html"),
        ("/static/css/x.css", "../../../static/css/x.css"),
        ("https://www.12388.gov.cn/", "https://www.12388.gov.cn/"),
        ("/accounts/login/", "/accounts/login/"),
        ("#main", "#main"),
        ("tel:12388", "tel:12388"),
    ],
)
def test_links_are_made_relative(link, made_of_it):
    page = f'<a class="x" href="{link}">a &lt; href="/open/"</a>'
    found = []

    html = names.rewrite(page, address="/open/powers/YP-01/", page="open/powers/YP-01/index.html", found=found.append)

    assert html == f'<a class="x" href="{made_of_it}">a &lt; href="/open/"</a>'


def test_forms_lead_to_the_static_search():
    html = names.rewrite(
        '<form class="f" method="post" action="/open/ask/">', address="/open/", page="open/index.html", found=print
    )

    assert html == '<form class="f" method="get" action="search/index.html">'


@pytest.mark.django_db
def test_where_nothing_can_be_sent_the_ways_to_the_hospital_are_shown_and_those_of_reports_led_to():
    Hospital.objects.update(phone="0571-88001234")

    pages = replaced.pages()

    for name in ("ask", "rate", "receipt"):
        page = pages[f"/open/{name}/"].decode()
        assert ('href="tel:0571-88001234"' in page, 'href="/open/report/"' in page) == (True, True)


def test_the_command_names_an_address_that_answers_with_no_page(site, monkeypatch):
    monkeypatch.setattr(crawl, "plain_addresses", lambda: ["/open/", "/open/powers/NONE/"])
    warned = StringIO()

    call_command("export_site", str(site), stdout=StringIO(), stderr=warned)

    assert warned.getvalue() == "没有这一页，却有链接指向它：/open/powers/NONE/\n"


def test_nobody_is_warned_of_what_has_ended(site, caplog):
    caplog.clear()

    export(site)

    assert [record.getMessage() for record in caplog.records] == []
