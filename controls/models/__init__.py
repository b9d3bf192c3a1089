"""岗位权力风险防控一览表 by edition and the measures in it."""

from controls.models.tables import ControlTable, Measure

__all__ = ["ControlTable", "Measure"]
