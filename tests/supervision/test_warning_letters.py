"""风险提示 as a letter: what it says, who has it printed, and the files of an answer."""

import io

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from core import services as core_services
from core.documents.uploads import Upload
from core.models import Attachment, Duty
from core.rules import Denied
from organization.roles import Role
from supervision import queries, services
from supervision.models import RiskWarning
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
SECRET = "一名供应商业务员来电"


@pytest.fixture
def where():
    return factories.department("设备科")


def print_as(client, warning, kind):
    client.post(f"{warning.get_absolute_url()}print/{kind}/")
    core_services.sweep()
    duty = Duty.objects.filter(kind="supervision.print").order_by("-pk")[0]
    assert (duty.state, duty.error) == ("done", "")
    return duty.result


def words_of(attachment):
    data = attachment.file.read()
    if attachment.name.endswith("pdf"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return "\n".join(line.text for line in Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_letter_says_what_was_sent_and_nothing_of_what_was_collected(client, where, kind):
    point = risk_factories.point(risk_factories.register(where), description="收受供应商好处，规避招标")
    warning = supervision_factories.warning(where, what=SECRET, point=point, title="单一来源采购占比上升")
    sent = supervision_factories.sent(warning, level="second" if kind == "pdf" else "first")
    risk_factories.sign_in(client, supervision_factories.keeper())

    words = words_of(print_as(client, sent, kind)).replace("\n", "")

    name = "处置通知书" if kind == "pdf" else "防控通知书"
    day = sent.answer_due_on
    for text in (
        f"关于单一来源采购占比上升的廉洁风险{name}",
        "设备科：",
        "请核查单一来源的理由。",
        "收受供应商好处，规避招标。",
        f"请于{day.year}年{day.month}月{day.day}日前将核查情况",
        sent.code,
    ):
        assert text.replace(" ", "") in words.replace(" ", "")
    assert (SECRET in words, sent.judgement in words, "附件" in words) == (False, False, False)


def test_the_letter_is_printed_once_sent_by_both_sides_and_for_nobody_else(client, where):
    warning = supervision_factories.judged(supervision_factories.warning(where))
    keeper, filer = supervision_factories.keeper(), supervision_factories.filer(where)
    overseer = factories.holder(Role.OVERSEER, where)

    with pytest.raises(Denied, match="还没有发出"):
        services.ask_print(by=keeper, paper="warning", thing=warning, kind="pdf")
    sent = services.send_warning(by=keeper, warning=warning, letter="请核查", answer_days=5)
    with pytest.raises(Denied, match="发出部门和收到的部门"):
        services.ask_print(by=overseer, paper="warning", thing=sent, kind="docx")
    client.force_login(filer)
    made = print_as(client, sent, "docx")
    duty = Duty.objects.get(kind="supervision.print")
    watched = []
    for by in (keeper, filer, overseer, factories.holder(Role.FILER, factories.department())):
        client.force_login(by)
        answers = [
            client.get(url).status_code for url in (reverse("core:attachment", args=[made.pk]), duty.get_absolute_url())
        ]
        watched.append(answers)

    assert watched == [[200, 200], [200, 200], [404, 404], [404, 404]]


def test_a_letter_asked_twice_is_one_job_and_one_changed_meanwhile_is_not_drawn(where):
    keeper = supervision_factories.keeper()
    sent = supervision_factories.sent(supervision_factories.warning(where))
    first, second = (services.ask_print(by=keeper, paper="warning", thing=sent, kind="docx") for _time in range(2))
    RiskWarning.objects.update(letter="改过的")

    with pytest.raises(Denied, match="内容又有改动"):
        services.print_paper(first, lambda *_told: None)
    assert (first, Attachment.objects.count()) == (second, 0)


def test_files_of_an_answer_are_opened_by_who_sees_the_warning(client, where):
    file = Upload(b"%PDF-1.4", "核查表.pdf", "application/pdf")
    supervision_factories.answered(supervision_factories.warning(where), proof=[file])
    url = reverse("core:attachment", args=[Attachment.objects.get().pk])
    client.force_login(supervision_factories.keeper())
    seen = client.get(url).status_code
    client.force_login(supervision_factories.filer(factories.department()))

    assert (seen, client.get(url).status_code) == (200, 404)


def test_what_was_not_sent_has_no_days_on_paper(where):
    printed = queries.printed_warning(supervision_factories.judged(supervision_factories.warning(where)))

    assert (printed.sent_on, printed.due_on, printed.issuer) == ("", "", "江州市第一人民医院纪检监察室")
