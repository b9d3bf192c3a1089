"""Pages of 考核: from planning to the printed result, the grid of scores, appeals, uses."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from core import services as core_services
from core.models import Attachment, Duty
from organization.roles import Role
from supervision import services
from supervision.models import Appeal, Appraisal, Criterion, CriterionDefault, Score, UseRecord
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories
from tests.supervision.test_lessons import PNG

pytestmark = pytest.mark.django_db
URL = "/supervision/appraisals/"


@pytest.fixture
def office(client):
    return risk_factories.sign_in(client, appraisals.office())


@pytest.fixture
def where():
    return factories.department("药剂科")


def test_the_office_plans_scores_publishes_and_closes_a_year(client, office, where):
    appraisals.only(("年度检查", "manual", "", 10))
    cycle = supervision_factories.open_cycle(where)
    at = client.post(f"{URL}new/", {"cycle": cycle.pk, "appeal_days": 5}).headers["Location"]
    asked = [client.get(f"{URL}new/").status_code, client.get(f"{at}open/").status_code]
    client.post(f"{at}open/")
    client.post(f"{at}compute/")
    appraisal = Appraisal.objects.get()
    appraisals.give(appraisal, **{where.code: 8})
    assert "没有填写" not in client.get(f"{at}publish/").content.decode()
    client.post(f"{at}publish/")
    Appraisal.objects.update(appeal_until=timezone.localdate() - timedelta(days=1))
    asked.append(client.get(f"{at}close/").status_code)
    client.post(f"{at}close/")

    page = client.get(at)
    assert (asked, Appraisal.objects.get().state) == ([200] * 3, "closed")
    assert [words in page.content.decode() for words in ("药剂科", "8.00", "公布内容校验值")] == [True] * 3


def test_publishing_says_how_many_scores_are_missing(client, office, where):
    appraisals.only(("年度检查", "manual", "", 10), ("社会评议", "rating", "", 5))
    appraisal = appraisals.opened(where)
    appraisals.give(appraisal, **{where.code: 8})

    assert "还有 1 项人工评分没有填写" in client.get(f"{appraisal.get_absolute_url()}publish/").content.decode()


def test_the_grid_scores_several_departments_with_proof(client, office, where):
    other = factories.department("财务科")
    appraisals.only(("年度检查", "manual", "", 10))
    appraisal = appraisals.opened(where, other)
    one, two = (appraisals.result(appraisal, each).pk for each in (where, other))
    url = f"/supervision/criteria/{appraisals.criterion(appraisal).pk}/score/"
    fields = {f"value_{one}": "8", f"value_{two}": "9.5", f"note_{two}": "台账齐全"}

    assert [name in client.get(url).content.decode() for name in ("药剂科", "财务科")] == [True, True]
    client.post(url, {**fields, f"files_{one}": SimpleUploadedFile("检查记录.png", PNG)})

    assert sorted(Score.objects.values_list("result", "value", "note")) == [(one, 8, ""), (two, 9.5, "台账齐全")]
    sheet = client.get(f"/supervision/results/{one}/").content.decode()
    assert [words in sheet for words in ("检查记录.png", "人工评分 8.00（满分 10）")] == [True, True]
    assert Attachment.objects.filter(subject_type="supervision.score").count() == 1


def test_the_grid_keeps_what_was_typed_and_says_what_is_wrong(client, office, where):
    appraisals.only(("年度检查", "manual", "", 10), ("社会评议", "rating", "", 5), ("加分", "bonus", "", 5))
    appraisal = appraisals.opened(where)
    pk = appraisals.result(appraisal, where).pk
    manual, rating, bonus = (
        f"/supervision/criteria/{appraisals.criterion(appraisal, title).pk}/score/"
        for title in ("年度检查", "社会评议", "加分")
    )

    over = client.post(manual, {f"value_{pk}": "11"})
    lacking = client.post(manual, {f"note_{pk}": "理由"})
    unfounded = [client.post(url, {f"value_{pk}": "2"}) for url in (manual, rating, bonus)]

    assert [response.status_code for response in (over, lacking, *unfounded)] == [422] * 5
    assert 'value="11"' in over.content.decode()
    faults = [set(response.context["form"].errors) for response in (over, lacking, *unfounded)]
    assert faults == [{f"value_{pk}"}, {f"value_{pk}"}, *[{f"note_{pk}"}] * 3]


def test_the_standard_is_kept_and_an_appraisals_own_changed_before_scoring(client, office, where):
    fields = {"title": "现场检查", "kind": "manual", "points": "10", "position": "20"}
    client.post(f"{URL}criteria/new/", fields)
    made = CriterionDefault.objects.get(title="现场检查")
    version = client.get(f"{URL}criteria/{made.pk}/edit/").context["form"].initial["version"]
    client.post(f"{URL}criteria/{made.pk}/edit/", {**fields, "points": "15", "version": version})
    appraisal = appraisals.planned(where)
    client.post(f"{appraisal.get_absolute_url()}criteria/new/", {**fields, "title": "另加"})
    added, copied = (Criterion.objects.get(title=title) for title in ("另加", "现场检查"))
    client.post(f"/supervision/criteria/{added.pk}/edit/", {**fields, "title": "另加", "points": "3"})
    pages = [f"/supervision/criteria/{copied.pk}/remove/", f"{URL}criteria/{made.pk}/remove/"]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    for page in pages:
        client.post(page)

    added.refresh_from_db()
    assert (added.points, copied.points, Criterion.objects.filter(title="现场检查").exists()) == (3, 15, False)
    assert "现场检查" not in client.get(f"{URL}criteria/").content.decode()


@pytest.mark.parametrize(
    ("kind", "formula", "is_good"),
    [
        ("automatic", "", False),
        ("automatic", "found_oneself", True),
        ("automatic", "accountability", False),
        ("manual", "found_oneself", False),
        ("bonus", "accountability", False),
        ("rating", "", True),
        ("rating", "found_oneself", True),
        ("deduction", "accountability", True),
        ("deduction", "found_oneself", False),
        ("deduction", "", True),
    ],
)
def test_a_formula_belongs_to_what_is_computed(client, office, kind, formula, is_good):
    fields = {"title": "标准", "kind": kind, "formula": formula, "points": "10", "position": "20"}

    assert (client.post(f"{URL}criteria/new/", fields).status_code == 302) is is_good


def test_appeals_are_put_and_answered_by_forms(client, where):
    appraisal = appraisals.published(where)
    result = appraisals.result(appraisal, where)
    risk_factories.sign_in(client, appraisals.head(where))
    url = f"{result.get_absolute_url()}"
    assert [client.get(url).status_code, client.get(f"{url}appeal/").status_code] == [200, 200]
    client.post(f"{url}appeal/", {"text": "请核对"})
    appeal = Appeal.objects.get()
    risk_factories.sign_in(client, supervision_factories.supervisor())
    assert "答复申诉" in client.get(url).content.decode()
    lacking = client.post(appeal.get_absolute_url(), {"verdict": "correct", "answer": "应扣"})
    fields = {"verdict": "correct", "answer": "应扣", "criterion": appraisals.criterion(appraisal).pk}
    above = client.post(appeal.get_absolute_url(), {**fields, "value": "11"})
    client.post(appeal.get_absolute_url(), {**fields, "value": "7.5"})

    assert set(lacking.context["form"].errors) == {"criterion", "value"}
    assert set(above.context["form"].errors) == {"value"}
    page = client.get(url).content.decode()
    assert [words in page for words in ("申诉更正：10.00 改为 7.50", "原得分 10.00", "应扣")] == [True] * 3


def test_a_person_sees_and_appeals_their_own_result(client):
    result, head = appraisals.person_result()
    risk_factories.sign_in(client, result.person)
    mine = client.get(f"{URL}mine/").content.decode()
    url = result.get_absolute_url()
    client.post(f"{url}appeal/", {"text": "请核对"})
    assert "请核对" in client.get(url).content.decode()
    risk_factories.sign_in(client, supervision_factories.supervisor())
    client.post(Appeal.objects.get().get_absolute_url(), {"verdict": "uphold", "answer": "无误"})
    risk_factories.sign_in(client, head)

    assert url in mine
    assert "无误" in client.get(url).content.decode()
    people = client.get(f"{result.appraisal.get_absolute_url()}people/").content.decode()
    assert result.person.name in people


def test_a_use_is_recorded_listed_and_exported(client, office, where):
    appraisal = appraisals.published(where)
    personnel = factories.department("人事科")
    url = f"{appraisal.get_absolute_url()}use/"
    fields = {
        "kind": "advanced",
        "what": "第一名",
        "handed_to": personnel.pk,
        "handed_on": timezone.localdate().isoformat(),
    }

    assert client.get(url).status_code == 200
    assert set(client.post(url, fields).context["form"].errors) == {"department"}
    assert client.post(url, {**fields, "department": where.pk}).headers["Location"] == f"{URL}uses/"
    assert UseRecord.objects.get().handed_to == personnel
    texts = [client.get(f"{URL}uses/{query}") for query in ("", "?kind=advanced", "?export=csv")]
    assert ["第一名" in read(response) for response in texts] == [True] * 3


def read(response):
    """The text of a page or of a sheet that is streamed."""
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_result_sheet_is_printed_with_ranks_and_signatures(client, office, where, kind):
    appraisal = appraisals.published(where)
    head, supervisor = appraisals.head(where), supervision_factories.supervisor()
    appeal = services.appeal_result(by=head, result=appraisals.result(appraisal, where), text="请核对")
    services.answer_appeal(
        by=supervisor,
        appeal=appeal,
        verdict="correct",
        answer="应扣",
        criterion=appraisals.criterion(appraisal),
        value=8,
    )
    assert client.get(f"{appraisal.get_absolute_url()}print/").status_code == 200
    client.post(f"{appraisal.get_absolute_url()}print/", {"kind": kind})
    core_services.sweep()

    duty = Duty.objects.get(kind="supervision.print")
    data = duty.result.file.read()
    text = pdf_text(data) if kind == "pdf" else docx_text(data)
    assert [words in text for words in ("考核结果", "药剂科", "8.00", "经申诉更正", "年度检查")] == [True] * 5


def pdf_text(data):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).replace("\n", "")


def docx_text(data):
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_nothing_is_printed_before_it_is_published(client, office, where):
    appraisal = appraisals.opened(where)

    assert client.get(f"{appraisal.get_absolute_url()}print/").status_code == 302


def test_others_get_no_page_of_what_they_may_not_see(client, where):
    appraisal = appraisals.opened(where)
    result = appraisals.result(appraisal, where)
    risk_factories.sign_in(client, factories.holder(Role.LEADERSHIP))
    leader = client.get(appraisal.get_absolute_url()).status_code
    risk_factories.sign_in(client, supervision_factories.filer(where))
    addresses = [appraisal.get_absolute_url(), result.get_absolute_url(), f"{result.get_absolute_url()}appeal/"]

    assert (leader, [client.get(address).status_code for address in addresses]) == (200, [404] * 3)
    assert client.get(f"{URL}new/").status_code == 403


def queries_of(client, appraisal):
    """Page → how many queries it asks."""
    at, result = appraisal.get_absolute_url(), appraisal.results.order_by("pk").first().get_absolute_url()
    counts = {}
    for name, url in (
        ("appraisals", URL),
        ("appraisal", at),
        ("result", result),
        ("people", f"{at}people/"),
        ("uses", f"{URL}uses/"),
        ("criteria", f"{URL}criteria/"),
        ("mine", f"{URL}mine/"),
    ):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts[name] = len(asked)
    return counts


@pytest.mark.parametrize("departments", [1, 3])
def test_pages_ask_a_constant_number_of_queries(client, office, departments):
    appraisal = appraisals.published(*(factories.department() for _n in range(departments)))

    assert queries_of(client, appraisal) == {
        "appraisals": 7,
        "appraisal": 11,
        "result": 12,
        "people": 8,
        "uses": 7,
        "criteria": 7,
        "mine": 8,
    }


def test_the_list_of_uses_counts_its_queries_with_one_row_and_with_three(
    client, office, where, django_assert_num_queries
):
    appraisal = appraisals.published(where)
    use = {"by": office, "appraisal": appraisal, "kind": "reward", "what": "奖励", "handed_to": factories.root()}
    for rows in (1, 3):
        while UseRecord.objects.count() < rows:
            services.record_use(department=where, handed_on=timezone.localdate(), **use)
        client.get(f"{URL}uses/")
        with django_assert_num_queries(7):
            client.get(f"{URL}uses/")
