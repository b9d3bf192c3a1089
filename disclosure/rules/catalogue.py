"""Who keeps the catalogue, who registers what arose, and who says that something need not be published."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from core.rules import Denied
from disclosure.models import DisclosureItem, DueDisclosure
from disclosure.states import DraftState, ItemSource, Period
from organization import queries
from organization.models import Department, Person
from organization.roles import Action
from organization.states import PersonKind
from powers.states import DisclosureScope

DRAFTING = (Action.FILE, Action.SIGN)
"""What lets the people of a department write for its items."""


def keep_catalogue(by: Person) -> None:
    """Adding, changing, retiring items: 党办, which publishes for the whole hospital."""
    if by.kind != PersonKind.SYSTEM and not queries.may_for_whole(by, Action.PUBLISH):
        raise Denied(_("公开目录由党办维护。"), help=_("需要增改时，请联系党办。"))


def change_item(by: Person, item: DisclosureItem) -> None:
    """党办, while the item is in use."""
    keep_catalogue(by)
    if item.is_retired:
        raise Denied(_("“%(item)s”已停用。") % {"item": item}, help=_("需要修改的，请先恢复。"))


def retire_item(by: Person, item: DisclosureItem, *, reason: str) -> None:
    """党办, with a reason: what was still to be published of it falls away; not while a draft of it is on its way out."""
    change_item(by, item)
    on_its_way = item.drafts.filter(state__in=[DraftState.IN_REVIEW, DraftState.SCHEDULED]).order_by("code").first()
    if on_its_way is not None:
        words = {"code": on_its_way.code, "state": on_its_way.get_state_display()}
        raise Denied(
            _("公开稿%(code)s%(state)s，该事项不能停用。") % words,
            help=_("请先退回或撤回审核中的公开稿，撤销待发布的。"),
        )
    if not reason.strip():
        raise Denied(_("请写明停用的理由。"), help=_("理由会留在该事项的修改记录里。"))


def restore_item(by: Person, item: DisclosureItem) -> None:
    """党办, a retired item whose department still exists."""
    keep_catalogue(by)
    if not item.is_retired:
        raise Denied(_("“%(item)s”没有停用。") % {"item": item})
    in_use(item.department)


def in_use(department: Department) -> None:
    """A department that was dissolved can answer for nothing."""
    if department.retired_on is not None:
        raise Denied(
            _("“%(department)s”已撤销，不能作责任部门。") % {"department": department}, help=_("请改选现有部门。")
        )


def write_for(by: Person, item: DisclosureItem) -> None:
    """Who writes for an item: its department's filers and head, and 党办."""
    if by.kind == PersonKind.SYSTEM or queries.may_for_whole(by, Action.PUBLISH):
        return
    if not any(queries.may(by, action, item.department) for action in DRAFTING):
        raise Denied(
            _("“%(item)s”由%(department)s负责。") % {"item": item, "department": item.department},
            help=_("请由该部门的填报人、负责人或党办办理。"),
        )


def add_due(by: Person, item: DisclosureItem, *, arose_on: date | None = None) -> None:
    """Whoever writes for the item, of what has arisen already; not of what is due by period, which comes by itself."""
    write_for(by, item)
    if item.is_retired:
        raise Denied(_("“%(item)s”已停用，不再公开。") % {"item": item}, help=_("需要公开的，请党办先恢复该事项。"))
    if item.scope == DisclosureScope.NONE:
        raise Denied(_("“%(item)s”的公开范围是“不公开”。") % {"item": item}, help=_("需要公开的，请党办先改公开范围。"))
    if item.source == ItemSource.POWERS:
        raise Denied(_("职权目录审定生效时自动公开，不用登记。"), help=_("要改公开内容，请修订职权目录。"))
    if item.period != Period.EVENT:
        words = {"item": item, "period": item.get_period_display()}
        raise Denied(_("“%(item)s”%(period)s自动生成待公开，不用登记。") % words)
    if arose_on is not None and arose_on > timezone.localdate():
        raise Denied(_("形成或变更日期不能晚于今天。"), help=_("形成之后再登记。"))


def waive_due(by: Person, due: DueDisclosure, *, reason: str) -> None:
    """党办, with a reason, what was neither published nor waived."""
    keep_catalogue(by)
    if due.met_by_id is not None:
        raise Denied(_("“%(due)s”已经公开。") % {"due": due}, help=_("要撤下的，请在已公开事项中办理。"))
    if due.waived_reason:
        raise Denied(_("“%(due)s”已注明不需公开。") % {"due": due})
    if not reason.strip():
        raise Denied(_("请写明不需公开的理由。"), help=_("理由全院可见。"))
