"""Forms and filters of controls, by noun."""

from controls.forms.conflicts import AcceptForm, ConflictFilters
from controls.forms.receipts import PaperReceiptForm, ReceiptFilters
from controls.forms.rotations import CancelForm, CarryOutForm, DeferForm, HandoverForm, PlanForm, RotationFilters
from controls.forms.tables import (
    FormerMeasureFilters,
    MeasureFilters,
    MeasureForm,
    OpenForm,
    PrintForm,
    ProgressForm,
    TableFilters,
)

__all__ = [
    "AcceptForm",
    "CancelForm",
    "CarryOutForm",
    "ConflictFilters",
    "DeferForm",
    "FormerMeasureFilters",
    "HandoverForm",
    "MeasureFilters",
    "MeasureForm",
    "OpenForm",
    "PaperReceiptForm",
    "PlanForm",
    "PrintForm",
    "ProgressForm",
    "ReceiptFilters",
    "RotationFilters",
    "TableFilters",
]
