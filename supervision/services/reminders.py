"""到期提醒: once a working day, one digest for everyone for whom something comes due or is overdue.

A sweep collects from `registry.reminder_sources`, and in one transaction inserts what is new with its digests, messages
and deliveries. Whatever it is killed at, nothing or all of it is there; run again, it finds its own rows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Duty
from core.registry import DueItem, registry
from organization import queries as organization_queries
from organization import services as organization_services
from organization.roles import Action
from supervision import calculations, queries
from supervision.models import Digest, Reminder
from supervision.services import letters
from supervision.states.reminders import WORKDAYS_AHEAD, Audience

DUTY = "supervision.remind"


@dataclass(frozen=True)
class Sweep:
    """What one day's sweep did."""

    is_workday: bool = True
    items: int = 0
    reminders: int = 0
    digests: int = 0
    deliveries: int = 0


@dataclass(frozen=True)
class Standing:
    """A due thing as it stands on the day."""

    kind: str
    item: DueItem
    left: int
    rung: int
    is_provisional: bool


def remind(duty: Duty, phase: Callable[..., None]) -> None:
    """The daily duty: today's sweep, also where yesterday's duty was left undone."""
    send_reminders(on=timezone.localdate(), phase=phase)


def send_reminders(*, on: date, phase: Callable[..., None] = lambda *_told: None) -> Sweep:
    """Remind everyone of what is due; on a day that is not worked of nothing. Run twice it adds nothing."""
    days = calculations.Days(on, organization_queries.workday_overrides())
    if not days.is_worked:
        return Sweep(is_workday=False)
    phase(_("收集到期事项"), 1, 2)
    things = list(_collect(days))
    phase(_("登记提醒"), 2, 2)
    with transaction.atomic():
        core_services.take_turn_at(DUTY)
        wanted = _wanted(things, on)
        digests = _write(wanted, on)
        deliveries = letters.send(digests, on)
    return Sweep(
        items=len(things),
        reminders=sum(len(rows) for rows in digests.values()),
        digests=len(digests),
        deliveries=deliveries,
    )


def _collect(days: calculations.Days) -> Iterator[Standing]:
    until = days.ahead(WORKDAYS_AHEAD)
    for kind, source in registry.reminders():
        for item in source.find(days.on, until):
            left = days.left(item.due_on)
            rung = calculations.rung_reached(left)
            if rung is not None:
                yield Standing(kind, item, left, rung, days.is_provisional(item.due_on))


def _wanted(things: Iterable[Standing], on: date) -> dict[int, list[Reminder]]:
    """Person → reminders of rungs not reached before; nobody who has their digest of the day already gets another."""
    things = list(things)
    reached = queries.rungs_reached({thing.item.key for thing in things})
    holders, told = organization_queries.HolderTable(on), queries.people_told(on)
    logins = organization_queries.business_logins()
    found: dict[int, list[Reminder]] = defaultdict(list)
    for thing in things:
        for person, audience in _whom(thing, holders, logins).items():
            before = reached.get((person, thing.item.key, thing.item.due_on))
            if person not in told and (before is None or thing.rung < before):
                found[person].append(_reminder(thing, person, audience, on))
    return found


def _whom(thing: Standing, holders: organization_queries.HolderTable, logins: set[int]) -> dict[int, Audience]:
    """People whom the rung tells; where nobody who logs in is to act, those above are told at once."""
    department, item = thing.item.department_id, thing.item
    heads, leaders = (holders.of(action, department) & logins for action in (Action.SIGN, Action.OVERSEE))
    acting = frozenset[int]().union(*(holders.of(action, department) for action in item.actions)) - item.but_not
    if item.is_confined:
        return dict.fromkeys((acting | item.people) & logins, Audience.ADDRESSEE)
    acting = ((acting - heads or acting) | item.people) & logins
    told = calculations.audiences(thing.rung)
    whom = dict.fromkeys(leaders, Audience.LEADER) if Audience.LEADER in told or not acting | heads else {}
    if Audience.HEAD in told or not acting:
        whom |= dict.fromkeys(heads, Audience.HEAD)
    return whom | dict.fromkeys(acting, Audience.ADDRESSEE)


def _reminder(thing: Standing, person: int, audience: str, on: date) -> Reminder:
    item = thing.item
    return Reminder(
        person_id=person,
        key=item.key,
        kind=thing.kind,
        text=item.text[:200],
        url=item.url,
        due_on=item.due_on,
        rung=thing.rung,
        workdays_left=thing.left,
        is_provisional=thing.is_provisional,
        audience=audience,
        count=item.count,
        on=on,
    )


def _write(wanted: dict[int, list[Reminder]], on: date) -> dict[Digest, list[Reminder]]:
    batch: dict[str, Any] = {"batch_size": core_services.BATCH}
    digests = Digest.objects.bulk_create(
        (Digest(person_id=person, on=on, count=len(rows)) for person, rows in sorted(wanted.items())), **batch
    )
    made = {digest: wanted[digest.person_id] for digest in digests}
    for digest, rows in made.items():
        for row in rows:
            row.digest = digest
    Reminder.objects.bulk_create((row for rows in made.values() for row in rows), **batch)
    organization_services.notify_each(
        ((digest.person_id, letters.notice(digest, rows), digest.get_absolute_url()) for digest, rows in made.items()),
        kind="supervision.digest",
    )
    return made
