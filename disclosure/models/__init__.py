"""What disclosure keeps: reviews, publications, the catalogue, drafts, and what the public wrote in."""

from disclosure.models.catalogue import DisclosureItem, DueDisclosure, OpenItem, OpenSettings
from disclosure.models.drafts import Draft, SecrecyCheck
from disclosure.models.publications import (
    OpenFile,
    OpenLink,
    OpenPublication,
    Publication,
    PublicationFile,
    open_path,
    page_of,
    reached,
)
from disclosure.models.reviews import DisclosureReview
from disclosure.models.suggestions import (
    Handling,
    OpenBatch,
    Rating,
    Reply,
    SlipBatch,
    Suggestion,
    SuggestionFile,
)

__all__ = [
    "DisclosureItem",
    "DisclosureReview",
    "Draft",
    "DueDisclosure",
    "Handling",
    "OpenBatch",
    "OpenFile",
    "OpenItem",
    "OpenLink",
    "OpenPublication",
    "OpenSettings",
    "Publication",
    "PublicationFile",
    "Rating",
    "Reply",
    "SecrecyCheck",
    "SlipBatch",
    "Suggestion",
    "SuggestionFile",
    "open_path",
    "page_of",
    "reached",
]
