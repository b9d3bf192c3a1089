"""The summaries of registers and tables equal a recount, whatever happens to their rows."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from controls import services
from controls.models import ControlTable, Measure, MeasureCount
from controls.states import MeasureStatus
from core.states import ListState
from risks import services as risk_services
from risks.models import RegisterCount, RiskPoint
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
FORMER = ListState.was_in_force()


def recounted(rows, *names):
    counted = rows.order_by().values_list(*names).annotate(times=Count("pk"))
    return {tuple(found[:-1]): found[-1] for found in counted}


def summary(rows, *names):
    return {tuple(found[:-1]): found[-1] for found in rows.exclude(count=0).values_list(*names, "count")}


def assert_equal_to_a_recount():
    points = RiskPoint.objects.filter(register__state__in=FORMER)
    measures = Measure.objects.filter(table__state__in=FORMER)

    assert summary(RegisterCount.objects.all(), "register", "type", "grade") == recounted(
        points, "register", "type", "grade"
    )
    assert summary(MeasureCount.objects.all(), "table", "status", "due_on") == recounted(
        measures, "table", "status", "due_on"
    )


def table_with_measures():
    """A draft with measures of several deadlines, on points of several grades."""
    where = factories.department()
    register = risk_factories.register(where)
    for scores in ((5, 5, 5), (3, 3, 3), (1, 1, 1), (1, 1, 1)):
        risk_factories.graded_point(register, scores=scores)
    risk_factories.review(register)
    table = control_factories.table(where)
    for days in (-3, -3, 5):
        control_factories.measure(table, due_on=timezone.localdate() + timedelta(days=days))
    control_factories.measure(table)
    return table


def test_a_register_is_counted_when_it_comes_into_force():
    table = table_with_measures()
    assert not RegisterCount.objects.exists()

    control_factories.in_force(table)

    counted = RegisterCount.objects.values_list("type", "grade", "count")
    assert Counter({(kind, grade): count for kind, grade, count in counted}) == Counter(
        {("post_duty", "high"): 1, ("post_duty", "medium"): 1, ("post_duty", "low"): 2}
    )


def test_the_summary_equals_a_recount_after_whatever_is_reported():
    chance = random.Random(7)
    tables = [control_factories.in_force(table_with_measures()), table_with_measures()]
    for _step in range(20):
        measure = chance.choice(list(Measure.objects.order_by("pk")))
        services.set_progress(by=factories.system(), measure=measure, status=chance.choice(MeasureStatus.values))
    assert_equal_to_a_recount()

    control_factories.in_force(tables[1])

    assert_equal_to_a_recount()


def test_an_edition_that_was_superseded_keeps_its_summary():
    before = control_factories.in_force(table_with_measures())
    services.set_progress(by=factories.system(), measure=before.measures.order_by("pk")[0], status="done")
    register = risk_services.open_register(by=factories.system(), department=before.department)
    risk_factories.review(register)
    control_factories.in_force(services.open_table(by=factories.system(), department=before.department))

    assert ControlTable.objects.get(pk=before.pk).state == ListState.SUPERSEDED
    assert {found.table_id for found in MeasureCount.objects.all()} == set(
        ControlTable.objects.values_list("pk", flat=True)
    )
    assert_equal_to_a_recount()


def test_reporting_the_same_again_counts_nothing():
    table = control_factories.in_force(table_with_measures())

    services.set_progress(by=factories.system(), measure=table.measures.order_by("pk")[0], status="planned")

    assert_equal_to_a_recount()


def test_a_table_is_not_counted_twice():
    table = control_factories.in_force(table_with_measures())
    known = {"table": table, "status": "planned", "count": 1}

    for due_on in (None, timezone.localdate() + timedelta(days=5)):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeasureCount.objects.create(**known, due_on=due_on)
