"""Small pages every app needs: confirm a step, a saved draft, a stored file."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import queries


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
    found = queries.attachment_for(request.user, pk)
    if found is None:
        raise Http404
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
