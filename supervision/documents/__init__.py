"""What the year's supervision prints to a file or reads from one."""

from collections.abc import Callable
from typing import Any

from approvals.documents import Official, draw
from supervision.documents.appraisal import appraisal
from supervision.documents.scheme import scheme
from supervision.documents.warning_letter import letter

DRAWN: dict[str, Callable[[Any], Official]] = {"scheme": scheme, "appraisal": appraisal}
"""Paper → its words, from what is printed of it; `draw` lays them out."""

__all__ = ["DRAWN", "appraisal", "draw", "letter", "scheme"]
