"""Writing a plan in one transaction, through the services of each app; drafts only."""

from django.db import transaction

from config.loading.plan import Plan
from config.loading.writing import library, measures, organization, powers, risks
from config.loading.writing.context import Context
from core.services import record
from organization import queries
from organization.models import Person

PARTS = (organization, library, powers, risks, measures)


@transaction.atomic
def apply(plan: Plan, *, by: Person) -> None:
    """Write everything that is new or changed; what is no longer in the file stays as it is.

    Drafts are the system's own actor's (product.md); the trail says that `by` had them loaded. All of it or nothing.
    """
    if plan.is_empty:
        return
    context = Context(plan, queries.system_actor())
    for part in PARTS:
        part.write(context)
    record(by=by, verb="config.load_hospital", subject_type="config.workbook", details={"counts": plan.counts()})
