"""The printed 一览表 as value objects: what is drawn to PDF, xlsx and docx."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import AgendaSubmission, Correction, Meeting, SubmissionItem
from approvals.queries import Approval
from controls import calculations
from controls.models import ControlTable, Measure
from controls.queries import answering, receipts, rows
from core.registry import RowDifference
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Person
from organization.states import PersonKind
from risks.models import RiskPoint

CHANGES_SHOWN = 5
NAMES = ("code", "label", "before", "after")
WAS_APPROVED = (ListState.IN_FORCE, ListState.SUPERSEDED)


def printed(table: ControlTable, *, by: Person | None, post_code: str = "") -> calculations.PrintedTable:
    """The table as `by` may print it, whole or of one post; names of persons come from tenure of today.

    Without `by` all rows, for those whom `tables.sees_whole` lets see them.
    """
    hospital = organization_queries.hospital()
    groups = rows.post_groups(table, by=by, post_code=post_code)
    item = _submitted(table)
    who = answering.Answering(table, groups)
    approval = rows.approval_of(None, table, groups)
    numbers, signed = count(1), _receipts(table)
    return calculations.PrintedTable(
        hospital_name=hospital.name,
        committee_name=hospital.committee_name,
        title=_("岗位权力风险防控一览表"),
        department=_("班子成员") if table.is_leadership else table.department.name,
        edition=table.edition,
        state_note="" if table.state in WAS_APPROVED else _("送审稿 未经审定"),
        posts=tuple(_post(group, who, numbers, signed.get(group.post.pk)) for group in groups),
        content_hash=table.sha256 or (item.submission.sha256 if item and table.state == ListState.IN_REVIEW else ""),
        verify_url=f"{settings.SITE_URL}{table.get_absolute_url()}",
        in_force=_in_force(approval),
        changed=_changed(approval.changes) if approval else "",
        corrected=_corrected(approval.corrections) if approval else "",
        **_foot(table, who, item),
    )


def _receipts(table: ControlTable) -> dict[int, receipts.PostReceipts]:
    """Who signed for which post of an approved table; nothing before approval."""
    if table.state not in WAS_APPROVED:
        return {}
    return {each.post.pk: each for each in receipts.receipts_by_post(table)}


def _post(
    group: rows.PostGroup, who: answering.Answering, numbers: Any, signed: receipts.PostReceipts | None
) -> calculations.PrintedPost:
    return calculations.PrintedPost(
        name=group.post.name,
        grade=group.grade,
        grade_reason=group.grade_reason,
        holders=group.holders,
        rows=tuple(_row(point, next(numbers), who) for point in group.points),
        receipts=calculations.receipts_in_words(group.post.name, signed.told) if signed else "",
        has_line=not signed or not signed.is_signed,
    )


def _row(point: RiskPoint, number: int, who: answering.Answering) -> calculations.PrintedRow:
    measures: list[Measure] = point.table_measures  # type: ignore[attr-defined]
    return calculations.PrintedRow(
        number=number,
        department=point.post.department.name,
        post=point.post.name,
        power=point.power.name if point.power else "",
        risk_type=point.get_type_display(),
        description=point.description,
        manifestation=point.manifestation,
        grade=point.grade,
        measures=tuple(_measure(measure, who) for measure in measures),
        leader=who.leader(point),
    )


def _measure(measure: Measure, who: answering.Answering) -> calculations.PrintedMeasure:
    return calculations.PrintedMeasure(
        text=measure.text,
        kind=measure.get_kind_display(),
        responsible=who.post(measure.responsible_post_id),
        due=_("长期") if measure.is_long_term else str(measure.due_on or ""),
    )


def _submitted(table: ControlTable) -> SubmissionItem | None:
    """The table as it was submitted last."""
    found = SubmissionItem.objects.filter(list_kind="controls", list_id=table.pk).defer("content", "difference")
    return found.select_related("submission__submitted_by", "submission__made_by").order_by("-submission_id").first()


def _foot(table: ControlTable, who: answering.Answering, item: SubmissionItem | None) -> dict[str, str]:
    """Who filed, signed and approved, as far as it has come."""
    submission = item.submission if item else None
    agenda = (
        AgendaSubmission.objects.filter(submission=submission, verdict="agree")
        .select_related("item__meeting")
        .order_by("-id")
        .first()
    )
    meeting = agenda.item.meeting if agenda and table.state in WAS_APPROVED else None
    return {
        "filler": "、".join(_fillers(table)) or (submission.made_by.name if submission else ""),
        "head": submission.submitted_by.name if submission and submission.submitted_by else "",
        "overseer": who.overseer(),
        "approval": _approval(meeting),
    }


def _in_force(approval: Approval | None) -> str:
    """`自2025年12月18日起生效`, of a superseded edition also until when."""
    if approval is None:
        return ""
    since = _day(timezone.localdate(approval.since))
    if approval.until is None:
        return _("自%(since)s起生效") % {"since": since}
    return _("自%(since)s起生效，%(until)s被替代") % {"since": since, "until": _day(timezone.localdate(approval.until))}


def _changed(changes: Sequence[RowDifference]) -> str:
    """The first differences from what was approved, and how many there are."""
    found = [(row.code, *field) for row in changes for field in row.fields]
    if not found:
        return ""
    words = [
        _("%(code)s %(label)s审定为“%(before)s”，现为“%(after)s”") % dict(zip(NAMES, field, strict=True))
        for field in found
    ]
    facts = {"count": len(found), "words": "；".join(words[:CHANGES_SHOWN])}
    return _("审定后有变动 %(count)d 处，以审定内容为准：%(words)s。") % facts


def _corrected(corrections: Sequence[Correction]) -> str:
    """`本表审定后更正文字 2 处，最近 2026-11-25。`"""
    if not corrections:
        return ""
    facts = {"count": len(corrections), "day": timezone.localdate(corrections[-1].at)}
    return _("本表审定后更正文字 %(count)d 处，最近 %(day)s。") % facts


def _day(day: date) -> str:
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


def _approval(meeting: Meeting | None) -> str:
    """`党委会〔2026〕12号（2026年12月18日）`; empty before the committee has met."""
    if meeting is None:
        return ""
    return _("%(number)s（%(day)s）") % {"number": meeting.number, "day": _day(meeting.held_on)}


def _fillers(table: ControlTable) -> list[str]:
    """Up to three people who filed its measures; what was loaded from a workbook is nobody's."""
    people = Person.objects.filter(pk__in=table.measures.values("filed_by")).exclude(kind=PersonKind.SYSTEM)
    return list(people.order_by("name").values_list("name", flat=True)[:3])
