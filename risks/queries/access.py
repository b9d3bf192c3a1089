"""Whose registers, points and proposals a person may see, and where a person may file."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.states import ListState
from organization import queries
from organization.models import Department, Person, Post, RoleGrant
from organization.roles import ADMINISTRATORS, Action
from organization.states import PersonKind

WAS_IN_FORCE = (ListState.IN_FORCE, ListState.SUPERSEDED)


def is_business(by: Person) -> Q:
    """A condition that holds for everyone but the three administrators, who see no business (三员分立)."""
    return Q(~Exists(RoleGrant.objects.filter(user=by, role__in=ADMINISTRATORS)))


def may_use(by: Person) -> bool:
    """Anyone in the hospital's business may suggest a risk; the three administrators may not even see one."""
    return by.is_active and not RoleGrant.objects.filter(user=by, role__in=ADMINISTRATORS).exists()


def _within(by: Person, action: str, prefix: str) -> Q:
    return Q(**{f"{prefix}department__in": queries.departments_for(by, action).values("pk")})


def seen_through_register(by: Person, prefix: str = "") -> Q:
    """The condition on a register, reached by `prefix`, under which `by` sees all of it.

    Drafts: where the person's role opens them; the leadership's only the Party office and the discipline office.
    Under review: also those who decide it. In force and superseded: also the own department and those who may see all.
    """
    drafts = Q(**{f"{prefix}is_leadership": False}) & _within(by, Action.SEE_DRAFTS, prefix)
    keepers = _within(by, Action.SUBMIT_LEADERSHIP, prefix) | _within(by, Action.SUPERVISE, prefix)
    leadership = Q(**{f"{prefix}is_leadership": True}) & keepers
    own = Q(**{f"{prefix}department": by.department_id, f"{prefix}is_leadership": False}) & is_business(by)
    return (
        drafts
        | leadership
        | Q(_within(by, Action.SEE_ALL_IN_FORCE, prefix) | own, **{f"{prefix}state__in": WAS_IN_FORCE})
        | Q(_within(by, Action.DECIDE, prefix), **{f"{prefix}state": ListState.IN_REVIEW})
    )


def own_leadership_posts(by: Person) -> QuerySet[Post]:
    """Leadership posts `by` holds today and may file for: nobody else's drafts are shown to a leader."""
    may_file = queries.departments_for(by, Action.FILE_LEADERSHIP).filter(parent=None)
    return queries.posts_held(by).filter(Exists(may_file), is_leadership=True)


def departments_to_file(by: Person) -> QuerySet[Department]:
    """Departments whose register `by` may file, as their own or on their behalf (代录)."""
    if by.kind == PersonKind.SYSTEM:
        return Department.objects.active().order_by("path", "id")
    own = queries.departments_for(by, Action.FILE).values("pk")
    others = queries.departments_for(by, Action.FILE_ON_BEHALF).values("pk")
    return Department.objects.active().filter(Q(pk__in=own) | Q(pk__in=others)).order_by("path", "id")


def posts_to_file(by: Person) -> QuerySet[Post]:
    """Posts on which `by` may file risk points, with their departments."""
    own = Q(is_leadership=False, department__in=departments_to_file(by).values("pk"))
    leading = Q(pk__in=own_leadership_posts(by).values("pk")) | Q(_keeps_leadership(by), is_leadership=True)
    found = Post.objects.active().filter(own | leading)
    return found.select_related("department").order_by("department__path", "code", "id")


def may_keep_leadership(by: Person) -> bool:
    """Does `by` keep the leadership's register: file on behalf of the leaders, hold its review, submit it?"""
    return by.kind == PersonKind.SYSTEM or _roots_kept(by).exists()


def _roots_kept(by: Person) -> QuerySet[Department]:
    return queries.departments_for(by, Action.SUBMIT_LEADERSHIP).filter(parent=None)


def _keeps_leadership(by: Person) -> Q:
    """`may_keep_leadership` as a condition."""
    return ~Q(pk__in=[]) if by.kind == PersonKind.SYSTEM else Q(Exists(_roots_kept(by)))


def may_file(by: Person, department: Department, *, is_leadership: bool) -> bool:
    """May `by` file in the register of the department, or of the leadership?"""
    if is_leadership:
        return may_keep_leadership(by) or own_leadership_posts(by).exists()
    return departments_to_file(by).filter(pk=department.pk).exists()


def actions_held(by: Person, department: Department, actions: Iterable[str]) -> set[str]:
    """Which of `actions` `by` holds for the department, in one query."""
    wanted = list(actions)
    held = {action: Exists(queries.departments_for(by, action).filter(pk=OuterRef("pk"))) for action in wanted}
    found = Department.objects.filter(pk=department.pk).annotate(**held).values(*wanted)[0]
    return {action for action, is_held in found.items() if is_held}


def is_on_behalf(by: Person, post: Post) -> bool:
    """Does `by` file for a post that is not of their department, or of theirs to fill in (代录)?"""
    if by.kind == PersonKind.SYSTEM:
        return False
    if post.is_leadership:
        return not own_leadership_posts(by).filter(pk=post.pk).exists()
    return not queries.may(by, Action.FILE, post.department)
