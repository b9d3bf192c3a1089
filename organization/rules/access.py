"""Who may do what where: always a subquery on grants, never a list of department ids."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, TextField, Value
from django.utils import timezone

from organization import roles
from organization.models import Delegation, Department, Person, Post, RoleGrant, Tenure
from organization.states import PersonKind


def _covering(actions: Iterable[str], department_pk, department_path) -> QuerySet[RoleGrant]:
    """Grants whose role holds one of `actions` and whose place covers the department (exact, or it and all below)."""
    holding = _roles_with(actions)
    exact = [role for role in holding if role in roles.EXACT_ROLES]
    wide = [role for role in holding if role not in roles.EXACT_ROLES]
    here = Q(role__in=exact, content_object=department_pk)
    if not wide:
        return RoleGrant.objects.filter(here)
    asked_path = ExpressionWrapper(department_path, output_field=TextField())
    above = Q(role__in=wide, asked_path__startswith=F("content_object__path"))
    return RoleGrant.objects.alias(asked_path=asked_path).filter(here | above if exact else above)


def _roles_with(actions: Iterable[str]) -> list[str]:
    return [role for role, held in roles.GRANTS.items() if held & {*actions}]


def lacks(by: Person, *actions: str) -> bool:
    """Is it known without asking that `by` holds none of `actions` anywhere? What is held for one place is still asked."""
    return by.held_roles is not None and not any(roles.GRANTS[role] & {*actions} for role in by.held_roles)


def _is_alone(by: Person) -> bool:
    """Is it known without asking that `by` stands in today for nobody who holds a role?"""
    return by.lent_roles is not None and not by.lent_roles


def _in_reach(by: Person, actions: Iterable[str]) -> list[str]:
    """Those of `actions` of which it is not known that neither `by` nor anybody whom they stand in for holds them."""
    if by.held_roles is None or by.lent_roles is None:
        return list(actions)
    reach = by.held_roles | by.lent_roles
    return [action for action in actions if any(action in roles.GRANTS[role] for role in reach)]


def departments_for(by: Person, action: str) -> QuerySet[Department]:
    """Departments for which `by` holds `action` by a grant of their own, as a queryset to filter with."""
    if not by.is_active or lacks(by, action):
        return Department.objects.none()
    if _everywhere(by, (action,)):
        return Department.objects.all()
    grants = _covering((action,), OuterRef("pk"), OuterRef("path")).filter(user=by)
    return Department.objects.filter(Exists(grants))


def departments_acting_for(by: Person, *actions: str) -> QuerySet[Department]:
    """Departments for which `by` may do one of `actions` today by an own grant or as somebody's stand-in."""
    if not _in_reach(by, actions):
        return Department.objects.none()
    if _everywhere(by, actions):
        return Department.objects.all()
    grants = _covering(actions, OuterRef("pk"), OuterRef("path")).filter(
        user__in=_principals_for(by, actions), user__is_active=True
    )
    return Department.objects.filter(Exists(grants))


def may_act_anywhere(by: Person, *actions: str) -> bool:
    """May `by` do one of `actions` for any department today, by an own grant or as somebody's stand-in? Asks nothing of own
    grants where a request has read what `by` holds."""
    if by.held_roles is not None and by.is_active and not lacks(by, *actions):
        return True
    if not _in_reach(by, actions):
        return False
    held = RoleGrant.objects.filter(role__in=_roles_with(actions), user__in=_principals_for(by, actions))
    return held.filter(user__is_active=True).exists()


def _principals_for(by: Person, actions: Iterable[str]) -> QuerySet:
    """Whose grants `by` may use for `actions`: their own, and those of whom they stand in for where that is allowed."""
    may_stand_in = {*actions} <= roles.STAND_IN_ACTIONS and not _is_alone(by)
    return (principals(by) if may_stand_in else Person.objects.filter(pk=by.pk)).values("pk")


def acting_at(by: Person, actions: Iterable[str], *, action: str, department: str, is_apart: bool = False) -> Exists:
    """The condition on rows that name one of `actions` (stages of approval) in the field `action`: `by` may do it today
    for the row's `department`, by an own grant or as somebody's stand-in. One condition, however many actions.

    With `is_apart` the grants of the department's own people do not count.
    """
    reach = _in_reach(by, actions)
    if not reach:
        return Exists(RoleGrant.objects.none())
    named = reduce(or_, (Q(asked_action=each, role__in=roles.roles_with(each)) for each in reach))
    here = Q(role__in=roles.EXACT_ROLES, content_object=OuterRef(department))
    above = ~Q(role__in=roles.EXACT_ROLES) & Q(asked_path__startswith=F("content_object__path"))
    asked = {
        "asked_action": ExpressionWrapper(OuterRef(action), output_field=TextField()),
        "asked_path": ExpressionWrapper(OuterRef(f"{department}__path"), output_field=TextField()),
    }
    grants = RoleGrant.objects.alias(**asked).filter(named, here | above, user__is_active=True)
    if is_apart:
        grants = grants.exclude(user__in=people_of(OuterRef(OuterRef(department))).values("pk"))
    return Exists(grants.filter(user__in=_principals_for(by, roles.STAND_IN_ACTIONS)))


def may(by: Person, action: str, department: Department) -> bool:
    """Does `by` hold `action` for `department` by a grant of their own?"""
    return _everywhere(by, (action,)) or departments_for(by, action).filter(pk=department.pk).exists()


def may_anywhere(by: Person, action: str) -> bool:
    """Does `by` hold `action` for any department at all? For navigation and entry pages; asks nothing where a request has
    read what `by` holds."""
    if not by.is_active or lacks(by, action):
        return False
    return by.held_roles is not None or RoleGrant.objects.filter(user=by, role__in=roles.roles_with(action)).exists()


def may_for_whole(by: Person, *actions: str) -> bool:
    """Does `by` hold one of `actions` for the whole hospital: by an own grant on its root, of a role that covers what is
    below? A grant on a branch opens the branch alone. Asks nothing where a request has read what `by` holds."""
    if not by.is_active or lacks(by, *actions):
        return False
    if by.held_roles is not None:
        return _everywhere(by, actions)
    wide = [role for role in _roles_with(actions) if role not in roles.EXACT_ROLES]
    return RoleGrant.objects.filter(user=by, role__in=wide, content_object__parent__isnull=True).exists()


def is_for_whole(by: Person, *actions: str) -> Q:
    """As `may_for_whole`, as a condition on any row, that asks nothing by itself."""
    if not by.is_active or lacks(by, *actions):
        return Q(pk__in=[])
    if _everywhere(by, actions):
        return ~Q(pk__in=[])
    wide = [role for role in _roles_with(actions) if role not in roles.EXACT_ROLES]
    return Q(Exists(RoleGrant.objects.filter(user=by, role__in=wide, content_object__parent__isnull=True)))


def roles_of(by: Person) -> set[str]:
    """Codes of all roles `by` holds anywhere."""
    return set(RoleGrant.objects.filter(user=by).values_list("role", flat=True))


def read_roles(by: Person) -> None:
    """Read, in one query, what `by` holds, holds for the whole hospital, and is lent today: what a request asks again
    and again (`held_roles`, `root_roles`, `lent_roles`)."""
    found = RoleGrant.objects.filter(user__in=principals(by).values("pk"))
    grants = list(found.values_list("user", "role", "content_object__parent"))
    by.held_roles = frozenset(role for user, role, _parent in grants if user == by.pk)
    by.lent_roles = frozenset(role for user, role, _parent in grants if user != by.pk)
    by.root_roles = frozenset(
        role for user, role, parent in grants if user == by.pk and parent is None and role not in roles.EXACT_ROLES
    )


def standing_of(by: Person) -> tuple[Any, ...] | None:
    """What the words of a question about what `by` sees depend on besides the question: who asks, and what a request has read
    of their roles; None where nothing was read, because the words may then depend on what the database says."""
    if by.held_roles is None:
        return None
    return by.pk, by.is_active, by.held_roles, by.root_roles, by.lent_roles


def _everywhere(by: Person, actions: Iterable[str]) -> bool:
    """Is it known without asking that `by` holds one of `actions` for every department?"""
    return by.is_active and any(roles.GRANTS[role] & {*actions} for role in by.root_roles)


def holders(action: str, department: Department) -> QuerySet[Person]:
    """Active people who hold `action` for `department`, by name."""
    grants = _covering((action,), department.pk, Value(department.path, output_field=TextField())).filter(
        user=OuterRef("pk")
    )
    return Person.objects.filter(Exists(grants), is_active=True).order_by("name", "pk")


def holders_in(departments: Any, action: str) -> QuerySet[Person]:
    """Active people who hold `action` for one of these departments (keys, or a query of them) by a grant on just it."""
    exact = [role for role in roles.EXACT_ROLES if action in roles.GRANTS[role]]
    grants = RoleGrant.objects.filter(user=OuterRef("pk"), role__in=exact, content_object__in=departments)
    return Person.objects.filter(Exists(grants), is_active=True).order_by("name", "pk")


def principals(by: Person) -> QuerySet[Person]:
    """`by` and everyone who named `by` as stand-in for today."""
    today = timezone.localdate()
    given = Delegation.objects.on(today).filter(stand_in=by, holder=OuterRef("pk"))
    return Person.objects.filter(Q(pk=by.pk) | Q(Exists(given), is_active=True))


def acting_as(by: Person, action: str, department: Department) -> Person | None:
    """Whose grant lets `by` do `action` for `department`: `by`, else a holder `by` stands in for today, else None."""
    if may(by, action, department):
        return by
    if action not in roles.STAND_IN_ACTIONS or _is_alone(by):
        return None
    return holders(action, department).filter(pk__in=principals(by).values("pk")).exclude(pk=by.pk).first()


def departments_to_file(by: Person) -> QuerySet[Department]:
    """Departments whose lists `by` may file, as their own or on their behalf (代录), in the order of the tree."""
    found = Department.objects.active().order_by("path", "id")
    if by.kind == PersonKind.SYSTEM:
        return found
    places = [departments_for(by, action).values("pk") for action in (roles.Action.FILE, roles.Action.FILE_ON_BEHALF)]
    return found.filter(Q(pk__in=places[0]) | Q(pk__in=places[1]))


def is_business(by: Person) -> Q:
    """A condition that holds for everyone but the three administrators, who see no business (三员分立)."""
    if by.held_roles is not None:
        return Q(pk__in=[]) if by.held_roles & {*roles.ADMINISTRATORS} else ~Q(pk__in=[])
    return Q(~Exists(RoleGrant.objects.filter(user=by, role__in=roles.ADMINISTRATORS)))


def posts_held(by: Person) -> QuerySet[Post]:
    """Posts `by` holds today."""
    running = Tenure.objects.on(timezone.localdate()).filter(person=by, post=OuterRef("pk"))
    return Post.objects.filter(Exists(running))


def people_of(department: Any) -> QuerySet[Person]:
    """People of a department (a key, or an `OuterRef` to one): who belongs to it, and who holds a post in it today."""
    running = Tenure.objects.on(timezone.localdate())
    return Person.objects.filter(
        Q(department=department) | Q(tenures__in=running, tenures__post__department=department)
    ).distinct()


def own_departments(by: Person) -> QuerySet[Department]:
    """Departments `by` is of, as `people_of` has it."""
    posts = posts_held(by).filter(department=OuterRef("pk"))
    return Department.objects.filter(Q(pk=by.department_id) | Q(Exists(posts)))


def root() -> Department:
    """The hospital's root department. Raises `Department.DoesNotExist` before an organization is loaded."""
    return Department.objects.get(parent__isnull=True)


def system_actor() -> Person:
    """The system's own actor, who opens editions at loading and skips stages."""
    return Person.objects.get(kind=PersonKind.SYSTEM)
