"""Which pages of 监督 a person is led to."""

from typing import Any

from django import template

from supervision import queries

register = template.Library()


@register.simple_tag
def reads_accountability(by: Any) -> bool:
    """Is `by` led to 责任追究? Asks the database nothing about those who hold no role that reads it."""
    return by.is_authenticated and queries.may_read_accountability(by)
