"""Whether the audit trail still is what was written: every hash recomputed, every link and the head held together."""

from collections.abc import Callable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from core import calculations
from core.models import AuditEvent, AuditHead
from core.registry import Breach, registry

CHUNK = 2_000


def trail_breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """Events altered, taken out, put in or cut off the end, in the order of the trail; memory stays flat."""
    last = AuditEvent(sequence=0, hash="")
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=CHUNK):
        checked()
        yield from _of_event(event, last)
        last = event
    yield from _of_head(AuditHead.objects.filter(id=1).first() or AuditHead(), last)


def event_place(event: AuditEvent) -> str:
    """`第 12 条（2026-11-25 王某 签署报审 D11-2026-1）`."""
    day = timezone.localtime(event.at).date().isoformat()
    verb = str(registry.verbs.get(event.verb, event.verb))
    words = " ".join(word for word in (day, event.actor_name, verb, event.subject_code) if word)
    return _("第 %(number)d 条（%(words)s）") % {"number": event.sequence, "words": words}


def _of_event(event: AuditEvent, last: AuditEvent) -> Iterator[Breach]:
    place = event_place(event)
    if event.sequence != last.sequence + 1:
        numbers = {"first": last.sequence + 1, "last": event.sequence - 1}
        yield Breach(_("第 %(first)d 条至第 %(last)d 条") % numbers, _("不在了：序号应当连续，中间被删去"))
    elif event.previous_hash != last.hash:
        yield Breach(
            place, _("没有接在第 %(number)d 条之后：所记的前一哈希不是那一条的哈希") % {"number": last.sequence}
        )
    if event.details_hash != calculations.sha256(event.details):
        yield Breach(place, _("内容被改过：重新计算的内容哈希与所记的不符"))
    if event.hash != calculations.audit_hash(event):
        yield Breach(place, _("被改过：重新计算的哈希与所记的不符"))


def _of_head(head: AuditHead, last: AuditEvent) -> Iterator[Breach]:
    """The end of the trail against the head that its writers keep beside it."""
    place, numbers = _("审计记录的结尾"), {"last": last.sequence, "head": head.sequence}
    if not last.sequence and head.sequence:
        yield Breach(place, _("审计记录表是空的，链尾登记的是第 %(head)d 条：整个表被清空") % numbers)
    elif last.sequence < head.sequence:
        yield Breach(place, _("审计记录只到第 %(last)d 条，链尾登记的是第 %(head)d 条：尾部被截去") % numbers)
    elif last.sequence > head.sequence:
        words = _("审计记录到第 %(last)d 条，链尾登记的是第 %(head)d 条：链尾被改过，或有记录不是系统写入的")
        yield Breach(place, words % numbers)
    elif last.hash != head.hash:
        yield Breach(place, _("第 %(last)d 条的哈希与链尾登记的不符") % numbers)
