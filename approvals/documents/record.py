"""会议记录 in words: everything that was said and voted, for those who may read it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.calculations import PrintedItem, PrintedMeeting, PrintedVote, numeral
from approvals.documents import parts
from approvals.documents.official import Block, Heading, Official, Paragraph, Signatures


def record(meeting: PrintedMeeting) -> Official:
    """The restricted record: attendance, then item by item recusals, opinions in order, votes by name, resolutions."""
    return Official(
        title=_("%(committee)s会会议记录") % {"committee": meeting.issuer},
        author=meeting.issuer,
        marking=_("内部资料　限阅"),
        number=meeting.number,
        blocks=tuple(_blocks(meeting)),
        annex_title=_("所议清单的内容校验值"),
        annex=parts.hashes(meeting),
        hash_label=_("本记录校验值（SHA-256）"),
        sha256=meeting.sha256,
        verify_url=meeting.verify_url,
    )


def _blocks(meeting: PrintedMeeting) -> Iterator[Block]:
    if meeting.is_partial:
        text = _("本份依据回避规定，不含您须回避部分的发言和署名意见。")
        yield Paragraph(text, label=_("阅读范围："))
    yield from parts.circumstances(meeting)
    yield Heading(_("一、到会情况"))
    yield from _attendance(meeting)
    yield Heading(_("二、议题和表决"))
    for item in meeting.items:
        yield from _item(item)
    yield Heading(_("三、签字"))
    yield Signatures(tuple(_signatures(meeting)))


def _attendance(meeting: PrintedMeeting) -> Iterator[Block]:
    lists = (
        (_("应到"), meeting.due),
        (_("实到"), meeting.present),
        (_("请假"), meeting.on_leave),
        (_("缺席"), meeting.absent),
        (_("列席"), meeting.observers),
    )
    for label, names in lists:
        text = _("%(count)d人：%(names)s。") % {"count": len(names), "names": "、".join(names)} if names else _("无。")
        yield Paragraph(text, label=f"{label}：")


def _item(item: PrintedItem) -> Iterator[Block]:
    yield Heading(f"（{numeral(item.position)}）{item.title}", level=2)
    yield Paragraph(parts.entries(item), label=_("提交审定："))
    yield Paragraph(_recusals(item), label=_("回避："))
    if item.presided_by:
        yield Paragraph(
            _("主持人回避的部分由%(names)s主持。") % {"names": "、".join(item.presided_by)}, label=_("主持：")
        )
    yield from _statements(item)
    for number, vote in enumerate(item.votes, 1):
        yield from _vote(vote, number if len(item.votes) > 1 else 0)
    if item.postponed_reason:
        yield Paragraph(f"{item.postponed_reason}。", label=_("缓议："))
    for text in parts.resolutions(item):
        yield Paragraph(text, label=_("决议："))
    if item.implementer:
        yield Paragraph(parts.follow_up(item), label=_("落实："))


def _recusals(item: PrintedItem) -> str:
    if not item.recusals:
        return _("无。")
    sentences = [
        _("%(name)s回避%(codes)s（%(reason)s）") % {"name": name, "codes": codes, "reason": reason}
        for name, reason, codes in item.recusals
    ]
    return "；".join(sentences) + _("，不参加相应部分的讨论、表决和主持。")


def _statements(item: PrintedItem) -> Iterator[Block]:
    if item.is_hidden:
        yield Paragraph(_("须回避部分的发言依规定不予提供。"), label=_("发言："))
    elif not item.statements:
        yield Paragraph(_("无。"), label=_("发言："))
    for number, (name, text) in enumerate(item.statements, 1):
        yield Paragraph(text, label=f"{number}. {name}：")


def _vote(vote: PrintedVote, number: int) -> Iterator[Block]:
    label = _("表决%(number)s：") % {"number": number or ""}
    yield Paragraph(
        _("%(title)s。主持人：%(chair)s。") % {"title": vote.title, "chair": vote.presided_by or _("无")}, label=label
    )
    yield Paragraph(vote.arithmetic)
    if vote.is_hidden:
        yield Paragraph(_("依回避规定不予提供。"), label=_("署名意见："))
    for choice, names in vote.names:
        yield Paragraph(f"{names}。", label=f"{choice}：")
    if vote.reason:
        yield Paragraph(f"{vote.reason}。".replace("。。", "。"), label=_("理由："))


def _signatures(meeting: PrintedMeeting) -> Iterator[tuple[str, str]]:
    """Who kept the record and who presided; where the chair left an item, who presided at it signs that item."""
    yield _("记录人"), meeting.recorder
    yield _("主持人"), meeting.chair
    for item in meeting.items:
        for name in item.presided_by:
            yield _("议题（%(number)s）主持人") % {"number": numeral(item.position)}, name
