"""Who holds what where, read at once for jobs that ask for every department."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef

from organization.models import Delegation, Department, Person, RoleGrant, Tenure
from organization.roles import ADMINISTRATORS, EXACT_ROLES, GRANTS, STAND_IN_ACTIONS
from organization.states import PersonKind


class HolderTable:
    """Ids of active people who hold an action for a department on a day, with who stands in for them.

    As `holders` has it for one department; four queries, however many are asked for.
    """

    def __init__(self, on: date):
        self._paths = dict(Department.objects.values_list("pk", "path"))
        self._exact: dict[tuple[str, int], set[int]] = defaultdict(set)
        self._wide: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._known: dict[tuple[str, int], frozenset[int]] = {}
        stand_ins = self._read_stand_ins(on)
        grants = RoleGrant.objects.filter(user__is_active=True).values_list("user_id", "role", "content_object_id")
        for person, role, place in grants:
            for action in GRANTS[role]:
                lent = stand_ins[person] if action in STAND_IN_ACTIONS else ()
                self._enter(action, role, place, {person, *lent})

    @staticmethod
    def _read_stand_ins(on: date) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        given = Delegation.objects.on(on).filter(stand_in__is_active=True)
        for holder, stand_in in given.values_list("holder_id", "stand_in_id"):
            found[holder].append(stand_in)
        return found

    def _enter(self, action: str, role: str, place: int, people: set[int]) -> None:
        if role in EXACT_ROLES:
            self._exact[action, place] |= people
        else:
            self._wide[action] += [(self._paths[place], person) for person in people]

    def of(self, action: str, department_id: int) -> frozenset[int]:
        """Ids of the people who hold `action` for the department."""
        asked = (action, department_id)
        if asked not in self._known:
            path = self._paths[department_id]
            above = {person for place, person in self._wide[action] if path.startswith(place)}
            self._known[asked] = frozenset(self._exact.get(asked, set()) | above)
        return self._known[asked]


def members_of(departments: Iterable[int], on: date) -> dict[int, frozenset[int]]:
    """Department → ids of its people, as `people_of` has it for one; two queries."""
    wanted, found = set(departments), defaultdict(set)
    for department, person in Person.objects.filter(department__in=wanted).values_list("department_id", "pk"):
        found[department].add(person)
    running = Tenure.objects.on(on).filter(post__department__in=wanted)
    for department, person in running.values_list("post__department_id", "person_id"):
        found[department].add(person)
    return {department: frozenset(people) for department, people in found.items()}


def holders_of_posts(posts: Iterable[int], on: date) -> dict[int, frozenset[int]]:
    """Post → ids of who holds it on the day; one query."""
    found = defaultdict(set)
    running = Tenure.objects.on(on).filter(post__in=set(posts))
    for post, person in running.values_list("post_id", "person_id"):
        found[post].add(person)
    return {post: frozenset(people) for post, people in found.items()}


def leaders_on(on: date) -> frozenset[int]:
    """Ids of who holds a leadership post on the day; one query."""
    return frozenset(Tenure.objects.on(on).filter(post__is_leadership=True).values_list("person", flat=True))


def business_logins() -> set[int]:
    """Ids of active logins that are none of the three administrators', whom no business reaches."""
    administrators = RoleGrant.objects.filter(user=OuterRef("pk"), role__in=ADMINISTRATORS)
    logins = Person.objects.filter(~Exists(administrators), is_active=True, kind=PersonKind.LOGIN)
    return set(logins.values_list("pk", flat=True))
