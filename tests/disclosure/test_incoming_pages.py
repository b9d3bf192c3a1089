"""Pages of what the public wrote in: who sees which, the steps from the page, files, filters, exports, the leaks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import AuditEvent
from disclosure.models import Suggestion
from disclosure.queries import handling as queries
from disclosure.services import handling
from organization.roles import Role
from risks.models import Proposal
from supervision.models import Finding
from tests import factories
from tests.disclosure import incoming
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
LIST = "/disclosure/suggestions/"


def sign_in(client, person):
    return risk_factories.sign_in(client, person)


@pytest.fixture
def office(client):
    return sign_in(client, incoming.office())


def shown(client, query=""):
    return [row.thing for row in client.get(f"{LIST}{query}").context["page"].rows]


def late(**fields):
    """Due yesterday."""
    return incoming.suggestion(due_on=timezone.localdate() - timedelta(days=1), **fields)


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    for _number in range(size):
        incoming.drafted()

    with django_assert_num_queries(9):
        client.get(LIST)


@pytest.mark.parametrize("size", [1, 3])
def test_a_suggestions_page_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    made = incoming.answered(is_public=True, about_code="RS-01", department_code="D01")
    for number in range(size):
        incoming.file(made, name=f"{number}.pdf")

    with django_assert_num_queries(12):
        client.get(f"{LIST}{made.pk}/")


def test_a_department_sees_what_was_assigned_to_it_and_nothing_else(client):
    where = factories.department()
    own, other = incoming.assigned(where), incoming.assigned()
    sign_in(client, incoming.filer(where))

    assert shown(client) == [own]
    assert client.get(f"{LIST}{own.pk}/").status_code == 200
    assert client.get(f"{LIST}{other.pk}/").status_code == 404


def test_the_discipline_office_sees_all_but_never_who_wrote(client):
    made = incoming.suggestion()
    sign_in(client, incoming.discipline())

    page = client.get(f"{LIST}{made.pk}/")

    assert shown(client) == [made]
    assert (incoming.NAME in page.text, incoming.CONTACT in page.text) == (False, False)


def test_the_office_sees_who_wrote_on_the_page_alone(client, office):
    made = incoming.suggestion()

    page = client.get(f"{LIST}{made.pk}/").text

    assert (incoming.NAME in page, incoming.CONTACT in page) == (True, True)
    for query in ("", "?export=csv", "?export=xlsx"):
        answer = client.get(f"{LIST}{query}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert incoming.NAME.encode() not in body
        assert incoming.CONTACT.encode() not in body


def test_for_who_may_read_none_the_list_is_not_there(client):
    sign_in(client, factories.holder(Role.COMMITTEE_MEMBER))

    assert [client.get(f"/disclosure/{page}/").status_code for page in ("suggestions", "statistics", "ratings")] == [
        404,
        404,
        404,
    ]


def test_the_list_is_searched_filtered_and_counted(client, office):
    where = factories.department()
    refund = late(text="退费 太慢")
    question = incoming.assigned(where, kind="question", text="挂号怎么改期")
    closed = incoming.answered(is_public=True)

    assert shown(client, "?q=退费+慢") == [refund]
    assert shown(client, "?kind=question") == [question]
    assert shown(client, f"?department={where.pk}") == [question]
    assert set(shown(client, "?state=open")) == {refund, question}
    assert shown(client, "?state=closed") == [closed]
    assert shown(client, "?state=received") == [refund]
    assert shown(client, "?overdue=on") == [refund]
    assert shown(client, "?outcome=public") == [closed]
    assert shown(client, "?outcome=on_time") == [closed]
    assert shown(client, "?outcome=late") == []
    assert shown(client, "?unassigned=on") == [refund]
    today = timezone.localdate()
    assert set(shown(client, f"?month={today:%Y-%m}&year={today.year}")) == {refund, question, closed}
    assert shown(client, "?month=1999-01") == []
    counts = client.get(LIST).context["counts"]
    assert counts == {"received": 1, "assigned": 1, "drafted": 0, "clearing": 0, "overdue": 1, "closed": 1}


def test_a_name_or_contact_finds_nothing(client, office):
    incoming.suggestion()

    assert shown(client, f"?q={incoming.NAME}") == shown(client, f"?q={incoming.CONTACT}") == []


def test_an_empty_list_says_where_suggestions_come_from(client, office):
    assert "群众在公开网站上提交的" in client.get(LIST).text


def test_the_export_holds_the_whole_text(client, office):
    incoming.suggestion(text="门诊" * 50)

    text = client.get(f"{LIST}?export=csv").getvalue().decode("utf-8-sig")

    assert text.splitlines()[1].startswith(f"{'门诊' * 50},意见建议,,,待受理")
    event = AuditEvent.objects.latest("sequence")
    assert (event.verb, event.details) == ("disclosure.export_suggestions", {"count": 1, "where": "csv"})


def test_looking_at_the_list_is_not_told_as_an_export(client, office):
    incoming.suggestion()

    client.get(LIST)

    assert not AuditEvent.objects.filter(verb="disclosure.export_suggestions").exists()


def labels(client, made):
    actions = client.get(f"{LIST}{made.pk}/").context["actions"]
    return [f"{'*' * action['is_primary']}{action['label']}" for action in actions]


def test_the_next_step_is_the_first_button(client, office):
    assert labels(client, incoming.suggestion()) == ["*转办", "直接答复", "不予受理"]
    assert labels(client, incoming.assigned()) == ["改派", "直接答复", "不予受理"]
    assert labels(client, incoming.drafted()) == ["*审定答复", "退回重写", "不予受理"]
    assert labels(client, incoming.settled()) == ["撤回修改", "不予受理"]
    assert labels(client, incoming.answered()) == ["更正答复"]


def test_a_department_is_offered_the_draft_alone(client):
    where = factories.department()
    made = incoming.assigned(where)
    sign_in(client, incoming.filer(where))

    assert labels(client, made) == ["*提交答复稿"]


def test_from_writing_in_to_a_public_answer(client, office):
    """第二阶段（三）社会监督: what the public asks is answered in public where they agree."""
    where = factories.department("收费处")
    filer = incoming.filer(where)
    made = incoming.suggestion(is_public_allowed=True, department_code=where.code, about_title="门诊退费")
    address = f"{LIST}{made.pk}/"

    assert client.get(f"{address}assign/").context["form"].initial["department"] == where
    client.post(f"{address}assign/", {"department": where.pk, "note": "请附依据"})
    sign_in(client, filer)
    client.post(f"{address}draft/", {"answer": incoming.ANSWER})
    sign_in(client, office)
    form = client.get(f"{address}answer/").context["form"]
    public = {"is_public": "on", "title": form.initial["title"], "question": "退费多久到账？"}
    client.post(f"{address}answer/", {"text": form.initial["text"], **public})
    sign_in(client, incoming.secrecy())
    assert "退费多久到账？" in client.get(f"{address}clear/").text
    client.post(f"{address}clear/")
    sign_in(client, office)

    page = client.get(address)
    (reply,) = page.context["replies"]
    assert (reply.text, reply.publication.title) == (incoming.ANSWER, "关于门诊退费的答复")
    assert reply.publication.content["question"] == "退费多久到账？"
    told = [entry["did"] for entry in page.context["history"]]
    year = timezone.localdate().year
    assert told[:2] == [f"保密审查通过，答复并公开（DF-{year}-001）", "审定公开答复，送保密审查"]
    assert told[2:] == ["提交了答复稿", "转办给收费处：请附依据", "在公开网站提交"]


def test_who_did_not_agree_is_offered_no_public_answer(client, office):
    made = incoming.suggestion()

    form = client.get(f"{LIST}{made.pk}/answer/").context["form"]
    client.post(f"{LIST}{made.pk}/answer/", {"text": "谢谢", "is_public": "on", "title": "题", "question": "问"})

    assert list(form.fields) == ["text"]
    assert incoming.fresh(made).reply.publication is None


def test_what_a_public_answer_lacks_is_said_beside_the_field(client, office):
    made = incoming.suggestion(is_public_allowed=True)

    answer = client.post(f"{LIST}{made.pk}/answer/", {"text": "谢谢", "is_public": "on"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["title", "question"])


def test_personal_data_in_what_is_to_be_public_is_pointed_out_and_must_be_looked_at(client, office):
    made = incoming.suggestion(is_public_allowed=True)
    typed = {"text": "谢谢", "is_public": "on", "title": "题", "question": "请回 13900001111"}

    first = client.post(f"{LIST}{made.pk}/answer/", typed)
    second = client.post(f"{LIST}{made.pk}/answer/", {**typed, "is_checked": "on"})

    assert (first.status_code, list(first.context["form"].errors)) == (422, ["question"])
    assert "疑似个人信息：电话号码 139******11" in first.text
    assert (second.status_code, incoming.fresh(made).handling.question) == (302, typed["question"])


def test_the_office_returns_refuses_and_deletes_from_the_page(client, office):
    returned, refused, report = incoming.drafted(), incoming.suggestion(), incoming.suggestion()

    client.post(f"{LIST}{returned.pk}/return/", {"reason": "补充文号"})
    client.post(f"{LIST}{refused.pk}/refuse/", {"text": "请向医保部门咨询"})
    asked = client.get(f"{LIST}{report.pk}/report/")
    client.post(f"{LIST}{report.pk}/report/")

    states = [incoming.fresh(each).handling.state for each in (returned, refused, report)]
    assert states == ["assigned", "refused", "refused"]
    assert "立即删除，不能恢复" in asked.text
    page = client.get(f"{LIST}{report.pk}/")
    assert ("删除了原文、称呼、联系方式和附件" in page.text, incoming.TEXT in page.text) == (True, False)


@pytest.mark.parametrize("step", ["assign", "return", "refuse", "draft", "answer", "point", "finding"])
def test_a_step_that_lacks_something_is_shown_again(client, office, step):
    office_is_filer = step == "draft"
    where = factories.department()
    made = incoming.drafted(where) if step == "return" else incoming.assigned(where)
    if office_is_filer:
        sign_in(client, incoming.filer(where))

    assert client.get(f"{LIST}{made.pk}/{step}/").status_code == 200
    assert client.post(f"{LIST}{made.pk}/{step}/", {"form_key": ""}).status_code == 422


def test_a_proposed_risk_point_and_a_finding_are_linked_both_ways(client, office):
    where = factories.department()
    made = incoming.assigned(where)
    address = f"{LIST}{made.pk}/"

    client.post(f"{address}point/", {"department": where.pk, "text": "退费无时限"})
    client.post(f"{address}finding/", {"text": "退费超时", "new_point": "退费可能被拖延"})

    proposal, finding = Proposal.objects.get(text="退费无时限"), Finding.objects.get()
    page = client.get(address).text
    for thing in (proposal, finding):
        assert f'href="{thing.get_absolute_url()}"' in page
        assert f'href="{address}"' in client.get(thing.get_absolute_url()).text


def test_a_finding_of_what_is_not_assigned_asks_for_the_department_first(client, office):
    where = factories.department()
    made = incoming.suggestion(department_code=where.code)
    address = f"{LIST}{made.pk}/finding/"

    assert client.get(address).context["form"].initial == {"department": where}
    assert client.post(address, {"form_key": ""}).status_code == 422
    answer = client.post(address, {"department": where.pk})
    assert answer.url == f"{address}?department={where.code}"
    client.post(answer.url, {"text": "退费超时", "new_point": "退费可能被拖延", "due_days": "20"})
    assert Finding.objects.get().department == where


def test_a_finding_has_one_risk_point(client, office):
    where = factories.department()
    made = incoming.assigned(where)
    point = risk_factories.point(risk_factories.register(where))

    both = {"text": "退费超时", "point": point.pk, "new_point": "又一个"}
    answer = client.post(f"{LIST}{made.pk}/finding/", both)

    assert answer.status_code == 422


def test_a_file_is_downloaded_by_those_alone_who_may_read_what_it_came_with(client, office):
    where = factories.department()
    file = incoming.file(incoming.assigned(where))
    address = f"/disclosure/suggestions/files/{file.pk}/"

    answer = client.get(address)

    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF-1.7 marked", "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["Cache-Control"] == "private, no-store"
    sign_in(client, incoming.filer(factories.department()))
    assert client.get(address).status_code == 404


def test_a_suggestion_leads_to_what_it_was_written_at(client, office):
    open_now = incoming.answered(is_public=True).reply.publication
    made = incoming.suggestion(about_code=open_now.code, about_title=open_now.title)

    page = client.get(f"{LIST}{made.pk}/")

    assert page.context["about"] == open_now
    assert page.context["department_meant"].code == open_now.department_code


def test_tasks_tell_who_acts_what_waits_from_whom_since_when_and_how_it_begins():
    where, office = factories.department("收费处"), incoming.office()
    late(about_title="门诊退费")
    assigned = incoming.assigned(where)
    incoming.drafted(where)

    told = [(task.what, task.who, task.is_overdue, task.note) for task in queries.suggestion_tasks(office).tasks]
    (own,) = queries.suggestion_tasks(incoming.filer(where)).tasks

    assert told == [
        ("受理意见建议（意见建议）", "群众", True, incoming.TEXT),
        ("审定答复（意见建议）", "收费处", False, incoming.TEXT),
    ]
    assert (own.what, own.who) == ("提交答复稿（意见建议）", "党办")
    assert own.since == assigned.handling.history.latest().history_date
    assert queries.suggestion_tasks(factories.holder(Role.COMMITTEE_MEMBER)).tasks == ()


@pytest.mark.parametrize("size", [1, 3])
def test_tasks_ask_a_constant_number_of_questions(size, django_assert_num_queries):
    office = incoming.office()
    for _number in range(size):
        incoming.drafted()

    with django_assert_num_queries(2):
        queries.suggestion_tasks(office)


@pytest.mark.parametrize("size", [1, 3])
def test_what_falls_due_is_one_item_a_state_department_and_day(size, django_assert_num_queries):
    where, today = factories.department("收费处"), timezone.localdate()
    root = factories.root()
    for _number in range(size):
        incoming.suggestion()
        incoming.assigned(where)
        incoming.drafted(where)
    incoming.answered()

    with django_assert_num_queries(2):
        items = list(queries.due_suggestions(today, today + timedelta(days=20)))

    assert [(item.text, item.department_id, item.actions) for item in items] == [
        (f"收费处{size}条意见建议待提交答复稿", where.pk, ("file",)),
        (f"收费处{size}条答复稿待审定", root.pk, ("publish",)),
        (f"{size}条意见建议待受理", root.pk, ("publish",)),
    ]
    assert list(queries.due_suggestions(today, today)) == []


def test_a_closed_suggestion_is_told_with_its_withdrawn_answer(client, office):
    made = incoming.answered(is_public=True)

    page = client.get(f"{LIST}{made.pk}/").text

    assert f'href="/open/items/{made.reply.publication.code}/"' in page or "已公开" in page
    assert Suggestion.objects.count() == 1


def test_a_step_that_the_state_forbids_is_refused(client, office):
    made = incoming.answered()

    assert client.get(f"{LIST}{made.pk}/assign/").status_code == 403
    assert handling.lock(made).state == "answered"
