"""备案: from coming into force to the receipt; who may; what reminds; the page with its package."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from approvals import queries, rules, services
from approvals.models import Filing
from approvals.states import FILING_DAYS, FILING_MOVES, FilingState, FilingVerb
from core import services as core_services
from core.models import AuditEvent, Duty
from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Hospital, Notice
from risks import services as risk_services
from risks.models import RiskPoint
from tests import factories as base
from tests import guards
from tests.approvals import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


today = timezone.localdate


def filed(world):
    """The leadership's lists have come into force."""
    factories.resolve(world, factories.at(world, "committee", submission=factories.leadership(world)))
    return Filing.objects.get()


def sent(world):
    return services.send_filing(by=world.office, filing=filed(world), sent_on=today())


def receipted(world):
    return services.record_receipt(by=world.office, filing=sent(world), number="备8号", on=today())


MADE = {FilingState.PENDING: filed, FilingState.SENT: sent, FilingState.RECEIPTED: receipted}


def do(verb, filing, by):
    if verb == FilingVerb.SEND:
        return services.send_filing(by=by, filing=filing, sent_on=today())
    return services.record_receipt(by=by, filing=filing, number="备9号", on=today())


@pytest.mark.parametrize("verb", FilingVerb.values)
@pytest.mark.parametrize("state", FilingState.values)
def test_only_the_moves_of_the_table_go_through(world, state, verb):
    filing = MADE[state](world)

    if (state, verb) in FILING_MOVES:
        assert do(verb, filing, world.office).state == FILING_MOVES[state, verb]
    else:
        with pytest.raises(Denied, match=f"处于“{FilingState(state).label}”状态"):
            do(verb, filing, world.office)


@pytest.mark.parametrize("who", "filer head overseer discipline chair member".split())
def test_nobody_but_the_office_sends_receives_or_prints(world, who):
    filing, person = sent(world), getattr(world, who)

    for rule in (rules.send_filing, rules.record_receipt, rules.ask_filing_print):
        with pytest.raises(Denied, match="由党办"):
            rule(person, filing)


def test_it_names_the_body_of_the_settings_as_it_was(world):
    Hospital.objects.update_or_create(pk=1, defaults={"filing_body": "江州市卫健委党组"})
    filing = filed(world)
    Hospital.objects.update(filing_body="别的机构")

    filing.refresh_from_db()

    assert (filing.body, filing.state, filing.supplements) == ("江州市卫健委党组", "pending", None)


def test_without_a_body_nothing_is_sent(world):
    filing = filed(world)
    guards.tamper("approvals_filing", "UPDATE approvals_filing SET body = ''")

    with pytest.raises(Denied, match="还没有写明接收备案的机构"):
        services.send_filing(by=world.office, filing=filing, sent_on=today())


@pytest.mark.parametrize(("days", "words"), [(-1, "不能早于生效日期"), (1, "不能晚于今天")])
def test_it_is_sent_between_coming_into_force_and_today(world, days, words):
    with pytest.raises(Denied, match=words):
        services.send_filing(by=world.office, filing=filed(world), sent_on=today() + timedelta(days=days))


@pytest.mark.parametrize(("days", "words"), [(-1, "不能早于报送日期"), (1, "不能晚于今天")])
def test_its_receipt_comes_between_sending_and_today(world, days, words):
    with pytest.raises(Denied, match=words):
        services.record_receipt(by=world.office, filing=sent(world), number="8号", on=today() + timedelta(days=days))


def test_a_receipt_has_a_number(world):
    with pytest.raises(Denied, match="回执编号"):
        services.record_receipt(by=world.office, filing=sent(world), number=" ", on=today())


def test_sending_and_receiving_leave_their_trail(world):
    receipted(world)

    events = AuditEvent.objects.filter(subject_type="approvals.filing").order_by("sequence")
    assert [event.verb for event in events] == ["approvals.send_filing", "approvals.record_receipt"]
    assert events[1].details["number"] == "备8号"


def next_edition(world):
    """The leadership's next edition comes into force with another indicator."""
    register = risk_services.open_register(by=world.office, department=base.root(), is_leadership=True)
    point = RiskPoint.objects.filter(register=register).order_by("pk")[0]
    risk_services.change_point(by=world.office, point=point, indicator="每月抽查")
    risk_factories.review(register)
    submission = services.prepare(by=world.office, department=base.root(), is_leadership=True)
    factories.resolve(world, factories.at(world, "committee", submission=submission))
    return Filing.objects.order_by("-id")[0]


def test_the_next_edition_supplements_the_last_filing(world):
    first = filed(world)

    second = next_edition(world)

    assert (second.supplements, second.number) == (first, 2)
    assert queries.printed_filing(second).supplements == str(first)


# -- reminders ---------------------------------------------------------------------------------------------------------


def reminders(world):
    return list(Notice.objects.filter(kind="approvals.filing", person=world.office).order_by("id"))


def duty_of(filing):
    return Duty.objects.filter(kind="approvals.remind_filing", payload__filing=filing.pk).order_by("-id")[0]


def remind(duty):
    services.remind_filing(duty, lambda *_words: None)


@pytest.mark.parametrize(("make", "state", "days"), [(filed, "pending", 5), (sent, "sent", 10)])
def test_the_office_is_reminded_when_the_state_has_lasted_too_long(world, make, state, days):
    filing = make(world)
    duty = duty_of(filing)

    remind(duty)

    assert timezone.localdate(duty.due_at) == organization_queries.workdays_after(today(), days)
    assert (duty.payload["state"], FILING_DAYS[state]) == (state, days)
    assert [notice.url for notice in reminders(world)] == [filing.get_absolute_url()]
    assert duty_of(filing).payload["day"] > duty.payload["day"]


def test_a_reminder_run_twice_is_told_once(world):
    duty = duty_of(sent(world))

    remind(duty)
    remind(duty)

    assert len(reminders(world)) == 1
    assert Duty.objects.filter(kind="approvals.remind_filing", payload__state="sent").count() == 2


def test_each_due_day_reminds_anew(world):
    filing = sent(world)

    remind(duty_of(filing))
    remind(duty_of(filing))

    assert [notice.text for notice in reminders(world)] == [
        f"{filing}已于 {today()} 报送上级党委，还没有登记备案回执。"
    ] * 2


def test_days_gone_by_are_one_reminder(world):
    filing = sent(world)
    duty = duty_of(filing)
    duty.payload["day"] = str(today() - timedelta(days=90))

    remind(duty)

    assert date.fromisoformat(duty_of(filing).payload["day"]) >= today()


@pytest.mark.parametrize("make", [sent, receipted])
def test_what_was_done_meanwhile_is_not_reminded_of(world, make):
    make(world)
    pending = Duty.objects.get(kind="approvals.remind_filing", payload__state="pending")

    remind(pending)

    assert reminders(world) == []


def test_a_receipt_ends_the_reminders(world):
    filing = receipted(world)

    remind(duty_of(filing))

    assert reminders(world) == []


def test_reminders_switched_off_are_not_told_and_go_on_when_switched_on(world):
    filing = sent(world)
    Hospital.objects.update_or_create(pk=1, defaults={"is_filing_reminded": False})
    remind(duty_of(filing))
    before = len(reminders(world))

    Hospital.objects.update(is_filing_reminded=True)
    remind(duty_of(filing))

    assert (before, len(reminders(world))) == (0, 1)


def test_the_sweep_does_what_is_due(world):
    Duty.objects.filter(pk=duty_of(filed(world)).pk).update(due_at=timezone.now())

    core_services.sweep()

    assert len(reminders(world)) == 1


# -- pages -------------------------------------------------------------------------------------------------------------


def test_what_is_to_send_and_what_has_no_receipt_waits_for_the_office(world):
    filing = filed(world)
    to_send = [task.note for task in queries.filing_tasks(world.office).tasks]
    services.send_filing(by=world.office, filing=filing, sent_on=today())
    to_receive = [task.note for task in queries.filing_tasks(world.office).tasks]
    services.record_receipt(by=world.office, filing=filing, number="8", on=today())

    assert (to_send, to_receive) == (["等报送上级党委"], ["等上级党委的备案回执"])
    assert queries.filing_tasks(world.office).tasks == ()


def test_it_waits_for_nobody_else(world):
    filed(world)

    assert [bool(queries.filing_tasks(person)) for person in (world.chair, world.discipline, world.filer)] == [
        False
    ] * 3


def test_the_inbox_takes_two_queries(world, django_assert_num_queries):
    filed(world)

    with django_assert_num_queries(2):
        queries.filing_tasks(world.office)


@pytest.mark.parametrize("who", ["office", "discipline", "chair", "member"])
def test_who_saw_the_leaderships_lists_sees_the_filing(world, visit, who):
    filing = filed(world)

    assert visit(getattr(world, who), filing.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("who", ["filer", "head", "overseer"])
def test_who_did_not_see_them_finds_no_filing(world, visit, who):
    filing = filed(world)

    assert visit(getattr(world, who), filing.get_absolute_url()).status_code == 404
    assert str(filing) not in visit(getattr(world, who), "/approvals/filings/").content.decode()


def test_the_page_shows_the_package(world, visit):
    filing = sent(world)

    text = visit(world.office, filing.get_absolute_url()).content.decode()

    assert ["主送上级党委" in text, "党委会〔2026〕1号" in text, "风险清单" in text, filing.sha256[:8] in text] == [
        True
    ] * 4
    assert "打印会议纪要" in text
    assert "登记回执" in text


def test_pages_send_and_receive(world, visit, send):
    filing = filed(world)
    address = filing.get_absolute_url()

    send(world.office, f"{address}send/", sent_on=str(today()), note="一式三份")
    send(world.office, f"{address}receipt/", number="江卫党备〔2026〕8号", on=str(today()))

    filing.refresh_from_db()
    assert (filing.state, filing.note, filing.receipt_number) == ("receipted", "一式三份", "江卫党备〔2026〕8号")
    assert visit(world.office, f"{address}send/").status_code == 403


@pytest.mark.parametrize(("kind", "begin"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_letter_is_drawn_for_the_office(world, visit, send, kind, begin):
    filing = sent(world)

    answer = send(world.office, f"{filing.get_absolute_url()}print/{kind}/")
    core_services.sweep()

    duty = Duty.objects.get(kind="approvals.print_filing")
    assert answer.url == duty.get_absolute_url()
    file = visit(world.office, f"/files/{duty.result_id}/")
    assert b"".join(file.streaming_content)[: len(begin)] == begin
    assert visit(world.discipline, f"/files/{duty.result_id}/").status_code == 404
    assert visit(world.discipline, duty.get_absolute_url()).status_code == 404


def test_a_letter_of_another_kind_is_not_there(world, send):
    assert send(world.office, f"{filed(world).get_absolute_url()}print/exe/").status_code == 404


def test_a_letter_whose_content_changed_is_not_drawn(world):
    filing = filed(world)
    duty = services.ask_filing_print(by=world.office, filing=filing, kind="docx")
    services.send_filing(by=world.office, filing=filing, sent_on=today())

    core_services.sweep()

    duty.refresh_from_db()
    assert (duty.state, "又有改动" in duty.error) == ("failed", True)


def test_the_letter_counts_points_by_grade_and_names_the_decision(world):
    printed = queries.printed_filing(filed(world))

    assert dict(printed.grades)["高"] + dict(printed.grades)["中"] + dict(printed.grades)["低"] == 2
    assert (printed.meeting, len(printed.lists), printed.issued_on) == ("党委会〔2026〕1号", 1, "")


def copies(filing, count):
    """More filings of the same year, each supplementing the one before."""
    for number in range(2, count + 1):
        submission = filing.submission
        submission.pk = None
        submission.save()
        Filing.objects.create(
            submission=submission,
            year=filing.year,
            number=number,
            sha256=filing.sha256,
            filed_by=filing.filed_by,
            body="市纪委",
        )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_constant_number_of_queries(world, visit, django_assert_num_queries, client, count):
    copies(filed(world), count)
    visit(world.office, "/approvals/filings/")

    with django_assert_num_queries(7):
        page = client.get("/approvals/filings/")
    assert page.content.decode().count("廉洁风险备案〔") == count


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"q": "〕3号"}, 1),
        ({"q": "市纪委"}, 2),
        ({"state": "sent"}, 0),
        ({"state": "pending", "sort": "-number"}, 3),
        ({"year": 2001}, 0),
    ],
)
def test_the_list_is_searched_and_filtered(world, visit, asked, count):
    copies(filed(world), 3)

    text = visit(world.office, "/approvals/filings/", **asked).content.decode()

    assert text.count("廉洁风险备案〔") == count


def test_an_empty_list_says_what_fills_it(world, visit):
    assert "自动编号列在这里" in visit(world.office, "/approvals/filings/").content.decode()


def test_the_list_is_exported(world, visit):
    filed(world)
    body = b"".join(visit(world.office, "/approvals/filings/?export=csv").streaming_content).decode()

    assert "廉洁风险备案〔" in body


def test_the_body_and_the_reminders_are_set_by_the_office(world, send):
    fields = dict.fromkeys("name short_name committee_name discipline_name office_name".split(), "名")

    send(world.office, "/organization/hospital/", **fields, filing_body="上级纪委", report_body="上级纪委")

    hospital = Hospital.objects.get()
    assert (hospital.filing_body, hospital.is_filing_reminded) == ("上级纪委", False)
