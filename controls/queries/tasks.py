"""Measures that wait for somebody at 我的待办: overdue or due soon, and not yet done."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import Measure
from controls.states import MeasureStatus
from core.registry import Task, TaskGroup
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action

DAYS_AHEAD = 14


def measures_to_answer(by: Person) -> QuerySet[Measure]:
    """Measures in force, overdue or due within `DAYS_AHEAD` days, that `by` answers for; the oldest first.

    Those of a post `by` holds, and, save the leadership's, those of a department whose lists `by` files.
    """
    until = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    departments = organization_queries.departments_for(by, Action.FILE).values("pk")
    own_post = Q(responsible_post__in=organization_queries.posts_held(by).values("pk"))
    own_table = Q(table__department__in=departments, table__is_leadership=False)
    found = Measure.objects.filter(own_post | own_table, table__state=ListState.IN_FORCE, due_on__lte=until)
    unfinished = found.exclude(status=MeasureStatus.DONE)
    return unfinished.select_related("responsible_post", "table__department").order_by("due_on", "id")


def waiting_tasks(by: Person) -> TaskGroup:
    """The measures `by` should see to now, in one query."""
    today = timezone.localdate()
    tasks = tuple(
        Task(
            what=_("落实防控措施：%(text)s") % {"text": measure},
            who=str(measure.responsible_post or measure.table.department),
            url=measure.get_absolute_url(),
            since=measure.table.in_force_at,
            due_on=measure.due_on,
            note=str(measure.get_status_display()),
            is_overdue=measure.due_on is not None and measure.due_on < today,
        )
        for measure in measures_to_answer(by)[:20]
    )
    return TaskGroup(_("到期的防控措施"), tasks)
