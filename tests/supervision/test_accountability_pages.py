"""Pages of 责任追究: who gets them, that each reading is left in the trail, and that nobody else finds a trace."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from core.models import AuditEvent
from organization.roles import Role
from supervision.models import AccountabilityKind, AccountabilityRecord
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
ORGAN = "标记机关甲乙丙"
URL = "/supervision/accountability/"


@pytest.fixture
def supervisor(client):
    return risk_factories.sign_in(client, supervision_factories.supervisor())


@pytest.fixture
def marked():
    return appraisals.decision(organ=ORGAN, document_number="标记文号丁戊己")


def readings():
    found = AuditEvent.objects.filter(verb="supervision.read_accountability").order_by("sequence")
    return [(event.details["where"], event.details["records"]) for event in found]


def today():
    return timezone.localdate().isoformat()


def test_every_reading_of_the_list_the_sheet_and_the_page_is_left_in_the_trail(client, supervisor, marked):
    other = appraisals.decision()

    pages = [client.get(URL), client.get(f"{URL}?q=标记文号"), client.get(f"{URL}{marked.pk}/")]
    sheet = client.get(f"{URL}?export=csv&q=标记文号")

    assert [ORGAN in page.content.decode() for page in pages] == [True] * 3
    assert ORGAN in b"".join(sheet.streaming_content).decode() if sheet.streaming else ORGAN in sheet.content.decode()
    both = sorted([marked.code, other.code])
    assert readings() == [("list", both), ("list", [marked.code]), ("page", [marked.code]), ("csv", [marked.code])]


def exported(answer, kind):
    """Codes in the first column of a sheet."""
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        return [line.split(",")[0] for line in content.decode("utf-8-sig").splitlines()[1:]]
    return [row[0] for row in load_workbook(BytesIO(content)).active.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("asked", "is_narrowed"), [("", 0), ("标记文号", 1), ("标记%00文号", 1), ("%00", 0), (" %00 ", 0)]
)
def test_an_export_leaves_the_very_rows_it_holds_in_the_trail(client, supervisor, marked, kind, asked, is_narrowed):
    other = appraisals.decision()

    codes = exported(client.get(f"{URL}?export={kind}&q={asked}"), kind)

    assert sorted(codes) == sorted([marked.code] if is_narrowed else [marked.code, other.code])
    assert readings() == [(kind, sorted(codes))]


def test_the_part_that_is_swapped_leaves_its_rows_too(client, supervisor, marked):
    part = client.get(f"{URL}?q=标记文号%00", headers={"HX-Request": "true", "HX-Target": "rows"})

    assert ("<html" in part.text, ORGAN in part.text) == (False, True)
    assert readings() == [("list", [marked.code])]


@pytest.mark.parametrize("role", [role for role in Role.values if role not in ("discipline", "committee_chair")])
def test_nobody_else_finds_a_record_anywhere(client, marked, role):
    risk_factories.sign_in(client, factories.holder(role, name="旁人"))
    addresses = [URL, *(f"{URL}{marked.pk}/{step}" for step in ("", "amend/", "follow-up/"))]
    others = ["/", "/inbox/", f"/search/?q={marked.code}", f"/search/?q={ORGAN}", "/supervision/appraisals/"]

    answers = [client.get(address).status_code for address in addresses]
    texts = "".join(client.get(address, follow=True).content.decode().replace(f"?q={ORGAN}", "") for address in others)

    closed = 403 if role in ("sysadmin", "secadmin", "auditor") else 404
    assert answers == [closed] * 4
    assert "标记文号丁戊己" not in texts
    assert readings() == []


def test_the_way_to_it_is_shown_to_its_readers_alone(supervisor, client):
    shown = client.get("/supervision/appraisals/").content.decode()
    client.force_login(appraisals.office(), backend="django.contrib.auth.backends.ModelBackend")
    hidden = client.get("/supervision/appraisals/").content.decode()

    assert (f'href="{URL}"' in shown, f'href="{URL}"' in hidden) == (True, False)


def test_the_person_concerned_reads_their_own_and_that_is_left_too(client, marked):
    appraisals.decision()
    risk_factories.sign_in(client, marked.person)

    assert [client.get(address).status_code for address in (URL, f"{URL}{marked.pk}/")] == [200, 200]
    assert readings() == [("list", [marked.code]), ("page", [marked.code])]
    assert client.get(f"{URL}new/").status_code == 403


def test_the_list_asks_a_constant_number_of_queries(client, supervisor, django_assert_num_queries):
    appraisals.decision()
    client.get(URL)
    with django_assert_num_queries(10):
        client.get(URL)
    appraisals.decision(), appraisals.decision()
    with django_assert_num_queries(10):
        client.get(URL)


def test_a_decision_is_recorded_followed_up_and_revoked_by_forms(client, supervisor):
    held = appraisals.tenure()
    asked = {
        "tenure": held.pk,
        "kind": appraisals.kind().pk,
        "organ": ORGAN,
        "document_number": "江一院党〔2026〕9号",
        "decided_on": today(),
        "follow_up_on": today(),
    }
    assert client.get(f"{URL}new/").status_code == 200
    made_at = client.post(f"{URL}new/", asked).headers["Location"]
    for step in ("follow-up/", "amend/"):
        assert client.get(made_at + step).status_code == 200
    assert client.post(f"{made_at}follow-up/", {"on": today(), "note": "表现良好"}).status_code == 302
    revoked = {"kind": "revoked", "organ": ORGAN, "document_number": "撤1号", "decided_on": today()}
    assert client.post(f"{made_at}amend/", revoked).status_code == 302

    made = AccountabilityRecord.objects.get()
    page = client.get(made_at).content.decode()
    assert (made.person, made.follow_up_note, made.amendments.get().kind) == (held.person, "表现良好", "revoked")
    assert [words in page for words in ("已撤销", "撤1号", "表现良好")] == [True] * 3


def test_forms_say_what_is_wrong_beside_the_field(client, supervisor, marked):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    form = client.post(f"{URL}new/", {"decided_on": tomorrow}).context["form"]
    whom = client.post(
        f"{URL}new/",
        {
            "kind": appraisals.kind().pk,
            "organ": ORGAN,
            "document_number": "1",
            "decided_on": today(),
            "effect_to": "2020-01-01",
        },
    ).context["form"]
    amended = client.post(
        f"{URL}{marked.pk}/amend/", {"kind": "amended", "organ": ORGAN, "document_number": "1", "decided_on": today()}
    ).context["form"]

    assert set(form.errors) == {"kind", "organ", "document_number", "decided_on"}
    assert (set(whom.errors), set(amended.errors)) == ({"tenure", "effect_to"}, {"effect_to"})


def test_kinds_are_added_and_changed_by_whoever_keeps_them(client, supervisor):
    fields = {"code": "TB-01", "group": "other", "title": "通报批评", "deduction": "1", "is_active": "on"}
    client.post(f"{URL}kinds/new/", fields)
    made = AccountabilityKind.objects.get(code="TB-01")
    version = client.get(f"{URL}kinds/{made.pk}/").context["form"].initial["version"]
    client.post(f"{URL}kinds/{made.pk}/", {**fields, "effect_months": "6", "version": version})
    double = client.post(f"{URL}kinds/new/", fields)

    made.refresh_from_db()
    assert (made.effect_months, set(double.context["form"].errors)) == (6, {"code", "title"})
    assert "待核" in client.get(f"{URL}kinds/").content.decode()


def test_the_kinds_are_read_by_all_and_changed_by_few():
    client = Client()
    risk_factories.sign_in(client, appraisals.office())

    answers = [client.get(f"{URL}kinds/{step}").status_code for step in ("", "new/", f"{appraisals.kind().pk}/")]

    assert answers == [200, 403, 403]
    assert "扣分" not in client.get(f"{URL}kinds/").text


def test_the_person_concerned_reads_neither_the_proposal_nor_the_follow_up(client, supervisor, marked):
    AccountabilityRecord.objects.filter(pk=marked.pk).update(
        follow_up_on=marked.decided_on,
        followed_up_on=marked.decided_on,
        followed_up_by=supervisor,
        follow_up_note="情绪稳定",
    )
    shown = []
    for person in (supervisor, marked.person):
        risk_factories.sign_in(client, person)
        shown.append("情绪稳定" in client.get(f"{URL}{marked.pk}/").text)

    assert shown == [True, False]
