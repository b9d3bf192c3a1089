"""保密审查 of public answers: nothing becomes public before it, by another than who settled, without who wrote."""

import pytest

from core.models import AuditEvent
from core.rules import Denied
from disclosure.models import Publication
from disclosure.queries import handling as queries
from disclosure.services import handling
from organization.models import Notice
from organization.roles import Role
from organization.services import grant
from tests import factories
from tests.disclosure import incoming
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db
LIST = "/disclosure/suggestions/"


def test_nothing_becomes_public_before_the_secrecy_reviewer_has_looked():
    """secrecy_reviewer: an opinion before anything becomes public."""
    office, secrecy = incoming.office(), incoming.secrecy()
    made = incoming.drafted(by=office, is_public_allowed=True)
    public = {"is_public": True, "title": "题", "question": "请回 13900001111"}

    reply = handling.answer_suggestion(by=office, suggestion=made, text="答", **public)

    now, event = incoming.fresh(made).handling, AuditEvent.objects.latest("sequence")
    assert (reply, now.state, now.settled_by, Publication.objects.count()) == (None, "clearing", office, 0)
    assert (now.title, now.question, now.answer) == ("题", "请回 13900001111", "答")
    assert (event.verb, event.details) == ("disclosure.settle_answer", {"found": 1})
    assert Notice.objects.get(person=secrecy).text == "党办审定了一条公开答复，请做保密审查。"
    reply = handling.clear_answer(by=secrecy, suggestion=made)
    now, event = incoming.fresh(made).handling, AuditEvent.objects.latest("sequence")
    assert (now.state, now.title, now.question, now.answer) == ("answered", "", "", "")
    assert (reply.by, reply.publication.content["question"]) == (office, "请回 13900001111")
    told = {"face": "open", "published": [reply.publication.code], "tombstones": []}
    assert (event.verb, event.details, event.actor_id) == ("disclosure.clear_answer", told, str(secrecy.pk))


def test_what_the_secrecy_reviewer_returns_is_settled_anew():
    office = incoming.office()
    made = incoming.settled(by=office)

    handling.hold_answer(by=incoming.secrecy(), suggestion=made, reason="能看出是谁")

    now = incoming.fresh(made).handling
    assert (now.state, now.settled_by, now.answer) == ("drafted", None, incoming.ANSWER)
    assert Notice.objects.filter(person=office).latest("pk").text == "保密审查退回了一条公开答复，理由见办理经过。"
    handling.answer_suggestion(by=office, suggestion=made, text="改", is_public=True, title="题", question="问")
    assert incoming.fresh(made).handling.state == "clearing"


def test_clearing_is_denied_to_who_settled_and_to_who_does_not_review():
    office = incoming.office()
    grant(by=factories.system(), person=office, role=Role.SECRECY_REVIEWER, department=factories.root())
    made = incoming.settled(by=office)

    with pytest.raises(Denied, match="自己审定的公开答复"):
        handling.clear_answer(by=office, suggestion=made)
    for step, more in (("clear_answer", {}), ("hold_answer", {"reason": "有姓名"})):
        with pytest.raises(Denied, match="由保密审查员办理"):
            getattr(handling, step)(by=incoming.discipline(), suggestion=made, **more)


def test_the_office_takes_back_what_waits_for_the_secrecy_review(client):
    office = sign_in(client, incoming.office())
    made = incoming.settled(by=office)
    address = f"{LIST}{made.pk}/hold/"

    page = client.get(address)
    answered = client.post(address, {"reason": "标题要改"})

    now = incoming.fresh(made).handling
    assert (page.context["heading"], answered.url) == ("撤回公开答复", made.get_absolute_url())
    assert (now.state, now.answer, now.settled_by) == ("drafted", incoming.ANSWER, None)
    assert now.history.latest().history_change_reason == "党办撤回公开答复：标题要改"
    assert not Notice.objects.filter(text__startswith="保密审查退回").exists()


def test_a_report_noticed_at_the_secrecy_review_leaves_nothing_of_what_was_to_be_public():
    made = incoming.settled()

    handling.treat_as_report(by=incoming.office(), suggestion=made)

    now = incoming.fresh(made).handling
    assert (now.state, now.title, now.question, now.answer) == ("refused", "", "", "")


def test_the_secrecy_reviewer_sees_what_waits_for_it_without_who_wrote_and_sends_it_back(client):
    made, other = incoming.settled(), incoming.drafted()
    file = incoming.file(made)
    reviewer = sign_in(client, incoming.secrecy())
    address = f"{LIST}{made.pk}/"

    page = client.get(address)
    tasks = [task.what for task in queries.suggestion_tasks(reviewer).tasks]

    assert [each["label"] for each in page.context["actions"]] == ["通过并公开", "退回党办"]
    assert [text in page.text for text in (incoming.TEXT, incoming.ANSWER, "退费多久到账？")] == [True] * 3
    assert [text in page.text for text in (incoming.NAME, incoming.CONTACT, file.name)] == [False] * 3
    assert [
        client.get(f"/disclosure/suggestions/{way}").status_code for way in (f"files/{file.pk}/", f"{other.pk}/")
    ] == [404, 404]
    assert tasks == ["保密审查公开答复（意见建议）"]
    assert client.post(f"{address}hold/", {"reason": ""}).status_code == 422
    assert client.post(f"{address}hold/", {"reason": "能看出是谁"}).status_code == 302
    assert (incoming.fresh(made).handling.state, client.get(address).status_code) == ("drafted", 404)


def test_what_may_be_personal_in_a_public_answer_is_pointed_out_to_who_clears_it(client):
    office = incoming.office()
    made = incoming.drafted(by=office, is_public_allowed=True)
    public = {"is_public": True, "title": "题", "question": f"{incoming.NAME}问"}
    handling.answer_suggestion(by=office, suggestion=made, text="请打 13900001111", **public)
    sign_in(client, incoming.secrecy())

    page = client.get(f"{LIST}{made.pk}/clear/")
    passed = client.post(f"{LIST}{made.pk}/clear/")

    told = "请核对疑似个人信息：提出人的称呼 标****、电话号码 139******11"
    assert page.context["consequences"][0] == told
    assert passed.url == f"/disclosure/publications/{incoming.fresh(made).reply.publication.pk}/"


def test_who_wrote_is_pointed_out_to_who_settles_by_the_name_they_gave(client):
    office = incoming.office()
    made = incoming.drafted(by=office, is_public_allowed=True)
    sign_in(client, office)
    sent = {"text": f"{incoming.NAME}您好", "is_public": "on", "title": "题", "question": "问"}

    page = client.post(f"{LIST}{made.pk}/answer/", sent)

    assert page.context["form"].errors["text"] == [
        "疑似个人信息：提出人的称呼 标****。请删去；确实不是的，勾选下面的“已逐处核对”。"
    ]


def test_what_may_be_personal_in_the_text_is_told_before_a_department_reads_it(client):
    made = incoming.suggestion(text="我住院号 20260012，退费没到")
    sign_in(client, incoming.office())

    page = client.get(f"{LIST}{made.pk}/assign/")

    assert "原文里有疑似个人信息（" in page.context["form"].fields["department"].help_text
