"""A flow chart as BPMN 2.0 XML with its layout, as bpmn.io's modeler opens it: posts are lanes, side by side."""

from collections import defaultdict
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from powers.calculations import blocks, charts, drawings, lanes
from powers.documents import svg_elements
from powers.states import FlowKind

NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
TARGET = "urn:lianfang:flow"
POOL_HEAD = 30.0
EVENT = 24.0
GATEWAYS = {
    drawings.EXCLUSIVE: "exclusiveGateway",
    drawings.PARALLEL: "parallelGateway",
    drawings.INCLUSIVE: "inclusiveGateway",
}

for prefix, uri in NAMESPACES.items():
    ElementTree.register_namespace(prefix, uri)


def to_bpmn(chart: charts.Chart) -> bytes:
    """The chart as a BPMN 2.0 file in UTF-8.

    Conditions are names and documentation of the flows, never expressions, so that no engine can be made to run them.
    """
    drawing = lanes.layout(chart)
    root = ElementTree.Element(_tag("bpmn", "definitions"), id="definitions", targetNamespace=TARGET)
    collaboration = _add(root, "bpmn:collaboration", id="collaboration")
    title = f"{chart.title}（{FlowKind(chart.kind).label}流程图）"
    _add(collaboration, "bpmn:participant", id="pool", name=title, processRef="process")
    process = _add(root, "bpmn:process", id="process", name=title, isExecutable="false")
    _add_lanes(process, drawing)
    _add_nodes(process, drawing)
    for edge in drawing.edges:
        _add_flow(process, edge)
    diagram = _add(root, "bpmndi:BPMNDiagram", id="diagram")
    _add_plane(diagram, drawing)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _tag(prefix: str, name: str) -> str:
    return f"{{{NAMESPACES[prefix]}}}{name}"


def _add(parent: ElementTree.Element, name: str, text: str = "", /, **attributes: str) -> ElementTree.Element:
    """A child element; what XML forbids is left out of its texts, the rest escaped on writing."""
    clean = {key: svg_elements.clean(value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, _tag(*name.split(":")), clean)
    child.text = svg_elements.clean(text) or None
    return child


# What the process consists of


def _add_lanes(process: ElementTree.Element, drawing: drawings.Drawing) -> None:
    lane_set = _add(process, "bpmn:laneSet", id="lanes")
    for index, lane in enumerate(drawing.lanes):
        name = str(lane.lane) if lane.lane else str(_("未定岗位"))
        element = _add(lane_set, "bpmn:lane", id=f"lane-{index}", name=name)
        for node in drawing.nodes:
            if node.lane == index:
                _add(element, "bpmn:flowNodeRef", node.key)


def _add_nodes(process: ElementTree.Element, drawing: drawings.Drawing) -> None:
    incoming, outgoing = defaultdict(list), defaultdict(list)
    for edge in drawing.edges:
        outgoing[edge.source].append(edge.key)
        incoming[edge.target].append(edge.key)
    told = {edge.target for edge in drawing.edges if edge.label}
    for node in drawing.nodes:
        element = _add_node(process, node, is_named=node.key not in told)
        for key in incoming[node.key]:
            _add(element, "bpmn:incoming", key)
        for key in outgoing[node.key]:
            _add(element, "bpmn:outgoing", key)
        if node.is_final:
            _add(element, "bpmn:terminateEventDefinition", id=f"{node.key}-terminate")


def _add_node(process: ElementTree.Element, node: drawings.Node, *, is_named: bool) -> ElementTree.Element:
    """An end that a condition leads to goes without a name: the condition tells what it means."""
    if node.step:
        task = _add(process, "bpmn:userTask", id=node.key, name=f"{node.step.number}. {node.step.name}")
        _add(task, "bpmn:documentation", _documentation(node.step))
        return task
    if node.gateway:
        direction = "Diverging" if node.kind == drawings.SPLIT else "Converging"
        return _add(process, f"bpmn:{GATEWAYS[node.gateway]}", id=node.key, gatewayDirection=direction)
    if node.kind == drawings.START:
        return _add(process, "bpmn:startEvent", id=node.key, name=_("开始"))
    names = {"name": _("缺步")} if node.kind == drawings.MISSING else {"name": _("结束")} if is_named else {}
    return _add(process, "bpmn:endEvent", "", id=node.key, **names)


def _documentation(step: charts.Step) -> str:
    clock = str(_("可暂停计时")) if step.suspends_clock else ""
    return "；".join(part for part in (blocks.tag(step), blocks.limit(step), clock, step.note) if part)


def _add_flow(process: ElementTree.Element, edge: drawings.Edge) -> None:
    condition = edge.link.condition if edge.link else ""
    named = {"name": condition} if condition else {}
    flow = _add(process, "bpmn:sequenceFlow", id=edge.key, sourceRef=edge.source, targetRef=edge.target, **named)
    if condition:
        _add(flow, "bpmn:documentation", condition)


# Where it stands


def _add_plane(diagram: ElementTree.Element, drawing: drawings.Drawing) -> None:
    plane = _add(diagram, "bpmndi:BPMNPlane", id="plane", bpmnElement="collaboration")
    pool = drawings.Box(0, -POOL_HEAD, drawing.width, drawing.height + POOL_HEAD)
    _add_shape(plane, "pool", pool, isHorizontal="false")
    for index, lane in enumerate(drawing.lanes):
        _add_shape(plane, f"lane-{index}", lane.box, isHorizontal="false")
    for node in drawing.nodes:
        shape = _add_shape(plane, node.key, _bounds(node))
        if not (node.step or node.gateway):
            x, y = node.box.middle
            _add_label(shape, drawings.Box(x + EVENT / 2 + 4, y - 7, 2 * EVENT, 14))
    nodes = {node.key: node for node in drawing.nodes}
    for edge in drawing.edges:
        _add_line(plane, edge, nodes)


def _bounds(node: drawings.Node) -> drawings.Box:
    """BPMN draws an event as a circle: the one in the middle of ours."""
    if node.step or node.gateway:
        return node.box
    x, y = node.box.middle
    return drawings.Box(x - EVENT / 2, y - EVENT / 2, EVENT, EVENT)


def _add_shape(plane: ElementTree.Element, key: str, box: drawings.Box, **attributes: str) -> ElementTree.Element:
    shape = _add(plane, "bpmndi:BPMNShape", id=f"{key}-shape", bpmnElement=key, **attributes)
    _add_bounds(shape, box)
    return shape


def _add_bounds(parent: ElementTree.Element, box: drawings.Box) -> None:
    values = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    _add(parent, "dc:Bounds", **{name: svg_elements.number(value) for name, value in values.items()})


def _add_label(parent: ElementTree.Element, box: drawings.Box) -> None:
    _add_bounds(_add(parent, "bpmndi:BPMNLabel"), box)


def _add_line(plane: ElementTree.Element, edge: drawings.Edge, nodes: dict[str, drawings.Node]) -> None:
    line = _add(plane, "bpmndi:BPMNEdge", id=f"{edge.key}-edge", bpmnElement=edge.key)
    for x, y in (*edge.points[:-1], _end(edge, _bounds(nodes[edge.target]))):
        _add(line, "di:waypoint", x=svg_elements.number(x), y=svg_elements.number(y))
    if edge.label:
        _add_label(line, edge.label.box)


def _end(edge: drawings.Edge, bounds: drawings.Box) -> drawings.Point:
    """The last point, moved on to the circle where ours was wider."""
    x, y = edge.points[-1]
    return min(max(x, bounds.x), bounds.right), min(max(y, bounds.y), bounds.bottom)
