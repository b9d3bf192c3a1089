"""Tags of the desk: badges, times, icons, the one-time form key."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.db import models
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import Fault
from core.states import DutyState, ListState, RowChange

register = template.Library()

GRADES = {
    "high": ("▲", gettext_lazy("高")),
    "medium": ("◆", gettext_lazy("中")),
    "low": ("●", gettext_lazy("低")),
    "pending": ("○", gettext_lazy("待定")),
    "notice": ("●", gettext_lazy("提示")),
}
"""Shape and word of each grade, and of what is only to be noticed: never colour alone."""

TONES = {
    "in_review": "brand",
    "called": "brand",
    "in_session": "brand",
    "running": "brand",
    "under_way": "brand",
    "reported": "brand",
    "rechecked": "brand",
    "finished": "brand",
    "drawn": "brand",
    "fixed": "amber",
    "frozen": "amber",
    "submitted": "brand",
    "new": "green",
    "accepted": "brand",
    "found": "amber",
    "under_handover": "brand",
    "partly": "amber",
    "problem": "amber",
    "answering": "amber",
    "not_done": "amber",
    "normal": "green",
    "received": "green",
    "replied": "green",
    "preparing": "brand",
    "returned": "amber",
    "deferred": "amber",
    "unsigned": "amber",
    "changed": "amber",
    "unchecked": "amber",
    "return": "amber",
    "postpone": "amber",
    "postponed": "amber",
    "leave": "amber",
    "absent": "amber",
    "hold": "amber",
    "due_soon": "amber",
    "resolved": "green",
    "at_risk": "amber",
    "open": "amber",
    "in_force": "green",
    "passed": "green",
    "receipted": "green",
    "adopted": "green",
    "published": "green",
    "met": "green",
    "valid": "green",
    "clear": "green",
    "signed": "green",
    "done": "green",
    "held": "green",
    "decided": "green",
    "present": "green",
    "attend": "green",
    "completed": "green",
    "fits": "green",
    "yes": "green",
    "no": "red",
    "good": "green",
    "fair": "amber",
    "poor": "red",
    "assigned": "brand",
    "drafted": "amber",
    "clearing": "amber",
    "in_use": "green",
    "adjusted": "green",
    "agree": "green",
    "pass": "green",
    "no_objection": "green",
    "closed": "green",
    "waiting": "amber",
    "granted": "green",
    "taken_up": "brand",
    "upheld": "grey",
    "corrected": "green",
    "revoked": "grey",
    "collected": "amber",
    "analysed": "brand",
    "noticed": "amber",
    "answered": "brand",
    "handled": "green",
    "overdue": "red",
    "late": "red",
    "removed": "red",
    "failed": "red",
    "reject": "red",
}
"""Colour of a state's badge; a state that is not here is grey (草稿, 已被替代, 已撤回 …)."""


def _words() -> dict[str, Any]:
    return {**dict(DutyState.choices), **dict(RowChange.choices), **dict(ListState.choices)}


@lru_cache(maxsize=1024)
def _drawn(template: str, **values: str) -> SafeString:
    """A component that says the same wherever the same is asked of it: drawn once, for a page has hundreds."""
    return mark_safe(get_template(template).render(values))  # noqa: S308 — a rendered template has escaped its values


@register.simple_tag
def grade(code: Any) -> SafeString:
    """`▲高 ◆中 ●低 ○待定`; a code that is none of them, or nothing, is 待定."""
    code = str(code) if str(code) in GRADES else _by_word(str(code))
    shape, word = GRADES[code]
    return _drawn("components/grade.html", code=code, shape=shape, word=str(word))


def _by_word(word: str) -> str:
    return next((code for code, (_shape, known) in GRADES.items() if str(known) == word), "pending")


@register.simple_tag
def state(code: Any, label: Any = "", tone: str = "") -> SafeString:
    """A state as a word in its colour; `label` is the word where the state is none of core's."""
    word = str(label or _words().get(code, code))
    return _drawn("components/state.html", label=word, tone=tone or TONES.get(str(code), "grey"))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the sprite `static/icons.svg`, hidden from screen readers: words stand beside it."""
    return _drawn("components/icon.html", name=name)


@register.filter
def choice(thing: models.Model, name: str) -> str:
    """The word of a chosen field, as `get_<name>_display` gives it, for rows of which a page has hundreds."""
    return _words_of(thing._meta.get_field(name)).get(getattr(thing, name), "")


@cache
def _words_of(field: Any) -> dict[Any, str]:
    return {code: str(word) for code, word in field.flatchoices}


@register.simple_tag
def form_key() -> SafeString:
    """The hidden one-time key that `core.views.once` claims."""
    return format_html('<input type="hidden" name="form_key" value="{}">', uuid.uuid4())


@register.filter
def moment(value: date | datetime | None) -> str:
    """A time to the minute, with its date; of what has no time its day."""
    if not value:
        return ""
    if not isinstance(value, datetime):
        return format_html('<time datetime="{0}">{0}</time>', value.isoformat())
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), local.strftime("%Y-%m-%d %H:%M"))


@register.filter
def day(value: date | datetime | None) -> str:
    """A day, and for the three days around today its name beside it."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    names = {-1: _("昨天"), 0: _("今天"), 1: _("明天")}
    near = names.get((value - timezone.localdate()).days, "")
    return format_html(
        '<time datetime="{}">{}{}</time>', value.isoformat(), value.isoformat(), f"（{near}）" if near else ""
    )


@register.filter
def long_day(value: date | datetime | str) -> str:
    """A day in running text, also one that frozen content keeps in ISO form: 2026年3月5日."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    words = f"{value.year}年{value.month}月{value.day}日"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.filter
def readable_size(size: int) -> str:
    """Bytes as KB or MB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


@register.filter
def reminders(groups: Iterable[list[Fault]]) -> list[list[Fault]]:
    """Of the groups of `by_message` those that block nothing."""
    return [same for same in groups if not same[0].is_blocking]


@register.filter
def by_message(faults: Iterable[Fault]) -> list[list[Fault]]:
    """Faults that say the same of several rows together, what blocks first, else in the order found."""
    groups: dict[tuple[bool, str, str], list[Fault]] = {}
    for fault in faults:
        row = "" if fault.row_code else fault.url
        groups.setdefault((not fault.is_blocking, fault.message, row), []).append(fault)
    return sorted(groups.values(), key=lambda same: not same[0].is_blocking)
