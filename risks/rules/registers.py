"""Who may open, change and review a register."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.rules import Denied
from organization.models import Department, Person
from risks.models import RiskRegister
from risks.rules import scopes


def open_register(by: Person, department: Department, *, is_leadership: bool) -> None:
    """Whoever files there may open an edition, while none is being worked on and the department exists."""
    open_registers(by, [(department, is_leadership)])


def open_registers(by: Person, places: Sequence[tuple[Department, bool]]) -> None:
    """As `open_register`, for each (department, is leadership)."""
    for department, is_leadership in places:
        _may_open(by, department, is_leadership=is_leadership)
    found = RiskRegister.objects.working().filter(department__in=[department for department, _leads in places])
    working = {(register.department_id, register.is_leadership): register for register in found}
    for department, is_leadership in places:
        if register := working.get((department.pk, is_leadership)):
            raise Denied(
                _("%(where)s的%(edition)s风险清单正处于“%(state)s”状态，不能再开一版。")
                % {
                    "where": _where(department, is_leadership=is_leadership),
                    "edition": register.edition,
                    "state": register.get_state_display(),
                },
                help=_("请在这一版中修改；审核中的由提交人撤回后再改。"),
            )


def _may_open(by: Person, department: Department, *, is_leadership: bool) -> None:
    if not scopes.is_system(by) and not scopes.may_file(by, department, is_leadership=is_leadership):
        raise Denied(
            _("您不能填报%(where)s的风险清单。") % {"where": _where(department, is_leadership=is_leadership)},
            help=_("由本部门填报人或科室负责人填报，也可请党办代录；发现别的部门的风险，请提出建议。"),
        )
    if department.retired_on:
        raise Denied(_("%(department)s已撤销，不能再开新版风险清单。") % {"department": department})


def _where(department: Department, *, is_leadership: bool) -> str:
    return _("班子成员") if is_leadership else str(department)


def change_register(by: Person, register: RiskRegister) -> None:
    """Rows change only in an edition that is a draft, returned or withdrawn, by those who file there."""
    if not scopes.is_system(by) and not scopes.may_file(by, register.department, is_leadership=register.is_leadership):
        raise Denied(
            _("您不能修改%(where)s的风险清单。")
            % {"where": _where(register.department, is_leadership=register.is_leadership)},
            help=_("请联系该部门的填报人或科室负责人，或提出建议。"),
        )
    must_be_editable(register)


def must_be_editable(register: RiskRegister) -> None:
    """A draft, returned or withdrawn edition."""
    if not register.is_editable:
        raise Denied(
            _("%(edition)s风险清单处于“%(state)s”状态，不能修改。")
            % {"edition": register.edition, "state": register.get_state_display()},
            help=_("审核中的清单可由提交人撤回后修改；已生效的清单请开新版。"),
        )


def follow_power_list(by: Person, register: RiskRegister) -> None:
    """As changing the register."""
    change_register(by, register)


def hold_review(by: Person, register: RiskRegister) -> None:
    """The department records its own collective review, the Party office that of the leadership's register."""
    if register.is_leadership and not scopes.may_keep_leadership(by):
        raise Denied(_("班子成员风险清单的集体评定由党办记录。"))
    change_register(by, register)


def anchor(found: Any, wanted: Any) -> Any:
    """What was found for the power or step wanted: it must stand in the edition the register rests on."""
    if found is None:
        raise Denied(
            _("“%(wanted)s”不在这份清单所依的职权目录中。") % {"wanted": wanted},
            help=_("职权目录可能已有新版：请先让清单跟随职权目录，再选择环节。"),
        )
    return found
