"""The health checks say no when the process they ask about does not answer."""

import os
import time

from config import health


def test_a_web_server_that_does_not_listen_is_not_well(monkeypatch):
    monkeypatch.setenv("PORT", "1")

    assert health.web() is False


def test_beat_is_well_while_it_writes_its_schedule(settings, tmp_path):
    settings.CELERY_BEAT_SCHEDULE_FILENAME = str(tmp_path / "schedule")
    (tmp_path / "schedule.db").touch()

    assert health.beat() is True


def test_beat_is_not_well_after_ten_minutes_of_silence(settings, tmp_path):
    settings.CELERY_BEAT_SCHEDULE_FILENAME = str(tmp_path / "schedule")
    (tmp_path / "schedule.db").touch()
    long_ago = time.time() - health.BEAT_SILENCE_SECONDS - 1
    os.utime(tmp_path / "schedule.db", (long_ago, long_ago))

    assert health.beat() is False


def test_beat_is_not_well_before_it_has_started(settings, tmp_path):
    settings.CELERY_BEAT_SCHEDULE_FILENAME = str(tmp_path / "schedule")

    assert health.beat() is False
