"""The trail on PostgreSQL: what is written there is neither changed nor taken away, not even all at once."""

import pytest
from django.db import DatabaseError, connection, transaction

from core import services
from core.models import AuditEvent
from tests import factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

CHANGES = (
    "UPDATE core_auditevent SET verb = 'core.other'",
    "DELETE FROM core_auditevent",
    "TRUNCATE core_auditevent",
    "TRUNCATE core_auditevent RESTART IDENTITY CASCADE",
)


@pytest.fixture
def guarded():
    """The trail as it is in production: the test database lets it be emptied after each test that writes for good."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER trail_is_never_emptied")


@pytest.mark.parametrize("statement", CHANGES)
def test_the_trail_refuses_every_change(guarded, statement):
    services.record(by=factories.system(), verb="core.deed")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEvent.objects.filter(verb="core.deed").count() == 1


def test_without_its_guard_the_trail_can_be_emptied():
    services.record(by=factories.system(), verb="core.deed")

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_auditevent")

    assert AuditEvent.objects.count() == 0
