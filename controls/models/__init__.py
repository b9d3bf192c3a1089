"""岗位权力风险防控一览表 by edition with its measures and receipts, conflicts of duty, rotation of key posts."""

from controls.models.conflicts import DutyConflict
from controls.models.counts import MeasureCount
from controls.models.receipts import TableReceipt
from controls.models.rotations import Rotation
from controls.models.tables import ControlTable, Measure

__all__ = [
    "ControlTable",
    "DutyConflict",
    "Measure",
    "MeasureCount",
    "Rotation",
    "TableReceipt",
]
