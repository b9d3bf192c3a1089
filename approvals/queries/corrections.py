"""更正: which a person may see, those laid over what was approved, the year's that the committee has not been told of."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import Correction, CorrectionReport, Meeting, SubmissionItem, SubmissionRow
from approvals.states import MeetingState, SubmissionState
from core import calculations as core_calculations
from core.registry import ListHandler, Task, TaskGroup, Wording, registry
from core.rules import allows
from core.states import ListState
from organization import queries
from organization.models import Person
from organization.roles import Action

DECEMBER, JANUARY = 12, 1


@dataclass(frozen=True)
class Correctable:
    """A row of a list in force with its texts; `draft` is the edition being worked on that has the row too."""

    handler: ListHandler
    shown: Any
    row: SubmissionRow
    wordings: list[Wording]

    @property
    def name(self) -> str:
        return f"{self.shown} {self.handler.title}"

    def wording(self, field: str) -> Wording | None:
        """The text that stands at `field`."""
        return next((each for each in self.wordings if each.field == field), None)


def list_in_force(kind: str, list_id: int) -> tuple[ListHandler, Any] | None:
    """A list that is or was in force with its handler, whoever asks; None where there is none."""
    handler = registry.list_handlers.get(kind) if kind not in registry.things else None
    try:
        found = handler.get(list_id) if handler else None
    except ObjectDoesNotExist:
        return None
    return (handler, found) if handler and found and found.in_force_at else None


def correctable(kind: str, list_id: int, key: str) -> Correctable | None:
    """A row of such a list, whoever asks."""
    found, row = list_in_force(kind, list_id), approved_row(kind, list_id, key)
    return Correctable(*found, row, found[0].wordings(list_id, key)) if found and row else None


def approved_row(kind: str, list_id: int, key: str) -> SubmissionRow | None:
    """The row as the committee approved it."""
    rows = SubmissionRow.objects.filter(item__submission__state=SubmissionState.PASSED, key=key)
    return rows.filter(item__list_kind=kind, item__list_id=list_id).order_by("-id").first()


def correcting_url(by: Person, kind: str, shown: Any, *, key: str = "") -> str:
    """Where `by` may correct the list, or its row `key`; empty where they may not."""
    if not allows(rules.correct, by, shown):
        return ""
    if not key:
        return reverse("approvals:correct_list", args=[kind, shown.pk])
    row = approved_row(kind, shown.pk, key)
    return (
        reverse("approvals:correct", args=[kind, shown.pk, key])
        if row and allows(rules.correct, by, shown, row)
        else ""
    )


def elsewhere_url(row: Correctable) -> str:
    """Where the texts of the row are corrected that it has of another list in force; empty where it has none."""
    kind = row.handler.rows_from
    list_id = dict(row.handler.cites(row.shown)).get(kind)
    found = list_in_force(kind, list_id) if list_id else None
    is_open = found is not None and found[1].state == ListState.IN_FORCE
    return reverse("approvals:correct", args=[kind, list_id, row.row.key]) if is_open else ""


def draft_with(handler: ListHandler, shown: Any, key: str, wording: Wording) -> Any:
    """The edition being worked on that still has the very same text in the same row, or None."""
    draft = handler.working_list(shown.department_id, is_leadership=getattr(shown, "is_leadership", False))
    same = (each for each in handler.wordings(draft.pk, key)) if draft else ()
    is_same = any((each.field, each.text) == (wording.field, wording.text) for each in same)
    return draft if is_same else None


# -- laid over what was approved -----------------------------------------------------------------------------------------


def corrections_of(handler: ListHandler, shown: Any) -> list[Correction]:
    """Everything that was corrected in the list and in those it cites, in the order in which it was."""
    places = ((handler.kind, shown.pk), *handler.cites(shown))
    conditions = (Q(list_kind=kind, list_id=list_id) for kind, list_id in places)
    found = Correction.objects.filter(reduce(Q.__or__, conditions))
    return list(found.select_related("department", "by").order_by("id"))


def own_corrections(handler: ListHandler, shown: Any, *, keys: Collection[str] | None = None) -> list[Correction]:
    """Those in the texts of the list's rows, for who sees the rows `keys` (None: every row)."""
    found = corrections_of(handler, shown) if shown.in_force_at else []
    return own_of(handler, shown, found, keys=keys)


def own_of(
    handler: ListHandler, shown: Any, found: Iterable[Correction], *, keys: Collection[str] | None
) -> list[Correction]:
    """Of what `corrections_of` found those that a row of the list says, not what it only names."""
    return [
        each
        for each in found
        if (keys is None or each.key in keys) and (each.list_kind in (handler.kind, handler.rows_from))
    ]


def list_corrections(items: Iterable[SubmissionItem]) -> list[Correction]:
    """What was put right in the rows of submitted lists themselves."""
    places = [Q(list_kind=item.list_kind, list_id=item.list_id) for item in items]
    found = Correction.objects.filter(reduce(Q.__or__, places)) if places else Correction.objects.none()
    return list(found.select_related("department", "by").order_by("id"))


def laid(handler: ListHandler, key: str, content: Any, corrections: Iterable[Correction]) -> Any:
    """The approved content of the row `key` with its corrections laid over it, in their order."""
    for each in corrections:
        path = handler.path_of(each, key, content)
        content = core_calculations.reworded(content, path, before=each.before, after=each.after) if path else content
    return content


def corrected_content(kind: str, list_id: int, key: str) -> dict[str, Any]:
    """What was approved of a row with its corrections: what it says in force."""
    handler, row = registry.list_handlers[kind], approved_row(kind, list_id, key)
    if row is None:
        raise LookupError(f"{kind} {list_id} has no approved row {key}")
    return laid(handler, key, row.content, corrections_of(handler, handler.get(list_id)))


# -- the list of all ----------------------------------------------------------------------------------------------------


def corrections_for(by: Person) -> QuerySet[Correction]:
    """Corrections of lists in force or once in force that `by` may see."""

    def within(action: str) -> Q:
        return Q(department__in=queries.departments_for(by, action).values("pk"))

    own = Q(department=by.department_id) & queries.is_business(by)
    departmental = (own | within(Action.SEE_DRAFTS)) & Q(is_leadership=False)
    found = Correction.objects.filter(within(Action.SEE_ALL_IN_FORCE) | departmental)
    return found.select_related("department", "by").order_by("-at", "-id")


def correction_for(by: Person, pk: int) -> Correction | None:
    """One correction, or None where `by` may not know of it."""
    return corrections_for(by).filter(pk=pk).first()


def search_corrections(rows: QuerySet[Correction], text: str) -> QuerySet[Correction]:
    """By code, either text, the reason, or the department's name."""
    fields = ("code", "before", "after", "reason", "department__name")
    found = (reduce(Q.__or__, (Q(**{f"{name}__icontains": word}) for name in fields)) for word in text.split())
    return rows.filter(*found)


# -- the year's, put to the committee -----------------------------------------------------------------------------------


def reports_for(by: Person) -> QuerySet[CorrectionReport]:
    """Reports to the committee, for those who see every correction."""
    found = CorrectionReport.objects.select_related("meeting", "by").order_by("-year", "-count")
    return found if queries.may(by, Action.SEE_ALL_IN_FORCE, queries.root()) else found.none()


def reports_to(meeting: Meeting) -> QuerySet[CorrectionReport]:
    """The yearly lists that were put to the meeting."""
    return CorrectionReport.objects.filter(meeting=meeting).order_by("year", "count")


def report_for(by: Person, pk: int) -> CorrectionReport | None:
    """One report, or None where `by` may not know of it."""
    return reports_for(by).filter(pk=pk).first()


def reported(report: CorrectionReport) -> QuerySet[Correction]:
    """The corrections a report tells of: the first of its year, as many as it counts."""
    first = Correction.objects.filter(at__year=report.year).order_by("id").values("pk")[: report.count]
    return Correction.objects.filter(pk__in=list(first.values_list("pk", flat=True))).select_related("department", "by")


def _standing_reports() -> QuerySet[CorrectionReport]:
    """Reports that reached the committee or still will: not those to a meeting that was cancelled."""
    return CorrectionReport.objects.exclude(meeting__state=MeetingState.CANCELLED)


def unreported(year: int) -> tuple[int, int]:
    """How many were corrected in the year, and how many of these the committee has not been told of."""
    told = _standing_reports().filter(year=year).aggregate(told=Max("count"))["told"] or 0
    count = Correction.objects.filter(at__year=year).aggregate(n=Count("pk"))["n"]
    return count, count - told


def years_to_report() -> list[tuple[int, int, int]]:
    """Year, how many were corrected in it, how many of these the committee has not been told of, where there are any."""
    counted = Correction.objects.annotate(of=ExtractYear("at")).order_by().values("of").annotate(n=Count("pk"))
    told = dict(_standing_reports().order_by().values_list("year").annotate(told=Max("count")))
    found = ((row["of"], row["n"], row["n"] - told.get(row["of"], 0)) for row in counted)
    return sorted((each for each in found if each[2]), reverse=True)


def corrections_url(year: int) -> str:
    """The list of the year's corrections."""
    return f"{reverse('approvals:corrections')}?year={year}"


def report_tasks(by: Person) -> TaskGroup:
    """In December and January: the year's corrections that the Party office has not put to the committee."""
    today = timezone.localdate()
    year = today.year if today.month == DECEMBER else today.year - 1
    is_due = today.month in (DECEMBER, JANUARY) and queries.may_anywhere(by, Action.REVIEW)
    count, left = unreported(year) if is_due else (0, 0)
    return TaskGroup(_("更正"), (_task(year, count, left),) if left else ())


def _task(year: int, count: int, left: int) -> Task:
    due_on = date(year + 1, JANUARY, 31)
    return Task(
        what=_("%(year)d年度更正清单") % {"year": year},
        who=_("共 %(count)d 处") % {"count": count},
        url=corrections_url(year),
        due_on=due_on,
        note=_("本年度更正 %(left)d 处，尚未报党委会") % {"left": left},
        is_overdue=due_on < timezone.localdate(),
    )


def meetings_to_report_at(year: int) -> QuerySet[Meeting]:
    """Meetings at which the year's corrections may be read: of the year or after, not over yet, the latest first."""
    found = Meeting.objects.filter(held_on__year__gte=year, state__in=[*MeetingState.ahead(), MeetingState.IN_SESSION])
    return found.order_by("-held_on", "-id")
