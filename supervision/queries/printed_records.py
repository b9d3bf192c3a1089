"""The 检查记录表 as it is printed, filled or still blank."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from organization import queries as organization_queries
from risks.states import Grade
from supervision.calculations import printed_records
from supervision.models import RecordItem, RecordPoint, SpotCheck, SpotCheckRecord
from supervision.queries import spot_check_records, spot_checks
from supervision.states.spot_checks import SeedKind


def printed_record(record: SpotCheckRecord) -> printed_records.PrintedRecord:
    """Everything the sheet shows; a constant number of queries."""
    check = record.check_of
    signature = f"{record.opinion_signer} {record.opinion_on}" if record.opinion_on else ""
    named = spot_check_records.inspectors_of(record)
    return printed_records.PrintedRecord(
        hospital_name=organization_queries.hospital().name,
        title=_("%(check)s检查记录表") % {"check": check},
        code=record.code,
        version=record.version,
        department=record.whom,
        period=_("%(begin)s至%(end)s") % {"begin": check.from_on, "end": check.to_on},
        checked_on=record.checked_on,
        place=record.place,
        summary=record.summary,
        inspectors=tuple((str(each.person), str(each.signed_on or "")) for each in named),
        opinion=record.opinion,
        opinion_signature=signature,
        points=tuple(_point(point) for point in spot_check_records.points_of_record(record)),
        draw=printed_draw(check),
        is_leadership=record.is_leadership,
    )


def _point(point: RecordPoint) -> printed_records.PrintedPoint:
    risk = point.unit.point
    items: list[RecordItem] = point.asked  # type: ignore[attr-defined]
    return printed_records.PrintedPoint(
        number=point.position,
        code=point.unit.code,
        description=risk.description,
        grade=point.unit.get_grade_display(),
        risk_type=risk.get_type_display(),
        post=risk.post.name,
        power=risk.power.name if risk.power else "",
        measures=tuple(measure.text for measure in point.measures.all()),
        items=tuple(_item(item) for item in items),
    )


def _item(item: RecordItem) -> printed_records.PrintedItem:
    finding = (
        _("%(code)s，%(day)s前整改") % {"code": item.finding.code, "day": item.finding.due_on} if item.finding else ""
    )
    return printed_records.PrintedItem(
        key=item.pk,
        number=item.position,
        text=item.text,
        answer=str(item.get_answer_display()),
        note=item.note,
        finding=finding,
    )


def printed_draw(check: SpotCheck) -> printed_records.PrintedDraw:
    """What the appendix says of the draw."""
    weights = {Grade.HIGH: check.weight_high, Grade.MEDIUM: check.weight_medium, Grade.LOW: check.weight_low}
    return printed_records.PrintedDraw(
        code=check.code,
        algorithm=check.algorithm,
        seed=check.seed,
        source=source_in_words(check),
        frozen=_moment(check.frozen_at),
        seeded=_moment(check.seeded_at),
        drawn=_moment(check.drawn_at),
        sha256=check.population_sha256,
        count=check.population_count,
        size=check.size,
        weights="，".join(f"{grade.label} {weight}" for grade, weight in weights.items()),
        rules=rules_in_words(check),
        command=spot_checks.draw_command(check),
        verify_url=f"{settings.SITE_URL}{check.get_absolute_url()}",
    )


def source_in_words(check: SpotCheck) -> str:
    """Where the seed comes from."""
    return check.seed_source if check.seed_kind == SeedKind.PUBLIC else str(SeedKind.RANDOM.label)


def rules_in_words(check: SpotCheck) -> str:
    """The optional rules that hold for this draw, always said."""
    each = _("每个部门至少抽一个") if check.is_each_department else _("不要求每个部门都抽到")
    if not check.excluded_checks:
        return _("%(each)s；不排除以前抽中的") % {"each": each}
    facts = {"each": each, "checks": check.excluded_checks, "count": check.excluded_count}
    return _("%(each)s；排除最近%(checks)d次抽中的%(count)d个") % facts


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""
