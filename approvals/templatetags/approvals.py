"""Showing frozen rows by the template their kind of list named."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def frozen_row(name: str, row: Any) -> SafeString:
    """One frozen row, drawn from its content alone by the list kind's own template."""
    return get_template(name).render({"row": row})


@register.filter
def get(found: dict[str, Any], key: str) -> Any:
    """The value of a key that may be missing; nothing then."""
    return (found or {}).get(key, ())
