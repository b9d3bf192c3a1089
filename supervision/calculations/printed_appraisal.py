"""考核结果 of a year as it is printed: words only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PrintedAppraisal:
    """The result sheet: the standard, the departments by rank, who signs."""

    issuer: str
    office: str
    discipline: str
    year: int
    criteria: tuple[tuple[str, str, str], ...]
    """Title, kind, points."""
    departments: tuple[tuple[str, str, str, str], ...]
    """Rank, department, total, how it came about or what was corrected."""
    sha256: str
    published_on: str
    state: str
