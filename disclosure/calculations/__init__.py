"""Pure arithmetic of disclosure: what may be read of a thing, and the links of the chain."""

from disclosure.calculations.publications import (
    answer_content,
    item_content,
    link_hash,
    prints_content,
    public_content,
    reviewed_hash,
    withdrawal_content,
)

__all__ = [
    "answer_content",
    "item_content",
    "link_hash",
    "prints_content",
    "public_content",
    "reviewed_hash",
    "withdrawal_content",
]
