"""Who may register findings."""

from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from organization.states import PersonKind
from supervision.states.findings import FindingSource


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
