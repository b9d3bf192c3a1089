"""What was closed longer ago than it is kept."""

from django.db.models import QuerySet
from django.utils import timezone

from disclosure.calculations.kept import months_before
from disclosure.models import Suggestion
from disclosure.queries import open_settings


def suggestions_to_purge() -> QuerySet[Suggestion]:
    """Closed before the months of 公开设置, and not emptied yet."""
    edge = months_before(timezone.now(), open_settings.current().kept_months)
    return Suggestion.objects.filter(purged_at__isnull=True, handling__closed_at__lt=edge).order_by("pk")
