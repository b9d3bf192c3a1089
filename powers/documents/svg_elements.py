"""SVG elements as text, escaped, with the colours of looks.md."""

import re
from collections.abc import Iterable
from typing import Any

INK, MUTED, PAPER, CANVAS, LINE = "#1b1f24", "#545b64", "#ffffff", "#f6f7f9", "#d8dde3"
BRAND, TINT, GREY_TINT = "#1d3f72", "#e9eef6", "#eceff2"
RED, AMBER, GREEN, GREY, FOCUS = "#b3261e", "#8a5a00", "#1e6b45", "#545b64", "#f2a900"

# What XML 1.0 does not allow in any text, escaped or not.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
KEPT = {"viewBox"}


def clean(text: object) -> str:
    """Text without the characters that XML forbids even when escaped."""
    return FORBIDDEN.sub("", str(text))


def escape(text: object) -> str:
    """Text fit for XML, as content or as an attribute; characters that XML forbids are left out."""
    return clean(text).translate(ESCAPES)


def number(value: float) -> str:
    """A coordinate, to two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def element(name: str, content: str | Iterable[str] = (), *, is_text: bool = False, **attributes: Any) -> str:
    """An element; content is markup made by this function, or plain text with `is_text`. None leaves an attribute out."""
    written = "".join(
        f' {key if key in KEPT else key.replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = escape(content) if is_text else "".join(content)
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


def _value(value: object) -> str:
    return number(value) if isinstance(value, float) else escape(value)


def text_lines(lines: Iterable[str], x: float, top: float, height: float, **attributes: Any) -> list[str]:
    """Lines of text below each other; the first stands in the line box that begins at `top`."""
    size = float(str(attributes.get("font_size", 12)))
    baseline = top + (height - size) / 2 + size * 0.86
    return [
        element("text", line, is_text=True, x=x, y=baseline + place * height, **attributes)
        for place, line in enumerate(lines)
    ]
