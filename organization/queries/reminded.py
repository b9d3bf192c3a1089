"""What of the organization comes due: next year's holidays."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from core.registry import DueItem
from organization import calculations
from organization.models import Department
from organization.queries.calendar import workday_overrides
from organization.roles import Action


def due_calendars(on: date, until: date) -> Iterator[DueItem]:
    """From November on next year's holidays, and this year's should they still be missing; told to 党办."""
    overrides = workday_overrides()
    years = [on.year, on.year + 1] if on.month >= 11 else [on.year]
    missing = [year for year in years if calculations.is_provisional(date(year, 1, 1), overrides)]
    root = Department.objects.filter(parent__isnull=True).values_list("pk", flat=True).first()
    for year in missing if root else ():
        yield DueItem(
            key=f"calendar:{year}",
            text=_("登记%(year)d年的节假日和调休（尚未载入，该年期限暂按周一至周五计算）") % {"year": year},
            url="/organization/calendar/",
            due_on=date(year - 1, 11, 30),
            department_id=root,  # type: ignore[arg-type]
            actions=(Action.KEEP_ORGANIZATION,),
        )
