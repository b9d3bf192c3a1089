"""The page of a background job: its real phases while it runs, its result when it is done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core import queries
from core.states import DutyState

PART = "progress"


def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's own job; another's answers 404."""
    duty = queries.duty_for(request.user, pk)
    if duty is None:
        raise Http404
    return render_job(request, duty)


def render_job(request: HttpRequest, duty: Any) -> HttpResponse:
    """The job's page, or only its progress when htmx asks again."""
    percent = round(100 * duty.phase_number / duty.phase_count) if duty.phase_count else 0
    context = {"duty": duty, "percent": percent, "is_ended": duty.state in (DutyState.DONE, DutyState.FAILED)}
    is_part = bool(request.htmx) and request.htmx.target == PART
    response = render(request, f"core/job.html#{PART}" if is_part else "core/job.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def state_text(state: str) -> str:
    return {DutyState.WAITING: _("排队中")}.get(state, DutyState(state).label)
