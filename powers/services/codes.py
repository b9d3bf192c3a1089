"""Codes of the libraries: the next serial, never one used before."""

import re
from typing import Any


def next_code(model: Any, prefix: str) -> str:
    """The code after the highest serial; the libraries lose no row, so none is used twice."""
    rows = model.objects.filter(code__startswith=prefix)
    list(rows.select_for_update().values_list("pk"))  # wait for who adds one now, then look
    serials = [
        int(found[1]) for code in rows.values_list("code", flat=True) if (found := re.fullmatch(r".*?(\d+)", code))
    ]
    return f"{prefix}{max(serials, default=0) + 1:02d}"
