"""Whether 更正 still are what the trail says was corrected, and the reports what the committee was told."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import calculations
from approvals.models import Correction, CorrectionReport
from core.models import AuditEvent
from core.registry import Breach

CHUNK = 200
WORDS = {
    "before": gettext_lazy("原文"),
    "after": gettext_lazy("更正为"),
    "reason": gettext_lazy("理由"),
    "by": gettext_lazy("办理人"),
    "at": gettext_lazy("时间"),
    "count": gettext_lazy("处数"),
    "meeting": gettext_lazy("党委会"),
}
"""What facts are called; the others together say which text of which list it is."""


def correction_breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """Corrections and reports altered, taken out or put in, each by its code or year."""
    corrections = Correction.objects.select_related("department").order_by("pk")
    yield from _of(corrections, "approvals.correct", calculations.correction_facts, checked)
    reports = CorrectionReport.objects.order_by("pk")
    yield from _of(reports, "approvals.report_corrections", calculations.report_facts, checked)


def _of(
    kept: QuerySet[Any], verb: str, facts_of: Callable[[Any], dict[str, Any]], checked: Callable[[], None]
) -> Iterator[Breach]:
    events = {event.subject_id: event for event in AuditEvent.objects.filter(verb=verb).order_by("sequence")}
    for made in kept.iterator(chunk_size=CHUNK):
        checked()
        event = events.pop(str(made.pk), None)
        if event is None:
            yield Breach(_place(made), _("在审计记录里没有：不是经系统作出的"))
        elif changed := _changed(facts_of(made), event.details["facts"]):
            words = {"what": "、".join(changed), "number": event.sequence}
            yield Breach(_place(made), _("被改过：%(what)s与审计记录第 %(number)d 条不符") % words)
    for event in events.values():
        place = _("更正第 %(number)s 号（%(code)s）") % {"number": event.subject_id, "code": event.subject_code}
        yield Breach(place, _("不在了：审计记录第 %(number)d 条记有它") % {"number": event.sequence})


def _changed(now: dict[str, Any], told: dict[str, Any]) -> list[str]:
    names = [name for name, value in now.items() if value != told.get(name)]
    return list(dict.fromkeys(str(WORDS.get(name, _("更正的条目"))) for name in names))


def _place(made: Correction | CorrectionReport) -> str:
    return (
        str(_("更正第 %(number)s 号（%(code)s）") % {"number": made.pk, "code": made.code})
        if isinstance(made, Correction)
        else str(made)
    )
