"""Where a person may be told beside the inbox, and who sends again what did not arrive."""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from core.rules import Denied
from organization.models import Channel, Delivery, Person
from organization.rules.keeping import keep_accounts
from organization.states import DELIVERY_MOVES, ChannelKind, DeliveryEvent

HOOKS_A_PERSON = 5
ADDRESSES = (
    re.compile(r"(?:wecombot|feishu)://[\w-]+/?", re.ASCII),
    re.compile(r"dingtalk://(?:[\w-]+@)?[\w-]+(?:/1\d{10})*/?", re.ASCII),
    re.compile(r"jsons?://(?:[\w.-]+(?::[\w.-]+)?@)?(?P<host>[\w.-]+)(?::\d{1,5})?(?:/[\w./-]*)?", re.ASCII),
)
"""Whole addresses that are let through. None has a query: by it apprise could be told to wait for hours or to read files."""


def hook_fault(address: str) -> str:
    """What is wrong with a robot's address, in words; nothing where it may be used.

    The robots of 企业微信, 钉钉 and 飞书 are reached at their makers' own hosts. An address that names a host could make
    the worker call anything in the intranet, so the installation lists those hosts (`HOOK_HOSTS`).
    """
    match = next(filter(None, (pattern.fullmatch(address) for pattern in ADDRESSES)), None)
    if match is None:
        return _("地址的写法不对，可用的写法：wecombot://、dingtalk://、feishu://、json://、jsons://，不带参数。")
    host = match.groupdict().get("host")
    if host and host.lower() not in [each.lower() for each in settings.HOOK_HOSTS]:
        return _("不能发到主机“%(host)s”：它不在本院登记的消息接口之内，请联系系统管理员。") % {"host": host}
    return ""


def add_hook(by: Person, address: str) -> None:
    """Each person adds robots of their own, a handful."""
    if fault := hook_fault(address):
        raise Denied(fault)
    held = Channel.objects.filter(person=by, kind=ChannelKind.HOOK, removed_at__isnull=True)
    if held.filter(address=address).exists():
        raise Denied(_("这个地址已经登记过。"))
    if held.count() >= HOOKS_A_PERSON:
        raise Denied(_("每人最多登记%(count)d个消息机器人。") % {"count": HOOKS_A_PERSON}, help=_("请先删除不用的。"))


def keep_channel(by: Person, channel: Channel) -> None:
    """Only the person who is told decides how."""
    if channel.person_id != by.pk or channel.removed_at is not None:
        raise Denied(_("只能设置本人接收提醒的方式。"))


def remove_hook(by: Person, channel: Channel) -> None:
    """A robot can be removed; mail is switched off instead."""
    keep_channel(by, channel)
    if channel.kind != ChannelKind.HOOK:
        raise Denied(_("邮件不能删除。"), help=_("不想收到邮件的，请关闭它。"))


def retry_delivery(by: Person, delivery: Delivery) -> None:
    """The system administrator has it sent again once it was given up."""
    keep_accounts(by)
    if (delivery.state, DeliveryEvent.RETRY) not in DELIVERY_MOVES:
        raise Denied(_("这条提醒没有停止发送，不用重新发送。"))
