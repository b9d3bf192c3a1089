"""What a correction changed: both texts marked against each other, its figures, and its facts as the trail tells them."""

import re
import unicodedata
from datetime import UTC
from difflib import SequenceMatcher
from typing import Any, NamedTuple

PLAIN_FACTS = (
    "list_kind list_id department_id is_leadership year number key code field label before after reason".split()
)


class Mark(NamedTuple):
    """A piece of a text, and whether the other text lacks it."""

    text: str
    is_changed: bool


def marked(before: str, after: str) -> tuple[list[Mark], list[Mark]]:
    """Both texts in pieces, character by character: what was taken out of the first, what was put into the second."""
    old, new = [], []
    for how, left, left_end, right, right_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old.append(Mark(before[left:left_end], how != "equal"))
        new.append(Mark(after[right:right_end], how != "equal"))
    return [mark for mark in old if mark.text], [mark for mark in new if mark.text]


NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|[〇零一二两三四五六七八九十百千万亿半]+)[万亿]?[元天日周月年时分秒%‰倍成级]?")


def figures(text: str) -> list[str]:
    """The numbers in a text, in figures or in words, each with its unit, in their order: 10万元, 五日, 三成."""
    return NUMBER.findall(unicodedata.normalize("NFKC", text))


def correction_facts(correction: Any) -> dict[str, Any]:
    """A correction as the trail tells it: one altered, taken out or put in is missed by it."""
    return {**{name: getattr(correction, name) for name in PLAIN_FACTS}, **_who_and_when(correction)}


def report_facts(report: Any) -> dict[str, Any]:
    """A year's report to the committee as the trail tells it."""
    return {"year": report.year, "count": report.count, "meeting": report.meeting_id, **_who_and_when(report)}


def _who_and_when(made: Any) -> dict[str, Any]:
    return {"by": made.by_id, "at": made.at.astimezone(UTC).isoformat(timespec="microseconds")}
