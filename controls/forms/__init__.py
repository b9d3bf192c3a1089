"""Forms and filters of controls, by noun."""

from controls.forms.conflicts import AcceptForm, ConflictFilters
from controls.forms.tables import MeasureFilters, MeasureForm, OpenForm, PrintForm, ProgressForm, TableFilters

__all__ = [
    "AcceptForm",
    "ConflictFilters",
    "MeasureFilters",
    "MeasureForm",
    "OpenForm",
    "PrintForm",
    "ProgressForm",
    "TableFilters",
]
