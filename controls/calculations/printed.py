"""The printed 一览表 as value objects: what every drawing of it (PDF, xlsx, docx) is made from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

HASH_SHOWN = 8
RECEIPTS_SHOWN = 4
"""So many receipts stand in a post's line by name and day; of more the rest is counted."""


@dataclass(frozen=True, slots=True)
class PrintedMeasure:
    """One 防控措施 as it is read; `due` is already in words (a date or 长期)."""

    text: str
    kind: str
    responsible: str
    due: str


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One risk point; `grade` is its code (high, medium, low, pending), `number` runs over the whole table."""

    number: int
    department: str
    post: str
    power: str
    risk_type: str
    description: str
    manifestation: str
    grade: str
    measures: tuple[PrintedMeasure, ...]
    leader: str


@dataclass(frozen=True, slots=True)
class PrintedPost:
    """A post with its own grade (not the points'), why it has it, who holds it on the day of printing, and who signed for it."""

    name: str
    grade: str
    grade_reason: str
    holders: str
    rows: tuple[PrintedRow, ...]
    receipts: str = ""
    has_line: bool = True
    """Is there somebody who has not signed for it yet (签收), so that a line is left?"""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The whole sheet with its head and foot; an empty foot text leaves a line to sign on.

    `state_note` stands in the head of a table not yet approved; `approval` names the meeting and its day.
    `in_force` says since when; `changed` names what is printed otherwise than it was approved, `corrected` counts the texts put right since (更正).
    """

    hospital_name: str
    committee_name: str
    title: str
    department: str
    edition: str
    state_note: str
    posts: tuple[PrintedPost, ...]
    filler: str
    head: str
    overseer: str
    approval: str
    content_hash: str
    verify_url: str
    in_force: str = ""
    changed: str = ""
    corrected: str = ""

    @property
    def since_approval(self) -> str:
        """Everything that is to be said of the time since approval."""
        return self.corrected + self.changed

    @property
    def short_hash(self) -> str:
        """The part of the hash that is printed for the eye to compare; empty before content is frozen."""
        return self.content_hash[:HASH_SHOWN]


def holders_in_words(post: str, names: Iterable[str]) -> str:
    """Who holds a post: the names, 空缺 for nobody, nothing where people are named by the post itself."""
    known = list(names)
    return "、".join(name for name in known if name != post) if known else _("空缺")


def titled(post: str, names: Iterable[str]) -> str:
    """A post with who holds it: `采购员（王玥、李堃）`."""
    holders = holders_in_words(post, names)
    return _("%(post)s（%(holders)s）") % {"post": post, "holders": holders} if holders else post


def receipts_in_words(post: str, receipts: Sequence[tuple[str, date]]) -> str:
    """Who signed for a post on which day: `王玥 2025-12-20、李堃 2025-12-21`; of many the first and how many.

    Who is named by the post itself stands there by the day alone.
    """
    shown = receipts[:RECEIPTS_SHOWN]
    words = "、".join(str(day) if name == post else f"{name} {day}" for name, day in shown)
    more = len(receipts) > RECEIPTS_SHOWN
    return _("%(words)s等 %(count)d 人") % {"words": words, "count": len(receipts)} if more else words
