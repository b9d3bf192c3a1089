"""What pages tell of a draft is true and meant for a draft: its story, its decision, its files, what was found in it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals import queries as approval_queries
from approvals import services as approval_services
from core import queries as core_queries
from core.rules import Denied
from disclosure.models import Draft
from disclosure.queries import drafts as queries
from disclosure.services import drafts, secrecy
from organization.roles import Role
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db
KEY = "6f1b3f0e-5f1c-4c57-9a55-0f4f5f1c4c58"
LIST = "/disclosure/drafts/"
PHONE = "联系电话 13800138000"


@pytest.fixture
def made():
    return approvals.world()


def told(client, draft):
    return [(entry["did"], entry["why"]) for entry in client.get(f"{LIST}{draft.pk}/").context["history"]]


def page_of(client, person, address):
    sign_in(client, person)
    return client.get(address)


def file_of(file):
    return reverse("core:attachment", args=[file.pk])


def test_its_story_names_what_was_changed_and_the_files_that_came_and_went(client, made):
    draft = factories.draft(made)
    drafts.change(by=made.filer, draft=draft, body="全部重写。")
    (file,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    drafts.detach(by=made.filer, draft=draft, attachment=file)

    sign_in(client, made.filer)

    assert told(client, draft) == [
        ("移除附件：附件.docx", ""),
        ("增加附件：附件.docx", ""),
        ("修改“正文”", "修改"),
        ("新建", "起草"),
    ]


def test_who_only_took_a_file_off_does_not_decide_about_it_either(made):
    draft = factories.draft(made)
    (file,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    drafts.detach(by=made.head, draft=draft, attachment=file)

    submission = factories.submitted(made, draft)

    row = approval_queries.rows_by_item(submission.items.get()).get()
    assert set(row.filers.all()) == {made.filer, made.head}


def test_it_is_reported_by_who_drafted_it_and_signed_by_nobody(client, made):
    submission = factories.submitted(made)

    context = page_of(client, made.office, submission.get_absolute_url()).context

    assert [(entry["who"], entry["did"]) for entry in context["story"]] == [(made.filer, "报审")]
    assert [fact["label"] for fact in context["facts"]] == ["报审人", "报审时间", "内容哈希"]


@pytest.mark.parametrize("step", ["", "reject/"])
def test_its_decision_speaks_of_no_list(client, made, step):
    submission = factories.submitted(made)

    page = page_of(client, made.office, f"{submission.get_absolute_url()}{step}").content.decode()

    assert ("清单" in page, "公开稿" in page) == (False, True)


def test_taking_it_back_speaks_of_the_draft(client, made):
    submission = factories.submitted(made)
    address = f"{submission.get_absolute_url()}withdraw/"

    asked = page_of(client, made.filer, address).content.decode()
    done = client.post(address, {"form_key": KEY}, follow=True)

    assert "撤回后公开稿回到草稿，可以修改；再次报审须从党办审核开始。" in asked
    assert [str(message) for message in done.context["messages"]] == ["已撤回，公开稿可以继续修改。"]


def test_its_files_are_opened_from_the_decision_by_who_reads_the_submission(client, made):
    draft = factories.draft(made)
    (file,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    submission = factories.submitted(made, draft)

    page = page_of(client, made.secrecy, submission.get_absolute_url()).content.decode()

    assert f'<a href="{file_of(file)}">附件.docx</a>' in page
    assert client.get(file_of(file)).status_code == 200
    stranger = people.holder(Role.FILER, people.department())
    assert page_of(client, stranger, file_of(file)).status_code == 404


def test_a_file_that_was_decided_with_is_still_read_after_it_was_taken_off(client, made):
    draft = factories.draft(made)
    (file,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    submission = factories.submitted(made, draft)
    approval_services.decide(by=made.office, submission=submission, verdict="return", reason="附件有误")
    draft.refresh_from_db()
    drafts.detach(by=made.filer, draft=draft, attachment=file)

    assert queries.frozen_files(submission) == [file]
    assert page_of(client, made.office, file_of(file)).status_code == 200


def test_a_file_that_never_went_up_is_not_read_once_it_was_taken_off(client, made):
    draft = factories.draft(made)
    (file,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    drafts.detach(by=made.filer, draft=draft, attachment=file)

    assert page_of(client, made.filer, file_of(file)).status_code == 404


def test_what_was_found_stands_beside_the_decision_covered(client, made):
    submission = factories.submitted(made, body=f"{PHONE}，患者张三反映，家属李四来院，患者王小明投诉。")

    page = page_of(client, made.office, submission.get_absolute_url()).content.decode()

    assert ("138******00" in page, "患者张*反映" in page) == (True, True)
    assert "打开保密审查表，查看全部 4 处" in page


def test_nothing_is_looked_for_again_once_it_is_decided(made):
    submission = factories.at_overseer(made, body=PHONE)
    approval_services.decide(by=made.overseer, submission=submission, verdict="agree")
    submission.refresh_from_db()

    _template, context = secrecy.panel(submission, made.office)

    assert (context["pieces"], context["piece_count"]) == ([], 0)


def test_agreeing_before_the_check_is_filled_in_leads_to_it(client, made):
    submission = factories.at_secrecy(made)
    check = f"/disclosure/submissions/{submission.pk}/secrecy/"

    asked = page_of(client, made.secrecy, submission.get_absolute_url())
    form = {"verdict": "agree", "version": submission.version, "form_key": KEY}
    refused = client.post(f"{submission.get_absolute_url()}decide/", form)

    assert (asked.context["todo_url"], asked.context["words"].todo) == (check, "填写保密审查表")
    assert refused.status_code == 403
    assert f'<a class="btn btn-primary" href="{check}">填写保密审查表</a>' in refused.content.decode()
    assert "公开审查”中" not in refused.content.decode()


def test_the_refusal_names_the_check(made):
    submission = factories.at_secrecy(made)

    with pytest.raises(Denied) as refused:
        approval_services.decide(by=made.secrecy, submission=submission, verdict="agree")

    assert refused.value.help == "请先填写这份报审的“保密审查表”：逐点确认，逐处处理；应遮盖的，请退回修改。"


def test_who_does_not_fill_in_the_check_reads_who_does_and_how_far_it_is(client, made):
    submission = factories.at_secrecy(made, body=PHONE)
    factories.check(made, submission)

    page = page_of(client, made.office, f"/disclosure/submissions/{submission.pk}/secrecy/")

    text = page.content.decode()
    assert (
        "由保密审查员在“保密审查”环节填写，您只能查看。现由“保密审查”办理。已确认 6 / 6 点，已处理 1 / 1 处。" in text
    )
    assert ('<fieldset class="secrecy-point"' in text, "依法可以公开" in text, "依法公开的联系方式" in text) == (
        False,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda made: factories.draft(made, body=PHONE), "请先遮盖或删去不该公开的，再报审"),
        (lambda made: _of(factories.at_secrecy(made, body=PHONE)), "保密审查员在保密审查表中逐处处理"),
        (
            lambda made: factories.passed(made, body=PHONE, publish_at=timezone.now() + timedelta(days=1)),
            "保密审查时已经逐处处理",
        ),
    ],
)
def test_what_was_found_is_worded_by_where_the_draft_is(client, made, make, words):
    draft = make(made)

    page = page_of(client, made.filer, f"{LIST}{draft.pk}/").content.decode()

    known = ("请先遮盖或删去", "逐处处理，应遮盖的退回修改", "已经逐处处理")
    assert (words in page, sum(each in page for each in known)) == (True, 1)


def _of(submission):
    return queries.draft_of(submission)


def test_who_may_decide_now_finds_the_step_on_top_of_the_draft(client, made):
    submission = factories.submitted(made)
    address = f"{LIST}{_of(submission).pk}/"

    assert page_of(client, made.office, address).context["may_decide"] is True
    assert page_of(client, made.secrecy, address).context["may_decide"] is False
    assert f'<a class="btn btn-primary" href="{submission.get_absolute_url()}">去审批</a>' in (
        page_of(client, made.office, address).content.decode()
    )


def test_the_list_tells_when_each_was_published_or_is_to_be(client, made):
    tomorrow = timezone.now() + timedelta(days=1)
    published = factories.published(made)
    planned = factories.passed(made, publish_at=tomorrow)
    dropped = drafts.drop(by=made.filer, draft=factories.draft(made, publish_at=tomorrow))
    sign_in(client, made.filer)

    rows = {row.thing: row.rest[-1] for row in client.get(LIST).context["page"].rows}
    sheet = b"".join(client.get(f"{LIST}?export=csv").streaming_content).decode()

    assert {draft.pk: (cell.value, cell.note) for draft, cell in rows.items()} == {
        published.draft.pk: (published.published_at, ""),
        planned.pk: (tomorrow, "计划"),
        dropped.pk: (None, ""),
    }
    assert f"计划 {timezone.localtime(tomorrow):%Y-%m-%d %H:%M}" in sheet


def test_a_stored_row_without_any_change_says_so(made):
    draft = Draft.objects.get(pk=factories.draft(made).pk)
    draft.save()

    assert core_queries.history_of(draft)[0]["did"] == "保存，内容未变"
