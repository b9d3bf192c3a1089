"""The front door, the health check and the desk's home."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from config import navigation
from core.registry import registry


@require_safe
@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """A visitor goes to the public face, a logged-in person to the desk; each face leads to itself where it is alone."""
    if settings.SITE_FACE == "both":
        return redirect("/desk/" if request.user.is_authenticated else "/open/")
    return redirect("/open/" if settings.SITE_FACE == "public" else "/desk/")


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """`ok` when the process answers and the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """我的待办: what waits for the person, source by source, the oldest first."""
    groups = [group for source in registry.desk_tasks if (group := source(request.user))]
    return render(request, "desk/inbox.html", {"groups": groups, "work": navigation.administrators_work(request)})
