"""What is wrong with a table before it goes up: row by row, each with a link to mend it (part 二(四))."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from controls import calculations
from controls.models import ControlTable, Measure
from controls.queries import rows
from core.registry import Fault, registry
from risks.models import RiskPoint


def check(table: ControlTable) -> list[Fault]:
    """Faults of the table's own rows: measures missing, unowned, undated, lost; kinds that do not fit."""
    faults: list[Fault] = []
    for point in rows.point_rows(table):
        faults += _point_faults(table, point)
    faults += [_lost(measure) for measure in rows.lost_measures(table)]
    return faults


def _point_faults(table: ControlTable, point: RiskPoint) -> list[Fault]:
    measures: list[Measure] = point.table_measures  # type: ignore[attr-defined]
    if not measures:
        url = f"{reverse('controls:add_measure', args=[table.pk])}?point={point.pk}"
        return [Fault("no_measure", _("风险点“%(point)s”还没有防控措施。") % {"point": point}, url, point.code)]
    faults = [fault for measure in measures for fault in _measure_faults(measure)]
    if not calculations.has_fitting(point.type, [measure.kind for measure in measures]):
        message = _("“%(type)s”风险的措施中没有与之相适应的类型。") % {"type": point.get_type_display()}
        faults.append(Fault("misfit", message, measures[0].get_absolute_url(), point.code, is_blocking=False))
    return faults


def _measure_faults(measure: Measure) -> list[Fault]:
    url, found = measure.get_absolute_url(), []
    if measure.responsible_post_id is None:
        found.append(Fault("no_post", _("措施“%(text)s”没有责任岗位。") % {"text": measure}, url, measure.code))
    if measure.due_on is None and not measure.is_long_term:
        message = _("措施“%(text)s”没有完成时限，也未注明长期。") % {"text": measure}
        found.append(Fault("no_due", message, url, measure.code))
    return found


def _lost(measure: Measure) -> Fault:
    message = _("措施“%(text)s”对应的风险点已不在所依风险清单中，请删除，仍需要的在相应风险点下重新添加。") % {
        "text": measure
    }
    return Fault("lost", message, measure.get_absolute_url(), measure.code)


def summary_check(table: ControlTable) -> list[tuple[Any, list[Fault]]]:
    """(list handler, faults) of every list of the department that would go up with the table, in chain order."""
    found = []
    for handler in registry.handlers():
        working = handler.working_list(table.department_id, is_leadership=table.is_leadership)
        if working is not None:
            found.append((handler, handler.check(working.pk)))
    return found
