"""责任追究: the very few who may read it. Whoever shows rows of these queries calls `services.read_accountability`."""

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import Task, TaskGroup
from organization import queries as organization_queries
from organization.models import Department, Person, Tenure
from organization.roles import Action
from organization.states import PersonKind
from supervision.models import (
    AccountabilityAmendment,
    AccountabilityKind,
    AccountabilityProposal,
    AccountabilityRecord,
    Finding,
)
from supervision.queries.finding_tasks import concerning
from supervision.states.accountability import AmendmentKind
from supervision.states.findings import AccountabilityState

MOST = 20


def may_read_accountability(by: Person) -> bool:
    """Does `by` read it at all but for what concerns themselves? For navigation: asks nothing where a request has read
    what `by` holds."""
    if by.held_roles is not None:
        return by.is_active and not organization_queries.lacks(by, Action.READ_ACCOUNTABILITY)
    return organization_queries.may_anywhere(by, Action.READ_ACCOUNTABILITY)


def accountability_records(by: Person) -> QuerySet[AccountabilityRecord]:
    """Records for holders of the action, and to each person what concerns them. `is_revoked`, and `ends_on` by the
    latest document."""
    places = organization_queries.departments_for(by, Action.READ_ACCOUNTABILITY).values("pk")
    later = AccountabilityAmendment.objects.filter(record=OuterRef("pk"))
    revoked = later.filter(kind=AmendmentKind.REVOKED)
    ends = later.filter(kind=AmendmentKind.AMENDED).order_by("-decided_on", "-pk").values("effect_to")[:1]
    found = AccountabilityRecord.objects.filter(
        (Q(department__in=places) | Q(person=by)) & organization_queries.is_business(by)
    )
    return found.annotate(
        is_revoked=Case(When(Exists(revoked), then=Value(True)), default=Value(False)),
        ends_on=Coalesce(Subquery(ends), F("effect_to")),
    ).select_related("kind", "person", "post", "department")


def accountability_record_for(by: Person, pk: int) -> AccountabilityRecord | None:
    """One record, or None where `by` may not know of it."""
    related = ("finding", "proposal__finding", "recorded_by", "followed_up_by")
    return (
        accountability_records(by)
        .select_related("kind", "person", "post", "department", *related)
        .filter(pk=pk)
        .first()
    )


def amendments_of(record: AccountabilityRecord) -> QuerySet[AccountabilityAmendment]:
    """Later documents on a record, in their order."""
    return record.amendments.select_related("by").order_by("decided_on", "pk")


def accountability_kinds(by: Person) -> QuerySet[AccountabilityKind]:
    """Kinds, for everyone in the business: what there is for whom is in the regulation."""
    found = AccountabilityKind.objects.filter(
        Exists(Person.objects.filter(organization_queries.is_business(by), pk=by.pk))
    )
    return found.order_by("code", "pk")


def tenures_to_choose(by: Person) -> QuerySet[Tenure]:
    """Who on which post a decision may be recorded about."""
    places = organization_queries.departments_for(by, Action.KEEP_ACCOUNTABILITY).values("pk")
    found = Tenure.objects.filter(post__department__in=places).exclude(person=by)
    found = found.exclude(person__kind=PersonKind.SYSTEM)
    return found.select_related("person", "post__department").order_by("post__code", "person__name", "pk")


def departments_to_account(by: Person) -> QuerySet[Department]:
    """Departments a decision may be recorded about."""
    own = organization_queries.own_departments(by).values("pk")
    found = organization_queries.departments_for(by, Action.KEEP_ACCOUNTABILITY).filter(retired_on__isnull=True)
    return found.exclude(pk__in=own).order_by("path", "pk")


def proposals_taken_up(by: Person) -> QuerySet[AccountabilityProposal]:
    """问责建议 that were taken up and that no record follows yet, but those that concern `by`."""
    places = organization_queries.departments_for(by, Action.KEEP_ACCOUNTABILITY).values("pk")
    found = AccountabilityProposal.objects.filter(
        state=AccountabilityState.TAKEN_UP, finding__department__in=places, records__isnull=True
    ).exclude(finding__in=concerning(by).values("pk"))
    return found.select_related("finding").order_by("pk")


def findings_to_account(by: Person) -> QuerySet[Finding]:
    """Findings a 限期整改 may be about."""
    places = organization_queries.departments_for(by, Action.KEEP_ACCOUNTABILITY).values("pk")
    return Finding.objects.filter(department__in=places, is_leadership=False).order_by("-found_on", "-pk")


def follow_ups_due(on: date) -> QuerySet[AccountabilityRecord]:
    """Records to be followed up that day or before it, for reminders to those who keep them: never by name elsewhere."""
    found = AccountabilityRecord.objects.filter(follow_up_on__lte=on, followed_up_on__isnull=True)
    found = found.exclude(amendments__kind=AmendmentKind.REVOKED)
    return found.select_related("department").order_by("follow_up_on", "pk")


def accountability_tasks(by: Person) -> TaskGroup:
    """Follow-ups that are due, by their code alone."""
    today = timezone.localdate()
    places = organization_queries.departments_for(by, Action.KEEP_ACCOUNTABILITY).values("pk")
    rows = follow_ups_due(today).filter(department__in=places).exclude(person=by)
    rows = rows.exclude(person__isnull=True, department__in=organization_queries.own_departments(by).values("pk"))
    tasks = [
        Task(
            what=_("责任追究跟踪：%(code)s") % {"code": each.code},
            who="",
            url=each.get_absolute_url(),
            since=each.recorded_at,
            due_on=each.follow_up_on,
            is_overdue=each.follow_up_on is not None and each.follow_up_on < today,
        )
        for each in rows[:MOST]
    ]
    return TaskGroup(_("责任追究"), tuple(tasks))
