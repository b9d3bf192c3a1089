"""Pages of drafts, of 保密审查表 and of what was published."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from disclosure import services
from disclosure.models import Draft, Publication
from disclosure.queries import drafts as queries
from disclosure.queries import sources
from disclosure.services import drafts, secrecy
from disclosure.states import SecrecyPoint
from organization.roles import Role
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories
from tests.disclosure import incoming
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db
KEY = "6f1b3f0e-5f1c-4c57-9a55-0f4f5f1c4c58"
LIST, PUBLICATIONS = "/disclosure/drafts/", "/disclosure/publications/"
TEXT = {"title": "医用耗材采购结果", "body": "经招标，结果如下。", "scope": "society", "form_key": KEY}


@pytest.fixture
def made():
    return approvals.world()


@pytest.fixture
def filer(client, made):
    return sign_in(client, made.filer)


def shown(client, address=LIST):
    return [row.thing for row in client.get(address).context["page"].rows]


def post(client, address, **data):
    return client.post(address, {"form_key": KEY, **data})


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_of_drafts_asks_the_same_number_of_questions(client, made, filer, size, django_assert_num_queries):
    for _number in range(size):
        factories.draft(made)

    with django_assert_num_queries(8):
        client.get(LIST)


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_of_publications_asks_the_same_number_of_questions(
    client, made, filer, size, django_assert_num_queries
):
    for _number in range(size):
        factories.published(made)

    with django_assert_num_queries(8):
        client.get(PUBLICATIONS)


def test_drafts_are_narrowed_and_found(client, made, filer):
    own = factories.draft(made, title="设备采购公告")
    factories.published(made)
    other = factories.draft(made, by=made.head)

    assert set(shown(client, f"{LIST}?state=waiting")) == {own, other}
    assert shown(client, f"{LIST}?state=draft&mine=on") == [own]
    assert shown(client, f"{LIST}?q=设备") == shown(client, f"{LIST}?q={own.code}") == [own]
    assert shown(client, f"{LIST}?item={own.item.code}&topic=procurement&department={made.department.pk}") == [own]


def test_a_stranger_sees_no_draft(client, made):
    draft = factories.draft(made)
    sign_in(client, people.holder(Role.FILER, people.department()))

    assert (shown(client), client.get(f"{LIST}{draft.pk}/").status_code) == ([], 404)


def test_a_draft_is_made_for_an_item_that_was_chosen(client, made, filer):
    item = factories.item(made)
    due = factories.due(item)

    chosen = post(client, f"{LIST}add/", item=item.pk)
    answer = client.post(chosen.url, {**TEXT, "due": due.pk, "form_key": KEY.replace("6", "9")})

    draft = Draft.objects.get()
    assert (chosen.url, answer.url) == (f"{LIST}add/?item={item.pk}", f"{LIST}{draft.pk}/")
    assert (draft.title, draft.due, draft.item, draft.publish_at) == (TEXT["title"], due, item, None)


def test_what_is_wrong_stands_beside_its_field(client, made, filer):
    item = factories.item(made)
    yesterday = timezone.localtime(timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    answer = client.post(f"{LIST}add/?item={item.pk}", {**TEXT, "title": "", "publish_at": yesterday})

    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["publish_at", "title"])


def test_what_the_system_writes_itself_stands_in_the_form(client, made, filer, monkeypatch):
    item = factories.item(made, source="rectifications")
    made_by_system = type("Generated", (), {"title": "整改结果", "body": "本季度整改完成。"})
    monkeypatch.setattr(sources, "generated", lambda by, item, due: made_by_system)

    form = client.get(f"{LIST}add/?item={item.pk}").context["form"]
    client.post(f"{LIST}add/?item={item.pk}", TEXT)

    assert (form["title"].value(), form["body"].value()) == ("整改结果", "本季度整改完成。")
    assert Draft.objects.get().source == "rectifications"


def test_who_drafts_for_nobody_is_refused(client, made):
    sign_in(client, made.secrecy)

    assert client.get(f"{LIST}add/").status_code == 403


def test_the_page_shows_the_text_as_the_public_reads_it_and_what_was_found(client, made, filer):
    draft = factories.draft(made, body="## 小标题\n\n<b>粗</b> 电话13800138000")

    page = client.get(f"{LIST}{draft.pk}/").content.decode()

    assert "<h3>小标题</h3>" in page
    assert "&lt;b&gt;粗&lt;/b&gt;" in page
    assert "138******00" in page


def test_a_draft_is_changed_and_kept_while_being_written(client, made, filer):
    draft = factories.draft(made)
    version = draft.history.order_by("-history_id")[0].history_id

    saved = client.post(f"{LIST}{draft.pk}/save/", {**TEXT, "title": "一", "version": version})
    refused = client.post(f"{LIST}{draft.pk}/save/", {**TEXT, "title": ""})
    later = draft.history.order_by("-history_id")[0].history_id
    changed = post(client, f"{LIST}{draft.pk}/change/", **{**TEXT, "title": "二", "version": later})
    stale = client.post(f"{LIST}{draft.pk}/change/", {**TEXT, "form_key": KEY.replace("6", "7"), "version": version})

    draft.refresh_from_db()
    assert (saved.status_code, refused.status_code, changed.status_code, stale.status_code) == (200, 200, 302, 409)
    assert "还不能保存草稿" in refused.content.decode()
    assert draft.title == "二"


def test_files_come_and_go(client, made, filer):
    draft = factories.draft(made)
    word = factories.word("明细")
    upload = SimpleUploadedFile("明细.docx", word.data, word.content_type)

    client.post(f"{LIST}{draft.pk}/files/", {"form_key": KEY, "attachments": upload})
    (file,) = queries.files_of(draft)
    broken = SimpleUploadedFile("坏.pdf", b"%PDF-1.4 broken", "application/pdf")
    refused = client.post(f"{LIST}{draft.pk}/files/", {"form_key": KEY.replace("6", "7"), "attachments": broken})
    post(client, f"{LIST}{draft.pk}/files/{file.pk}/remove/", form_key=KEY.replace("6", "8"))

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["attachments"])
    assert list(queries.files_of(draft)) == []


def test_a_draft_goes_up_from_its_page(client, made, filer):
    draft = factories.draft(made)

    answer = post(client, f"{LIST}{draft.pk}/submit/")

    draft.refresh_from_db()
    assert (answer.url, draft.state) == (f"{LIST}{draft.pk}/", "in_review")


def test_dropping_asks_first(client, made, filer):
    draft = factories.draft(made)

    asked = client.get(f"{LIST}{draft.pk}/drop/")
    post(client, f"{LIST}{draft.pk}/drop/")

    draft.refresh_from_db()
    assert (asked.status_code, draft.state) == (200, "dropped")


def test_calling_off_asks_for_a_reason(client, made):
    draft = factories.passed(made, publish_at=timezone.now() + timedelta(days=1))
    sign_in(client, made.office)

    asked = client.get(f"{LIST}{draft.pk}/hold/")
    refused = post(client, f"{LIST}{draft.pk}/hold/")
    post(client, f"{LIST}{draft.pk}/hold/", reason="金额待核", form_key=KEY.replace("6", "7"))

    assert (asked.status_code, refused.status_code) == (200, 422)
    assert list(Draft.objects.order_by("pk").values_list("state", flat=True)) == ["dropped", "draft"]


def test_the_checklist_is_filled_in_on_its_page(client, made):
    submission = factories.at_secrecy(made, body="联系电话 13800138000")
    sign_in(client, made.secrecy)
    address = f"/disclosure/submissions/{submission.pk}/secrecy/"
    (piece,) = secrecy.pieces_of(submission)
    ticks = {f"point-{point}": "on" for point in SecrecyPoint.values}

    assert client.get(address).status_code == 200
    unfinished = post(client, address, **ticks)
    unexplained = post(client, address, **ticks, **{f"settlement-{piece.key}": "open"}, form_key=KEY.replace("6", "7"))
    settled = {f"settlement-{piece.key}": "open", f"reason-{piece.key}": "采购联系人，依法公开"}
    done = post(client, address, **ticks, **settled, form_key=KEY.replace("6", "8"))

    assert (unfinished.url, unexplained.status_code, done.url) == (address, 422, submission.get_absolute_url())
    assert submission.secrecy_check.findings[0]["reason"] == "采购联系人，依法公开"
    assert client.get(submission.get_absolute_url()).status_code == 200


def test_others_read_the_checklist_and_do_not_fill_it_in(client, made):
    submission = factories.at_overseer(made)
    sign_in(client, made.overseer)
    address = f"/disclosure/submissions/{submission.pk}/secrecy/"

    assert (client.get(address).status_code, post(client, address).status_code) == (200, 403)


def test_a_publication_shows_its_hashes_and_its_versions(client, made, filer):
    old = factories.published(made)
    new = factories.published(made, factories.draft(made, old.item, corrects=old, reason="有误"))

    context = client.get(f"{PUBLICATIONS}{old.pk}/").context

    assert (list(context["versions"]), context["may_correct"], context["may_withdraw"]) == ([new, old], False, False)
    assert client.get(f"{PUBLICATIONS}{new.pk}/").content.decode().count(new.hash) == 1


def test_a_correction_starts_from_what_was_published(client, made, filer):
    old = factories.published(made)

    form = client.get(f"{PUBLICATIONS}{old.pk}/correct/").context["form"]
    post(client, f"{PUBLICATIONS}{old.pk}/correct/", **TEXT, reason="金额有误")

    assert (form["title"].value(), form["body"].value(), "due" in form.fields) == (old.title, factories.BODY, True)
    draft = Draft.objects.get(corrects=old)
    assert (draft.reason, client.get(f"{PUBLICATIONS}{old.pk}/").context["correction"]) == ("金额有误", draft)
    assert client.get(f"{LIST}{draft.pk}/change/").status_code == 200


def test_a_correction_starts_with_the_files_of_what_stands_open_and_not_of_what_was_withdrawn(client, made, filer):
    item = factories.item(made)
    written = factories.draft(made, item)
    drafts.attach(by=made.filer, draft=written, files=[factories.word("名单")])
    old = factories.published(made, written)

    kept = post(client, f"{PUBLICATIONS}{old.pk}/correct/", **TEXT, reason="金额有误")
    again = Draft.objects.get(corrects=old)
    drafts.drop(by=made.filer, draft=again)
    services.withdraw(by=made.office, publication=old, reason="附件有误")
    later_form = {**TEXT, "form_key": KEY.replace("6", "7")}
    post(client, f"{PUBLICATIONS}{old.pk}/correct/", **later_form, reason="附件有误")

    later = Draft.objects.get(corrects=old, state="draft")
    files = [list(queries.files_of(each).values_list("name", "sha256")) for each in (written, again, later)]
    assert (kept.status_code, files[0] == files[1], len(files[0]), files[2]) == (302, True, 1, [])


def test_a_public_answer_leads_to_what_it_answers_where_it_is_corrected(client, made):
    answered = incoming.answered(is_public=True)
    address = f"{PUBLICATIONS}{answered.reply.publication.pk}/"
    sign_in(client, made.office)

    assert client.get(address).context["suggestion"] == answered
    sign_in(client, made.overseer)
    assert client.get(address).context["suggestion"] is None


def test_who_may_read_what_came_in_alone_is_led_to_it(client, made, filer):
    place = 'href="/disclosure/suggestions/"'

    led = [place in client.get(LIST).text]
    sign_in(client, made.overseer)
    led.append(place in client.get(LIST).text)

    assert led == [True, False]


def test_taking_off_asks_for_a_reason_and_leaves_a_tombstone(client, made):
    published = factories.published(made)
    sign_in(client, made.office)

    asked = client.get(f"{PUBLICATIONS}{published.pk}/withdraw/")
    refused = post(client, f"{PUBLICATIONS}{published.pk}/withdraw/")
    post(client, f"{PUBLICATIONS}{published.pk}/withdraw/", reason="误公开电话", form_key=KEY.replace("6", "7"))

    page = client.get(f"{PUBLICATIONS}{published.pk}/")
    assert (asked.status_code, refused.status_code) == (200, 422)
    assert (page.context["tombstone"].content["reason"], "误公开电话" in page.content.decode()) == ("误公开电话", True)


def test_what_is_open_inside_or_was_taken_off_is_listed_for_who_sees_the_departments_drafts(client, made):
    inside, public = factories.published(made, scope="hospital"), factories.published(made)
    gone = factories.published(made)
    stranger = people.holder(Role.FILER, people.department())
    Publication.objects.filter(pk=gone.pk).update(state="withdrawn", ended_at=timezone.now())

    sign_in(client, stranger)
    assert shown(client, PUBLICATIONS) == [public]
    assert client.get(f"{PUBLICATIONS}{inside.pk}/").status_code == 404
    sign_in(client, made.filer)
    assert shown(client, f"{PUBLICATIONS}?face=inside") == [inside]
    assert shown(client, f"{PUBLICATIONS}?department={made.department.pk}&state=withdrawn") == [gone]


def test_the_files_of_a_draft_are_read_with_it(client, made, filer):
    draft = factories.draft(made)
    (file,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])

    assert client.get(f"/attachments/{file.pk}/").status_code in (200, 404)
    assert queries.may_read_file(file, made.filer)


def test_a_correction_that_was_begun_is_gone_on_with(client, made, filer):
    old = factories.published(made)
    begun = factories.draft(made, old.item, corrects=old, reason="有误")

    answer = client.get(f"{PUBLICATIONS}{old.pk}/correct/")

    assert (answer.status_code, answer.url) == (302, begun.get_absolute_url())
