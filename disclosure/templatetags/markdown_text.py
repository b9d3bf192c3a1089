"""Text written in Markdown as HTML: what people write for the public, and its preview at the desk."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from disclosure.calculations import markdown as calculations
from powers.states import DisclosureScope

register = template.Library()


@register.filter
def markdown(text: Any) -> SafeString:
    """The same as the public reads it."""
    return mark_safe(calculations.render(str(text or "")))  # noqa: S308 — HTML is off: text is escaped


@register.filter
def time_word(moment: Any) -> str:
    """`2026-12-01 09:00` for the time that a frozen content keeps in ISO form."""
    return f"{timezone.localtime(datetime.fromisoformat(str(moment))):%Y-%m-%d %H:%M}"


@register.filter
def scope_word(code: Any) -> str:
    """`社会` for the scope that a frozen content keeps as a code."""
    return str(dict(DisclosureScope.choices).get(str(code), code))
