"""Pages of regulations, assessments and what is due: forms keep what was typed, lists are searched, counted, exported."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.registry import registry
from powers import services
from powers.documents import texts
from powers.models import RegulationReview, RegulationVersion
from powers.states import ReviewItem
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 text"


def docx(**entries):
    """A Word document, or what claims to be one, of the named entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in (entries or {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture
def filer(client):
    person = people.holder("filer", people.department())
    client.force_login(person)
    return person


@pytest.fixture
def office(client):
    person = people.holder("party_office")
    client.force_login(person)
    return person


def answered(**changes):
    """The checklist as it is posted, each item fitting."""
    return {**dict.fromkeys(ReviewItem.values, "fits"), "conclusion": "可以印发", **changes}


def test_a_department_drafts_assesses_and_submits_on_its_pages(client, filer):
    drafted = client.post(
        "/powers/regulations/draft/",
        {
            "name": "临购规定",
            "kind": "procedure",
            "department": filer.department_id,
            "summary": "写明时限",
            "edition": "",
        },
    )
    version = RegulationVersion.objects.get()
    opened = client.post(reverse("powers:open_review", args=[version.pk]))
    review = RegulationReview.objects.get()
    saved = client.post(opened.url, answered(limits="at_risk", limits_note="第三条没有时限"))
    bare = client.post(reverse("powers:submit_review", args=[review.pk]))
    corrected = client.post(
        reverse("powers:add_correction", args=[review.pk]),
        {"item": "limits", "text": "第三条写明五个工作日", "due_on": str(timezone.localdate())},
    )
    submitted = client.post(reverse("powers:submit_review", args=[review.pk]))

    review.refresh_from_db()
    assert (drafted.url, saved.url, bare.status_code) == (version.get_absolute_url(), review.get_absolute_url(), 403)
    assert (corrected.status_code, submitted.status_code, review.state) == (302, 302, "submitted")


def test_a_risk_without_its_description_comes_back_with_what_was_typed(client, filer):
    review = factories.review(factories.draft(factories.regulation(filer.department), by=filer))
    page = client.post(
        reverse("powers:edit_review", args=[review.pk]), answered(conflict="at_risk", conclusion="打了很多字")
    )

    html = page.content.decode()
    assert (page.status_code, page.context["form"].errors) == (
        422,
        {"conflict_note": ["有风险的须写明是哪一条、什么风险。"]},
    )
    assert ("打了很多字" in html, review.answers.get(item="conflict").answer) == (True, "fits")


def test_a_half_filled_assessment_is_kept(client, filer):
    version = factories.draft(factories.regulation(filer.department), by=filer)
    review = services.open_review(by=filer, version=version)

    client.post(reverse("powers:edit_review", args=[review.pk]), {"limits": "fits", "conclusion": ""})

    assert list(review.answers.values_list("item", "answer")) == [("limits", "fits")]


def test_the_opinion_is_given_beside_the_assessment(client):
    review = factories.submitted()
    client.force_login(people.holder("discipline"))
    address = reverse("powers:give_opinion", args=[review.pk])

    bare = client.post(address, {"verdict": "return", "reason": " "})
    given = client.post(address, {"verdict": "return", "reason": "补评公开一项"})

    review.refresh_from_db()
    assert bare.context["opinion_form"].errors == {"reason": ["请写明理由，让制定部门知道要改什么。"]}
    assert (bare.status_code, given.url, review.state) == (422, review.get_absolute_url(), "returned")
    assert "补评公开一项" in client.get(given.url).content.decode()


def test_the_opinion_form_is_shown_to_nobody_else(client):
    review = factories.submitted()
    client.force_login(review.opened_by)

    page = client.get(review.get_absolute_url())

    assert (page.context["opinion_form"], page.context["may_answer"]) == (None, False)


def test_coming_into_force_is_refused_on_its_page_with_what_to_do(client, office):
    version = factories.draft()
    address = reverse("powers:enact_version", args=[version.pk])

    refused = client.get(address)
    factories.completed(version)
    day = str(timezone.localdate())
    ahead = client.post(address, {"document_number": "1号", "issued_on": "2999-01-01", "effective_on": day})
    done = client.post(address, {"document_number": "1号", "issued_on": day, "effective_on": day})

    assert (refused.status_code, "没有完成廉洁性评估" in refused.content.decode()) == (403, True)
    assert ahead.context["form"].errors == {"issued_on": ["日期不能晚于今天；到了那一天再登记。"]}
    assert (done.url, RegulationVersion.objects.get(pk=version.pk).state) == (version.get_absolute_url(), "in_force")
    assert client.get(done.url).status_code == 200


def test_a_version_is_revised_changed_and_dropped_on_its_pages(client, filer):
    regulation = factories.regulation(filer.department)
    address = reverse("powers:draft_version", args=[regulation.code])

    bare = client.post(address, {"summary": "新内容"})
    made = client.post(address, {"summary": "新内容", "changes": "第八条", "file": SimpleUploadedFile("a.pdf", PDF)})
    version = regulation.versions.get(state="draft")
    stamp = client.get(f"{made.url}edit/").context["form"].initial["version"]
    changed = client.post(f"{made.url}edit/", {"summary": "又改", "changes": "第九条", "version": stamp})
    late = client.post(f"{made.url}edit/", {"summary": "后到", "changes": "第九条", "version": stamp})
    version.refresh_from_db()
    dropped = client.post(f"{made.url}drop/", {"reason": "并入别的办法"})

    assert (bare.status_code, changed.status_code, late.status_code, dropped.status_code) == (422, 302, 409, 302)
    assert (version.summary, version.text.content_type) == ("又改", "application/pdf")
    assert client.get(reverse("core:attachment", args=[version.text_id])).status_code == 200
    assert regulation.versions.get(pk=version.pk).state == "dropped"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (PDF, texts.PDF),
        (docx(), texts.DOCX),
        (docx(**{"xl/workbook.xml": b""}), ""),
        (docx(**{"[Content_Types].xml": b"", "word/document.xml": b"", **{f"x{n}": b"" for n in range(200)}}), ""),
        (docx()[:-30], ""),
        (b"MZ program", ""),
        (PDF + b"x" * texts.MOST_BYTES, ""),
    ],
)
def test_a_text_is_known_by_its_content(data, content_type):
    assert texts.content_type_of(data) == content_type


def test_a_damaged_archive_is_no_text(monkeypatch):
    monkeypatch.setattr(texts.zipfile, "is_zipfile", lambda _file: True)

    assert texts.content_type_of(b"PK broken") == ""


def test_a_file_of_another_kind_is_refused_beside_its_field(client, filer):
    regulation = factories.regulation(filer.department)

    page = client.post(
        reverse("powers:draft_version", args=[regulation.code]),
        {"summary": "新内容", "changes": "第八条", "file": SimpleUploadedFile("a.pdf", b"MZ program")},
    )

    assert page.context["form"].errors == {"file": ["只能上传不超过 5 MB 的 PDF 或 Word（.docx）文件。"]}


def test_drafting_is_refused_to_who_files_for_nobody(client):
    client.force_login(people.holder("discipline"))

    assert client.get("/powers/regulations/draft/").status_code == 403


def test_the_office_repeals_after_being_asked(client, office):
    regulation = factories.regulation()
    address = reverse("powers:repeal_regulation", args=[regulation.code])

    asked = client.get(address)
    done = client.post(address, {"ended_on": str(timezone.localdate()), "reason": "并入别的办法"})

    assert (asked.status_code, done.url) == (200, regulation.get_absolute_url())
    assert client.get(done.url).context["regulation"].state == "repealed"


def test_an_assessed_regulation_keeps_its_day_in_the_library(client, office):
    version = factories.completed().version
    services.enact_version(by=people.system(), version=version, effective_on=timezone.localdate())

    form = client.get(f"{version.regulation.get_absolute_url()}edit/").context["form"]

    assert [name for name in ("effective_on", "edition") if name in form.fields] == []


def test_the_library_asks_only_for_what_a_regulation_lacks(client, office):
    regulation = factories.regulation(edition="第1版")

    form = client.get(f"{regulation.get_absolute_url()}edit/").context["form"]

    assert [name for name in ("effective_on", "edition") if name in form.fields] == ["effective_on"]


def test_a_completed_assessment_is_reopened_after_being_asked(client):
    review = factories.completed()
    client.force_login(review.opened_by)
    address = reverse("powers:reopen_review", args=[review.pk])

    asked, done = client.get(address), client.post(address)

    review.refresh_from_db()
    assert (asked.status_code, done.status_code, review.state) == (200, 302, "draft")


def test_a_correction_is_due_from_today_on_and_finished_with_what_was_done(client, filer):
    review = factories.review(factories.draft(factories.regulation(filer.department), by=filer), limits="没有时限")
    late = client.post(
        reverse("powers:add_correction", args=[review.pk]), {"item": "limits", "text": "改", "due_on": "2020-01-01"}
    )
    correction = review.corrections.get()
    done = client.post(reverse("powers:finish_correction", args=[correction.pk]), {"result": "写明五个工作日"})

    correction.refresh_from_db()
    assert late.context["form"].errors == {"due_on": ["完成期限不能早于今天。"]}
    assert (done.url, correction.result) == (review.get_absolute_url(), "写明五个工作日")


def opened(department, count=1):
    """A basis that `count` powers of a department rested on, repealed."""
    basis = factories.basis(title="药品管理旧办法")
    power_list = factories.power_list(department)
    for _number in range(count):
        factories.power(power_list, bases=[basis])
    return services.change_basis(by=people.system(), basis=basis, status="repealed")


@pytest.mark.parametrize(
    ("query", "count"),
    [("?q=ypgljbf", 1), ("?q=cgfz", 0), ("?state=open", 1), ("?state=kept", 0), ("?cause=basis_repealed", 1)],
)
def test_what_is_due_is_searched_and_filtered(client, office, query, count):
    opened(people.department())

    page = client.get(f"/powers/dues/{query}").context["page"]

    assert len(page.rows) == count


@pytest.mark.parametrize(
    ("query", "count"),
    [("?q=cgglbf", 1), ("?corrections=open", 1), ("?corrections=none", 1), ("?state=completed", 0)],
)
def test_assessments_are_searched_and_filtered(client, office, query, count):
    factories.review(factories.draft(factories.regulation(name="采购管理办法")), limits="没有时限")
    factories.review(factories.draft(factories.regulation(name="议事规则")))

    page = client.get(f"/powers/reviews/{query}").context["page"]

    assert len(page.rows) == count


@pytest.mark.parametrize(("query", "count"), [("?review=none", 1), ("?state=draft", 1), ("?state=repealed", 0)])
def test_regulations_are_filtered_by_state_and_assessment(client, office, query, count):
    regulation = factories.regulation()
    services.draft_regulation(
        by=people.system(), name="新规定", kind="procedure", department=regulation.department, summary="草稿"
    )

    page = client.get(f"/powers/regulations/{query}").context["page"]

    assert len(page.rows) == count


@pytest.mark.parametrize(
    ("name", "heading"), [("regulations", "编码,名称"), ("reviews", "制度,版本"), ("dues", "复核对象,部门")]
)
def test_lists_are_exported_as_they_are_shown(client, office, name, heading):
    response = client.get(reverse(f"powers:{name}") + "?export=csv")

    assert b"".join(response.streaming_content).decode().lstrip("\ufeff").startswith(heading)


@pytest.mark.parametrize("name", ["reviews", "dues"])
def test_an_empty_list_says_what_comes_here(client, filer, name):
    html = client.get(reverse(f"powers:{name}")).content.decode()

    assert html.count('class="empty-text"') == 1


@pytest.fixture
def _powers_alone(monkeypatch):
    """Without what higher apps add: they count their own."""
    monkeypatch.setattr(registry, "touch_sources", registry.touch_sources[:1])


def filled(filer, size):
    """`size` assessments, and as many things due."""
    regulation = factories.regulation(filer.department)
    for _number in range(size):
        other = factories.regulation(filer.department)
        factories.completed(factories.draft(other, by=filer), limits="没有时限")
    opened(filer.department, size)
    return regulation


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("name", "questions"), [("reviews", 8), ("dues", 8)])
def test_lists_ask_the_same_for_one_row_as_for_three(client, filer, name, questions, size, django_assert_num_queries):
    filled(filer, size)
    client.get("/accounts/me/")

    with django_assert_num_queries(questions):
        client.get(reverse(f"powers:{name}"))


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.usefixtures("_powers_alone")
def test_the_page_of_a_basis_asks_the_same_however_much_rests_on_it(client, filer, size, django_assert_num_queries):
    basis = opened(filer.department, size)
    client.get("/accounts/me/")

    with django_assert_num_queries(12):
        client.get(basis.get_absolute_url())


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.usefixtures("_powers_alone")
def test_the_page_of_a_regulation_asks_the_same_for_one_version_as_for_three(
    client, filer, size, django_assert_num_queries
):
    regulation = factories.regulation(filer.department)
    for _number in range(size):
        version = factories.draft(regulation, by=filer)
        services.drop_version(by=filer, version=version, reason="不要了")
    client.get("/accounts/me/")

    with django_assert_num_queries(16):
        client.get(regulation.get_absolute_url())


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_of_an_assessment_asks_the_same_for_one_correction_as_for_three(
    client, filer, size, django_assert_num_queries
):
    risks = dict.fromkeys(ReviewItem.values[:size], "没有写明")
    review = factories.review(factories.draft(factories.regulation(filer.department), by=filer), **risks)
    client.get("/accounts/me/")

    with django_assert_num_queries(16):
        client.get(review.get_absolute_url())
