"""Ten thousand due things go out as digests within a minute of worker time, in a bounded number of statements."""

import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Duty
from core.registry import DueItem, ReminderSource, registry
from organization import services as organization_services
from organization.models import Delivery, Department, Person, RoleGrant
from organization.roles import Action, Role
from supervision import services
from supervision.models import Digest, Reminder
from tests import factories
from tests.post import mailbox

__all__ = ["mailbox"]

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAY = date(2026, 11, 25)
DEPARTMENTS, THINGS = 100, 10_000
STATEMENTS = 60 if connection.vendor == "postgresql" else 200
"""SQLite takes 999 values a statement."""


def hospital():
    """A hundred departments, each with a filer who has a mail address."""
    first = factories.holder(Role.FILER, factories.department())
    grant = RoleGrant.objects.get(user=first)
    places = [
        Department(code=f"Z{n:04d}", name=f"科室Z{n}", kind="clinical", path=f"D01/Z{n:04d}/")
        for n in range(DEPARTMENTS)
    ]
    places = Department.objects.bulk_create(places)
    people = Person.objects.bulk_create(
        Person(username=f"z{n}", name=f"填报人{n}", email=f"z{n}@example.org") for n in range(DEPARTMENTS)
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(user=person, content_object=place, role=Role.FILER, permission=grant.permission)
        for person, place in zip(people, places, strict=True)
    )
    return [place.pk for place in places]


def test_ten_thousand_due_things_are_one_digest_and_one_mail_a_person(mailbox, monkeypatch):
    places = hospital()
    items = [
        DueItem(
            f"thing:{n}", f"事项{n}", "/desk/", DAY - timedelta(days=n % 3), places[n % DEPARTMENTS], (Action.FILE,)
        )
        for n in range(THINGS)
    ]
    monkeypatch.setattr(registry, "reminder_sources", {"things": ReminderSource("事项", 1, lambda on, until: items)})

    began = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        services.send_reminders(on=DAY)
    organization_services.deliver(Duty(), lambda *_told: None)
    spent = time.process_time() - began
    with CaptureQueriesContext(connection) as again:
        services.send_reminders(on=DAY)

    assert (Reminder.objects.count(), Digest.objects.count()) == (THINGS, DEPARTMENTS)
    assert (len(mailbox.mails), len({*mailbox.addressees})) == (DEPARTMENTS, DEPARTMENTS)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert (len(asked) <= STATEMENTS, len(again) <= 25, spent < 60) == (True, True, True), (
        len(asked),
        len(again),
        spent,
    )
