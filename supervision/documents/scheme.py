"""实施方案 in words: the paper by which a year's work is announced (part 二(一))."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.documents.official import Block, Heading, Official, Paragraph, Table
from supervision.calculations.scheme import PrintedScheme

NUMERALS = "一二三四五六七八九十"


def scheme(printed: PrintedScheme) -> Official:
    """The scheme with a red head, its annex the departments and the posts that answer."""
    return Official(
        title=_("关于印发《%(title)s实施方案》的通知") % {"title": printed.title},
        author=printed.issuer,
        red_head=_("%(issuer)s文件") % {"issuer": printed.issuer},
        number=printed.document_number or _("〔　　〕　号"),
        addressee=_("各科室："),
        blocks=tuple(_blocks(printed)),
        issuer=printed.issuer,
        issued_on=printed.issued_on,
        seal=_("（印章位置）"),
        annexes=(_("参加部门和责任岗位"),),
        annex_title=_("参加部门和责任岗位"),
        annex=Table(
            headings=(_("序号"), _("部门"), _("责任岗位")),
            rows=tuple((str(number), *row) for number, row in enumerate(printed.departments, 1)),
            widths=(16, 70, 70),
        ),
        distribution=((_("分送"), _("党委委员，领导小组成员，各科室。")),),
        printed_by=printed.office,
        printed_on=_("%(day)s印发") % {"day": printed.issued_on},
    )


def _blocks(printed: PrintedScheme) -> Iterator[Block]:
    yield Paragraph(
        _(
            "为落实廉洁风险防控以年度为周期的动态管理，规范和制约岗位权力运行，现就%(year)d年度工作制定本方案，请认真组织实施。"
        )
        % {"year": printed.year}
    )
    yield Heading(_("一、目标要求"))
    yield from _paragraphs(printed.goals)
    yield Heading(_("二、方法步骤"))
    for number, phase in enumerate(printed.phases):
        words = {"number": NUMERALS[number], "name": phase.name, "days": phase.days}
        yield Heading(_("（%(number)s）%(name)s（%(days)s）") % words, 2)
        if phase.leader:
            yield Paragraph(_("%(leader)s牵头，各参加部门落实。") % {"leader": phase.leader})
        yield from _paragraphs(phase.task)
    yield Heading(_("三、组织领导"))
    yield from _paragraphs(printed.leading)
    yield Heading(_("四、工作要求"))
    yield from _paragraphs(printed.demands)


def _paragraphs(text: str) -> Iterator[Block]:
    for line in text.splitlines():
        if line.strip():
            yield Paragraph(line.strip())
