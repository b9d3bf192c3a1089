"""Two detections at once on PostgreSQL: each conflict is found once; without taking turns one meets the database."""

import time

import pytest
from django.db import connection

from controls import services
from controls.models import DutyConflict
from controls.services import conflicts
from core import services as core_services
from tests import factories
from tests.controls import factories as control_factories
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def detect(monkeypatch):
    """A detection that takes its time between what it has read and what it writes."""
    post, compare = factories.post(), conflicts._made
    control_factories.power_in_force((post, "decision"), (post, "execution"))

    def slow(seen, known):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return compare(seen, known)

    monkeypatch.setattr(conflicts, "_made", slow)
    return lambda: services.detect(by=factories.system())


def test_of_two_detections_at_once_each_conflict_is_found_once(detect):
    assert at_once(detect, detect) == ["done", "done"]
    assert DutyConflict.objects.count() == 1


def test_others_write_to_the_trail_while_a_detection_compares(detect):
    done = []

    def record():
        time.sleep(0.1)
        core_services.record(by=factories.system(), verb="controls.detect_conflicts")
        done.append("recorded")

    def look():
        detect()
        done.append("detected")

    assert at_once(look, record) == ["done", "done"]
    assert done == ["recorded", "detected"]


def test_without_taking_turns_the_second_meets_the_database(detect, monkeypatch):
    monkeypatch.setattr(core_services, "take_turn_at", lambda work: None)

    assert at_once(detect, detect) == ["done", "fault IntegrityError"]
