"""评议码: batches made, printed and stopped."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Duty
from disclosure.documents import slips as document
from disclosure.models import Publication, SlipBatch
from disclosure.queries import slips as queries
from disclosure.rules import slips as rules
from organization.models import Department, Person

TEMPLATE_VERSION = 1
SUBJECT = "disclosure.slipbatch"


@transaction.atomic
def add_batch(
    *, by: Person, department: Department, count: int, expires_on: date, power: Publication | None = None
) -> SlipBatch:
    """A batch for a department, or for one of its public powers."""
    rules.add_batch(by, department, count=count, expires_on=expires_on, power=power)
    batch = SlipBatch(
        department=department,
        power_code=power.code if power else "",
        title=power.title if power else department.name,
        count=count,
        expires_on=expires_on,
        made_by=by,
    )
    core_services.save(batch, by)
    _record(batch, "disclosure.add_batch", by=by, count=count, expires_on=str(expires_on))
    return batch


@transaction.atomic
def close_batch(*, by: Person, batch: SlipBatch) -> SlipBatch:
    """Its unused codes are good for nothing any more; ratings given stay."""
    locked = _lock(batch)
    rules.close_batch(by, locked)
    locked.is_closed = True
    core_services.save(locked, by)
    _record(locked, "disclosure.close_batch", by=by, used=locked.ratings.count())
    return locked


@transaction.atomic
def ask_print(*, by: Person, batch: SlipBatch) -> Duty:
    """Have the worker draw the slips; the trail tells of each asking, for a slip is a vote."""
    locked = _lock(batch)
    rules.print_batch(by, locked)
    digest = core_services.print_digest(queries.printed(locked))
    duty = core_services.ask(
        kind="disclosure.print_slips",
        key=f"disclosure:slips:{locked.pk}:{TEMPLATE_VERSION}:{digest}",
        payload={"batch": locked.pk, "by": by.pk, "digest": digest},
        title=_("%(title)s评议码") % {"title": locked.title},
        by=by,
    )
    _record(locked, "disclosure.print_batch", by=by, count=locked.count)
    return duty


def print_slips(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Draw the slips and keep the file; harmless when run twice. Raises `Denied` where the batch was stopped meanwhile."""
    by = Person.objects.get(pk=duty.payload["by"])
    batch = SlipBatch.objects.get(pk=duty.payload["batch"])
    phase(_("取数"), 1, 4)
    rules.print_batch(by, batch)
    printed = queries.printed(batch)
    core_services.refuse_changed(duty, printed)
    data = document.draw(printed, phase=phase)
    return core_services.keep_print(
        duty, data, phase, kind="pdf", subject_type=SUBJECT, subject_id=str(batch.pk), by=by
    )


def _lock(batch: SlipBatch) -> SlipBatch:
    return SlipBatch.objects.select_for_update(of=("self",)).select_related("department").get(pk=batch.pk)


def _record(batch: SlipBatch, verb: str, *, by: Person, **details: Any) -> None:
    core_services.record(
        by=by, verb=verb, subject=batch, code=str(batch.pk), department_code=batch.department.code, details=details
    )
