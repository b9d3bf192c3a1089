"""What of risks comes due: the grade of every point is confirmed once a year (part 二(三), 第三阶段)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from core.registry import DueItem
from core.states import ListState
from organization.roles import Action
from risks.models import RiskPoint
from risks.queries.due import IS_SETTLED


def due_points(on: date, until: date) -> Iterator[DueItem]:
    """Points in force by register and year of their last confirmation, due by the end of the next; one query.

    A point whose confirmation was taken back is due by the end of this year.
    """
    settled = RiskPoint.objects.filter(
        IS_SETTLED, register__state=ListState.IN_FORCE, register__department__retired_on__isnull=True
    )
    names = "register register__department register__department__name register__is_leadership".split()
    rows = settled.annotate(year=ExtractYear("grade_confirmed_on")).values(*names, "year").annotate(count=Count("pk"))
    counts: dict[tuple, int] = {}
    for row in rows.order_by("register", "year"):
        due_on = core_calculations.year_after(on.year - 1 if row["year"] is None else row["year"])
        where = (*(row[name] for name in names), due_on)
        counts[where] = counts.get(where, 0) + row["count"]
    for (register, department, name, is_leadership, due_on), count in counts.items():
        if due_on <= until:
            of = _("班子成员") if is_leadership else name
            yield DueItem(
                key=f"points:{department}:{is_leadership:d}",
                text=_("%(of)s%(count)d个风险点的年度复核") % {"of": of, "count": count},
                url=reverse("risks:register", args=[register]),
                due_on=due_on,
                department_id=department,
                actions=(Action.SUBMIT_LEADERSHIP if is_leadership else Action.FILE,),
                count=count,
            )
