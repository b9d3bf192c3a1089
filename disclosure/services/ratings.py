"""评议 taken in on the public face: one insert a slip, nothing read but the batch that is open."""

from django.db import transaction
from django.utils import timezone

from disclosure.models import Rating
from disclosure.queries import asking
from disclosure.services.suggestions import insert_once


class Unusable(Exception):
    """The slip is none of ours, is past its time, or was used."""


@transaction.atomic
def rate(*, code: str, level: str, reason: str = "") -> None:
    """Use a slip; of two at once the database lets one. Raises `Unusable`. Nothing tells who gave it or at what hour."""
    slip = asking.slip(code)
    if slip is None:
        raise Unusable
    rating = Rating(batch_id=slip.batch, number=slip.number, level=level, reason=reason, rated_on=timezone.localdate())
    if not insert_once(Rating, [rating]):
        raise Unusable
