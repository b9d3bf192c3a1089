"""Progress reported while its table comes into force, on PostgreSQL: the summary counts it; without the lock it is lost."""

import threading
from types import SimpleNamespace

import pytest
from django.db import transaction

from controls import services
from controls.models import ControlTable, MeasureCount
from controls.services import measures
from controls.services.handler import TableHandler
from core import services as core_services
from tests import factories
from tests.controls import factories as control_factories
from tests.threads import PATIENCE, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def deeds(monkeypatch, *, patience):
    """A table that waits so many seconds for the progress reported on one of its measures while it comes into force."""
    measure = control_factories.measure()
    core_services.move(measure.table, by=factories.system(), event="submit")
    write, begun, reported = MeasureCount.objects.bulk_create, threading.Event(), threading.Event()

    def slow(rows):
        counted = list(rows)
        begun.set()
        reported.wait(patience)
        return write(counted)

    def pass_table():
        with transaction.atomic():
            TableHandler().move(measure.table_id, event="pass", by=factories.system(), sha256="0" * 64)

    def report():
        begun.wait(PATIENCE)
        services.set_progress(by=factories.system(), measure=measure, status="done")
        reported.set()

    monkeypatch.setattr(MeasureCount.objects, "bulk_create", slow)
    return pass_table, report


def counted():
    return dict(MeasureCount.objects.exclude(count=0).values_list("status", "count"))


def test_progress_reported_while_the_table_comes_into_force_is_counted(monkeypatch):
    assert at_once(*deeds(monkeypatch, patience=0.3)) == ["done", "done"]
    assert counted() == {"done": 1}


def test_without_the_lock_of_the_table_the_summary_loses_it(monkeypatch):
    pair = deeds(monkeypatch, patience=PATIENCE)
    unlocked = SimpleNamespace(objects=SimpleNamespace(select_for_update=lambda: ControlTable.objects))
    monkeypatch.setattr(measures, "ControlTable", unlocked)

    assert at_once(*pair) == ["done", "done"]
    assert counted() == {"planned": 1}


def test_two_reports_at_once_are_both_counted():
    table = control_factories.table()
    made = [control_factories.measure(table) for _each in range(2)]
    with transaction.atomic():
        control_factories.in_force(table)

    def report(measure):
        return lambda: services.set_progress(by=factories.system(), measure=measure, status="done")

    assert at_once(*map(report, made)) == ["done", "done"]
    assert counted() == {"done": 2}
