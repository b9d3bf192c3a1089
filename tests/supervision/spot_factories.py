"""Spot checks for tests, made through the services."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from organization.models import Department, Person
from organization.roles import Role
from risks.models import RiskPoint
from supervision import services
from supervision.models import RecordItem, SpotCheck, SpotCheckRecord
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories

SEED = "3456.78"


def points(count: int = 1, *, where: Department | None = None, by: Person | None = None, **fields: Any) -> Department:
    """A department with so many risk points in force."""
    where = where or factories.department()
    register = risk_factories.register(where)
    post = factories.post(where)
    for number in range(count):
        risk_factories.point(register, post=post, description=f"风险点{number}", by=by, **fields)
    risk_factories.in_force(register)
    return where


def graded(where: Department, *scores: tuple[int, int, int]) -> list[RiskPoint]:
    """Points in force, one for each of the scores, settled by a collective review."""
    register = risk_factories.register(where)
    made = [risk_factories.graded_point(register, scores=each) for each in scores]
    risk_factories.review(register)
    risk_factories.in_force(register)
    return [RiskPoint.objects.get(pk=point.pk) for point in made]


def measured(where: Department | None = None) -> Department:
    """A department with one point and a measure against it, in force."""
    table = control_factories.table(where or factories.department())
    control_factories.measure(table)
    return control_factories.in_force(table).department


def plan(*departments: Department, by: Person | None = None, **fields: Any) -> SpotCheck:
    """A plan over the departments that draws one point by a random seed."""
    today = timezone.localdate()
    plain = {
        "title": "第一次重点抽查",
        "from_on": today,
        "to_on": today + timedelta(days=10),
        "size": 1,
        "weight_high": 3,
        "weight_medium": 2,
        "weight_low": 1,
        "seed_kind": "random",
    }
    return services.plan_spot_check(by=by or factories.system(), departments=departments, **{**plain, **fields})


def frozen(*departments: Department, **fields: Any) -> SpotCheck:
    made = plan(*(departments or (points(),)), **fields)
    return services.freeze_population(by=factories.system(), check=made)


def fixed(*departments: Department, seed: str = "", **fields: Any) -> SpotCheck:
    """With its seed; one that is given is a public figure."""
    if seed:
        fields |= {"seed_kind": "public", "seed_source": "2026年11月24日上证综指收盘点数"}
    return services.fix_seed(by=factories.system(), check=frozen(*departments, **fields), seed=seed)


def drawn(*departments: Department, **fields: Any) -> SpotCheck:
    return services.draw_spot_check(by=factories.system(), check=fixed(*departments, **fields))


def inspectors(count: int = 2) -> list[Person]:
    """People of another department."""
    where = factories.department()
    return [factories.person(where=where) for _number in range(count)]


def under_way(*departments: Department, people: Iterable[Person] = (), **fields: Any) -> SpotCheck:
    """Every record has inspectors; those who were named to begin with are told."""
    check = drawn(*departments, **fields)
    chosen = list(people) or inspectors()
    for record in check.records.order_by("pk"):
        services.name_inspectors(by=factories.system(), record=record, people=chosen)
    return services.begin_spot_check(by=factories.system(), check=check)


def record(*departments: Department, **fields: Any) -> SpotCheckRecord:
    """The first record of a spot check that is under way."""
    return under_way(*departments, **fields).records.order_by("pk")[0]


def head_of(record: SpotCheckRecord) -> Person:
    return factories.holder(Role.DEPARTMENT_HEAD, record.department)


def answer(record: SpotCheckRecord, answer: str = "yes", note: str = "", *, by: Person | None = None) -> None:
    """Every item of the record answered alike, by its first inspector."""
    for point in record.points.order_by("pk"):
        entries = {item.pk: services.ItemEntry(answer, note) for item in point.items.all()}
        services.answer_items(by=by or first_inspector(record), point=point, entries=entries)


def first_inspector(record: SpotCheckRecord) -> Person:
    return record.inspectors.order_by("pk")[0].person


def filled(record: SpotCheckRecord) -> SpotCheckRecord:
    """Everything fits, today."""
    answer(record)
    facts: dict[str, Any] = {"checked_on": timezone.localdate(), "place": "药库", "summary": "基本落实"}
    return services.fill_record(by=first_inspector(record), record=record, **facts)


def finished(record: SpotCheckRecord) -> SpotCheckRecord:
    """The same, to be signed."""
    return services.finish_record(by=first_inspector(record), record=filled(record))


def signed(record: SpotCheckRecord) -> SpotCheckRecord:
    """Finished and signed by all."""
    made = finished(record)
    for inspector in made.inspectors.order_by("pk"):
        services.sign_record(by=inspector.person, inspector=inspector)
    return services.give_record_opinion(by=head_of(made), record=made, opinion="属实")


def items(record: SpotCheckRecord) -> list[RecordItem]:
    return list(RecordItem.objects.filter(point__record=record).order_by("point__position", "position"))
