"""Who registers daily checks."""

from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from organization.states import PersonKind


def add_daily_check(by: Person, department: Department) -> None:
    """Everybody who is of the department, and who files for it."""
    own = organization_queries.own_departments(by).filter(pk=department.pk)
    if by.kind == PersonKind.SYSTEM or own.exists() or organization_queries.may(by, Action.FILE, department):
        return
    raise Denied(
        _("您不能登记%(department)s的日常检查。") % {"department": department},
        help=_("日常检查由本部门人员登记。"),
    )
