"""Conflicts of duty a person may see, what a page shows of one, and what a submission's check says of them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from controls.models import ControlTable, DutyConflict, Measure
from controls.queries import duties, tables
from controls.states import ConflictState, Severity
from core.registry import Fault
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Person, Tenure
from organization.roles import Action
from organization.states import BusinessArea
from powers import queries as power_queries
from powers.models import Power, PowerList
from powers.states import FlowKind, StepFunction

SHOWN = (
    "title kind severity state found_on expires_on resolved_on department__name department__path power__code "
    "power__power_list"
).split()


def conflicts_for(by: Person) -> QuerySet[DutyConflict]:
    """Conflicts `by` may see: of powers whose whole edition they see, of leaders when all in force is open to them, and
    those they are a party to. Who may not see the power does not see its conflicts.
    """
    everywhere = organization_queries.departments_for(by, Action.SEE_ALL_IN_FORCE).values("pk")
    editions = PowerList.objects.filter(power_queries.seen_through_list(by)).values("pk")
    party = Q(person=by) | Q(post__in=organization_queries.posts_held(by).values("pk"))
    is_open = Q(power__isnull=True) | Q(power__in=power_queries.powers_for(by).order_by().values("pk"))
    return DutyConflict.objects.filter(
        Q(department__in=everywhere)
        | Q(power__power_list__in=editions)
        | Q(party & is_open & organization_queries.is_business(by))
    )


def conflicts_shown(by: Person, *, with_resolved: bool, table_id: int | None = None) -> QuerySet[DutyConflict]:
    """Conflicts with what their row shows, of one table or all; without those that are resolved, unless asked for."""
    found = conflicts_for(by) if with_resolved else conflicts_for(by).exclude(state=ConflictState.RESOLVED)
    if table_id is not None:
        asked = tables.table_for(by, table_id)
        found = found.filter(pk__in=conflicts_of_table(by, asked).values("pk")) if asked else found.none()
    return found.select_related("department", "power").only(*SHOWN)


def conflict_counts(by: Person) -> dict[str, int]:
    """How many conflicts `by` sees wait (`found`), of high severity among them (`high`), are accepted and resolved."""
    is_found = Q(state=ConflictState.FOUND)
    return conflicts_for(by).aggregate(
        found=Count("pk", filter=is_found),
        high=Count("pk", filter=is_found & Q(severity=Severity.HIGH)),
        accepted=Count("pk", filter=Q(state=ConflictState.ACCEPTED)),
        resolved=Count("pk", filter=Q(state=ConflictState.RESOLVED)),
    )


def conflict_for(by: Person, pk: int) -> DutyConflict | None:
    """One conflict, or None where `by` may not know of it."""
    related = ("department", "power__power_list__department", "post", "person", "accepted_by", "measure")
    return conflicts_for(by).select_related(*related).filter(pk=pk).first()


def conflicts_of_powers(by: Person, powers: QuerySet[Power]) -> QuerySet[DutyConflict]:
    """Unresolved conflicts of these powers, in whatever edition they were last seen."""
    found = conflicts_for(by).exclude(state=ConflictState.RESOLVED)
    return found.filter(power_lineage__in=powers.order_by().values("lineage"))


def conflicts_of_table(by: Person, table: ControlTable) -> QuerySet[DutyConflict]:
    """Unresolved conflicts that touch a table: of its department's powers or posts; for the leadership's, of leaders."""
    found = conflicts_for(by).exclude(state=ConflictState.RESOLVED)
    if table.is_leadership:
        return found.filter(Q(power__isnull=True) | Q(post__is_leadership=True))
    return found.filter(
        Q(department=table.department_id, power__isnull=False)
        | Q(post__department=table.department_id, post__is_leadership=False)
    )


@dataclass(frozen=True)
class PathLine:
    """One line of the path 人员 → 岗位 → 环节 → 职权, or 人员 → 岗位 → 分管部门 → 业务领域."""

    people: list[tuple[str, str]]
    """Name and address of who holds the post today; of a person's own conflict, the person."""
    post: str
    post_url: str
    step: str
    function: str
    end: str
    end_url: str


def path_of(conflict: DutyConflict) -> list[PathLine]:
    """The path that shows the conflict, line by line, with who holds its posts today; one query."""
    codes = {line["post"] for line in conflict.path} - {""}
    holders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    if conflict.person is None:
        running = organization_queries.running_tenures().filter(post__code__in=codes).select_related("person", "post")
        for tenure in running:
            holders[tenure.post.code].append(_person(tenure))
    else:
        own = (str(conflict.person), conflict.person.get_absolute_url())
        holders = defaultdict(lambda: [own])
    return [_line(conflict, line, holders[line["post"]]) for line in conflict.path]


def _person(tenure: Tenure) -> tuple[str, str]:
    return str(tenure.person), tenure.person.get_absolute_url()


def _line(conflict: DutyConflict, line: dict[str, Any], people: list[tuple[str, str]]) -> PathLine:
    post_url = reverse("organization:post", args=[line["post"]]) if line["post"] else ""
    post = f"{line['post_department']} · {line['post_name']}" if line["post"] else _("（授权分管）")
    if conflict.power is not None:
        step = _("第%(number)d步 %(name)s") % {"number": line["number"], "name": line["step"]}
        function = str(StepFunction(line["function"]).label)
        url = f"{conflict.power.get_absolute_url()}#flow-{FlowKind.INTERNAL}"
        return PathLine(people, post, post_url, step, function, str(conflict.power), url)
    url = reverse("organization:department", args=[line["department"]])
    return PathLine(people, post, post_url, "", str(BusinessArea(line["area"]).label), line["department_name"], url)


def draft_outcome(by: Person, conflict: DutyConflict) -> tuple[PowerList, bool] | None:
    """The edition being worked on that has the power, where `by` may see it: does it still show the conflict?"""
    if conflict.power is None:
        return None
    working = ListState.working()
    drafts = power_queries.powers_for(by).filter(lineage=conflict.power_lineage_id, power_list__state__in=working)
    draft = drafts.select_related("power_list").order_by("-pk").first()
    if draft is None:
        return None
    found = duties.power_sightings(Power.objects.filter(pk=draft.pk))
    return draft.power_list, conflict.key in {each.key for each in found}


def measures_to_compensate(by: Person, conflict: DutyConflict) -> QuerySet[Measure]:
    """Measures in force that may stand for a conflict: against points of its power or of its posts."""
    posts = [line["post"] for line in conflict.path]
    near = Q(point__power_lineage=conflict.power_lineage_id, point__power_lineage__isnull=False)
    found = tables.measures_for(by).filter(table__state=ListState.IN_FORCE)
    return found.filter(near | Q(point__post__code__in=posts)).order_by("code", "id")


def list_conflicts(list_id: int) -> list[Fault]:
    """What the check of an edition of powers says of its conflicts: warnings that name the path (`registry.power_checks`)."""
    found = duties.power_sightings(Power.objects.filter(power_list=list_id))
    return _faults(found, is_draft=True) if found else []


def table_conflicts(table: ControlTable) -> list[Fault]:
    """What the check of a table says: of the powers in force it rests on, when no newer edition goes up with it, which
    says it itself; for the leadership's, of the division of leaders' work."""
    if table.is_leadership:
        return _faults(duties.leader_sightings(), is_draft=False)
    worked_on = PowerList.objects.working().filter(department=table.department_id)
    if worked_on.exists():
        return []
    in_force = Power.objects.filter(power_list__department=table.department_id, power_list__state=ListState.IN_FORCE)
    return _faults(duties.power_sightings(in_force), is_draft=False)


def _faults(found: list[duties.Sighting], *, is_draft: bool) -> list[Fault]:
    known = DutyConflict.objects.filter(key__in=[each.key for each in found], state=ConflictState.ACCEPTED)
    until = dict(known.values_list("key", "expires_on"))
    return [_fault(each, until.get(each.key), is_draft=is_draft) for each in found]


def _fault(each: duties.Sighting, accepted_until: Any, *, is_draft: bool) -> Fault:
    message = _("%(title)s：%(path)s") % {"title": each.title, "path": _path_in_words(each)}
    if accepted_until:
        message += _("（已接受，有效至%(day)s）") % {"day": accepted_until}
    code = each.power.code if each.power else ""
    url = f"{reverse('controls:conflicts')}?power={code}" if code else reverse("controls:conflicts")
    if each.power and is_draft:
        url = reverse("powers:flow", args=[each.power.pk, FlowKind.INTERNAL]) + f"#step-{each.path[0]['number']}"
    return Fault("duty_conflict", message, url, code, is_blocking=False)


def _path_in_words(each: duties.Sighting) -> str:
    if each.power is None:
        return "、".join(f"{line['department_name']}（{BusinessArea(line['area']).label}）" for line in each.path)
    steps = [
        _("第%(number)d步%(name)s（%(function)s）")
        % {"number": line["number"], "name": line["step"], "function": StepFunction(line["function"]).label}
        for line in each.path
    ]
    return " → ".join(steps)
