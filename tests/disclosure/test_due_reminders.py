"""What is to be published climbs the ladder of reminders by itself: who writes, then the head, then the leader in charge."""

from datetime import date

import pytest

from core.registry import registry
from disclosure.models import DueDisclosure
from organization.roles import Role
from supervision import services
from supervision.models import Reminder
from tests import factories as people
from tests.disclosure import catalogue_factories as factories

pytestmark = pytest.mark.django_db
DUE = date(2026, 10, 22)


@pytest.fixture
def world(monkeypatch):
    """Filer, head and leader in charge of the department that answers for one due disclosure, the only thing due."""
    source = registry.reminder_sources["disclosure.due"]
    monkeypatch.setattr(registry, "reminder_sources", {"disclosure.due": source})
    due = factories.due(factories.item(people.department("采购科")), arose_on=date(2026, 9, 18))
    where = due.item.department
    return [people.holder(role, where) for role in (Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER)]


def told(on):
    services.send_reminders(on=date.fromisoformat(on))
    rows = Reminder.objects.filter(on=on)
    return {row.person: (str(row.audience), row.text) for row in rows}


def test_on_its_day_who_writes_is_told(world):
    filer, _head, _leader = world

    assert told(str(DUE)) == {filer: ("addressee", "采购科1项信息到最迟公开日期")}


def test_two_weeks_late_the_leader_in_charge_is_told_too(world):
    assert set(told("2026-11-05")) == set(world)


def test_what_was_published_is_reminded_of_no_more(world):
    due = DueDisclosure.objects.get()
    factories.dues.meet(due=due, publication=factories.publish(due.item))

    assert told("2026-11-05") == {}
