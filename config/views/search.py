"""全院查找: one box over powers, risk points, posts and people, each only as far as the person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config import finding


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The first hits of each kind, with the way to all of them."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    groups = finding.find(request.user, text) if text else []
    return render(request, "desk/search.html", {"text": text, "groups": groups})
