"""Spot checks of the demo hospital's 药剂科 at every step, for the walk over all addresses, and the arguments that lead there."""

from typing import Any

from core.documents.uploads import Upload
from core.models import Attachment
from organization.models import Department, Person
from supervision import documents, queries, services
from supervision.models import ChecklistItem, SpotCheck, SpotCheckRecord
from supervision.services import record_sheets
from tests import factories
from tests.arguments import Examples, each, person
from tests.supervision import spot_factories

PLANNED, FROZEN, FIXED, DRAWN = "还在筹备", "待定种子", "待抽取", "待开始"
FILLED, FAULTY, FINISHED, SIGNED = "填完待交", "有不符合项", "待签字", "待结束"
"""What the spot checks are called, by where they stand."""


def build() -> None:
    """One at each step; 纪检监察室 and another inspect, and handed one sheet in."""
    pharmacy = Department.objects.get(code="D11")
    told: dict[str, Any] = {"seed": spot_factories.SEED}
    spot_factories.plan(pharmacy, title=PLANNED)
    spot_factories.frozen(pharmacy, title=FROZEN, seed_kind="public", seed_source="2026年12月1日上证综指收盘点数")
    spot_factories.fixed(pharmacy, title=FIXED, **told)
    record = spot_factories.drawn(pharmacy, title=DRAWN, **told).records.get()
    people = _inspectors(record)
    services.name_inspectors(by=factories.system(), record=record, people=people)
    _hand_in(spot_factories.filled(spot_factories.record(pharmacy, title=FILLED, people=people, **told)), people[0])
    faulty = spot_factories.record(pharmacy, title=FAULTY, people=people, **told)
    spot_factories.answer(faulty, "no", "没有双人签字")
    spot_factories.finished(spot_factories.record(pharmacy, title=FINISHED, people=people, **told))
    _sign(spot_factories.finished(spot_factories.record(pharmacy, title=SIGNED, people=people, **told)))


def _inspectors(record: SpotCheckRecord) -> list[Person]:
    discipline = person("discipline")
    logins = queries.people_to_inspect(record).exclude(pk=discipline.pk)
    return [discipline, logins.filter(rolegrant__isnull=True).order_by("pk").first() or factories.person()]


def _hand_in(record: SpotCheckRecord, by: Person) -> None:
    data = documents.draw_paper("record", queries.printed_record(record), kind="xlsx")
    file = Upload(data, "检查记录表.xlsx", record_sheets.XLSX)
    services.upload_record_sheet(by=by, record=record, file=file)


def _sign(record: SpotCheckRecord) -> None:
    for inspector in record.inspectors.order_by("pk"):
        services.sign_record(by=inspector.person, inspector=inspector)
    services.give_record_opinion(by=person("head"), record=record, opinion="属实")


def arguments() -> Examples:
    """Name of an address → its arguments: each step with a spot check that is at it."""
    filled, faulty, finished = (_record(title) for title in (FILLED, FAULTY, FINISHED))
    sheet = Attachment.objects.get(subject_type="supervision.recordsheet").pk
    items = faulty.points.get().items.order_by("position")
    return {
        **each("supervision", "change_spot_check freeze_population cancel_spot_check", pk=_check(PLANNED)),
        **each("supervision", "fix_seed", pk=_check(FROZEN)),
        **each("supervision", "draw_spot_check", pk=_check(FIXED)),
        **each("supervision", "begin_spot_check", pk=_check(DRAWN)),
        **each("supervision", "spot_check", pk=filled.check_of_id),
        **each("supervision", "close_spot_check", pk=_check(SIGNED)),
        **each("supervision", "spot_check_record name_inspectors fill_record finish_record", pk=filled.pk),
        **each("supervision", "print_record upload_record_sheet", pk=filled.pk),
        **each("supervision", "preview_record_sheet", pk=filled.pk, file_pk=sheet),
        **each("supervision", "answer_items", pk=filled.points.get().pk),
        **each("supervision", "open_item_finding", pk=items[0].pk),
        **each("supervision", "take_back_record give_record_opinion record_paper_opinion", pk=finished.pk),
        **each("supervision", "sign_record", pk=finished.inspectors.get(person__username="discipline").pk),
        **each(
            "supervision", "change_checklist_item retire_checklist_item", pk=ChecklistItem.objects.order_by("pk")[0].pk
        ),
    }


def _check(title: str) -> int:
    return SpotCheck.objects.get(title=title).pk


def _record(title: str) -> SpotCheckRecord:
    return SpotCheckRecord.objects.get(check_of__title=title)
