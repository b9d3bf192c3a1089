"""Reading a filled 检查记录表 back in: what it would change, and changing all of it or nothing."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from core import services as core_services
from core.documents.uploads import Upload
from core.models import Attachment
from core.rules import Denied
from organization.models import Person
from supervision import documents, queries, rules
from supervision.calculations.printed_records import SheetFault, SheetRead
from supervision.models import RecordItem, SpotCheckRecord
from supervision.services import spot_check_records as records
from supervision.states.spot_checks import Answer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class SheetChange:
    """One item that the sheet answers differently."""

    item: RecordItem
    answer: str
    note: str

    @property
    def answer_word(self) -> str:
        return str(Answer(self.answer).label) if self.answer else ""


@dataclass
class SheetPlan:
    """What a sheet would change; with faults it changes nothing."""

    sheet: SheetRead
    faults: list[SheetFault] = field(default_factory=list)
    changes: list[SheetChange] = field(default_factory=list)


@transaction.atomic
def upload_record_sheet(*, by: Person, record: SpotCheckRecord, file: Upload) -> Attachment:
    """Keep a sheet for its preview; nothing of it is taken over yet. Raises `Denied`."""
    locked = records.lock_record(record)
    rules.fill_record(by, locked)
    if file.content_type != XLSX:
        raise Denied(_("请上传填好的检查记录表（.xlsx）。"), help=_("先下载 Excel 格式的检查记录表，填好后上传。"))
    place = {"subject_type": queries.SHEET_SUBJECT, "subject_id": str(locked.pk)}
    kept = core_services.store(file.data, name=file.name, content_type=XLSX, by=by, **place)
    core_services.record(
        by=by,
        verb="supervision.upload_record_sheet",
        subject=locked,
        code=locked.code,
        department_code=locked.department.code,
        details={"sha256": kept.sha256},
    )
    return kept


def plan_record_sheet(record: SpotCheckRecord, kept: Attachment) -> SheetPlan:
    """What the sheet would change of the record as it stands, or everything that is wrong with it."""
    with kept.file.open("rb") as file:
        sheet = documents.read_record_sheet(file.read())
    plan = SheetPlan(sheet, faults=list(sheet.faults))
    if sheet.code and sheet.code != record.code:
        words = _("这是%(other)s的检查记录表，不是%(this)s的。") % {"other": sheet.code, "this": record.code}
        plan.faults = [SheetFault(2, "B", words)]
        return plan
    if sheet.code and sheet.version != record.version:
        facts = {"other": sheet.version, "this": record.version}
        words = _("这张表是第%(other)d版，记录已改到第%(this)d版。请重新下载后再填。") % facts
        plan.faults = [SheetFault(2, "D", words)]
        return plan
    if not plan.faults and not sheet.code:
        plan.faults = [SheetFault(2, "B", _("缺少记录编号。请重新下载检查记录表再填。"))]
    if not plan.faults:
        _compare(record, plan)
    return plan


def _compare(record: SpotCheckRecord, plan: SheetPlan) -> None:
    found = RecordItem.objects.filter(point__record=record).select_related("point__unit", "finding")
    items = {item.pk: item for item in found.order_by("point__position", "position")}
    answers = plan.sheet.answers
    for key, (row, _answer, _note) in answers.items():
        if key not in items:
            plan.faults.append(SheetFault(row, "A", _("行号被改动，认不出是哪一项。请重新下载检查记录表再填。")))
    for key, item in items.items():
        if key not in answers:
            missing = _("缺少行号%(key)d（%(item)s）。请重新下载检查记录表再填。") % {"key": key, "item": item}
            plan.faults.append(SheetFault(0, "A", missing))
            continue
        row, answer, note = answers[key]
        if item.finding_id and answer != Answer.NO:
            plan.faults.append(SheetFault(row, "F", _("这一项已登记问题，结果不能再改。")))
        elif (item.answer, item.note) != (answer, note):
            plan.changes.append(SheetChange(item, answer, note))
    try:
        rules.check_on(record, plan.sheet.checked_on)
    except Denied as refusal:
        plan.faults.append(SheetFault(3, "B", refusal.reason))


@transaction.atomic
def load_record_sheet(*, by: Person, record: SpotCheckRecord, kept: Attachment) -> SpotCheckRecord:
    """Take over what the sheet says, all of it. Raises `Denied` when anything is wrong with it by now."""
    locked = records.lock_record(record)
    is_from_paper = rules.fill_record(by, locked)
    plan = plan_record_sheet(locked, kept)
    if plan.faults:
        raise Denied(_("这张表有问题，没有写入任何内容：%(fault)s") % {"fault": plan.faults[0].message})
    for change in plan.changes:
        records.set_answer(change.item, change.answer, change.note, by)
    records.set_facts(locked, {name: getattr(plan.sheet, name) for name in records.FACTS})
    records.count_up(locked, by)
    core_services.record(
        by=by,
        verb="supervision.load_record_sheet",
        subject=locked,
        code=locked.code,
        department_code=locked.department.code,
        details={"sha256": kept.sha256, "count": len(plan.changes), "is_from_paper": is_from_paper},
    )
    return locked
