"""Two people deciding at once on PostgreSQL: one decision; and its twin without the lock, which must show the fault."""

import threading

import pytest
from django.db import DatabaseError, connection, connections

from approvals import services
from approvals.models import Decision, Submission
from approvals.services import moving
from core.rules import Denied, Stale
from organization import services as organization_services
from tests import factories as base
from tests.approvals import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def decide_at_once(submission, people, version):
    """Each person agrees in a thread of their own, all let go together; returns the outcomes."""
    barrier, outcomes = threading.Barrier(len(people)), []

    def run(person):
        try:
            barrier.wait(timeout=10)
            services.decide(by=person, submission=submission, verdict="agree", version=version)
            outcomes.append("decided")
        except (Stale, Denied) as refused:
            outcomes.append(type(refused).__name__)
        except DatabaseError as fault:
            outcomes.append(f"fault {type(fault).__name__}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


@pytest.fixture
def crowd():
    """A submission at the overseer's stage with four holders."""
    world = factories.world()
    people = [world.overseer]
    for _number in range(3):
        person = base.person(where=base.department())
        organization_services.grant(by=base.system(), person=person, role="overseer", department=world.department)
        people.append(person)
    return factories.signed(world), people


def test_of_four_people_deciding_at_once_one_decides_and_the_others_are_told(crowd):
    submission, people = crowd

    outcomes = decide_at_once(submission, people, submission.version)

    assert outcomes == ["Stale", "Stale", "Stale", "decided"]
    assert Decision.objects.filter(submission=submission, stage__code="overseer").count() == 1
    assert Submission.objects.get(pk=submission.pk).stage.code == "office"


def test_without_the_lock_the_race_goes_wrong(crowd, monkeypatch):
    """The twin: reading without a lock lets several through to the database's last line of defence."""
    submission, people = crowd

    def read_only(submission, *, version):
        found = Submission.objects.select_related("department", "stage").get(pk=submission.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
        return found

    monkeypatch.setattr(moving, "lock", read_only)

    outcomes = decide_at_once(submission, people, submission.version)

    assert any(outcome.startswith("fault") for outcome in outcomes)
