"""What was measured, as a table for people or as JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from bench.measure import Line

HEAD = f"{'what':<42}{'ms':>9}{'bare ms':>9}{'ratio':>7}{'goal':>6}  other figures"


def show(lines: Iterable[Line], *, is_json: bool) -> bool:
    """Print every line as soon as it is measured; were all goals met?"""
    missed = 0
    if not is_json:
        print(HEAD)
    for line in lines:
        missed += bool(line.missed)
        print(_json(line) if is_json else _text(line), flush=True)
    if not is_json:
        print(f"\n{missed} goal(s) missed." if missed else "\nEvery goal met.")
    return not missed


def _json(line: Line) -> str:
    return json.dumps({**asdict(line), "ratio": round(line.ratio, 2), "missed": line.missed})


def _text(line: Line) -> str:
    bare = f"{line.bare * 1000:9.1f}{line.ratio:6.1f}×" if line.bare else " " * 16
    goal = f"{line.goal:5g}×" if line.goal else " " * 6
    facts = ", ".join(f"{name} {value:g}" for name, value in line.facts.items())
    mark = f"  <<< MISSED: {', '.join(line.missed)}" if line.missed else ""
    return f"{line.name:<42}{line.seconds * 1000:9.1f}{bare}{goal}  {facts}{mark}"
