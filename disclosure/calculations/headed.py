"""Cells of a table read with the headings that say what they are: 12 under 床号 is a bed."""

import re

LABELS = re.compile(
    "身份证|电话|手机|联系方式|住院号|病案号|病历号|门诊号|就诊卡号|登记号|床号|床位号|姓名|患者|出生|卡号|账号|护照|车牌|住址"
)
"""Headings of columns that say what the cells under them are."""
OTHERS = re.compile(
    "性别|年龄|科室|部门|单位|职务|职称|诊断|备注|序号|日期|时间|民族|籍贯|地址|金额|项目|费用|邮箱|证件号码?"
)
"""What else a table calls its fields: never a value of one."""
LONGEST = 12


def headed(values: dict[int, str], headings: dict[int, str]) -> list[str]:
    """The cells of one row, each with its column's heading; headings in it join `headings` for the rows below."""
    labels = {column: text for column, text in values.items() if len(text) < LONGEST and LABELS.search(text)}
    parts = [
        f"{headings[column]}：{text}"
        if column in headings and column not in labels and not OTHERS.fullmatch(text)
        else text
        for column, text in values.items()
    ]
    headings |= labels
    return parts


def lines_of(text: str) -> list[str]:
    """The lines of a text in Markdown, those of its tables with their headings."""
    headings: dict[int, str] = {}
    lines = []
    for line in text.splitlines():
        cells = line.strip()
        if cells.count("|") < 2 and not (headings and "|" in cells):
            headings = {}
            lines.append(line)
            continue
        values = {
            column: cell.strip() for column, cell in enumerate(cells.removeprefix("|").split("|")) if cell.strip()
        }
        lines.append("\t".join(headed(values, headings)))
    return lines
