"""What is printed of a meeting that was held, as value objects: what record and minutes, PDF and docx are made from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedVote:
    """One vote: its arithmetic in words, who said what by name (`names` is empty in the minutes and for who was recused)."""

    title: str
    presided_by: str
    result: str
    arithmetic: str
    reason: str
    figures: tuple[int, ...]
    """应到, 回避, 参加表决, 法定到会, 同意, 不同意, 缓议, 通过须."""
    names: tuple[tuple[str, str], ...]
    """(同意、不同意、缓议, names joined), only what somebody said."""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """One submission under an item: what it is, at which hash, what was resolved and why."""

    name: str
    sha256: str
    verdict: str
    verdict_word: str
    reason: str
    in_force_on: str


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """One item with what was said and voted; the record only: `recusals`, `statements`."""

    position: int
    title: str
    entries: tuple[PrintedEntry, ...]
    recusals: tuple[tuple[str, str, str], ...]
    """(name, reason, codes of the rows)."""
    recused_count: int
    statements: tuple[tuple[str, str], ...]
    votes: tuple[PrintedVote, ...]
    postponed_reason: str
    implementer: str
    due_on: str
    presided_by: tuple[str, ...]
    """Who presided instead of the chair, and signs this item."""
    was_taken: bool = True
    """False where the meeting ended before it."""
    is_hidden: bool = False
    """The reader left the item to the others: no opinions."""


@dataclass(frozen=True, slots=True)
class PrintedRule:
    """The rule of procedure in words."""

    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedMeeting:
    """A meeting from its head to its hash; every day and time is already in words."""

    hospital_name: str
    committee_name: str
    office_name: str
    number: str
    matter: str
    rule: PrintedRule
    held_on: str
    began: str
    ended: str
    place: str
    urgent_reason: str
    chair: str
    recorder: str
    due: tuple[str, ...]
    present: tuple[str, ...]
    on_leave: tuple[str, ...]
    absent: tuple[str, ...]
    observers: tuple[str, ...]
    items: tuple[PrintedItem, ...]
    sha256: str
    verify_url: str

    @property
    def issuer(self) -> str:
        """Whose paper it is: the committee with the hospital's name."""
        return f"{self.hospital_name}{self.committee_name}"

    @property
    def is_partial(self) -> bool:
        """Was anything left out for who reads it?"""
        return any(item.is_hidden for item in self.items)


@dataclass(frozen=True, slots=True)
class PrintedFiling:
    """The cover letter of a filing; `lists` are (title, rows, hash), `grades` (word, points)."""

    hospital_name: str
    committee_name: str
    office_name: str
    body: str
    number: str
    supplements: str
    edition: str
    meeting: str
    held_on: str
    in_force_on: str
    lists: tuple[tuple[str, int, str], ...]
    grades: tuple[tuple[str, int], ...]
    note: str
    issued_on: str
    sha256: str
    verify_url: str

    @property
    def issuer(self) -> str:
        """Whose paper it is."""
        return f"{self.hospital_name}{self.committee_name}"
