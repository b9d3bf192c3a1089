"""Who may set measures, report their progress and print a table."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.models import ControlTable, Measure
from core.rules import Denied
from core.states import ListState
from organization import queries as organization_queries
from organization import rules as organization_rules
from organization.models import Department, Person
from organization.roles import Action
from organization.states import PersonKind
from risks.models import RiskPoint

WHAT = gettext_lazy("防控措施")


def open_tables(by: Person, places: Sequence[tuple[Department, bool]]) -> None:
    """Whoever files may open an edition, while none is being worked on, for each (department, is leadership)."""
    for department, is_leadership in places:
        if is_leadership:
            _open_leadership(by, department)
        else:
            organization_rules.file(by, department, what=str(WHAT))
    found = ControlTable.objects.working().filter(department__in=[department for department, _leads in places])
    working = {(table.department_id, table.is_leadership): table for table in found}
    for department, is_leadership in places:
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
