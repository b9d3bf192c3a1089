"""Submissions by which findings are closed."""

from django.db.models import QuerySet

from approvals import queries as approval_queries
from approvals.models import Submission
from organization.models import Person
from supervision.models import Finding
from supervision.states.findings import CLOSING_KIND


def closings_of(finding: Finding) -> QuerySet[Submission]:
    """Submissions by which the finding was or is to be closed."""
    return Submission.objects.filter(items__list_kind=CLOSING_KIND, items__list_id=finding.pk)


def closings_for(by: Person, finding: Finding) -> QuerySet[Submission]:
    """Those of them that `by` may see, the latest first."""
    found = approval_queries.submissions_for(by)
    return found.filter(items__list_kind=CLOSING_KIND, items__list_id=finding.pk).order_by("-pk")
