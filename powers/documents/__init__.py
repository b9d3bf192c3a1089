"""What powers are printed to: `svg.draw` the picture of a flow chart, `bpmn.to_bpmn` its BPMN 2.0 XML."""
