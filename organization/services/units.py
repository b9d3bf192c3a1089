"""Opening, changing, moving and retiring departments and posts."""

from datetime import date

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calculations
from core import services as core_services
from core.rules import Denied
from organization import rules
from organization.models import Department, Person, Post, Tenure
from organization.states import BusinessArea


@transaction.atomic
def add_department(
    *,
    by: Person,
    code: str,
    name: str,
    kind: str,
    parent: Department | None,
    business_area: str = BusinessArea.OTHER,
) -> Department:
    """Open a department under `parent`; only the hospital's root has none."""
    rules.keep_organization(by)
    department = Department(
        code=code,
        name=name,
        kind=kind,
        business_area=business_area,
        parent=parent,
        path=f"{parent.path if parent else ''}{code}/",
        search_text=calculations.search_text(code, name, pinyin_of=name),
    )
    core_services.save(department, by)
    core_services.record(by=by, verb="organization.add_department", subject=department, details={"name": name})
    return department


@transaction.atomic
def change_department(
    *,
    by: Person,
    department: Department,
    name: str,
    kind: str,
    overseer_post: Post | None,
    business_area: str = "",
    version: int | None = None,
) -> Department:
    """Change a department's name, kind, business area or the leadership post that oversees it; its code never changes.

    Without `business_area` that stays.
    """
    rules.keep_organization(by)
    locked = Department.objects.select_for_update().get(pk=department.pk)
    core_services.refuse_stale(locked, version)
    locked.name, locked.kind, locked.overseer_post = name, kind, overseer_post
    locked.business_area = business_area or locked.business_area
    locked.search_text = calculations.search_text(locked.code, name, pinyin_of=name)
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.change_department", subject=locked, details={"name": name})
    return locked


@transaction.atomic
def move_department(*, by: Person, department: Department, parent: Department) -> Department:
    """Put a department and everything below it under another; grants on departments above cover it from now on."""
    both = Department.objects.select_for_update().filter(pk__in=[department.pk, parent.pk]).order_by("pk").in_bulk()
    locked, parent = both[department.pk], both[parent.pk]
    rules.move_department(by, locked, parent)
    old, new = locked.path, f"{parent.path}{locked.code}/"
    locked.parent = parent
    core_services.save(locked, by)
    Department.objects.filter(path__startswith=old).update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    locked.path = new
    core_services.record(by=by, verb="organization.move_department", subject=locked, details={"from": old, "to": new})
    return locked


@transaction.atomic
def retire_department(*, by: Person, department: Department, on: date) -> Department:
    """Close a department on a day; it stays readable for ever. Raises `Denied` while posts or departments are open."""
    rules.keep_organization(by)
    locked = Department.objects.select_for_update().get(pk=department.pk)
    if locked.children.active().exists() or locked.posts.active().exists():
        raise Denied(
            _("“%(name)s”下还有在用的部门或岗位，不能撤销。") % {"name": locked.name},
            help=_("请先撤销或移走下级部门和岗位。"),
        )
    locked.retired_on = on
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.retire_department", subject=locked, details={"on": str(on)})
    return locked


@transaction.atomic
def add_post(
    *,
    by: Person,
    department: Department,
    code: str,
    name: str,
    is_leadership: bool = False,
    is_main_leader: bool = False,
    is_key: bool = False,
    rotation_years: int | None = None,
) -> Post:
    """Open a post in `department`; `rotation_years` (轮岗年限) only for key posts (part 二(四))."""
    rules.keep_organization(by)
    post = Post(
        code=code,
        department=department,
        name=name,
        is_leadership=is_leadership,
        is_main_leader=is_main_leader and is_leadership,
        is_key=is_key,
        rotation_years=rotation_years,
        search_text=calculations.search_text(code, name, pinyin_of=name),
    )
    core_services.save(post, by)
    core_services.record(by=by, verb="organization.add_post", subject=post, details={"name": name})
    return post


@transaction.atomic
def change_post(
    *,
    by: Person,
    post: Post,
    name: str,
    is_leadership: bool,
    is_key: bool,
    rotation_years: int | None,
    is_main_leader: bool = False,
    version: int | None = None,
) -> Post:
    """Change a post's name or what it is; its code and department never change."""
    locked = Post.objects.select_for_update().get(pk=post.pk)
    rules.change_post(by, locked, is_leadership=is_leadership)
    core_services.refuse_stale(locked, version)
    locked.name, locked.is_leadership, locked.is_key = name, is_leadership, is_key
    locked.is_main_leader = is_main_leader and is_leadership
    locked.rotation_years = rotation_years if is_key else None
    locked.search_text = calculations.search_text(locked.code, name, pinyin_of=name)
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.change_post", subject=locked, details={"name": name})
    return locked


@transaction.atomic
def retire_post(*, by: Person, post: Post, on: date) -> Post:
    """Close a post on a day. Raises `Denied` while somebody holds it."""
    rules.keep_organization(by)
    locked = Post.objects.select_for_update().get(pk=post.pk)
    if Tenure.objects.on(max(on, timezone.localdate())).filter(post=locked).exists():
        raise Denied(_("“%(name)s”仍有人任职，不能撤销。") % {"name": locked.name}, help=_("请先办理离任。"))
    locked.retired_on = on
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.retire_post", subject=locked, details={"on": str(on)})
    return locked
