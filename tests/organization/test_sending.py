"""What leaves the house: a real mail server, a robot, back-off, giving up, and what a worker's death leaves behind."""

import itertools
import smtplib
from datetime import timedelta

import pytest
from django.utils import timezone

from core import services as core_services
from core.models import Duty
from core.rules import Denied
from organization import documents, queries, services
from organization.models import Channel, Delivery
from organization.roles import Role
from organization.services import sending
from organization.states import BACKOFF_MINUTES, DELIVERY_MOVES, ChannelKind, DeliveryEvent, DeliveryState
from tests import factories
from tests.post import mailbox, robot

__all__ = ["mailbox"]

pytestmark = pytest.mark.django_db

LETTER = documents.Letter(
    lead="您有 1 件事到期或逾期（2026-11-25）。",
    parts=(documents.Part("防控措施", (documents.Line("药剂科3项防控措施到完成时限", "/controls/1/", "今天到期"),)),),
    brief="您有 1 件事到期或逾期（2026-11-25）：防控措施 1 件",
    url="/supervision/reminders/1/",
)


def reader(number=1):
    return factories.person(email=f"reader{number}@example.org")


def send_to(*people, key="digest:1", letter=LETTER):
    return services.send_out(services.Outgoing(key, person.pk, "廉防：您有 1 件事", letter) for person in people)


def deliver():
    services.deliver(Duty(), lambda *_told: None)


def pass_time(minutes):
    """Everything that waits for its next time waits so many minutes less."""
    for delivery in Delivery.objects.all():
        Delivery.objects.filter(pk=delivery.pk).update(next_at=delivery.next_at - timedelta(minutes=minutes))


def state(person):
    delivery = Delivery.objects.get(channel__person=person)
    return delivery.state, delivery.attempts, delivery.error


@pytest.mark.parametrize(("before", "event"), [*itertools.product(DeliveryState.values, DeliveryEvent.values)])
def test_moves_of_a_delivery(before, event):
    ends = {
        ("waiting", "claim"): "sending",
        ("sending", "claim"): "sending",
        ("sending", "accept"): "sent",
        ("sending", "fail"): "waiting",
        ("sending", "give_up"): "given_up",
        ("given_up", "retry"): "waiting",
    }

    assert DELIVERY_MOVES.get((before, event)) == ends.get((before, event))


def test_everyone_with_an_address_gets_one_mail_with_its_links(mailbox, settings):
    settings.SITE_URL = "https://lianfang.example.org"
    first, second = reader(1), reader(2)
    send_to(first, second, factories.person())

    core_services.sweep()
    deliver()

    assert mailbox.addressees == ["reader1@example.org", "reader2@example.org"]
    mail = mailbox.mails[0]
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert (mail["Subject"], mail["Auto-Submitted"]) == ("廉防：您有 1 件事", "auto-generated")
    assert plain.splitlines() == [
        "您有 1 件事到期或逾期（2026-11-25）。",
        "",
        "【防控措施】",
        "- 药剂科3项防控措施到完成时限（今天到期）",
        "  https://lianfang.example.org/controls/1/",
        "",
        "全部事项：https://lianfang.example.org/supervision/reminders/1/",
        "不想收到邮件的，在“接收提醒的方式”里关闭：https://lianfang.example.org/accounts/channels/",
    ]
    assert '<a href="https://lianfang.example.org/controls/1/">药剂科3项防控措施到完成时限</a>' in html


def test_what_was_sent_keeps_no_content_and_shows_when(mailbox):
    person = reader()
    send_to(person)

    deliver()

    delivery = Delivery.objects.select_related("channel").get()
    assert (delivery.state, delivery.content, delivery.error) == (DeliveryState.SENT, {}, "")
    assert delivery.channel.last_sent_at is not None


def test_the_same_message_is_put_on_its_way_once(mailbox):
    person = reader()
    send_to(person)
    send_to(person)

    deliver()

    assert (Delivery.objects.count(), len(mailbox.mails)) == (1, 1)


def test_who_has_switched_mails_off_gets_none(mailbox):
    person = reader()
    services.switch_channel(by=person, channel=services.mail_channel(by=person), is_on=False)

    assert send_to(person) == 0


def test_what_waits_when_mails_are_switched_off_is_not_sent(mailbox):
    person = reader()
    send_to(person)
    services.switch_channel(by=person, channel=services.mail_channel(by=person), is_on=False)

    deliver()

    assert (state(person), mailbox.mails) == ((DeliveryState.GIVEN_UP, 1, "接收方式或账号已停用。"), [])


def test_an_account_that_lost_its_address_is_said(mailbox):
    person = reader()
    send_to(person)
    type(person).objects.filter(pk=person.pk).update(email="")

    deliver()

    assert state(person) == (DeliveryState.WAITING, 1, "账号没有登记邮箱。")
    assert send_to(person, key="digest:2") == 0


def test_a_refused_mail_is_tried_again_with_back_off_and_then_given_up(mailbox):
    person = reader()
    send_to(person)
    mailbox.refusing = "451 later"

    waits = []
    for _attempt in BACKOFF_MINUTES:
        deliver()
        waits.append(round((Delivery.objects.get().next_at - timezone.now()).total_seconds() / 60))
        deliver()
        pass_time(waits[-1])
    deliver()

    assert waits == list(BACKOFF_MINUTES)
    given_up, attempts, error = state(person)
    assert (given_up, attempts) == (DeliveryState.GIVEN_UP, 5)
    assert error.startswith("邮件服务器没有接受：(451")
    assert queries.mail_channel(person).last_error == error
    assert list(queries.failures(person)) == list(queries.failed_deliveries())


def test_a_mail_that_arrives_at_last_clears_the_failure(mailbox):
    person = reader()
    send_to(person)
    mailbox.refusing = "451 later"
    deliver()
    mailbox.refusing = ""
    pass_time(5)

    deliver()

    assert (state(person), len(mailbox.mails)) == ((DeliveryState.SENT, 2, ""), 1)
    assert (queries.mail_channel(person).last_error, queries.failures(person).count()) == ("", 0)


def test_one_refused_mail_does_not_keep_the_others(mailbox):
    for number in range(1, 4):
        send_to(reader(number), key=f"digest:{number}")
    mailbox.refusing, mailbox.taken_before_refusing = "550 no such user", 2

    deliver()

    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["sent", "sent", "waiting"]


def test_a_mail_server_that_is_away_is_asked_once_for_all(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    send_to(reader(1), reader(2))
    opened = []
    connect = smtplib.SMTP.connect
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda self, *to: opened.append(to) or connect(self, *to))

    deliver()

    assert len(opened) == 1
    errors = set(Delivery.objects.values_list("state", "error"))
    assert {(state, error.split("：")[0]) for state, error in errors} == {("waiting", "邮件服务器连接不上")}


def test_a_server_that_hangs_up_badly_does_not_keep_the_rest(monkeypatch, mailbox):
    send_to(reader())
    post = sending.Post()

    def fail():
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(post.server, "close", fail)
    with post:
        pass

    deliver()

    assert len(mailbox.mails) == 1


def test_the_next_time_is_a_duty_of_its_own(mailbox):
    send_to(reader())
    mailbox.refusing = "451 later"

    deliver()

    delivery = Delivery.objects.get()
    assert Duty.objects.filter(kind="organization.deliver", due_at=delivery.next_at).count() == 1


def test_what_a_dead_worker_had_claimed_is_taken_up_after_five_minutes(mailbox):
    person = reader()
    send_to(person)
    sending._claim()

    deliver()
    assert mailbox.mails == []
    pass_time(5)
    deliver()

    assert (state(person), len(mailbox.mails)) == ((DeliveryState.SENT, 1, ""), 1)


def test_a_slow_worker_leaves_alone_what_another_has_taken(mailbox, monkeypatch):
    person = reader()
    send_to(person)
    slow = sending._claim()
    pass_time(5)
    sending._claim()

    claims = iter([slow, []])
    monkeypatch.setattr(sending, "_claim", lambda: next(claims))
    deliver()

    assert (state(person)[0], mailbox.mails) == (DeliveryState.SENDING, [])


def test_what_killed_its_worker_each_time_is_given_up(mailbox):
    person = reader()
    send_to(person)
    Delivery.objects.update(attempts=len(BACKOFF_MINUTES) + 1)

    deliver()

    assert (state(person)[0], state(person)[2], mailbox.mails) == ("given_up", "多次发送时中断，不再发送。", [])


def test_an_error_nobody_thought_of_ends_one_try_and_not_the_others(mailbox, monkeypatch):
    first, second = reader(1), reader(2)
    send_to(first, second)
    reach = sending.Post.reach

    def fail(self, channel, **message):
        if channel.person_id == first.pk:
            raise ValueError("坏" * 300)
        return reach(self, channel, **message)

    monkeypatch.setattr(sending.Post, "reach", fail)
    deliver()

    assert (state(first), state(second)) == (("waiting", 1, "坏" * 180), ("sent", 1, ""))


def test_what_is_switched_off_after_it_was_claimed_is_not_sent(mailbox, monkeypatch):
    person = reader()
    send_to(person)
    claims = iter([sending._claim(), []])
    monkeypatch.setattr(sending, "_claim", lambda: next(claims))
    services.switch_channel(by=person, channel=services.mail_channel(by=person), is_on=False)

    deliver()

    assert (state(person)[0], mailbox.mails) == (DeliveryState.GIVEN_UP, [])


def test_every_message_of_a_person_goes_out(mailbox):
    person = reader()

    services.send_out(services.Outgoing(key, person.pk, "廉防", LETTER) for key in ("digest:1", "digest:2"))
    deliver()

    assert len(mailbox.mails) == 2


def test_the_system_administrator_has_it_sent_again(mailbox):
    person, admin = reader(), factories.holder(Role.SYSADMIN)
    send_to(person)
    Delivery.objects.update(state=DeliveryState.GIVEN_UP, attempts=5, error="邮件服务器连接不上")

    services.retry_delivery(by=admin, delivery=Delivery.objects.get())
    core_services.sweep()
    deliver()

    assert (state(person), len(mailbox.mails)) == ((DeliveryState.SENT, 1, ""), 1)


def test_retry_delivery_is_denied_to_others_and_while_it_goes_on():
    person, admin = reader(), factories.holder(Role.SYSADMIN)
    send_to(person)

    with pytest.raises(Denied, match="没有停止发送"):
        services.retry_delivery(by=admin, delivery=Delivery.objects.get())
    with pytest.raises(Denied, match="只有系统管理员"):
        services.retry_delivery(by=person, delivery=Delivery.objects.get())


def hook(person, port=0, **fields):
    return Channel.objects.create(
        person=person, kind=ChannelKind.HOOK, address=f"json://127.0.0.1:{port}/robot", **fields
    )


def test_a_robot_is_told_figures_and_a_link_and_no_more(settings):
    settings.HOOK_HOSTS, settings.SITE_URL = ["127.0.0.1"], "https://lianfang.example.org"
    person = factories.person()
    with robot() as (port, told):
        hook(person, port)
        send_to(person)
        deliver()

    assert [(message["title"], message["message"]) for message in told] == [
        (
            "廉防：您有 1 件事",
            "您有 1 件事到期或逾期（2026-11-25）：防控措施 1 件\nhttps://lianfang.example.org/supervision/reminders/1/",
        )
    ]
    assert state(person)[0] == DeliveryState.SENT


def test_a_robot_that_refuses_is_tried_again(settings):
    settings.HOOK_HOSTS = ["127.0.0.1"]
    person = factories.person()
    with robot(status=500) as (port, told):
        hook(person, port)
        send_to(person)
        deliver()

    assert len(told) == 1
    assert state(person) == (DeliveryState.WAITING, 1, "消息机器人没有接受，请检查地址是否有效。")


def test_a_robot_whose_host_is_listed_no_more_is_not_called(settings):
    person = factories.person()
    with robot() as (port, told):
        hook(person, port)
        send_to(person)
        deliver()

    assert (told, state(person)[0]) == ([], DeliveryState.WAITING)
    assert state(person)[2].startswith("不能发到主机“127.0.0.1”")


def test_an_address_that_apprise_does_not_take_is_said(settings):
    settings.HOOK_HOSTS = ["127.0.0.1"]

    assert sending.tell_robot("feishu://a", subject="廉防", body="一") == "消息机器人没有接受，请检查地址是否有效。"


def test_a_test_message_arrives_and_its_job_leads_back(mailbox):
    person = reader()
    duty = services.ask_test(by=person, channel=services.mail_channel(by=person))

    core_services.sweep()

    duty.refresh_from_db()
    assert (duty.state, duty.result_url) == ("done", "/accounts/channels/")
    assert mailbox.mails[0]["Subject"].strip() == "廉防：测试消息"


def test_a_test_message_that_does_not_arrive_says_why(mailbox):
    person = reader()
    mailbox.refusing = "550 no"
    duty = services.ask_test(by=person, channel=services.mail_channel(by=person))

    core_services.sweep()

    duty.refresh_from_db()
    assert (duty.state, duty.error.startswith("邮件服务器没有接受：(550")) == ("failed", True)
    assert queries.mail_channel(person).last_error == duty.error
