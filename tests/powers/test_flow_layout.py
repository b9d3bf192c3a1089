"""The picture of a chart: nothing overlaps, no line runs through a box, every link is drawn."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powers import calculations
from powers.calculations import Chart, Lane, Link, Step, clutter, drawings
from tests.powers.flow_charts import chart, real_charts

REAL = real_charts()


def overlap(one: drawings.Box, other: drawings.Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def hits(start: drawings.Point, end: drawings.Point, box: drawings.Box) -> bool:
    """Whether a stretch of line goes through the inside of a box."""
    (low, high), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return low < box.right - 0.01 and high > box.x + 0.01 and top < box.bottom - 0.01 and bottom > box.y + 0.01


def touches(point: drawings.Point, box: drawings.Box) -> bool:
    """Whether a point lies on the border of a box."""
    x, y = point
    inside = box.x - 0.01 <= x <= box.right + 0.01 and box.y - 0.01 <= y <= box.bottom + 0.01
    on_edge = min(abs(x - box.x), abs(x - box.right), abs(y - box.y), abs(y - box.bottom)) < 0.01
    return inside and on_edge


def flaws(drawing: drawings.Drawing) -> list[str]:
    """Everything that would make a picture hard to read."""
    nodes = {node.key: node for node in drawing.nodes}
    labels = [(edge, edge.label.box) for edge in drawing.edges if edge.label]
    found = []
    for one, other in itertools.combinations(drawing.nodes, 2):
        if overlap(one.box, other.box):
            found.append(f"{one.key} overlaps {other.key}")
    for (one, box), (other, other_box) in itertools.combinations(labels, 2):
        if overlap(box, other_box):
            found.append(f"label of {one.key} overlaps that of {other.key}")
    for edge, box in labels:
        found += [f"label of {edge.key} overlaps {node.key}" for node in drawing.nodes if overlap(box, node.box)]
        if box.x < 0 or box.right > drawing.width:
            found.append(f"label of {edge.key} leaves the picture")
    for edge in drawing.edges:
        if not (touches(edge.points[0], nodes[edge.source].box) and touches(edge.points[-1], nodes[edge.target].box)):
            found.append(f"{edge.key} does not touch its ends")
        for start, end in itertools.pairwise(edge.points):
            if start[0] != end[0] and start[1] != end[1]:
                found.append(f"{edge.key} is slanted")
            found += [f"{edge.key} crosses {node.key}" for node in drawing.nodes if hits(start, end, node.box)]
            found += [f"{edge.key} crosses the label of {other.key}" for other, box in labels if hits(start, end, box)]
            if not all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in (start, end)):
                found.append(f"{edge.key} leaves the picture")
    return found


def run_together(drawing: drawings.Drawing) -> list[tuple[str, str]]:
    """Pairs of links with different ends that lie on top of each other for a stretch."""
    stretches = [
        (edge, start, end) for edge in drawing.edges for start, end in itertools.pairwise(edge.points) if start != end
    ]
    found = []
    for (one, *a), (other, *b) in itertools.combinations(stretches, 2):
        if one.target == other.target or one.source == other.source:
            continue
        for axis in (0, 1):
            is_line = len({a[0][axis], a[1][axis], b[0][axis], b[1][axis]}) == 1
            spans = [sorted((line[0][1 - axis], line[1][1 - axis])) for line in (a, b)]
            if is_line and spans[0][0] < spans[1][1] - 0.01 and spans[1][0] < spans[0][1] - 0.01:
                found.append((one.key, other.key))
    return found


def is_stacked(drawing: drawings.Drawing) -> bool:
    """Whether each step stands within its own lane."""
    lanes = [lane.box for lane in drawing.lanes]
    return all(lanes[n.lane].x <= n.box.x and n.box.right <= lanes[n.lane].right for n in drawing.nodes)


@pytest.mark.parametrize("name", REAL)
def test_a_chart_of_the_hospital_is_drawn_without_flaw(name):
    drawing = calculations.layout(REAL[name])

    assert flaws(drawing) == []
    assert run_together(drawing) == []
    assert is_stacked(drawing) is True


@pytest.mark.parametrize("name", REAL)
def test_every_link_of_a_chart_of_the_hospital_is_drawn(name):
    drawing = calculations.layout(REAL[name])

    drawn = sorted(edge.key for edge in drawing.edges if edge.link)
    links = sorted(f"link-{i}-{p}" for i, step in enumerate(REAL[name].steps) for p in range(len(step.links)))
    assert drawn == links


@st.composite
def charts(draw):
    """Charts of up to twelve steps with any links at all: loops, dangling and doubled ones, parallel ways."""
    count = draw(st.integers(1, 12))
    number = st.integers(1, count + draw(st.integers(0, 1)))
    words = st.text("同意退回补正重新研判ab1 （）", max_size=14)
    link = st.builds(Link, st.one_of(number, number, number, st.none()), words, st.sampled_from([False, False, True]))
    step = st.builds(
        Step,
        key=st.just("k"),
        number=st.integers(1, count),
        name=st.text("审核办理公示材料与和（）A", min_size=1, max_size=24),
        lane=st.sampled_from([None, *(Lane(f"岗位{letter}") for letter in "ABCDEFG"[: draw(st.integers(1, 7))])]),
        suspends_clock=st.booleans(),
        links=st.lists(link, max_size=draw(st.integers(1, 5))).map(tuple),
    )
    steps = draw(st.lists(step, min_size=count, max_size=count))
    if draw(st.booleans()):
        steps = [Step(**{**vars(step), "number": place}) for place, step in enumerate(steps, start=1)]
    return Chart("任意", tuple(steps))


@settings(max_examples=150, deadline=None)
@given(charts())
def test_any_chart_is_drawn_without_flaw(any_chart):
    drawing = calculations.layout(any_chart)

    assert flaws(drawing) == []
    assert run_together(drawing) == []
    assert is_stacked(drawing) is True


@settings(max_examples=60, deadline=None)
@given(charts())
def test_every_link_of_any_chart_is_drawn(any_chart):
    drawing = calculations.layout(any_chart)

    drawn = sorted(edge.key for edge in drawing.edges if edge.link)
    assert drawn == sorted(f"link-{i}-{p}" for i, step in enumerate(any_chart.steps) for p in range(len(step.links)))


@settings(max_examples=30, deadline=None)
@given(charts())
def test_the_same_chart_is_always_drawn_alike(any_chart):
    assert calculations.layout(any_chart) == calculations.layout(any_chart)


def test_flaws_are_found_where_there_are_some():
    box = drawings.Box(0, 0, 10, 10)
    nodes = (drawings.Node("a", "step", box, 0), drawings.Node("b", "step", drawings.Box(5, 5, 10, 10), 0))
    edge = drawings.Edge("e", "a", "b", ((0, 5), (15, 5)), label=drawings.Label(drawings.Box(2, 2, 4, 4), ("x",)))

    assert flaws(drawings.Drawing(100, 100, nodes=nodes, edges=(edge,))) == [
        "a overlaps b",
        "label of e overlaps a",
        "label of e overlaps b",
        "e crosses a",
        "e crosses the label of e",
    ]


def test_an_empty_chart_has_no_nodes():
    assert calculations.layout(Chart("空", ())) == drawings.Drawing(0, 0)


def test_a_straight_chart_stands_in_one_column():
    drawing = calculations.layout(chart("2", "3", "结束"))

    assert len({node.box.middle[0] for node in drawing.nodes}) == 1
    assert [node.key for node in drawing.nodes] == ["start", "step-0", "step-1", "step-2", "end-2-0"]


def test_parallel_steps_stand_side_by_side_between_two_gateways():
    drawing = calculations.layout(chart("2:并行|3:并行", "4", "4", "结束", lanes="ABCD"))

    boxes = {node.key: node.box for node in drawing.nodes}
    gateways = [(node.key, node.gateway) for node in drawing.nodes if node.gateway]
    assert boxes["step-1"].y == boxes["step-2"].y
    assert gateways == [("split-0", "parallel"), ("join-3", "parallel")]


def test_parallel_steps_of_one_post_share_its_widened_lane():
    drawing = calculations.layout(chart("2:并行|3:并行", "4", "4", "结束"))

    first, second = (node.box for node in drawing.nodes if node.key in ("step-1", "step-2"))
    assert first.y == second.y
    assert len(drawing.lanes) == 1


def test_a_branch_with_several_ways_into_the_join_makes_it_inclusive():
    drawing = calculations.layout(chart("2:并行|3:并行", "4:小额|5:大额", "5", "5", "结束", lanes="ABCDE"))

    assert {node.key: node.gateway for node in drawing.nodes if node.gateway}["join-4"] == "inclusive"


def test_an_end_inside_a_parallel_branch_is_final():
    drawing = calculations.layout(chart("2:并行|3:并行", "4:齐全|结束:不全", "4", "结束", lanes="ABCD"))

    assert {node.key: node.is_final for node in drawing.nodes if node.kind == "end"} == {
        "end-1-1": True,
        "end-3-0": False,
    }


def test_a_link_to_a_step_that_is_not_there_ends_in_a_node_of_its_own():
    drawing = calculations.layout(chart("2:同意|9:退回", "结束"))

    assert [node.key for node in drawing.nodes if node.kind == drawings.MISSING] == ["missing-0-1"]


def test_a_link_back_enters_the_side_of_its_target():
    drawing = calculations.layout(chart("2", "3:同意|1:退回", "结束"))

    back = next(edge for edge in drawing.edges if edge.is_back)
    box = next(node.box for node in drawing.nodes if node.key == "step-0")
    assert back.points[-1][0] in (box.x, box.right)


def test_two_posts_that_hand_each_other_their_work_get_lines_apart():
    drawing = calculations.layout(chart("2:是|3:否", "5", "4", "结束", "结束", lanes="AABAB"))

    assert flaws(drawing) == []
    assert run_together(drawing) == []


def test_a_link_turns_to_the_other_side_where_that_spares_crossings():
    charted = chart("2", "3", "4:同意|1:退回", "5", "结束", lanes="ABCBD")

    back = next(edge for edge in calculations.layout(charted).edges if edge.is_back)
    assert back.points[0][0] < back.points[1][0]


def test_clutter_counts_length_corners_and_crossings():
    across = drawings.Edge("a", "x", "y", ((0, 5), (10, 5)))
    down = drawings.Edge("b", "v", "w", ((5, 0), (5, 10), (20, 10)))

    assert clutter.cost(drawings.Drawing(20, 20, edges=(across, down))) == 35 + clutter.CORNER + clutter.CROSSING


def test_lanes_are_counted_as_they_are_drawn():
    real = [drawn for drawn in real_charts().values() if drawn.steps]

    assert [calculations.lane_count(drawn) for drawn in real] == [
        len(calculations.layout(drawn).lanes) for drawn in real
    ]
