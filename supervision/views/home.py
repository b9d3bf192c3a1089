"""The way into 监督."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from supervision import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The overview for whom the whole hospital's is opened; for others the year that is under way, or all of them."""
    if queries.sees_whole_overview(request.user):
        return redirect("supervision:overview")
    current = queries.current_cycle()
    return redirect(current if current is not None else "supervision:cycles")
