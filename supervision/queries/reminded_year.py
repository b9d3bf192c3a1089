"""What of a year comes due for departments: phases they have not finished."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.registry import DueItem
from organization.roles import Action
from supervision.models import Cycle, SelfCheck
from supervision.queries.accountability import follow_ups_due
from supervision.queries.cycles import overview
from supervision.queries.due_self_checks import leaders_behind, self_checks_due
from supervision.queries.spot_check_records import records_due
from supervision.states.cycles import CycleState, PhaseKind
from supervision.states.self_checks import SelfCheckState

OWN = (PhaseKind.MOBILIZE, PhaseKind.CLEAR, PhaseKind.FIND, PhaseKind.MEASURE)
"""Phases that end when the department has done its part; what the others wait for has sources of its own."""


def due_phases(on: date, until: date) -> Iterator[DueItem]:
    """Phases of the years under way that are to end by `until` and that a department has not finished (`OWN`), told to who
    files for it; a constant number of queries a year. A phase that has not begun waits for nobody."""
    for cycle in Cycle.objects.filter(state=CycleState.OPEN).order_by("year"):
        for line in overview(cycle).lines:
            for cell in line.cells:
                if cell.phase.kind in OWN and cell.is_behind and cell.phase.from_on <= on and cell.phase.to_on <= until:
                    words = {"department": line.department, "year": cycle.year, "phase": cell.phase}
                    yield DueItem(
                        key=f"phase:{cell.phase.pk}:{line.department.pk}",
                        text=_("%(department)s%(year)d年度“%(phase)s”阶段的工作") % words,
                        url=cell.url or cycle.get_absolute_url(),
                        due_on=cell.phase.to_on,
                        department_id=line.department.pk,
                        actions=(Action.FILE,),
                    )


def due_self_checks(on: date, until: date) -> Iterator[DueItem]:
    """Self-checks that are not signed, told to who files for the department; to its head, once only the signature is
    missing; one query. Of the leadership's own, leaders with items to answer are told, then the Party secretary, and the
    Party office either time; two queries more."""
    for check in self_checks_due(until):
        is_to_sign = check.is_ready and check.state == SelfCheckState.DRAFT  # type: ignore[attr-defined]
        words = {"department": check.whose, "year": check.cycle.year}
        yield DueItem(
            key=f"self_check:{check.pk}:sign" if is_to_sign else f"self_check:{check.pk}",
            text=_to_do(check, is_to_sign=is_to_sign) % words,
            url=check.get_absolute_url(),
            due_on=check.due_on,
            department_id=check.department_id,
            actions=_waited_for(check),
            people=leaders_behind(check, on) if check.is_leadership else frozenset(),
            is_confined=check.is_leadership,
        )


def _waited_for(check: Any) -> tuple[str, ...]:
    """Of the leadership's, which is not shown to those above, the secretary also while the office works over what was
    returned."""
    if check.is_leadership:
        return (Action.DECIDE, Action.SUBMIT_LEADERSHIP) if check.is_ready else (Action.SUBMIT_LEADERSHIP,)
    return (Action.SIGN,) if check.is_ready and check.state == SelfCheckState.DRAFT else (Action.FILE,)


def _to_do(check: SelfCheck, *, is_to_sign: bool) -> str:
    if is_to_sign:
        return _("%(department)s%(year)d年度自查：签署报告")
    if check.state == SelfCheckState.RETURNED:
        return _("%(department)s%(year)d年度自查：按退回意见修改后重新签署报告")
    return _("%(department)s%(year)d年度自查：填写并签署报告")


def due_records(on: date, until: date) -> Iterator[DueItem]:
    """Records of spot checks that are not signed, told to their inspectors who have not; two queries."""
    for record in records_due(until):
        yield DueItem(
            key=f"record:{record.pk}",
            text=_("%(department)s检查记录：填写并签字") % {"department": record.whom},
            url=record.get_absolute_url(),
            due_on=record.check_of.to_on,
            department_id=record.department_id,
            people=frozenset(each.person_id for each in record.inspectors.all() if each.signed_on is None),
            is_confined=True,
        )


def due_follow_ups(on: date, until: date) -> Iterator[DueItem]:
    """回访 of decisions of accountability, told to who keeps them and nobody else, without a name; one query."""
    for record in follow_ups_due(until):
        yield DueItem(
            key=f"follow_up:{record.pk}",
            text=_("责任追究回访：%(code)s") % {"code": record.code},
            url=record.get_absolute_url(),
            due_on=record.follow_up_on,  # type: ignore[arg-type]
            department_id=record.department_id,
            actions=(Action.KEEP_ACCOUNTABILITY,),
            is_confined=True,
        )
