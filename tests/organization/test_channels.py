"""接收方式: who may set what, which addresses are let through, the person's page, the administrator's list."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.models import AuditEvent, Duty
from core.rules import Denied
from organization import documents, queries, rules, services
from organization.models import Channel, Delivery
from organization.roles import Role
from organization.states import ChannelKind, DeliveryState
from tests import factories

pytestmark = pytest.mark.django_db

WECOM = "wecombot://693a91f6-7aoc-4bc4-97a0"
PAGE = "/accounts/channels/"


@pytest.mark.parametrize(
    "address",
    [
        WECOM,
        "dingtalk://0123456789abcdef",
        "dingtalk://SECabc@0123456789abcdef",
        "dingtalk://0123456789abcdef/13800000000",
        "feishu://abc-def",
        "jsons://robot.example.org/hook",
        "json://bot:word@Robot.example.org:8080/",
    ],
)
def test_addresses_that_are_let_through(address, settings):
    settings.HOOK_HOSTS = ["robot.example.org"]

    assert rules.hook_fault(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "mailto://a:b@example.org",
        "syslog://",
        f"{WECOM}?rto=99999",
        "json://robot.example.org/?template=/etc/passwd",
        "json://robot.example.org#x",
        "http://robot.example.org/",
        "wecombot://a b",
        "wecombot://密钥",
        "",
    ],
)
def test_addresses_that_apprise_knows_and_we_do_not(address, settings):
    settings.HOOK_HOSTS = ["robot.example.org"]

    assert rules.hook_fault(address).startswith("地址的写法不对")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "169.254.169.254", "10.0.0.5", "robot.example.org.evil"])
def test_the_worker_calls_no_host_that_the_installation_has_not_listed(host, settings):
    settings.HOOK_HOSTS = ["robot.example.org"]

    assert rules.hook_fault(f"json://{host}/x").startswith(f"不能发到主机“{host}”")


def test_a_robot_is_added_with_its_secret_outside_the_trail():
    person = factories.person()

    channel = services.add_hook(by=person, address=WECOM)

    event = AuditEvent.objects.get(verb="organization.add_hook")
    assert (event.actor_name, "693a" in str(event.details)) == (person.name, False)
    assert (str(channel), channel.masked) == ("企业微信群机器人", "…97a0")


def test_add_hook_is_denied_for_a_bad_address_the_same_twice_and_a_sixth():
    person = factories.person()

    with pytest.raises(Denied, match="写法不对"):
        services.add_hook(by=person, address="file:///etc/passwd")
    services.add_hook(by=person, address=WECOM)
    with pytest.raises(Denied, match="已经登记过"):
        services.add_hook(by=person, address=WECOM)
    for number in range(4):
        services.add_hook(by=person, address=f"feishu://abc{number}")
    with pytest.raises(Denied, match="最多登记5个"):
        services.add_hook(by=person, address="feishu://more")


def test_a_removed_robot_keeps_no_address_and_what_waits_is_not_sent():
    person = factories.person()
    channel = services.add_hook(by=person, address=WECOM)
    services.send_out([services.Outgoing("digest:1", person.pk, "廉防", documents.Letter("一"))])

    services.remove_hook(by=person, channel=channel)

    channel.refresh_from_db()
    assert (channel.address, channel.is_on, str(channel)) == ("", False, "消息机器人")
    assert Delivery.objects.values_list("state", "error").get() == ("given_up", "接收方式已删除。")
    assert list(queries.hooks(person)) == []


def test_what_was_removed_or_is_anothers_is_denied():
    person, other = factories.person(), factories.person()
    channel = services.add_hook(by=person, address=WECOM)

    with pytest.raises(Denied, match="本人"):
        services.switch_channel(by=other, channel=channel, is_on=False)
    services.remove_hook(by=person, channel=channel)
    with pytest.raises(Denied, match="本人"):
        services.switch_channel(by=person, channel=channel, is_on=True)


def test_mail_is_switched_off_not_removed():
    person = factories.person(email="a@example.org")
    channel = services.mail_channel(by=person)

    with pytest.raises(Denied, match="邮件不能删除"):
        services.remove_hook(by=person, channel=channel)
    assert services.mail_channel(by=person) == channel


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("channel_one_mail", {"kind": ChannelKind.EMAIL}),
        ("channel_hook_once", {"kind": ChannelKind.HOOK, "address": WECOM}),
        ("channel_hook_has_address", {"kind": ChannelKind.HOOK}),
    ],
)
def test_constraints_of_channels(name, fields):
    person = factories.person()
    services.mail_channel(by=person)
    services.add_hook(by=person, address=WECOM)

    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.create(person=person, **fields)


def test_the_page_says_how_a_person_is_told(client):
    person = factories.person(email="a@example.org")
    services.add_hook(by=person, address=WECOM)
    client.force_login(person)

    text = client.get(PAGE).content.decode()

    assert ("a@example.org" in text, "…97a0" in text, "693a91f6" in text) == (True, True, False)


def test_without_an_address_the_page_says_who_enters_one(client):
    client.force_login(factories.person())

    assert "请系统管理员在账号里登记" in client.get(PAGE).content.decode()


def test_the_page_shows_what_did_not_arrive(client):
    person = factories.person(email="a@example.org")
    services.send_out([services.Outgoing("digest:1", person.pk, "廉防", documents.Letter("一"))])
    Delivery.objects.update(error="邮件服务器连接不上", state=DeliveryState.GIVEN_UP)
    Channel.objects.update(last_error="邮件服务器连接不上")
    client.force_login(person)

    text = client.get(PAGE).content.decode()

    assert (text.count("邮件服务器连接不上"), "已停止发送" in text) == (2, True)


def test_a_form_with_a_bad_address_keeps_it_and_says_why(client):
    client.force_login(factories.person())

    answer = client.post("/accounts/channels/hooks/new/", {"address": "json://10.0.0.5/x"})

    text = answer.content.decode()
    assert (answer.status_code, "json://10.0.0.5/x" in text, "不能发到主机" in text) == (422, True, True)


def test_a_robot_is_added_switched_tested_and_removed_by_its_page(client):
    person = factories.person()
    client.force_login(person)

    client.post("/accounts/channels/hooks/new/", {"address": WECOM})
    channel = queries.hooks(person).get()
    client.post(f"/accounts/channels/hooks/{channel.pk}/switch/", {"is_on": "false"})
    assert queries.hooks(person).get().is_on is False
    client.post(f"/accounts/channels/hooks/{channel.pk}/switch/", {"is_on": "true"})
    assert queries.hooks(person).get().is_on is True
    answer = client.post(f"/accounts/channels/hooks/{channel.pk}/test/")
    assert answer.url == Duty.objects.get(kind="organization.try_channel").get_absolute_url()
    assert "地址不保留" in client.get(f"/accounts/channels/hooks/{channel.pk}/remove/").content.decode()
    assert client.post(f"/accounts/channels/hooks/{channel.pk}/remove/").url == PAGE
    assert queries.hook(person, channel.pk) is None


def test_mail_is_switched_and_tested_by_its_page(client):
    person = factories.person(email="a@example.org")
    client.force_login(person)

    assert client.post("/accounts/channels/mail/switch/", {"is_on": "false"}).url == PAGE
    assert queries.mail_channel(person).is_on is False
    assert client.post("/accounts/channels/mail/test/").status_code == 302


@pytest.mark.parametrize("name", ["switch_hook", "try_hook", "remove_hook"])
def test_anothers_robot_is_not_there(client, name):
    channel = services.add_hook(by=factories.person(), address=WECOM)
    client.force_login(factories.person())

    assert client.post(reverse(f"accounts:{name}", args=[channel.pk])).status_code == 404


def failed(*people, **fields):
    services.send_out(
        services.Outgoing("digest:1", person.pk, "廉防：机密", documents.Letter("一")) for person in people
    )
    Delivery.objects.update(**{"error": "邮件服务器连接不上", "state": DeliveryState.GIVEN_UP, **fields})


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_what_did_not_arrive_asks_the_same_whatever_its_length(client, django_assert_num_queries, count):
    failed(*(factories.person(email=f"p{number}@example.org") for number in range(count)))
    client.force_login(factories.holder(Role.SYSADMIN))

    with django_assert_num_queries(10):
        text = client.get("/organization/deliveries/").content.decode()

    assert (text.count("邮件服务器连接不上"), "机密" in text) == (count, False)


@pytest.mark.parametrize(("asked", "count"), [("", 1), ("?state=given_up", 1), ("?state=waiting", 0), ("?q=nobody", 0)])
def test_the_list_is_filtered(client, asked, count):
    failed(factories.person(email="a@example.org"))
    client.force_login(factories.holder(Role.SYSADMIN))

    assert client.get(f"/organization/deliveries/{asked}").content.decode().count("邮件服务器连接不上") == count


def test_what_arrived_at_last_is_listed_no_more():
    failed(factories.person(email="a@example.org"))
    delivery = queries.failed_deliveries().get()
    assert queries.failed_delivery(delivery.pk) == delivery

    Delivery.objects.update(state=DeliveryState.SENT, sent_at=delivery.made_at, error="")

    assert list(queries.failed_deliveries()) == []


def test_picked_ones_are_sent_again(client):
    failed(factories.person(email="a@example.org"), factories.person(email="b@example.org"))
    client.force_login(factories.holder(Role.SYSADMIN))
    first = Delivery.objects.order_by("pk")[0]

    client.post("/organization/deliveries/retry/", {"picked": [str(first.pk), "x"]})

    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["waiting", "given_up"]


@pytest.mark.parametrize("role", [Role.PARTY_OFFICE, Role.SECADMIN, Role.AUDITOR, Role.FILER])
def test_the_list_is_the_system_administrators_alone(client, role):
    client.force_login(factories.holder(role))

    answers = [client.get("/organization/deliveries/"), client.post("/organization/deliveries/retry/")]

    assert [answer.status_code for answer in answers] == [403, 403]
