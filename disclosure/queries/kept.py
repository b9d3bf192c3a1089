"""What was closed longer ago than it is kept."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from disclosure.calculations.kept import months_before
from disclosure.models import Rating, Suggestion
from disclosure.queries import open_settings
from disclosure.states import HandlingState


def suggestions_to_purge() -> QuerySet[Suggestion]:
    """Closed before the months of 公开设置, and not emptied yet; not while 保密审查 looks at a correction."""
    found = Suggestion.objects.filter(purged_at__isnull=True, handling__closed_at__lt=_edge())
    return found.exclude(handling__state=HandlingState.CORRECTING).order_by("pk")


def reasons_to_purge() -> QuerySet[Rating]:
    """Ratings given before the same months whose 原因 is still there."""
    return Rating.objects.filter(rated_on__lt=timezone.localdate(_edge())).exclude(reason="")


def _edge() -> datetime:
    return months_before(timezone.now(), open_settings.current().kept_months)
