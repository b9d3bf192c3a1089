"""Which pages of 公开 a person is led to."""

from typing import Any

from django import template

from core.rules import allows
from disclosure.rules import handling
from organization import queries
from organization.roles import Action

register = template.Library()


@register.simple_tag
def reads_suggestions(by: Any) -> bool:
    """Is `by` led to 群众监督?"""
    return by.is_authenticated and allows(handling.read_suggestions, by)


@register.simple_tag
def reviews_disclosure(by: Any) -> bool:
    """Is `by` led to 公开审查? Asks the database nothing about those who hold no role that reviews."""
    return by.is_authenticated and queries.may_act_anywhere(by, Action.REVIEW, Action.REVIEW_SECRECY)
