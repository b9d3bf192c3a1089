"""The project's addresses, and beside them the bare page that the others are measured against."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from risks.models import RiskPoint

PAGE = 50
TEMPLATE = """{% extends "base.html" %}{% block title %}Bare{% endblock %}{% block content %}<table>
{% for row in rows %}<tr><td><a href="/risks/points/{{ row.pk }}/">{{ row.code }}</a></td><td>{{ row.description }}</td>
<td>{{ row.post.name }}</td><td>{{ row.post.department.name }}</td><td>{{ row.type }}</td><td>{{ row.grade }}</td></tr>
{% endfor %}</table>{% endblock %}"""


def bare(request: HttpRequest) -> HttpResponse:
    """50 rows with what they join, by an indexed order, without search, filters, count, rights or icons."""
    rows = RiskPoint.objects.select_related("post__department").order_by("pk")[: PAGE + 1]
    return HttpResponse(_template().render({"rows": list(rows)[:PAGE]}, request))


@cache
def _template():
    return engines["django"].from_string(TEMPLATE)


urlpatterns = [path("bare/", bare), path("", include("config.urls"))]
