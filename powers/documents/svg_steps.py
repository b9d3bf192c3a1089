"""One step of a flow chart as SVG: its box, whose shape and word tell the function, and the marks of its risks."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from powers.calculations import blocks, charts, drawings, sizes, text
from powers.documents.svg_elements import (
    AMBER,
    BRAND,
    FOCUS,
    GREEN,
    GREY,
    GREY_TINT,
    INK,
    LINE,
    MUTED,
    PAPER,
    RED,
    TINT,
    element,
    number,
    text_lines,
)
from powers.states import StepFocus, StepFunction

MARKS = (
    ("high", "▲", "高", RED),
    ("medium", "◆", "中", AMBER),
    ("low", "●", "低", GREEN),
    ("pending", "○", "待定", GREY),
)
FILLS = {StepFunction.DECISION: TINT, StepFunction.SUPERVISION: GREY_TINT}


def draw_step(
    node: drawings.Node,
    step: charts.Step,
    *,
    words: str,
    marks: Mapping[str, int],
    href: str | None,
    is_selected: bool,
    has_function: bool,
) -> str:
    """The group of one step, a list item to those who hear it, with a link around it where there is one."""
    risks = "、".join(f"{word} {marks[grade]}" for grade, _sign, word, _colour in MARKS if marks.get(grade))
    label = _("%(words)s；风险点 %(risks)s") % {"words": words, "risks": risks} if risks else words
    shapes = [
        *(_selection(node.box) if is_selected else []),
        *_box(node.box, step, has_function=has_function),
        *_head(node, step, has_function=has_function),
        *_name(node),
        *_foot(node, step, has_function=has_function),
        *_marks(node.box, marks),
    ]
    # The shapes are hidden from those who hear the picture: the label says all that stands on them, in order.
    parts = [element("title", label, is_text=True), element("g", shapes, aria_hidden="true")]
    current = "step" if is_selected else None
    if href:
        link = element("a", parts, href=href, aria_current=current)
        return element("g", [link], role="listitem")
    return element("g", parts, role="listitem", aria_label=label, aria_current=current)


def _selection(box: drawings.Box) -> list[str]:
    frame: dict[str, Any] = {"x": box.x - 4, "y": box.y - 4, "width": box.width + 8, "height": box.height + 8}
    return [element("rect", **frame, rx=9, fill="none", stroke=FOCUS, stroke_width=3)]


def _box(box: drawings.Box, step: charts.Step, *, has_function: bool) -> list[str]:
    """决策 has cut corners, 执行 round ones, 监督 doubled sides; a 重点环节 a heavy edge."""
    function = step.function if has_function else StepFunction.EXECUTION
    is_heavy = has_function and step.focus != StepFocus.NONE
    edge: dict[str, Any] = {
        "fill": FILLS.get(StepFunction(function), PAPER),
        "stroke": BRAND if function == StepFunction.DECISION else MUTED,
        "stroke_width": 2.5 if is_heavy else 1.25,
    }
    if function == StepFunction.DECISION:
        return [element("path", d=_cut_corners(box, 10), stroke_linejoin="round", **edge)]
    frame: dict[str, Any] = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    if function == StepFunction.EXECUTION:
        return [element("rect", **frame, rx=6, **edge)]
    bars = "".join(f"M{number(x)} {number(box.y)}v{number(box.height)}" for x in (box.x + 5, box.right - 5))
    return [element("rect", **frame, **edge), element("path", d=bars, stroke=MUTED, stroke_width=1.25)]


def _cut_corners(box: drawings.Box, cut: float) -> str:
    corners = [
        (box.x + cut, box.y),
        (box.right - cut, box.y),
        (box.right, box.y + cut),
        (box.right, box.bottom - cut),
        (box.right - cut, box.bottom),
        (box.x + cut, box.bottom),
        (box.x, box.bottom - cut),
        (box.x, box.y + cut),
    ]
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "Z"


def _head(node: drawings.Node, step: charts.Step, *, has_function: bool) -> list[str]:
    """The number, the word of the function, the sign of a note, and the limit at the right."""
    box = node.box
    x, middle = box.x + sizes.INDENT, box.y + sizes.BOX_PADDING + 9
    fit = blocks.fittings(step, node.lines, box.width - 2 * sizes.INDENT, has_function=has_function)
    place: dict[str, Any] = {"x": x + 9, "y": middle + 4.2, "text_anchor": "middle", "font_weight": 600, "fill": PAPER}
    parts = [
        element("circle", cx=x + 9, cy=middle, r=9, fill=BRAND),
        element("text", str(step.number), is_text=True, **place),
    ]
    x += 24
    if has_function:
        parts += _tag(x, middle, step)
        x += text.width(blocks.tag(step), sizes.SMALL_SIZE) + 14
    if step.note and fit.note == blocks.HEAD:
        parts += _note(x, middle)
    if fit.limit == blocks.HEAD:
        parts.append(_limit(step, box.right - sizes.INDENT, middle + 4.3, "end"))
    return parts


def _note(x: float, middle: float) -> list[str]:
    frame: dict[str, Any] = {"x": x, "y": middle - 9, "width": sizes.NOTE, "height": 18, "rx": 3}
    place: dict[str, Any] = {"x": x + sizes.NOTE / 2, "y": middle + 4.3, "text_anchor": "middle", "fill": MUTED}
    outline = element("rect", **frame, fill=PAPER, stroke=LINE)
    return [outline, element("text", _("注"), is_text=True, **place)]


def _tag(x: float, middle: float, step: charts.Step) -> list[str]:
    words = blocks.tag(step)
    width = text.width(words, sizes.SMALL_SIZE) + 10
    is_decision = step.function == StepFunction.DECISION
    frame: dict[str, Any] = {"x": x, "y": middle - 9, "width": width, "height": 18, "rx": 3}
    return [
        element("rect", **frame, fill=BRAND if is_decision else PAPER, stroke=BRAND if is_decision else MUTED),
        element(
            "text",
            words,
            is_text=True,
            x=x + width / 2,
            y=middle + 4.3,
            text_anchor="middle",
            fill=PAPER if is_decision else INK,
        ),
    ]


def _limit(step: charts.Step, x: float, baseline: float, anchor: str) -> str:
    colour = MUTED if step.limit else AMBER
    weight = None if step.limit else 600
    attributes: dict[str, Any] = {"x": x, "y": baseline, "text_anchor": anchor, "fill": colour, "font_weight": weight}
    return element("text", blocks.limit(step), is_text=True, **attributes)


def _name(node: drawings.Node) -> list[str]:
    top = node.box.y + sizes.BOX_PADDING + 18 + 5
    size = sizes.NAME_SIZE
    return [
        part
        for place, line in enumerate(node.lines)
        # A full-width bracket is blank on its left: it hangs out, so that the lines seem to begin alike.
        for part in text_lines(
            [line],
            node.box.x + sizes.INDENT - (size * 0.45 if line.startswith("（") else 0),
            top + place * sizes.NAME_LINE,
            sizes.NAME_LINE,
            font_size=size,
            font_weight=600,
            fill=INK,
        )
    ]


def _foot(node: drawings.Node, step: charts.Step, *, has_function: bool) -> list[str]:
    """The limit where the head had no room for it, the sign of a clock that may stop, and that there is a note."""
    box = node.box
    x, middle = box.x + sizes.INDENT, box.bottom - sizes.BOX_PADDING - 8
    fit = blocks.fittings(step, node.lines, box.width - 2 * sizes.INDENT, has_function=has_function)
    parts: list[str] = []
    if fit.limit == blocks.FOOT:
        parts.append(_limit(step, x, middle + 4.3, "start"))
        x += text.width(blocks.limit(step), sizes.SMALL_SIZE) + 8
    if step.suspends_clock:
        bars = f"M{number(x + 2)} {number(middle - 4.5)}v9M{number(x + 6.5)} {number(middle - 4.5)}v9"
        parts.append(element("path", d=bars, stroke=MUTED, stroke_width=2.5))
        parts.append(element("text", _("可暂停"), is_text=True, x=x + 12, y=middle + 4.3, fill=MUTED))
    if step.note and fit.note == blocks.NAME:
        middle = box.y + sizes.BOX_PADDING + 23 + (len(node.lines) - 0.5) * sizes.NAME_LINE
    if step.note and fit.note != blocks.HEAD:
        parts += _note(box.right - sizes.INDENT - sizes.NOTE, middle)
    return parts


def _marks(box: drawings.Box, marks: Mapping[str, int]) -> list[str]:
    """The step's risk points by grade, as sign and number on the upper right corner.

    What would reach the arrow in the middle stands on the upper left corner instead.
    """
    shown = [(sign, str(marks[grade]), colour) for grade, sign, _word, colour in MARKS if marks.get(grade)]
    right, left = shown, shown[:0]
    while len(right) > 1 and _pill_width(right) > box.width / 2 + 1:
        right, left = right[:-1], [right[-1], *left]
    parts = _pill(box.right + 8 - _pill_width(right), box.y - 13, right) if right else []
    return parts + (_pill(box.x - 8, box.y - 13, left) if left else [])


Mark = tuple[str, str, str]


def _mark_width(mark: Mark) -> float:
    return 14 + text.width(mark[1], sizes.SMALL_SIZE) + 2


def _pill_width(marks: list[Mark]) -> float:
    return sum(map(_mark_width, marks)) + 9


def _pill(x: float, y: float, marks: list[Mark]) -> list[str]:
    parts = [element("rect", x=x, y=y, width=_pill_width(marks), height=20, rx=10, fill=PAPER, stroke=MUTED)]
    x += 5
    for sign, count, colour in marks:
        place: dict[str, Any] = {"y": y + 14.3, "fill": colour, "font_weight": 600}
        parts.append(element("text", sign, is_text=True, x=x + 6, text_anchor="middle", **place))
        parts.append(element("text", count, is_text=True, x=x + 13, **place))
        x += _mark_width((sign, count, colour))
    return parts
