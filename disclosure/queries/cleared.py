"""Which powers of a submission are cleared for the public: scope 社会 by 党办 and a clear secrecy opinion on this text."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from approvals.models import SubmissionItem, SubmissionRow
from disclosure import calculations
from disclosure.models import DisclosureReview, Publication
from disclosure.states import Face, PublicationKind, PublicationState, SecrecyVerdict
from organization.models import Department
from powers.models import Power
from powers.states import DisclosureScope


@dataclass(frozen=True)
class Cleared:
    """The frozen contents cleared for the public, and their lineages."""

    department: Department
    contents: list[dict[str, Any]]
    keys: frozenset[str]


def cleared_powers(submission: Any) -> Cleared | None:
    """What of the submission may become public, or None when it carries no powers.

    Reviews given on another text than the one frozen clear nothing.
    """
    item = SubmissionItem.objects.filter(submission=submission, list_kind="powers").first()
    if item is None:
        return None
    cleared = DisclosureReview.objects.filter(
        power__power_list=item.list_id, scope=DisclosureScope.SOCIETY, secrecy_verdict=SecrecyVerdict.CLEAR
    )
    given = {str(key): on for key, on in cleared.values_list("power__lineage_id", "content_hash")}
    rows = SubmissionRow.objects.filter(item=item, key__in=given).order_by("position", "id")
    kept = [row for row in rows if calculations.reviewed_hash(row.content) == given[row.key]]
    return Cleared(submission.department, [row.content for row in kept], frozenset(row.key for row in kept))


def publications_to_end(cleared: Cleared) -> QuerySet[Publication]:
    """Open publications of the department's powers that are no longer cleared."""
    lineages = Power.objects.filter(power_list__department=cleared.department).values_list("lineage_id", flat=True)
    keys = {str(key) for key in lineages} - cleared.keys
    found = Publication.objects.filter(face=Face.OPEN, kind=PublicationKind.POWER, state=PublicationState.PUBLISHED)
    return found.filter(lineage_key__in=keys).order_by("sequence")


def open_versions(kind: str, key: str) -> QuerySet[Publication]:
    """What stands open of one thing, before either face: at most one publication each."""
    return Publication.objects.filter(kind=kind, lineage_key=key, state=PublicationState.PUBLISHED)
