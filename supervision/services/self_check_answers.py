"""Answering the items of a self-check with proof, raising findings on the spot, and writing its report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from controls import services as control_services
from core import calculations as core_calculations
from core import services as core_services
from core.documents.uploads import Upload
from core.rules import Stale
from organization.models import Person
from risks.models import RiskPoint
from supervision.calculations import sections
from supervision.calculations import self_check_report as words
from supervision.models import Finding, SelfCheck, SelfCheckAnswer
from supervision.queries import self_checks as queries
from supervision.rules import self_checks as rules
from supervision.services import findings
from supervision.services.self_checks import lock, record
from supervision.states.findings import FindingSource

UPDATED = ["state", "note", "answered_by", "answered_at", "version"]


@dataclass(frozen=True)
class AnswerEntry:
    """What is said of one item; `version` is the one the person saw."""

    answer_id: int
    state: str
    note: str = ""
    files: Sequence[Upload] = ()
    version: int | None = None


@transaction.atomic
def answer_self_check(*, by: Person, check: SelfCheck, entries: Sequence[AnswerEntry]) -> int:
    """Keep the answers that changed, with their files; a draft may be incomplete. Returns how many changed.

    Raises `Stale` when somebody else changed one of them meanwhile, or it is no longer asked.
    """
    locked = lock(check)
    rules.answer(by, locked)
    found = SelfCheckAnswer.objects.select_for_update(of=("self",)).select_related("measure__point__post", "question")
    rows = found.in_bulk([entry.answer_id for entry in entries])
    changed: list[SelfCheckAnswer] = []
    for entry in entries:
        row = rows.get(entry.answer_id)
        if row is None or row.self_check_id != locked.pk:
            raise Stale(_("有的项目已不在本次自查中。请看过新内容再填。"), url=locked.get_absolute_url())
        if _take_over(row, entry, by):
            changed.append(row)
    rules.answer_items(by, locked, changed)
    if changed:
        bulk_update_with_history(changed, SelfCheckAnswer, UPDATED, batch_size=core_services.BATCH, default_user=by)
        _store(entries, by)
        record(by, "supervision.answer_self_check", locked, answers=[row.pk for row in changed])
    return len(changed)


def _take_over(row: SelfCheckAnswer, entry: AnswerEntry, by: Person) -> bool:
    """Let the row say what the entry says; does it differ?"""
    note = core_calculations.plain_text(entry.note)
    if (row.state, row.note) == (entry.state, note) and not entry.files:
        return False
    if entry.version is not None and entry.version != row.version:
        words_of = _("您打开页面之后，“%(item)s”已由他人填报。请看过新内容再改。")
        raise Stale(words_of % {"item": row}, url=row.self_check.get_absolute_url())
    row.state, row.note = entry.state, note
    row.answered_by, row.answered_at = (by, timezone.now()) if entry.state else (None, None)
    row.version += 1
    return True


def _store(entries: Sequence[AnswerEntry], by: Person) -> None:
    for entry in entries:
        core_services.store_all(entry.files, subject_type=queries.ANSWER_SUBJECT, subject_id=entry.answer_id, by=by)


@transaction.atomic
def raise_finding(
    *,
    by: Person,
    answer: SelfCheckAnswer,
    text: str,
    days: int,
    evidence: str = "",
    point: RiskPoint | None = None,
    new_point: str = "",
) -> Finding:
    """Register what is not carried out as a finding of the self-check, due after so many working days.

    A measure that was asked about says where it belongs; of a question `point` or `new_point` does.
    """
    check = lock(answer.self_check)
    related = ("measure__point__post", "finding")
    row = SelfCheckAnswer.objects.select_for_update(of=("self",)).select_related(*related).get(pk=answer.pk)
    row.self_check = check
    rules.raise_finding(by, row)
    row.finding = findings.open_finding(
        by=by,
        source=FindingSource.SELF_CHECK,
        department=check.department,
        text=text,
        point=None if row.measure else point,
        measure=row.measure,
        new_point="" if row.measure else new_point,
        evidence=evidence,
        due_days=days,
        cycle=check.cycle,
        is_asked_by_record=check.is_leadership,
    )
    core_services.save(row, by, reason=_("登记问题"))
    return row.finding


@transaction.atomic
def report_progress(*, by: Person, check: SelfCheck) -> int:
    """Set the progress of measures answered as carried out, a leader of the own: 已完成 where there was a day, 进行中 for long-term ones.

    Returns how many changed; controls asks its own rule and leaves the trail for each.
    """
    locked = lock(check)
    rules.answer(by, locked)
    eyes = None if queries.sees_whole(by, locked) else by
    offered = queries.progress_offered(queries.answers_of(locked, by=eyes))
    for measure, status in offered:
        control_services.set_progress(by=by, measure=measure, status=status)
    return len(offered)


@transaction.atomic
def write_report(*, by: Person, check: SelfCheck, texts: Mapping[str, str], version: int | None = None) -> SelfCheck:
    """Put sections of the report into other words; one that says what the answers say is not kept as written by hand."""
    locked = lock(check)
    core_services.refuse_stale(locked, version)
    rules.write(by, locked)
    fresh = words.written(queries.facts_of(locked, queries.answers_of(locked)))
    kept = sections.kept(fresh, locked.report, texts)
    if kept != locked.report:
        locked.report = kept
        core_services.save(locked, by, reason=_("修改自查报告"))
        record(by, "supervision.write_report", locked, sections=sorted(kept))
    return locked


@transaction.atomic
def rewrite_report(*, by: Person, check: SelfCheck) -> SelfCheck:
    """Write every section from the answers again; what was written by hand stays in the history."""
    locked = lock(check)
    rules.write(by, locked)
    dropped, locked.report = sorted(locked.report), {}
    core_services.save(locked, by, reason=_("重新生成自查报告"))
    record(by, "supervision.rewrite_report", locked, sections=dropped)
    return locked
