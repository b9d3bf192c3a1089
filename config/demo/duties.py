"""Separation of duties in the demo: what is found, what is accepted for a while, what ended, what waits."""

from datetime import date
from typing import Any

from django.utils import timezone

from config.demo.people import People
from controls import services as controls
from controls.models import DutyConflict
from organization import queries, services
from organization.models import Department, Person, Post
from organization.roles import Role
from organization.states import BusinessArea

AREAS = {
    "D08": BusinessArea.PERSONNEL,
    "D09": BusinessArea.FINANCE,
    "D13": BusinessArea.PROCUREMENT,
    "D14": BusinessArea.PROCUREMENT,
    "D15": BusinessArea.CONSTRUCTION,
}
MAIN_LEADERS = ("G0101", "G0301")
STOOD_IN = "D15"
"""基建科: the president oversaw it himself for a winter."""
GATHERED = ("D08", "D14")
"""人事科 and 招标采购办公室: the chief accountant was given them beside 财务科."""


def name_areas() -> None:
    """Which departments stand for 人事, 财务, 采购 and 基建, and which posts are the main leaders'."""
    system = queries.system_actor()
    for department in Department.objects.filter(code__in=AREAS).select_related("overseer_post"):
        same: dict[str, Any] = {
            "name": department.name,
            "kind": department.kind,
            "overseer_post": department.overseer_post,
        }
        services.change_department(by=system, department=department, business_area=AREAS[department.code], **same)
    for post in Post.objects.filter(code__in=MAIN_LEADERS):
        kept: dict[str, Any] = {
            name: getattr(post, name) for name in ("name", "is_leadership", "is_key", "rotation_years")
        }
        services.change_post(by=system, post=post, is_main_leader=True, **kept)


def first_winter(people: People) -> None:
    """The first lists are in force: what they show is found; two conflicts are accepted, the president stands in."""
    services.grant(
        by=queries.system_actor(), person=people["leader"], role=Role.OVERSEER, department=_department(STOOD_IN)
    )
    controls.detect(by=people["office"])
    _accept(
        people["office"],
        "KJ-04",
        reason="伦理委员会只设一名专职秘书，受理与存档暂由一人承担，本年审查项目不多。",
        compensation="每季度由纪检监察室抽查三份审查卷宗，抽查单留存。",
        until=date(2026, 6, 30),
    )


def spring(people: People) -> None:
    """The president gives 基建科 back; the head of 基建科 takes a vacant post of it over; one more is accepted."""
    system = queries.system_actor()
    services.revoke(by=system, person=people["leader"], role=Role.OVERSEER, department=_department(STOOD_IN))
    head = Person.objects.get(tenures__post__code="G1501", tenures__to_on__isnull=True)
    services.begin_tenure(by=system, person=head, post=Post.objects.get(code="G1502"), from_on=timezone.localdate())
    controls.detect(by=people["discipline"])
    _accept(
        people["office"],
        "YP-03",
        reason="临时采购须当日处置，夜间和节假日只有科主任在岗，暂不能另设审批岗。",
        compensation="次日由分管院领导补签，审计科每月核对临时采购台账与补签记录。",
        until=date(2027, 3, 1),
    )


def autumn(people: People) -> None:
    """The chief accountant is given 人事科 and 招标采购办公室 beside 财务科."""
    system, accountant = queries.system_actor(), people["member5"]
    for code in GATHERED:
        services.grant(by=system, person=accountant, role=Role.OVERSEER, department=_department(code))
    controls.detect(by=system)


def _department(code: str) -> Department:
    return Department.objects.get(code=code)


def _accept(by: Person, code: str, *, reason: str, compensation: str, until: date) -> None:
    """Accept the first open conflict of the power with this code."""
    conflict = DutyConflict.objects.filter(power__code=code, state="found").order_by("severity", "pk")[0]
    controls.accept_conflict(by=by, conflict=conflict, reason=reason, compensation=compensation, expires_on=until)
