"""What of reports and 迎检 comes due for the offices: self-checks to receive, materials to prepare, replies to inspectors."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import DueItem
from organization import calculations
from organization import queries as organization_queries
from organization.roles import Action
from supervision.models import Inspection, InspectionMaterial, SelfCheck
from supervision.states.cycles import CycleState
from supervision.states.inspections import InspectionState
from supervision.states.self_checks import RECEIVE_DAYS, SelfCheckState


def due_receipts(on: date, until: date) -> Iterator[DueItem]:
    """Signed self-checks that nobody received or returned, told to who reviews and is not of the department, as
    `rules.self_checks.receive` has it, the leadership's own to the discipline office but its leaders; eight queries at most."""
    found = SelfCheck.objects.filter(state=SelfCheckState.SUBMITTED, cycle__state=CycleState.OPEN)
    waiting = list(found.select_related("department", "cycle").order_by("signed_at", "pk"))
    members = organization_queries.members_of({each.department_id for each in waiting}, on)
    overrides, holders = organization_queries.workday_overrides(), organization_queries.HolderTable(on)
    leaders = organization_queries.leaders_on(on) if any(each.is_leadership for each in waiting) else frozenset()
    for each in waiting:
        signed_on = timezone.localdate(each.signed_at)
        due_on = calculations.add_workdays(signed_on, RECEIVE_DAYS, overrides)
        own = leaders if each.is_leadership else members.get(each.department_id, frozenset())
        is_apart = not each.is_leadership and bool(holders.of(Action.REVIEW, each.department_id) - own)
        if due_on <= until:
            yield DueItem(
                key=f"receipt:{each.pk}:{signed_on}",
                text=_("%(department)s%(year)d年度自查报告：接收或退回")
                % {"department": each.whose, "year": each.cycle.year},
                url=each.get_absolute_url(),
                due_on=due_on,
                department_id=each.department_id,
                actions=(Action.REVIEW if is_apart else Action.SUPERVISE,),
                but_not=own | {each.signed_by_id},  # type: ignore[arg-type]
                is_confined=True,
            )


def due_materials(on: date, until: date) -> Iterator[DueItem]:
    """Materials of 迎检 not ready, by inspection and department, due the day the inspectors arrive; those of no department
    are the Party office's; two queries."""
    root = organization_queries.departments().filter(parent__isnull=True).values_list("pk", flat=True).first()
    missing = InspectionMaterial.objects.filter(
        given_by__isnull=True, inspection__state=InspectionState.PREPARING, inspection__arrives_on__lte=until
    )
    rows = missing.values(
        "inspection", "inspection__body", "inspection__arrives_on", "department", "department__name"
    ).annotate(count=Count("pk"))
    for row in rows.order_by("inspection__arrives_on", "inspection", "department") if root else ():
        department, inspection = row["department"], row["inspection"]
        words = {"department": row["department__name"] or _("党办"), "count": row["count"]}
        yield DueItem(
            key=f"materials:{inspection}:{department or 0}",
            text=_("%(department)s%(count)d份迎检材料（%(body)s）") % {**words, "body": row["inspection__body"]},
            url=Inspection(pk=inspection).get_absolute_url(),
            due_on=row["inspection__arrives_on"],
            department_id=department or root,  # type: ignore[arg-type]
            actions=(Action.FILE if department else Action.RUN_YEAR,),
            count=row["count"],
        )


def due_inspections(on: date, until: date) -> Iterator[DueItem]:
    """Replies that bodies which inspected await by a day, told to who runs the year; two queries."""
    root = organization_queries.departments().filter(parent__isnull=True).values_list("pk", flat=True).first()
    owed = Inspection.objects.filter(state=InspectionState.ANSWERING, reply_due_on__lte=until)
    for each in owed.order_by("reply_due_on", "pk") if root else ():
        yield DueItem(
            key=f"inspection:{each.pk}",
            text=_("迎检：回复%(body)s的反馈意见") % {"body": each.body},
            url=each.get_absolute_url(),
            due_on=each.reply_due_on,  # type: ignore[arg-type]
            department_id=root,  # type: ignore[arg-type]
            actions=(Action.RUN_YEAR,),
        )
