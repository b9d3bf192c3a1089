"""Who may set measures, report their progress and print a table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.models import ControlTable, DutyConflict, Measure
from controls.states import CONFLICT_MOVES, ConflictEvent
from core.rules import Denied
from core.states import ListState
from organization import queries as organization_queries
from organization import rules as organization_rules
from organization.models import Department, Person, Relative
from organization.roles import Action
from organization.states import PersonKind
from risks.models import RiskPoint

WHAT = gettext_lazy("防控措施")


def open_tables(by: Person, places: Sequence[tuple[Department, bool]]) -> None:
    """Whoever files may open an edition, while none is being worked on, for each (department, is leadership)."""
    found = ControlTable.objects.working().filter(department__in=[department for department, _leads in places])
    working = {(table.department_id, table.is_leadership): table for table in found}
    for department, is_leadership in places:
        if is_leadership:
            _open_leadership(by, department)
        else:
            organization_rules.file(by, department, what=str(WHAT))
        if table := working.get((department.pk, is_leadership)):
            raise Denied(
                _("%(edition)s一览表正处于“%(state)s”状态，不能再开一版。")
                % {"edition": table.edition, "state": table.get_state_display()},
                help=_("请在这一版中修改；审核中的由提交人撤回后再改。"),
            )


def _open_leadership(by: Person, root: Department) -> None:
    may = organization_queries.may
    if by.kind != PersonKind.SYSTEM and not (
        may(by, Action.FILE_LEADERSHIP, root) or may(by, Action.FILE_ON_BEHALF, root)
    ):
        raise Denied(_("班子成员一览表由班子成员填报或党办代录。"), help=_("需要时请联系党办。"))


def _editable(table: ControlTable) -> None:
    if not table.is_editable:
        raise Denied(
            _("%(edition)s一览表处于“%(state)s”状态，不能修改。")
            % {"edition": table.edition, "state": table.get_state_display()},
            help=_("审核中的一览表可由提交人撤回后修改；已生效的请开新版。"),
        )


def add_measure(by: Person, table: ControlTable, point: RiskPoint) -> bool:
    """May `by` set a measure against the point? True when it is on the department's behalf (代录)."""
    is_on_behalf = _keep_measures(by, table, point)
    if point.register_id != table.register_id:
        raise Denied(
            _("风险点“%(point)s”不在这份一览表所依的风险清单中。") % {"point": point},
            help=_("请先改依新的风险清单，或在该风险点所属的一览表中添加。"),
        )
    return is_on_behalf


def _keep_measures(by: Person, table: ControlTable, point: RiskPoint) -> bool:
    if table.is_leadership:
        is_on_behalf = organization_rules.file_leadership(by, point.post, what=str(WHAT))
    else:
        is_on_behalf = organization_rules.file(by, table.department, what=str(WHAT))
    _editable(table)
    return is_on_behalf


def change_measure(by: Person, measure: Measure) -> bool:
    """As setting one, also where its risk point is lost."""
    return _keep_measures(by, measure.table, measure.point)


def remove_measure(by: Person, measure: Measure) -> None:
    """As setting one, also where its risk point is lost."""
    _keep_measures(by, measure.table, measure.point)


def follow_register(by: Person, table: ControlTable) -> None:
    """Whoever files may let the table rest on a newer register, while it is being worked on."""
    if table.is_leadership:
        _open_leadership(by, table.department)
    else:
        organization_rules.file(by, table.department, what=str(WHAT))
    _editable(table)


def set_progress(by: Person, measure: Measure) -> None:
    """Progress stands outside what was approved: who files, or who holds the responsible post, reports it."""
    if measure.table.state in (ListState.SUPERSEDED, ListState.ENDED):
        raise Denied(_("这一版一览表已不再执行，不能登记进展。"), help=_("请在现行一览表中登记。"))
    post = measure.responsible_post
    if post and organization_queries.posts_held(by).filter(pk=post.pk).exists():
        return
    if measure.table.is_leadership:
        organization_rules.file_leadership(by, measure.point.post, what=str(WHAT))
    else:
        organization_rules.file(by, measure.table.department, what=str(WHAT))


def detect_conflicts(by: Person) -> None:
    """Who accepts conflicts or supervises may look for them at any time; the system does so daily."""
    may = organization_queries.may_anywhere
    if by.kind != PersonKind.SYSTEM and not (may(by, Action.ACCEPT_CONFLICT) or may(by, Action.SUPERVISE)):
        raise Denied(_("职责冲突由党办或纪检监察室组织排查。"), help=_("系统每天自动排查一次，不必另行操作。"))


def accept_conflict(by: Person, conflict: DutyConflict, *, expires_on: date | None = None) -> None:
    """An open conflict is accepted by a holder of the action who is neither party nor beneficiary, for a year at most.

    A party is the person, or who holds the post today, and whoever declared a relative there or in its path; a beneficiary belongs to the department whose power it is, or,
    of the division of leaders' work, to a department so overseen.
    """
    if not organization_queries.may(by, Action.ACCEPT_CONFLICT, conflict.department):
        raise Denied(_("职责冲突由党办或党委书记接受。"), help=_("请把理由和补偿措施告诉党办。"))
    if (conflict.state, ConflictEvent.ACCEPT) not in CONFLICT_MOVES:
        raise Denied(_("这一冲突%(state)s，不能再接受。") % {"state": conflict.get_state_display()})
    if conflict.person_id == by.pk or organization_queries.posts_held(by).filter(pk=conflict.post_id or 0).exists():
        raise Denied(_("这一冲突涉及您本人，不能由您接受。"), help=_("请由与此无关的党办人员或党委书记决定。"))
    if any(_is_there(conflict, *post) for post in organization_queries.relatives(by).values_list("post", "post__code")):
        raise Denied(
            _("您申报的亲属在这一冲突涉及的岗位任职，不能由您接受。"),
            help=_("请由与此无关的党办人员或党委书记决定。"),
        )
    if organization_queries.own_departments(by).filter(code__in=_benefiting(conflict)).exists():
        raise Denied(_("您所在部门是这项权力的受益部门，不能由您接受。"), help=_("请由另一部门的有权人员决定。"))
    if expires_on is not None:
        _expires(expires_on)


def _is_there(conflict: DutyConflict, post: int, code: str) -> bool:
    """Is it the conflict's post, or one in its path?"""
    return post == conflict.post_id or code in {line["post"] for line in conflict.path}


def accepted_by_parties(conflicts: Iterable[DutyConflict]) -> set[int]:
    """Of the conflicts those accepted by somebody who has become a party since (`accept_conflict`); two queries."""
    accepted = [conflict for conflict in conflicts if conflict.accepted_by_id]
    people = {conflict.accepted_by_id for conflict in accepted}
    if not people:
        return set()
    tenures = organization_queries.running_tenures().filter(person__in=people)
    held = set(tenures.order_by().values_list("person", "post"))
    near: dict[int, list[tuple[int, str]]] = defaultdict(list)
    declared = Relative.objects.filter(person__in=people, withdrawn_at__isnull=True)
    rows: Any = declared.order_by().values_list("person", "post", "post__code")
    for person, post, code in rows:
        near[person].append((post, code))
    return {
        conflict.pk
        for conflict in accepted
        if conflict.accepted_by_id == conflict.person_id
        or (conflict.accepted_by_id, conflict.post_id) in held
        or any(_is_there(conflict, *post) for post in near[conflict.accepted_by_id or 0])
    }


def _benefiting(conflict: DutyConflict) -> set[str]:
    """Codes of the departments whose power it is, or that are so overseen."""
    if conflict.power is None:
        return {line["department"] for line in conflict.path}
    return {conflict.power.power_list.department.code, conflict.power.handling_department.code}


def _expires(on: date) -> None:
    today = timezone.localdate()
    if not today < on <= today + relativedelta(years=1):
        raise Denied(_("有效期须在明天至一年之内。"), help=_("到期后仍需保留的，届时重新说明理由。"))
