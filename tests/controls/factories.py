"""Tables and measures for tests, made through the services."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from controls import services
from controls.models import ControlTable, DutyConflict, Measure, Rotation
from controls.services.handler import TableHandler
from controls.states import HandoverItem
from organization import services as organization_services
from organization.models import Department, Person, Post, Tenure
from organization.roles import Role
from organization.states import PersonKind
from powers import services as power_services
from powers.calculations import links
from powers.models import Power
from risks.models import RiskPoint, RiskRegister
from tests import factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories


def table(where: Department | None = None, *, by: Person | None = None, **kwargs: Any) -> ControlTable:
    """A draft edition resting on the department's register, which holds one point when there was none."""
    where = where or factories.department()
    if not RiskRegister.objects.filter(department=where, is_leadership=kwargs.get("is_leadership", False)).exists():
        made = risk_factories.register(where, **kwargs)
        risk_factories.point(made)
    return services.open_table(by=by or factories.system(), department=where, **kwargs)


def point_of(table: ControlTable) -> RiskPoint:
    """The first risk point of the table's register."""
    return table.register.points.order_by("code", "id")[0]


def measure(
    where: ControlTable | None = None, *, point: RiskPoint | None = None, by: Person | None = None, **fields: Any
) -> Measure:
    """A faultless measure against the table's first point, long-term unless it has a day."""
    where = where or table()
    point = point or point_of(where)
    fields.setdefault("text", "申请、审批、验收由三个岗位分别承担")
    fields.setdefault("kind", "balance")
    fields.setdefault("responsible_post", point.post)
    fields.setdefault("is_long_term", "due_on" not in fields)
    return services.add_measure(by=by or factories.system(), table=where, point=point, **fields)


def in_force(table: ControlTable) -> ControlTable:
    """The register and the table brought into force as approvals does it, superseding the ones before."""
    register = RiskRegister.objects.get(pk=table.register_id)
    if register.is_editable:
        risk_factories.in_force(register)
    for event in ("submit", "pass"):
        TableHandler().move(table.pk, by=factories.system(), event=event, sha256="0" * 64)
    return ControlTable.objects.get(pk=table.pk)


def charted(*hands: tuple[Post, str], where: Department | None = None, is_major: bool = False, **fields: Any) -> Power:
    """A power of a draft edition whose internal chart is a line of steps, each with its post and function."""
    where = where or factories.department()
    power = power_factories.power(power_factories.power_list(where), is_major=is_major, **fields)
    last = len(hands)
    steps = [
        power_services.StepEntry(
            number=number,
            name=f"环节{number}",
            post=post,
            function=function,
            links=tuple(links.parse_links(str(number + 1) if number < last else "结束")),
            limit_value=1,
        )
        for number, (post, function) in enumerate(hands, start=1)
    ]
    power_services.save_flow(by=factories.system(), power=power, kind="internal", steps=steps)
    return power


def power_in_force(*hands: tuple[Post, str], **fields: Any) -> Power:
    """As `charted`, in force."""
    power = charted(*hands, **fields)
    power_factories.in_force(power.power_list)
    return Power.objects.get(pk=power.pk)


def conflict(*functions: str, by: Person | None = None, **fields: Any) -> DutyConflict:
    """The conflict of a post of the power's department that does steps with these functions, found by a detection."""
    where = fields.pop("where", None) or factories.department()
    post = factories.post(where)
    power = power_in_force(
        *((post, function) for function in functions or ("decision", "execution")), where=where, **fields
    )
    services.detect(by=by or factories.system())
    return DutyConflict.objects.get(power=power)


def hold(person: Person, *posts: Post) -> list[Tenure]:
    """The person holds the posts since the beginning of 2026."""
    since = {"by": factories.system(), "person": person, "from_on": date(2026, 1, 1)}
    return [organization_services.begin_tenure(post=post, **since) for post in posts]


def accept(conflict: DutyConflict, by: Person, *, days: int = 90, **fields: Any) -> DutyConflict:
    """Accepted for so many days, for a reason and with a compensating measure in words."""
    why = {"reason": "人手不足，年内增设岗位", "compensation": "每季度由审计科抽查三份"}
    until = timezone.localdate() + timedelta(days=days)
    return services.accept_conflict(by=by, conflict=conflict, **{**why, "expires_on": until, **fields})


def overseen(*areas: str, post: Post | None = None, person: Person | None = None) -> list[Department]:
    """A department of each business area under a leadership post, or granted to a person."""
    made = [factories.department() for _area in areas]
    for where, area in zip(made, areas, strict=True):
        same = {"name": where.name, "kind": where.kind, "business_area": area}
        organization_services.change_department(by=factories.system(), department=where, overseer_post=post, **same)
        if person:
            organization_services.grant(by=factories.system(), person=person, role=Role.OVERSEER, department=where)
    return made


def redraw(conflict: DutyConflict, *functions: str, is_major: bool | None = None) -> DutyConflict:
    """The conflict after a detection over a new edition in force, in which its post does steps with these functions."""
    power_list = power_services.open_list(by=factories.system(), department=conflict.department)
    power = Power.objects.get(power_list=power_list)
    steps = [
        power_services.StepEntry(number=number, name=f"环节{number}", post=conflict.post, function=function)
        for number, function in enumerate(functions, start=1)
    ]
    power_services.save_flow(by=factories.system(), power=power, kind="internal", steps=steps)
    if is_major is not None:
        power_services.change_power(by=factories.system(), power=power, is_major=is_major)
    power_factories.in_force(power_list)
    services.detect(by=factories.system())
    return DutyConflict.objects.get(pk=conflict.pk)


def table_in_force(*posts: Post, where: Department | None = None, **kwargs: Any) -> ControlTable:
    """A table in force with a point and a measure on each of the posts, or on one of its own."""
    where = where or (posts[0].department if posts else factories.department())
    register = risk_factories.register(where, **kwargs)
    for post in posts or (factories.post(where, is_leadership=kwargs.get("is_leadership", False)),):
        risk_factories.point(register, post=post)
    made = table(where, **kwargs)
    for point in register.points.order_by("code", "id"):
        measure(made, point=point)
    return in_force(made)


def held_post(where: Department | None = None, *, person: Person | None = None, **fields: Any) -> tuple[Post, Person]:
    """A post of the department with the person, who can log in and holds no role, in it."""
    post = factories.post(where, **fields)
    person = person or factories.person(where=post.department)
    hold(person, post)
    return post, person


def paper_holder(post: Post) -> Tenure:
    """Somebody without login, named by the post, holds it."""
    organization_services.load_holders(by=factories.system(), since=[(post, date(2026, 1, 1))])
    return Tenure.objects.get(post=post, person__kind=PersonKind.HOLDER)


def key_tenure(
    where: Department | None = None, *, since: date | None = None, years: int | None = 3, person: Person | None = None
) -> Tenure:
    """Somebody has held a key post since a day; by default its limit ended a year ago."""
    post = factories.post(where, is_key=True, rotation_years=years)
    since = since or timezone.localdate() - timedelta(days=4 * 366)
    return organization_services.begin_tenure(
        by=factories.system(), person=person or factories.person(), post=post, from_on=since
    )


def planned(tenure: Tenure | None = None, *, by: Person | None = None, days: int = 30, **fields: Any) -> Rotation:
    """A rotation planned by the Party office for so many days ahead."""
    by = by or factories.holder(Role.PARTY_OFFICE)
    day = timezone.localdate() + timedelta(days=days)
    return services.plan_rotation(by=by, tenure=tenure or key_tenure(), planned_on=day, **fields)


def carried_out(tenure: Tenure | None = None, *, by: Person | None = None, **people: Person) -> Rotation:
    """A rotation carried out ten days ago, which waits for its handover check."""
    by = by or factories.holder(Role.PARTY_OFFICE)
    made = planned(tenure, by=by)
    people = {"successor": factories.person(), "overseer": factories.person(), **people}
    return services.carry_out_rotation(
        by=by, tenure=made.tenure, on=timezone.localdate() - timedelta(days=10), **people
    )


ANSWERS = tuple((item, "done", "") for item in HandoverItem)


def handed_over(rotation: Rotation | None = None, **fields: Any) -> Rotation:
    """A handover checked today by its 监交人."""
    rotation = rotation or carried_out()
    return check_as(rotation, rotation.overseer, **fields)


def carry_out(tenure: Tenure, by: Person, **fields: Any) -> Rotation:
    """Somebody else takes the post today, watched by a third."""
    usual = {"on": timezone.localdate(), "successor": factories.person(), "overseer": factories.person()}
    return services.carry_out_rotation(by=by, tenure=tenure, **{**usual, **fields})


def check_as(rotation: Rotation, by: Person, **fields: Any) -> Rotation:
    """`by` checks the handover today and finds everything done."""
    usual = {"answers": ANSWERS, "checked_on": timezone.localdate(), "proof": "移交清单"}
    return services.hand_over(by=by, tenure=rotation.tenure, **{**usual, **fields})
