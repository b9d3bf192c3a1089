"""Showing frozen rows by the template their kind of list named."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def frozen_row(line: Any) -> SafeString:
    """One row, drawn from its content alone by the template its kind of list names; its heading stands above it."""
    return mark_safe(get_template(line.template).render({"row": line}))  # noqa: S308
