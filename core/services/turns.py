"""Taking turns at work that is done by one at a time, without holding the trail's head meanwhile."""

from django.db import connection


def take_turn_at(work: str) -> None:
    """Wait until nobody else is at `work`, and keep others waiting until commit; SQLite lets one writer in anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [work])
