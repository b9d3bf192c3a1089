"""Where departments stand in a phase as one condition of the database: what `places` answers department by department,
for pages that only count."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from controls.models import ControlTable
from core.states import ListState
from organization.models import Post
from powers.models import PowerList
from risks.models import RiskRegister
from supervision.models import AppraisalResult, Finding, Lesson, Participation, SelfCheck, SpotCheckRecord
from supervision.states.appraisals import AppraisalState
from supervision.states.cycles import LessonKind, PhaseKind, Place
from supervision.states.findings import FindingState
from supervision.states.self_checks import SelfCheckState
from supervision.states.spot_checks import RecordState, SpotCheckState

HERE, YEAR = OuterRef("department"), OuterRef("cycle__year")
FORCE = ListState.was_in_force()
KIND = "cycle__phases__kind"


def _mobilized() -> tuple[Q, Q]:
    kinds = (LessonKind.MOBILIZATION, LessonKind.STUDY)
    held = Lesson.objects.filter(cycle=OuterRef("cycle"), kind__in=kinds, held_on__lte=timezone.localdate())
    return Q(Exists(held.filter(Q(department=HERE) | Q(department__parent=None)))), Q(pk__in=[])


def _cleared() -> tuple[Q, Q]:
    powers = PowerList.objects.filter(department=HERE)
    return _as_far_as(powers, ListState.IN_REVIEW), ~Q(Exists(powers))


def _found() -> tuple[Q, Q]:
    registers = RiskRegister.objects.filter(department=HERE, is_leadership=False)
    return _as_far_as(registers, ListState.IN_REVIEW), _without_posts(registers)


def _measured() -> tuple[Q, Q]:
    tables = ControlTable.objects.filter(department=HERE, is_leadership=False)
    return _as_far_as(tables, ListState.IN_REVIEW), _without_posts(tables)


def _approved() -> tuple[Q, Q]:
    tables = ControlTable.objects.filter(department=HERE, is_leadership=False)
    return _as_far_as(tables), _without_posts(tables)


def _self_checked() -> tuple[Q, Q]:
    checks = SelfCheck.objects.filter(cycle=OuterRef("cycle"), department=HERE, is_leadership=False)
    received = checks.filter(state=SelfCheckState.RECEIVED)
    return Q(Exists(received)), Q(pk__in=[])


def _spot_checked() -> tuple[Q, Q]:
    shown = SpotCheckState.shown_to_departments()
    drawn = SpotCheckRecord.objects.filter(check_of__cycle=OuterRef("cycle"), check_of__state__in=shown)
    records = drawn.filter(is_leadership=False)
    own = records.filter(department=HERE)
    unsigned = Exists(own.exclude(state=RecordState.SIGNED))
    return Q(Exists(own)) & ~Q(unsigned), Q(Exists(records)) & ~Q(Exists(own))


def _appraised() -> tuple[Q, Q]:
    told = AppraisalResult.objects.filter(appraisal__cycle=OuterRef("cycle"), department=HERE)
    return Q(Exists(told.filter(appraisal__state__in=AppraisalState.told()))), Q(pk__in=[])


def _rectified() -> tuple[Q, Q]:
    findings = Finding.objects.filter(cycle=OuterRef("cycle"), department=HERE, is_leadership=False)
    return ~Q(Exists(findings.exclude(state=FindingState.CLOSED))), ~Q(Exists(findings))


def _as_far_as(rows: QuerySet[Any], *states: str) -> Q:
    """A list of the year is or was in force, or in one of the states."""
    return Q(Exists(rows.filter(year=YEAR, state__in=[*FORCE, *states])))


def _without_posts(rows: QuerySet[Any]) -> Q:
    posts = Post.objects.active().filter(department=HERE, is_leadership=False)
    return ~Q(Exists(posts)) & ~Q(Exists(rows.filter(year=YEAR)))


CONDITIONS: dict[str, Callable[[], tuple[Q, Q]]] = {
    PhaseKind.MOBILIZE: _mobilized,
    PhaseKind.CLEAR: _cleared,
    PhaseKind.FIND: _found,
    PhaseKind.MEASURE: _measured,
    PhaseKind.APPROVE: _approved,
    PhaseKind.SELF_CHECK: _self_checked,
    PhaseKind.SPOT_CHECK: _spot_checked,
    PhaseKind.RECTIFY: _rectified,
    PhaseKind.APPRAISE: _appraised,
}
"""Phase → when a participation has done it, and when it does not concern it: each phase that `places.PROVIDERS` knows."""


def standing(part: QuerySet[Participation]) -> tuple[QuerySet[Participation], Case]:
    """Each participation in each counted phase of its year that has begun, and where it stands there: done, not concerned
    or under way."""
    cases = []
    for kind, condition in CONDITIONS.items():
        (done, not_concerned), here = condition(), Q(**{KIND: kind})
        cases.append(When(here & not_concerned, then=Value(Place.NOT_CONCERNED.value)))
        cases.append(When(here & done, then=Value(Place.DONE.value)))
    begun = part.filter(cycle__phases__from_on__lte=timezone.localdate(), cycle__phases__kind__in=CONDITIONS)
    return begun, Case(*cases, default=Value(Place.UNDER_WAY.value))
