"""The chain a table or a measure stands on: 职权 › 风险点 › 措施 › 一览表, each a link with its count."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from controls.models import ControlTable, Measure


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
