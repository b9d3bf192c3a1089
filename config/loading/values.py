"""Reading one cell by its column: the value, or a `ValueError` whose text says what is wrong and what to write."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from config.loading.sheets import Column
from powers.calculations import parse_links

LONG_TERM = "长期"
YES_NO = {"是": True, "否": False}
CODE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff._-]+")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
RETURN = "_x000D_"
"""How Excel writes a carriage return inside a cell."""


def read(column: Column, raw: Any) -> Any:
    """The value of a cell; an empty one is None (or an empty list, or an empty text) where it may be."""
    text = _text(raw)
    if text == "":
        if column.is_required:
            raise ValueError(_("不能为空。"))
        return nothing(column)
    if UNSEEN.search(text):
        raise ValueError(_("含有看不见的控制字符，请重新录入这一格。"))
    if isinstance(raw, date | time | timedelta) and column.kind not in ("day", "due"):
        raise ValueError(
            _("是日期或时间“%(text)s”，应为文字或数字；请把单元格格式改为“文本”后重填。") % {"text": _short(text)}
        )
    return READERS[column.kind](column, raw, text)


def nothing(column: Column) -> Any:
    """What an empty cell of the column holds: an empty text or list where that is a value, else None."""
    if column.kind in ("codes", "links"):
        return ()
    return "" if column.kind in ("text", "code") and not column.refers_to else None


def _text(raw: Any) -> str:
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return unicodedata.normalize("NFC", str(raw).replace(RETURN, "")).strip()


def _short(text: str) -> str:
    """Enough of a text to find it again."""
    return text if len(text) <= 40 else f"{text[:40]}…"


def _plain(column: Column, raw: Any, text: str) -> str:
    if len(text) > column.longest:
        raise ValueError(_("有 %(n)d 个字，超过 %(most)d 个字。") % {"n": len(text), "most": column.longest})
    return text


def _code(column: Column, raw: Any, text: str) -> str:
    if not CODE.fullmatch(text):
        raise ValueError(_("“%(text)s”不能作编码：只用字母、数字、汉字和 - _ .，中间不空格。") % {"text": _short(text)})
    return _plain(column, raw, text)


def _integer(column: Column, raw: Any, text: str) -> int:
    digits = unicodedata.normalize("NFKC", text)
    if isinstance(raw, bool) or not re.fullmatch(r"-?\d{1,9}", digits):
        raise ValueError(_("应为整数，现为“%(text)s”。") % {"text": _short(text)})
    number = int(digits)
    if not column.smallest <= number <= column.largest:
        raise ValueError(
            _("应在 %(low)d 到 %(high)d 之间，现为 %(n)d。")
            % {"low": column.smallest, "high": column.largest, "n": number}
        )
    return number


def _day(column: Column, raw: Any, text: str) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    found = re.fullmatch(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?", unicodedata.normalize("NFKC", text))
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise ValueError(_("应为日期（如 2026-12-31），现为“%(text)s”。") % {"text": _short(text)})


def _yes_no(column: Column, raw: Any, text: str) -> bool:
    if text not in YES_NO:
        raise ValueError(_("应填“是”或“否”，现为“%(text)s”。") % {"text": _short(text)})
    return YES_NO[text]


def _choice(column: Column, raw: Any, text: str) -> str:
    if text not in column.choices:
        raise ValueError(
            _("“%(text)s”不在可选范围内，应为：%(all)s。") % {"text": _short(text), "all": "、".join(column.choices)}
        )
    return column.choices[text]


def _due(column: Column, raw: Any, text: str) -> date | str:
    return LONG_TERM if text == LONG_TERM else _day_or_long_term(column, raw, text)


def _day_or_long_term(column: Column, raw: Any, text: str) -> date:
    try:
        return _day(column, raw, text)
    except ValueError as error:
        raise ValueError(_("应为日期或“长期”，现为“%(text)s”。") % {"text": _short(text)}) from error


def _codes(column: Column, raw: Any, text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in re.split(r"[;；]", text) if code.strip())


def _links(column: Column, raw: Any, text: str) -> tuple:
    return tuple(parse_links(text))


READERS: dict[str, Callable[[Column, Any, str], Any]] = {
    "text": _plain,
    "code": _code,
    "integer": _integer,
    "day": _day,
    "yes_no": _yes_no,
    "choice": _choice,
    "due": _due,
    "codes": _codes,
    "links": _links,
}
