"""Pure rules of controls: which kinds of measure fit, which duties stand together, when posts change hands, the printed table."""

from controls.calculations.citing import regulation_codes
from controls.calculations.duties import Chart, Found, Oversight, Step, Way, of_functions, of_leaders
from controls.calculations.fitting import has_fitting, suggestions
from controls.calculations.printed import (
    PrintedMeasure,
    PrintedPost,
    PrintedRow,
    PrintedTable,
    holders_in_words,
    receipts_in_words,
    titled,
)
from controls.calculations.receipts import receipt_facts
from controls.calculations.rotation import due_on, key_of, key_until

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
    "due_on",
    "has_fitting",
    "holders_in_words",
    "key_of",
    "key_until",
    "of_functions",
    "of_leaders",
    "receipt_facts",
    "receipts_in_words",
    "regulation_codes",
    "suggestions",
    "titled",
]
