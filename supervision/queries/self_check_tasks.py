"""Self-checks to fill, sign or receive and materials to prepare, as 我的待办 shows them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import Task, TaskGroup
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action
from risks import queries as risk_queries
from supervision.models import InspectionMaterial, SelfCheck
from supervision.queries.due_self_checks import count_unanswered, count_wanting, is_ready
from supervision.states.cycles import CycleState
from supervision.states.inspections import InspectionState
from supervision.states.self_checks import SelfCheckState

MOST = 20
OF_LEADERSHIP = (Action.FILE_LEADERSHIP, Action.FILE_ON_BEHALF, Action.DECIDE, Action.SUPERVISE)
"""Who holds none of these has no part in the leadership's self-check."""


def waiting_tasks(by: Person) -> TaskGroup:
    """What waits for `by` about self-checks and inspections; three queries at most, one more for who has to do with the
    leadership's own."""
    return TaskGroup(_("自查和迎检"), (*_to_work_on(by), *_to_receive(by), *_of_leadership(by), *_to_prepare(by)))


def _to_work_on(by: Person) -> Iterator[Task]:
    """To fill for who files; to sign, once nothing in the answers keeps it from that, for the head or who stands in."""
    filed = organization_queries.departments_for(by, Action.FILE)
    signed = organization_queries.departments_acting_for(by, Action.SIGN)
    found = SelfCheck.objects.filter(
        Q(department__in=filed.values("pk")) | Q(department__in=signed.values("pk")),
        is_leadership=False,
        state__in=SelfCheckState.editable(),
        cycle__state=CycleState.OPEN,
    )
    found = found.annotate(
        unanswered=count_unanswered(),
        is_ready=is_ready(),
        may_sign=Exists(signed.filter(pk=OuterRef("department"))),
        may_file=Exists(filed.filter(pk=OuterRef("department"))),
    )
    for check in found.select_related("department", "cycle").order_by("due_on", "pk")[:MOST]:
        if check.may_sign and check.is_ready:
            yield _task(check, _("签署自查报告：%(name)s") % {"name": check})
        elif check.may_file and check.is_ready and check.state == SelfCheckState.DRAFT:
            yield _task(check, _("填报完毕：%(name)s") % {"name": check}, _("等科室负责人签署报送"))
        elif check.may_file:
            yield _task(check, _("填报自查：%(name)s") % {"name": check}, _missing(check))


def _to_receive(by: Person) -> Iterator[Task]:
    places = organization_queries.departments_acting_for(by, Action.REVIEW)
    own = organization_queries.own_departments(by).values("pk")
    found = SelfCheck.objects.filter(
        department__in=places.values("pk"),
        is_leadership=False,
        state=SelfCheckState.SUBMITTED,
        cycle__state=CycleState.OPEN,
    ).exclude(department__in=own)
    for check in found.select_related("department", "cycle").order_by("signed_at", "pk")[:MOST]:
        what = _("接收自查报告：%(name)s") % {"name": check}
        yield Task(what=what, who=str(check.department), url=check.get_absolute_url(), since=check.signed_at)


def _of_leadership(by: Person) -> Iterator[Task]:
    """Of the leadership's own: a leader's items, what 党办 fills, the report to sign and to receive."""
    acting_for = organization_queries.departments_acting_for
    if acting_for(by, *OF_LEADERSHIP).query.is_empty():
        return
    here = {"pk": OuterRef("department")}
    leads = organization_queries.posts_held(by).filter(is_leadership=True)
    found = SelfCheck.objects.filter(is_leadership=True, cycle__state=CycleState.OPEN).annotate(
        mine=count_wanting(risk_queries.own_leadership_posts(by)),
        unanswered=count_unanswered(),
        is_ready=is_ready(),
        may_keep=Exists(organization_queries.departments_for(by, Action.FILE_ON_BEHALF).filter(**here)),
        may_sign=Exists(acting_for(by, Action.DECIDE).filter(**here)),
        may_receive=Exists(acting_for(by, Action.SUPERVISE).filter(**here)) & ~Exists(leads),
    )
    for check in found.exclude(state=SelfCheckState.RECEIVED).select_related("department", "cycle").order_by("pk"):
        yield from _of_leaders_check(check)


def _of_leaders_check(check: Any) -> Iterator[Task]:
    if not check.is_editable:
        if check.may_receive:
            yield _task(check, _("接收自查报告：%(name)s") % {"name": check})
    elif check.may_keep and (not check.is_ready or check.state == SelfCheckState.RETURNED):
        yield _task(check, _("填报自查：%(name)s") % {"name": check}, _missing(check))
    elif check.may_sign and check.is_ready:
        yield _task(check, _("签署自查报告：%(name)s") % {"name": check}, check.return_reason[:60])
    elif check.mine:
        yield _task(check, _("填报自查：%(name)s") % {"name": check}, _("本人岗位还有%(n)d条") % {"n": check.mine})


def _missing(check: Any) -> str:
    missing = _("还有%(n)d项没有填报") % {"n": check.unanswered} if check.unanswered else ""
    return check.return_reason[:60] or missing or _("签署前还有项目须补全")


def _to_prepare(by: Person) -> Iterator[Task]:
    places = organization_queries.departments_for(by, Action.FILE)
    found = InspectionMaterial.objects.filter(
        department__in=places.values("pk"), given_by__isnull=True, inspection__state=InspectionState.PREPARING
    )
    for material in found.select_related("inspection", "department").order_by("inspection__arrives_on", "pk")[:MOST]:
        due_on = material.inspection.arrives_on
        yield Task(
            what=_("准备迎检材料：%(title)s") % {"title": material},
            who=str(material.department),
            url=material.inspection.get_absolute_url(),
            due_on=due_on,
            note=str(material.inspection),
            is_overdue=due_on < timezone.localdate(),
        )


def _task(check: SelfCheck, what: str, note: str = "") -> Task:
    is_overdue = check.due_on < timezone.localdate()
    return Task(
        what=what,
        who=check.whose,
        url=check.get_absolute_url(),
        since=check.made_at,
        due_on=check.due_on,
        note=note,
        is_overdue=is_overdue,
    )
