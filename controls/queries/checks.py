"""What is wrong with a table before it goes up: row by row, each with a link to mend it (part 二(四))."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from controls import calculations
from controls.models import ControlTable, Measure
from controls.queries import conflicts, rows, tables
from controls.states import MeasureKind
from core.registry import Fault, registry
from organization.models import Person
from powers import queries as power_queries
from risks import queries as risk_queries
from risks.models import RiskPoint

LOOK_UPS: dict[str, Callable[[Person, int], Any]] = {
    "powers": power_queries.list_for,
    "risks": risk_queries.register_for,
    "controls": tables.table_for,
}
"""Kind of list → f(by, pk): the list, or None where `by` may not know of it."""


def check(table: ControlTable) -> list[Fault]:
    """Faults of the table's own rows: measures missing, unowned, undated, lost; kinds that do not fit; duties in one hand."""
    faults: list[Fault] = []
    ended = set(power_queries.ended_regulations().filter(measures__table=table).values_list("pk", flat=True))
    for point in rows.point_rows(table):
        faults += _point_faults(table, point, ended)
    faults += [_lost(measure) for measure in rows.lost_measures(table)]
    return [*faults, *conflicts.table_conflicts(table)]


def _point_faults(table: ControlTable, point: RiskPoint, ended: set[int]) -> list[Fault]:
    measures: list[Measure] = point.table_measures  # type: ignore[attr-defined]
    if not measures:
        url = f"{reverse('controls:add_measure', args=[table.pk])}?point={point.pk}"
        return [Fault("no_measure", _("风险点“%(point)s”还没有防控措施。") % {"point": point}, url, point.code)]
    faults = [fault for measure in measures for fault in _measure_faults(measure, ended)]
    if not calculations.has_fitting(point.type, [measure.kind for measure in measures]):
        message = _("“%(type)s”风险的措施中没有与之相适应的类型。") % {"type": point.get_type_display()}
        faults.append(Fault("misfit", message, measures[0].get_absolute_url(), point.code, is_blocking=False))
    return faults


def _measure_faults(measure: Measure, ended: set[int]) -> list[Fault]:
    url, found = measure.get_absolute_url(), _regulation_faults(measure, ended)
    if measure.responsible_post_id is None:
        found.append(Fault("no_post", _("措施“%(text)s”没有责任岗位。") % {"text": measure}, url, measure.code))
    if measure.due_on is None and not measure.is_long_term:
        message = _("措施“%(text)s”没有完成时限，也未注明长期。") % {"text": measure}
        found.append(Fault("no_due", message, url, measure.code))
    return found


def _regulation_faults(measure: Measure, ended: set[int]) -> list[Fault]:
    """制度建设 leads to a regulation (part 二(四)); one that was repealed or given up guards nothing."""
    url, words = measure.get_absolute_url(), {"text": measure, "regulation": measure.regulation}
    if measure.regulation_id in ended:
        message = _("措施“%(text)s”所列的制度“%(regulation)s”已废止或作废，请改选现行制度。") % words
        return [Fault("regulation_ended", message, url, measure.code, is_blocking=False)]
    if measure.kind == MeasureKind.REGULATION and measure.regulation_id is None:
        message = _("“制度建设”措施“%(text)s”没有写明形成的制度。") % words
        return [Fault("no_regulation", message, url, measure.code, is_blocking=False)]
    return []


def _lost(measure: Measure) -> Fault:
    message = _("措施“%(text)s”对应的风险点已不在所依风险清单中，请删除，仍需要的在相应风险点下重新添加。") % {
        "text": measure
    }
    return Fault("lost", message, measure.get_absolute_url(), measure.code)


def summary_check(table: ControlTable, *, by: Person) -> list[tuple[Any, list[Fault]]]:
    """(list handler, faults) of every list that would go up with the table, in chain order, as far as `by` may see it.

    Of the leadership's lists a leader reads what is wrong in the rows of their own posts.
    """
    found = []
    for handler in registry.handlers():
        working = handler.working_list(table.department_id, is_leadership=table.is_leadership)
        if working is not None and LOOK_UPS[handler.kind](by, working.pk) is not None:
            found.append((handler, handler.check(working.pk)))
    if not table.is_leadership:
        return found
    codes = _leadership_codes(by)
    return [(handler, [fault for fault in faults if fault.row_code in codes]) for handler, faults in found]


def _leadership_codes(by: Person) -> set[str]:
    """Codes of the leadership's points and measures that `by` may see, and none, for faults of a list as a whole."""
    points = risk_queries.points_for(by).filter(register__is_leadership=True).order_by()
    measures = tables.measures_for(by).filter(table__is_leadership=True).order_by()
    return {"", *points.values_list("code", flat=True), *measures.values_list("code", flat=True)}
