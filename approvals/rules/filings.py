"""Who sends the leadership's filing to the body above and enters its receipt (part 二(三), 备案)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import Filing
from approvals.states import FILING_MOVES, FilingVerb
from core.rules import Denied
from organization import queries
from organization.models import Person
from organization.roles import Action


def send_filing(by: Person, filing: Filing, sent_on: date | None = None) -> None:
    """The Party office, once; on a day between coming into force and today."""
    _move(by, filing, FilingVerb.SEND)
    if not filing.body:
        raise Denied(_("还没有写明接收备案的机构。"), help=_("请先在“机构—医院名称”中填写。"))
    _refuse_day(sent_on, earliest=timezone.localdate(filing.filed_at), words=_("报送日期不能早于生效日期 %(day)s。"))


def record_receipt(by: Person, filing: Filing, on: date | None = None) -> None:
    """The Party office, of what was sent; on a day between sending and today."""
    _move(by, filing, FilingVerb.RECEIVE)
    _refuse_day(on, earliest=filing.sent_on, words=_("回执日期不能早于报送日期 %(day)s。"))


def ask_filing_print(by: Person, filing: Filing) -> None:
    """The Party office writes the cover letter."""
    if not queries.may(by, Action.SUBMIT_LEADERSHIP, filing.submission.department):
        raise Denied(_("班子成员清单由党办报送备案。"), help=_("请联系党办。"))


def _move(by: Person, filing: Filing, verb: str) -> None:
    ask_filing_print(by, filing)
    if (filing.state, verb) not in FILING_MOVES:
        raise Denied(
            _("%(filing)s处于“%(state)s”状态，不能“%(verb)s”。")
            % {"filing": filing, "state": filing.get_state_display(), "verb": FilingVerb(verb).label}
        )


def _refuse_day(day: date | None, *, earliest: date | None, words: str) -> None:
    if day is None:
        return
    if day > timezone.localdate():
        raise Denied(_("日期不能晚于今天。"))
    if earliest and day < earliest:
        raise Denied(words % {"day": earliest})
