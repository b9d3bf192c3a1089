"""A worker killed in the middle of sending: run again, every person has exactly one mail. On PostgreSQL."""

import os
import signal
from datetime import date, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from core.models import Duty
from core.registry import DueItem, ReminderSource, registry
from organization import services as organization_services
from organization.models import Delivery
from organization.roles import Action, Role
from organization.services import sending
from supervision import services
from supervision.models import Digest
from tests import factories
from tests.post import mailbox

__all__ = ["mailbox"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

DAY = date(2026, 11, 25)
PEOPLE = 6


def people(monkeypatch):
    """Six people with a mail address for whom one thing is due."""
    where = factories.department()
    for number in range(PEOPLE):
        person = factories.person(where=where, email=f"p{number}@example.org")
        organization_services.grant(by=factories.system(), person=person, role=Role.FILER, department=where)
    item = DueItem("thing:1", "事项", "/desk/", DAY, where.pk, (Action.FILE,))
    monkeypatch.setattr(registry, "reminder_sources", {"things": ReminderSource("事项", 1, lambda on, until: [item])})


def in_a_worker_that_dies(work, *, at, after):
    """Run `work` in a process of its own that is killed when the function `at` is called the `after`th time."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        _leave_connections_of_parent()
        calls, real = [], getattr(sending, at)

        def deadly(*arguments, **options):
            calls.append(1)
            if len(calls) == after:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)

        setattr(sending, at, deadly)
        try:
            work()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def _leave_connections_of_parent():
    """Forget them without a word to the server: Playwright's event loop ends at the fork, so that the child would find the
    connection the parent has outside of it, and the parent would keep what the child began on it."""
    for alias in connections:
        assert connections[alias]
        del connections[alias]


def deliver():
    organization_services.deliver(Duty(), lambda *_told: None)


def bury():
    """A minute later: the dead worker's claims are another's to take."""
    Delivery.objects.filter(state="sending").update(next_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("after", [1, 3, PEOPLE])
def test_killed_between_two_mails_everyone_gets_exactly_one(mailbox, monkeypatch, after):
    people(monkeypatch)
    services.send_reminders(on=DAY)
    in_a_worker_that_dies(deliver, at="_is_still_ours", after=after)
    assert len(mailbox.mails) == after - 1

    bury()
    deliver()

    assert mailbox.addressees == [f"p{number}@example.org" for number in range(PEOPLE)]


def test_killed_while_the_day_is_written_nothing_is_there_and_the_next_run_does_all(mailbox, monkeypatch):
    people(monkeypatch)
    in_a_worker_that_dies(lambda: services.send_reminders(on=DAY), at="_open_mail", after=1)
    assert (Digest.objects.count(), Delivery.objects.count()) == (0, 0)

    services.send_reminders(on=DAY)
    deliver()

    assert (Digest.objects.count(), len(mailbox.mails)) == (PEOPLE, PEOPLE)


def test_without_the_mark_before_the_next_mail_the_same_kill_doubles_mails(mailbox, monkeypatch):
    """The twin with the protection off: outcomes written at the end of a chunk only."""
    people(monkeypatch)
    services.send_reminders(on=DAY)
    monkeypatch.setattr(sending, "_settle", lambda delivery, error: None)
    in_a_worker_that_dies(deliver, at="_is_still_ours", after=3)
    monkeypatch.undo()

    bury()
    deliver()

    assert len(mailbox.mails) > PEOPLE
