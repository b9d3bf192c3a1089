"""自查报告 and 自查总结报告 in the form of GB/T 9704: the department's signed by its head, the hospital's under a red head."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.documents.official import Block, Heading, Official, Paragraph, Signatures, Table
from supervision.calculations.printed_report import PrintedReport


def paper(report: PrintedReport) -> Official:
    """The report as an official document, its table annexed."""
    is_letter = bool(report.red_head)
    return Official(
        title=report.title,
        author=report.issuer,
        blocks=tuple(_blocks(report)),
        red_head=report.red_head,
        number=report.number,
        signer=_("签发人：＿＿＿＿＿") if is_letter else "",
        addressee=report.addressee,
        issuer=report.issuer,
        issued_on=report.issued_on,
        seal=_("（印章位置）"),
        annexes=(report.annex_title,),
        annex_title=report.annex_title,
        annex=Table(report.headings, report.rows, report.widths),
        hash_label=_("内容校验值（SHA-256）"),
        sha256=report.sha256,
        verify_url=report.verify_url,
        distribution=((_("抄送"), _("本院纪检监察机构。")),) if is_letter else (),
        printed_by=report.printed_by,
        printed_on=_("%(day)s印发") % {"day": report.issued_on},
    )


def _blocks(report: PrintedReport) -> Iterator[Block]:
    for title, text in report.sections:
        yield Heading(title)
        for line in text.split("\n"):
            if line.strip():
                yield Paragraph(line.strip())
    if report.signed_as:
        yield Signatures(((report.signed_as, report.signed_by),))
