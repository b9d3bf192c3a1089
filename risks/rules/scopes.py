"""Where a person may file and whose: the scopes that rules ask for and queries filter by."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from organization import queries
from organization.models import Department, Person, Post, RoleGrant
from organization.roles import ADMINISTRATORS, Action, roles_with
from organization.states import PersonKind


def is_system(by: Person) -> bool:
    """The system's own actor: loading, the demo."""
    return by.kind == PersonKind.SYSTEM


def scope_of(post: Post) -> tuple[Department, bool]:
    """Whose register a post's points belong to: its department's, or the leadership's at the root."""
    return (queries.root(), True) if post.is_leadership else (post.department, False)


def may_use(by: Person) -> bool:
    """Anyone in the hospital's business may suggest a risk; the three administrators may not even see one."""
    if by.held_roles is not None:
        return by.is_active and not by.held_roles & {*ADMINISTRATORS}
    return by.is_active and not RoleGrant.objects.filter(user=by, role__in=ADMINISTRATORS).exists()


def at_root(by: Person, *actions: str) -> QuerySet[RoleGrant]:
    """Grants by which `by` holds one of `actions` for the hospital's root, where the leadership's register is kept."""
    if queries.lacks(by, *actions):
        return RoleGrant.objects.none()
    roles = {role for action in actions for role in roles_with(action)}
    return RoleGrant.objects.filter(user=by, role__in=roles, content_object__parent=None, user__is_active=True)


def own_leadership_posts(by: Person) -> QuerySet[Post]:
    """Leadership posts `by` holds today and may file for: nobody else's drafts are shown to a leader."""
    return queries.posts_held(by).filter(Exists(at_root(by, Action.FILE_LEADERSHIP)), is_leadership=True)


def posts_to_file(by: Person) -> QuerySet[Post]:
    """Posts on which `by` may file risk points, with their departments."""
    own = Q(is_leadership=False, department__in=queries.departments_to_file(by).values("pk"))
    leading = Q(pk__in=own_leadership_posts(by).values("pk")) | Q(_keeps_leadership(by), is_leadership=True)
    found = Post.objects.active().filter(own | leading)
    return found.select_related("department").order_by("department__path", "code", "id")


def may_keep_leadership(by: Person) -> bool:
    """Does `by` keep the leadership's register: file on behalf of the leaders, hold its review, submit it?"""
    return is_system(by) or at_root(by, Action.SUBMIT_LEADERSHIP).exists()


def _keeps_leadership(by: Person) -> Q:
    """`may_keep_leadership` as a condition."""
    return ~Q(pk__in=[]) if is_system(by) else Q(Exists(at_root(by, Action.SUBMIT_LEADERSHIP)))


def may_file(by: Person, department: Department, *, is_leadership: bool) -> bool:
    """May `by` file in the register of the department, or of the leadership?"""
    if is_leadership:
        return may_keep_leadership(by) or own_leadership_posts(by).exists()
    may = (
        is_system(by) or queries.may(by, Action.FILE, department) or queries.may(by, Action.FILE_ON_BEHALF, department)
    )
    return may and not department.retired_on


def actions_held(by: Person, department: Department, actions: Iterable[str]) -> set[str]:
    """Which of `actions` `by` holds for the department, in one query."""
    wanted = list(actions)
    held = {action: Exists(queries.departments_for(by, action).filter(pk=OuterRef("pk"))) for action in wanted}
    found = Department.objects.filter(pk=department.pk).annotate(**held).values(*wanted)[0]
    return {action for action, is_held in found.items() if is_held}


def is_on_behalf(by: Person, post: Post) -> bool:
    """Does `by` file for a post that is not of their department, or of theirs to fill in (代录)?"""
    if is_system(by):
        return False
    if post.is_leadership:
        return not own_leadership_posts(by).filter(pk=post.pk).exists()
    return not queries.may(by, Action.FILE, post.department)
