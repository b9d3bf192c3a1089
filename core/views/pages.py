"""Small pages every app needs: found or 404, one form, confirm a step, a saved draft, a stored file."""

from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from core import queries

Thing = TypeVar("Thing")


def found(thing: Thing | None) -> Thing:
    """The thing, or 404: what a person may not know of is not there for them."""
    if thing is None:
        raise Http404
    return thing


def page_before(request: HttpRequest) -> str:
    """Address of our page that the person came from, else nothing."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(before)
    url = urlunsplit(("", "", parts.path, parts.query, ""))
    return url if url != request.get_full_path() else ""


def form_page(
    request: HttpRequest,
    form: Any,
    *,
    heading: str,
    label: str,
    back_url: str,
    template: str = "form.html",
    **context: Any,
) -> HttpResponse:
    """A page with one form; 422 when it is shown again with its errors, so that htmx and tests can tell.

    `label` is the verb on the button; `context` may hold `lead`, `chain`, `is_long` (a form in sections).
    """
    shown = {"form": form, "heading": heading, "label": label, "back_url": back_url, **context}
    return render(request, template, shown, status=422 if form.is_bound and form.errors else 200)


def confirm(
    request: HttpRequest,
    *,
    heading: str,
    text: str,
    label: str,
    back_url: str,
    is_destructive: bool = False,
    consequences: list[str] | None = None,
    form: Any = None,
) -> HttpResponse:
    """Ask before a step that can't be taken back; the page posts to its own address with a form key.

    `label` is the verb on the button, `consequences` are listed, `form` may ask for a reason.
    """
    context = {
        "heading": heading,
        "text": text,
        "label": label,
        "back_url": back_url,
        "is_destructive": is_destructive,
        "consequences": consequences or [],
        "form": form,
    }
    return render(request, "confirm.html", context)


def draft_saved(request: HttpRequest, *, at: datetime | None = None, version: int | None = None) -> HttpResponse:
    """The answer to an autosave: "已于 14:32 保存草稿", and the form's new version beside it."""
    context = {"saved_at": at or timezone.now(), "version": version}
    return render(request, "components/draft.html#draft", context)


def draft_refused(request: HttpRequest, *, form: Any) -> HttpResponse:
    """The answer to an autosave that could not be kept; says so without losing what was typed."""
    return render(request, "components/draft.html#draft", {"faults": form.errors}, status=200)


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """A stored file as a download, when the reader of its subject lets the person open it; otherwise 404."""
    shown = found(queries.attachment_for(request.user, pk))
    response = FileResponse(
        shown.file.open("rb"), as_attachment=True, filename=shown.name, content_type=shown.content_type
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
