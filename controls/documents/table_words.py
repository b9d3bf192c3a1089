"""What every drawing of the 一览表 says alike: headings, grades, counts, who signs, how many lines a text takes, the QR code."""

import math
from collections import Counter
from unicodedata import east_asian_width

import segno
from django.utils.translation import gettext as _

from controls import calculations
from risks.states import Grade

SHAPES = {Grade.HIGH: "▲", Grade.MEDIUM: "◆", Grade.LOW: "●", Grade.PENDING: "○"}
WIDTHS = (5, 10, 12, 16, 9, 29, 29, 8, 40, 16, 16, 12)
"""Figures that fit beside each other in each column; a Chinese character is as wide as two."""


def headings() -> list[str]:
    """The twelve columns of the regulation's form, in its order."""
    return [
        _("序号"),
        _("部门"),
        _("岗位"),
        _("职权"),
        _("风险类型"),
        _("风险点"),
        _("表现形式"),
        _("等级"),
        _("防控措施"),
        _("责任人"),
        _("责任领导"),
        _("完成时限"),
    ]


def grade(code: str) -> str:
    """Shape and word, so that a grade is read without colour; an unknown code is 待定."""
    known = Grade(code) if code in Grade.values else Grade.PENDING
    return f"{SHAPES[known]}{known.label}"


def edition(table: calculations.PrintedTable) -> str:
    """The edition, of an approved one with the day since when it is in force."""
    return f"{table.edition}（{table.in_force}）" if table.in_force else table.edition


def counts(table: calculations.PrintedTable) -> str:
    """How many posts and points there are, and how many points of each grade."""
    rows = [row for post in table.posts for row in post.rows]
    by_grade = Counter(row.grade for row in rows)
    grades = "　".join(f"{grade(code)} {by_grade[code]}" for code in Grade.values)
    return _("岗位 %(posts)d 个　风险点 %(points)d 个：%(grades)s") % {
        "posts": len(table.posts),
        "points": len(rows),
        "grades": grades,
    }


def signatures(table: calculations.PrintedTable) -> list[tuple[str, str, str]]:
    """Who answers for the sheet, in the order of signing: as what, the name or the meeting where known, what to write."""
    sign = _("签字：")
    approved = _("%(committee)s审定") % {"committee": table.committee_name}
    return [
        (_("填表人"), table.filler, sign),
        (_("科室负责人"), table.head, sign),
        (_("分管领导"), table.overseer, sign),
        (approved, table.approval, _("书记签字（盖章）：")),
    ]


def band(post: calculations.PrintedPost) -> str:
    """A post's line above its rows: name, own grade with its reason, who holds it, who signed for it."""
    parts = [_("岗位：%(name)s") % {"name": post.name}, _("岗位等级：%(grade)s") % {"grade": grade(post.grade)}]
    if post.grade_reason:
        parts.append(post.grade_reason)
    if post.holders:
        parts.append(_("任职人：%(names)s") % {"names": post.holders})
    if post.receipts:
        parts.append(_("签收：%(receipts)s") % {"receipts": post.receipts})
    return "　　".join(parts)


def leader(row: calculations.PrintedRow) -> str:
    """责任领导 as its narrow cell shows it."""
    return _names_below(row.leader)


def _names_below(text: str) -> str:
    """A post with its holders on a line of their own: in a narrow cell a name would break in two."""
    post, mark, names = text.rpartition("（")
    return f"{post}\n{mark}{names}" if post else text


def measures(row: calculations.PrintedRow) -> list[tuple[str, str, str]]:
    """防控措施, 责任人, 完成时限 line by line; numbered where there are several, dashes where there is none."""
    if not row.measures:
        return [("—", "—", "—")]
    numbers = [f"{index}. " for index in range(1, len(row.measures) + 1)] if len(row.measures) > 1 else [""]
    return [
        (
            f"{number}{measure.text}{f'（{measure.kind}）' if measure.kind else ''}",
            _names_below(measure.responsible),
            measure.due,
        )
        for number, measure in zip(numbers, row.measures, strict=True)
    ]


def heights(row: calculations.PrintedRow) -> list[float]:
    """Lines of text that each measure takes; together enough for the longest text merged over them."""
    own = [max(_lines(text, column) for column, text in zip((8, 9, 11), cells, strict=True)) for cells in measures(row)]
    merged = ((1, row.department), (2, row.post), (3, row.power), (5, row.description), (6, row.manifestation))
    wanted = max(_lines(text, column) for column, text in (*merged, (10, leader(row))))
    more = max(0, wanted - sum(own)) / len(own)
    return [lines + more for lines in own]


def _lines(text: str, column: int) -> int:
    room = WIDTHS[column] - 1
    wide = (sum(2 if east_asian_width(mark) in "WFA" else 1 for mark in part) for part in text.split("\n"))
    return sum(max(1, math.ceil(part / room)) for part in wide)


def qr(table: calculations.PrintedTable) -> segno.QRCode:
    """The address at which the sheet can be compared with what is kept."""
    return segno.make_qr(table.verify_url, error="m")
