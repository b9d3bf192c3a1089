"""Arithmetic of the appraisal: exact, rounded half up to two digits at the end of each step that is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from django.utils.translation import gettext as _

from supervision.states.appraisals import CriterionKind

Key = TypeVar("Key")
NOTHING = Decimal("0.00")


def half_up(number: Fraction) -> Decimal:
    """Two digits, half a hundredth up: `10.005` is `10.01`."""
    return Decimal((number * 100 * 2 + 1) // 2) / 100


def plain(number: Decimal | int) -> str:
    """A number as people write it: `20`, `2.5`."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(points: Decimal, part: Decimal | int, whole: Decimal | int) -> tuple[Decimal, str]:
    """`part` of `whole` of the points, and how it was reckoned: `20 × 9/12 = 15.00`. A part above the whole counts as it."""
    ratio = min(Fraction(part) / Fraction(whole), Fraction(1))
    value = half_up(Fraction(points) * ratio)
    return value, f"{plain(points)} × {plain(part)}/{plain(whole)} = {value:.2f}"


def capped(points: Decimal, part: Decimal | int) -> tuple[Decimal, str]:
    """Points as they are, at most the criterion's."""
    value = half_up(min(Fraction(part), Fraction(points)))
    most = _("（最多 %(points)s）") % {"points": plain(points)} if part > points else ""
    return value, f"{plain(part)}{most} = {value:.2f}"


@dataclass(frozen=True)
class Marked:
    """One criterion and what was scored in it; None: nothing to score."""

    kind: str
    points: Decimal
    value: Decimal | None


@dataclass(frozen=True)
class Total:
    value: Decimal
    words: str


def total(marks: Iterable[Marked]) -> Total | None:
    """The sum of what could be scored, scaled to the full marks where something could not, with what is added and taken.

    None where nothing could be scored at all; never less than nothing.
    """
    marks = list(marks)
    full = [mark for mark in marks if mark.kind in CriterionKind.full()]
    scored = [mark for mark in full if mark.value is not None]
    if not scored:
        return None
    got = sum((mark.value for mark in scored if mark.value is not None), NOTHING)
    possible, all_points = sum(mark.points for mark in scored), sum(mark.points for mark in full)
    base = half_up(Fraction(got) * Fraction(all_points) / Fraction(possible))
    added, taken = _outside(marks, CriterionKind.BONUS), _outside(marks, CriterionKind.DEDUCTION)
    value = max(base + added - taken, NOTHING)
    words = f"{got:.2f}"
    if possible != all_points:
        words += _(" × %(all)s/%(possible)s = %(base)s（有的标准无可评内容，按可评分值折算）") % {
            "all": plain(Decimal(all_points)),
            "possible": plain(Decimal(possible)),
            "base": f"{base:.2f}",
        }
    if added or taken:
        words += _("；加 %(added)s，扣 %(taken)s，合计 %(value)s") % {
            "added": f"{added:.2f}",
            "taken": f"{taken:.2f}",
            "value": f"{value:.2f}",
        }
    return Total(value, words)


def _outside(marks: Iterable[Marked], kind: str) -> Decimal:
    return sum((mark.value for mark in marks if mark.kind == kind and mark.value is not None), NOTHING)


def ranks(totals: Mapping[Key, Decimal]) -> dict[Key, int]:
    """The place of each: equal totals share one, and the next place counts those before it (1, 1, 3)."""
    values = sorted(totals.values(), reverse=True)
    return {key: values.index(value) + 1 for key, value in totals.items()}
