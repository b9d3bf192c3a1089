"""On PostgreSQL a frozen population and a fixed seed are refused every change, even to the application's own role."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.supervision import spot_factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def refused(statement):
    with pytest.raises(DatabaseError, match="keeps what was inserted"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("change", ["weight = 9", "code = '?'", "grade = 'low'"])
def test_a_population_is_neither_changed_nor_taken_out(change):
    spot_factories.frozen()

    refused(f"UPDATE supervision_populationunit SET {change}")
    refused("DELETE FROM supervision_populationunit")


@pytest.mark.parametrize("change", ["size = 2", "weight_high = 9", "seed_source = '?'", "population_sha256 = '?'"])
def test_a_plan_is_kept_from_the_frozen_population_on(change):
    spot_factories.frozen()

    refused(f"UPDATE supervision_spotcheck SET {change}")


@pytest.mark.parametrize("make", [spot_factories.fixed, spot_factories.drawn])
def test_a_seed_is_fixed_once(make):
    make()

    refused("UPDATE supervision_spotcheck SET seed = '1'")
    refused("UPDATE supervision_spotcheck SET seeded_at = now()")


def test_a_draw_is_made_once():
    spot_factories.drawn()

    refused("UPDATE supervision_spotcheck SET drawn_at = now()")
    refused("DELETE FROM supervision_spotcheck")
