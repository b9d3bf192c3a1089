"""The workbook many times over: branches of the hospital with departments, powers, risks and measures of their own."""

import re
from typing import Any

from config.loading.reader import Row, Workbook
from config.loading.sheets import DEPARTMENTS, POINTS, POSTS, SHEETS, Sheet


def scaled(workbook: Workbook, *, points: int) -> Workbook:
    """The workbook with as many branches as it takes to have at least `points` risk points; always the same."""
    copies = -(-points // len(workbook[POINTS]))
    rows = {sheet.title: list(workbook[sheet]) for sheet in SHEETS}
    root = next(row["code"] for row in workbook[DEPARTMENTS] if not row["parent"])
    for number in range(2, copies + 1):
        for sheet in SHEETS:
            if sheet.title not in ("依据", "制度"):
                rows[sheet.title] += [_branch(sheet, row, number, root) for row in workbook[sheet]]
    return Workbook(rows=rows)


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
