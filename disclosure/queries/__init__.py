"""Reads of disclosure: what is cleared for the public, what waits for review, what `/open/` shows."""

from disclosure.queries.cleared import Cleared, cleared_powers, open_versions, publications_to_end
from disclosure.queries.proof import publication_breaches
from disclosure.queries.public import Overview, latest, overview, page_of, publication, publications
from disclosure.queries.reviews import (
    Line,
    frozen_hashes,
    lines_of,
    lines_under_review,
    opinions_missing,
    scopes_missing,
    secrecy_waiting,
    settled_scope,
    submission_of,
    submissions_under_review,
    tasks,
)

__all__ = [
    "Cleared",
    "Line",
    "Overview",
    "cleared_powers",
    "frozen_hashes",
    "latest",
    "lines_of",
    "lines_under_review",
    "open_versions",
    "opinions_missing",
    "overview",
    "page_of",
    "publication",
    "publication_breaches",
    "publications",
    "publications_to_end",
    "scopes_missing",
    "secrecy_waiting",
    "settled_scope",
    "submission_of",
    "submissions_under_review",
    "tasks",
]
