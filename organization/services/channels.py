"""接收方式: a person's own ways of being told."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Duty
from core.rules import Denied
from organization import documents, rules
from organization.models import Channel, Delivery, Person
from organization.services import sending
from organization.states import ChannelKind, DeliveryState


@transaction.atomic
def add_hook(*, by: Person, address: str) -> Channel:
    """Have a robot tell what the mails tell, in figures. Raises `Denied`."""
    Person.objects.select_for_update().get(pk=by.pk)
    rules.add_hook(by, address)
    channel = Channel.objects.create(person=by, kind=ChannelKind.HOOK, address=address)
    _record(channel, "organization.add_hook", by=by, hook=address.split(":", maxsplit=1)[0])
    return channel


@transaction.atomic
def switch_channel(*, by: Person, channel: Channel, is_on: bool) -> Channel:
    """Use a way, or leave it: what waits by it is not sent."""
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    rules.keep_channel(by, locked)
    locked.is_on = is_on
    locked.save(update_fields=["is_on"])
    _record(locked, "organization.switch_channel", by=by, is_on=is_on)
    return locked


@transaction.atomic
def remove_hook(*, by: Person, channel: Channel) -> Channel:
    """Forget a robot's address; what still waits by it is not sent."""
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    rules.remove_hook(by, locked)
    locked.removed_at, locked.is_on, locked.address = timezone.now(), False, ""
    locked.save()
    waiting = Delivery.objects.filter(channel=locked, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.GIVEN_UP, error=_("接收方式已删除。"), content={})
    _record(locked, "organization.remove_channel", by=by)
    return locked


@transaction.atomic
def mail_channel(*, by: Person) -> Channel:
    """The person's mail as a way of being told, which everyone has who has an address."""
    channel, _is_new = Channel.objects.get_or_create(person=by, kind=ChannelKind.EMAIL)
    return channel


def ask_test(*, by: Person, channel: Channel) -> Duty:
    """Have a test message sent; once a minute and channel, however often it is asked for."""
    rules.keep_channel(by, channel)
    return core_services.ask(
        kind="organization.try_channel",
        key=f"test-channel:{channel.pk}:{timezone.now():%Y%m%d%H%M}",
        payload={"channel": channel.pk},
        title=_("测试接收方式：%(channel)s") % {"channel": channel},
        by=by,
    )


def try_channel(duty: Duty, phase: Any) -> dict[str, Any]:
    """Send the test message; where it does not arrive, the job says why."""
    phase(_("发送"), 1, 1)
    channel = Channel.objects.select_related("person").get(pk=duty.payload["channel"])
    letter = documents.Letter(lead=_("这是一条测试消息：收到它，说明到期提醒能送到这里。"))
    with sending.Post() as post:
        error = post.reach(channel, subject=_("廉防：测试消息"), content=letter.content(), key=duty.key)
    sending.note_outcome(channel, error)
    if error:
        raise Denied(error)
    return {"result_url": "/accounts/channels/"}


def _record(channel: Channel, verb: str, *, by: Person, **details: Any) -> None:
    core_services.record(by=by, verb=verb, subject=channel, code=by.username or "", details=details)
