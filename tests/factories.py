"""Things tests need, made through the services, so that no test lives in an impossible world."""

from itertools import count

from organization import queries, services
from organization.models import Department, Person, Post

numbers = count(1)
PASSWORD = "correct-Horse-7-battery"


def system() -> Person:
    return queries.system_actor()


def root() -> Department:
    """The hospital's root department, made once."""
    return Department.objects.filter(parent=None).first() or services.add_department(
        by=system(), code="D01", name="医院党委", kind="party_leadership", parent=None
    )


def department(name: str = "", *, parent: Department | None = None, kind: str = "administrative") -> Department:
    number = next(numbers)
    return services.add_department(
        by=system(), code=f"T{number:06d}", name=name or f"科室{number}", kind=kind, parent=parent or root()
    )


def post(where: Department | None = None, name: str = "", **kwargs) -> Post:
    number = next(numbers)
    return services.add_post(
        by=system(), department=where or department(), code=f"P{number:06d}", name=name or f"岗位{number}", **kwargs
    )


def person(name: str = "", *, where: Department | None = None, **kwargs) -> Person:
    number = next(numbers)
    return services.open_account(
        by=system(),
        username=f"user{number}",
        name=name or f"人员{number}",
        password=PASSWORD,
        department=where,
        must_change_password=False,
        **kwargs,
    )


def holder(role: str, where: Department | None = None, name: str = "") -> Person:
    """A person who holds `role` on `where` (the root by default) and belongs there."""
    where = where or root()
    made = person(name, where=where)
    services.grant(by=system(), person=made, role=role, department=where)
    return made
