"""更正 of answers: who asked and everybody read what is right and why, the old answer stays, nothing is public before 保密审查."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.rules import Denied
from disclosure.models import Handling, Publication, Reply
from disclosure.queries import handling as queries
from disclosure.queries import proof, statistics
from disclosure.queries import receipts as receipt_queries
from disclosure.services import handling, publications, retention, suggestions
from organization.models import Notice
from organization.roles import Role
from organization.services import grant
from tests import factories
from tests.disclosure import asked, incoming
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db
LIST = "/disclosure/suggestions/"
RIGHT, WHY = "十个工作日内到账。", "时限写错，应为十个工作日"
PUBLIC = {"is_public": True, "title": "退费到账时间", "question": "退费多久到账？"}


def correct(made, by=None, **fields):
    fields = {"text": RIGHT, "reason": WHY, **fields}
    return handling.correct_answer(by=by or incoming.office(), suggestion=made, **fields)


def test_who_asked_reads_the_corrected_answer_and_why_and_the_old_one_stays():
    office = incoming.office()
    code = suggestions.receive(nonce="n1", kind="question", text=asked.TEXT).code
    made = queries.suggestions_for(office).get()
    handling.answer_suggestion(by=office, suggestion=made, text="三天到账。")
    closed_at = incoming.fresh(made).handling.closed_at

    reply = correct(made, office)

    now, found = incoming.fresh(made), receipt_queries.suggestion_of(code)
    assert (found.answer, found.correction, found.state.label) == (RIGHT, WHY, "已答复")
    assert (now.reply, now.handling.closed_at) == (reply, closed_at)
    assert [(each.text, each.reason) for each in queries.replies_of(now)] == [(RIGHT, WHY), ("三天到账。", "")]
    assert AuditEvent.objects.latest("sequence").verb == "disclosure.correct_answer"


def test_a_public_answer_is_replaced_after_secrecy_by_a_link_that_says_what_it_corrects_and_why():
    office, secrecy = incoming.office(), incoming.secrecy()
    made = incoming.answered(by=office, is_public=True)
    old = made.reply.publication

    waits = correct(made, office, **PUBLIC)

    assert (waits, incoming.fresh(made).reply.publication, incoming.fresh(made).handling.state) == (
        None,
        old,
        "correcting",
    )
    assert Notice.objects.filter(person=secrecy).latest("pk").text == "党办更正了一条公开答复，请做保密审查。"
    reply = handling.clear_answer(by=secrecy, suggestion=made)
    old.refresh_from_db()
    new, now = reply.publication, incoming.fresh(made)
    assert (old.state, new.state, new.code, new.lineage_key) == ("replaced", "published", old.code, old.lineage_key)
    told = [new.content[name] for name in ("answer", "question", "replaces", "reason")]
    assert told == [RIGHT, PUBLIC["question"], old.sequence, WHY]
    assert (now.reply, reply.by, reply.reason, now.handling.correction) == (reply, office, WHY, "")
    assert list(proof.publication_breaches(lambda: None)) == []


def test_what_the_secrecy_reviewer_returns_leaves_the_answer_as_it_was_and_stays_to_go_on_with(client):
    office = incoming.office()
    made = incoming.correcting(by=office)

    handling.hold_answer(by=incoming.secrecy(), suggestion=made, reason="能看出是谁")

    now = incoming.fresh(made)
    assert (now.handling.state, now.reply.text, now.handling.settled_by) == ("answered", incoming.ANSWER, None)
    sign_in(client, office)
    page = client.get(f"{LIST}{made.pk}/correct/")
    shown = page.context["form"].initial
    assert (shown["text"], shown["reason"], shown["title"]) == (
        "十个工作日内到账。",
        "时限写错",
        "关于退费到账时间的答复",
    )
    assert "没有公开的更正稿" in client.get(f"{LIST}{made.pk}/").text


def test_a_withdrawn_answer_is_answered_anew_under_its_code():
    office = incoming.office()
    made = incoming.answered(by=office, is_public=True)
    old = made.reply.publication
    publications.withdraw(by=office, publication=old, reason="时限写错")

    correct(made, office, **PUBLIC)
    reply = handling.clear_answer(by=incoming.secrecy(), suggestion=made)

    old.refresh_from_db()
    assert (old.state, reply.publication.code, reply.publication.state) == ("withdrawn", old.code, "published")
    assert list(proof.publication_breaches(lambda: None)) == []


def test_what_stands_in_public_is_not_corrected_for_the_asker_alone():
    made = incoming.answered(is_public=True)

    with pytest.raises(Denied, match="更正也要公开"):
        correct(made)

    assert (Reply.objects.count(), incoming.fresh(made).handling.state) == (1, "answered")


def test_after_it_was_withdrawn_the_asker_alone_may_be_told():
    office = incoming.office()
    made = incoming.answered(by=office, is_public=True)
    publications.withdraw(by=office, publication=made.reply.publication, reason="能看出是谁")

    assert correct(made, office).publication is None


def test_who_did_not_agree_is_corrected_for_alone():
    made = incoming.answered()

    with pytest.raises(Denied, match="没有同意公开"):
        correct(made, **PUBLIC)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"text": " "}, "写明答复内容"), ({"reason": "\n"}, "更正的理由"), ({**PUBLIC, "title": ""}, "公开的标题")],
)
def test_a_correction_without_words_is_refused_and_nothing_is_kept(fields, words):
    made = incoming.answered(is_public_allowed=True)

    with pytest.raises(Denied, match=words):
        correct(made, **fields)

    assert (Reply.objects.count(), incoming.fresh(made).handling.state) == (1, "answered")


def test_who_settled_a_correction_does_not_clear_it():
    office = incoming.office()
    grant(by=factories.system(), person=office, role=Role.SECRECY_REVIEWER, department=factories.root())
    made = incoming.correcting(by=office)

    with pytest.raises(Denied, match="自己审定的公开答复"):
        handling.clear_answer(by=office, suggestion=made)


def test_purging_waits_for_a_correction_and_then_leaves_its_reason_with_the_reply_alone():
    office = incoming.office()
    made = incoming.correcting(by=office)
    Handling.objects.filter(suggestion=made).update(closed_at=timezone.now() - timedelta(days=900))

    waiting = retention.purge_closed(by=factories.system())
    handling.clear_answer(by=incoming.secrecy(), suggestion=made)
    emptied = retention.purge_closed(by=factories.system())

    now = incoming.fresh(made)
    steps = " ".join(each.history_change_reason for each in now.handling.history.all())
    assert (waiting, emptied, now.text, "时限写错" in steps) == (0, 1, "", False)
    assert (now.reply.text, now.reply.reason) == ("十个工作日内到账。", "时限写错")


def test_a_corrected_answer_counts_once_as_public_and_as_answered_while_it_is_corrected():
    office = incoming.office()
    made = incoming.correcting(by=office)

    def counted():
        (row,) = list(statistics._counted(office, made.received_at.year))
        return [row[name] for name in ("received", "answered", "public", "open")]

    before = counted()
    handling.clear_answer(by=incoming.secrecy(), suggestion=made)

    assert (before, counted()) == ([1, 1, 1, 0], [1, 1, 1, 0])
    assert queries.public(queries.suggestions_for(office)).count() == 1


def test_the_form_starts_from_what_is_public_points_out_personal_data_and_shows_what_was_told(client):
    office = incoming.office()
    made = incoming.answered(by=office, is_public=True)
    sign_in(client, office)
    address = f"{LIST}{made.pk}/correct/"
    sent = {"title": "退费到账时间", "question": "退费多久到账？", "text": RIGHT, "reason": "打 13900001111 问的"}

    page = client.get(address)
    refused = client.post(address, sent)
    passed = client.post(address, {**sent, "reason": WHY})

    assert list(page.context["form"].fields) == ["text", "reason", "title", "question"]
    assert page.context["form"].initial["question"] == "退费多久到账？"
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert (passed.status_code, incoming.fresh(made).handling.state) == (302, "correcting")
    shown = client.get(f"{LIST}{made.pk}/")
    assert [part in shown.text for part in ("待公开的更正", f"更正理由：{WHY}", incoming.ANSWER)] == [True] * 3


def test_everybody_reads_that_an_answer_was_corrected_and_why(client):
    made = incoming.correcting()
    reply = handling.clear_answer(by=incoming.secrecy(), suggestion=made)

    page = client.get(reply.publication.get_absolute_url())

    assert ["理由：时限写错" in page.text, "十个工作日内到账。" in page.text, incoming.ANSWER in page.text] == [
        True,
        True,
        False,
    ]
    assert Publication.objects.filter(kind="answer", state="published").count() == 1
