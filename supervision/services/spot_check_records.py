"""Filling the record of a spot check, registering what was found, and signing it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import Measure
from core import services as core_services
from core.documents.uploads import Upload
from core.rules import Denied
from organization import services as organization_services
from organization.models import Person
from supervision import queries, rules
from supervision.models import Finding, RecordInspector, RecordItem, RecordPoint, SpotCheckRecord
from supervision.services import findings
from supervision.states.findings import FindingSource
from supervision.states.spot_checks import RECORD_MOVES, Answer, RecordState, RecordVerb, SpotCheckState

FACTS = ("checked_on", "place", "summary")


@dataclass(frozen=True)
class ItemEntry:
    """What inspectors answer to one item, with the files that prove it."""

    answer: str = ""
    note: str = ""
    files: tuple[Upload, ...] = field(default=())


def lock_record(record: SpotCheckRecord) -> SpotCheckRecord:
    """The record as it stands, locked."""
    found = SpotCheckRecord.objects.select_for_update(of=("self",)).select_related("check_of", "department", "post")
    return found.get(pk=record.pk)


def _record(record: SpotCheckRecord, verb: str, *, by: Person, **details: Any) -> None:
    core_services.record(
        by=by,
        verb=verb,
        subject=record,
        code=record.code,
        department_code=record.department.code,
        details={"state": record.state, **details},
    )


def _move(record: SpotCheckRecord, verb: RecordVerb, by: Person) -> None:
    """The one place that assigns a record's state."""
    record.state = RECORD_MOVES[record.state, verb]
    core_services.save(record, by)


@transaction.atomic
def name_inspectors(*, by: Person, record: SpotCheckRecord, people: Iterable[Person]) -> SpotCheckRecord:
    """Let exactly these people inspect; during the inspection those who are new are told. Raises `Denied`."""
    locked, chosen = lock_record(record), list(people)
    rules.name_inspectors(by, locked, chosen)
    known = {inspector.person_id: inspector for inspector in locked.inspectors.order_by("pk")}
    wanted = {person.pk: person for person in chosen}
    core_services.erase((known[pk] for pk in known if pk not in wanted), by)
    fresh = [person for pk, person in wanted.items() if pk not in known]
    core_services.create_all(RecordInspector, [RecordInspector(record=locked, person=person) for person in fresh], by)
    if locked.check_of.state == SpotCheckState.UNDER_WAY:
        facts = {"check": locked.check_of, "department": locked.whom, "until": locked.check_of.to_on}
        told = _("请您检查%(department)s：%(check)s，%(until)s前完成。") % facts
        organization_services.notify(fresh, kind="supervision.spot_check", text=told, url=locked.get_absolute_url())
    names = [str(person) for person in wanted.values()]
    _record(locked, "supervision.name_inspectors", by=by, inspectors=names)
    return locked


@transaction.atomic
def fill_record(
    *, by: Person, record: SpotCheckRecord, version: int | None = None, **facts: date | str | None
) -> SpotCheckRecord:
    """Say when and where it was inspected and how things stand on the whole (`FACTS`). Raises `Denied`, `Stale`."""
    locked = lock_record(record)
    is_from_paper = rules.fill_record(by, locked)
    core_services.refuse_stale(locked, version)
    set_facts(locked, facts)
    count_up(locked, by)
    _record(locked, "supervision.fill_record", by=by, is_from_paper=is_from_paper)
    return locked


def set_facts(locked: SpotCheckRecord, facts: Mapping[str, Any]) -> None:
    """Take over what is said of the whole record. Raises `Denied` for a day before the draw or that has not come."""
    rules.check_on(locked, facts.get("checked_on"))
    for name in FACTS:
        if name in facts:
            setattr(locked, name, facts[name])


def count_up(locked: SpotCheckRecord, by: Person) -> None:
    """The content is another: sheets that were printed before are of an older version."""
    locked.version += 1
    core_services.save(locked, by)


@transaction.atomic
def answer_items(
    *, by: Person, point: RecordPoint, entries: Mapping[int, ItemEntry], version: int | None = None
) -> SpotCheckRecord:
    """Answer items of a drawn point, by their ids, and keep the files that prove it. Raises `Denied`, `Stale`."""
    locked = lock_record(point.record)
    is_from_paper = rules.fill_record(by, locked)
    core_services.refuse_stale(locked, version)
    items = {item.pk: item for item in point.items.filter(pk__in=entries).order_by("position", "pk")}
    for pk, item in items.items():
        set_answer(item, entries[pk].answer, entries[pk].note, by)
        core_services.store_all(entries[pk].files, subject_type=queries.ITEM_SUBJECT, subject_id=pk, by=by)
    count_up(locked, by)
    _record(locked, "supervision.fill_record", by=by, is_from_paper=is_from_paper, point=str(point), count=len(items))
    return locked


def set_answer(item: RecordItem, answer: str, note: str, by: Person) -> None:
    """Write one answer. Raises `Denied` where it lacks its reason or a finding rests on the one before."""
    if (item.answer, item.note) == (answer, note):
        return
    if answer == Answer.NO and not note.strip():
        raise Denied(_("“%(item)s”不符合，请写明情况。") % {"item": item})
    if item.finding_id and answer != Answer.NO:
        raise Denied(_("“%(item)s”已登记问题，结果不能再改。") % {"item": item}, help=_("问题有误的，在整改中说明。"))
    item.answer, item.note = answer, note.strip()
    core_services.save(item, by)


@transaction.atomic
def open_item_finding(*, by: Person, item: RecordItem, text: str, days: int, measure: Measure | None = None) -> Finding:
    """Register what does not fit as a finding of the department, due in so many working days. Raises `Denied`."""
    record = lock_record(item.point.record)
    locked = RecordItem.objects.select_for_update(of=("self",)).select_related("point__unit__point").get(pk=item.pk)
    locked.point.record = record
    rules.open_item_finding(by, locked)
    finding = findings.open_finding(
        by=by,
        source=FindingSource.SPOT_CHECK,
        department=record.department,
        text=text,
        point=locked.point.unit.point,
        measure=measure,
        evidence=locked.note,
        found_on=record.checked_on or timezone.localdate(),
        due_days=days,
        cycle=record.check_of.cycle,
        is_asked_by_record=True,
    )
    locked.finding = finding
    core_services.save(locked, by)
    return finding


@transaction.atomic
def finish_record(*, by: Person, record: SpotCheckRecord) -> SpotCheckRecord:
    """Everything is answered: inspectors and the head of the department are asked to sign. Raises `Denied`."""
    locked = lock_record(record)
    rules.finish_record(by, locked)
    locked.finished_at = timezone.now()
    _move(locked, RecordVerb.FINISH, by)
    people = [*rules.people_answering(locked), *_inspectors(locked)]
    told = _("检查已完毕，请签字：%(record)s") % {"record": locked}
    url = locked.get_absolute_url()
    organization_services.notify(
        {person.pk: person for person in people}.values(), kind="supervision.spot_check", text=told, url=url
    )
    _record(locked, "supervision.finish_record", by=by)
    return locked


def _inspectors(record: SpotCheckRecord) -> list[Person]:
    return [inspector.person for inspector in queries.inspectors_of(record)]


@transaction.atomic
def take_back_record(*, by: Person, record: SpotCheckRecord) -> SpotCheckRecord:
    """Mend what was finished, before anybody signed; or, where an inspector has to give way, after it: what was signed is
    void then and who signed is told. Raises `Denied`."""
    locked = lock_record(record)
    rules.take_back_record(by, locked)
    locked.finished_at = None
    void = _void_signatures(locked, by)
    _move(locked, RecordVerb.TAKE_BACK, by)
    told = _("检查人员须回避，检查记录退回修改，完毕后请重新签字：%(record)s") % {"record": locked}
    organization_services.notify(void, kind="supervision.spot_check", text=told, url=locked.get_absolute_url())
    _record(locked, "supervision.take_back_record", by=by, void=[str(person) for person in void])
    return locked


def _void_signatures(record: SpotCheckRecord, by: Person) -> list[Person]:
    """Nobody has signed any more; returns who had, whose signatures the histories keep."""
    signed = {record.opinion_by.pk: record.opinion_by} if record.opinion_by else {}
    record.opinion, record.opinion_by, record.opinion_on = "", None, None
    record.opinion_signer, record.is_opinion_on_paper = "", False
    for inspector in record.inspectors.filter(signed_on__isnull=False).select_related("person").order_by("pk"):
        signed[inspector.person_id] = inspector.person
        inspector.signed_on, inspector.signed_by = None, None
        core_services.save(inspector, by, reason=_("记录退回修改"))
    return list(signed.values())


@transaction.atomic
def sign_record(*, by: Person, inspector: RecordInspector, signed_on: date | None = None) -> SpotCheckRecord:
    """An inspector signs, or a signature on paper is recorded; the last one needed completes the record. Raises `Denied`."""
    record = lock_record(inspector.record)
    locked = RecordInspector.objects.select_for_update(of=("self",)).select_related("person").get(pk=inspector.pk)
    locked.record = record
    rules.sign_record(by, locked)
    locked.signed_on, locked.signed_by = _day_of_signature(record, signed_on), by
    core_services.save(locked, by)
    _complete(record, by)
    facts = {"inspector": str(locked.person), "is_on_paper": locked.person_id != by.pk}
    _record(record, "supervision.sign_record", by=by, **facts)
    return record


def _day_of_signature(record: SpotCheckRecord, day: date | None) -> date:
    today = timezone.localdate()
    if day is not None and not (record.checked_on or day) <= day <= today:
        raise Denied(_("签字日期须在检查日期之后、不晚于今天。"))
    return day or today


@transaction.atomic
def give_record_opinion(
    *, by: Person, record: SpotCheckRecord, opinion: str, signer: str = "", signed_on: date | None = None
) -> SpotCheckRecord:
    """The department's head, or the post's holder, says what they think; with a `signer` it was signed on paper. Raises
    `Denied`."""
    locked = lock_record(record)
    rules.give_record_opinion(by, locked, is_on_paper=bool(signer))
    if signer:
        rules.sign_opinion_on_paper(locked, signer)
    if not opinion.strip():
        raise Denied(_("请填写意见，如“检查情况属实”。"))
    locked.opinion, locked.opinion_by = opinion.strip(), by
    locked.opinion_signer, locked.is_opinion_on_paper = signer or str(by), bool(signer)
    locked.opinion_on = _day_of_signature(locked, signed_on)
    core_services.save(locked, by)
    _complete(locked, by)
    _record(locked, "supervision.give_record_opinion", by=by, is_on_paper=bool(signer))
    return locked


def _complete(record: SpotCheckRecord, by: Person) -> None:
    """With all signatures and the opinion nothing changes any more."""
    is_waiting = record.inspectors.filter(signed_on__isnull=True).exists()
    if record.state == RecordState.FINISHED and record.opinion_on and not is_waiting:
        record.signed_at = timezone.now()
        _move(record, RecordVerb.COMPLETE, by)
