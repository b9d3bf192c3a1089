"""Daily reminders: whom each rung tells, one digest a person a day, harmless when run twice, missed days made up once."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import services as core_services
from core.models import Duty
from core.registry import DueItem, ReminderSource, registry
from core.states import DutyState
from organization import services as organization_services
from organization.models import Delivery, Notice
from organization.roles import Action, Role
from supervision import services
from supervision.models import Digest, Reminder
from tests import factories

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 25)
"""A Wednesday."""


@pytest.fixture
def due(monkeypatch):
    """`due(item, …)` makes these the only things that come due."""

    def use(*items, **others):
        sources = {"things": ReminderSource("事项", 1, lambda on, until: items)}
        sources |= {
            kind: ReminderSource(kind, 2, lambda on, until, found=found: found) for kind, found in others.items()
        }
        monkeypatch.setattr(registry, "reminder_sources", sources)

    return use


def item(where, number=1, **fields):
    fields.setdefault("due_on", DUE)
    fields.setdefault("actions", (Action.FILE,))
    return DueItem(key=f"thing:{number}", text=f"事项{number}", url="/desk/", department_id=where.pk, **fields)


def people(where):
    """Filer, head and leader in charge of the department."""
    return [factories.holder(role, where) for role in (Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER)]


def send(on):
    return services.send_reminders(on=on if isinstance(on, date) else date.fromisoformat(on))


def told(on):
    """Who was told on the day, and as whom."""
    rows = Reminder.objects.filter(on=on).values_list("person__name", "audience")
    return {name: str(audience) for name, audience in rows}


def test_before_and_on_the_day_who_must_act_is_told_once_a_rung(due):
    where = factories.department()
    filer, *_others = people(where)
    due(item(where))

    days = [date(2026, 10, 10) + timedelta(days=number) for number in range(47)]
    made = [day for day in days if send(day).reminders]

    assert made == [date(2026, 10, 14), date(2026, 11, 16), date(2026, 11, 24), DUE]
    assert {row.person for row in Reminder.objects.all()} == {filer}


def test_overdue_the_head_is_told_each_week_and_from_the_second_the_leader_too(due):
    where = factories.department()
    filer, head, leader = people(where)
    due(item(where))

    for number in range(1, 30):
        send(DUE + timedelta(days=number))

    weeks = {row.on: told(row.on) for row in Reminder.objects.exclude(rung=0)}
    assert weeks == {
        date(2026, 12, 2): {filer.name: "addressee", head.name: "head"},
        date(2026, 12, 9): {filer.name: "addressee", head.name: "head", leader.name: "leader"},
        date(2026, 12, 16): {filer.name: "addressee", head.name: "head", leader.name: "leader"},
        date(2026, 12, 23): {filer.name: "addressee", head.name: "head", leader.name: "leader"},
    }


def test_days_on_which_nothing_ran_are_made_up_once_by_the_lowest_rung(due):
    where = factories.department()
    people(where)
    due(item(where))
    send("2026-10-14")

    send("2026-11-25")
    send("2026-11-26")

    assert list(Reminder.objects.order_by("id").values_list("rung", "on")) == [
        (30, date(2026, 10, 14)),
        (0, date(2026, 11, 25)),
    ]


def test_a_higher_rung_is_not_climbed_again_for_an_earlier_day(due):
    where = factories.department()
    people(where)
    due(item(where))
    send("2026-11-24")

    assert send("2026-11-18").reminders == 0


def test_on_a_day_off_nothing_is_sent(due):
    where = factories.department()
    people(where)
    due(item(where, due_on=date(2026, 11, 21)))

    assert send("2026-11-21").is_workday is False
    assert Digest.objects.count() == 0


def test_sent_twice_a_day_adds_nothing(due):
    where = factories.department()
    factories.holder(Role.FILER, where)
    due(item(where))
    first = send(DUE)
    before = [model.objects.count() for model in (Reminder, Digest, Notice, Delivery)]

    second = send(DUE)

    assert (first.reminders, second.reminders, second.digests) == (1, 0, 0)
    assert [model.objects.count() for model in (Reminder, Digest, Notice, Delivery)] == before


def test_however_much_is_due_a_person_gets_one_digest_and_one_message_a_day(due):
    where, other = factories.department(), factories.department()
    filer = factories.holder(Role.FILER, where)
    organization_services.grant(by=factories.system(), person=filer, role=Role.FILER, department=other)
    due(item(where), item(other, 2), more=[item(where, 3)])

    send(DUE)

    digest = Digest.objects.get(person=filer)
    assert [notice.text for notice in Notice.objects.filter(person=filer)] == [
        "您有 3 件事到期或逾期（2026-11-25）：事项 2 件，more 1 件"
    ]
    assert (digest.count, digest.reminders.count()) == (3, 3)


def test_what_comes_up_after_the_days_digest_waits_for_the_next(due):
    where = factories.department()
    factories.holder(Role.FILER, where)
    due(item(where))
    send("2026-11-24")
    due(item(where), item(where, 2))

    assert send("2026-11-24").reminders == 0
    assert send("2026-11-25").reminders == 2


def test_what_is_done_is_reminded_of_no_more(due):
    where = factories.department()
    factories.holder(Role.FILER, where)
    due(item(where))
    send("2026-11-24")
    due()

    assert send(DUE).digests == 0


def test_a_day_that_was_moved_begins_its_own_ladder(due):
    where = factories.department()
    factories.holder(Role.FILER, where)
    due(item(where))
    send(DUE)
    due(item(where, due_on=date(2026, 12, 4)))

    assert send("2026-11-26").reminders == 1


def test_where_nobody_is_to_act_the_head_is_told_at_once(due):
    where = factories.department()
    head = factories.holder(Role.DEPARTMENT_HEAD, where)
    due(item(where, actions=(Action.KEEP_LIBRARY,)))

    send("2026-11-24")

    assert told("2026-11-24") == {head.name: "head"}


def test_where_there_is_no_head_either_the_leader_in_charge_is_told(due):
    where = factories.department()
    leader = factories.holder(Role.OVERSEER, where)
    due(item(where))

    send("2026-11-24")

    assert told("2026-11-24") == {leader.name: "leader"}


def test_a_head_who_alone_files_is_told_as_who_acts(due):
    where = factories.department()
    head = factories.holder(Role.DEPARTMENT_HEAD, where)
    due(item(where))

    send("2026-11-24")

    assert told("2026-11-24") == {head.name: "addressee"}


def test_people_named_are_told_and_those_excluded_are_not(due):
    where, named = factories.department(), factories.person()
    first, second = factories.holder(Role.FILER, where), factories.holder(Role.FILER, where)
    due(item(where, people=frozenset({named.pk}), but_not=frozenset({second.pk})))

    send(DUE)

    assert told(DUE) == {first.name: "addressee", named.name: "addressee"}


def test_what_is_confined_is_told_to_those_who_act_alone_however_overdue(due):
    where, named = factories.department(), factories.person()
    people(where)
    due(item(where, actions=(), people=frozenset({named.pk}), is_confined=True))

    send("2026-12-16")

    assert told("2026-12-16") == {named.name: "addressee"}


def test_where_who_should_act_cannot_log_in_the_head_is_told(due):
    where, gone = factories.department(), factories.person()
    head = factories.holder(Role.DEPARTMENT_HEAD, where)
    organization_services.retire_account(by=factories.system(), person=gone)
    due(item(where, actions=(), people=frozenset({gone.pk})))

    send(DUE)

    assert told(DUE) == {head.name: "head"}


def test_neither_administrators_nor_retired_people_are_told(due):
    where = factories.department()
    admin, gone = factories.holder(Role.SYSADMIN), factories.holder(Role.FILER, where)
    organization_services.retire_account(by=factories.system(), person=gone)
    due(item(where, people=frozenset({admin.pk, gone.pk})))

    assert send(DUE).digests == 0


def test_days_into_an_unknown_year_are_told_as_provisional(due):
    where = factories.department()
    factories.holder(Role.FILER, where)
    due(item(where, due_on=date(2027, 1, 4)))

    send("2026-12-25")

    assert Reminder.objects.get().standing == "还有6个工作日，节假日未公布，暂按平日推算"


def test_the_mail_tells_the_most_urgent_and_how_many_there_are(due):
    where = factories.department()
    factories.holder(Role.FILER, where)
    filer = factories.person(where=where, email="filer@example.org")
    organization_services.grant(by=factories.system(), person=filer, role=Role.FILER, department=where)
    things = (item(where, number, due_on=DUE - timedelta(days=number % 3)) for number in range(60))
    due(*things, later=[item(where, 60, due_on=date(2026, 12, 20))])

    send(DUE)

    delivery = Delivery.objects.get(channel__person=filer)
    assert delivery.subject == "廉防：您有 61 件事到期或逾期（2026-11-25）"
    assert delivery.content["lead"] == "您有 61 件事到期或逾期（2026-11-25），下面列出最急的50件。"
    assert [(part["title"], len(part["lines"])) for part in delivery.content["parts"]] == [("事项", 50)]


def test_the_daily_duty_reminds_of_today_from_eight_on(due, monkeypatch):
    where = factories.department()
    factories.holder(Role.FILER, where)
    due(item(where, due_on=timezone.localdate()))
    monkeypatch.setattr("supervision.calculations.Days.is_worked", True)
    monkeypatch.setattr(registry, "daily_duties", ["supervision.remind"])

    core_services.ask_daily()

    duty = Duty.objects.get(kind="supervision.remind")
    assert timezone.localtime(duty.due_at).hour == 8
    Duty.objects.update(due_at=timezone.now())
    core_services.sweep()
    duty.refresh_from_db()
    assert (duty.state, duty.phase_number, Digest.objects.count()) == (DutyState.DONE, 2, 1)


def test_the_command_sends_one_day_and_is_harmless_twice(due, capsys):
    where = factories.department()
    factories.holder(Role.FILER, where)
    due(item(where))

    call_command("send_reminders", "--on", "2026-11-25")
    call_command("send_reminders", "--on", "2026-11-25")

    assert capsys.readouterr().out.splitlines() == [
        "2026-11-25：到期或逾期 1 项；新增提醒 1 条，发给 1 人，待发邮件和消息 0 条。",
        "2026-11-25：到期或逾期 1 项；新增提醒 0 条，发给 0 人，待发邮件和消息 0 条。",
    ]


def test_the_command_says_that_a_day_off_is_none_for_reminders(capsys):
    call_command("send_reminders", "--on", "2026-10-01")

    assert capsys.readouterr().out == "2026-10-01 不是工作日，不提醒。\n"


def test_the_command_refuses_a_day_that_is_none():
    with pytest.raises(CommandError, match="日期“下周一”看不懂"):
        call_command("send_reminders", "--on", "下周一")


def test_the_command_sends_today_when_no_day_is_named(due, capsys):
    due()

    call_command("send_reminders")

    assert capsys.readouterr().out.startswith(str(timezone.localdate()))
