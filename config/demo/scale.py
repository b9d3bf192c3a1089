"""The workbook many times over: branches with departments and powers of their own, and longer registers."""

import re
from typing import Any

from config.loading.reader import Row, Workbook
from config.loading.sheets import DEPARTMENTS, POINTS, POSTS, SHEETS, Sheet

BRANCHES = 3
"""Departments cost a whole approval each, so beyond this the registers grow longer instead of more."""
REPEATED = {"风险点": "code", "防控措施": "point"}


def scaled(workbook: Workbook, *, points: int) -> Workbook:
    """The workbook with three branches and registers long enough for at least `points` risk points; always the same."""
    rounds = -(-points // (BRANCHES * len(workbook[POINTS])))
    rows = {sheet.title: _repeated(sheet, workbook[sheet], rounds) for sheet in SHEETS}
    root = next(row["code"] for row in workbook[DEPARTMENTS] if not row["parent"])
    for sheet in SHEETS:
        if sheet.title not in ("依据", "制度"):
            own = list(rows[sheet.title])
            for number in range(2, BRANCHES + 1):
                rows[sheet.title] += [_branch(sheet, row, number, root) for row in own]
    return Workbook(rows=rows)


def _repeated(sheet: Sheet, rows: list[Row], rounds: int) -> list[Row]:
    """Risk points and their measures once for each round, under codes of their own (`JC-01-F1`, `JC-01-F102`…)."""
    name = REPEATED.get(sheet.title)
    if name is None:
        return rows
    more = range(2, rounds + 1)
    return rows + [Row(row.number, {**row.values, name: f"{row[name]}{number:02}"}) for number in more for row in rows]


def _branch(sheet: Sheet, row: Row, number: int, root: str) -> Row:
    """The row as branch `number` has it: codes of its own, the shared libraries' codes as they are."""
    values = {column.name: _value(column, row[column.name], number) for column in sheet.columns}
    if sheet is DEPARTMENTS:
        values["name"] = f"{row['name']}（{number}分院）"
        values["parent"] = values["parent"] or root
    if sheet is POSTS:
        values["is_leadership"] = False
    return Row(row.number, values)


def _value(column: Any, value: Any, number: int) -> Any:
    is_code = column.name == "code" or column.refers_to not in ("", "依据", "制度")
    if not is_code or not value or isinstance(value, tuple):
        return value
    return re.sub(r"^([A-Z]+)", rf"\g<1>{number}_", value)
