"""Arithmetic of powers: flow charts as values, checked, told in words and laid out in lanes.

Callers write `calculations.faults(chart)`; the modules below are this package's own division of the work.
"""

from powers.calculations.charts import Chart, Lane, Limit, Link, Step, lane_count
from powers.calculations.checks import BLOCK, WARN, Fault, faults
from powers.calculations.lanes import layout
from powers.calculations.links import format_links, parse_links
from powers.calculations.rows import StepRow, step_rows

__all__ = [
    "BLOCK",
    "WARN",
    "Chart",
    "Fault",
    "Lane",
    "Limit",
    "Link",
    "Step",
    "StepRow",
    "faults",
    "format_links",
    "lane_count",
    "layout",
    "parse_links",
    "step_rows",
]
