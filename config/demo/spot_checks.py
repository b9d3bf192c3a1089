"""重点抽查 in the demo: one under way, one planned, one given up; and how a record is filled and signed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from config.demo.people import People
from organization.models import Department, Person
from supervision import queries
from supervision import services as supervision
from supervision.models import Cycle, RecordItem, SpotCheck, SpotCheckRecord

YEAR = 2026
SEED = "4018.77"
FIGURE = "2026年11月10日上证综指收盘点数（演示数值）"
INSPECTORS = ("discipline", "secrecy", "office")
"""Who inspects where they may, before others."""
WEIGHTS: dict[str, Any] = {"weight_high": 3, "weight_medium": 2, "weight_low": 1}


def under_way(people: People, cycle: Cycle) -> None:
    """Eight points are drawn by a public figure; one record is signed, the others are on their way."""
    check = supervision.plan_spot_check(
        by=people["office"],
        cycle=cycle,
        title="2026年第一次重点抽查",
        from_on=date(YEAR, 11, 12),
        to_on=date(YEAR, 12, 4),
        size=8,
        seed_kind="public",
        seed_source=FIGURE,
        **WEIGHTS,
    )
    records = draw(people, check, seed=SEED)
    fault = ("关键环节记录没有双人签字，近三个月均如此。", "近三个月的记录没有双人签字")
    inspect(people, records[0], fault=fault, opinion="情况属实，立即整改。")


def draw(people: People, check: SpotCheck, *, seed: str) -> list[SpotCheckRecord]:
    """Freeze, fix the seed, draw, name inspectors and begin; the records in the order in which they were begun."""
    office = people["office"]
    check = supervision.freeze_population(by=office, check=check)
    check = supervision.fix_seed(by=office, check=check, seed=seed)
    check = supervision.draw_spot_check(by=office, check=check)
    records = list(check.records.order_by("pk"))
    for record in records:
        able = list(queries.people_to_inspect(record).order_by("-pk"))
        wanted = [people[login] for login in INSPECTORS if people[login] in able]
        chosen = [*wanted, *(person for person in able if person not in wanted)]
        supervision.name_inspectors(by=office, record=record, people=chosen[:2])
    supervision.begin_spot_check(by=office, check=check)
    return records


def inspect(
    people: People, record: SpotCheckRecord, *, opinion: str, fault: tuple[str, str] | None = None, days: int = 10
) -> None:
    """The department is looked at and everybody signs; with a `fault` (the finding, what was seen) one item does not hold."""
    inspectors = list(record.inspectors.select_related("person").order_by("pk"))
    by = inspectors[0].person
    items = RecordItem.objects.filter(point__record=record).select_related("point").order_by("point__position", "pk")
    failed = items[0] if fault else None
    _answer(record, items, failed, fault[1] if fault else "", by=by)
    if failed and fault:
        failed.refresh_from_db()
        supervision.open_item_finding(by=by, item=failed, text=fault[0], days=days)
    summary = "措施总体落实，一处记录不全，已登记问题。" if fault else "措施落实到位，记录完整，没有发现问题。"
    supervision.fill_record(
        by=by,
        record=SpotCheckRecord.objects.get(pk=record.pk),
        checked_on=timezone.localdate(),
        place="科室办公室和现场",
        summary=summary,
    )
    finished = supervision.finish_record(by=by, record=SpotCheckRecord.objects.get(pk=record.pk))
    for inspector in inspectors:
        supervision.sign_record(by=inspector.person, inspector=inspector)
    head = people.heads[finished.department.code]
    supervision.give_record_opinion(by=head, record=finished, opinion=opinion)


def _answer(
    record: SpotCheckRecord, items: Iterable[RecordItem], failed: RecordItem | None, seen: str, *, by: Person
) -> None:
    """Every item holds but the one that `failed`."""
    for point in record.points.order_by("position"):
        entries = {
            item.pk: supervision.ItemEntry("no", seen) if item == failed else supervision.ItemEntry("yes")
            for item in items
            if item.point_id == point.pk
        }
        supervision.answer_items(by=by, point=point, entries=entries)


def of_repairs(people: People, cycle: Cycle) -> SpotCheck:
    """A spot check of repairs alone is planned, and its scope frozen."""
    office = people["office"]
    check = supervision.plan_spot_check(
        by=office,
        departments=Department.objects.filter(code__in=("D12", "D15", "D16")),
        cycle=cycle,
        title="2026年维修项目专项抽查",
        from_on=date(YEAR, 11, 23),
        to_on=date(YEAR, 12, 4),
        size=4,
        seed_kind="public",
        seed_source="2026年11月20日上证综指收盘点数",
        **WEIGHTS,
    )
    return supervision.freeze_population(by=office, check=check)


def give_up(people: People) -> None:
    """It is given up before the draw: somebody else looks at the same projects."""
    check = SpotCheck.objects.get(state="frozen")
    reason = "市审计局11月下旬对同一批维修项目开展专项审计，为避免重复检查予以取消，待审计结果送达后再作安排。"
    supervision.cancel_spot_check(by=people["office"], check=check, reason=reason)


def plan_next(people: People, cycle: Cycle) -> None:
    """The second of the year, in December, is being planned."""
    supervision.plan_spot_check(
        by=people["office"],
        cycle=cycle,
        title="2026年第二次重点抽查",
        from_on=date(YEAR, 12, 14),
        to_on=date(YEAR, 12, 25),
        size=6,
        seed_kind="random",
        **WEIGHTS,
    )
