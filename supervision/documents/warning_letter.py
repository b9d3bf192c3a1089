"""风险提示 in words: 防控通知书 or 处置通知书, in the form of an official letter (domain.md 4.8)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.documents.official import Block, Official, Paragraph
from supervision.calculations import PrintedWarning


def letter(warning: PrintedWarning) -> Official:
    """The letter to the department; signed and sealed on paper, and never with the seal alone on its page."""
    return Official(
        title=_("关于%(title)s的廉洁风险%(kind)s") % {"title": warning.title, "kind": warning.kind},
        author=warning.issuer,
        red_head=warning.issuer,
        number=warning.number,
        addressee=f"{warning.addressee}：",
        blocks=tuple(_blocks(warning)),
        issuer=warning.issuer,
        issued_on=warning.sent_on,
        seal=_("（印章位置）"),
    )


def _blocks(warning: PrintedWarning) -> Iterator[Block]:
    for text in filter(None, (line.strip() for line in warning.text.splitlines())):
        yield Paragraph(text)
    if warning.point:
        yield Paragraph(f"{warning.point.rstrip('。')}。", label=_("对应的风险点："))
    yield Paragraph(
        _("请于%(day)s前将核查情况、已采取的防控措施和结果书面反馈%(issuer)s。")
        % {"day": warning.due_on, "issuer": warning.discipline_name},
        is_kept=True,
    )
    yield Paragraph(_("特此通知。"), is_kept=True)
