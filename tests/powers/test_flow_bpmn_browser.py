"""BPMN files in the real modeler: bpmn-js in Chromium opens them without a warning."""

from pathlib import Path

import pytest

from powers.documents import bpmn
from tests.powers.flow_charts import chart, real_charts

VENDOR = Path(__file__).parents[1] / "vendor" / "bpmn-js"
SCRIPT = VENDOR / "bpmn-modeler.production.min.js"
REAL = real_charts()
NAMES = ("JC-01 内部", "SB-01 内部", "SB-06 内部", "SB-12 内部", "CW-10 内部", "JD-02 内部", "RS-03 外部")
OPEN = """async (xml) => {
    const modeler = new BpmnJS({ container: '#canvas' });
    const { warnings } = await modeler.importXML(xml);
    const shapes = modeler.get('elementRegistry');
    const of = (type) => shapes.filter((shape) => shape.type === type && !shape.labelTarget);
    const lanes = of('bpmn:Lane');
    const saved = await modeler.saveXML();
    return {
        warnings: warnings.map((warning) => warning.message),
        lanes: lanes.map((lane) => lane.businessObject.name),
        upright: lanes.every((lane) => lane.di.isHorizontal === false),
        tasks: of('bpmn:UserTask').length,
        flows: of('bpmn:SequenceFlow').length,
        again: (await modeler.importXML(saved.xml)).warnings.length,
    };
}"""


@pytest.fixture
def modeler(page):
    """A blank page with the modeler loaded."""
    page.set_content('<div id="canvas"></div>')
    page.add_style_tag(content="#canvas { height: 900px }")
    page.add_script_tag(path=SCRIPT)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_the_modeler_opens_a_chart_of_the_hospital_without_warning(modeler, name):
    real = REAL[name]

    opened = modeler.evaluate(OPEN, bpmn.to_bpmn(real).decode())

    lanes = {str(step.lane) for step in real.steps}
    assert (opened["warnings"], opened["again"]) == ([], 0)
    assert (set(opened["lanes"]), opened["upright"]) == (lanes, True)
    assert opened["tasks"] == len(real.steps)


@pytest.mark.browser
def test_the_modeler_opens_a_faulty_chart_without_warning(modeler):
    faulty = chart("2:并行|2:同意|9:退回", "1:<&\"'>|2:自己", "", lanes="AAB")

    opened = modeler.evaluate(OPEN, bpmn.to_bpmn(faulty).decode())

    assert opened["warnings"] == []
    assert (opened["tasks"], opened["lanes"]) == (3, ["岗位A", "岗位B"])
