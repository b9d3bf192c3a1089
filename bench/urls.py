"""The project's addresses, and beside them the bare pages that the others are measured against."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from core.states import ListState
from disclosure.models import OpenPublication
from risks.models import RegisterCount, RiskPoint

PAGE, PUBLIC_PAGE = 50, 30
TEMPLATE = """{% extends "base.html" %}{% block title %}Bare{% endblock %}{% block content %}<table>
{% for row in rows %}<tr><td><a href="/risks/points/{{ row.pk }}/">{{ row.code }}</a></td><td>{{ row.description }}</td>
<td>{{ row.post.name }}</td><td>{{ row.post.department.name }}</td><td>{{ row.type }}</td><td>{{ row.grade }}</td></tr>
{% endfor %}</table>{% endblock %}"""

SUMMARY = """{% extends "base.html" %}{% block title %}Bare{% endblock %}{% block content %}<table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>{% endblock %}"""


PUBLIC = """{% extends "public/base.html" %}{% block content %}<ul>
{% for row in rows %}<li><a href="/open/powers/{{ row.code }}/">{{ row.title }}</a> {{ row.department_name }}</li>
{% endfor %}</ul>{% endblock %}"""


def bare(request: HttpRequest) -> HttpResponse:
    """50 rows with what they join, by an indexed order, without search, filters, count, rights or icons."""
    rows = RiskPoint.objects.select_related("post__department").order_by("pk")[: PAGE + 1]
    return HttpResponse(_template(TEMPLATE).render({"rows": list(rows)[:PAGE]}, request))


def bare_summary(request: HttpRequest) -> HttpResponse:
    """Points in force by department and grade out of the summary, without links, charts, rights or anything else."""
    counts = RegisterCount.objects.filter(register__state=ListState.IN_FORCE)
    rows = counts.values_list("register__department__name", "grade").annotate(number=Sum("count"))
    return HttpResponse(_template(SUMMARY).render({"rows": list(rows.order_by("register__department__path"))}, request))


@login_not_required
def bare_public(request: HttpRequest) -> HttpResponse:
    """30 open publications by an indexed order, without search, counts, hash, version or anything else."""
    rows = OpenPublication.objects.defer("content", "search_text").order_by("id")[:PUBLIC_PAGE]
    return HttpResponse(_template(PUBLIC).render({"rows": list(rows)}))


@cache
def _template(text: str):
    return engines["django"].from_string(text)


urlpatterns = [
    path("bare/", bare),
    path("bare/summary/", bare_summary),
    path("bare/public/", bare_public),
    path("", include("config.urls")),
]
