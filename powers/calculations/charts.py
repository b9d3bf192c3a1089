"""Value objects of a flow chart, free of the database: what is checked, told, drawn and written to BPMN."""

from dataclasses import dataclass
from fractions import Fraction

from powers.states import FlowKind, LimitUnit, StepFocus, StepFunction

HOURS_A_WORKDAY = 8
WORKDAYS_OF_A_DAY = Fraction(5, 7)


@dataclass(frozen=True)
class Limit:
    """A limit of time: so many 工作日, 自然日 or 小时."""

    value: int
    unit: str = LimitUnit.WORKDAY

    def __str__(self) -> str:
        return f"{self.value} {LimitUnit(self.unit).label}"

    @property
    def workdays(self) -> Fraction:
        """The limit in working days: eight hours make one, seven calendar days make five."""
        if self.unit == LimitUnit.HOUR:
            return Fraction(self.value, HOURS_A_WORKDAY)
        if self.unit == LimitUnit.DAY:
            return self.value * WORKDAYS_OF_A_DAY
        return Fraction(self.value)


@dataclass(frozen=True)
class Lane:
    """The post that does a step, and the department it belongs to where the picture shall name it."""

    post: str
    department: str = ""

    def __str__(self) -> str:
        return f"{self.department} {self.post}".strip()


@dataclass(frozen=True)
class Link:
    """流向: which step follows under which condition; without `to` the flow ends."""

    to: int | None
    condition: str = ""
    is_parallel: bool = False


@dataclass(frozen=True)
class Step:
    """环节: one box of the picture; `key` is the caller's own name of the row and only handed back."""

    key: str
    number: int
    name: str
    lane: Lane | None = None
    function: str = StepFunction.EXECUTION
    focus: str = StepFocus.NONE
    limit_value: int | None = None
    limit_unit: str = LimitUnit.WORKDAY
    suspends_clock: bool = False
    note: str = ""
    links: tuple[Link, ...] = ()

    @property
    def limit(self) -> Limit | None:
        """The step's limit, or None where none was given (zero is none)."""
        return Limit(self.limit_value, self.limit_unit) if self.limit_value else None


@dataclass(frozen=True)
class Chart:
    """流程图: the steps of a power's external or internal chart, and what the power promises in all."""

    title: str
    steps: tuple[Step, ...]
    kind: str = FlowKind.INTERNAL
    promised_limit: Limit | None = None


def lane_count(chart: Chart) -> int:
    """How many lanes the picture has; steps without a post stand in one of their own."""
    return len({step.lane for step in chart.steps})
