"""The public pages: no login, no cookie, 304 before rendering, nothing but publications."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from disclosure import queries
from powers.states import PowerCategory

TEMPLATE_VERSION = "1"
MAX_AGE = 60
PER_PAGE = 30


def _list_etag(request: HttpRequest, **kwargs: Any) -> str:
    return f'"{TEMPLATE_VERSION}-{queries.publications_version()}"'


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to everyone; answers 304 from the version of all publications, before anything is rendered."""

    @login_not_required
    @require_safe
    @condition(etag_func=_list_etag)
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=MAX_AGE)
        return response

    return login_not_required(wrapped)


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What a patient wants in one look: search, categories, departments, what was published lately."""
    labels = dict(PowerCategory.choices)
    context = {
        "categories": [(code, labels[code], count) for code, count in queries.categories()],
        "latest": queries.latest(),
    }
    return render(request, "disclosure/home.html", context)


@public_page
def powers(request: HttpRequest) -> HttpResponse:
    """All published powers: search, by category, by department."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    category, department = request.GET.get("category", ""), request.GET.get("department", "")
    found = queries.publications(text=text, category=category, department=department)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    departments = queries.departments()
    context = {
        "page": page,
        "text": text,
        "category": category,
        "department": department,
        "categories": PowerCategory.choices,
        "departments": departments,
        "category_label": dict(PowerCategory.choices).get(category, ""),
        "department_label": {code: name for code, name, _count in departments}.get(department, ""),
    }
    return render(request, "disclosure/powers.html", context)


@public_page
def power(request: HttpRequest, code: str) -> HttpResponse:
    """One published power: what it is, how long, what to bring, on what basis, where to complain."""
    publication = queries.publication(code)
    if publication is None:
        raise Http404
    context = {
        "publication": publication,
        "power": publication.content,
        "category": PowerCategory(publication.category).label,
    }
    return render(request, "disclosure/power.html", context)
