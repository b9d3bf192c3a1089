"""What the system writes of an item itself: figures by department and category, never a text, a name or a single case.

What is confined is left out before it is counted: findings about the leadership, the leadership's table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.models import ControlTable, Measure
from controls.states import MeasureKind, MeasureStatus
from core.rules import allows
from core.states import ListState
from disclosure.calculations import clock
from disclosure.calculations.tables import table
from disclosure.models import DisclosureItem, DueDisclosure, Rating, Suggestion
from disclosure.rules import catalogue as rules
from disclosure.states import HandlingState, ItemSource, Level, Period, SuggestionKind
from organization.models import Person
from risks.models import RiskPoint
from risks.states import Grade
from supervision.models import Appraisal, AppraisalResult, Finding
from supervision.states.appraisals import AppraisalState
from supervision.states.findings import FindingSource, FindingState

BANDS = (
    (90, gettext_lazy("90分及以上")),
    (80, gettext_lazy("80至89分")),
    (70, gettext_lazy("70至79分")),
    (0, gettext_lazy("70分以下")),
)
"""Least points of each band in which results are published: neither the points of a department nor its place."""


@dataclass(frozen=True)
class Generated:
    """A title and a body in Markdown, for a draft to begin with."""

    title: str
    body: str


def generated(by: Person, item: DisclosureItem, due: DueDisclosure | None = None) -> Generated | None:
    """What the system can write of the item for the period of `due`, else for this one, for who writes for the item.

    None where it can write nothing: by hand, powers (which publish themselves), or nothing is there to tell yet. An
    appraisal is that of the period's year where a period is due, else the last one that was told.
    """
    write = WRITERS.get(item.source)
    if write is None or not allows(rules.write_for, by, item):
        return None
    day = due.arose_on if due else timezone.localdate()
    span = clock.span_of(Period.YEAR if item.period == Period.EVENT else item.period, day)
    if item.source == ItemSource.APPRAISALS and (due is None or item.period == Period.EVENT):
        span = _last_appraised(span)
    return write(span)


def _signed(span: clock.Span, source: str, *parts: str) -> str:
    """The parts, with the day of the numbers and where they come from."""
    today = timezone.localdate()
    words = {"year": today.year, "month": today.month, "day": today.day, "source": source}
    foot = _("数据截至%(year)d年%(month)d月%(day)d日，由系统根据%(source)s汇总；只列部门和类别的数字。") % words
    return "\n\n".join([*(part for part in parts if part), foot])


def _rectifications(span: clock.Span) -> Generated | None:
    found = Finding.objects.filter(is_leadership=False, found_on__range=(span.start, span.end))
    figures = {
        "all": Count("pk"),
        "closed": Count("pk", filter=Q(state=FindingState.CLOSED)),
        "in_time": Count("pk", filter=Q(state=FindingState.CLOSED, overdue_count=0)),
        "late": Count("pk", filter=Q(state__in=FindingState.before_report(), due_on__lt=timezone.localdate())),
    }
    departments = list(_grouped(found, "department__path", "department__name", **figures))
    if not departments:
        return None
    sources = dict(FindingSource.choices)
    kinds = list(_grouped(found, "source", **figures))
    head = [_("发现"), _("已销号"), _("其中按期"), _("整改中"), _("其中逾期")]
    total = {name: sum(row[name] for row in kinds) for name in figures}
    lead = _(
        "%(label)s共发现问题%(all)d个，已整改销号%(closed)d个，其中按期%(in_time)d个；逾期未报告整改的%(late)d个。"
    )
    body = _signed(
        span,
        _("问题整改台账"),
        lead % {"label": span.label, **total},
        "## " + _("按部门"),
        table([_("部门"), *head], ([row["department__name"], *_finding_cells(row)] for row in departments)),
        "## " + _("按来源"),
        table([_("来源"), *head], ([sources[row["source"]], *_finding_cells(row)] for row in kinds)),
        _("按规定单独管理的问题不在本表。"),
    )
    return Generated(_("%(label)s问题整改结果") % {"label": span.label}, body)


def _finding_cells(row: dict[str, Any]) -> list[int]:
    return [row["all"], row["closed"], row["in_time"], row["all"] - row["closed"], row["late"]]


def _last_appraised(span: clock.Span) -> clock.Span:
    """The year of the last appraisal that was told by the end of the span."""
    told = Appraisal.objects.filter(state__in=AppraisalState.told(), cycle__year__lte=span.end.year)
    year = told.aggregate(last=Max("cycle__year"))["last"] or span.end.year
    return clock.span_of(Period.YEAR, date(year, 12, 31))


def _appraisals(span: clock.Span) -> Generated | None:
    told = Appraisal.objects.filter(state__in=AppraisalState.told(), cycle__year=span.end.year)
    appraisal = told.select_related("cycle").first()
    if appraisal is None:
        return None
    results = AppraisalResult.objects.filter(appraisal=appraisal, total__isnull=False)
    rows = list(results.order_by("department__path").values_list("department__name", "total"))
    bands = [(name, _band(total)) for name, total in rows]
    words = [band for _name, band in bands]
    counts = [[label, words.count(str(label))] for _least, label in BANDS]
    appeal = ""
    if appraisal.state == AppraisalState.PUBLISHED and appraisal.appeal_until:
        appeal = _("申诉期至%(day)s，结果有更正的另行公布。") % {"day": appraisal.appeal_until}
    body = _signed(
        span,
        _("已公布的考核结果"),
        _("%(year)d年度共考核%(count)d个部门。") % {"year": appraisal.cycle.year, "count": len(bands)},
        table([_("得分"), _("部门数")], counts),
        "## " + _("各部门"),
        table([_("部门"), _("得分")], bands),
        appeal,
    )
    return Generated(_("%(year)d年度廉洁风险防控考核结果摘要") % {"year": appraisal.cycle.year}, body)


def _band(total: Any) -> str:
    return next(str(label) for least, label in BANDS if total >= least)


def _tables(span: clock.Span) -> Generated | None:
    tables = ControlTable.objects.filter(state=ListState.IN_FORCE, is_leadership=False)
    rows: list[Any] = list(tables.order_by("department__path").values("pk", "register", "department__name"))
    if not rows:
        return None
    grades = {str(grade): Count("pk", filter=Q(grade=grade)) for grade in Grade}
    points = RiskPoint.objects.filter(register__in=tables.values("register"))
    grades["posts"] = Count("post", distinct=True)
    by_register = {row["register"]: row for row in _grouped(points, "register", **grades)}
    done = {
        "all": Count("pk"),
        "due": Count("pk", filter=Q(due_on__isnull=False)),
        "done": Count("pk", filter=Q(status=MeasureStatus.DONE)),
    }
    measures = Measure.objects.filter(table__in=tables.values("pk"))
    by_table = {row["table"]: row for row in _grouped(measures, "table", **done)}
    kinds = dict(MeasureKind.choices)
    by_kind = [[kinds[row["kind"]], row["all"], row["done"]] for row in _grouped(measures, "kind", **done)]
    head = [_("部门"), _("岗位"), *(_("%(grade)s风险") % {"grade": grade.label} for grade in Grade)]
    body = _signed(
        span,
        _("已审定生效的岗位权力风险防控一览表"),
        "## " + _("按部门"),
        table(
            [*head, _("防控措施"), _("其中限期完成"), _("已完成")],
            (_table_cells(row, by_register.get(row["register"], {}), by_table.get(row["pk"], {})) for row in rows),
        ),
        "## " + _("按措施类型"),
        table([_("措施类型"), _("防控措施"), _("已完成")], by_kind),
    )
    return Generated(_("%(label)s岗位权力风险防控一览表摘要") % {"label": span.label}, body)


def _table_cells(row: dict[str, Any], points: dict[str, Any], measures: dict[str, Any]) -> list[Any]:
    counted = [points.get(name, 0) for name in ("posts", *Grade.values)]
    return [row["department__name"], *counted, *(measures.get(name, 0) for name in ("all", "due", "done"))]


def _suggestions(span: clock.Span) -> Generated | None:
    start, after = _moments(span)
    received = Suggestion.objects.filter(received_at__gte=start, received_at__lt=after)
    answered = Q(handling__state=HandlingState.ANSWERED)
    figures = {
        "all": Count("pk"),
        "answered": Count("pk", filter=answered),
        "in_time": Count("pk", filter=answered & Q(handling__closed_at__date__lte=F("due_on"))),
        "refused": Count("pk", filter=Q(handling__state=HandlingState.REFUSED)),
    }
    kinds = dict(SuggestionKind.choices)
    rows = [[kinds[row["kind"]], *(row[name] for name in figures)] for row in _grouped(received, "kind", **figures)]
    levels = dict(
        Rating.objects.filter(rated_on__range=(span.start, span.end)).values_list("level").annotate(Count("pk"))
    )
    if not rows and not levels:
        return None
    head = [_("类型"), _("收到"), _("已答复"), _("其中按期"), _("不予受理")]
    body = _signed(
        span,
        _("意见建议和评议记录"),
        "## " + _("意见建议"),
        table(head, rows) if rows else _("本期没有收到意见建议。"),
        "## " + _("社会评议"),
        table([_("评价"), _("份数")], [[level.label, levels.get(str(level), 0)] for level in Level]),
    )
    return Generated(_("%(label)s意见建议和社会评议统计") % {"label": span.label}, body)


def _moments(span: clock.Span) -> tuple[datetime, datetime]:
    """The first moment of the period, and of the day after it."""
    return _midnight(span.start), _midnight(span.end + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _grouped(rows: QuerySet, *by: str, **figures: Any) -> QuerySet:
    return rows.order_by(*by).values(*by).annotate(**figures)


WRITERS: dict[str, Callable[[clock.Span], Generated | None]] = {
    ItemSource.RECTIFICATIONS: _rectifications,
    ItemSource.APPRAISALS: _appraisals,
    ItemSource.TABLES: _tables,
    ItemSource.SUGGESTIONS: _suggestions,
}
