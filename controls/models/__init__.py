"""岗位权力风险防控一览表 by edition with its measures, and conflicts of duty."""

from controls.models.conflicts import DutyConflict
from controls.models.counts import MeasureCount
from controls.models.tables import ControlTable, Measure

__all__ = ["ControlTable", "DutyConflict", "Measure", "MeasureCount"]
