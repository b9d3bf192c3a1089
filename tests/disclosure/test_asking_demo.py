"""What the demo's public writes in: believable, of the last weeks, and nothing that reads like a report."""

from datetime import date

import pytest
from django.utils import timezone

from config.demo import disclosure_asking
from config.demo.clock import running_from
from disclosure.calculations import report_words
from disclosure.models import Suggestion

pytestmark = pytest.mark.django_db


def test_the_demo_is_written_in_over_the_last_weeks_each_with_its_own_clock():
    with running_from(2026, 10, 1) as clock:
        clock.set(2026, 11, 26)
        before = clock.time
        disclosure_asking.lay(clock)
        assert clock.time == before

    days = [
        timezone.localdate(at)
        for at in Suggestion.objects.order_by("received_at").values_list("received_at", flat=True)
    ]
    assert (len(days), days[0], days[-1]) == (14, date(2026, 10, 9), date(2026, 11, 25))
    assert {row.due_on > timezone.localdate(row.received_at) for row in Suggestion.objects.all()} == {True}


def test_nothing_of_it_reads_like_a_report():
    assert [row[2] for row in disclosure_asking.WRITTEN if report_words.looks_like_report(row[2])] == []
