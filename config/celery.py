"""The Celery application: one queue that only wakes the sweep of duties."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("lianfang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def ask_at_start(**_signal: Any) -> None:
    """A worker that starts asks for today's duties at once: what fell due while nothing ran is not left to the next hour."""
    app.send_task("core.tasks.ask_daily", ignore_result=True, retry=False)
