"""Receipt codes: they can't be guessed or listed, and a wrong one takes the same way as a right one."""

import importlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from disclosure.calculations import receipts, slips
from disclosure.models import Handling, Reply, Suggestion
from disclosure.queries import receipts as queries
from disclosure.services import handling, suggestions
from organization.models import Hospital
from tests import factories as people
from tests.disclosure import asked, incoming

pytestmark = pytest.mark.django_db
RECEIPT = "/open/receipt/"


def received(nonce="n1", **fields):
    return suggestions.receive(nonce=nonce, **{"kind": "question", "text": asked.TEXT, **fields}).code


def test_a_code_is_eighty_bits_of_an_alphabet_that_is_not_misread():
    codes = {receipts.code_of(str(number)) for number in range(500)}

    assert len(codes) == 500
    assert {len(code.replace("-", "")) for code in codes} == {16}
    assert len(set(receipts.ALPHABET)) == 32
    assert set("".join(codes)) - {"-"} == set(receipts.ALPHABET)


def test_a_code_depends_on_the_secret_key(settings):
    before = receipts.code_of("n1")
    settings.SECRET_KEY = "another"

    assert receipts.code_of("n1") != before


def test_receipts_and_slips_outlive_the_key_while_it_is_a_fallback(settings):
    code, slip, old = received(), slips.make(7, 3), settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    lost = (queries.suggestion_of(code), slips.read(slip))

    settings.SECRET_KEY_FALLBACKS = ["older", old]

    assert (lost, queries.suggestion_of(code).text, slips.read(slip)) == ((None, None), asked.TEXT, (7, 3))
    assert queries.suggestion_of(received("n2")).text == asked.TEXT


@pytest.mark.parametrize(
    "spell", [str, str.lower, lambda code: code.replace("-", " "), lambda code: code.translate({ord("-"): "－"})]
)
def test_a_code_is_found_however_it_is_written(spell):
    code = received()

    assert queries.suggestion_of(spell(code)).text == asked.TEXT


def test_who_comes_back_sees_how_far_it_is(client):
    code = received()

    response = client.post(RECEIPT, {"code": code})

    found = response.context["found"]
    assert (found.text, found.state.label, found.answer) == (asked.TEXT, "待受理", "")
    assert (found.received_at.tzinfo is not None, found.is_purged, found.is_refusal) == (True, False, False)
    assert (response.headers["Cache-Control"], response.cookies) == ("no-store", {})


def test_who_comes_back_sees_the_answer_and_who_gave_it_by_department_alone(client):
    code = received()
    department = people.department(name="门诊部")
    suggestion = Suggestion.objects.get()
    Handling.objects.create(suggestion=suggestion, department=department, state="answered", closed_at=timezone.now())
    Reply.objects.create(suggestion=suggestion, text="已加开窗口。", by=people.person("秘密姓名"), at=timezone.now())

    response = client.post(RECEIPT, {"code": code})

    found = response.context["found"]
    assert (found.state.label, found.department_name, found.answer) == ("已答复", "门诊部", "已加开窗口。")
    assert ("已加开窗口。" in response.text, "秘密姓名" in response.text) == (True, False)


def test_that_an_answer_is_drafted_is_not_shown():
    code = received()
    department = people.department()
    Handling.objects.create(suggestion=Suggestion.objects.get(), department=department, state="drafted", answer="草稿")

    found = queries.suggestion_of(code)

    assert (found.state.label, found.answer) == ("办理中", "")


def test_a_refusal_says_why(client):
    code = received()
    suggestion = Suggestion.objects.get()
    Handling.objects.create(suggestion=suggestion, state="refused", closed_at=timezone.now())
    Reply.objects.create(
        suggestion=suggestion, text="属于医保部门职责。", is_refusal=True, by=people.person(), at=timezone.now()
    )

    response = client.post(RECEIPT, {"code": code})

    assert ("没有受理，原因" in response.text, "属于医保部门职责。" in response.text) == (True, True)


def test_after_its_time_the_text_is_gone_and_the_page_says_so(client):
    code = received()
    Suggestion.objects.update(text="", purged_at=timezone.now())

    response = client.post(RECEIPT, {"code": code})

    assert ("内容已按规定删除。" in response.text, response.context["found"].is_purged) == (True, True)


WRONG = ["", "AAAA-AAAA-AAAA-AAAA", "x", "' OR 1=1 --", "回执码", "A" * 200, "\x00"]


def test_right_wrong_and_malformed_codes_take_the_same_queries(client):
    right = received()
    ran = {}
    for code in (right, *WRONG):
        with CaptureQueriesContext(connection) as queries_of:
            assert client.post(RECEIPT, {"code": code}).status_code == 200
        shapes = [
            row["sql"].split("WHERE")[0].replace(receipts.code_hash(code), "?") for row in queries_of.captured_queries
        ]
        ran.setdefault(tuple(shapes), []).append(code)

    assert list(ran.values()) == [[right, *WRONG]]


def test_right_wrong_and_malformed_codes_are_hashed_and_asked_once_alike(monkeypatch):
    received()
    hashed = []
    monkeypatch.setattr(receipts, "code_hashes", lambda code: hashed.append(code) or ["0" * 64])

    assert [queries.suggestion_of(code) for code in WRONG] == [None] * len(WRONG)
    assert hashed == WRONG


def test_a_wrong_code_is_answered_by_the_same_page(client):
    received()

    pages = [client.post(RECEIPT, {"code": code}) for code in WRONG[1:5]]

    shown = [page.text.replace(f'value="{escape(page.context["code"])}"', "") for page in pages]
    assert shown == [shown[0]] * len(pages)
    assert "没有找到" in shown[0]


def test_the_code_is_in_no_address(client):
    code = received()

    assert client.get(f"{RECEIPT}?code={code}").context.get("found") is None


def test_the_function_runs_what_other_databases_run():
    migration = importlib.import_module("disclosure.migrations.0015_find_a_suggestion_by_its_receipt")

    assert migration.SELECT == queries.SELECT


def test_who_is_not_content_with_an_answer_is_told_the_next_step(client):
    Hospital.objects.update_or_create(id=1, defaults={"phone": "0000-8266000（总机）", "address": "人民路 66 号"})
    code = received()
    suggestion = Suggestion.objects.get()
    handling.answer_suggestion(by=incoming.office(), suggestion=suggestion, text="三天内到账。")

    text = client.post(RECEIPT, {"code": code}).text

    wanted = (
        'href="tel:0000-8266000"',
        "人民路 66 号",
        'href="/open/report/">看举报渠道',
        'href="/open/ask/">再写一份',
    )
    assert [words for words in wanted if words not in text] == []


@pytest.mark.postgres
def test_the_function_pins_where_it_looks_and_is_not_for_everybody():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig, has_function_privilege('public', oid, 'EXECUTE')"
            " FROM pg_proc WHERE proname = 'disclosure_receipt'"
        )
        assert cursor.fetchall() == [(True, ["search_path=public, pg_temp"], False)]


@pytest.mark.postgres
def test_a_role_with_nothing_but_the_function_finds_by_a_code_and_reads_no_table():
    from django.db import ProgrammingError, transaction

    code = received()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE receipt_reader")
        cursor.execute("GRANT EXECUTE ON FUNCTION disclosure_receipt(text) TO receipt_reader")
        cursor.execute("GRANT USAGE ON SCHEMA public TO receipt_reader")
        cursor.execute("SET LOCAL ROLE receipt_reader")
        found = queries.suggestion_of(code)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Suggestion.objects.count()
        cursor.execute("RESET ROLE")

    assert found.text == asked.TEXT
