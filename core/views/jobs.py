"""The page of a background job: its real phases while it runs, its result when it is done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import queries
from core.states import DutyState
from core.views import parts
from core.views.pages import found, page_before

PART = "progress"


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's own job, or one that is shared; another's answers 404."""
    return render_job(request, found(queries.duty_for(request.user, pk)))


def render_job(request: HttpRequest, duty: Any) -> HttpResponse:
    """The job's page, or only its progress when htmx asks again."""
    percent = round(100 * duty.phase_number / duty.phase_count) if duty.phase_count else 0
    is_ended = duty.state in (DutyState.DONE, DutyState.FAILED)
    context = {"duty": duty, "percent": percent, "is_ended": is_ended, "back_url": page_before(request)}
    name = f"core/job.html#{PART}" if parts.is_part(request, PART) else "core/job.html"
    response = render(request, name, context)
    response.headers["Cache-Control"] = "no-store"
    return response
