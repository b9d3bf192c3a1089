"""What of powers comes due: editions to be looked at once a year, bases to be verified, reviews after a change."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from core.registry import DueItem
from organization import calculations, queries
from organization.models import Department
from organization.roles import Action
from powers.models import LegalBasis, PowerList, ReviewDue
from powers.states import REVIEW_DAYS, BasisStatus, DueState


def due_powers(on: date, until: date) -> Iterator[DueItem]:
    """The annual review of every power: by the end of the year after its edition came into force, the next one does."""
    lists = PowerList.objects.in_force().filter(department__retired_on__isnull=True)
    for each in lists.select_related("department").annotate(count=Count("powers")).order_by("id"):
        due_on = core_calculations.year_after(timezone.localdate(each.in_force_at).year)
        if each.count and due_on <= until:
            yield DueItem(
                key=f"powers:{each.department_id}",
                text=_("%(department)s%(count)d项职权的年度复核")
                % {"department": each.department, "count": each.count},
                url=each.get_absolute_url(),
                due_on=due_on,
                department_id=each.department_id,
                actions=(Action.FILE,),
                count=each.count,
            )


def due_bases(on: date, until: date) -> Iterator[DueItem]:
    """Every basis is verified once a year; those never verified by the end of this one. Told to who keeps the library."""
    living = LegalBasis.objects.exclude(status=BasisStatus.REPEALED).order_by()
    rows = list(living.values_list(ExtractYear("verified_on")).annotate(count=Count("pk")).order_by())
    root = Department.objects.filter(parent__isnull=True).values_list("pk", flat=True).first()
    counts: dict[date, int] = {}
    for year, count in rows if root else ():
        due_on = core_calculations.year_after(on.year - 1 if year is None else year)
        counts[due_on] = counts.get(due_on, 0) + count
    for due_on, count in sorted(counts.items()):
        if due_on <= until:
            yield DueItem(
                key="bases",
                text=_("%(count)d条行使依据的年度核对") % {"count": count},
                url=reverse("powers:bases"),
                due_on=due_on,
                department_id=root,  # type: ignore[arg-type]
                actions=(Action.KEEP_LIBRARY,),
                count=count,
            )


def due_reviews(on: date, until: date) -> Iterator[DueItem]:
    """依据变动复核 still open, one a department, change and day on which they were opened; two queries."""
    overrides = queries.workday_overrides()

    @cache
    def due(opened: date) -> date:
        return calculations.add_workdays(opened, REVIEW_DAYS, overrides)

    for row in _open_reviews():
        due_on = due(row["opened"])
        if due_on > until:
            continue
        code, name = row["basis__code"] or row["regulation__code"], row["basis__title"] or row["regulation__name"]
        asked = urlencode({"state": DueState.OPEN, "department": row["department"], "q": code})
        words = {"department": row["department__name"], "count": row["count"], "name": name}
        yield DueItem(
            key=f"review:{row['department']}:{row['is_leadership']:d}:{code}:{row['opened']}",
            text=_("%(department)s%(count)d项因《%(name)s》变动待复核") % words,
            url=f"{reverse('powers:dues')}?{asked}",
            due_on=due_on,
            department_id=row["department"],
            actions=(Action.SUBMIT_LEADERSHIP if row["is_leadership"] else Action.FILE,),
            count=row["count"],
        )


def _open_reviews() -> QuerySet:
    names = (
        "department department__name is_leadership basis__code basis__title regulation__code regulation__name".split()
    )
    found = ReviewDue.objects.filter(state=DueState.OPEN).annotate(opened=TruncDate("opened_at")).order_by()
    return found.values(*names, "opened").annotate(count=Count("pk")).order_by("opened", "department")
