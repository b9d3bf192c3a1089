"""The way into 监督."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from supervision import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The year that is under way, or all of them."""
    current = queries.current_cycle()
    return redirect(current if current is not None else "supervision:cycles")
