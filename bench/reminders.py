"""One day's reminders of 10,000 due things as digests by mail, against the same rows and mails without deciding anything."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from django.core import mail
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.test import override_settings
from django.utils import timezone

from bench.measure import Counter, Line
from core.models import Duty
from core.registry import DueItem, ReminderSource, registry
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Channel, Delivery, Person
from supervision import services
from supervision.models import Digest, Reminder
from tests.post import Mailbox, leading_to, mail_server

THINGS, SECONDS = 10_000, 60
KIND = "bench"


def measure() -> Iterator[Line]:
    """The sweep and its mails through a mail server on the loopback; everything is rolled back."""
    box, sources = Mailbox(), registry.reminder_sources
    with mail_server(box) as port, override_settings(**leading_to(port)), transaction.atomic():
        try:
            yield _line(box)
        finally:
            registry.reminder_sources = sources
            transaction.set_rollback(True)


def _line(box: Mailbox) -> Line:
    on = organization_queries.workdays_after(timezone.localdate(), 1)
    people = _reached_by_mail_alone()
    items = [_item(number, people[number % len(people)], on) for number in range(THINGS)]
    registry.reminder_sources = {KIND: ReminderSource("事项", 1, lambda _on, _until: items)}
    bare = _seconds(lambda: _bare(people, on))
    mails, counter = len(box.mails), Counter()
    with connection.execute_wrapper(counter):
        spent = _seconds(lambda: _sweep(on))
    digests, sent = Digest.objects.filter(on=on).count(), len(box.mails) - mails
    if (Reminder.objects.filter(on=on, kind=KIND).count() < THINGS) or digests != sent:
        raise LookupError(f"{digests} digests, {sent} mails")
    facts = {"worker s": round(spent, 2), "digests": digests, "mails": sent, "statements": counter.count}
    return Line(f"reminders of {THINGS} due things", spent, bare, 0, facts, {"worker s": SECONDS})


def _reached_by_mail_alone() -> list[tuple[int, int]]:
    """Logins of the business with a department, their own or the root: each with a mail address, no robot, and nothing else
    on its way."""
    logins = Person.objects.filter(pk__in=organization_queries.business_logins())
    Channel.objects.exclude(kind="email").update(is_on=False)
    Delivery.objects.filter(state__in=("waiting", "sending")).update(next_at=timezone.now() + timedelta(days=9))
    where = Coalesce("department", Value(organization_queries.root().pk))
    people = list(logins.order_by("pk").values_list("pk", where))
    for person, _department in people:
        Person.objects.filter(pk=person).update(email=f"p{person}@example.org")
    return people


def _item(number: int, whom: tuple[int, int], on: date) -> DueItem:
    person, department = whom
    return DueItem(f"{KIND}:{number}", f"事项{number}", "/desk/", on, department, people=frozenset({person}))


def _sweep(on: date) -> None:
    services.send_reminders(on=on)
    organization_services.deliver(Duty(), lambda *_told: None)


def _bare(people: Sequence[tuple[int, int]], on: date) -> None:
    """The same rows inserted, and a mail of one line for each person."""
    before = date(on.year - 1, 1, 1)
    digests = Digest.objects.bulk_create(Digest(person_id=person, on=before, count=1) for person, _place in people)
    Reminder.objects.bulk_create((_row(number, digests[number % len(digests)]) for number in range(THINGS)), 1000)
    letters = [
        mail.EmailMessage("事项", "事项", "bench@example.org", [f"p{person}@example.org"]) for person, _place in people
    ]
    mail.get_connection().send_messages(letters)


def _row(number: int, digest: Digest) -> Reminder:
    whose = {"digest": digest, "person_id": digest.person_id, "on": digest.on, "due_on": digest.on}
    words = {"key": f"bare:{number}", "kind": KIND, "text": f"事项{number}", "url": "/desk/", "audience": "addressee"}
    return Reminder(**whose, **words, rung=0, workdays_left=0)


def _seconds(job: Callable[[], object]) -> float:
    """Processor time of one run, the mail server's with it: waiting for others says nothing about a worker."""
    start = time.process_time()
    job()
    return time.process_time() - start
