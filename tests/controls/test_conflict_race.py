"""Two detections at once on PostgreSQL: each conflict is found once; without taking turns one meets the database."""

import threading
import time

import pytest

from controls import services
from controls.models import DutyConflict
from controls.services import conflicts
from core import services as core_services
from tests import factories
from tests.controls import factories as control_factories
from tests.threads import PATIENCE, all_there, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def detection(monkeypatch, wait):
    """A detection that waits between what it has read and what it writes."""
    post, compare = factories.post(), conflicts._made
    control_factories.power_in_force((post, "decision"), (post, "execution"))

    def slow(seen, known):
        wait()
        return compare(seen, known)

    monkeypatch.setattr(conflicts, "_made", slow)
    return lambda: services.detect(by=factories.system())


def test_of_two_detections_at_once_each_conflict_is_found_once(monkeypatch):
    detect = detection(monkeypatch, lambda: time.sleep(0.3))

    assert at_once(detect, detect) == ["done", "done"]
    assert DutyConflict.objects.count() == 1


def test_others_write_to_the_trail_while_a_detection_compares(monkeypatch):
    begun, recorded, done = threading.Event(), threading.Event(), []

    def compare():
        begun.set()
        recorded.wait(PATIENCE)

    detect = detection(monkeypatch, compare)

    def record():
        begun.wait(PATIENCE)
        core_services.record(by=factories.system(), verb="controls.detect_conflicts")
        done.append("recorded")
        recorded.set()

    def look():
        detect()
        done.append("detected")

    assert at_once(look, record) == ["done", "done"]
    assert done == ["recorded", "detected"]


def test_without_taking_turns_the_second_meets_the_database(monkeypatch):
    detect = detection(monkeypatch, all_there(2))
    monkeypatch.setattr(core_services, "take_turn_at", lambda work: None)

    assert at_once(detect, detect) == ["done", "fault IntegrityError"]
