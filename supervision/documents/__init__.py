"""What the year's supervision prints to a file or reads from one."""

from collections.abc import Callable
from typing import Any

from approvals.documents import Official, draw
from supervision.documents import overview
from supervision.documents.overview_paper import draw_overview, overview_paper
from supervision.documents.scheme import scheme
from supervision.documents.warning_letter import letter

DRAWN: dict[str, Callable[[Any], Official]] = {"scheme": scheme}
"""Paper → its words, from what is printed of it; `draw` lays them out."""

__all__ = ["DRAWN", "draw", "draw_overview", "letter", "overview", "overview_paper", "scheme"]
