"""Who is shown the overview."""

from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action

SEEING = (Action.SEE_OVERVIEW, Action.SEE_DRAFTS)


def see_overview(by: Person) -> None:
    """The leadership and the offices see the whole hospital's, who works for or oversees a department that one's."""
    is_known = by.held_roles is not None
    if organization_queries.lacks(by, *SEEING) or (
        not is_known and not organization_queries.may_act_anywhere(by, *SEEING)
    ):
        raise Denied(
            _("总览由领导班子、党办、纪检监察室查看，分管领导和部门负责人看各自的部门。"),
            help=_("需要数据的，请联系本部门负责人或党办。"),
        )
