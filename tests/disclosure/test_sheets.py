"""Printed sheets: drawn once for what stands open, chained, told to the trail; files altered afterwards are found."""

import hashlib
import io

import pytest
from pypdf import PdfReader

from core.models import AuditEvent, Duty
from core.services import sweep
from disclosure import calculations, queries, services
from disclosure.calculations import markdown
from disclosure.calculations import sheets as printed
from disclosure.documents import sheets as documents
from disclosure.models import OpenLink, Publication, PublicationFile
from disclosure.queries import sheets as sheet_queries
from disclosure.services import chain, sheets
from organization.models import Hospital
from tests import guards
from tests.approvals import factories as approvals
from tests.disclosure import factories
from tests.disclosure.test_chain_pages import attach

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return approvals.world()


@pytest.fixture
def _quick(monkeypatch):
    monkeypatch.setattr("disclosure.documents.sheets.draw", lambda sheet: f"%PDF {sheet.sequence}".encode())


@pytest.fixture
def published(made, _quick):
    factories.publish(made, 2, name="药品遴选")


def item(**fields):
    """An open item of the catalogue's kind, appended as publishing does."""
    parts = {"code": "CG-01", "item": {"code": "CG", "name": "采购结果", "topic": "procurement", "basis": "《办法》"}}
    content = calculations.item_content(
        **parts,
        title="采购结果公告",
        body="## 一、情况\n\n| 项 | 元 |\n|---|---|\n| 床 | **1.5** |",
        department="设备科",
        **fields,
    )
    columns = {"kind": "item", "topic": "procurement", "code": "CG-01", "lineage_key": "CG-01", "title": "采购结果公告"}
    return chain.append(content, **columns, department_code="D1", department_name="设备科")


def text_of(publication):
    data = documents.draw(sheet_queries.printed_sheet(publication, hospital=Hospital(name="示范医院")))
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_what_stands_open_is_printed_once_and_chained(published):
    assert (sheets.print_waiting(), sheets.print_waiting()) == (2, 0)

    link = OpenLink.objects.get(kind="prints")
    files = PublicationFile.objects.order_by("pk")
    assert link.content["sheets"] == [
        {"of": number, "sha256": hashlib.sha256(f"%PDF {number}".encode()).hexdigest()} for number in (1, 2)
    ]
    assert [(file.kind, file.chained_in.sequence, file.name) for file in files] == [
        ("print", 3, "药品遴选（第1号）.pdf"),
        ("print", 3, "药品遴选（第2号）.pdf"),
    ]
    assert AuditEvent.objects.get(verb="disclosure.chain_prints").details["published"] == ["ZZ-3"]
    assert list(queries.publication_breaches(lambda: None)) == []


def test_sheets_are_chained_in_batches(published, monkeypatch):
    monkeypatch.setattr(sheets, "BATCH", 1)

    sheets.print_waiting()

    assert [len(link.content["sheets"]) for link in OpenLink.objects.filter(kind="prints")] == [1, 1]


def test_publishing_asks_the_worker_for_the_sheet(published):
    sweep()

    assert (Duty.objects.filter(kind="disclosure.print", state="done").count(), PublicationFile.objects.count()) == (
        2,
        2,
    )


def test_a_sheet_that_cannot_be_drawn_keeps_no_other_from_being_printed(published, monkeypatch):
    def draw(sheet):
        if sheet.sequence == 1:
            raise ValueError("nicht")
        return b"%PDF"

    monkeypatch.setattr("disclosure.documents.sheets.draw", draw)

    with pytest.raises(ValueError, match="nicht"):
        sheets.print_waiting()

    assert [file.publication.sequence for file in PublicationFile.objects.all()] == [2]


def test_what_was_taken_off_while_it_was_drawn_gets_no_sheet(made, published):
    services.withdraw(by=made.office, publication=Publication.objects.get(sequence=1), reason="有误")

    kept = sheets.keep({Publication.objects.get(sequence=1).pk: b"%PDF"}, by=made.office)

    assert (kept, PublicationFile.objects.count()) == (0, 0)


def test_the_sheet_of_a_power_says_what_is_open_and_how_to_check_it(made):
    factories.publish(made, name="药品遴选", fee_basis="不收费", promised_limit=20)
    publication = Publication.objects.get()

    text = text_of(publication)

    shown = " ".join(publication.hash[start : start + 4] for start in range(0, 16, 4))
    for words in (
        "示范医院",
        "药品遴选",
        "药品采购权",
        "20 工作日",
        "不收费",
        "网上报名",
        "公开链第 1 号",
        shown,
        "第 1 页，共",
    ):
        assert words in text
    printed = sheet_queries.printed_sheet(publication, hospital=Hospital())
    assert printed.url == f"http://127.0.0.1:8000/open/chain/1/?h={publication.hash[:16]}"


def test_the_sheet_of_an_item_has_its_text_and_the_hashes_of_its_files(made):
    file = {"name": "明细.xlsx", "type": "x", "size": 1, "sha256": "ab" * 32}

    text = text_of(item(files=[file], replaces=1, reason="金额有误"))

    for words in ("采购结果公告", "《办法》", "一、情况", "1.5", "明细.xlsx", "ab" * 32, "金额有误"):
        assert words in text


def test_the_sheet_of_an_answer_has_question_and_answer(made):
    content = calculations.answer_content(
        code="DF-1",
        title="关于挂号",
        question="怎么挂号？",
        answer="窗口或网上。",
        department="门诊部",
        asked_on="2026-11-20",
        replaces=1,
        reason="窗口写错",
    )
    columns = {"kind": "answer", "topic": "answers", "code": "DF-1", "lineage_key": "DF-1", "title": "关于挂号"}
    text = text_of(chain.append(content, **columns, department_code="D1", department_name="门诊部"))

    for words in ("群众来信", "怎么挂号", "窗口或网上", "2026-11-20", "更正理由", "窗口写错"):
        assert words in text


def test_names_in_a_text_are_no_markup_of_the_sheet(made):
    content = calculations.item_content(
        code="X",
        item={"name": "<b>甲</b>"},
        title="<i>题</i>",
        body="<script>x</script> ![a](http://x.cn/a.png)",
        department="<u>",
    )
    columns = {"kind": "item", "topic": "works", "code": "X", "lineage_key": "X", "title": "<i>题</i>"}

    text = text_of(chain.append(content, **columns, department_code="D1", department_name="<u>"))

    assert "<script>" in text


def found():
    return [breach.text for breach in queries.publication_breaches(lambda: None)]


def test_altered_bytes_of_a_sheet_are_found(published):
    sheets.print_waiting()
    guards.tamper("disclosure_publicationfile", "UPDATE disclosure_publicationfile SET data = %s", b"%PDF x")

    assert found() == ["被改过：重新计算的哈希与所记的不符"] * 2


def test_a_sheet_with_another_hash_is_found_by_the_chain(published):
    sheets.print_waiting()
    data = b"%PDF 0"
    guards.tamper(
        "disclosure_publicationfile",
        "UPDATE disclosure_publicationfile SET data = %s, sha256 = %s WHERE name LIKE '%%第1号%%'",
        data,
        hashlib.sha256(data).hexdigest(),
    )

    assert [text[:9] for text in found()] == ["公开链没有登记这个", "公开链登记的文件（"]


def test_a_file_put_in_and_a_file_taken_out_are_found(published):
    attach(1)
    sheets.print_waiting()
    guards.tamper("disclosure_publicationfile", "DELETE FROM disclosure_publicationfile WHERE name LIKE '%%第2号%%'")

    assert [text[:9] for text in found()] == ["公开链没有登记这个", "公开链登记的文件（"]


def test_an_attachment_that_its_content_names_is_held_against_it(made):
    data = b"%PDF-1.7 test"
    publication = item(
        files=[{"name": "目录.pdf", "type": "application/pdf", "size": 1, "sha256": hashlib.sha256(data).hexdigest()}]
    )
    from disclosure.queries.proof import _altered_files

    missing = [breach.text[:8] for breach in _altered_files("open", lambda: None)]
    attach(publication.sequence, data)

    assert (missing, list(_altered_files("open", lambda: None))) == (["公开链登记的文件"], [])


def test_what_was_typed_as_plain_text_is_printed_as_the_page_shows_it():
    typed = "## 一\n* 二 *三*\n<b>"

    power = {"code": "", "department": "", "limit": "", "fee_basis": "", "supervision_channels": "", "content": typed}
    power |= {"materials": [], "bases": [], "steps": [], "svg": ""}
    answer = {"about": "", "department": "", "asked_on": "", "question": typed, "answer": "**可以**"}

    shown = "<p>## 一<br>* 二 *三*<br>&lt;b&gt;</p>"
    assert printed.parts_of("power", power)["body"] == shown
    assert printed.parts_of("answer", answer)["body"] == (
        f"<h2>群众来信</h2>{shown}<h2>答复</h2><p><strong>可以</strong></p>\n"
    )


def test_markdown_is_printed_as_the_page_shows_it():
    body = "# 一\n\n| 项 | 元 |\n|---|--:|\n| 床 | 1 |"
    content = calculations.item_content(code="", item={}, title="", body=body, department="")

    assert printed.parts_of("item", content)["body"] == markdown.render(body)
