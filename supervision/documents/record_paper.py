"""The 检查记录表 as an official document: head, drawn points with checklists, signatures, the appendix of the draw."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.documents.official import Block, Heading, Official, Paragraph, Signatures, Table
from supervision.calculations.printed_records import PrintedDraw, PrintedItem, PrintedPoint, PrintedRecord

BLANK = "＿＿＿＿＿＿＿＿"
BOX = "□符合\n□不符合\n□不适用"


def paper(record: PrintedRecord) -> Official:
    """The record with what is filled in, and with lines and boxes where nothing is yet."""
    return Official(
        title=record.title,
        author=record.hospital_name,
        number=record.code,
        blocks=tuple(_blocks(record)),
        annexes=(_("抽取依据"),),
        annex_title=_("抽取依据"),
        annex=_appendix(record.draw),
        hash_label=_("抽查范围文件的 SHA-256"),
        sha256=record.draw.sha256,
        verify_url=record.draw.verify_url,
    )


def _blocks(record: PrintedRecord) -> Iterator[Block]:
    yield Paragraph(
        f"{record.hospital_name}{record.department}。",
        label=_("被查岗位：") if record.is_leadership else _("被查部门："),
    )
    yield Paragraph(f"{record.period}。", label=_("抽查时间："))
    yield Paragraph(str(record.checked_on or BLANK), label=_("检查日期："))
    yield Paragraph(record.place or BLANK, label=_("检查地点："))
    yield Paragraph("、".join(name for name, _day in record.inspectors) or BLANK, label=_("检查人员："))
    for number, point in enumerate(record.points, 1):
        yield from _point(number, point)
    yield Heading(_("总体情况"))
    yield Paragraph(record.summary or BLANK * 6)
    yield Heading(_("被查班子成员意见") if record.is_leadership else _("被查部门意见"))
    yield Paragraph(record.opinion or BLANK * 3)
    if record.opinion_signature:
        yield Paragraph(record.opinion_signature, label=_("签署："))
    signed = [_("%(name)s（%(day)s）") % {"name": name, "day": day} for name, day in record.inspectors if day]
    if signed:
        yield Paragraph("、".join(signed), label=_("已签字："))
    unsigned = [(_("检查人员"), name) for name, day in record.inspectors if not day]
    answering = _("被查班子成员") if record.is_leadership else _("被查部门负责人")
    head = [] if record.opinion_signature else [(answering, "")]
    if lines := (*unsigned, *head):
        yield Signatures(tuple(lines))


def _point(number: int, point: PrintedPoint) -> Iterator[Block]:
    facts = {"number": number, "code": point.code, "grade": point.grade}
    yield Heading(_("%(number)d. 风险点%(code)s（等级：%(grade)s）") % facts)
    where = "，".join(text for text in (point.post, point.power, point.risk_type) if text)
    yield Paragraph(point.description, label=_("风险点："))
    yield Paragraph(where, label=_("所在："), is_kept=True)
    for place, measure in enumerate(point.measures, 1):
        yield Paragraph(measure, label=_("措施%(number)d：") % {"number": place}, is_kept=True)
    if not point.measures:
        yield Paragraph(_("一览表中没有措施。"), label=_("措施："), is_kept=True)
    yield Table(
        headings=(_("序号"), _("检查内容"), _("结果"), _("情况说明")),
        rows=tuple((str(item.number), item.text, item.answer or BOX, _note(item)) for item in point.items),
        widths=(13, 65, 26, 52),
        texts=(1, 3),
    )


def _note(item: PrintedItem) -> str:
    return "\n".join(text for text in (item.note, item.finding) if text)


def _appendix(draw: PrintedDraw) -> Table:
    rows = (
        (_("抽查编号"), draw.code),
        (_("算法"), draw.algorithm),
        (_("种子"), draw.seed),
        (_("种子来源"), draw.source),
        (_("范围固定时间"), draw.frozen),
        (_("种子确定时间"), draw.seeded),
        (_("抽取时间"), draw.drawn),
        (_("范围和数量"), _("从%(count)d个风险点中抽取%(size)d个") % {"count": draw.count, "size": draw.size}),
        (_("权重"), draw.weights),
        (_("规则"), draw.rules),
        (_("重新抽取的命令"), draw.command),
    )
    return Table(headings=(_("项目"), _("内容")), rows=rows, widths=(42, 114))
