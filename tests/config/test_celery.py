"""A worker that starts asks for what is due that day, and duties of a day may have their hour."""

from datetime import time

import pytest
from celery.signals import worker_ready
from django.utils import timezone

from config.celery import app, ask_at_start
from core import services
from core.models import Duty
from core.registry import registry


def test_a_worker_that_starts_asks_for_the_days_duties(monkeypatch):
    asked = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: asked.append((name, options["retry"])))

    worker_ready.send(sender=None)

    assert asked == [("core.tasks.ask_daily", False)]
    assert ask_at_start in [receiver() for _key, receiver in worker_ready.receivers]


@pytest.mark.django_db
def test_a_daily_duty_is_due_at_its_hour_others_at_midnight(monkeypatch):
    monkeypatch.setattr(registry, "daily_duties", ["early", "late"])
    monkeypatch.setattr(registry, "duty_hours", {"late": time(8)})

    services.ask_daily()

    due = Duty.objects.filter(kind__in=["early", "late"]).order_by("kind").values_list("due_at", flat=True)
    assert [timezone.localtime(at).hour for at in due] == [0, 8]
