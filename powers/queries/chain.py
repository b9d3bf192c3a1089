"""The chain a power stands on: 职权 › 环节, then what higher apps add: 风险点 › 措施 › 一览表."""

from typing import Any

from django.utils.translation import gettext as _

from core.registry import registry
from organization.models import Person
from powers.models import FlowStep, Power, PowerList

HIGHER = ("risks", "controls", "supervision", "disclosure")
"""Keys of `registry.chain_counts` in the order of the chain, each f(thing, by) → links."""


def chain_of(thing: Power | PowerList, by: Person, *, step_count: int | None = None) -> list[dict[str, Any]]:
    """Links of the chain band of a power or an edition of powers."""
    higher = [link for key in HIGHER if key in registry.chain_counts for link in registry.chain_counts[key](thing, by)]
    return [*chain_links(thing, by, step_count=step_count, is_current=True), *higher]


def chain_links(
    thing: Any, by: Person, *, step_count: int | None = None, is_current: bool = False
) -> list[dict[str, Any]]:
    """The links 职权 and 环节 for the chain band of a power or an edition; nothing for other things."""
    if not isinstance(thing, Power | PowerList):
        return []
    url = thing.get_absolute_url()
    if isinstance(thing, PowerList):
        count = getattr(thing, "power_count", None)
        return [{"label": _("职权"), "url": url, "count": count, "is_current": is_current}]
    count = FlowStep.objects.filter(flow__power=thing).count() if step_count is None else step_count
    return [
        {"label": _("职权"), "url": url, "count": None, "is_current": is_current},
        {"label": _("环节"), "url": f"{url}#flow-internal", "count": count, "is_current": False},
    ]
