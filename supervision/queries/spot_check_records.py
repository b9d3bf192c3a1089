"""Records of spot checks a person may see, what waits for them there, and who may inspect."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import Measure
from core.models import Attachment
from core.registry import Task, TaskGroup
from organization import queries as organization_queries
from organization.models import Person, RoleGrant
from organization.roles import ADMINISTRATORS, Action
from organization.states import PersonKind
from supervision import rules
from supervision.models import RecordInspector, RecordItem, RecordPoint, SpotCheck, SpotCheckRecord
from supervision.queries import spot_checks
from supervision.states.spot_checks import (
    FEWEST_INSPECTORS,
    RECORD_MOVES,
    Answer,
    RecordState,
    RecordVerb,
    SpotCheckState,
)

MOST_TASKS = 20
ITEM_SUBJECT = "supervision.recorditem"
SHEET_SUBJECT = "supervision.recordsheet"
IN_ORDER = ("department__path", "is_leadership", "post__code", "pk")
"""Records as they are listed: of the departments in their order, the leadership's behind their department's, by post."""


def records_for(by: Person) -> QuerySet[SpotCheckRecord]:
    """Records `by` may see."""
    return SpotCheckRecord.objects.filter(rules.records_seen(by)).select_related("check_of", "department", "post")


def records_of(by: Person, check: SpotCheck) -> QuerySet[SpotCheckRecord]:
    """A spot check's records that `by` sees, with how far each is (`item_count`, `answered_count`, `no_count`)."""
    items = Count("points__items", distinct=True)
    answered = Count("points__items", filter=~Q(points__items__answer=""), distinct=True)
    wrong = Count("points__items", filter=Q(points__items__answer=Answer.NO), distinct=True)
    found = records_for(by).filter(check_of=check).annotate(item_count=items, answered_count=answered, no_count=wrong)
    named = RecordInspector.objects.select_related("person").order_by("pk")
    return found.prefetch_related(Prefetch("inspectors", queryset=named, to_attr="named")).order_by(*IN_ORDER)


def obstacle_of(check: SpotCheck, records: Iterable[SpotCheckRecord]) -> str:
    """What is still to be done in the records (`records_of`) before the next step; nothing when it may be taken."""
    if check.state == SpotCheckState.DRAWN:
        waiting = [record for record in records if len(record.named) < FEWEST_INSPECTORS]  # type: ignore[attr-defined]
        words = _("还有%(count)d个部门没有指定检查人员：%(names)s。请打开检查记录逐一指定，然后开始检查。")
    elif check.state == SpotCheckState.UNDER_WAY:
        waiting = [record for record in records if record.state != RecordState.SIGNED]
        words = _("还有%(count)d份检查记录没有签字：%(names)s。全部签字后结束抽查。")
    else:
        return ""
    names = "、".join(record.whom for record in waiting[:5])
    return words % {"count": len(waiting), "names": names} if waiting else ""


def record_for(by: Person, pk: int) -> SpotCheckRecord | None:
    """One record, or None where `by` may not know of it."""
    named = RecordInspector.objects.select_related("person", "signed_by").order_by("pk")
    return records_for(by).prefetch_related(Prefetch("inspectors", queryset=named)).filter(pk=pk).first()


def inspectors_of(record: SpotCheckRecord) -> QuerySet[RecordInspector]:
    return record.inspectors.select_related("person", "signed_by").order_by("pk")


def inspector_for(by: Person, pk: int) -> RecordInspector | None:
    """One inspector of a record `by` sees."""
    seen = records_for(by).values("pk")
    found = RecordInspector.objects.filter(record__in=seen)
    return (
        found.select_related("record__check_of", "record__department", "record__post", "person").filter(pk=pk).first()
    )


def points_of_record(record: SpotCheckRecord) -> QuerySet[RecordPoint]:
    """Drawn points in the order of the draw with measures and items (`asked`); a constant number of queries."""
    items = RecordItem.objects.select_related("finding").order_by("position", "pk")
    measures = Measure.objects.select_related("responsible_post").order_by("code", "pk")
    related = ("unit__point__post", "unit__point__power")
    found = record.points.select_related(*related).order_by("position")
    return found.prefetch_related(
        Prefetch("items", queryset=items, to_attr="asked"), Prefetch("measures", queryset=measures)
    )


def asked(point: RecordPoint) -> list[RecordItem]:
    """The items of a point that `points_of_record` read."""
    return point.asked  # type: ignore[attr-defined]


def progress_of(points: list[RecordPoint]) -> dict[str, int]:
    """How many items there are, have a result, do not fit, and became findings."""
    items = [item for point in points for item in asked(point)]
    return {
        "total": len(items),
        "answered": sum(bool(item.answer) for item in items),
        "wrong": sum(item.answer == Answer.NO for item in items),
        "findings": sum(item.finding_id is not None for item in items),
    }


def point_of_record(by: Person, pk: int) -> RecordPoint | None:
    """One drawn point of a record `by` sees."""
    seen = records_for(by).values("pk")
    related = ("record__check_of", "record__department", "record__post", "unit__point__post", "unit__point__power")
    return RecordPoint.objects.filter(record__in=seen, pk=pk).select_related(*related).first()


def items_of(point: RecordPoint) -> list[RecordItem]:
    return list(point.items.select_related("finding").order_by("position", "pk"))


def item_of_record(by: Person, pk: int) -> RecordItem | None:
    """One item of a record `by` sees."""
    seen = records_for(by).values("pk")
    record = [f"point__record__{name}" for name in ("check_of", "department", "post")]
    return (
        RecordItem.objects.filter(point__record__in=seen, pk=pk).select_related(*record, "point__unit__point").first()
    )


def evidence_of(items: Iterable[RecordItem]) -> dict[int, list[Attachment]]:
    """Files by the id of the item they prove; one query."""
    ids = [str(item.pk) for item in items]
    found: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(subject_type=ITEM_SUBJECT, subject_id__in=ids).order_by("pk"):
        found.setdefault(int(file.subject_id), []).append(file)
    return found


def story_of_record(record: SpotCheckRecord) -> list[dict[str, Any]]:
    """What became of a record, the latest first, for `components/history.html`; one query."""
    words: dict[tuple[str, str], Any] = {
        (before, after): RecordVerb(verb).label for (before, verb), after in RECORD_MOVES.items()
    }
    words[RecordState.FINISHED, RecordState.FINISHED] = _("签署意见")
    return spot_checks.story(record, words, made=_("抽中，建立检查记录"), changed=_("填写检查记录"))


def may_read_evidence(attachment: Attachment, by: Person) -> bool:
    """Who sees the record."""
    return item_of_record(by, int(attachment.subject_id)) is not None


def may_read_sheet(attachment: Attachment, by: Person) -> bool:
    """A sheet that was handed in, for who handed it in while they still see the record."""
    return attachment.made_by_id == by.pk and record_for(by, int(attachment.subject_id)) is not None


def sheet_for(by: Person, record: SpotCheckRecord, pk: int) -> Attachment | None:
    """A sheet that `by` handed in for the record."""
    same = {"subject_type": SHEET_SUBJECT, "subject_id": str(record.pk), "made_by": by}
    return Attachment.objects.filter(pk=pk, **same).first()


def people_to_inspect(record: SpotCheckRecord) -> QuerySet[Person]:
    """Active logins who have nothing to do with the department or with what was drawn there, by department and name."""
    administrators = RoleGrant.objects.filter(user=OuterRef("pk"), role__in=ADMINISTRATORS)
    found = organization_queries.people().filter(~Exists(administrators), kind=PersonKind.LOGIN)
    found = found.filter(rules.able_to_inspect(record)).exclude(pk__in=rules.conflicts_of(record))
    return found.select_related("department").order_by(F("department__path").asc(nulls_last=True), "name", "pk")


def records_due(on: date) -> QuerySet[SpotCheckRecord]:
    """Records that are not signed although the inspection was to end by `on`, with their inspectors; two queries."""
    found = SpotCheckRecord.objects.filter(check_of__state=SpotCheckState.UNDER_WAY, check_of__to_on__lte=on)
    found = found.exclude(state=RecordState.SIGNED).select_related("check_of", "department", "post")
    return found.prefetch_related("inspectors__person").order_by("check_of__to_on", "pk")


def spot_check_tasks(by: Person) -> TaskGroup:
    """Records to fill, to sign, and to give the department's opinion on; for who runs the year, spot checks to end. Two
    queries at most."""
    under_way = SpotCheckRecord.objects.filter(check_of__state=SpotCheckState.UNDER_WAY)
    mine = RecordInspector.objects.filter(record=OuterRef("pk"), person=by)
    to_fill = Q(Exists(mine), state=RecordState.OPEN)
    to_sign = Q(Exists(mine.filter(signed_on__isnull=True)), state=RecordState.FINISHED)
    to_answer = rules.records_answered(by) & Q(state=RecordState.FINISHED, opinion_on__isnull=True)
    found = under_way.filter(to_fill | to_sign | to_answer).annotate(
        is_mine=Exists(mine.filter(signed_on__isnull=True))
    )
    rows = found.select_related("check_of", "department", "post").order_by("check_of__to_on", "pk")[:MOST_TASKS]
    return TaskGroup(_("抽查"), (*(_task(record) for record in rows), *_to_close(by)))


def _to_close(by: Person) -> Iterator[Task]:
    """Spot checks whose records are all signed; none for who runs the year of a branch alone; no query for who is known
    not to run the year."""
    if organization_queries.lacks(by, Action.RUN_YEAR):
        return
    unsigned = SpotCheckRecord.objects.filter(check_of=OuterRef("pk")).exclude(state=RecordState.SIGNED)
    runs = organization_queries.is_for_whole(by, Action.RUN_YEAR)
    found = SpotCheck.objects.filter(runs, ~Exists(unsigned), state=SpotCheckState.UNDER_WAY)
    for check in found.annotate(signed_at=Max("records__signed_at")).order_by("to_on", "pk")[:MOST_TASKS]:
        yield Task(
            what=_("结束抽查：%(check)s") % {"check": check},
            who=check.code,
            url=check.get_absolute_url(),
            since=check.signed_at,  # type: ignore[attr-defined]
            due_on=check.to_on,
            note=_("检查记录已全部签字"),
            is_overdue=check.to_on < timezone.localdate(),
        )


def _task(record: SpotCheckRecord) -> Task:
    if record.state == RecordState.OPEN:
        what = _("填写检查记录：%(department)s")
    elif record.is_mine:  # type: ignore[attr-defined]
        what = _("在检查记录上签字：%(department)s")
    else:
        what = _("对检查记录签署意见：%(department)s")
    return Task(
        what=what % {"department": record.whom},
        who=str(record.check_of),
        url=record.get_absolute_url(),
        since=record.finished_at or record.check_of.began_at,
        due_on=record.check_of.to_on,
        is_overdue=record.check_of.to_on < timezone.localdate(),
    )
