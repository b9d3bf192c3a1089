"""What is published and taken off while somebody keeps the catalogue, on PostgreSQL: nobody waits for the other for ever."""

import threading
import time

import pytest

from disclosure import services
from disclosure.models import Publication
from disclosure.rules import catalogue as rules
from disclosure.services import dues, publishing
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories
from tests.threads import PATIENCE, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def slowly(monkeypatch):
    """Whoever waives holds the due disclosure for a while before asking for the trail's turn; returns when it is held."""
    asked, begun = rules.waive_due, threading.Event()

    def waive_due(*args, **kwargs):
        begun.set()
        time.sleep(0.4)
        asked(*args, **kwargs)

    monkeypatch.setattr(rules, "waive_due", waive_due)
    return begun


def test_publishing_while_somebody_waives_what_was_due_ends_for_both(monkeypatch):
    made = approvals.world()
    item = factories.item(made)
    due = factories.due(item)
    draft = factories.passed(made, factories.draft(made, item, due=due))
    begun = slowly(monkeypatch)

    def publish():
        begun.wait(PATIENCE)
        publishing.publish(draft=draft, by=people.system())

    outcomes = at_once(publish, lambda: dues.waive_due(by=made.office, due=due, reason="项目取消"))

    due.refresh_from_db()
    assert (outcomes, due.met_by, due.waived_reason) == (["done", "done"], None, "项目取消")


def test_drafting_a_correction_while_the_publication_is_taken_off_ends_for_both():
    made = approvals.world()
    old = factories.published(made)

    def correct():
        factories.draft(made, old.item, corrects=old, reason="有误")

    outcomes = at_once(correct, lambda: services.withdraw(by=made.office, publication=old, reason="误发"))

    assert (outcomes, Publication.objects.get(pk=old.pk).state) == (["done", "done"], "withdrawn")
