"""待公开: what arose is registered, what is due by period is opened each day, and what was published is met."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Duty
from core.rules import Denied
from disclosure.calculations import clock
from disclosure.models import DisclosureItem, DueDisclosure, Publication
from disclosure.queries import dues as queries
from disclosure.rules import catalogue as rules
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Person
from organization.roles import Action

TURN = "disclosure.dues"


@transaction.atomic
def add_due(*, by: Person, item: DisclosureItem, label: str, arose_on: date) -> DueDisclosure:
    """Register what arose or changed on a day; its last day is counted by the hospital's calendar and kept.

    Its department is told when somebody else registers it. Raises `Denied` for what is registered already.
    """
    items = DisclosureItem.objects.select_for_update(of=("self",), no_key=True).select_related("department")
    locked = items.get(pk=item.pk)
    rules.add_due(by, locked, arose_on=arose_on)
    if DueDisclosure.objects.filter(item=locked, label=label).exists():
        words = _("“%(label)s”已登记过待公开。") % {"label": label}
        raise Denied(words, help=_("同一事项再次形成的，请在事由中写明日期或批次。"))
    due = _due(locked, label, arose_on, organization_queries.workday_overrides())
    core_services.save(due, by)
    _tell_department(by, due)
    _record(by, "disclosure.add_due", due, {"label": label, "arose_on": str(arose_on), "due_on": str(due.due_on)})
    return due


@transaction.atomic
def waive_due(*, by: Person, due: DueDisclosure, reason: str) -> DueDisclosure:
    """党办 says why something need not be published after all; it stays in the list with its reason."""
    locked = lock(Q(pk=due.pk))[0]
    rules.waive_due(by, locked, reason=reason)
    locked.waived_reason = reason.strip()
    core_services.save(locked, by, reason=reason[:100])
    _record(by, "disclosure.waive_due", locked, {"label": locked.label, "reason": reason})
    return locked


@transaction.atomic
def meet(*, due: DueDisclosure, publication: Publication, by: Person | None = None) -> None:
    """Mark a due disclosure as met by what was published; called inside the transaction of publishing, which tells the trail.

    What was met before or waived meanwhile stays as it is: publishing more than once, or more than was asked, is no fault.
    Who publishes has locked it before the trail's turn.
    """
    locked = DueDisclosure.objects.get(pk=due.pk)
    if locked.met_by_id is not None or locked.waived_reason:
        return
    locked.met_by, locked.met_on = publication, timezone.localdate(publication.published_at)
    core_services.save(locked, by, reason=_("公开"))


def lock(which: Q) -> list[DueDisclosure]:
    """Those dues, locked in one order. To be called before the trail's turn is taken: nobody may wait for a due disclosure
    while holding the turn, which those who hold that due disclosure wait for."""
    rows = DueDisclosure.objects.select_for_update(of=("self",), no_key=True).filter(which)
    return list(rows.select_related("item__department").order_by("pk"))


def met_by(publication: Publication) -> Q:
    """What was met by any version of the publication's thing."""
    return Q(met_by__kind=publication.kind, met_by__lineage_key=publication.lineage_key)


def unmeet(locked: Iterable[DueDisclosure], *, by: Person) -> list[str]:
    """Dues are open again after what met them was taken off; returns them in words, for the trail."""
    told = []
    for due in locked:
        due.met_by, due.met_on = None, None
        core_services.save(due, by, reason=_("公开已撤下"))
        told.append(f"{due.item.code} {due.label}")
    return told


@transaction.atomic
def open_periods(*, by: Person) -> list[DueDisclosure]:
    """Open the due disclosure of each period that has ended since its item was made; counts anew what was provisional.

    Harmless when run twice: a period is opened once.
    """
    core_services.take_turn_at(TURN)
    overrides = organization_queries.workday_overrides()
    rows = [_due(item, span.label, span.end, overrides) for item, span in queries.periods_to_open(timezone.localdate())]
    made = core_services.create_all(DueDisclosure, rows, by, reason=_("周期期满"))
    recounted = _recount(by, overrides)
    if made or recounted:
        core_services.record(
            by=by,
            verb="disclosure.open_dues",
            subject_type=DueDisclosure._meta.label_lower,
            details={"opened": [f"{due.item.code} {due.label}" for due in made], "recounted": recounted},
        )
    return made


def open_in_background(duty: Duty, phase: Any) -> dict[str, Any]:
    """The daily duty `disclosure.open_dues`."""
    phase(_("生成到期待公开"), 1, 1)
    open_periods(by=duty.asked_by or organization_queries.system_actor())
    return {"result_url": reverse("disclosure_desk:dues")}


def _due(item: DisclosureItem, label: str, arose_on: date, overrides: Mapping[date, bool]) -> DueDisclosure:
    counted = clock.count(arose_on, item.clock_days, overrides)
    return DueDisclosure(
        item=item, label=label, arose_on=arose_on, due_on=counted.due_on, is_provisional=counted.is_provisional
    )


def _recount(by: Person, overrides: Mapping[date, bool]) -> list[str]:
    """Count anew what was counted over holidays not known then and known now."""
    told = []
    for due in lock(Q(is_provisional=True, met_by__isnull=True, waived_reason="")):
        counted = _due(due.item, due.label, due.arose_on, overrides)
        if not counted.is_provisional:
            due.due_on, due.is_provisional = counted.due_on, False
            core_services.save(due, by, reason=_("节假日公布后重新计算"))
            told.append(f"{due.item.code} {due.label}")
    return told


def _tell_department(by: Person, due: DueDisclosure) -> None:
    department = due.item.department
    if by.department_id == department.pk:
        return
    words = {"item": due.item, "label": due.label, "day": due.due_on}
    text = _("请公开“%(item)s”：%(label)s，最迟%(day)s。") % words
    holders = organization_queries.holders(Action.FILE, department).exclude(pk=by.pk)
    organization_services.notify(holders, kind="disclosure.due", text=text, url=due.item.get_absolute_url())


def _record(by: Person, verb: str, due: DueDisclosure, details: dict[str, Any]) -> None:
    item = due.item
    core_services.record(
        by=by, verb=verb, subject=due, code=item.code, department_code=item.department.code, details=details
    )
