"""会议纪要 in words: what was decided with its figures, who carries it out by when; nobody's vote or opinion."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.calculations import PrintedItem, PrintedMeeting, numeral
from approvals.documents import parts
from approvals.documents.official import Block, Heading, Official, Paragraph

TITLE_LENGTH = 44


def minutes(meeting: PrintedMeeting) -> Official:
    """The minutes under a red head with the meeting's number; the committee's own seal is set on paper."""
    return Official(
        title=_title(meeting),
        author=meeting.issuer,
        red_head=_("%(committee)s会议纪要") % {"committee": meeting.issuer},
        number=meeting.number,
        blocks=tuple(_blocks(meeting)),
        issuer=meeting.issuer,
        issued_on=meeting.held_on,
        seal=_("（印章位置）"),
        annexes=(_("审定内容校验值"),),
        annex_title=_("审定内容校验值"),
        annex=parts.hashes(meeting),
        hash_label=_("会议记录校验值（SHA-256）"),
        sha256=meeting.sha256,
        verify_url=meeting.verify_url,
        distribution=((_("分送"), _("党委委员、列席人员，各有关部门。")),),
        printed_by=f"{meeting.hospital_name}{meeting.office_name}",
        printed_on=_("%(day)s印发") % {"day": meeting.held_on},
    )


def _title(meeting: PrintedMeeting) -> str:
    titles = "、".join(item.title for item in meeting.items)
    if len(titles) > TITLE_LENGTH:
        titles = _("审定%(title)s等%(count)d项议题") % {
            "title": meeting.items[0].title.removeprefix("审定"),
            "count": len(meeting.items),
        }
    return _("关于%(titles)s的会议纪要") % {"titles": titles}


def _blocks(meeting: PrintedMeeting) -> Iterator[Block]:
    yield from parts.circumstances(meeting)
    counts = {
        "due": len(meeting.due),
        "present": len(meeting.present),
        "leave": len(meeting.on_leave),
        "absent": len(meeting.absent),
    }
    yield Paragraph(
        _("应到%(due)d人，实到%(present)d人，请假%(leave)d人，缺席%(absent)d人。") % counts, label=_("到会：")
    )
    yield Paragraph(_names(meeting.present), label=_("出席："))
    if meeting.on_leave:
        yield Paragraph(_names(tuple(name.partition("（")[0] for name in meeting.on_leave)), label=_("请假："))
    if meeting.observers:
        yield Paragraph(_names(meeting.observers), label=_("列席："))
    yield Paragraph(
        _("会议审议了%(count)d项议题，决定如下：") % {"count": sum(item.was_taken for item in meeting.items)}
    )
    for item in meeting.items:
        yield from _item(item)


def _names(names: tuple[str, ...]) -> str:
    return "、".join(names) + "。"


def _item(item: PrintedItem) -> Iterator[Block]:
    yield Heading(f"{numeral(item.position)}、{item.title}")
    for text in parts.resolutions(item):
        yield Paragraph(text)
    if len(item.votes) == 1:
        yield Paragraph(item.votes[0].arithmetic, label=_("表决："))
    elif item.votes:
        yield Paragraph(
            _("分%(count)d项表决，计票如下：") % {"count": len(item.votes)}, label=_("表决："), is_kept=True
        )
        yield parts.votes(item)
    if item.recused_count:
        yield Paragraph(_("%(count)d名委员依规定回避了有关部分。") % {"count": item.recused_count})
    if item.implementer:
        yield Paragraph(parts.follow_up(item), label=_("落实责任："))
