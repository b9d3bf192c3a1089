"""The draw of a spot check, in whole numbers and SHA-256 alone, so that anybody draws the same in any language."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ALGORITHM = "lianfang-min-hash-1"
MOST_WEIGHT = 20
NOT_TOLD = "-"
"""Stands for the grade of a leadership post's point: whoever sees the check may read its population."""


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """One line of a population."""

    code: str
    grade: str
    """For the reader alone: nothing is drawn by it."""
    weight: int
    department: str


def population_text(units: Iterable[Unit]) -> str:
    """The one text of a population: a line `code, grade, weight, department` a unit, tabs between, in the order of codes.

    Raises ValueError for what would make another line or another unit of it.
    """
    lines = []
    known: set[str] = set()
    for unit in sorted(units):
        cells = (unit.code, unit.grade, str(unit.weight), unit.department)
        if unit.code in known or any(not cell or set(cell) & set("\t\r\n") for cell in cells) or unit.weight < 1:
            raise ValueError(unit.code)
        known.add(unit.code)
        lines.append("\t".join(cells) + "\n")
    return "".join(lines)


def parse(text: str) -> list[Unit]:
    """The units of a population's text. Raises ValueError naming the line that is none."""
    units = []
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        cells = line.split("\t")
        if len(cells) != 4 or not all(cells) or not cells[2].isdecimal() or not int(cells[2]):
            raise ValueError(number)
        units.append(Unit(cells[0], cells[1], int(cells[2]), cells[3]))
    return units


def sha256(text: str) -> str:
    """The hash that is published with a population."""
    return hashlib.sha256(text.encode()).hexdigest()


def key(seed: str, code: str, weight: int) -> str:
    """The least of `weight` hashes, each as good as a fair throw between 0 and 2²⁵⁶."""
    return min(hashlib.sha256(f"{seed}\n{code}\n{ticket}".encode()).hexdigest() for ticket in range(1, weight + 1))


def draw(units: Sequence[Unit], *, seed: str, size: int, is_each_department: bool = False) -> list[Unit]:
    """The units drawn, in the order in which they are drawn: least key first. Fewer where there are fewer.

    Why this is a weighted draw without replacement: give each unit as many tickets as it weighs and shuffle all tickets
    (their hashes are the shuffle, for nobody can foresee them before the seed is known). Read the tickets in order and
    take each unit when its first ticket comes. Among the W tickets of the units not yet taken each is as likely to come
    next, so a unit of weight w is the next with probability w / W: a draw by weight, then by weight among the rest, and
    so on. The first ticket of a unit is the least of its hashes, so it is enough to sort the units by their least hash.
    A unit's key depends on seed, code and weight only: nothing that is left out or added moves the others.

    With `is_each_department` the first of each department comes before all others; both parts keep their order.
    """
    ranked = sorted(units, key=lambda unit: (key(seed, unit.code, unit.weight), unit.code))
    if is_each_department:
        first: dict[str, Unit] = {}
        for unit in ranked:
            first.setdefault(unit.department, unit)
        ranked = [*first.values(), *(unit for unit in ranked if first[unit.department] != unit)]
    return ranked[:size]
