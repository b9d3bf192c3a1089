"""Where departments stand in each phase of a year: one provider a phase, a constant number of queries each."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import ControlTable
from core.states import ListState
from organization.models import Post
from powers.models import PowerList
from risks.models import RiskRegister
from supervision.models import AppraisalResult, Cycle, Finding, Lesson
from supervision.queries.self_checks import self_check_places
from supervision.queries.spot_checks import spot_check_places
from supervision.states.appraisals import AppraisalState
from supervision.states.cycles import LessonKind, PhaseKind, Place
from supervision.states.findings import FindingState


@dataclass(frozen=True)
class Known:
    """What is known of a department in a phase: its place, in a few words why, and where that is seen."""

    place: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Asked:
    """Of which year and which departments the places are asked; what two phases need is read once."""

    cycle: Cycle
    departments: Collection[int]

    @cached_property
    def tables(self) -> dict[int, Any]:
        return _furthest(ControlTable.objects.filter(self._own, is_leadership=False))

    @cached_property
    def registers(self) -> dict[int, Any]:
        return _furthest(RiskRegister.objects.filter(self._own, is_leadership=False))

    @cached_property
    def without_posts(self) -> dict[int, Known]:
        """Departments that have no post of their own but leaders', whose lists are the hospital's."""
        posts = Post.objects.active().filter(department__in=self.departments, is_leadership=False)
        having = set(posts.values_list("department", flat=True))
        return {pk: Known(Place.NOT_CONCERNED, _("没有岗位")) for pk in self.departments if pk not in having}

    @property
    def _own(self) -> Q:
        return Q(department__in=self.departments, year=self.cycle.year)


Provider = Callable[[Asked], Mapping[int, Known]]
"""Called as f(asked): what is known of each department; one that is not answered has not begun."""


def _furthest(rows: Any) -> dict[int, Any]:
    """Department → its furthest edition: one that is or was in force, else the latest."""
    return _furthest_of(rows.order_by("number", "pk"))


def _furthest_of(rows: Iterable[Any]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for row in rows:
        before = found.get(row.department_id)
        if before is None or before.state not in ListState.was_in_force():
            found[row.department_id] = row
    return found


def _mobilized(asked: Asked) -> dict[int, Known]:
    """Done by a meeting of the department's own or of the whole hospital (part 二(一))."""
    kinds = (LessonKind.MOBILIZATION, LessonKind.STUDY)
    held = Lesson.objects.filter(cycle=asked.cycle, kind__in=kinds, held_on__lte=timezone.localdate())
    lessons = list(held.select_related("department").order_by("-held_on", "-pk"))
    own = {lesson.department_id: lesson for lesson in lessons}
    whole = next((lesson for lesson in lessons if lesson.department.parent_id is None), None)
    found = ((pk, own.get(pk, whole)) for pk in asked.departments)
    return {pk: Known(Place.DONE, url=lesson.get_absolute_url()) for pk, lesson in found if lesson}


def _standing(lists: Mapping[int, Any], *done: str) -> dict[int, Known]:
    """Done where the list is in one of the states `done`, or is or was in force."""
    ends = (*ListState.was_in_force(), *done)
    return {
        pk: Known(
            Place.DONE if row.state in ends else Place.UNDER_WAY, str(row.get_state_display()), row.get_absolute_url()
        )
        for pk, row in lists.items()
    }


def _cleared(asked: Asked) -> dict[int, Known]:
    """Done once submitted (part 二(二)). A department that never had a power, a clinical one, is not concerned."""
    rows = list(PowerList.objects.filter(department__in=asked.departments).order_by("number", "pk"))
    with_powers = {row.department_id for row in rows}
    without = {pk: Known(Place.NOT_CONCERNED, _("没有职权")) for pk in asked.departments if pk not in with_powers}
    of_the_year = [row for row in rows if row.year == asked.cycle.year]
    return {**without, **_standing(_furthest_of(of_the_year), ListState.IN_REVIEW)}


def _found(asked: Asked) -> dict[int, Known]:
    return {**asked.without_posts, **_standing(asked.registers, ListState.IN_REVIEW)}


def _measured(asked: Asked) -> dict[int, Known]:
    return {**asked.without_posts, **_standing(asked.tables, ListState.IN_REVIEW)}


def _approved(asked: Asked) -> dict[int, Known]:
    return {**asked.without_posts, **_standing(asked.tables)}


def _rectified(asked: Asked) -> dict[int, Known]:
    """Done when every finding of the year is closed; without findings it does not concern the department. Those of
    leadership posts are not for everybody to count."""
    closed = Count("pk", filter=Q(state=FindingState.CLOSED))
    rows = Finding.objects.filter(cycle=asked.cycle, department__in=asked.departments, is_leadership=False)
    found = {pk: Known(Place.NOT_CONCERNED, _("没有问题")) for pk in asked.departments}
    for row in rows.values("department").annotate(total=Count("pk"), closed=closed).order_by():
        place = Place.DONE if row["closed"] == row["total"] else Place.UNDER_WAY
        found[row["department"]] = Known(place, _("已销号 %(closed)d / %(total)d") % row)
    return found


def _self_checked(asked: Asked) -> dict[int, Known]:
    """Done when the Party office received the report (part 二(五)1)."""
    lists = reverse("supervision:self_checks")
    found = self_check_places(asked.cycle)
    return {pk: Known(found[pk], url=f"{lists}?department={pk}") for pk in asked.departments if pk in found}


def _spot_checked(asked: Asked) -> dict[int, Known]:
    """Done when every record is signed (part 二(五)2); once it was drawn, who was not drawn is not concerned."""
    found = spot_check_places(asked.cycle)
    if not found:
        return {}
    lists = reverse("supervision:spot_checks")
    drawn = {pk: Known(Place(place), url=lists) for pk, place in found.items()}
    return {pk: drawn.get(pk, Known(Place.NOT_CONCERNED, _("未抽中"))) for pk in asked.departments}


def appraisal_places(cycle: Cycle) -> dict[int, str]:
    """Where departments stand in the year's appraisal: `done` when its result is published."""
    rows = AppraisalResult.objects.filter(appraisal__cycle=cycle).values_list("department", "appraisal__state")
    return {pk: Place.DONE if state in AppraisalState.told() else Place.UNDER_WAY for pk, state in rows}


def _appraised(asked: Asked) -> dict[int, Known]:
    rows = AppraisalResult.objects.filter(appraisal__cycle=asked.cycle).select_related("appraisal")
    done = AppraisalState.told()
    return {
        row.department_id: Known(Place.DONE, url=row.appraisal.get_absolute_url())
        if row.appraisal.state in done
        else Known(Place.UNDER_WAY, str(row.appraisal.get_state_display()))
        for row in rows
    }


def nothing_known(asked: Asked) -> dict[int, Known]:
    """Nobody has begun."""
    return {}


PROVIDERS: dict[str, Provider] = {
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
"""Phase → its provider."""
