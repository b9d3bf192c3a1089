"""The chain band over the pages of risks."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.registry import registry
from risks import queries

HIGHER = ("controls", "supervision", "disclosure")
"""Keys of `registry.chain_counts` that stand above risks."""


def chain_of_point(request: HttpRequest, point: Any) -> list[dict[str, Any]]:
    """职权 › 环节 › 风险点 › … of a point, as far as its person may walk."""
    links: list[dict[str, Any]] = []
    if point.power_id:
        url = reverse("powers:power", args=[point.power_id]) if point.is_power_open else ""
        links.append({"label": _("职权"), "url": url, "count": None})
        if point.step_id:
            links.append({"label": _("环节"), "url": f"{url}#flow-internal" if url else "", "count": None})
    links.append({"label": _("风险点"), "url": point.get_absolute_url(), "count": None, "is_current": True})
    return links + _above(request, point)


def chain_of_register(request: HttpRequest, register: Any) -> list[dict[str, Any]]:
    """职权 › 风险点 › … of a register."""
    links = []
    if register.power_list_id:
        url = reverse("powers:list", args=[register.power_list_id])
        links.append({"label": _("职权"), "url": url, "count": None})
    current = [{**link, "is_current": True} for link in queries.chain_links(register, request.user)]
    return links + current + _above(request, register)


def _above(request: HttpRequest, thing: Any) -> list[dict[str, Any]]:
    """Links that higher apps add, in the order of the chain."""
    higher = [registry.chain_counts[name] for name in HIGHER if name in registry.chain_counts]
    return [link for source in higher for link in source(thing, request.user)]
