"""BPMN 2.0 files: every step, link and lane in them, with a place in the diagram, and nothing that could be run."""

from xml.etree import ElementTree

import pytest

from powers.calculations import Chart, Lane, Link, Step
from powers.documents import bpmn
from tests.powers.flow_charts import chart, real_charts

REAL = real_charts()


def read(any_chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(bpmn.to_bpmn(any_chart))


def ids(root: ElementTree.Element, name: str) -> list[str]:
    return [element.get("id", "") for element in root.iterfind(f".//bpmn:{name}", bpmn.NAMESPACES)]


@pytest.mark.parametrize("name", REAL)
def test_every_element_of_a_chart_of_the_hospital_stands_in_the_diagram(name):
    root = read(REAL[name])

    process = root.find("bpmn:process", bpmn.NAMESPACES)
    drawn = {shape.get("bpmnElement") for shape in root.iterfind(".//*[@bpmnElement]")}
    written = {element.get("id") for element in process if not element.tag.endswith("laneSet")}
    assert drawn == written | set(ids(root, "lane")) | {"pool", "collaboration"}


@pytest.mark.parametrize("name", REAL)
def test_flows_name_their_ends_and_every_node_lies_in_one_lane(name):
    root = read(REAL[name])

    nodes = [element.text for element in root.iterfind(".//bpmn:flowNodeRef", bpmn.NAMESPACES)]
    ends = {flow.get(end) for flow in root.iterfind(".//bpmn:sequenceFlow", bpmn.NAMESPACES) for end in ENDS}
    assert len(nodes) == len(set(nodes))
    assert ends == set(nodes)


ENDS = ("sourceRef", "targetRef")


def test_gateways_split_and_join_parallel_steps():
    root = read(chart("2:并行|3:并行", "4", "4", "结束", lanes="ABCD"))

    gateways = root.findall(".//bpmn:parallelGateway", bpmn.NAMESPACES)
    assert [(gate.get("id"), gate.get("gatewayDirection")) for gate in gateways] == [
        ("split-0", "Diverging"),
        ("join-3", "Converging"),
    ]


def test_conditions_are_names_and_never_expressions():
    root = read(chart("2:金额<5万 & 有预算|结束:__import__('os')", "结束"))

    names = [flow.get("name") for flow in root.iterfind(".//bpmn:sequenceFlow", bpmn.NAMESPACES) if flow.get("name")]
    assert sorted(names) == ["__import__('os')", "金额<5万 & 有预算"]
    assert root.findall(".//bpmn:conditionExpression", bpmn.NAMESPACES) == []


def test_characters_that_xml_forbids_are_left_out():
    step = Step("k", 1, "审\x0b核\ufffe<b>", Lane("岗\x00位"), links=(Link(None),))

    root = read(Chart("图\x1b", (step,)))

    assert [task.get("name") for task in root.iterfind(".//bpmn:userTask", bpmn.NAMESPACES)] == ["1. 审核<b>"]


def test_an_end_inside_a_parallel_branch_terminates():
    root = read(chart("2:并行|3:并行", "4:齐全|结束:不全", "4", "结束", lanes="ABCD"))

    assert ids(root, "terminateEventDefinition") == ["end-1-1-terminate"]


def test_lanes_stand_upright_side_by_side():
    root = read(chart("2", "结束", lanes="AB"))

    shapes = root.iterfind(".//bpmndi:BPMNShape[@isHorizontal]", bpmn.NAMESPACES)
    assert [(shape.get("bpmnElement"), shape.get("isHorizontal")) for shape in shapes] == [
        ("pool", "false"),
        ("lane-0", "false"),
        ("lane-1", "false"),
    ]
