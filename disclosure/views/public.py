"""The public pages: no login, no cookie, 304 before rendering, nothing but publications."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure import queries
from disclosure.views import shell
from organization import queries as organization_queries
from powers.states import PowerCategory

PER_PAGE = 30


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What a patient wants in one look: search, categories, departments, what was published lately."""
    found = queries.overview()
    labels = dict(PowerCategory.choices)

    def context() -> dict[str, Any]:
        return {
            "entries": _entries(found.total),
            "categories": [(code, labels[code], count) for code, count in found.categories],
            "departments": found.departments,
            "latest": queries.latest(),
        }

    return shell.answer(request, "disclosure/home.html", version=found.version, context=context)


@require_safe
@login_not_required
def powers(request: HttpRequest) -> HttpResponse:
    """All published powers: search, by category, by department."""
    found = queries.overview()
    return shell.answer(
        request, "disclosure/powers.html", version=found.version, context=lambda: _results(request, found)
    )


@require_safe
@login_not_required
def power(request: HttpRequest, code: str) -> HttpResponse:
    """One published power: what it is, how long, what to bring, on what basis, where to complain."""
    publication = queries.publication(code)
    if publication is None:
        return shell.page(
            "disclosure/missing.html", {"code": code, "hospital": organization_queries.hospital()}, status=404
        )
    context = {
        "publication": publication,
        "power": publication.content,
        "category": PowerCategory(publication.category).label,
    }
    return shell.answer(request, "disclosure/power.html", version=publication.hash, context=lambda: context)


def _entries(total: int) -> list[dict[str, str]]:
    """The five plain entries under the search box."""
    here, everything = reverse("disclosure:home"), reverse("disclosure:powers")
    return [
        {"label": _("全部公开事项"), "help": _("共 %(total)d 项") % {"total": total}, "url": everything},
        {"label": _("按类别查找"), "help": _("人事、财务、采购、医疗…"), "url": f"{here}#categories"},
        {"label": _("按部门查找"), "help": _("知道找哪个科室时"), "url": f"{here}#departments"},
        {"label": _("最近公开"), "help": _("新公布和刚更新的"), "url": f"{here}#latest"},
        {"label": _("怎样监督"), "help": _("遇到不规范的做法"), "url": f"{here}#supervision"},
    ]


def _results(request: HttpRequest, found: queries.Overview) -> dict[str, Any]:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    asked = {"q": text, **{name: request.GET.get(name, "")[:20] for name in ("category", "department")}}
    number = request.GET.get("page", "")
    page = max(int(number), 1) if number.isdecimal() and len(number) < 5 else 1
    rows, total = queries.page_of(
        queries.publications(text=text, category=asked["category"], department=asked["department"]),
        start=(page - 1) * PER_PAGE,
        size=PER_PAGE,
    )
    return {
        "rows": rows,
        "total": total,
        "number": page,
        "last": -(-total // PER_PAGE),
        "previous_url": _page_url(asked, page - 1) if page > 1 else "",
        "next_url": _page_url(asked, page + 1) if page * PER_PAGE < total else "",
        "text": text,
        "category": asked["category"],
        "department": asked["department"],
        "categories": PowerCategory.choices,
        "departments": found.departments,
        "category_label": dict(PowerCategory.choices).get(asked["category"], ""),
        "department_label": {code: name for code, name, _n in found.departments}.get(asked["department"], ""),
    }


def _page_url(asked: dict[str, str], number: int) -> str:
    kept = {name: value for name, value in asked.items() if value}
    return "?" + urlencode({**kept, "page": number})
