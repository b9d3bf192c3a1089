"""更正: putting the wording of a list in force right, and putting the year's 更正 to the committee."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import calculations, queries, rules
from approvals.models import Correction, CorrectionReport, Meeting, SubmissionRow
from core import calculations as core_calculations
from core import services as core_services
from core.registry import ListHandler, Wording, registry
from core.rules import Denied, Stale
from organization import queries as organization_queries
from organization.models import Department, Person


@transaction.atomic
def correct(
    *, by: Person, kind: str, list_id: int, key: str, field: str, before: str, after: str, reason: str
) -> Correction:
    """Put one text of a row in force right; the approved content and its hash stay, both texts are kept.

    A draft that still has the very same text in that row follows. Raises `Stale` when the text is no longer `before`,
    and `Denied` where the row has no such text that may be corrected.
    """
    handler, shown, row = _locked(by, kind, list_id, key)
    wording = _asked(handler, row, field)
    if core_calculations.plain_text(before) != core_calculations.plain_text(wording.text):
        raise Stale(_("您打开页面之后，这段文字已被更正。"), url=handler.page_of(list_id, key))
    after, reason = core_calculations.plain_text(after), reason.strip()
    rules.wording(wording, after)
    if not reason:
        raise Denied(_("请填写更正的理由。"))
    draft_id = _write(handler, shown, key, wording, after, by)
    core_services.take_turn()
    texts = {"field": field, "label": wording.label, "before": wording.text, "after": after}
    made = Correction.objects.create(**_place(handler, shown), key=key, code=row.code, **texts, reason=reason, by=by)
    for listener in registry.correction_listeners:
        listener(made, by=by)
    _record(made, "approvals.correct", by=by, code=made.code, facts=calculations.correction_facts(made), draft=draft_id)
    return made


def _locked(by: Person, kind: str, list_id: int, key: str) -> tuple[ListHandler, Any, SubmissionRow]:
    """The list, locked, and the row that `by` may correct."""
    found = queries.list_in_force(kind, list_id)
    if found is None:
        raise Denied(_("没有这份已生效的清单。"))
    handler, shown = found
    Department.objects.select_for_update().get(pk=shown.department_id)  # an edition opened now waits for the new text
    shown.state = handler.lock(list_id).state
    row = queries.approved_row(kind, list_id, key)
    rules.correct(by, shown, row)
    if row is None:
        raise Denied(_("清单中没有这一项。"))
    return handler, shown, row


def _asked(handler: ListHandler, row: SubmissionRow, field: str) -> Wording:
    """The text as it stands now."""
    wordings = handler.wordings(row.item.list_id, row.key)
    for each in wordings:
        if each.field == field:
            return each
    raise Denied(_("这一项没有这段可以更正的文字。"), help=_("等级、岗位、职能、时限、依据等不是文字，请开新版。"))


def _place(handler: ListHandler, shown: Any) -> dict[str, Any]:
    """Which list a correction is in."""
    return {
        "list_kind": handler.kind,
        "list_id": shown.pk,
        "department": shown.department,
        "is_leadership": getattr(shown, "is_leadership", False),
        "year": shown.year,
        "number": shown.number,
    }


def _write(handler: ListHandler, shown: Any, key: str, wording: Wording, after: str, by: Person) -> int | None:
    """Write the new text into the row, and into the draft's where that still has the old one; the draft's id."""
    draft = _lock_draft(handler, shown, key, wording)
    for list_id in [shown.pk, *([draft.pk] if draft else [])]:
        handler.reword(list_id, key, wording.field, text=after, by=by, reason=_("更正文字"))
    return draft.pk if draft else None


def _lock_draft(handler: ListHandler, shown: Any, key: str, wording: Wording) -> Any:
    """The draft that follows, locked. One under review is not touched: who passes it holds it and waits for the list."""
    draft = queries.draft_with(handler, shown, key, wording)
    if draft is None or not draft.is_editable or not handler.lock(draft.pk).is_editable:
        return None
    return queries.draft_with(handler, shown, key, wording)


@transaction.atomic
def report_corrections(*, by: Person, year: int, count: int, meeting: Meeting | None = None) -> CorrectionReport:
    """Put the year's corrections to the committee. Raises `Stale` when there are more than the `count` that was shown."""
    core_services.take_turn()
    now, left = queries.unreported(year)
    rules.report_corrections(by, count=now, left=left)
    if now != count:
        raise Stale(_("您打开页面之后又有更正，请看过再报党委会。"))
    made = CorrectionReport.objects.create(year=year, count=now, meeting=meeting, by=by)
    _record(made, "approvals.report_corrections", by=by, code=str(year), facts=calculations.report_facts(made))
    return made


def _record(made: Any, verb: str, *, by: Person, code: str, **details: Any) -> None:
    department = getattr(made, "department", None) or organization_queries.root()
    core_services.record(
        by=by,
        verb=verb,
        subject=made,
        code=code,
        department_code=department.code,
        details=details,
    )
