"""What the pages of powers share: 404 for what may not be known, and the page with one form."""

from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

Thing = TypeVar("Thing")


def found(thing: Thing | None) -> Thing:
    """The thing, or 404."""
    if thing is None:
        raise Http404
    return thing


def form_page(
    request: HttpRequest, form: Any, *, heading: str, label: str, back_url: str, lead: str = ""
) -> HttpResponse:
    """A page with one form; 422 when it is shown again with its errors."""
    context = {"form": form, "heading": heading, "label": label, "back_url": back_url, "lead": lead}
    return render(request, "powers/form.html", context, status=422 if form.is_bound and form.errors else 200)
