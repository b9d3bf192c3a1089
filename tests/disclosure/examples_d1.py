"""Arguments of the addresses by which a reader verifies, in the demo hospital."""

from disclosure.models import OpenFile, OpenPublication
from disclosure.services import sheets
from tests.arguments import Examples


def arguments() -> Examples:
    """Name of an address → its arguments; the demo's sheets are drawn here where the worker has not yet."""
    if not OpenFile.objects.exists():
        sheets.print_waiting()
    file = OpenFile.objects.order_by("pk").defer("data").first()
    sequence = OpenPublication.objects.order_by("sequence").values_list("sequence", flat=True).first()
    return {
        "disclosure:link": {"sequence": 1},
        "disclosure:content": {"sequence": sequence},
        "disclosure:file": {"sha256": file.sha256, "extension": "pdf"},
    }
