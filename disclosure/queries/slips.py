"""Batches of 评议码 and the ratings given by them, for whom at the desk; what the appraisal counts of them."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from core.registry import Measured
from core.rules import allows
from disclosure.calculations.printed_slips import PrintedSlips
from disclosure.models import Publication, Rating, SlipBatch
from disclosure.rules import slips as rules
from disclosure.states import Face, Level, PublicationKind, PublicationState
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action

FEWEST = 5
"""Ratings below which a share says nothing of a department."""


def _places(by: Person, field: str) -> Q:
    own = organization_queries.departments_for(by, Action.FILE).values("pk")
    return organization_queries.is_for_whole(by, Action.PUBLISH, Action.SUPERVISE) | Q(**{f"{field}__in": own})


def batches_for(by: Person) -> QuerySet[SlipBatch]:
    """Batches with how many codes were `used`, and how they rated: all for 党办 and 纪检监察室, else one's department's."""
    levels: dict[str, Any] = {level: Count("ratings", filter=Q(ratings__level=level)) for level in Level.values}
    found = SlipBatch.objects.filter(_places(by, "department")).select_related("department", "made_by")
    return found.annotate(used=Count("ratings"), **levels)


def batch_for(by: Person, pk: int) -> SlipBatch | None:
    """One batch, or None where `by` may not know of it."""
    return batches_for(by).filter(pk=pk).first()


def ratings_for(by: Person) -> QuerySet[Rating]:
    """Ratings by the same bounds, with what their row shows."""
    return Rating.objects.filter(_places(by, "batch__department")).select_related("batch__department")


def powers_to_rate() -> QuerySet[Publication]:
    """Powers that stand open to society: services that people know by name."""
    found = Publication.objects.filter(
        face=Face.OPEN, kind=PublicationKind.POWER, state=PublicationState.PUBLISHED
    ).defer("content", "search_text")
    return found.order_by("department_code", "code", "pk")


def printed(batch: SlipBatch) -> PrintedSlips:
    """What a batch prints."""
    return PrintedSlips(
        hospital=organization_queries.hospital().name,
        title=batch.title,
        batch_id=batch.pk,
        count=batch.count,
        expires_on=str(batch.expires_on),
        site=settings.OPEN_URL.rstrip("/"),
    )


def may_read_slips(attachment: Any, by: Person) -> bool:
    """Printed slips are open to who may print them: whoever holds a code votes."""
    return bool(allows(rules.keep_batches, by))


def may_watch_print(duty: Any, by: Person) -> bool:
    """So is the job that draws them."""
    return bool(allows(rules.keep_batches, by))


def public_rating(cycle: Any, departments: Collection[int]) -> dict[int, Measured]:
    """社会评议 of the year: satisfied or fairly so among all ratings of a department; below `FEWEST` there is nothing to
    score. One query."""
    rows = Rating.objects.filter(batch__department__in=departments, rated_on__year=cycle.year).order_by()
    counted = rows.values("batch__department").annotate(
        whole=Count("pk"), part=Count("pk", filter=~Q(level=Level.POOR))
    )
    words = _("评议 %(whole)d 份，满意和基本满意 %(part)d 份")
    return {
        row["batch__department"]: Measured(row["part"], row["whole"], words % row)
        for row in counted
        if row["whole"] >= FEWEST
    }
