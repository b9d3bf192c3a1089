"""Showing a frozen power: what its content says, and its charts redrawn."""

from typing import Any

from django import template

from powers.documents import frozen

register = template.Library()


@register.simple_tag
def frozen_power(content: dict[str, Any]) -> dict[str, Any]:
    """The parts of a frozen power for a page: `facts`, and `charts` with label, title, svg and rows."""
    return frozen.parts(content)
