"""Showing frozen points, and what a chosen score says."""

from typing import Any

from django import template

from risks import calculations

register = template.Library()


@register.simple_tag
def frozen_point(content: dict[str, Any]) -> list[dict[str, str]]:
    """A frozen point as facts for `components/facts.html`, in words; empty fields are left out."""
    hidden = ("description", "grade")
    return [
        {"label": str(label), "value": calculations.in_words(name, content.get(name))}
        for name, label in calculations.FIELDS
        if name not in hidden and calculations.in_words(name, content.get(name))
    ]
