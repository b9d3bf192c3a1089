"""The 116 flow charts of the demo hospital's workbook, and short ways to make charts by hand."""

import json
from pathlib import Path

from powers import calculations
from powers.calculations import Chart, Lane, Step
from powers.states import FlowKind, LimitUnit, StepFocus, StepFunction

DATA = Path(__file__).parent / "data" / "flow_charts.json"
KINDS = {str(label): value for value, label in FlowKind.choices}
FUNCTIONS = {str(label): value for value, label in StepFunction.choices}
UNITS = {str(label): value for value, label in LimitUnit.choices}


def _step(row: list) -> Step:
    number, name, post, department, function, limit, unit, following, note = row
    return Step(
        key=str(number),
        number=number,
        name=name,
        lane=Lane(post, department),
        function=FUNCTIONS[function],
        focus=StepFocus.DECISION if function == "决策" else StepFocus.NONE,
        limit_value=limit,
        limit_unit=UNITS[unit],
        suspends_clock="不计" in note or "停止计时" in note,
        note=note,
        links=tuple(calculations.parse_links(following)),
    )


def real_charts() -> dict[str, Chart]:
    """Every chart of the workbook by its power's code and kind, as `SB-06 内部`."""
    found = json.loads(DATA.read_text(encoding="utf-8"))
    return {
        f"{chart['code']} {chart['kind']}": Chart(
            chart["title"], tuple(_step(row) for row in chart["steps"]), KINDS[chart["kind"]]
        )
        for chart in found
    }


def chart(*following: str, lanes: str = "", limit: int | None = 1, promised=None) -> Chart:
    """A chart of steps 1, 2, 3… given by their links in writing; `lanes` names each step's post by one letter."""
    steps = [
        Step(
            key=f"k{number}",
            number=number,
            name=f"环节{number}",
            lane=Lane(f"岗位{lanes[number - 1] if lanes else 'A'}"),
            limit_value=limit,
            links=tuple(calculations.parse_links(text)) if text else (),
        )
        for number, text in enumerate(following, start=1)
    ]
    return Chart("测试", tuple(steps), promised_limit=promised)
