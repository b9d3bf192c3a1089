"""The 检查记录表 as value objects: what is printed to PDF, docx and xlsx, and what comes back in a sheet."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class PrintedItem:
    """One line of a checklist; `key` finds it again when the sheet is read back."""

    key: int
    number: int
    text: str
    answer: str
    note: str
    finding: str


@dataclass(frozen=True)
class PrintedPoint:
    """A drawn risk point with its measures and checklist."""

    number: int
    code: str
    description: str
    grade: str
    risk_type: str
    post: str
    power: str
    measures: tuple[str, ...]
    items: tuple[PrintedItem, ...]


@dataclass(frozen=True)
class PrintedDraw:
    """What anybody needs to draw again."""

    code: str
    algorithm: str
    seed: str
    source: str
    frozen: str
    seeded: str
    drawn: str
    sha256: str
    count: int
    size: int
    weights: str
    rules: str
    command: str
    verify_url: str


@dataclass(frozen=True)
class PrintedRecord:
    """The whole record."""

    hospital_name: str
    title: str
    code: str
    version: int
    department: str
    period: str
    checked_on: date | None
    place: str
    summary: str
    inspectors: tuple[tuple[str, str], ...]
    """Name, and the day of signature or nothing."""
    opinion: str
    opinion_signature: str
    points: tuple[PrintedPoint, ...]
    draw: PrintedDraw
    is_leadership: bool = False
    """Of a leadership post, whose holder alone says what they think."""


@dataclass(frozen=True)
class SheetFault:
    """What is wrong with a sheet that was handed in: row and column as Excel names them (0 and nothing: the file)."""

    row: int
    column: str
    message: str


@dataclass
class SheetRead:
    """What a sheet says: of which record and version, the facts, and answer and note by item, with the row they stand in."""

    code: str = ""
    version: int = 0
    checked_on: date | None = None
    place: str = ""
    summary: str = ""
    answers: dict[int, tuple[int, str, str]] = field(default_factory=dict)
    """Key of the item: row, answer, note."""
    faults: list[SheetFault] = field(default_factory=list)
