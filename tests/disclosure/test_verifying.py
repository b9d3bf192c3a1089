"""核验: a file, a hash and a text that a reader brings, whether they are what was published; nothing of it is kept."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core import calculations as core_calculations
from disclosure import services
from disclosure.calculations import bodies
from disclosure.models import Publication
from disclosure.services import sheets
from tests import worlds
from tests.approvals import factories as approvals
from tests.disclosure import factories
from tests.disclosure.test_chain_pages import attach

pytestmark = pytest.mark.django_db
TEXT = "对进入本院的药品进行遴选。"


def one_power():
    made = approvals.world()
    factories.publish(made, name="药品遴选", content=TEXT)
    return made


@pytest.fixture
def made():
    return worlds.laid(one_power)


@pytest.fixture
def published(made):
    return Publication.objects.get()


def ask(what, **fields):
    """The answer to a form posted without any cookie."""
    client = Client(enforce_csrf_checks=True)
    posted = {"what": what, **{f"{what}-{name}": value for name, value in fields.items()}}
    response = client.post("/open/verify/", posted)
    assert (response.status_code, response.headers["Cache-Control"], response.cookies) == (200, "no-store", {})
    return response.text


def of_file(data, name="x.pdf"):
    return ask("file", file=SimpleUploadedFile(name, data))


def withdraw(made, publication):
    services.withdraw(by=made.office, publication=publication, reason="有误")


def test_the_page_asks_and_may_be_kept_by_caches(client, published):
    response = client.get("/open/verify/")

    assert (response.headers["Cache-Control"], response.text.count("<form")) == ("public, max-age=60", 3)


def test_a_published_file_is_recognised(published):
    attach(1)

    assert "一致：是本院公开的附件" in of_file(b"%PDF-1.7 test")


def test_a_file_with_one_byte_altered_is_not(published):
    attach(1)

    page = of_file(b"%PDF-1.7 tEst", name="<b>.pdf")

    assert ("不是本院公开的文件，或者被改动过" in page, "“&lt;b&gt;.pdf”" in page) == (True, True)


def test_the_downloaded_content_is_recognised(published):
    assert "一致：是本院公开的原文数据" in of_file(core_calculations.canonical_json(published.content).encode())


def test_the_content_of_what_was_taken_off_is_known_by_its_hash(made, published):
    withdraw(made, published)

    page = of_file(core_calculations.canonical_json(published.content).encode())

    assert "曾经公开，现已撤下" in page


@pytest.mark.parametrize("cut", [slice(8), slice(16), slice(64)])
def test_a_hash_is_found_by_its_beginning_however_it_is_spaced(published, cut):
    typed = " ".join(published.hash[cut].upper())

    assert "一致：是公开链上的校验码" in ask("hash", hash=typed)


def test_the_beginning_of_a_contents_hash_is_found_too(published):
    assert "一致：是本院公开的原文数据" in ask("hash", hash=published.content_hash[:16])


def test_a_sheet_of_what_was_taken_off_is_known_by_the_chain(made, published, monkeypatch):
    monkeypatch.setattr("disclosure.documents.sheets.draw", lambda sheet: b"%PDF")
    sheets.print_waiting()
    assert "一致：是本院公开的纸质件" in of_file(b"%PDF")

    withdraw(made, published)

    assert "曾经公开，现已撤下" in of_file(b"%PDF")
    assert "不是本院公开的文件" in of_file(b"%PDF 2")


def test_the_hash_of_a_tombstone_or_of_sheets_is_said_to_be_that(made, published, monkeypatch):
    monkeypatch.setattr("disclosure.documents.sheets.draw", lambda sheet: b"%PDF")
    sheets.print_waiting()
    withdraw(made, published)

    told, taken = (ask("hash", hash=Publication.objects.get(sequence=number).hash) for number in (2, 3))

    assert ("登记的是 1 份纸质件的校验码" in told, "“”一致" in told + taken) == (True, False)
    assert ("一致：是一次撤下的登记" in taken, 'href="/open/chain/1/"' in taken, "理由：有误" in taken) == (True,) * 3


def test_a_hash_that_the_chain_does_not_have_is_not_ours(published):
    assert "公开链上没有这个校验码" in ask("hash", hash="0" * 16)


@pytest.mark.parametrize("number", ["", "1", "YP-01"])
def test_a_text_is_recognised_with_and_without_the_number(published, number):
    assert "一致：与公开的全文相同" in ask("text", text=f"药品遴选\n {TEXT[:5]} {TEXT[5:]}", number=number)


def test_a_part_of_a_text_is_recognised_as_one(published):
    assert "一致：是公开内容中的文字" in ask("text", text=TEXT[2:12], number="")


def test_an_altered_line_is_named(published):
    page = ask("text", text=f"药品遴选\n{TEXT[:-1]}，收费一千元。", number="")

    assert ("部分一致" in page, "收费一千元" in page) == (True, True)


def test_a_text_of_something_else_is_not_in_the_publication_named(published):
    assert "不一致" in ask("text", text="另一段文字", number="1")


@pytest.mark.parametrize(("text", "number"), [("另一段文字", ""), ("!", ""), (TEXT, "99"), (TEXT, "XX-01")])
def test_a_text_that_is_nowhere_is_not_found(published, text, number):
    assert "没有找到相符的公开内容" in ask("text", text=text, number=number)


def test_pasted_json_is_held_against_the_hashes(published):
    assert "一致：是本院公开的原文数据" in ask("text", text=core_calculations.canonical_json(published.content))
    assert "没有找到相符的公开内容" in ask("text", text='{"a": 1}')
    assert "没有找到相符的公开内容" in ask("text", text='{"a": 1')


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({}, "核验"),
        ({"what": "hash", "hash-hash": "xyz"}, "校验码只有数字"),
        ({"what": "hash", "hash-hash": "abc"}, "至少输入前 8 位"),
        ({"what": "text", "text-text": ""}, "核验"),
    ],
)
def test_what_cannot_be_read_is_asked_again(client, published, posted, said):
    response = client.post("/open/verify/", posted)

    assert (response.status_code, said in response.text) == (422, True)


def test_a_file_larger_than_any_of_ours_is_refused(client, published, monkeypatch):
    monkeypatch.setattr("disclosure.forms.verifying.FILE_LIMIT", 3)
    form = client.post("/open/verify/", {"what": "file", "file-file": SimpleUploadedFile("x.pdf", b"1234")})
    monkeypatch.setattr("disclosure.views.verifying.BODY_LIMIT", 3)
    unread = client.post("/open/verify/", {"what": "file", "file-file": SimpleUploadedFile("x.pdf", b"1234")})

    assert (form.status_code, "超过 20 MB" in form.text) == (422, True)
    assert (unread.status_code, "没有读取" in unread.text) == (413, True)


def test_an_answer_costs_few_queries(published, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        ask("text", text=TEXT, number="")


MARKED = "## 标题\n\n- **甲** 一\n- [链](https://a.cn)\n\n1. 第一步\n\n| 项 | 元 |\n|---|---|\n| 床位 | 1.5 |\n\n<b>x</b> ![图](a.png)"
AS_READ = "标题\n甲 一\n链\n1. 第一步\n项\t元\n床位\t1.5\n<b>x</b> ![图](a.png)"


@pytest.mark.parametrize("key", ["body", "answer"])
def test_words_of_markdown_are_what_a_reader_copies_from_the_page(key):
    assert bodies.compare({key: MARKED}, AS_READ).missing == ()


@pytest.mark.parametrize("key", ["body", "answer"])
def test_the_whole_of_a_marked_text_is_told_to_be_the_whole(key):
    text = "可以，**分次**补交，见[说明](https://a.cn)。\n\n- 窗口\n- 手机"

    assert bodies.compare({key: text}, "可以，分次补交，见说明。\n窗口\n手机").is_whole


@pytest.mark.parametrize("key", ["question", "content"])
def test_a_text_that_is_no_markdown_is_compared_as_it_was_typed(key):
    text = "费用：*3*5\n## 不是标题"

    assert bodies.compare({key: text}, text).missing == ()
    assert bodies.compare({key: text}, "费用：35").missing == ("费用：35",)


def test_every_text_of_a_content_is_compared_but_not_its_drawing():
    content = {
        "svg": "画",
        "kind": "item",
        "item": {"name": "甲", "code": "X"},
        "steps": [{"n": 1, "a": "丙"}],
        "yes": True,
    }

    assert list(bodies.texts_of(content)) == ["甲", "1", "丙"]
    assert bodies.compare(content, "1. 甲\n丙").missing == ()


def test_the_longest_runs_of_a_text_is_looked_for():
    assert (bodies.longest_words("甲乙，丙丁戊ABC。"), bodies.longest_words("，。")) == (["丙丁戊abc", "甲乙"], [])


def test_a_sha256_is_that_of_the_bytes(published):
    file = attach(1)

    assert "一致：是本院公开的附件" in ask("hash", hash=hashlib.sha256(bytes(file.data)).hexdigest())
