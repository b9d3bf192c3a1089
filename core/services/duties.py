"""Asking for background work and doing it exactly once: rows claimed under a lock, swept every minute."""

import logging
from datetime import datetime, time, timedelta
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Duty
from core.registry import registry
from core.rules import Denied
from core.states import DutyState

logger = logging.getLogger(__name__)

STUCK_AFTER = timedelta(minutes=1)
"""A claim not renewed for so long belongs to a worker that died; the next sweep takes the duty up again, within two
minutes of the death. Each phase told renews it; `registry.duty_patience` names kinds that are silent for longer."""
ATTEMPTS = 3


@transaction.atomic
def ask(
    *, kind: str, key: str, payload: dict[str, Any], title: str = "", by: Any = None, due_at: datetime | None = None
) -> Duty:
    """Insert the duty, or return the one that already has `key`; a failed one is put in the queue again, for who asks now."""
    duty, is_new = Duty.objects.get_or_create(
        key=key,
        defaults={"kind": kind, "payload": payload, "title": title, "asked_by": by, "due_at": due_at or timezone.now()},
    )
    if not is_new and duty.state == DutyState.FAILED:
        Duty.objects.filter(pk=duty.pk, state=DutyState.FAILED).update(
            state=DutyState.WAITING,
            payload=payload,
            asked_by=by,
            finished_at=None,
            attempts=0,
            error="",
            due_at=timezone.now(),
        )
        duty.refresh_from_db()
    transaction.on_commit(_wake, robust=True)
    return duty


def ask_daily() -> int:
    """Ask for today's duty of each kind in `registry.daily_duties`; returns how many there are. Beat asks every hour and
    a worker when it starts, so that a day is missed only when nothing runs on it.
    """
    day = timezone.localdate()
    for kind in registry.daily_duties:
        hour = registry.duty_hours.get(kind, time.min)
        ask(kind=kind, key=f"{kind}:{day}", payload={}, due_at=timezone.make_aware(datetime.combine(day, hour)))
    return len(registry.daily_duties)


def _wake() -> None:
    """Tell the worker that there is something to sweep; without a broker the minute's sweep finds it."""
    current_app.send_task("core.tasks.sweep", ignore_result=True, retry=False)


def sweep(*, limit: int = 200) -> int:
    """Do every duty that is due; returns how many were done. Several workers may sweep at once."""
    done = 0
    while done < limit:
        duty = _claim()
        if duty is None:
            break
        _perform(duty)
        done += 1
    return done


def _waiting(now: datetime) -> QuerySet[Duty]:
    is_waiting = Q(state=DutyState.WAITING, due_at__lte=now)
    patient = registry.duty_patience
    is_stuck = Q(claimed_at__lt=now - STUCK_AFTER) & ~Q(kind__in=patient)
    for kind, patience in patient.items():
        is_stuck |= Q(kind=kind, claimed_at__lt=now - patience)
    return Duty.objects.filter(is_waiting | (Q(state=DutyState.RUNNING) & is_stuck)).order_by("due_at", "id")


@transaction.atomic
def _claim() -> Duty | None:
    now = timezone.now()
    skips_locked = connection.features.has_select_for_update_skip_locked
    duty = _waiting(now).select_for_update(skip_locked=skips_locked).first()
    if duty is None:
        return None
    Duty.objects.filter(pk=duty.pk).update(
        state=DutyState.RUNNING, claimed_at=now, attempts=F("attempts") + 1, error=""
    )
    duty.refresh_from_db()
    return duty


def _perform(duty: Duty) -> None:
    """Run the handler; it ends its own transaction, so handlers must be harmless when run twice."""

    def phase(text: str, number: int, count: int) -> None:
        _tell(duty, text=str(text), number=number, count=count)

    try:
        if duty.attempts > ATTEMPTS:
            raise Denied(_("处理时多次中断，已停止。请联系系统管理员。"))
        result = registry.duty_handlers[duty.kind](duty, phase)
        outcome = result if isinstance(result, dict) else {}
        _finish(duty, state=DutyState.DONE, **outcome)
    except Exception as error:
        logger.exception("duty %s failed", duty.key)
        _fail(duty, error)


def _tell(duty: Duty, *, text: str, number: int, count: int) -> None:
    """What is told renews the claim: the worker lives."""
    _running(duty).update(phase=text, phase_number=number, phase_count=count, claimed_at=timezone.now())


def _running(duty: Duty) -> QuerySet[Duty]:
    """The duty unless another worker, who thought this one dead, has ended it: who ends it first has the word."""
    return Duty.objects.filter(pk=duty.pk, state=DutyState.RUNNING)


def _finish(duty: Duty, *, state: str, **fields: Any) -> None:
    _running(duty).update(state=state, finished_at=timezone.now(), **fields)


def _fail(duty: Duty, error: Exception) -> None:
    """Try again with back-off; after the last attempt, or when a rule forbids it, the duty is failed and says why."""
    text = str(error)[:500] or _("未知错误")
    if duty.attempts >= ATTEMPTS or isinstance(error, Denied):
        _finish(duty, state=DutyState.FAILED, error=text)
        return
    wait = timedelta(minutes=duty.attempts**2)
    _running(duty).update(state=DutyState.WAITING, due_at=timezone.now() + wait, error=text)
