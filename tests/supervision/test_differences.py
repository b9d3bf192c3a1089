"""The summary of what differs from last year: written once, equal to a recount, and filled for lists that were there before."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from controls.models import ControlTable, Measure
from core import services as core_services
from organization.roles import Role
from risks.models import RiskPoint, RiskRegister
from risks.queries import with_fate
from risks.states import Fate
from supervision import queries, services
from supervision.calculations.differences import fates
from supervision.models import EditionDifference
from tests import factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories
from tests.supervision.test_overview import exposed, led_by_nobody
from tests.supervision.test_overview_documents import last_year
from tests.supervision.test_overview_links import renewed

pytestmark = pytest.mark.django_db


def summary():
    """(list, fate) → how many."""
    found = EditionDifference.objects.values_list("register", "table", "fate", "count")
    return {(register, table, fate): count for register, table, fate, count in found}


def recounted():
    """The same from the rows themselves, one by one, of editions in force."""
    year, found = timezone.localdate().year, {}
    for model, owner, chosen in ((RiskPoint, "register", Fate), (Measure, "table", (Fate.ADDED, Fate.REMOVED))):
        edition = RiskRegister if owner == "register" else ControlTable
        in_force = {(each.department_id, each.is_leadership): each.pk for each in edition.objects.in_force()}
        for fate in chosen:
            for row in with_fate(model.objects.all(), fate, f"{owner}__", year=year):
                whose = getattr(row, owner)
                pk = in_force[whose.department_id, whose.is_leadership]
                key = (pk, None, fate.value) if owner == "register" else (None, pk, fate.value)
                found[key] = found.get(key, 0) + 1
    return found


def test_fates_are_told_by_the_grades_of_two_editions():
    before = {1: "high", 2: "low", 3: "medium", 4: "pending"}

    found = fates(before, {2: "medium", 3: "low", 4: "pending", 5: "high"})

    assert found == {"added": 1, "removed": 1, "raised": 1, "lowered": 1}


def test_the_summary_equals_a_recount():
    where, other = exposed(), exposed()
    last_year(where)
    EditionDifference.objects.filter(register__department=where).delete()
    EditionDifference.objects.filter(table__department=where).delete()
    renewed(where)
    led_by_nobody()

    assert summary() == recounted()
    assert other.pk in set(EditionDifference.objects.values_list("register__department", flat=True))


def test_a_second_edition_of_the_year_is_counted_against_the_end_of_last_year_too():
    where = exposed()
    last_year(where)
    renewed(where)
    renewed(where)

    lines = queries.differences_for(factories.holder(Role.PARTY_OFFICE)).lines

    now = RiskRegister.objects.get(department=where, state="in_force")
    counted = {fate: count for (register, _table, fate), count in summary().items() if register == now.pk}
    assert [line.register_id for line in lines] == [now.pk]
    assert counted == {fate: count for (register, _table, fate), count in recounted().items() if register == now.pk}


def test_what_came_into_force_in_a_former_year_differs_no_more():
    where = exposed()
    year = timezone.localdate().year
    long_ago = timezone.now() - timedelta(days=400)
    RiskRegister.objects.filter(department=where).update(in_force_at=long_ago)

    (line,) = queries.differences_for(factories.holder(Role.PARTY_OFFICE)).lines

    assert (line.register_id, line.added, line.measures_added) == (0, 0, 4)
    assert not with_fate(RiskPoint.objects.all(), Fate.ADDED, "register__", year=year).exists()


def test_powers_are_not_counted():
    power_list = power_factories.power_list(factories.department())

    services.count_differences("powers", power_list.pk)

    assert summary() == {}


def test_the_migration_counts_lists_that_are_in_force_already():
    where = exposed()
    last_year(where)
    renewed(where)
    standing = RiskRegister.objects.in_force().values("pk"), ControlTable.objects.in_force().values("pk")
    EditionDifference.objects.exclude(register__in=standing[0]).exclude(table__in=standing[1]).delete()
    written = summary()
    EditionDifference.objects.all().delete()

    name = "supervision.migrations.0005_ship_criteria_and_kinds_of_accountability"
    importlib.import_module(name).count(apps, None)

    assert (len(written) > 4, summary()) == (True, written)


def test_nothing_is_counted_before_a_list_comes_into_force():
    register = risk_factories.register()
    risk_factories.graded_point(register, scores=(1, 1, 1))
    core_services.move(register, by=factories.system(), event="submit")

    assert summary() == {}


def test_a_difference_is_of_one_list_and_written_once():
    exposed()
    register, table = RiskRegister.objects.get(), ControlTable.objects.get()

    wrong = [
        {"register": register, "table": table, "fate": "raised"},
        {"fate": "raised"},
        {"register": register, "fate": "added"},
        {"table": table, "fate": "added"},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            EditionDifference.objects.create(count=1, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionDifference.objects.create(register=register, fate="raised", count=0)
