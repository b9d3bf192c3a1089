"""Formulas of the appraisal over what the system already knows: each set-wise, in a constant number of queries."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import SubmissionItem
from approvals.states import SubmissionKind
from controls.models import ControlTable, Measure
from controls.states import MeasureStatus
from core.registry import Formula, Measured
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Post
from risks.models import RiskPoint
from risks.states import Grade
from supervision.models import AccountabilityRecord, Cycle, Finding, Lesson, SelfCheck
from supervision.queries.cycles import overview
from supervision.queries.places import PROVIDERS, Asked
from supervision.states.accountability import AmendmentKind
from supervision.states.cycles import LessonKind, PhaseKind, Place
from supervision.states.findings import FindingSource, FindingState

Days = Mapping[int, date]


@dataclass(frozen=True)
class Answered:
    """What the holder of a post did of what it answers for."""

    person_id: int
    post: Post
    measured: Measured


def phases_in_time(cycle: Cycle, departments: Collection[int]) -> dict[int, Measured]:
    """Phases that are over: done by their last day, of those that concern the department.

    Of some phases the day on which a department finished is known (`FINISHED`); of the others what stands now counts.
    """
    today, kinds = timezone.localdate(), [kind for kind in PROVIDERS if kind != PhaseKind.APPRAISE]
    over = {phase.pk: phase for phase in cycle.phases.filter(to_on__lt=today, kind__in=kinds)}
    finished = {phase.kind: FINISHED[phase.kind](cycle) for phase in over.values() if phase.kind in FINISHED}
    found = {}
    for line in overview(cycle).lines:
        pk = line.department.pk
        cells = [each for each in line.cells if each.phase.pk in over and each.place != Place.NOT_CONCERNED]
        in_time = sum(
            cell.place == Place.DONE and finished.get(cell.phase.kind, {}).get(pk, cell.phase.to_on) <= cell.phase.to_on
            for cell in cells
        )
        if cells and pk in departments:
            words = _("已结束的阶段 %(whole)d 个，按时完成 %(part)d 个") % {"whole": len(cells), "part": in_time}
            found[pk] = Measured(in_time, len(cells), words)
    return found


def _mobilized(cycle: Cycle) -> Days:
    held = Lesson.objects.filter(cycle=cycle, kind__in=(LessonKind.MOBILIZATION, LessonKind.STUDY))
    rows = held.values("department", "department__parent").annotate(day=Min("held_on")).order_by()
    days = {row["department"]: row["day"] for row in rows}
    whole = min((row["day"] for row in rows if row["department__parent"] is None), default=None)
    if whole is None:
        return days
    part = cycle.participations.values_list("department", flat=True)
    return {pk: min(days.get(pk, whole), whole) for pk in part}


def _submitted(kind: str) -> Callable[[Cycle], Days]:
    """When the year's list of a kind was first signed and sent up."""

    def days(cycle: Cycle) -> Days:
        items = SubmissionItem.objects.filter(
            list_kind=kind, submission__year=cycle.year, submission__submitted_at__isnull=False
        ).exclude(submission__kind=SubmissionKind.LEADERSHIP)
        rows = items.values_list("submission__department").annotate(at=Min("submission__submitted_at")).order_by()
        return {pk: timezone.localdate(at) for pk, at in rows}

    return days


def _approved(cycle: Cycle) -> Days:
    tables = ControlTable.objects.filter(year=cycle.year, is_leadership=False, in_force_at__isnull=False)
    rows = tables.values_list("department").annotate(at=Min("in_force_at")).order_by()
    return {pk: timezone.localdate(at) for pk, at in rows}


def _rectified(cycle: Cycle) -> Days:
    rows = Finding.objects.filter(cycle=cycle, closed_on__isnull=False, is_leadership=False)
    return dict(rows.values_list("department").annotate(day=Max("closed_on")).order_by())


def _signed(cycle: Cycle) -> Days:
    """The day on which the head signed the self-check: 党办 receives it when it gets to it."""
    rows = SelfCheck.objects.filter(cycle=cycle, is_leadership=False, signed_at__isnull=False)
    return {department: timezone.localdate(at) for department, at in rows.values_list("department", "signed_at")}


FINISHED: dict[str, Callable[[Cycle], Days]] = {
    PhaseKind.MOBILIZE: _mobilized,
    PhaseKind.CLEAR: _submitted("powers"),
    PhaseKind.FIND: _submitted("risks"),
    PhaseKind.MEASURE: _submitted("controls"),
    PhaseKind.APPROVE: _approved,
    PhaseKind.SELF_CHECK: _signed,
    PhaseKind.RECTIFY: _rectified,
}
"""Phase → f(cycle): the day on which each department finished it; called for phases that are over."""


def lists_complete(cycle: Cycle, departments: Collection[int]) -> dict[int, Measured]:
    """Risk points with a grade, and measures with a post that answers and a day (or long-term), of the year's lists."""
    asked = Asked(cycle, departments, among=departments)
    points = RiskPoint.objects.filter(register__in=[each.key for each in asked.registers.values()])
    measures = Measure.objects.filter(table__in=[each.key for each in asked.tables.values()])
    whole, part = Counter[int](), Counter[int]()
    is_full = Q(responsible_post__isnull=False) & (Q(due_on__isnull=False) | Q(is_long_term=True))
    for rows, place, is_complete in (
        (points, "register__department", ~Q(grade=Grade.PENDING)),
        (measures, "table__department", is_full),
    ):
        counted = rows.values_list(place).annotate(whole=Count("pk"), part=Count("pk", filter=is_complete)).order_by()
        for pk, all_rows, full_rows in counted:
            whole[pk] += all_rows
            part[pk] += full_rows
    words = gettext_lazy("风险点和措施 %(whole)d 条，要素齐全 %(part)d 条")
    return {pk: Measured(part[pk], count, words % {"whole": count, "part": part[pk]}) for pk, count in whole.items()}


def measures_in_time(cycle: Cycle, departments: Collection[int]) -> dict[int, Measured]:
    """Measures of the tables in force that are done or stand for long, against those overdue; what is not due yet does
    not count."""
    in_force = Q(table__state=ListState.IN_FORCE, table__department__in=departments, table__is_leadership=False)
    carried = Q(status=MeasureStatus.DONE) | Q(is_long_term=True)
    late = ~Q(status=MeasureStatus.DONE) & Q(due_on__lt=timezone.localdate())
    return _counted(
        Measure.objects.filter(in_force),
        "table__department",
        carried | late,
        carried,
        _("完成、长期坚持和到期的措施 %(whole)d 条，按期落实 %(part)d 条"),
    )


def _counted(rows, place: str, whole: Q, part: Q, words: str) -> dict[int, Measured]:
    counts = {"whole": Count("pk", filter=whole), "part": Count("pk", filter=part)}
    found = rows.values(place).annotate(**counts).order_by()
    return {row[place]: Measured(row["part"], row["whole"], words % row) for row in found if row["whole"]}


def _findings(cycle: Cycle, departments: Collection[int]):
    """Those of the year, but for leadership posts', which are not for everybody to count."""
    return Finding.objects.filter(cycle=cycle, department__in=departments, is_leadership=False)


def found_oneself(cycle: Cycle, departments: Collection[int]) -> dict[int, Measured]:
    """Findings of the department's own self-check among all."""
    own = Q(source__in=FindingSource.own())
    words = _("发现问题 %(whole)d 个，自查发现 %(part)d 个")
    return _counted(_findings(cycle, departments), "department", Q(), own, words)


def rectified_in_time(cycle: Cycle, departments: Collection[int]) -> dict[int, Measured]:
    """Findings reported or closed without missing a deadline, against those that missed one; what is not due yet does
    not count."""
    reported = ~Q(state__in=FindingState.before_report())
    missed = Q(overdue_count__gt=0) | Q(state__in=FindingState.before_report(), due_on__lt=timezone.localdate())
    words = _("到期和已整改的问题 %(whole)d 个，按期整改 %(part)d 个")
    return _counted(_findings(cycle, departments), "department", reported | missed, reported & ~missed, words)


def not_repeated(cycle: Cycle, departments: Collection[int]) -> dict[int, Measured]:
    """Findings that were not found before on the same measure."""
    words = _("发现问题 %(whole)d 个，未重复发生 %(part)d 个")
    return _counted(_findings(cycle, departments), "department", Q(), Q(repeats__isnull=True), words)


def accountability(cycle: Cycle, departments: Collection[int]) -> dict[int, Measured]:
    """Points of the decisions of the year, not revoked, on the department or on whoever held a post of it: their number
    alone, no names."""
    standing = AccountabilityRecord.objects.filter(
        department__in=departments, decided_on__year=cycle.year, kind__deduction__gt=0
    ).exclude(amendments__kind=AmendmentKind.REVOKED)
    rows = standing.values("department").annotate(count=Count("pk"), points=Sum(F("kind__deduction"))).order_by()
    return {row["department"]: Measured(row["points"], 1, _("责任追究 %(count)d 件") % row) for row in rows}


def persons(cycle: Cycle) -> list[Answered]:
    """What whoever holds a post today did of the measures and findings that the post answers for: three queries."""
    carried = Q(status=MeasureStatus.DONE) | Q(is_long_term=True)
    late = ~Q(status=MeasureStatus.DONE) & Q(due_on__lt=timezone.localdate())
    standing = Measure.objects.filter(table__state=ListState.IN_FORCE, responsible_post__isnull=False)
    words = _("负责的措施 %(whole)d 条，按期落实 %(part)d 条")
    measures = _counted(standing, "responsible_post", carried | late, carried, words)
    reported = ~Q(state__in=FindingState.before_report())
    missed = Q(overdue_count__gt=0) | Q(state__in=FindingState.before_report(), due_on__lt=timezone.localdate())
    owned = Finding.objects.filter(cycle=cycle, rectification__isnull=False, is_leadership=False)
    words = _("负责整改的问题 %(whole)d 个，按期整改 %(part)d 个")
    findings = _counted(owned, "rectification__owner_post", reported | missed, reported & ~missed, words)
    tenures = organization_queries.running_tenures().filter(post__in={*measures, *findings})
    found = []
    for tenure in tenures.select_related("post").order_by("post__code", "person"):
        counts = [each[tenure.post_id] for each in (measures, findings) if tenure.post_id in each]
        whole, part = sum(each.whole for each in counts), sum(each.part for each in counts)
        told = "；".join(each.words for each in counts)
        found.append(Answered(tenure.person_id, tenure.post, Measured(part, whole, told)))
    return found


FORMULAS: dict[str, Formula] = {
    "phases_in_time": Formula(
        gettext_lazy("按时完成阶段"), gettext_lazy("已结束的阶段中按时完成的比例。"), phases_in_time
    ),
    "lists_complete": Formula(
        gettext_lazy("清单完整"),
        gettext_lazy("本年度风险点有等级、措施有责任岗位和期限的比例。"),
        lists_complete,
    ),
    "measures_in_time": Formula(
        gettext_lazy("措施按期落实"),
        gettext_lazy("现行一览表中已完成、长期坚持的措施，占它们与到期未完成措施之和的比例；未到期的不计。"),
        measures_in_time,
    ),
    "found_oneself": Formula(
        gettext_lazy("自查发现占比"), gettext_lazy("本年度问题中由本部门自查发现的比例。"), found_oneself
    ),
    "rectified_in_time": Formula(
        gettext_lazy("问题按期整改"),
        gettext_lazy("本年度问题中按期报告整改完成的比例；未到期的不计。"),
        rectified_in_time,
    ),
    "not_repeated": Formula(
        gettext_lazy("未重复发生"), gettext_lazy("本年度问题中同一措施此前没有发现过问题的比例。"), not_repeated
    ),
    "accountability": Formula(
        gettext_lazy("责任追究"),
        gettext_lazy("本年度作出的责任追究，按种类设定的扣分累计，只计件数。"),
        accountability,
        is_points=True,
    ),
}
"""What supervision itself gives to `registry.appraisal_criteria`."""
