"""Who settles a power's 公开属性 and who gives the secrecy opinion, and when."""

from django.utils.translation import gettext as _

from core.rules import Denied
from core.states import ListState
from disclosure.models import DisclosureReview
from organization import queries
from organization.models import Person
from organization.roles import Action
from powers.models import Power


def settle_scope(by: Person, power: Power) -> None:
    """党办 (or its stand-in), while the power is under review, and never for its own department's list."""
    department = power.power_list.department
    if queries.acting_as(by, Action.REVIEW, department) is None:
        raise Denied(_("公开属性由党办在逐项审核时确定。"), help=_("请联系党办。"))
    if by.department_id == department.pk:
        raise Denied(_("本部门的职权不能由本部门确定公开属性。"), help=_("未经其他部门审核的职权不对社会公开。"))
    _under_review(power)


def give_secrecy_opinion(
    by: Person, power: Power, review: DisclosureReview | None, *, frozen_hash: str
) -> DisclosureReview:
    """The secrecy reviewer, after 党办 settled the scope of the text as it is frozen, while the power is under review;
    returns the settled row.
    """
    if queries.acting_as(by, Action.REVIEW_SECRECY, power.power_list.department) is None:
        raise Denied(_("保密审查意见由保密审查员出具。"), help=_("请联系保密审查员。"))
    _under_review(power)
    if review is None:
        raise Denied(_("党办尚未确定该职权的公开属性。"), help=_("请等党办逐项审核后再出具保密审查意见。"))
    if review.content_hash != frozen_hash:
        raise Denied(
            _("“%(power)s”内容已修改，党办尚未重新确定公开属性。") % {"power": power},
            help=_("请等党办重新确定后再出具保密审查意见。"),
        )
    return review


def _under_review(power: Power) -> None:
    if power.power_list.state != ListState.IN_REVIEW:
        raise Denied(
            _("该职权目录处于“%(state)s”状态，不在审核中。") % {"state": power.power_list.get_state_display()},
            help=_("公开属性和保密审查意见只在审核期间出具。"),
        )
