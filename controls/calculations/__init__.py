"""Pure rules of controls: which kinds of measure fit, which duties stand together, the printed table as value objects."""

from controls.calculations.citing import regulation_codes
from controls.calculations.duties import Chart, Found, Oversight, Step, Way, of_functions, of_leaders
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
    "Chart",
    "Found",
    "Oversight",
    "PrintedMeasure",
    "PrintedPost",
    "PrintedRow",
    "PrintedTable",
    "Step",
    "Way",
    "has_fitting",
    "holders_in_words",
    "of_functions",
    "of_leaders",
    "regulation_codes",
    "suggestions",
    "titled",
]
