"""The public pages that are read: no login, no cookie, 304 before rendering, nothing but what stands open."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from disclosure import queries
from disclosure.calculations import markdown
from disclosure.queries import public as public_queries
from disclosure.states import PublicationKind, Topic
from disclosure.views import paging, shell
from organization import queries as organization_queries
from powers.states import BasisStatus, PowerCategory

LATEST_POWERS = 3
"""A list of powers comes into force all at once: it must not crowd out the rest."""
LATEST = 6
WAYS = {"limit": gettext_lazy("多久办好"), "fee": gettext_lazy("收多少费")}
"""What a list of powers may be narrowed to: those that state it."""


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What a patient wants in one look: search, plain questions, what was published lately, topics, answers."""
    found = queries.overview()

    def context() -> dict[str, Any]:
        latest = queries.latest(LATEST)
        newest = [*latest[PublicationKind.ITEM], *latest[PublicationKind.POWER][:LATEST_POWERS]]
        return {
            "entries": _entries(),
            "power_count": found.total(kind=PublicationKind.POWER),
            "topics": _topics(found),
            "latest": sorted(newest, key=lambda publication: -publication.sequence)[:LATEST],
            "answers": latest[PublicationKind.ANSWER][:3],
            "answer_count": found.total(kind=PublicationKind.ANSWER),
        }

    return shell.answer(request, "disclosure/home.html", version=found.version, context=context)


def _entries() -> list[dict[str, str]]:
    """The five questions under the search box, in a patient's words."""
    every = reverse("disclosure:powers")
    return [
        {"label": _("怎么办"), "help": _("材料和步骤"), "url": every},
        {"label": _("收多少费"), "help": _("标准和依据"), "url": f"{every}?way=fee"},
        {"label": _("多久办好"), "help": _("承诺的时限"), "url": f"{every}?way=limit"},
        {"label": _("谁来定"), "help": _("归哪个部门管"), "url": f"{every}#departments"},
        {"label": _("不满意找谁"), "help": _("反映和举报"), "url": reverse("disclosure:report")},
    ]


def _topics(found: queries.Overview) -> list[tuple[str, str, int]]:
    """Topics with how many of their items stand open; powers and answers have lists of their own."""
    labels = {topic: str(label) for topic, label in Topic.choices}
    counts = dict(found.counts("topic", kind=PublicationKind.ITEM))
    return [(topic, labels[topic], counts[topic]) for topic in Topic.values if topic in counts]


@require_safe
@login_not_required
def powers(request: HttpRequest) -> HttpResponse:
    """All published powers: search, by category, by department, those with a fee or a limit."""
    found = queries.overview()
    return shell.answer(
        request, "disclosure/powers.html", version=found.version, context=lambda: _powers(request, found)
    )


def _powers(request: HttpRequest, found: queries.Overview) -> dict[str, Any]:
    text = shell.asked(request, "q", length=100)
    asked = {name: shell.asked(request, name) for name in ("category", "department", "way")}
    asked["way"] = asked["way"] if asked["way"] in WAYS else ""
    page = paging.page(request, queries.publications(text=text, **asked), q=text, **asked)
    labels = dict(PowerCategory.choices)
    kind = PublicationKind.POWER
    departments = found.counts("department_code", "department_name", kind=kind)
    return {
        **page,
        **asked,
        "text": text,
        "categories": [(code, labels[code], n) for code, n in found.counts("category", kind=kind)],
        "departments": departments,
        "category_label": labels.get(asked["category"], ""),
        "department_label": {code: name for code, name, _n in departments}.get(asked["department"], ""),
        "way_label": WAYS.get(asked["way"], ""),
        "price_count": found.total(kind=PublicationKind.ITEM, topic=Topic.PRICES),
    }


@require_safe
@login_not_required
def power(request: HttpRequest, code: str) -> HttpResponse:
    """One published power: what it is, who, how long, what it costs, what to bring, where to complain."""
    publication = queries.publication(code)
    if publication is None:
        return _gone(code, PublicationKind.POWER)

    def context() -> dict[str, Any]:
        return {
            "publication": publication,
            "power": publication.content,
            "category": PowerCategory(publication.category).label,
            "files": public_queries.files(publication),
            "description": shell.brief(publication.content["content"]),
        }

    return shell.answer(request, "disclosure/power.html", version=_version(publication), context=context)


def _version(publication: Any) -> str:
    """A printed sheet is added after the publication, which itself never changes."""
    return f"{publication.hash}-{publication.file_count}"


def _gone(code: str, *kinds: str) -> HttpResponse:
    """410 and the tombstone of what once stood under the code; 404 of what never did."""
    ended = public_queries.ended(code, *kinds)
    if ended is None:
        return shell.missing(code)
    context = {"ended": ended, "code": code, "hospital": organization_queries.hospital()}
    return shell.page("disclosure/tombstone.html", context, status=410)


@require_safe
@login_not_required
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """栏目: its publications, the newest first, of a year or of one item of the catalogue."""
    if topic not in Topic.values:
        return shell.missing(topic)
    found = queries.overview()
    return shell.answer(
        request, "disclosure/topic.html", version=found.version, context=lambda: _topic(request, topic, found)
    )


def _topic(request: HttpRequest, topic: str, found: queries.Overview) -> dict[str, Any]:
    asked = {"year": shell.year(request), "item": shell.asked(request, "item")}
    kind = PublicationKind.ITEM
    page = paging.page(request, public_queries.listed(kind, topic=topic, **asked), **asked)
    label = Topic(topic).label
    return {
        **page,
        **asked,
        "topic": topic,
        "label": label,
        "years": _years(found, kind=kind, topic=topic, item_code=asked["item"]),
        "items": found.items(kind=kind, topic=topic, published_in=asked["year"]),
        "power_count": found.total(kind=PublicationKind.POWER) if topic == Topic.POWERS else 0,
        "answer_count": found.total(kind=PublicationKind.ANSWER) if topic == Topic.ANSWERS else 0,
        "description": _("医院公开的%(topic)s事项：内容、依据、责任部门和公开时间。") % {"topic": label},
    }


def _years(found: queries.Overview, **asked: str) -> list[tuple[str, int]]:
    """The newest first, as the address says them."""
    return [(str(year), n) for year, n in reversed(found.counts("published_in", **asked))]


@require_safe
@login_not_required
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One publication of the catalogue, or one public answer."""
    publication = queries.publication(code, PublicationKind.ITEM, PublicationKind.ANSWER)
    if publication is None:
        return _gone(code, PublicationKind.ITEM, PublicationKind.ANSWER)
    make = _item if publication.kind == PublicationKind.ITEM else _answer
    return shell.answer(
        request,
        f"disclosure/{publication.kind}.html",
        version=_version(publication),
        context=lambda: {"publication": publication, "content": publication.content, **make(publication)},
    )


def _item(publication: Any) -> dict[str, Any]:
    body = publication.content["body"]
    return {
        "body": markdown.render(body),
        "files": public_queries.files(publication),
        "description": shell.brief(markdown.plain(body)),
    }


def _answer(publication: Any) -> dict[str, Any]:
    text = publication.content["answer"]
    return {"body": markdown.render(text), "description": shell.brief(markdown.plain(text))}


@require_safe
@login_not_required
def answers(request: HttpRequest) -> HttpResponse:
    """What the public asked and the hospital answered before everybody, the newest first."""
    found = queries.overview()
    return shell.answer(
        request, "disclosure/answers.html", version=found.version, context=lambda: _answers(request, found)
    )


def _answers(request: HttpRequest, found: queries.Overview) -> dict[str, Any]:
    kind, year = PublicationKind.ANSWER, shell.year(request)
    page = paging.page(request, public_queries.listed(kind, year=year), year=year)
    return {
        **page,
        "year": year,
        "years": _years(found, kind=kind),
        "all_count": found.total(kind=kind),
        "department_count": len(found.counts("department_code", kind=kind)),
        "last_at": found.last_at(kind=kind),
    }


@require_safe
@login_not_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """公开目录: what must be public, on what basis, by when, and what last was: one sees what is missing."""
    found = queries.overview()
    lines = public_queries.catalogue(found)

    def context() -> dict[str, Any]:
        return {
            "groups": [
                (code, label, of_topic)
                for code, label in Topic.choices
                if (of_topic := [line for line in lines if line.item.topic == code])
            ],
            "total": len(lines),
            "open_count": len([line for line in lines if line.url]),
            "has_unchecked": any(line.item.basis and line.item.basis_status == BasisStatus.UNCHECKED for line in lines),
        }

    version = f"{found.version}-{public_queries.catalogue_version(lines)}"
    return shell.answer(request, "disclosure/catalogue.html", version=version, context=context)
