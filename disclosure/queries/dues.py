"""待公开: what is to be published by when, where each stands, which periods wait to be opened, who still has to write."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import DueItem, Task, TaskGroup
from disclosure.calculations import clock
from disclosure.models import DisclosureItem, Draft, DueDisclosure
from disclosure.queries.catalogue import OPEN, items_found
from disclosure.rules.catalogue import DRAFTING
from disclosure.states import SOON_DAYS, DraftState, DueStanding, Period
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from powers.states import DisclosureScope


def standing_of(today: date) -> Case:
    """Where a row stands on a day, to filter and sort by: its last day itself is still in time, the day after is late."""
    return Case(
        When(met_on__lte=F("due_on"), then=Value(str(DueStanding.MET))),
        When(met_on__isnull=False, then=Value(str(DueStanding.LATE))),
        When(~Q(waived_reason=""), then=Value(str(DueStanding.WAIVED))),
        When(due_on__lt=today, then=Value(str(DueStanding.OVERDUE))),
        When(due_on__lte=today + timedelta(days=SOON_DAYS), then=Value(str(DueStanding.SOON))),
        default=Value(str(DueStanding.OPEN)),
    )


def dues_for(by: Person) -> QuerySet[DueDisclosure]:
    """Everything that is or was to be published, for who does business here, with its `standing` today."""
    return (
        DueDisclosure.objects.filter(organization_queries.is_business(by))
        .select_related("item__department")
        .annotate(standing=standing_of(timezone.localdate()))
    )


def dues_shown(by: Person, *, with_done: bool) -> QuerySet[DueDisclosure]:
    """The same, without what was published or waived, unless asked for: the most overdue come first by their day."""
    return dues_for(by) if with_done else dues_for(by).filter(OPEN)


def due_for(by: Person, pk: int) -> DueDisclosure | None:
    """One of them."""
    return dues_for(by).filter(pk=pk).first()


def search_dues(rows: QuerySet[DueDisclosure], text: str) -> QuerySet[DueDisclosure]:
    """Dues whose item has every word of `text`, or whose occasion has them as they stand."""
    return rows.filter(Q(item__in=items_found(text)) | Q(label__icontains=text))


def with_counting(dues: Iterable[DueDisclosure], *, is_writer: bool, is_keeper: bool) -> list[Any]:
    """Dues of one item for its page, each with what may be done about it (`is_to_write`, `is_to_waive`) and `counted`: how
    its last day was counted, in words; empty where it was counted by another clock or calendar than holds now.
    """
    overrides = organization_queries.workday_overrides()
    shown: list[Any] = list(dues)
    for due in shown:
        days = due.item.clock_days
        counting = clock.count(due.arose_on, days, overrides)
        is_same = counting.due_on == due.due_on
        is_waiting = due.standing in DueStanding.waiting()
        due.is_to_write, due.is_to_waive = is_waiting and is_writer, is_waiting and is_keeper
        due.counted = clock.in_words(counting, start=due.arose_on, days=days) if is_same else ""
    return shown


def due_counts(by: Person) -> dict[str, int]:
    """How many are overdue, soon due, waiting at all, and were published late this year."""
    rows = dues_for(by)
    waiting = Q(standing__in=DueStanding.waiting())
    year = timezone.localdate().year
    return rows.aggregate(
        waiting=Count("pk", filter=waiting),
        overdue=Count("pk", filter=Q(standing=DueStanding.OVERDUE)),
        due_soon=Count("pk", filter=Q(standing=DueStanding.SOON)),
        met=Count("pk", filter=Q(standing=DueStanding.MET, met_on__year=year)),
        late=Count("pk", filter=Q(standing=DueStanding.LATE, met_on__year=year)),
    )


def periods_to_open(today: date) -> Iterator[tuple[DisclosureItem, clock.Span]]:
    """Periods that have ended while their item was in use with this period, and have no due disclosure yet; two queries."""
    known = set(DueDisclosure.objects.values_list("item", "label"))
    for item in _periodic():
        since = timezone.localdate(item.used_since)  # type: ignore[attr-defined]
        for span in clock.ended_spans(item.period, since=since, today=today):
            if (item.pk, span.label) not in known:
                yield item, span


def _periodic() -> QuerySet[DisclosureItem]:
    """Items in use that are due by period, with `used_since`: when the latest stretch of its history began in which it
    was in use with the period it has now. So a period that is changed, and an item that is restored, begin from that day."""
    history = DisclosureItem.history.model.objects.filter(id=OuterRef("pk"))
    otherwise = history.filter(~Q(period=OuterRef("period")) | Q(is_retired=True)).order_by("-history_id")
    told = history.filter(history_id__gt=Coalesce(OuterRef("otherwise"), 0)).order_by()
    begun = told.values("id").annotate(at=Min("history_date")).values("at")
    return (
        DisclosureItem.objects.filter(is_retired=False)
        .exclude(period=Period.EVENT)
        .exclude(scope=DisclosureScope.NONE)
        .annotate(otherwise=Subquery(otherwise.values("history_id")[:1]))
        .annotate(used_since=Subquery(begun[:1]))
        .order_by("position", "pk")
    )


def due_disclosures(on: date, until: date) -> Iterator[DueItem]:
    """Reminders of what is to be published, one a department and day; one query."""
    rows = _unwritten().filter(due_on__lte=until).order_by()
    names = ("item__department", "item__department__name", "due_on")
    for row in rows.values(*names).annotate(count=Count("pk")).order_by("due_on", "item__department"):
        words = {"department": row["item__department__name"], "count": row["count"]}
        yield DueItem(
            key=f"disclosure:{row['item__department']}",
            text=_("%(department)s%(count)d项信息到最迟公开日期") % words,
            url=f"{reverse('disclosure_desk:dues')}?department={row['item__department']}",
            due_on=row["due_on"],
            department_id=row["item__department"],
            actions=(Action.FILE,),
            count=row["count"],
        )


def _unwritten() -> QuerySet[DueDisclosure]:
    """Open ones of which no draft is under review or waits for its hour: the department still has to do something."""
    on_its_way = Draft.objects.filter(due=OuterRef("pk"), state__in=[DraftState.IN_REVIEW, DraftState.SCHEDULED])
    return DueDisclosure.objects.filter(OPEN).exclude(Exists(on_its_way))


def due_tasks(by: Person) -> TaskGroup:
    """For 我的待办: what the own departments still have to write, one by one; for 党办 how much is overdue in all."""
    title, today = _("待公开"), timezone.localdate()
    if organization_queries.lacks(by, *DRAFTING, Action.PUBLISH):
        return TaskGroup(title, ())
    own = Q()
    for action in DRAFTING:
        own |= Q(item__department__in=organization_queries.departments_for(by, action).values("pk"))
    rows = _unwritten().filter(own).select_related("item").order_by("due_on", "pk")[:20]
    found = [
        Task(
            what=_("%(item)s：%(label)s") % {"item": due.item, "label": due.label},
            who=_("公开目录"),
            url=due.item.get_absolute_url(),
            since=due.arose_on,
            due_on=due.due_on,
            is_overdue=due.due_on < today,
        )
        for due in rows
    ]
    if organization_queries.may_for_whole(by, Action.PUBLISH):
        found += _overdue_task(today)
    return TaskGroup(title, tuple(found))


def _overdue_task(today: date) -> list[Task]:
    late = DueDisclosure.objects.filter(OPEN, due_on__lt=today).aggregate(n=Count("pk"), first=Min("due_on"))
    if not late["n"]:
        return []
    what = _("全院%(count)d项逾期未公开，请督促责任部门或注明不需公开") % {"count": late["n"]}
    url = f"{reverse('disclosure_desk:dues')}?standing={DueStanding.OVERDUE}"
    return [Task(what=what, who=_("公开目录"), url=url, since=None, due_on=late["first"], is_overdue=True)]


def departments_due() -> QuerySet[Department]:
    """Departments that answer for an item, for the filters."""
    keepers = DisclosureItem.objects.filter(department=OuterRef("pk"))
    return Department.objects.filter(Exists(keepers)).order_by("path")
