"""Who takes a publication off, and when."""

from django.utils.translation import gettext as _

from core.rules import Denied
from disclosure.models import Publication
from disclosure.states import PublicationKind, PublicationState
from organization import queries
from organization.models import Person
from organization.roles import Action


def withdraw(by: Person, publication: Publication, *, reason: str) -> None:
    """党办 that publishes for its department, with a reason, what still stands open: in a hurry too, when something should
    not have been public."""
    places = queries.departments_for(by, Action.PUBLISH).filter(code=publication.department_code)
    if not (queries.may_for_whole(by, Action.PUBLISH) or places.exists()):
        raise Denied(_("撤下公开事项由党办办理。"), help=_("请联系党办；发现泄露个人信息的请立即电话告知。"))
    if publication.kind not in PublicationKind.of_content():
        raise Denied(_("公开链上的登记本身不能撤下。"))
    if publication.state != PublicationState.PUBLISHED:
        raise Denied(_("“%(thing)s”已不在公开中。") % {"thing": publication})
    if not reason.strip():
        raise Denied(_("请写明撤下的理由。"), help=_("理由会与原校验码一起留在公开链上。"))
