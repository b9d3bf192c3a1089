"""Who may file a department's powers."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.rules import Denied
from organization import rules as organization_rules
from organization.models import Department, Person
from powers.models import Power, PowerList


def file(by: Person, department: Department) -> None:
    """The department's own filers and head, the Party office on its behalf (代录), the system when loading."""
    organization_rules.file(by, department, what=_("职权目录"))


def open_lists(by: Person, departments: Iterable[Department]) -> None:
    """Whoever files may open an edition, while none is being worked on and the department exists."""
    departments = list(departments)
    working = {found.department_id: found for found in PowerList.objects.working().filter(department__in=departments)}
    for department in departments:
        file(by, department)
        if department.retired_on:
            raise Denied(_("%(department)s已撤销，不能再开新版职权目录。") % {"department": department})
        if found := working.get(department.pk):
            raise Denied(
                _("%(department)s的%(edition)s职权目录正处于“%(state)s”状态，不能再开一版。")
                % {"department": department, "edition": found.edition, "state": found.get_state_display()},
                help=_("请在这一版中修改；审核中的由提交人撤回后再改。"),
            )


def file_power(by: Person, power_list: PowerList) -> None:
    """Rows change only in an edition that is a draft, returned or withdrawn."""
    file(by, power_list.department)
    if not power_list.is_editable:
        raise Denied(
            _("%(edition)s职权目录处于“%(state)s”状态，不能修改。")
            % {"edition": power_list.edition, "state": power_list.get_state_display()},
            help=_("审核中的目录可由提交人撤回后修改；已生效的目录请开新版。"),
        )


def change_power(by: Person, power: Power) -> None:
    """As filing: the list's department and state decide."""
    file_power(by, power.power_list)


def save_flow(by: Person, power: Power) -> None:
    """As filing: a chart is part of its power."""
    file_power(by, power.power_list)


def remove_power(by: Person, power: Power) -> None:
    """As filing; what cites the power keeps it, which the database says."""
    file_power(by, power.power_list)
