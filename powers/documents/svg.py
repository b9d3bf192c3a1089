"""The picture of a flow chart as one SVG for page, download and PDF: presentation attributes only, no ids, no style."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from powers.calculations import charts, drawings, lanes, rows, sizes, walks
from powers.documents import svg_lines, svg_steps
from powers.documents.svg_elements import BRAND, CANVAS, INK, LINE, MUTED, PAPER, TINT, element, number, text_lines

FONTS = "PingFang SC, Microsoft YaHei, Noto Sans SC, Lianfang Sans, sans-serif"
Marks = Mapping[int, Mapping[str, int]]


def draw(
    chart: charts.Chart,
    *,
    risk_marks: Marks | None = None,
    link_for: Callable[[charts.Step], str | None] | None = None,
    selected: int | None = None,
) -> SafeString:
    """One SVG of a chart, every text in it escaped.

    `risk_marks` counts risk points by step number and grade (high, medium, low, pending); `link_for` gives the address
    a step leads to, or None; `selected` is the number of the step to be marked. An external chart shows no functions.
    """
    drawing = lanes.layout(chart)
    if not drawing.nodes:
        return mark_safe("")
    walk = walks.Walk(chart)
    steps = [
        svg_steps.draw_step(
            node,
            node.step,
            words=_words(walk, node, has_function=chart.kind != "external"),
            marks=(risk_marks or {}).get(node.step.number, {}),
            href=link_for(node.step) if link_for else None,
            is_selected=node.step.number == selected,
            has_function=chart.kind != "external",
        )
        for node in drawing.nodes
        if node.step
    ]
    content = [
        element("title", chart.title, is_text=True),
        element("g", [*_lanes(drawing), *svg_lines.draw_edges(drawing), *_events(drawing)], aria_hidden="true"),
        element("g", steps, role="list", aria_label=_("环节")),
    ]
    # Every text in the picture has gone through `element`, which escapes it.
    return mark_safe(_root(chart, drawing, content))  # noqa: S308


def _root(chart: charts.Chart, drawing: drawings.Drawing, content: list[str]) -> str:
    width, height = number(drawing.width), number(drawing.height)
    return element(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="group",
        aria_label=_("流程图：%(title)s") % {"title": chart.title},
        font_family=FONTS,
        font_size=sizes.SMALL_SIZE,
        fill=INK,
    )


def _words(walk: walks.Walk, node: drawings.Node, *, has_function: bool) -> str:
    """A step in one sentence, for those who hear the picture; what it is inside stays out of the external chart."""
    row = rows.step_row(walk, int(node.key.removeprefix("step-")))
    parts = [
        _("第%(number)d步 %(name)s") % {"number": row.number, "name": row.name},
        f"{row.department} {row.post}".strip() or str(_("未定岗位")),
        row.function if has_function else "",
        _("时限 %(limit)s") % {"limit": row.limit},
        row.waits_for,
        _("下一步 %(steps)s") % {"steps": row.next_steps},
        row.note,
    ]
    return "；".join(part for part in parts if part)


# Lanes


def _lanes(drawing: drawings.Drawing) -> list[str]:
    head = drawing.lanes[0].head
    parts = [
        element("rect", width=drawing.width, height=drawing.height, fill=CANVAS),
        element("rect", width=drawing.width, height=head, fill=TINT),
        element("path", d=f"M0 {number(head)}H{number(drawing.width)}", stroke=BRAND, stroke_width=1.5),
    ]
    for lane in drawing.lanes[1:]:
        line = f"M{number(lane.box.x)} 0V{number(drawing.height)}"
        parts.append(element("path", d=line, stroke="#c3cad3", stroke_width=1))
    frame: dict[str, Any] = {"x": 0.5, "y": 0.5, "width": drawing.width - 1, "height": drawing.height - 1}
    parts.append(element("rect", **frame, fill="none", stroke=LINE))
    return parts + [part for lane in drawing.lanes for part in _lane_head(lane)]


def _lane_head(lane: drawings.LaneBox) -> list[str]:
    middle, _y = lane.box.middle
    posts = lane.post_lines or (str(_("未定岗位")),)
    height = len(lane.department_lines) * sizes.SMALL_LINE + len(posts) * sizes.NAME_LINE
    top = (lane.head - height) / 2
    below = top + len(lane.department_lines) * sizes.SMALL_LINE
    return [
        *text_lines(lane.department_lines, middle, top, sizes.SMALL_LINE, fill=MUTED, text_anchor="middle"),
        *text_lines(
            posts,
            middle,
            below,
            sizes.NAME_LINE,
            font_size=sizes.NAME_SIZE,
            font_weight=600,
            fill=BRAND,
            text_anchor="middle",
        ),
    ]


# Lines


# Gateways, start and ends


def _events(drawing: drawings.Drawing) -> list[str]:
    return [part for node in drawing.nodes if not node.step for part in _event(node)]


def _event(node: drawings.Node) -> list[str]:
    if node.gateway:
        return _gateway(node)
    x, y = node.box.middle
    box: dict[str, Any] = {"x": node.box.x, "y": node.box.y, "width": node.box.width, "height": node.box.height}
    round_box: dict[str, Any] = {**box, "rx": node.box.height / 2}
    words: dict[str, Any] = {"x": x, "y": y + 4.3, "text_anchor": "middle", "font_weight": 600}
    if node.kind == drawings.START:
        parts = [element("rect", **round_box, fill=BRAND)]
        return [*parts, element("text", _("开始"), is_text=True, **words, fill=PAPER)]
    if node.kind == drawings.MISSING:
        parts = [element("rect", **box, fill=PAPER, stroke=MUTED, stroke_dasharray="3 2")]
        return [*parts, element("text", _("缺步"), is_text=True, **words, fill=MUTED)]
    parts = [element("rect", **round_box, fill=PAPER, stroke=BRAND, stroke_width=2)]
    if node.is_final:
        inner: dict[str, Any] = {
            "x": node.box.x + 3,
            "y": node.box.y + 3,
            "width": node.box.width - 6,
            "height": node.box.height - 6,
        }
        parts.append(element("rect", **inner, rx=inner["height"] / 2, fill="none", stroke=BRAND, stroke_width=1))
    return [*parts, element("text", _("结束"), is_text=True, **words, fill=BRAND)]


def _gateway(node: drawings.Node) -> list[str]:
    (x, y), half = node.box.middle, node.box.width / 2
    corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    points = " ".join(f"{number(left)},{number(top)}" for left, top in corners)
    parts = [element("polygon", points=points, fill=PAPER, stroke=BRAND, stroke_width=1.5, stroke_linejoin="round")]
    if node.gateway == drawings.PARALLEL:
        cross = f"M{number(x - 7)} {number(y)}h14M{number(x)} {number(y - 7)}v14"
        parts.append(element("path", d=cross, stroke=BRAND, stroke_width=2.5))
    if node.gateway == drawings.INCLUSIVE:
        parts.append(element("circle", cx=x, cy=y, r=7, fill="none", stroke=BRAND, stroke_width=2))
    return parts
