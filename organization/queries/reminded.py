"""What of the organization comes due: key posts held too long, next year's holidays."""

from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from core.registry import DueItem
from organization import calculations
from organization.models import Department, Tenure
from organization.queries.calendar import workday_overrides
from organization.roles import Action


def due_tenures(on: date, until: date) -> Iterator[DueItem]:
    """Key posts whose holder reaches the post's limit of years (part 二(四), 轮岗); told to who plans the rotation."""
    limited = Tenure.objects.filter(post__rotation_years__isnull=False, post__retired_on__isnull=True)
    rows = limited.on(on).filter(to_on__isnull=True)
    for tenure in rows.select_related("post__department").order_by("id"):
        due_on = tenure.from_on + relativedelta(years=tenure.post.rotation_years)
        if due_on <= until:
            words = {"department": tenure.post.department, "post": tenure.post, "years": tenure.post.rotation_years}
            yield DueItem(
                key=f"tenure:{tenure.pk}",
                text=_("%(department)s“%(post)s”任职满%(years)d年，应轮岗") % words,
                url=tenure.post.get_absolute_url(),
                due_on=due_on,
                department_id=tenure.post.department_id,
                actions=(Action.PLAN_ROTATION,),
            )


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
