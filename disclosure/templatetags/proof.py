"""How hashes are written for people."""

from django import template

from core import calculations

register = template.Library()


@register.filter
def hash_to_copy(value: str) -> str:
    """`3f2a 9c01 77de 5b20`: as much of a hash as somebody compares with a paper."""
    return calculations.hash_to_copy(value)


@register.filter
def in_fours(value: str) -> str:
    """The whole hash in the groups that are printed."""
    return calculations.in_fours(value)
