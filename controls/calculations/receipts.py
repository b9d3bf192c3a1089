"""What a receipt says, as plain values: what the trail is told and what is held against it later."""

from typing import Any


def receipt_facts(receipt: Any) -> dict[str, Any]:
    """Who signed for what on which day, and of a paper who recorded it and where it is."""
    return {
        "table": receipt.table_id,
        "sha256": receipt.sha256,
        "post": receipt.post_id,
        "person": receipt.person_id,
        "day": str(receipt.signed_on),
        "at": receipt.signed_at.isoformat(),
        "is_on_paper": receipt.is_on_paper,
        "recorded_by": receipt.recorded_by_id,
        "place": receipt.paper_place,
        "scan": receipt.scan_sha256,
    }
