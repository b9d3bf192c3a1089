"""Pure rules of controls: which kinds of measure fit, and the printed table as value objects."""

from controls.calculations.citing import regulation_codes
from controls.calculations.fitting import has_fitting, suggestions
from controls.calculations.printed import (
    PrintedMeasure,
    PrintedPost,
    PrintedRow,
    PrintedTable,
    holders_in_words,
    titled,
)

__all__ = [
    "PrintedMeasure",
    "PrintedPost",
    "PrintedRow",
    "PrintedTable",
    "has_fitting",
    "holders_in_words",
    "regulation_codes",
    "suggestions",
    "titled",
]
