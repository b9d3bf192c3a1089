"""迎检: entering the notice, the materials shown, arrival, feedback with its findings, and the reply."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from core import services as core_services
from core.documents.uploads import Upload
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Department, Person
from organization.roles import Action
from risks.models import RiskPoint
from supervision.models import Finding, Inspection, InspectionMaterial
from supervision.queries import inspections as queries
from supervision.queries.cycles import current_cycle
from supervision.rules import days as day_rules
from supervision.rules import inspections as rules
from supervision.services import findings
from supervision.states.findings import FindingSource
from supervision.states.inspections import INSPECTION_MOVES, InspectionVerb

FIELDS = ("body", "title", "notice_number", "notice_on", "arrives_on")


def _lock(inspection: Inspection) -> Inspection:
    return Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)


def _record(by: Person, verb: str, inspection: Inspection, **details: Any) -> None:
    core_services.record(
        by=by,
        verb=verb,
        subject=inspection,
        code=inspection.notice_number,
        details={"state": inspection.state, **details},
    )


def _take_over(inspection: Inspection, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(inspection, name, value)
    words = (inspection.body, inspection.title, inspection.notice_number)
    inspection.search_text = core_calculations.search_text(*words, pinyin_of=inspection.title)
    if inspection.arrives_on < inspection.notice_on:
        raise Denied(_("到检日期不能早于通知日期。"))


@transaction.atomic
def open_inspection(*, by: Person, files: Sequence[Upload] = (), **fields: Any) -> Inspection:
    """Enter the notice of a body above (`FIELDS`), with its file."""
    rules.keep_inspections(by)
    inspection = Inspection(made_by=by, cycle=current_cycle())
    _take_over(inspection, fields)
    core_services.save(inspection, by)
    core_services.store_all(files, subject_type=queries.NOTICE, subject_id=inspection.pk, by=by)
    _record(by, "supervision.open_inspection", inspection)
    return inspection


@transaction.atomic
def change_inspection(
    *, by: Person, inspection: Inspection, version: int | None = None, files: Sequence[Upload] = (), **fields: Any
) -> Inspection:
    """Put the notice right, until there is feedback."""
    locked = _lock(inspection)
    core_services.refuse_stale(locked, version)
    rules.prepare(by, locked)
    changed = core_services.plain_changes(locked, fields)
    _take_over(locked, fields)
    core_services.save(locked, by)
    core_services.store_all(files, subject_type=queries.NOTICE, subject_id=locked.pk, by=by)
    _record(by, "supervision.change_inspection", locked, **changed)
    return locked


@transaction.atomic
def add_material(
    *,
    by: Person,
    inspection: Inspection,
    title: str,
    department: Department | None = None,
    url: str = "",
    note: str = "",
    files: Sequence[Upload] = (),
) -> InspectionMaterial:
    """List a material to be shown; with a page or files it is there already, else the department is asked for it."""
    locked = _lock(inspection)
    rules.prepare(by, locked)
    last = locked.materials.aggregate(last=Max("position"))["last"] or 0
    material = InspectionMaterial(
        inspection=locked, title=title.strip(), department=department, note=note.strip(), position=last + 1
    )
    _give(material, by, url, files)
    if material.given_by is None and department is not None:
        text = _("请准备迎检材料“%(title)s”，%(day)s到检。") % {"title": material, "day": locked.arrives_on}
        people = organization_queries.holders(Action.FILE, department)
        organization_services.notify(people, kind="supervision.inspections", text=text, url=locked.get_absolute_url())
    _record(by, "supervision.add_material", locked, material=material.title)
    return material


@transaction.atomic
def give_material(
    *, by: Person, material: InspectionMaterial, url: str = "", files: Sequence[Upload] = ()
) -> InspectionMaterial:
    """Bring a material: a page of this system, or files."""
    inspection = _lock(material.inspection)
    row = InspectionMaterial.objects.select_for_update(of=("self",)).select_related("department").get(pk=material.pk)
    row.inspection = inspection
    rules.give_material(by, row)
    if not url and not files:
        raise Denied(_("请选择文件，或填写系统内页面。"))
    _give(row, by, url, files)
    _record(by, "supervision.give_material", inspection, material=row.title)
    return row


def _give(material: InspectionMaterial, by: Person, url: str, files: Sequence[Upload]) -> None:
    if url and not url.startswith("/"):
        raise Denied(_("系统内页面须以“/”开头，如 /controls/。"))
    material.url = url or material.url
    if url or files:
        material.given_by, material.given_at = by, timezone.now()
    core_services.save(material, by)
    core_services.store_all(files, subject_type=queries.MATERIAL, subject_id=material.pk, by=by)


def _move(inspection: Inspection, verb: str) -> None:
    """The one place that assigns an inspection's state."""
    inspection.state = INSPECTION_MOVES[inspection.state, verb]


@transaction.atomic
def begin_inspection(*, by: Person, inspection: Inspection) -> Inspection:
    """The inspectors have come."""
    locked = _lock(inspection)
    rules.move(by, locked, InspectionVerb.BEGIN)
    _move(locked, InspectionVerb.BEGIN)
    core_services.save(locked, by, reason=str(InspectionVerb.BEGIN.label))
    _record(by, "supervision.begin_inspection", locked)
    return locked


@transaction.atomic
def record_feedback(
    *,
    by: Person,
    inspection: Inspection,
    feedback: str,
    on: date,
    reply_due_on: date | None = None,
    files: Sequence[Upload] = (),
) -> Inspection:
    """What the body above said, on which day, until when it wants a reply."""
    locked = _lock(inspection)
    rules.move(by, locked, InspectionVerb.FEEDBACK)
    if not feedback.strip():
        raise Denied(_("请写明反馈意见。"))
    _refuse_day(on, since=locked.notice_on)
    day_rules.not_before(reply_due_on, on, what=_("回复期限"), than=_("反馈日期"))
    _move(locked, InspectionVerb.FEEDBACK)
    locked.feedback, locked.feedback_on, locked.reply_due_on = feedback.strip(), on, reply_due_on
    core_services.save(locked, by, reason=str(InspectionVerb.FEEDBACK.label))
    core_services.store_all(files, subject_type=queries.FEEDBACK, subject_id=locked.pk, by=by)
    _record(by, "supervision.record_feedback", locked)
    return locked


@transaction.atomic
def record_reply(
    *, by: Person, inspection: Inspection, reply: str, on: date, files: Sequence[Upload] = ()
) -> Inspection:
    """What the hospital answered, on which day."""
    locked = _lock(inspection)
    rules.move(by, locked, InspectionVerb.REPLY)
    if not reply.strip():
        raise Denied(_("请写明回复内容。"))
    _refuse_day(on, since=locked.feedback_on or locked.notice_on)
    _move(locked, InspectionVerb.REPLY)
    locked.reply, locked.reply_on = reply.strip(), on
    core_services.save(locked, by, reason=str(InspectionVerb.REPLY.label))
    core_services.store_all(files, subject_type=queries.REPLY, subject_id=locked.pk, by=by)
    _record(by, "supervision.record_reply", locked)
    return locked


def _refuse_day(on: date, *, since: date) -> None:
    if not since <= on <= timezone.localdate():
        raise Denied(_("日期须在%(day)s和今天之间。") % {"day": since})


@transaction.atomic
def open_inspection_finding(
    *,
    by: Person,
    inspection: Inspection,
    department: Department,
    text: str,
    days: int,
    point: RiskPoint | None = None,
    new_point: str = "",
) -> Finding:
    """Register a finding of the feedback for a department, of its risk point or a new one, due after so many working days."""
    locked = _lock(inspection)
    rules.open_inspection_finding(by, locked)
    finding = findings.open_finding(
        by=by,
        source=FindingSource.INSPECTION,
        department=department,
        text=text,
        point=point,
        new_point=new_point,
        evidence=str(locked),
        found_on=locked.feedback_on,
        due_days=days,
        cycle=locked.cycle,
    )
    locked.findings.add(finding)
    return finding
