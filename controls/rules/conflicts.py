"""Who may look for conflicts of duty, and who may accept one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import DutyConflict
from controls.states import CONFLICT_MOVES, ConflictEvent
from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Person, Relative
from organization.roles import Action
from organization.states import PersonKind


def detect_conflicts(by: Person) -> None:
    """Who accepts conflicts or supervises may look for them at any time; the system does so daily."""
    may = organization_queries.may_anywhere
    if by.kind != PersonKind.SYSTEM and not (may(by, Action.ACCEPT_CONFLICT) or may(by, Action.SUPERVISE)):
        raise Denied(_("职责冲突由党办或纪检监察室组织排查。"), help=_("系统每天自动排查一次，不必另行操作。"))


def accept_conflict(by: Person, conflict: DutyConflict, *, expires_on: date | None = None) -> None:
    """An open conflict is accepted by a holder of the action who is neither party nor beneficiary, for a year at most.

    A party is the person, or who holds the post today, and whoever declared a relative there or in its path; a beneficiary belongs to the department whose power it is, or,
    of the division of leaders' work, to a department so overseen.
    """
    if not organization_queries.may(by, Action.ACCEPT_CONFLICT, conflict.department):
        raise Denied(_("职责冲突由党办或党委书记接受。"), help=_("请把理由和补偿措施告诉党办。"))
    if (conflict.state, ConflictEvent.ACCEPT) not in CONFLICT_MOVES:
        raise Denied(_("这一冲突%(state)s，不能再接受。") % {"state": conflict.get_state_display()})
    if conflict.person_id == by.pk or organization_queries.posts_held(by).filter(pk=conflict.post_id or 0).exists():
        raise Denied(_("这一冲突涉及您本人，不能由您接受。"), help=_("请由与此无关的党办人员或党委书记决定。"))
    if any(_is_there(conflict, *post) for post in organization_queries.relatives(by).values_list("post", "post__code")):
        raise Denied(
            _("您申报的亲属在这一冲突涉及的岗位任职，不能由您接受。"),
            help=_("请由与此无关的党办人员或党委书记决定。"),
        )
    if organization_queries.own_departments(by).filter(code__in=_benefiting(conflict)).exists():
        raise Denied(_("您所在部门是这项权力的受益部门，不能由您接受。"), help=_("请由另一部门的有权人员决定。"))
    if expires_on is not None:
        _expires(expires_on)


def _is_there(conflict: DutyConflict, post: int, code: str) -> bool:
    """Is it the conflict's post, or one in its path?"""
    return post == conflict.post_id or code in {line["post"] for line in conflict.path}


def accepted_by_parties(conflicts: Iterable[DutyConflict]) -> set[int]:
    """Of the conflicts those accepted by somebody who has become a party since (`accept_conflict`); two queries."""
    accepted = [conflict for conflict in conflicts if conflict.accepted_by_id]
    people = {conflict.accepted_by_id for conflict in accepted}
    if not people:
        return set()
    tenures = organization_queries.running_tenures().filter(person__in=people)
    held = set(tenures.order_by().values_list("person", "post"))
    near: dict[int, list[tuple[int, str]]] = defaultdict(list)
    declared = Relative.objects.filter(person__in=people, withdrawn_at__isnull=True)
    rows: Any = declared.order_by().values_list("person", "post", "post__code")
    for person, post, code in rows:
        near[person].append((post, code))
    return {
        conflict.pk
        for conflict in accepted
        if conflict.accepted_by_id == conflict.person_id
        or (conflict.accepted_by_id, conflict.post_id) in held
        or any(_is_there(conflict, *post) for post in near[conflict.accepted_by_id or 0])
    }


def _benefiting(conflict: DutyConflict) -> set[str]:
    """Codes of the departments whose power it is, or that are so overseen."""
    if conflict.power is None:
        return {line["department"] for line in conflict.path}
    return {conflict.power.power_list.department.code, conflict.power.handling_department.code}


def _expires(on: date) -> None:
    today = timezone.localdate()
    if not today < on <= today + relativedelta(years=1):
        raise Denied(_("有效期须在明天至一年之内。"), help=_("到期后仍需保留的，届时重新说明理由。"))
