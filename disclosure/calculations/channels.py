"""The channels of 举报 in words, for the answer to what was a report though it came as a suggestion."""

import re

from django.utils.translation import gettext as _

NUMBER = re.compile(r"(?<![\d:.+-])(?:\+?86[ -])?(?:0\d{2,3}[ -])?\d(?:-?\d){4,}(?![\d:])")
"""A telephone number with its area code; no time of day, no number of a room."""
NATIONAL = "12388"
"""Telephone and site of the discipline bodies, the same in the whole country."""


def channel_lines(
    *, phone: str, letterbox: str, visit: str, upper_name: str, upper_phone: str, upper_address: str
) -> list[str]:
    """One line a channel that the hospital named, and the national one."""
    upper = "，".join(part for part in (upper_phone, upper_address) if part)
    lines = [
        _("举报电话：%(text)s") % {"text": phone} if phone else "",
        _("举报信箱：%(text)s") % {"text": letterbox} if letterbox else "",
        _("来访接待：%(text)s") % {"text": visit} if visit else "",
        _("%(name)s：%(text)s") % {"name": upper_name, "text": upper} if upper_name and upper else "",
        _("全国纪检监察举报：电话 %(number)s，网站 www.12388.gov.cn") % {"number": NATIONAL},
    ]
    return [line for line in lines if line]


def around_number(text: str) -> tuple[str, str, str]:
    """`text` as what stands before its first telephone number, the number, and what follows; all of it before where it has none."""
    found = NUMBER.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def dialled(number: str) -> str:
    """A number as a telephone takes it: digits, + and -."""
    return re.sub(r"[^0-9+-]", "", number)


def report_answer(lines: list[str]) -> str:
    """The standard answer: this is no channel of 举报, nothing is kept, and where to turn."""
    opening = _(
        "您反映的内容属于举报。为保护您，意见建议渠道不受理、不保存举报，您提交的原文和附件已经删除，没有留存。请通过下列渠道反映："
    )
    closing = _("反映医院主要负责人问题的，请直接向上级纪检监察机关反映。")
    return "\n".join([opening, *lines, closing])
