"""A step with all that hangs on it: its box, its gateway, its conditions and the ends beside or below it."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from powers.calculations import charts, grid, sizes, text
from powers.states import FlowKind, StepFocus, StepFunction


def tag(step: charts.Step) -> str:
    """The word on a box: the step's function, and its 重点 where that is something else."""
    function = str(StepFunction(step.function).label)
    if step.focus in (StepFocus.NONE, step.function):
        return function
    return f"{function}·{StepFocus(step.focus).label}"


def limit(step: charts.Step) -> str:
    return str(step.limit) if step.limit else _("未定时限")


HEAD, NAME, FOOT = "head", "name", "foot"


@dataclass(frozen=True)
class Fittings:
    """Where the small things on a box stand: limit and note in the head, beside the name, or in a foot below it."""

    limit: str
    note: str

    @property
    def has_foot(self) -> bool:
        return FOOT in (self.limit, self.note)


def fittings(step: charts.Step, lines: tuple[str, ...], room: float, *, has_function: bool) -> Fittings:
    """What finds room where in a box so wide whose name takes these lines; a clock that may stop needs the foot."""
    words = text.width(tag(step), sizes.SMALL_SIZE) + 14 if has_function else 0
    head = 24 + words + text.width(limit(step), sizes.SMALL_SIZE)
    place = FOOT if head > room else HEAD
    if step.suspends_clock or (step.note and place == FOOT):
        return Fittings(place, FOOT)
    last = text.width(lines[-1], sizes.NAME_SIZE) if lines else 0
    is_narrow = last + sizes.NOTE + 6 > room
    note = HEAD if head + sizes.NOTE + 4 <= room or not step.note else FOOT if is_narrow else NAME
    return Fittings(place, note)


@dataclass
class Block:
    """What one cell of the grid holds, measured but not yet placed."""

    step: charts.Step
    exits: list[grid.Exit]
    gateway: str
    measures: sizes.Sizes
    kind: str
    labels: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for exit_ in self.exits:
            self.labels[exit_.way.position] = text.wrap(exit_.way.link.condition, self._room(exit_), sizes.SMALL_SIZE)

    def _room(self, exit_: grid.Exit) -> float:
        is_corner = exit_.side != grid.DOWN and exit_.level == 0
        return self.measures.side_label if is_corner else self.measures.low_label

    @cached_property
    def name_lines(self) -> tuple[str, ...]:
        return text.wrap(self.step.name, self.measures.inner, sizes.NAME_SIZE)

    @property
    def fittings(self) -> Fittings:
        has_function = self.kind != FlowKind.EXTERNAL
        return fittings(self.step, self.name_lines, self.measures.inner, has_function=has_function)

    @property
    def box_height(self) -> float:
        names = max(1, len(self.name_lines)) * sizes.NAME_LINE
        return 2 * sizes.BOX_PADDING + 18 + 5 + names + (18 if self.fittings.has_foot else 0)

    def label_height(self, exit_: grid.Exit) -> float:
        return len(self.labels[exit_.way.position]) * sizes.SMALL_LINE

    @property
    def down(self) -> grid.Exit | None:
        return next((exit_ for exit_ in self.exits if exit_.side == grid.DOWN), None)

    @property
    def levels(self) -> int:
        """How many heights links leave the gateway at."""
        if not self.gateway:
            return 0
        return max([1, *(exit_.level + 1 for exit_ in self.exits if exit_.side != grid.DOWN)])

    def above(self, level: int) -> float:
        """Height that must be kept free above the line that leaves at a level."""
        aside = [exit_ for exit_ in self.exits if exit_.side != grid.DOWN and exit_.level == level]
        heights = [self.label_height(exit_) + (0 if exit_.way.has_step else sizes.END_HEIGHT / 2) for exit_ in aside]
        return max(heights, default=0) + sizes.CLEAR

    def tail(self) -> float:
        """Height below the last level, or below the box where there is no gateway."""
        height: float = sizes.GATE_HALF if self.gateway else 0
        down = self.down
        if down is None:
            return height
        label = self.label_height(down)
        height += label + 2 * sizes.CLEAR if label else 0
        return height + (sizes.END_STUB + sizes.END_HEIGHT if not down.way.has_step else 0)
