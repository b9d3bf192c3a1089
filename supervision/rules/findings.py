"""Who may register findings."""

from django.utils.translation import gettext as _

from controls.models import Measure
from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from organization.states import PersonKind
from risks.models import RiskPoint
from supervision.states.findings import FindingSource


def place_finding(department: Department, point: RiskPoint | None, measure: Measure | None, new_point: str) -> None:
    """Each finding names the risk point of its department that it belongs to, itself or by its measure, or opens a new one
    (纠错整改)."""
    named = point or (measure.point if measure else None)
    if named is not None and named.register.department_id != department.pk:
        raise Denied(_("所选风险点不是%(department)s的风险点。") % {"department": department})
    if named is None and not new_point.strip():
        raise Denied(
            _("请指明问题属于哪个风险点。"),
            help=_("选择现行的风险点或措施；没有合适的，写明新的风险点，作为建议交责任部门答复。"),
        )


def open_finding(by: Person, department: Department, source: str) -> None:
    """Whoever keeps findings registers any; the department's own people what its self-check found.

    An inspector registers through the record of the spot check (its own rule); the service is called by it for them.
    """
    may = organization_queries.may
    if by.kind == PersonKind.SYSTEM or may(by, Action.KEEP_FINDINGS, department):
        return
    if source in FindingSource.own() and may(by, Action.FILE, department):
        return
    raise Denied(
        _("您不能登记%(department)s的问题。") % {"department": department},
        help=_("问题由党办、纪检监察室登记；自查发现的由本部门填报人登记。"),
    )
