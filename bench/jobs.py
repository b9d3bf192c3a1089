"""Exports and duties: a list as xlsx against bare xlsxwriter, and the sweep against bare updates."""

import io
from collections.abc import Iterator

import xlsxwriter
from django.utils import timezone

from bench.measure import Line, medians, seconds
from bench.pages import client
from core import services
from core.models import Duty
from core.registry import registry
from core.states import DutyState
from risks.models import RiskPoint

DUTIES, EXPORT_RATIO = 500, 2
KIND = "bench.nothing"
FIELDS = ("code", "description", "post__name", "post__department__name", "power__name", "type", "finder", "grade")


def export() -> Iterator[Line]:
    """All risk points as a sheet."""
    office = client("office")

    def own() -> None:
        answer = office.get("/risks/points/?export=xlsx")
        b"".join(answer.streaming_content) if answer.streaming else answer.content

    bare, time = medians(_bare_export, own, rounds=3)
    yield Line("xlsx of every risk point", time, bare, EXPORT_RATIO, {"rows": RiskPoint.objects.count()})


def _bare_export() -> None:
    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(RiskPoint.objects.values_list(*FIELDS).iterator()):
        sheet.write_row(number, 0, row)
    book.close()


def duties() -> Iterator[Line]:
    """Duties that do nothing: what the queue itself costs; bare: one insert and two updates for each."""
    registry.duty_handlers[KIND] = lambda duty, phase: None
    bare = seconds(lambda: [_bare_duty(number) for number in range(DUTIES)])
    now = timezone.now()
    Duty.objects.bulk_create(
        [Duty(kind=KIND, key=f"{KIND}:{number}", payload={}, due_at=now) for number in range(DUTIES)]
    )
    done: list[int] = []
    time = seconds(lambda: done.append(services.sweep(limit=DUTIES)))
    if done != [DUTIES]:
        raise LookupError(f"{done} of {DUTIES} duties were done")
    Duty.objects.filter(kind=KIND).delete()
    yield Line(f"{DUTIES} duties swept", time, bare, 0, {"a second": round(DUTIES / time)})


def _bare_duty(number: int) -> None:
    duty = Duty.objects.create(kind=KIND, key=f"bare:{number}", payload={}, due_at=timezone.now())
    Duty.objects.filter(pk=duty.pk).update(state=DutyState.RUNNING)
    Duty.objects.filter(pk=duty.pk).update(state=DutyState.DONE, finished_at=timezone.now())
