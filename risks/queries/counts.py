"""What of registers and tables the overview counts for whom, and the summary of registers."""

from django.db.models import Q, QuerySet

from core.states import ListState
from organization import queries
from organization.models import Person
from organization.roles import Action
from risks.models import RegisterCount, RiskPoint


def counted_for(by: Person, prefix: str = "") -> Q:
    """The condition on a list, reached by `prefix`, under which the overview counts it for `by`: the whole hospital's for
    whom the overview is opened, else those of the departments they work for or oversee. Whatever is counted is seen.
    """
    own = queries.departments_for(by, Action.SEE_DRAFTS).values("pk")
    mine = Q(**{f"{prefix}department__in": own, f"{prefix}is_leadership": False})
    if queries.lacks(by, Action.SEE_OVERVIEW):
        return mine
    whole = queries.departments_for(by, Action.SEE_OVERVIEW)
    return Q(**{f"{prefix}department__in": whole.values("pk")}) | mine if whole.query.where else Q()


def register_counts(by: Person) -> QuerySet[RegisterCount]:
    """The summary of every register that is or was in force and that the overview counts for `by`."""
    return RegisterCount.objects.filter(counted_for(by, "register__"))


def counted_points(by: Person, points: QuerySet[RiskPoint], *, is_former: bool = False) -> QuerySet[RiskPoint]:
    """Of the points those in force, or with `is_former` that ever were, that the overview counts for `by`."""
    states = ListState.was_in_force() if is_former else [ListState.IN_FORCE]
    return points.filter(counted_for(by, "register__"), register__state__in=states)
