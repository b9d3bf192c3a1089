"""Sections of a report: written from the facts, or put into other words by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core import calculations as core_calculations


@dataclass(frozen=True)
class Section:
    """One section as it is read now; `fresh` is what the facts would write."""

    key: str
    title: str
    text: str
    fresh: str
    is_written_by_hand: bool = False
    is_behind: bool = False
    """The facts changed after it was put into other words."""


def sections(titles: list[tuple[str, str]], fresh: Mapping[str, str], by_hand: Mapping[str, Any]) -> list[Section]:
    """The report in order: what was written by hand stays, everything else says what the facts say today."""
    return [_section(key, title, fresh[key], by_hand.get(key)) for key, title in titles]


def _section(key: str, title: str, fresh: str, own: Any) -> Section:
    if own is None:
        return Section(key, title, fresh, fresh)
    is_behind = own["written_from"] != fresh
    return Section(key, title, own["text"], fresh, is_written_by_hand=True, is_behind=is_behind)


def kept(fresh: Mapping[str, str], by_hand: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """What is to be kept of `texts`: only what differs from the fresh text; a section left as it was keeps its origin."""
    result = {}
    for key, written in fresh.items():
        text = core_calculations.plain_text(texts.get(key, written))
        if text == core_calculations.plain_text(written):
            continue
        before = by_hand.get(key)
        is_same = before is not None and before["text"] == text
        result[key] = before if is_same else {"text": text, "written_from": written}
    return result
