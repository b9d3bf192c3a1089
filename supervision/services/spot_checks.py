"""Planning a spot check, freezing its population, fixing its seed, drawing, and ending it."""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import Measure
from core import calculations as core_calculations
from core import services as core_services
from core.rules import Denied
from core.states import ListState
from organization import services as organization_services
from organization.models import Department, Person, Post
from risks.models import RiskPoint
from supervision import queries, rules
from supervision.calculations import draws
from supervision.models import (
    ChecklistItem,
    PopulationUnit,
    RecordInspector,
    RecordItem,
    RecordPoint,
    SpotCheck,
    SpotCheckRecord,
)
from supervision.queries.spot_checks import unit_of
from supervision.states.spot_checks import SPOT_CHECK_MOVES, SeedKind, SpotCheckVerb


@transaction.atomic
def plan_spot_check(*, by: Person, departments: Iterable[Department] = (), **fields: Any) -> SpotCheck:
    """Plan a spot check; no `departments` means all. Raises `Denied`."""
    rules.run_spot_checks(by)
    core_services.take_turn_at("supervision.spot_check")
    check = SpotCheck(code=_next_code(timezone.localdate().year), made_by=by)
    return _keep(check, departments, fields, "supervision.plan_spot_check", by=by)


def _next_code(year: int) -> str:
    prefix = f"CC{year}-"
    last = SpotCheck.objects.filter(code__startswith=prefix).order_by("-code").values_list("code", flat=True).first()
    return f"{prefix}{int(last[len(prefix) :]) + 1 if last else 1:03d}"


@transaction.atomic
def change_spot_check(
    *, by: Person, check: SpotCheck, departments: Iterable[Department] = (), version: int | None = None, **fields: Any
) -> SpotCheck:
    """Change a plan whose population is not frozen. Raises `Denied`, `Stale`."""
    locked = _lock(check)
    rules.change_spot_check(by, locked)
    core_services.refuse_stale(locked, version)
    return _keep(locked, departments, fields, "supervision.change_spot_check", by=by)


def _keep(
    check: SpotCheck, departments: Iterable[Department], fields: dict[str, Any], verb: str, *, by: Person
) -> SpotCheck:
    for name, value in fields.items():
        setattr(check, name, value)
    check.search_text = core_calculations.search_text(check.code, check.title, pinyin_of=check.title)
    core_services.save(check, by)
    chosen = list(departments)
    check.departments.set(chosen)
    told = {name: str(value) for name, value in fields.items()}
    _record(check, verb, by=by, departments=sorted(department.code for department in chosen), **told)
    return check


def _lock(check: SpotCheck) -> SpotCheck:
    return SpotCheck.objects.select_for_update().get(pk=check.pk)


def _move(check: SpotCheck, verb: SpotCheckVerb, by: Person) -> None:
    """The one place that assigns a spot check's state."""
    check.state = SPOT_CHECK_MOVES[check.state, verb]
    core_services.save(check, by, reason=check.cancel_reason)


def _record(check: SpotCheck, verb: str, *, by: Person, **details: Any) -> None:
    core_services.record(by=by, verb=verb, subject=check, code=check.code, details={"state": check.state, **details})


@transaction.atomic
def freeze_population(*, by: Person, check: SpotCheck) -> SpotCheck:
    """Freeze what is drawn from, as rows and as a file whose hash is told; afterwards neither plan nor scope changes.

    It comes before the seed: whoever sets the scope cannot know yet what will be drawn. Raises `Denied`.
    """
    locked = _lock(check)
    rules.freeze_population(by, locked)
    points = list(queries.population_of(locked).order_by("code"))
    weights = locked.weights
    units = [
        unit_of(row.code, row.grade, weights[row.grade], row.register.department.code, row.register.is_leadership)
        for row in points
    ]
    rules.freeze_population(by, locked, units)
    text = draws.population_text(units)
    _keep_units(locked, points)
    locked.excluded_count = queries.excluded_count(locked)
    locked.population = core_services.store(
        text.encode(),
        name=f"{locked.code}.tsv",
        content_type="text/tab-separated-values",
        subject_type="supervision.spotcheck",
        subject_id=str(locked.pk),
        by=by,
    )
    locked.population_sha256, locked.population_count = draws.sha256(text), len(units)
    locked.frozen_by, locked.frozen_at = by, timezone.now()
    _move(locked, SpotCheckVerb.FREEZE, by)
    facts = {"sha256": locked.population_sha256, "count": len(units)}
    _record(locked, "supervision.freeze_population", by=by, **facts)
    return locked


def _keep_units(check: SpotCheck, points: list[RiskPoint]) -> None:
    weights = check.weights
    units = (
        PopulationUnit(
            check_of=check,
            point=row,
            department_id=row.register.department_id,
            code=row.code,
            grade=row.grade,
            weight=weights[row.grade],
        )
        for row in points
    )
    PopulationUnit.objects.bulk_create(units, batch_size=core_services.BATCH)


@transaction.atomic
def fix_seed(*, by: Person, check: SpotCheck, seed: str = "") -> SpotCheck:
    """Fix the seed once: the public figure that was announced, or one that the system makes. Raises `Denied`."""
    locked = _lock(check)
    rules.fix_seed(by, locked, seed)
    if locked.seed_kind == SeedKind.RANDOM:
        seed = secrets.token_hex(16)
    if not seed:
        raise Denied(_("请填写种子。"), help=_("照公布的数据来源原样填写。"))
    locked.seed, locked.seeded_by, locked.seeded_at = seed, by, timezone.now()
    _move(locked, SpotCheckVerb.FIX_SEED, by)
    _record(locked, "supervision.fix_seed", by=by, seed=seed, source=locked.seed_source)
    return locked


@transaction.atomic
def draw_spot_check(*, by: Person, check: SpotCheck) -> SpotCheck:
    """Draw from the frozen population with the seed, and begin a record for each department drawn. Raises `Denied`."""
    locked = _lock(check)
    rules.draw_spot_check(by, locked)
    units = queries.units_of(locked)
    now = timezone.now()
    rules.draw_spot_check(by, locked, at=now, text=draws.population_text(units))
    drawn = draws.draw(units, seed=locked.seed, size=locked.size, is_each_department=locked.is_each_department)
    locked.algorithm, locked.drawn_by, locked.drawn_at = draws.ALGORITHM, by, now
    _move(locked, SpotCheckVerb.DRAW, by)
    _begin_records(locked, [unit.code for unit in drawn], by)
    facts = {"algorithm": draws.ALGORITHM, "sha256": locked.population_sha256, "drawn": [unit.code for unit in drawn]}
    _record(locked, "supervision.draw_spot_check", by=by, **facts)
    return locked


def _begin_records(check: SpotCheck, codes: list[str], by: Person) -> None:
    """A record for each department drawn, and one for each leadership post apart, with the points in the order of the draw,
    their measures and checklists."""
    found = check.units.filter(code__in=codes).select_related("point__register", "point__post", "department")
    units = {unit.code: unit for unit in found}
    places = dict.fromkeys(_place(unit) for unit in units.values())
    made = core_services.create_all(SpotCheckRecord, _records_of(check, list(places)), by)
    records = {(record.department, record.post): record for record in made}
    points = RecordPoint.objects.bulk_create(
        RecordPoint(record=records[_place(units[code])], unit=units[code], position=position)
        for position, code in enumerate(codes, 1)
    )
    _take_measures(points)
    _copy_checklists(points, by)


def _place(unit: PopulationUnit) -> tuple[Department, Post | None]:
    """Whose record a drawn point belongs to: its department's, or of the leadership its post's own."""
    return unit.department, unit.point.post if unit.point.register.is_leadership else None


def _records_of(check: SpotCheck, places: list[tuple[Department, Post | None]]) -> list[SpotCheckRecord]:
    """Leadership posts are numbered in their order, BZ01 and so on."""
    posts = sorted((post for _department, post in places if post), key=lambda post: post.code)
    ends: dict[Post | None, str] = {post: f"-BZ{number:02d}" for number, post in enumerate(posts, 1)}
    return [
        SpotCheckRecord(
            check_of=check,
            department=department,
            post=post,
            is_leadership=post is not None,
            code=f"{check.code}-{department.code}{ends.get(post, '')}",
        )
        for department, post in places
    ]


def _take_measures(points: list[RecordPoint]) -> None:
    by_lineage = {point.unit.point.lineage_id: point for point in points}
    standing = Measure.objects.filter(table__state=ListState.IN_FORCE, point_lineage__in=by_lineage)
    through = RecordPoint.measures.through
    through.objects.bulk_create(
        through(recordpoint_id=by_lineage[lineage].pk, measure_id=measure)
        for measure, lineage in standing.order_by("code", "pk").values_list("pk", "point_lineage")
    )


def _copy_checklists(points: list[RecordPoint], by: Person) -> None:
    """What inspectors go by stays as it was at the draw, whatever becomes of the checklist."""
    lists: dict[str, list[ChecklistItem]] = defaultdict(list)
    for item in queries.checklist().order_by("position", "pk"):
        lists[item.risk_type].append(item)
    items = [
        RecordItem(point=point, item=item, text=item.text, position=position)
        for point in points
        for position, item in enumerate(lists[point.unit.point.type], 1)
    ]
    core_services.create_all(RecordItem, items, by)


@transaction.atomic
def begin_spot_check(*, by: Person, check: SpotCheck) -> SpotCheck:
    """Let the inspection begin: inspectors and the departments drawn are told. Raises `Denied`."""
    locked = _lock(check)
    rules.begin_spot_check(by, locked)
    locked.began_at = timezone.now()
    _move(locked, SpotCheckVerb.BEGIN, by)
    _tell(locked)
    _record(locked, "supervision.begin_spot_check", by=by)
    return locked


def _tell(check: SpotCheck) -> None:
    named: dict[int, list[Person]] = defaultdict(list)
    for inspector in RecordInspector.objects.filter(record__check_of=check).select_related("person").order_by("pk"):
        named[inspector.record_id].append(inspector.person)
    for record in check.records.select_related("department", "post").order_by("pk"):
        url = reverse("supervision:spot_check_record", args=[record.pk])
        facts = {"check": check, "department": record.whom, "until": check.to_on}
        told = _("请您检查%(department)s：%(check)s，%(until)s前完成。") % facts
        organization_services.notify(named[record.pk], kind="supervision.spot_check", text=told, url=url)
        heads = rules.people_answering(record)
        told = _("%(department)s被抽中：%(check)s，%(until)s前检查。请备好佐证。") % facts
        organization_services.notify(heads, kind="supervision.spot_check", text=told, url=url)


@transaction.atomic
def close_spot_check(*, by: Person, check: SpotCheck) -> SpotCheck:
    """End a spot check whose records are all signed. Raises `Denied`."""
    locked = _lock(check)
    rules.close_spot_check(by, locked)
    locked.closed_at = timezone.now()
    _move(locked, SpotCheckVerb.CLOSE, by)
    _record(locked, "supervision.close_spot_check", by=by)
    return locked


@transaction.atomic
def cancel_spot_check(*, by: Person, check: SpotCheck, reason: str) -> SpotCheck:
    """Give a spot check up, in sight of everybody. Raises `Denied`."""
    locked = _lock(check)
    rules.cancel_spot_check(by, locked)
    if not reason.strip():
        raise Denied(_("请写明取消的理由。"))
    locked.cancel_reason, locked.cancelled_at = reason.strip(), timezone.now()
    _move(locked, SpotCheckVerb.CANCEL, by)
    _record(locked, "supervision.cancel_spot_check", by=by, reason=locked.cancel_reason)
    return locked
