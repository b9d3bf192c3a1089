"""The summary of measures, and the measures that the overview counts."""

from django.db.models import QuerySet

from controls.models import Measure, MeasureCount
from core.states import ListState
from organization.models import Person
from risks import queries as risk_queries


def measure_counts(by: Person) -> QuerySet[MeasureCount]:
    """The summary of the tables in force that the overview counts for `by`."""
    return MeasureCount.objects.filter(risk_queries.counted_for(by, "table__"), table__state=ListState.IN_FORCE)


def counted_measures(by: Person, measures: QuerySet[Measure], *, is_former: bool = False) -> QuerySet[Measure]:
    """Of the measures those in force, or with `is_former` that ever were, that the overview counts for `by`."""
    states = ListState.was_in_force() if is_former else [ListState.IN_FORCE]
    return measures.filter(risk_queries.counted_for(by, "table__"), table__state__in=states)
