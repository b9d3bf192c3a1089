"""Control tables and measures a person may see."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from controls.models import ControlTable, Measure
from core.models import Attachment, Duty
from core.states import ListState
from organization import queries
from organization.models import Department, Person
from risks import queries as risk_queries
from risks.models import RiskPoint, RiskRegister

SHOWN = (
    "text code kind is_long_term due_on status point__description point__grade "
    "responsible_post__name table__department__name"
).split()
"""What the columns of a list of measures read."""


def seen(by: Person, prefix: str = "") -> Q:
    """The condition on a table, reached by `prefix`, under which `by` sees it: as its register would be seen.

    A leader sees the leadership's table too, but of it only the rows of their own posts (`rows.point_rows`).
    """
    leads = Q(Exists(risk_queries.own_leadership_posts(by)), **{f"{prefix}is_leadership": True})
    return risk_queries.seen_through_register(by, prefix) | leads


def tables_for(by: Person) -> QuerySet[ControlTable]:
    """Tables `by` may see."""
    found = ControlTable.objects.filter(seen(by)).select_related("department", "register")
    return found.order_by("department__path", "-year", "-number", "-id")


def with_measure_count(tables: QuerySet[ControlTable]) -> QuerySet[ControlTable]:
    """Tables with how many measures each holds (`measure_count`)."""
    counted = Measure.objects.filter(table=OuterRef("pk")).order_by().values("table").annotate(n=Count("pk"))
    return tables.annotate(measure_count=Coalesce(Subquery(counted.values("n")), 0))


def working_table(department: Department, *, is_leadership: bool = False) -> ControlTable | None:
    """The edition being worked on, if any."""
    found = ControlTable.objects.working().filter(department=department, is_leadership=is_leadership)
    return found.order_by("-id").first()


def table_for(by: Person, pk: int) -> ControlTable | None:
    """One table, or None where `by` may not know of it."""
    return tables_for(by).filter(pk=pk).first()


def table_among_editions(by: Person, pk: int) -> ControlTable | None:
    """One table with all editions of its kind that `by` may see (`editions`, the latest first), or None."""
    asked = ControlTable.objects.filter(pk=pk)
    same = {"department__in": asked.values("department_id"), "is_leadership__in": asked.values("is_leadership")}
    editions = list(tables_for(by).filter(**same).order_by("-year", "-number", "-id"))
    found = next((edition for edition in editions if edition.pk == pk), None)
    if found is not None:
        found.editions = editions  # type: ignore[attr-defined]
    return found


def measures_for(by: Person) -> QuerySet[Measure]:
    """Measures in tables `by` may see, and those of a post `by` holds, with what their row shows."""
    tables = ControlTable.objects.filter(risk_queries.seen_through_register(by))
    own_points = RiskPoint.objects.filter(
        register__is_leadership=True, post__in=risk_queries.own_leadership_posts(by).values("pk")
    )
    in_force = ControlTable.objects.filter(state=ListState.IN_FORCE)
    mine = Q(responsible_post__in=queries.posts_held(by).values("pk"), table__in=in_force.values("pk"))
    found = Measure.objects.filter(Q(table__in=tables.values("pk")) | Q(point__in=own_points.values("pk")) | mine)
    return found.select_related("table__department", "point__post__department", "point__power", "responsible_post")


def measure_for(by: Person, pk: int) -> Measure | None:
    """One measure, or None where `by` may not know of it."""
    return measures_for(by).select_related("regulation", "filed_by", "point__register").filter(pk=pk).first()


def may_file(by: Person, table: ControlTable) -> bool:
    """May `by` work on the table at all? For showing the buttons; the rule decides again row by row."""
    return table.is_editable and risk_queries.may_file(by, table.department, is_leadership=table.is_leadership)


def measures_shown(by: Person, *, table_id: int | None = None, is_former: bool = False) -> QuerySet[Measure]:
    """Measures of one table, or, without one, of all tables in force, with `is_former` of all that ever were."""
    found = measures_for(by).select_related(None).select_related("table__department", "point", "responsible_post")
    found = found.only(*SHOWN)
    if table_id is not None:
        return found.filter(table=table_id)
    states = ListState.was_in_force() if is_former else [ListState.IN_FORCE]
    return found.filter(table__in=ControlTable.objects.filter(state__in=states).values("pk"))


def tables_in_force(by: Person) -> QuerySet[ControlTable]:
    """Tables in force that `by` may see, by department."""
    return tables_for(by).filter(state=ListState.IN_FORCE)


def point_of(by: Person, table: ControlTable, point_id: int | None) -> RiskPoint | None:
    """A risk point of the register the table rests on, or None where `by` may not know of it."""
    if point_id is None:
        return None
    return risk_queries.points_for(by).filter(register=table.register_id, pk=point_id).first()


def is_behind(table: ControlTable) -> bool:
    """Is there a register being worked on that the table does not rest on yet?"""
    newer = RiskRegister.objects.working().filter(department=table.department_id, is_leadership=table.is_leadership)
    return newer.exclude(pk=table.register_id).exists()


def sees_whole(by: Person, table: ControlTable) -> bool:
    """Does `by`, who may see the table, see every row? A leader sees only their own posts' in the leadership's."""
    return risk_queries.sees_all_of(by, table.register)


def may_read_print(attachment: Attachment, by: Person) -> bool:
    """Who asked for it while they still see the table, and whoever else sees all of it."""
    return _shares(by, int(attachment.subject_id), made_by=attachment.made_by_id, made_at=attachment.made_at)


def may_watch_print(duty: Duty, by: Person) -> bool:
    """As the file that comes of it."""
    return _shares(by, duty.payload["table"], made_by=duty.asked_by_id, made_at=duty.created_at)


def _shares(by: Person, table_id: int, *, made_by: int | None, made_at: datetime) -> bool:
    """Drafts are for those who saw them: what was printed before approval, who came to see it later doesn't open."""
    table = table_for(by, table_id)
    if table is None or made_by == by.pk:
        return table is not None
    is_past = table.in_force_at is not None and made_at < table.in_force_at
    return not is_past and sees_whole(by, table)
