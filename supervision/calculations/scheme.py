"""实施方案 of a year as it is printed: words only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PrintedPhase:
    """One phase: its days in words, who leads it, what it asks."""

    name: str
    days: str
    leader: str
    task: str


@dataclass(frozen=True)
class PrintedScheme:
    """The scheme of one year (part 二(一): 具有系统性和可操作性的实施方案)."""

    issuer: str
    office: str
    year: int
    title: str
    document_number: str
    goals: str
    leading: str
    demands: str
    phases: tuple[PrintedPhase, ...]
    departments: tuple[tuple[str, str], ...]
    """Department and the post that answers for it."""
    issued_on: str
