"""Where departments stand in a phase as one condition of the database: what `places` answers department by department,
for pages that only count."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from controls.models import ControlTable
from core.states import ListState
from organization.models import Post
from powers.models import PowerList
from risks.models import RiskRegister
from supervision.models import Finding, Lesson, Participation
from supervision.states.cycles import LessonKind, PhaseKind, Place
from supervision.states.findings import FindingState

HERE, YEAR = OuterRef("department"), OuterRef("cycle__year")
FORCE = ListState.was_in_force()
KIND = "cycle__phases__kind"


def _mobilized() -> Q:
    kinds = (LessonKind.MOBILIZATION, LessonKind.STUDY)
    held = Lesson.objects.filter(cycle=OuterRef("cycle"), kind__in=kinds, held_on__lte=timezone.localdate())
    return Q(Exists(held.filter(Q(department=HERE) | Q(department__parent=None))))


def _lists(rows: QuerySet[Any], *states: str) -> Q:
    """A list of the year is as far as that."""
    return Q(Exists(rows.filter(department=HERE, year=YEAR, state__in=[*FORCE, *states])))


def _without_posts(rows: QuerySet[Any]) -> Q:
    posts = Post.objects.active().filter(department=HERE, is_leadership=False)
    return ~Q(Exists(posts)) & ~Q(Exists(rows.filter(department=HERE, year=YEAR)))


def _conditions() -> dict[str, tuple[Q, Q]]:
    """Phase → when it is done, when it does not concern the department."""
    registers = RiskRegister.objects.filter(is_leadership=False)
    tables = ControlTable.objects.filter(is_leadership=False)
    powers = PowerList.objects.all()
    findings = Finding.objects.filter(cycle=OuterRef("cycle"), department=HERE)
    return {
        PhaseKind.MOBILIZE: (_mobilized(), Q(pk__in=[])),
        PhaseKind.CLEAR: (_lists(powers, ListState.IN_REVIEW), ~Q(Exists(powers.filter(department=HERE)))),
        PhaseKind.FIND: (_lists(registers, ListState.IN_REVIEW), _without_posts(registers)),
        PhaseKind.MEASURE: (_lists(tables, ListState.IN_REVIEW), _without_posts(tables)),
        PhaseKind.APPROVE: (_lists(tables), _without_posts(tables)),
        PhaseKind.RECTIFY: (
            ~Q(Exists(findings.exclude(state=FindingState.CLOSED))),
            ~Q(Exists(findings)),
        ),
    }


COUNTED = (
    PhaseKind.MOBILIZE,
    PhaseKind.CLEAR,
    PhaseKind.FIND,
    PhaseKind.MEASURE,
    PhaseKind.APPROVE,
    PhaseKind.RECTIFY,
)
"""Phases that are counted: each that `places.PROVIDERS` knows."""


def standing(part: QuerySet[Participation]) -> tuple[QuerySet[Participation], Case]:
    """Each participation in each counted phase of its year that has begun, and where it stands there: done, not concerned
    or under way."""
    cases = []
    for kind, (done, not_concerned) in _conditions().items():
        cases.append(When(Q(**{KIND: kind}) & not_concerned, then=Value(Place.NOT_CONCERNED.value)))
        cases.append(When(Q(**{KIND: kind}) & done, then=Value(Place.DONE.value)))
    begun = part.filter(cycle__phases__from_on__lte=timezone.localdate(), cycle__phases__kind__in=COUNTED)
    return begun, Case(*cases, default=Value(Place.UNDER_WAY.value))
