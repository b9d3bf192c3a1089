"""Reads of disclosure: what is cleared for the public, what waits for review, what `/open/` shows."""

from disclosure.queries.cleared import Cleared, cleared_powers, publications_to_end
from disclosure.queries.public import (
    categories,
    departments,
    latest,
    publication,
    publications,
    publications_version,
)
from disclosure.queries.reviews import (
    powers_under_review,
    scopes_missing,
    secrecy_waiting,
    settled_scope,
    submissions_under_review,
    tasks,
)

__all__ = [
    "Cleared",
    "categories",
    "cleared_powers",
    "departments",
    "latest",
    "powers_under_review",
    "publication",
    "publications",
    "publications_to_end",
    "publications_version",
    "scopes_missing",
    "secrecy_waiting",
    "settled_scope",
    "submissions_under_review",
    "tasks",
]
