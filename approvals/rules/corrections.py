"""Who may put the wording of a list in force right (更正), which row, to what; and who tells the committee of it."""

from typing import Any

from django.utils.translation import gettext as _

from approvals import calculations
from approvals.models import SubmissionRow
from approvals.rules import recusal
from core import calculations as core_calculations
from core.registry import Wording
from core.rules import Denied
from core.states import ListState
from organization import queries
from organization.models import Person
from organization.roles import Action


def keep_corrections(by: Person) -> None:
    """The Party office alone keeps the wording of lists in force."""
    if not queries.may_anywhere(by, Action.REVIEW):
        raise _not_yours()


def _not_yours() -> Denied:
    return Denied(_("更正文字由党办办理。"), help=_("发现错别字、漏字请告诉党办；改内容请由本部门开新版。"))


def correct(by: Person, shown: Any, row: SubmissionRow | None = None) -> None:
    """The Party office, of a list in force; of a row none that the reviewer would have to leave (回避)."""
    if not queries.may(by, Action.REVIEW, shown.department):
        raise _not_yours()
    if shown.state != ListState.IN_FORCE:
        raise Denied(
            _("%(edition)s清单处于“%(state)s”状态，不能更正。")
            % {"edition": shown.edition, "state": shown.get_state_display()},
            help=_("只更正已生效的清单；在办的清单请由本部门直接修改。"),
        )
    if row is not None and (reason := recusal.ground_to_leave(by, row)):
        raise Denied(
            _("这一项须由您回避，不能更正：%(reason)s。") % {"reason": reason}, help=_("请由党办其他人员办理。")
        )


def wording(wording: Wording, after: str) -> None:
    """Another text, not empty, not too long, with the same figures: a number is content."""
    before, after = core_calculations.plain_text(wording.text), core_calculations.plain_text(after)
    if not after:
        raise Denied(_("请填写更正后的文字。"), help=_("删去整段属于改内容，请开新版。"))
    if after == before:
        raise Denied(_("文字没有变化。"), help=_("请在原文上改正错别字、漏字。"))
    if wording.max_length and len(after) > wording.max_length:
        words = {"label": wording.label, "longest": wording.max_length, "length": len(after)}
        raise Denied(_("“%(label)s”最多 %(longest)d 个字，现有 %(length)d 个字。") % words)
    if calculations.figures(before) != calculations.figures(after):
        raise Denied(_("数字有变化，不是文字更正。"), help=_("金额、期限、数量、编号的改动请开新版。"))


def report_corrections(by: Person, *, count: int, left: int) -> None:
    """The Party office, when there are corrections of the year (`left` of `count`) that the committee was not told of."""
    if not queries.may(by, Action.REVIEW, queries.root()):
        raise Denied(_("更正清单由党办报党委会。"), help=_("请联系党办。"))
    if not count:
        raise Denied(_("这一年没有更正，不必报党委会。"))
    if not left:
        raise Denied(
            _("这一年的 %(count)d 处更正已经报过党委会。") % {"count": count}, help=_("以后又有更正的，再报一次。")
        )
