"""What the system can write of an item itself."""

from typing import Any

from disclosure.models import DisclosureItem, DueDisclosure
from organization.models import Person


def generated(by: Person, item: DisclosureItem, due: DueDisclosure | None) -> Any:
    """Title and body for a draft of the item, or None where the system has nothing to say of it."""
    return None
