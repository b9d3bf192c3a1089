"""Opening departments and posts."""

from django.db import transaction

from core import calculations
from core import services as core_services
from organization.models import Department, Person, Post


@transaction.atomic
def add_department(*, by: Person, code: str, name: str, kind: str, parent: Department | None) -> Department:
    """Open a department under `parent`; only the hospital's root has none."""
    path = f"{parent.path if parent else ''}{code}/"
    department = Department.objects.create(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        path=path,
        search_text=calculations.search_text(code, name, pinyin_of=name),
    )
    core_services.record(by=by, verb="organization.add_department", subject=department, details={"name": name})
    return department


@transaction.atomic
def add_post(
    *,
    by: Person,
    department: Department,
    code: str,
    name: str,
    is_leadership: bool = False,
    is_key: bool = False,
    rotation_years: int | None = None,
) -> Post:
    """Open a post in `department`; `rotation_years` (轮岗年限) only for key posts (part 二(四))."""
    post = Post.objects.create(
        code=code,
        department=department,
        name=name,
        is_leadership=is_leadership,
        is_key=is_key,
        rotation_years=rotation_years,
        search_text=calculations.search_text(code, name, pinyin_of=name),
    )
    core_services.record(by=by, verb="organization.add_post", subject=post, details={"name": name})
    return post
