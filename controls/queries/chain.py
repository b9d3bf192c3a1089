"""The chain a table or a measure stands on: 职权 › 风险点 › 措施 › 一览表, each a link with its count."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from controls.models import ControlTable, Measure
from controls.queries import conflicts, rows, tables
from organization.models import Person
from powers.models import Power, PowerList
from risks.models import RiskPoint, RiskRegister


def _link(label: str, url: str = "", count: int | None = None, *, is_current: bool = False) -> dict[str, Any]:
    return {"label": label, "url": url, "count": count, "is_current": is_current}


def chain_of_table(table: ControlTable, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Links of the chain band for a table, with its numbers of `points` and measures (`total`)."""
    register = table.register
    powers = reverse("powers:list", args=[register.power_list_id]) if register.power_list_id else ""
    measures = f"{reverse('controls:measures')}?table={table.pk}"
    return [
        _link(_("职权"), powers),
        _link(_("风险点"), register.get_absolute_url(), counts["points"]),
        _link(_("措施"), measures, counts["total"]),
        _link(_("一览表"), table.get_absolute_url(), is_current=True),
    ]


def chain_of_measure(measure: Measure) -> list[dict[str, Any]]:
    """Links of the chain band for a measure."""
    point = measure.point
    power = [_link(_("职权"), point.power.get_absolute_url())] if point.power else []
    siblings = Measure.objects.filter(table=measure.table_id, point=point).count()
    return [
        *power,
        _link(_("风险点"), point.get_absolute_url()),
        _link(_("措施"), measure.get_absolute_url(), siblings, is_current=True),
        _link(_("一览表"), measure.table.get_absolute_url()),
    ]


def chain_links(thing: Any, by: Person) -> list[dict[str, Any]]:
    """The links 措施 and 一览表 for the chain band of an edition of powers, a register or a point; of a power its conflicts
    of duty, where there are any; nothing for other things.

    Where no table rests on it yet, 一览表 leads to the tables, to have one drawn up.
    """
    if isinstance(thing, Power):
        return _conflicts(by, thing)
    if isinstance(thing, RiskPoint):
        found, counted = _latest(by, register=thing.register_id), Measure.objects.filter(point=thing)
    elif isinstance(thing, RiskRegister):
        found, counted = _latest(by, register=thing), Measure.objects.all()
    elif isinstance(thing, PowerList):
        found, counted = _latest(by, register__power_list=thing), Measure.objects.all()
    else:
        return []
    table = _with_counts(found, counted).first()
    if table is None:
        return [_link(_("一览表"), reverse("controls:home"))]
    measures = f"{reverse('controls:measures')}?table={table.pk}"
    if isinstance(thing, RiskPoint):
        measures = rows.place_of(table, thing, is_long=table.point_count > rows.LONG)
    return [_link(_("措施"), measures, table.measure_count), _link(_("一览表"), table.get_absolute_url())]


def _conflicts(by: Person, power: Power) -> list[dict[str, Any]]:
    count = conflicts.conflicts_of_powers(by, Power.objects.filter(pk=power.pk)).count()
    return [_link(_("职责冲突"), f"{reverse('controls:conflicts')}?power={power.code}", count)] if count else []


def _latest(by: Person, **resting: Any) -> QuerySet[ControlTable]:
    return tables.tables_for(by).filter(**resting).order_by("-year", "-number", "-id")


def _with_counts(found: QuerySet[ControlTable], counted: QuerySet[Measure]) -> QuerySet[Any]:
    """Tables with how many of the measures `counted` they hold, and how many points their register has."""
    measures = counted.filter(table=OuterRef("pk")).order_by().values("table").annotate(n=Count("pk")).values("n")
    registered = RiskPoint.objects.filter(register=OuterRef("register")).order_by().values("register")
    points = registered.annotate(n=Count("pk")).values("n")
    return found.annotate(measure_count=Coalesce(Subquery(measures), 0), point_count=Coalesce(Subquery(points), 0))
