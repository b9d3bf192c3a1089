"""评议码: batches, their print, ratings and who reads them, what the appraisal counts."""

import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from core import queries as core_queries
from core import services as core_services
from core.models import AuditEvent, Duty
from core.registry import registry
from core.rules import Denied
from disclosure.calculations import slips as codes
from disclosure.calculations.kept import months_before
from disclosure.calculations.printed_slips import PrintedSlips, grouped
from disclosure.documents import slips as document
from disclosure.models import SlipBatch
from disclosure.queries import slips as queries
from disclosure.services import slips as services
from organization.roles import Role
from organization.services import retire_department
from tests import factories
from tests.approvals import factories as approvals
from tests.disclosure import factories as disclosure_factories
from tests.disclosure import incoming
from tests.disclosure.incoming import in_days, rows
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
BATCHES = "/disclosure/batches/"


@pytest.fixture
def office(client):
    return risk_factories.sign_in(client, incoming.office())


def test_a_batch_is_told_to_the_trail_and_has_its_department_as_title():
    where = factories.department("收费处")

    made = incoming.batch(where, count=30)

    event = AuditEvent.objects.latest("sequence")
    assert (made.title, made.power_code, made.count) == ("收费处", "", 30)
    assert (event.verb, event.department_code) == ("disclosure.add_batch", where.code)
    assert event.details == {"count": 30, "expires_on": str(in_days(90))}


@pytest.mark.parametrize(("count", "days"), [(0, 90), (2001, 90), (10, 0), (10, 400)])
def test_a_batch_of_too_many_or_for_too_long_is_refused(count, days):
    with pytest.raises(Denied):
        incoming.batch(count=count, expires_on=in_days(days))


def test_a_batch_for_a_retired_department_is_refused():
    where = factories.department("老药房")
    retire_department(by=factories.system(), department=where, on=timezone.localdate())
    where.refresh_from_db()

    with pytest.raises(Denied, match="老药房已撤销，不能评议"):
        incoming.batch(where)


def test_a_batch_of_a_service_is_for_the_department_whose_it_is():
    power = incoming.answered(factories.department("门诊部"), is_public=True).reply.publication

    with pytest.raises(Denied, match="不是收费处的服务"):
        incoming.batch(factories.department("收费处"), power=power)


def test_batches_are_denied_to_the_department_and_the_discipline_office():
    where = factories.department()
    made = incoming.batch(where)

    for by in (incoming.filer(where), incoming.discipline()):
        with pytest.raises(Denied, match="评议码由党办"):
            incoming.batch(where, by=by)
        with pytest.raises(Denied, match="评议码由党办"):
            services.ask_print(by=by, batch=made)
        with pytest.raises(Denied, match="评议码由党办"):
            services.close_batch(by=by, batch=made)


def test_a_closed_batch_is_neither_printed_nor_closed_again():
    made, office = incoming.batch(), incoming.office()
    incoming.rate(made, "good", "poor")

    closed = services.close_batch(by=office, batch=made)

    assert (closed.is_closed, AuditEvent.objects.latest("sequence").details) == (True, {"used": 2})
    for step in (services.close_batch, services.ask_print):
        with pytest.raises(Denied, match="已停用"):
            step(by=office, batch=made)


def test_a_batch_past_its_day_is_not_printed():
    made = incoming.batch()
    SlipBatch.objects.filter(pk=made.pk).update(expires_on=in_days(-1))

    with pytest.raises(Denied, match="已过有效期"):
        services.ask_print(by=incoming.office(), batch=made)


def text_of(data):
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)


def test_the_print_has_every_code_ten_a_page():
    printed = PrintedSlips(
        hospital="某县人民医院",
        title="龘收费处",
        batch_id=7,
        count=21,
        expires_on="2027-03-01",
        site="https://open.example.org",
    )

    data = document.draw(printed)

    text = text_of(data)
    assert len(PdfReader(io.BytesIO(data)).pages) == 3
    assert [number for number in range(1, 22) if "".join(grouped(codes.make(7, number)).split()) not in text] == []
    assert (text.count("龘收费处"), "open.example.org/open/rate/" in text) == (21, True)


@pytest.mark.parametrize(("code", "shown"), [("AB-12-CD", "AB-12-CD"), ("ABCD2345EF", "ABCD 2345 EF")])
def test_a_code_is_read_in_groups(code, shown):
    assert grouped(code) == shown


def test_printing_is_asked_once_and_kept_for_who_may_print():
    office, where = incoming.office(), factories.department()
    made = incoming.batch(where, by=office, count=3)

    duty, again = (services.ask_print(by=office, batch=made) for _time in range(2))
    core_services.sweep()

    duty = Duty.objects.get(pk=duty.pk)
    other, filer = incoming.office(), incoming.filer(where)
    assert (duty, duty.state, duty.result.name) == (again, "done", f"{where}评议码.pdf")
    assert core_queries.attachment_for(other, duty.result_id) == duty.result
    assert core_queries.attachment_for(filer, duty.result_id) is None
    assert (core_queries.duty_for(other, duty.pk), core_queries.duty_for(filer, duty.pk)) == (duty, None)


@pytest.mark.parametrize("size", [1, 3])
def test_the_lists_ask_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    for _number in range(size):
        incoming.rate(incoming.batch(), "good")

    with django_assert_num_queries(8):
        client.get(BATCHES)
    with django_assert_num_queries(8):
        client.get("/disclosure/ratings/")


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_of_a_batch_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    made = incoming.batch()
    incoming.rate(made, *["good"] * size)

    with django_assert_num_queries(8):
        client.get(made.get_absolute_url())


def test_a_department_reads_its_own_batches_and_ratings_alone(client):
    where = factories.department()
    own, other = incoming.batch(where), incoming.batch()
    incoming.rate(own, "poor", reason="排队太久")
    incoming.rate(other, "good")
    risk_factories.sign_in(client, incoming.filer(where))

    assert rows(client, BATCHES) == [own]
    assert [rating.reason for rating in rows(client, "/disclosure/ratings/")] == ["排队太久"]
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(own.get_absolute_url()).context["may_print"] is False


def test_for_who_may_read_no_ratings_the_lists_are_not_there(client):
    risk_factories.sign_in(client, factories.holder(Role.COMMITTEE_MEMBER))

    assert [client.get(address).status_code for address in (BATCHES, "/disclosure/ratings/")] == [404, 404]


def test_lists_are_filtered(client, office):
    where = factories.department()
    used, closed, expired = incoming.batch(where), incoming.batch(), incoming.batch()
    services.close_batch(by=office, batch=closed)
    SlipBatch.objects.filter(pk=expired.pk).update(expires_on=in_days(-1))
    incoming.rate(used, "good", "poor", reason="排队太久")
    incoming.rate(closed, "fair")

    found = [rows(client, f"{BATCHES}?state={state}") for state in ("in_use", "closed", "expired")]
    ratings = "/disclosure/ratings/?"
    counts = [
        len(rows(client, f"{ratings}{query}"))
        for query in (
            f"batch={used.pk}",
            "level=fair",
            "has_reason=on",
            f"title={where.name}",
            f"department={where.pk}",
        )
    ]

    assert found == [[used], [closed], [expired]]
    assert counts == [2, 1, 2, 2, 2]


def test_the_office_makes_prints_and_closes_a_batch_from_the_page(client, office):
    where = factories.department("收费处")

    made_at = client.post(f"{BATCHES}add/", {"department": where.pk, "count": "2", "expires_on": in_days(30)}).url
    job = client.post(f"{made_at}print/").url
    asked = client.get(f"{made_at}close/").text
    client.post(f"{made_at}close/")

    page = client.get(made_at)
    assert job == Duty.objects.get(kind="disclosure.print_slips").get_absolute_url()
    assert "未用的 2 个评议码立即作废" in asked
    assert (page.context["state"], page.context["may_print"], page.context["unused"]) == ("closed", False, 2)


def test_a_batch_of_a_service_takes_its_department(client, office):
    made = approvals.world()
    (power,) = disclosure_factories.publish(made)
    publication = queries.powers_to_rate().get()

    client.post(f"{BATCHES}add/", {"power": publication.pk, "count": "2", "expires_on": in_days(30)})

    batch = SlipBatch.objects.get()
    assert (batch.power_code, batch.title, batch.department) == (power.code, power.name, made.department)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "department"),
        ({"expires_on": "2000-01-01"}, "expires_on"),
        ({"count": "2001"}, "count"),
    ],
)
def test_what_is_wrong_with_a_batch_is_said_beside_the_field(client, office, typed, field):
    where = factories.department()
    sent = {"count": "2", "expires_on": in_days(30), "department": where.pk, **typed}
    if not typed:
        del sent["department"]

    answer = client.post(f"{BATCHES}add/", sent)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_service_of_another_department_is_no_batch_of_this_one(client, office):
    disclosure_factories.publish(approvals.world())
    power, where = queries.powers_to_rate().get(), factories.department()

    sent = {"department": where.pk, "power": power.pk, "count": "2", "expires_on": in_days(30)}
    answer = client.post(f"{BATCHES}add/", sent)

    assert list(answer.context["form"].errors) == ["power"]


def test_stage_3_public_rating_feeds_the_appraisal():
    """第三阶段: 社会评议 is one of the ways of appraisal; five ratings at least, and none of another year."""
    many, few, none = (factories.department() for _number in range(3))
    cycle = supervision_factories.open_cycle(many, few, none)
    incoming.rate(incoming.batch(many), "good", "good", "fair", "poor", "poor")
    incoming.rate(incoming.batch(few), "good", "good", "good", "good")
    formula = registry.appraisal_criteria["public_rating"]

    found = formula.compute(cycle, [many.pk, few.pk, none.pk])
    cycle.year -= 1

    assert {pk: (each.part, each.whole, each.words) for pk, each in found.items()} == {
        many.pk: (3, 5, "评议 5 份，满意和基本满意 3 份")
    }
    assert formula.compute(cycle, [many.pk]) == {}


@pytest.mark.parametrize("size", [1, 3])
def test_the_appraisal_asks_one_question(size, django_assert_num_queries):
    departments = [factories.department() for _number in range(size)]
    cycle = supervision_factories.cycle(*departments)
    for each in departments:
        incoming.rate(incoming.batch(each), *["good"] * 5)

    with django_assert_num_queries(1):
        queries.public_rating(cycle, [each.pk for each in departments])


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [((2026, 3, 31), 1, (2026, 2, 28)), ((2026, 1, 15), 24, (2024, 1, 15)), ((2026, 1, 31), 2, (2025, 11, 30))],
)
def test_months_are_counted_back(day, months, before):
    moment = timezone.make_aware(timezone.datetime(*day))

    found = months_before(moment, months)

    assert (found.year, found.month, found.day) == before
