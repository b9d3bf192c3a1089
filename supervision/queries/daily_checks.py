"""Daily checks a person may see, and where they may register one."""

from django.db.models import Q, QuerySet

from controls.models import Measure
from core.models import Attachment
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from risks import queries as risk_queries
from risks.models import RiskPoint
from supervision.models import DailyCheck
from supervision.queries import self_checks

SUBJECT = "supervision.dailycheck"


def daily_checks_for(by: Person) -> QuerySet[DailyCheck]:
    """Daily checks of departments whose self-check `by` sees, and of those `by` is of."""
    seen = organization_queries.departments_acting_for(by, *self_checks.SEEN_WITH).values("pk")
    own = organization_queries.own_departments(by).values("pk")
    found = DailyCheck.objects.filter(
        Q(department__in=seen) | Q(department__in=own) & organization_queries.is_business(by)
    )
    return found.select_related("department", "by", "measure", "finding")


def daily_check_for(by: Person, pk: int) -> DailyCheck | None:
    """One daily check, or None where `by` may not know of it."""
    return daily_checks_for(by).filter(pk=pk).first()


def departments_to_check(by: Person) -> QuerySet[Department]:
    """Departments where `by` registers daily checks: those `by` is of or files for, in the order of the tree."""
    filed = organization_queries.departments_for(by, Action.FILE).values("pk")
    own = organization_queries.own_departments(by).values("pk")
    found = Department.objects.active().filter(Q(pk__in=filed) | Q(pk__in=own))
    return found.order_by("path", "id")


def measures_to_check(by: Person) -> QuerySet[Measure]:
    """Measures in force of the departments where `by` registers daily checks."""
    places = departments_to_check(by).order_by().values("pk")
    return self_checks.measures_in_force(places)  # type: ignore[arg-type]


def points_to_check(by: Person) -> QuerySet[RiskPoint]:
    """Risk points in force of the departments where `by` registers daily checks, as far as `by` may see them."""
    places = departments_to_check(by).order_by().values("pk")
    found = risk_queries.points_for(by).filter(register__state=ListState.IN_FORCE, register__is_leadership=False)
    return found.filter(register__department__in=places).order_by("code", "id")


def may_read_daily_file(attachment: Attachment, by: Person) -> bool:
    """Who may see the daily check the file belongs to."""
    return daily_check_for(by, int(attachment.subject_id)) is not None
