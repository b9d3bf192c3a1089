"""Taking turns at work: PostgreSQL's locks, of which SQLite needs none."""

import pytest
from django.db import connection

from core import services

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("vendor", "locks"), [("postgresql", 1), ("sqlite", 0)])
def test_only_where_writers_meet_a_lock_is_taken(monkeypatch, django_assert_num_queries, vendor, locks):
    if connection.vendor != "postgresql" and locks:
        pytest.skip("PostgreSQL alone has the lock")
    monkeypatch.setattr(connection, "vendor", vendor)

    with django_assert_num_queries(locks):
        services.take_turn_at("controls.detect")
