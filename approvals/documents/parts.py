"""What record and minutes say alike: when and where under which rule, what was resolved, the annex of hashes."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.calculations import PrintedEntry, PrintedItem, PrintedMeeting
from approvals.documents.official import Block, Paragraph, Table, hash_lines
from approvals.states import AgendaVerdict

SHOWN = 6


def circumstances(meeting: PrintedMeeting) -> Iterator[Block]:
    """Time, place, chair, and the rule every figure comes from."""
    when = _("%(day)s %(began)s至%(ended)s") % {"day": meeting.held_on, "began": meeting.began, "ended": meeting.ended}
    yield Paragraph(f"{when}。", label=_("时间："))
    yield Paragraph(_("%(place)s。") % {"place": meeting.place or _("未登记")}, label=_("地点："))
    yield Paragraph(_("%(chair)s。") % {"chair": meeting.chair}, label=_("主持人："))
    if meeting.urgent_reason:
        yield Paragraph(_("紧急召开：%(reason)s。") % {"reason": meeting.urgent_reason}, label=_("通知："))
    rule = meeting.rule
    facts = {"matter": meeting.matter, "rule": rule.name, "said": "；".join(rule.sentences)}
    yield Paragraph(_("%(matter)s，依据《%(rule)s》：%(said)s。") % facts, label=_("事项和规则："))


def entries(item: PrintedItem) -> str:
    """What the item carries; a long list is counted and stands whole in the annex."""
    names = [_("%(name)s（校验值%(hash)s）") % {"name": entry.name, "hash": entry.sha256[:8]} for entry in item.entries]
    if len(names) <= SHOWN:
        return "、".join(names) + "。"
    facts = {"names": "、".join(names[:SHOWN]), "count": len(names)}
    return _("%(names)s等%(count)d份，全部列于附件。") % facts


def resolutions(item: PrintedItem) -> Iterator[str]:
    """A sentence for each verdict, with what it is about: many departments alike are told at once."""
    by_verdict: dict[tuple[str, str, str], list[PrintedEntry]] = {}
    for entry in item.entries:
        by_verdict.setdefault((entry.verdict, entry.reason, entry.in_force_on), []).append(entry)
    for (verdict, reason, in_force_on), found in by_verdict.items():
        names = "、".join(entry.name for entry in found[:SHOWN])
        if len(found) > SHOWN:
            names = _("%(names)s等%(count)d份清单") % {"names": names, "count": len(found)}
        facts = {"names": names, "reason": reason.replace("。；", "；").rstrip("。"), "day": in_force_on}
        yield _sentence(verdict) % facts


def _sentence(verdict: str) -> str:
    sentences = {
        AgendaVerdict.AGREE: _("审定通过%(names)s，自%(day)s起生效。"),
        AgendaVerdict.RETURN: _("%(names)s退回修改后重新报审。理由：%(reason)s。"),
        AgendaVerdict.REJECT: _("不同意%(names)s。理由：%(reason)s。"),
        AgendaVerdict.POSTPONE: _("%(names)s缓议。理由：%(reason)s。"),
    }
    return sentences[AgendaVerdict(verdict)]


def follow_up(item: PrintedItem) -> str:
    """Who carries it out by when."""
    if not item.due_on:
        return f"{item.implementer}。"
    return _("%(who)s，%(day)s前完成。") % {"who": item.implementer, "day": item.due_on}


def votes(item: PrintedItem) -> Table:
    """The figures of every vote of an item, with the bars of the rule."""
    headings = (
        _("表决事项"),
        _("应到"),
        _("回避"),
        _("参加"),
        _("法定"),
        _("同意"),
        _("不同意"),
        _("缓议"),
        _("须票"),
        _("结果"),
    )
    rows = tuple((vote.title, *map(str, vote.figures), vote.result) for vote in item.votes)
    return Table(headings=headings, rows=rows, widths=(42, 12, 12, 12, 12, 12, 16, 12, 12, 14))


def hashes(meeting: PrintedMeeting) -> Table:
    """Every submission with its whole hash and what was resolved."""
    found = [entry for item in meeting.items for entry in item.entries]
    return Table(
        headings=(_("序号"), _("清单和版次"), _("决议"), _("内容校验值（SHA-256）")),
        rows=tuple(
            (str(number), entry.name, entry.verdict_word, hash_lines(entry.sha256))
            for number, entry in enumerate(found, 1)
        ),
        widths=(13, 52, 17, 74),
    )
