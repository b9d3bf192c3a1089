"""What came in is not kept for ever: text, name, contact, files and reasons go, figures and the answer stay."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Left, StrIndex
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Duty
from disclosure.models import Handling, Suggestion, SuggestionFile
from disclosure.queries import kept
from organization import queries as organization_queries
from organization.models import Person

CHUNK = 500
WHY = "："
"""Before what somebody wrote beside a step of handling: purging cuts there."""


def purge(keys: Sequence[Any]) -> int:
    """Empty these suggestions, inside the caller's transaction; returns how many.

    The `Reply` stays: it is the hospital's own word, told to somebody who may come back for it with the receipt, and says
    nothing of the question, which goes. The draft of an answer goes too, for it may quote, and so does what was written
    beside the steps of handling: that they were taken stays.
    """
    SuggestionFile.objects.filter(suggestion__in=keys).delete()
    Handling.objects.filter(suggestion__in=keys).update(answer="", title="", question="", correction="")
    steps = Handling.history.filter(suggestion__in=keys, history_change_reason__contains=WHY)
    reason = F("history_change_reason")
    steps.update(history_change_reason=Left(reason, StrIndex(reason, Value(WHY)) - 1))
    found = Suggestion.objects.filter(pk__in=keys, purged_at__isnull=True)
    return found.update(text="", name="", contact="", purged_at=timezone.now())


@transaction.atomic
def purge_closed(*, by: Person) -> int:
    """Empty what was closed longer ago than 公开设置 keep it, and what was written to ratings as long ago.

    The trail tells how many; returns how many suggestions. Harmless when run twice.
    """
    keys = [each.pk for each in kept.suggestions_to_purge().select_for_update(of=("self",)).only("pk")]
    count = sum(purge(keys[start : start + CHUNK]) for start in range(0, len(keys), CHUNK))
    reasons = kept.reasons_to_purge().update(reason="")
    if count or reasons:
        core_services.record(
            by=by,
            verb="disclosure.purge_suggestions",
            subject_type=Suggestion._meta.label_lower,
            details={"count": count, "reasons": reasons},
        )
    return count


def purge_in_background(duty: Duty, phase: Callable[..., Any]) -> dict[str, Any]:
    """The daily duty `disclosure.purge`."""
    phase(_("删除到期的意见建议原文"), 1, 1)
    purge_closed(by=organization_queries.system_actor())
    return {"result_url": reverse("disclosure_desk:suggestions")}
