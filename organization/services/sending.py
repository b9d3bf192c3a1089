"""Sending what leaves the house: rows claimed a handful at a time, sent after the commit, each marked before the next.

A worker that dies between the mail server's acceptance and the mark sends that one mail again, under the same Message-ID.
"""

import logging
import smtplib
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from django.core import mail
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Duty
from organization import documents, rules
from organization.models import Channel, Delivery, Person
from organization.states import (
    BACKOFF_MINUTES,
    DELIVERY_MOVES,
    ChannelKind,
    DeliveryEvent,
    DeliveryState,
    PersonKind,
)

logger = logging.getLogger(__name__)

DUTY = "organization.deliver"
CHUNK = 20
DEAD_AFTER = timedelta(minutes=1)
"""A claim that was not renewed for so long is another worker's to take, so that nothing stays behind for longer than two minutes
(quality.md 2); it is renewed just before each sending, which `EMAIL_TIMEOUT` keeps shorter."""
MOST_ATTEMPTS = len(BACKOFF_MINUTES) + 1


@dataclass(frozen=True)
class Outgoing:
    """One message for one person; sent once by each of their ways, however often it is asked for under its key."""

    key: str
    person_id: int
    subject: str
    letter: documents.Letter


@transaction.atomic
def send_out(messages: Iterable[Outgoing]) -> int:
    """Put messages on their way by the channels that their people have on; returns how many deliveries that makes.

    In the caller's transaction: they are sent by the worker after its commit.
    """
    wanted: dict[int, list[Outgoing]] = defaultdict(list)
    for message in messages:
        wanted[message.person_id].append(message)
    people = sorted(wanted)
    for start in range(0, len(people), core_services.BATCH):
        _open_mail(people[start : start + core_services.BATCH])
    now, made = timezone.now(), []
    for start in range(0, len(people), core_services.BATCH):
        for channel in _channels_on(people[start : start + core_services.BATCH]):
            made += [_delivery(message, channel, now) for message in wanted[channel.person_id]]
    Delivery.objects.bulk_create(made, batch_size=core_services.BATCH, ignore_conflicts=True)
    if made:
        _ask(now)
    return len(made)


def _delivery(message: Outgoing, channel: Channel, now: datetime) -> Delivery:
    content = message.letter.content()
    return Delivery(key=message.key, channel=channel, subject=message.subject, content=content, next_at=now)


def _open_mail(people: list[int]) -> None:
    """Whoever has a mail address is told there until they switch it off."""
    has_one = Channel.objects.filter(person=OuterRef("pk"), kind=ChannelKind.EMAIL)
    without = Person.objects.filter(~Exists(has_one), ~Q(email=""), pk__in=people, kind=PersonKind.LOGIN)
    Channel.objects.bulk_create(
        (Channel(person_id=pk, kind=ChannelKind.EMAIL) for pk in without.values_list("pk", flat=True)),
        ignore_conflicts=True,
    )


def _channels_on(people: list[int]) -> Iterable[Channel]:
    found = Channel.objects.filter(person__in=people, is_on=True, person__is_active=True)
    return found.exclude(kind=ChannelKind.EMAIL, person__email="").only("pk", "person").order_by("pk")


def _ask(due_at: Any) -> None:
    core_services.ask(kind=DUTY, key=f"{DUTY}:{due_at:%Y%m%dT%H%M%S.%f}", payload={}, due_at=due_at)


def deliver(duty: Duty, phase: Any) -> None:
    """Send everything that is due; what fails waits for its next time, for which another duty is asked."""
    count = 0
    with Post() as post:
        while claimed := _claim():
            for delivery in filter(_is_still_ours, claimed):
                _settle(delivery, _try(post, delivery))
                count += 1
                phase(_("已处理%(count)d条") % {"count": count}, 1, 1)
    waiting = Delivery.objects.filter(state__in=[DeliveryState.WAITING, DeliveryState.SENDING])
    if next_at := waiting.order_by("next_at").values_list("next_at", flat=True).first():
        _ask(next_at)


@transaction.atomic
def _claim() -> list[Delivery]:
    """Some deliveries that are due, or whose worker died, for this worker alone."""
    now, skips = timezone.now(), connection.features.has_select_for_update_skip_locked
    due = Delivery.objects.filter(state__in=[DeliveryState.WAITING, DeliveryState.SENDING], next_at__lte=now)
    rows = due.select_for_update(skip_locked=skips, of=("self",)).select_related("channel__person")
    found = list(rows.order_by("next_at", "id")[:CHUNK])
    claim = uuid.uuid4()
    for delivery in found:
        delivery.state = DELIVERY_MOVES[delivery.state, DeliveryEvent.CLAIM]
        delivery.claim = claim
    Delivery.objects.filter(pk__in=[each.pk for each in found]).update(
        state=DeliveryState.SENDING, claim=claim, next_at=now + DEAD_AFTER
    )
    return found


def _is_still_ours(delivery: Delivery) -> bool:
    """Renew the claim just before sending and count it; another worker may have taken it from one that was slow."""
    held = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, claim=delivery.claim)
    delivery.attempts += 1
    return held.update(next_at=timezone.now() + DEAD_AFTER, attempts=F("attempts") + 1) == 1


def _try(post: "Post", delivery: Delivery) -> str:
    """What went wrong, or nothing: whatever it is, it ends this try and no other."""
    if delivery.attempts > MOST_ATTEMPTS:
        return _("多次发送时中断，不再发送。")
    channel = Channel.objects.select_related("person").get(pk=delivery.channel_id)
    if not channel.is_on or channel.removed_at or not channel.person.is_active:
        delivery.attempts = MOST_ATTEMPTS
        return _("接收方式或账号已停用。")
    try:
        return post.reach(channel, subject=delivery.subject, content=delivery.content, key=delivery.key)
    except Exception as error:
        logger.exception("delivery %s failed", delivery.pk)
        return str(error)[:180] or type(error).__name__


@transaction.atomic
def _settle(delivery: Delivery, error: str) -> None:
    """Write down how it went before the next one is tried; an end has no content left."""
    now, last = timezone.now(), delivery.attempts >= MOST_ATTEMPTS
    event = DeliveryEvent.ACCEPT if not error else DeliveryEvent.GIVE_UP if last else DeliveryEvent.FAIL
    fields: dict[str, Any] = {"state": DELIVERY_MOVES[delivery.state, event], "error": error}
    if event == DeliveryEvent.ACCEPT:
        fields |= {"sent_at": now, "content": {}}
    elif event == DeliveryEvent.FAIL:
        fields["next_at"] = now + timedelta(minutes=BACKOFF_MINUTES[delivery.attempts - 1])
    Delivery.objects.filter(pk=delivery.pk, claim=delivery.claim).update(**fields)
    note_outcome(delivery.channel, error)


def note_outcome(channel: Channel, error: str) -> None:
    """Show the person on their page whether the last message arrived."""
    fields = {"last_error": error} if error else {"last_error": "", "last_sent_at": timezone.now()}
    Channel.objects.filter(pk=channel.pk).update(**fields)


@transaction.atomic
def retry_delivery(*, by: Person, delivery: Delivery) -> Delivery:
    """Try again what was given up, from the beginning of the back-off."""
    locked = Delivery.objects.select_for_update(of=("self",)).select_related("channel__person").get(pk=delivery.pk)
    rules.retry_delivery(by, locked)
    locked.state, locked.attempts = DELIVERY_MOVES[locked.state, DeliveryEvent.RETRY], 0
    locked.next_at = timezone.now()
    locked.save()
    _ask(locked.next_at)
    code = locked.channel.person.username or ""
    core_services.record(by=by, verb="organization.retry_delivery", subject=locked, code=code)
    return locked


class Post:
    """One connection to the mail server for many mails; once it can't be reached, nobody waits for it again."""

    def __init__(self) -> None:
        self.server = mail.get_connection()
        self.away = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def reach(self, channel: Channel, *, subject: str, content: dict[str, Any], key: str) -> str:
        """Send one message; what went wrong in words, or nothing."""
        if channel.kind == ChannelKind.HOOK:
            return tell_robot(channel.address, subject=subject, body=documents.as_brief(content))
        if not channel.person.email:
            return _("账号没有登记邮箱。")
        return self.away or self._mail(channel, subject=subject, content=content, key=key)

    def _mail(self, channel: Channel, *, subject: str, content: dict[str, Any], key: str) -> str:
        try:
            self.server.open()
        except (OSError, smtplib.SMTPException) as error:
            self.away = _("邮件服务器连接不上：%(error)s") % {"error": str(error)[:120]}
            return self.away
        message = mail.EmailMultiAlternatives(
            subject,
            documents.as_text(content),
            to=[channel.person.email],
            headers={
                "Message-ID": f"<{key}.{channel.pk}@lianfang>".replace(":", "."),
                "Auto-Submitted": "auto-generated",
            },
            connection=self.server,
        )
        message.attach_alternative(documents.as_html(content), "text/html")
        try:
            message.send()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return _("邮件服务器没有接受：%(error)s") % {"error": str(error)[:120]}
        return ""

    def _hang_up(self) -> None:
        try:
            self.server.close()
        except (OSError, smtplib.SMTPException):
            logger.info("the mail server had hung up already")


def tell_robot(address: str, *, subject: str, body: str) -> str:
    """Have apprise tell a robot; the address is asked again, for the installation may have changed its mind."""
    if fault := rules.hook_fault(address):
        return fault
    import apprise  # noqa: PLC0415 — 22 MB and a quarter of a second, in the worker, when somebody has a robot

    asset = apprise.AppriseAsset(app_id="lianfang", async_mode=False, secure_logging=True)
    robots = apprise.Apprise(asset=asset)
    if not robots.add(f"{address}?redirect=no&cto=5&rto=10") or not robots.notify(title=subject, body=body):
        return _("消息机器人没有接受，请检查地址是否有效。")
    return ""
