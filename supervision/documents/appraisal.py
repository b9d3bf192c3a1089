"""考核结果 in words: the sheet of a year with departments by rank, to be signed (第三阶段, 三(三))."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.documents.official import Block, Heading, Official, Paragraph, Signatures, Table
from supervision.calculations.printed_appraisal import PrintedAppraisal


def appraisal(printed: PrintedAppraisal) -> Official:
    """The result sheet, signed by whoever answers for it."""
    return Official(
        title=_("%(year)d年度廉洁风险防控考核结果") % {"year": printed.year},
        author=printed.issuer,
        blocks=tuple(_blocks(printed)),
        issuer=printed.issuer,
        issued_on=printed.published_on,
        seal=_("（印章位置）"),
    )


def _blocks(printed: PrintedAppraisal) -> Iterator[Block]:
    yield Paragraph(
        _("按照本院考核标准，对%(year)d年度各部门廉洁风险防控落实情况进行考核，结果如下。总分相同的名次并列。")
        % {"year": printed.year}
    )
    yield Heading(_("一、部门得分和名次"))
    yield Table(
        headings=(_("名次"), _("部门"), _("总分"), _("备注")),
        rows=printed.departments,
        widths=(16, 70, 30, 40),
    )
    yield Heading(_("二、考核标准"))
    yield Table(headings=(_("考核标准"), _("类别"), _("分值")), rows=printed.criteria, widths=(80, 46, 30))
    yield Heading(_("三、结果运用"))
    yield Paragraph(_("考核结果作为干部奖励、晋级、评先、评优的重要依据，移交人事部门。"))
    yield Paragraph(_("公布内容校验值：%(hash)s。") % {"hash": printed.sha256[:8]})
    yield Signatures(((printed.office, ""), (printed.discipline, ""), (_("审定"), "")))
