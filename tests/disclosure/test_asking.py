"""The public form: one form is one suggestion, what it costs, what it keeps, and what it never keeps."""

import logging
from datetime import date

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.calculations import receipts, tokens
from disclosure.models import OpenSettings, Rating, Suggestion, SuggestionFile
from tests.approvals import factories as approvals
from tests.disclosure import asked, factories
from tests.disclosure.report_sentences import REPORTS

pytestmark = pytest.mark.django_db
ASK = "/open/ask/"


@pytest.fixture(autouse=True)
def _usual_price(monkeypatch):
    """The counts of this process begin anew with each test."""
    from disclosure.services import pace

    monkeypatch.setattr(pace, "PACE", pace.Pace())


def send(client, **fields):
    return client.post(ASK, asked.entry(**fields))


def test_stage_2_3_a_patient_asks_without_a_name_and_gets_a_receipt(client):
    response = send(client)

    (suggestion,) = Suggestion.objects.all()
    code = response.context["receipt"].code
    assert (response.status_code, suggestion.text, suggestion.kind) == (200, asked.TEXT, "question")
    assert (suggestion.name, suggestion.contact, suggestion.is_public_allowed) == ("", "", False)
    assert suggestion.code_hash == receipts.code_hash(code)
    assert code not in str(Suggestion.objects.values().get())


def test_of_when_it_came_in_the_minute_is_kept(client):
    send(client)

    at = Suggestion.objects.get().received_at
    assert (at.second, at.microsecond) == (0, 0)


def test_the_answer_is_due_after_the_working_days_of_the_settings(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_value: date(2026, 9, 28))
    OpenSettings.objects.update_or_create(id=1, defaults={"answer_days": 5})

    send(client)

    assert Suggestion.objects.get().due_on == date(2026, 10, 10)


def test_a_form_sent_twice_is_one_suggestion_with_one_code(client):
    entry = asked.entry()

    first, second = (client.post(ASK, entry).context["receipt"] for _time in range(2))

    assert (first.code, first.is_repeated) == (second.code, False)
    assert (second.is_repeated, Suggestion.objects.count()) == (True, 1)


def test_work_done_once_is_not_good_for_ever_and_what_was_typed_stays(client):
    entry = asked.entry(text=" ", name="患者家属")
    for _time in range(5):
        assert client.post(ASK, entry).status_code == 422

    response = client.post(ASK, {**entry, "text": asked.TEXT})

    assert (response.context["token"] == entry["token"], Suggestion.objects.count()) == (False, 0)
    assert [response.context["form"][name].value() for name in ("text", "name")] == [asked.TEXT, "患者家属"]
    assert response.context["notice"] == "这一页已经提交过多次，已经换了新的。您写的内容都在，请再提交一次。"


def test_the_form_says_what_it_is_about(client):
    made = approvals.world()
    (power,) = factories.publish(made, name="药品遴选")

    page = client.get(f"{ASK}?about={power.code}")
    send(
        client,
        about=power.code,
        department=made.department.code,
        name="患者家属",
        contact="江州市",
        is_public_allowed="on",
    )

    suggestion = Suggestion.objects.get()
    assert (page.context["subject"].title, page.context["form"]["department"].value()) == (
        "药品遴选",
        made.department.code,
    )
    assert (suggestion.about_code, suggestion.about_title) == (power.code, "药品遴选")
    assert (suggestion.department_code, suggestion.name, suggestion.is_public_allowed) == (
        made.department.code,
        "患者家属",
        True,
    )


def test_about_something_that_is_not_public_is_about_nothing(client):
    factories.publish(approvals.world())

    send(client, about="SECRET-1")

    assert (Suggestion.objects.get().about_code, Suggestion.objects.get().about_title) == ("", "")


def test_an_empty_text_is_asked_for_beside_the_field_and_the_work_is_not_done_twice(client):
    entry = asked.entry(text=" ", name="患者家属")

    response = client.post(ASK, entry)

    form = response.context["form"]
    assert (response.status_code, form.errors) == (422, {"text": ["请写下您要问的或要说的。"]})
    assert (form["name"].value(), response.context["token"]) == ("患者家属", entry["token"])
    assert Suggestion.objects.count() == 0


def test_lines_are_counted_as_the_browser_counts_them(client):
    assert send(client, text="行\r\n" * 999 + "末行").status_code == 200
    assert send(client, text="字" * 2001).context["form"].errors.keys() == {"text"}


def test_an_expired_token_keeps_what_was_typed_and_brings_a_new_one(client, monkeypatch):
    monkeypatch.setattr(tokens, "AGE", -1)

    response = send(client, name="患者家属", kind="praise")

    form, entry = response.context["form"], asked.entry()
    assert [form[name].value() for name in ("text", "name", "kind")] == [asked.TEXT, "患者家属", "praise"]
    assert (response.context["notice"], response.context["token"] == entry["token"]) == (
        "页面打开太久，已经换了新的。您写的内容都在，请再提交一次。",
        False,
    )
    assert Suggestion.objects.count() == 0


@pytest.mark.parametrize("token", ["", "made-up", signing.dumps(["0" * 32, 0], salt="another")])
def test_a_token_made_up_is_as_good_as_expired(client, token):
    response = client.post(ASK, asked.entry() | {"token": token})

    assert (response.status_code, Suggestion.objects.count()) == (200, 0)


@pytest.mark.parametrize("proof", ["", "1e9", "x", "9" * 16, "１"])
def test_without_its_work_nothing_is_taken_in_and_the_text_stays(client, proof):
    entry = asked.entry() | {"proof": proof}

    response = client.post(ASK, entry)

    assert (Suggestion.objects.count(), response.context["form"]["text"].value()) == (0, asked.TEXT)
    assert response.context["notice"] == "浏览器没有完成提交前的检查，内容还没有提交。"


@pytest.mark.parametrize("text", REPORTS)
def test_what_looks_like_a_report_is_answered_with_the_channels_and_leaves_no_trace(client, caplog, text):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as ran:
        response = client.post(ASK, asked.entry(text=text, name="知情职工"))

    assert (response.context["is_report"], response.context["form"]["text"].value()) == (True, text)
    assert Suggestion.objects.count() + SuggestionFile.objects.count() + Rating.objects.count() == 0
    assert [text in line for line in (caplog.text, str(ran.captured_queries))] == [False, False]


def test_a_report_is_not_looked_for_in_the_text_alone(client):
    assert send(client, contact="举报人电话 123").context["is_report"]


def test_who_says_that_it_is_no_report_may_go_on(client):
    assert send(client, text=REPORTS[0]).context["is_report"]

    response = send(client, text=REPORTS[0], is_no_report="1")

    assert (response.status_code, Suggestion.objects.get().text) == (200, REPORTS[0])


def test_the_form_asks_no_more_than_three_queries_and_no_cache_keeps_it(client, django_assert_num_queries):
    factories.publish(approvals.world(), 2)

    with django_assert_num_queries(3):
        response = client.get(f"{ASK}?about=YP-01")

    assert (response.headers["Cache-Control"], response.cookies, response.headers.get("Vary", "")) == (
        "no-store",
        {},
        "",
    )
    assert "ETag" not in response.headers


def test_taking_in_reads_nothing_of_what_came_in_and_writes_nothing_else(client):
    with CaptureQueriesContext(connection) as ran:
        send(client)

    written = [row["sql"].split('"')[1] for row in ran.captured_queries if row["sql"].startswith("INSERT")]
    read = [
        row["sql"] for row in ran.captured_queries if "SELECT" in row["sql"] and "disclosure_suggestion" in row["sql"]
    ]
    assert (written, read) == (["disclosure_suggestion"], [])


def test_no_column_could_hold_an_address_or_a_browser_and_no_line_of_the_log_does(client, caplog):
    caplog.set_level(logging.DEBUG)

    for entry in (asked.entry(), asked.entry(text=""), asked.entry() | {"token": ""}):
        client.post(ASK, entry, REMOTE_ADDR="203.0.113.77", headers={"User-Agent": "Telefon-9"})

    columns = {field.name for model in (Suggestion, SuggestionFile, Rating) for field in model._meta.get_fields()}
    assert columns == {
        *("id", "kind", "about_code", "about_title", "department_code", "text", "name", "contact", "is_public_allowed"),
        *("code_hash", "token_hash", "received_at", "due_on", "purged_at", "files", "handling", "replies"),
        *("suggestion", "content_type", "size", "sha256", "data", "batch", "number", "level", "reason", "rated_on"),
    }
    kept = f"{caplog.text}{list(Suggestion.objects.values())}"
    assert ("203.0.113.77" in kept, "Telefon-9" in kept, Suggestion.objects.count()) == (False, False, 1)


PERSONAL = "身份证 110101199003077758，住院号 A123456，床号 12，电话 13812345678。"
PIECES = "身份证号 110*************58；病案、住院或门诊号 A1*****；床号 1*；电话号码 138******78"


def test_personal_data_in_the_text_is_pointed_out_half_covered_and_nothing_of_it_is_kept(client, caplog):
    caplog.set_level(logging.DEBUG)

    response = send(client, text=PERSONAL, name="家属", contact="13900001111")

    form = response.context["form"]
    assert form.errors == {"text": [f"您写的内容里有：{PIECES}。请删去；办理时用得着的，勾选下面一项再提交。"]}
    assert (form["text"].value(), form["contact"].value(), "is_checked" in form.fields) == (
        PERSONAL,
        "13900001111",
        True,
    )
    assert (response.status_code, Suggestion.objects.count()) == (422, 0)
    assert [each for each in ("110101199003077758", "A123456", "13812345678") if each in caplog.text] == []


def test_who_needs_it_said_ticks_and_it_goes_through(client):
    response = send(client, text=PERSONAL, is_checked="on")

    assert (response.status_code, Suggestion.objects.get().text) == (200, PERSONAL)


@pytest.mark.parametrize("fields", [{"contact": "13812345678"}, {"text": "打 0555-2345678 没有人接，什么时候有人？"}])
def test_how_to_be_reached_and_the_hospitals_own_phone_are_not_pointed_out(client, fields):
    OpenSettings.objects.update_or_create(id=1, defaults={"report_phone": "0555-2345678（8:00—12:00）"})

    assert (send(client, **fields).status_code, Suggestion.objects.count()) == (200, 1)


def test_a_form_without_personal_data_has_nothing_to_tick(client):
    assert "is_checked" not in client.get(ASK).text


def test_a_tick_stays_while_the_form_comes_back_for_another_reason(client):
    response = client.post(ASK, asked.entry(text=PERSONAL, is_checked="on") | {"token": ""})

    assert (response.context["form"]["is_checked"].value(), Suggestion.objects.count()) == ("on", 0)
