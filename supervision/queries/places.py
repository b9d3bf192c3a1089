"""Where departments stand in each phase of a year: one question for all its phases, and how each phase reads the answer."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import ControlTable
from core.states import ListState
from organization.models import Post
from powers.models import PowerList
from risks.models import RiskRegister
from supervision.models import (
    Appraisal,
    AppraisalResult,
    Cycle,
    Finding,
    Lesson,
    SelfCheck,
    SelfCheckAnswer,
    SpotCheckRecord,
    Urging,
)
from supervision.states.appraisals import AppraisalState
from supervision.states.cycles import LessonKind, PhaseKind, Place
from supervision.states.findings import FindingState
from supervision.states.self_checks import SelfCheckState
from supervision.states.spot_checks import RecordState, SpotCheckState

NONE, EMPTY = Value(0), Value("")


@dataclass(frozen=True)
class Known:
    """What is known of a department in a phase: its place, in a few words why, and where that is seen."""

    place: str
    detail: str = ""
    url: str = ""


class Fact(NamedTuple):
    """What a source tells of a department: `number` of an edition, or how many; `key` of the thing it is about."""

    source: str
    department: int
    number: int
    key: int
    state: str


@dataclass(frozen=True)
class Asked:
    """Of which year and which departments the places are asked: their keys, and what finds them (`among`)."""

    cycle: Cycle
    departments: Collection[int]
    among: Any

    @cached_property
    def facts(self) -> Mapping[str, list[Fact]]:
        """Source → its facts, editions by their number; of all phases in one query."""
        first, *others = _sources(self)
        found: defaultdict[str, list[Fact]] = defaultdict(list)
        for fact in sorted(map(Fact._make, first.union(*others))):
            found[fact.source].append(fact)
        return found

    @cached_property
    def tables(self) -> dict[int, Fact]:
        return _furthest(self.facts["tables"])

    @cached_property
    def registers(self) -> dict[int, Fact]:
        return _furthest(self.facts["registers"])

    @cached_property
    def without_posts(self) -> dict[int, Known]:
        """Departments that have no post of their own but leaders', whose lists are the hospital's."""
        return self.without("posts", _("没有岗位"))

    @cached_property
    def urged(self) -> dict[tuple[int, int], int]:
        """(phase id, department id) → how often it was urged."""
        return {(fact.key, fact.department): fact.number for fact in self.facts["urgings"]}

    def without(self, source: str, why: str) -> dict[int, Known]:
        """Departments of which the source tells nothing: the phase does not concern them."""
        told = {fact.department for fact in self.facts[source]}
        return {pk: Known(Place.NOT_CONCERNED, why) for pk in self.departments if pk not in told}


def _sources(asked: Asked) -> list[QuerySet[Any]]:
    """The questions whose answers are the facts."""
    cycle, own = asked.cycle, Q(department__in=asked.among)
    own_lists = own & Q(year=cycle.year)
    powers = PowerList.objects.filter(own)
    posts = Post.objects.active().filter(own, is_leadership=False)
    registers = RiskRegister.objects.filter(own_lists, is_leadership=False)
    tables = ControlTable.objects.filter(own_lists, is_leadership=False)
    answered = SelfCheckAnswer.objects.filter(self_check=OuterRef("pk")).exclude(state="")
    checks = SelfCheck.objects.filter(own, cycle=cycle, is_leadership=False)
    begun = checks.filter(Exists(answered) | ~Q(state=SelfCheckState.DRAFT))
    drawn = SpotCheckRecord.objects.filter(
        check_of__cycle=cycle, check_of__state__in=SpotCheckState.shown_to_departments(), is_leadership=False
    )
    findings = Finding.objects.filter(own, cycle=cycle, is_leadership=False)
    appraised = AppraisalResult.objects.filter(own, appraisal__cycle=cycle)
    urgings = Urging.objects.filter(own, phase__cycle=cycle)
    return [
        _told("powers_ever", powers),
        _told("posts", posts),
        _told("power_lists", powers.filter(year=cycle.year), number="number", key="pk", state="state"),
        _told("registers", registers, number="number", key="pk", state="state"),
        _told("tables", tables, number="number", key="pk", state="state"),
        _told("self_checks", begun, state="state"),
        _told("spot_checks", drawn, state="state"),
        _told("findings", findings.values("department", "state").annotate(n=Count("pk")), number="n", state="state"),
        _told("appraisals", appraised, key="appraisal", state="appraisal__state"),
        _told("urgings", urgings.values("department", "phase").annotate(n=Count("pk")), number="n", key="phase"),
    ]


def _told(source: str, rows: QuerySet[Any], *, number: Any = NONE, key: Any = NONE, state: Any = EMPTY) -> Any:
    """The rows as a source of facts."""
    return rows.order_by().values_list(Value(source), "department", number, key, state)


Provider = Callable[[Asked], Mapping[int, Known]]
"""Called as f(asked): what is known of each department; one that is not answered has not begun."""


def _furthest(editions: Collection[Fact]) -> dict[int, Fact]:
    """Department → its furthest edition: one that is or was in force, else the latest."""
    found: dict[int, Fact] = {}
    for edition in editions:
        before = found.get(edition.department)
        if before is None or before.state not in ListState.was_in_force():
            found[edition.department] = edition
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


def _standing(model: Any, lists: Mapping[int, Fact], *done: str) -> dict[int, Known]:
    """Done where the list is in one of the states `done`, or is or was in force."""
    ends = (*ListState.was_in_force(), *done)
    return {
        pk: Known(
            Place.DONE if edition.state in ends else Place.UNDER_WAY,
            str(ListState(edition.state).label),
            model(pk=edition.key).get_absolute_url(),
        )
        for pk, edition in lists.items()
    }


def _cleared(asked: Asked) -> dict[int, Known]:
    """Done once submitted (part 二(二)). A department that never had a power, a clinical one, is not concerned."""
    lists = _standing(PowerList, _furthest(asked.facts["power_lists"]), ListState.IN_REVIEW)
    return {**asked.without("powers_ever", _("没有职权")), **lists}


def _found(asked: Asked) -> dict[int, Known]:
    return {**asked.without_posts, **_standing(RiskRegister, asked.registers, ListState.IN_REVIEW)}


def _measured(asked: Asked) -> dict[int, Known]:
    return {**asked.without_posts, **_standing(ControlTable, asked.tables, ListState.IN_REVIEW)}


def _approved(asked: Asked) -> dict[int, Known]:
    return {**asked.without_posts, **_standing(ControlTable, asked.tables)}


def _rectified(asked: Asked) -> dict[int, Known]:
    """Done when every finding of the year is closed; without findings it does not concern the department. Those of
    leadership posts are not for everybody to count."""
    total, closed = Counter[int](), Counter[int]()
    for fact in asked.facts["findings"]:
        total[fact.department] += fact.number
        closed[fact.department] += fact.number if fact.state == FindingState.CLOSED else 0
    found = {
        pk: Known(
            Place.DONE if closed[pk] == count else Place.UNDER_WAY,
            _("已销号 %(closed)d / %(total)d") % {"closed": closed[pk], "total": count},
        )
        for pk, count in total.items()
    }
    return {**asked.without("findings", _("没有问题")), **found}


def _self_checked(asked: Asked) -> dict[int, Known]:
    """Done when the Party office received the report (part 二(五)1); what has no answer yet is ahead."""
    lists = reverse("supervision:self_checks")
    begun = {
        fact.department: Place.DONE if fact.state == SelfCheckState.RECEIVED else Place.UNDER_WAY
        for fact in asked.facts["self_checks"]
    }
    return {pk: Known(begun.get(pk, Place.AHEAD), url=f"{lists}?department={pk}") for pk in asked.departments}


def _spot_checked(asked: Asked) -> dict[int, Known]:
    """Done when every record is signed (part 二(五)2); once it was drawn, who was not drawn is not concerned."""
    records = asked.facts["spot_checks"]
    if not records:
        return {}
    lists = reverse("supervision:spot_checks")
    under_way = {fact.department for fact in records if fact.state != RecordState.SIGNED}
    drawn = {
        fact.department: Known(Place.UNDER_WAY if fact.department in under_way else Place.DONE, url=lists)
        for fact in records
    }
    return {**asked.without("spot_checks", _("未抽中")), **drawn}


def _appraised(asked: Asked) -> dict[int, Known]:
    """Done when the result is published."""
    return {
        fact.department: Known(Place.DONE, url=Appraisal(pk=fact.key).get_absolute_url())
        if fact.state in AppraisalState.told()
        else Known(Place.UNDER_WAY, str(AppraisalState(fact.state).label))
        for fact in asked.facts["appraisals"]
    }


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
