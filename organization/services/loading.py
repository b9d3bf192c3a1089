"""Writing many departments and posts at once, as loading a workbook does; one audit event a kind."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from simple_history.utils import bulk_update_with_history

from core import calculations
from core import services as core_services
from organization import rules
from organization.models import Department, Person, Post, Tenure
from organization.states import PersonKind


@transaction.atomic(savepoint=False)
def load_departments(*, by: Person, made: Sequence[Department], changed: Sequence[Department]) -> None:
    """Create and update departments; parents stand before their children in `made`.

    Paths follow the tree, of all that lies below a department that was moved too: rights and grants go by them.
    """
    rules.keep_organization(by)
    for department in [*made, *changed]:
        parent = department.parent
        department.path = f"{parent.path if parent else ''}{department.code}/"
        department.search_text = calculations.search_text(department.code, department.name, pinyin_of=department.name)
    for level in _levels(made):
        core_services.create_all(Department, level, by)
    fields = ["name", "kind", "parent", "path", "overseer_post", "search_text"]
    bulk_update_with_history(list(changed), Department, fields, batch_size=core_services.BATCH, default_user=by)
    if changed:
        _settle_paths()
    _record(by, "departments", [department.code for department in [*made, *changed]])


def _settle_paths() -> None:
    """Let what lies below a department that was moved follow it."""
    units = Department.objects.in_bulk()

    def path(unit: Department) -> str:
        return f"{path(units[unit.parent_id]) if unit.parent_id else ''}{unit.code}/"

    moved = [unit for unit in units.values() if unit.path != path(unit)]
    for unit in moved:
        unit.path = path(unit)
    Department.objects.bulk_update(moved, ["path"], batch_size=core_services.BATCH)


def _levels(made: Sequence[Department]) -> list[list[Department]]:
    """Departments by depth, so that a parent has its key before its children are written."""
    depths: dict[int, list[Department]] = {}
    for department in made:
        depths.setdefault(department.path.count("/"), []).append(department)
    return [depths[depth] for depth in sorted(depths)]


@transaction.atomic(savepoint=False)
def load_posts(*, by: Person, made: Sequence[Post], changed: Sequence[Post]) -> None:
    """Create and update posts."""
    rules.keep_organization(by)
    for post in [*made, *changed]:
        post.is_main_leader = post.is_main_leader and post.is_leadership
        post.search_text = calculations.search_text(post.code, post.name, pinyin_of=post.name)
    core_services.create_all(Post, made, by)
    fields = ["department", "name", "is_leadership", "is_main_leader", "is_key", "rotation_years", "search_text"]
    bulk_update_with_history(list(changed), Post, fields, batch_size=core_services.BATCH, default_user=by)
    _record(by, "posts", [post.code for post in [*made, *changed]])


@transaction.atomic(savepoint=False)
def load_holders(*, by: Person, since: Sequence[tuple[Post, date]]) -> None:
    """Let a person without login, named by the post, hold each post since a day; one who does so gets the day."""
    rules.keep_organization(by)
    running = Tenure.objects.filter(to_on__isnull=True, person__kind=PersonKind.HOLDER)
    known = {tenure.post_id: tenure for tenure in running.filter(post__in=[post for post, _day in since])}
    moved = []
    people, tenures = [], []
    for post, day in since:
        if tenure := known.get(post.pk):
            tenure.from_on = day
            moved.append(tenure)
            continue
        person = Person(
            name=post.name,
            kind=PersonKind.HOLDER,
            department=post.department,
            search_text=calculations.search_text(post.name, pinyin_of=post.name),
        )
        person.set_unusable_password()
        people.append(person)
        tenures.append(Tenure(person=person, post=post, from_on=day))
    core_services.create_all(Person, people, by)
    for tenure, person in zip(tenures, people, strict=True):
        tenure.person = person
    core_services.create_all(Tenure, tenures, by)
    bulk_update_with_history(moved, Tenure, ["from_on"], batch_size=core_services.BATCH, default_user=by)
    _record(by, "holders", [post.code for post, _day in since])


def _record(by: Person, what: str, codes: list[str]) -> None:
    core_services.record(
        by=by, verb=f"organization.load_{what}", subject_type=f"organization.{what}", details={"codes": codes}
    )
