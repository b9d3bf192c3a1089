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


@pytest.mark.parametrize("step", ["clear_answer", "hold_answer"])
def test_clearing_is_denied_to_who_settled_and_to_who_does_not_review(step):
    office = incoming.office()
    grant(by=factories.system(), person=office, role=Role.SECRECY_REVIEWER, department=factories.root())
    made, more = incoming.settled(by=office), {"reason": "有姓名"} if step == "hold_answer" else {}

    with pytest.raises(Denied, match="自己审定的公开答复"):
        getattr(handling, step)(by=office, suggestion=made, **more)
    with pytest.raises(Denied, match="由保密审查员办理"):
        getattr(handling, step)(by=incoming.office(), suggestion=made, **more)


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
