"""Rotation of key posts: due days, who plans, defers and carries out, the handover's check."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils import timezone

from controls import calculations, queries, services
from controls.models import Rotation
from controls.states import ROTATION_MOVES, RotationEvent, RotationState
from core import queries as core_queries
from core.models import AuditEvent
from core.rules import Denied, Stale
from organization import services as organization_services
from organization.models import Notice, Tenure
from organization.roles import Role
from tests import factories
from tests.controls import factories as controls

pytestmark = pytest.mark.django_db


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def office():
    return factories.holder(Role.PARTY_OFFICE)


def due_in(days, years=3):
    """A tenure of a key post whose limit ends in so many days."""
    return controls.key_tenure(since=today(days) - relativedelta(years=years), years=years)


def state_of(tenure):
    return queries.key_tenures().get(pk=tenure.pk).due_state


# -- when a post is due ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "state"), [(-1, "overdue"), (0, "due_soon"), (90, "due_soon"), (91, "not_due"), (2000, "not_due")]
)
def test_a_tenure_is_told_by_the_days_to_its_limit(days, state):
    assert state_of(due_in(days)) == state


def test_a_post_without_limit_is_told_as_such():
    tenure = controls.key_tenure(years=None)

    assert (state_of(tenure), queries.due_on(queries.key_tenures().get(pk=tenure.pk))) == ("unlimited", None)


def test_a_tenure_that_ended_is_told_as_such():
    tenure = controls.key_tenure()
    organization_services.end_tenure(by=factories.system(), tenure=tenure, to_on=today(-1))

    assert state_of(tenure) == "ended"


def test_what_is_under_way_stays_listed_when_the_post_is_a_key_post_no_more(office):
    tenure = controls.key_tenure()
    services.defer_rotation(by=office, tenure=tenure, until=today(120), reason="系统验收")
    type(tenure.post).objects.filter(pk=tenure.post_id).update(is_key=False, rotation_years=None)

    assert list(queries.key_tenures()) == [tenure]
    services.cancel_rotation(by=office, tenure=tenure, reason="不再是重点岗位")
    assert list(queries.key_tenures()) == []


def test_a_deferred_tenure_is_due_by_its_new_day(office):
    tenure = controls.key_tenure()
    services.defer_rotation(by=office, tenure=tenure, until=today(120), reason="系统验收")

    found = queries.key_tenures().get(pk=tenure.pk)
    assert (found.due_state, queries.due_on(found)) == ("not_due", today(120))


@pytest.mark.parametrize(
    ("from_on", "years", "until", "day"),
    [
        (date(2020, 2, 29), 3, None, date(2023, 2, 28)),
        (date(2020, 5, 1), None, None, None),
        (date(2020, 5, 1), 3, date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_the_due_day_is_the_limit_or_what_it_is_deferred_to(from_on, years, until, day):
    assert calculations.due_on(from_on, years, until=until) == day


@pytest.mark.parametrize(
    ("day", "key"), [(date(2023, 2, 28), 20230229), (date(2024, 2, 28), 20240228), (date(2026, 11, 23), 20261123)]
)
def test_who_began_on_a_leap_day_is_due_on_the_last_of_february(day, key):
    assert calculations.key_until(day) == key


def test_what_is_due_by_a_day_is_listed_by_day_in_one_query(django_assert_num_queries, office):
    later, sooner = due_in(20), due_in(-3)
    due_in(400)
    controls.key_tenure(years=None)
    services.defer_rotation(by=office, tenure=due_in(-8), until=today(200), reason="系统验收")
    organization_services.end_tenure(by=factories.system(), tenure=due_in(1), to_on=today(5))

    with django_assert_num_queries(1):
        found = queries.rotations_due(today(20))
        named = [(each.due_on, each.tenure.person.name, each.tenure.post.department.name) for each in found]

    assert [(each.tenure, each.url) for each in found] == [
        (sooner, f"/controls/rotation/{sooner.pk}/"),
        (later, f"/controls/rotation/{later.pk}/"),
    ]
    assert [day for day, _person, _department in named] == [today(-3), today(20)]


# -- planning ------------------------------------------------------------------------------------------------------------


def test_the_office_plans_and_plans_anew(office):
    tenure, successor = controls.key_tenure(), factories.person()

    first = controls.planned(tenure, by=office)
    again = controls.planned(tenure, by=office, days=60, successor=successor, reason=" 交流 ")

    assert (again.pk, again.state, again.planned_on) == (first.pk, "planned", today(60))
    assert (again.successor, again.reason, again.decided_by, again.decided_on) == (successor, "交流", office, today())
    assert AuditEvent.objects.filter(verb="controls.plan_rotation", subject_code=tenure.post.code).count() == 2


def test_the_system_plans_too():
    assert controls.planned(by=factories.system()).state == "planned"


def test_planning_is_denied_to_who_does_not_hold_the_action():
    tenure = controls.key_tenure()

    with pytest.raises(Denied, match="由党办或党委书记安排"):
        controls.planned(tenure, by=factories.holder(Role.DEPARTMENT_HEAD, tenure.post.department))


def test_planning_is_denied_for_oneself(office):
    tenure = controls.key_tenure(person=office)

    with pytest.raises(Denied, match="不能安排本人的轮岗"):
        controls.planned(tenure, by=office)
    assert controls.planned(tenure, by=factories.holder(Role.COMMITTEE_CHAIR)).tenure == tenure


def test_planning_is_denied_for_a_post_that_is_no_key_post(office):
    post, _person = controls.held_post()

    with pytest.raises(Denied, match="不是重点岗位"):
        controls.planned(Tenure.objects.get(post=post), by=office)


def test_planning_is_denied_for_who_has_left(office):
    tenure = controls.key_tenure()
    organization_services.end_tenure(by=factories.system(), tenure=tenure, to_on=today())

    with pytest.raises(Denied, match="已登记离任"):
        controls.planned(tenure, by=office)


def test_planning_is_denied_for_a_day_gone_by(office):
    with pytest.raises(Denied, match="不能早于今天"):
        controls.planned(by=office, days=-1)


@pytest.mark.parametrize(
    ("who", "words"), [("person", "不能是现任人员本人"), ("office", "不能安排本人接任"), ("colleague", "已在")]
)
def test_planning_is_denied_with_a_successor_who_can_not_be_one(office, who, words):
    tenure, colleague = controls.key_tenure(), factories.person()
    controls.hold(colleague, tenure.post)
    people = {"person": tenure.person, "office": office, "colleague": colleague}

    with pytest.raises(Denied, match=words):
        controls.planned(tenure, by=office, successor=people[who])


def test_a_plan_made_meanwhile_is_not_replaced(office):
    tenure = controls.key_tenure()
    controls.planned(tenure, by=office)

    with pytest.raises(Stale):
        controls.planned(tenure, by=office, version=0)


def test_successors_are_all_but_who_holds_the_post(office):
    tenure, colleague, free = controls.key_tenure(), factories.person(), factories.person()
    controls.hold(colleague, tenure.post)

    assert set(queries.successors(tenure)) == {office, free}


def test_a_successor_is_warned_of_who_would_decide_and_execute():
    where, successor = factories.department(), factories.person()
    tenure, other = controls.key_tenure(where), factories.post(where)
    controls.hold(successor, other)
    controls.power_in_force((tenure.post, "decision"), (other, "execution"), where=where, name="药品采购")

    (warning,) = queries.successor_conflicts(tenure, successor)

    assert warning == f"{successor}（任{tenure.post}、{other}）在“药品采购”中兼有决策、执行"
    assert queries.successor_conflicts(tenure, factories.person()) == []
    assert queries.successor_conflicts(tenure, None) == []


# -- deferring -----------------------------------------------------------------------------------------------------------


def test_deferring_tells_the_discipline_office(office):
    tenure, discipline = controls.key_tenure(), factories.holder(Role.DISCIPLINE)

    rotation = services.defer_rotation(by=office, tenure=tenure, until=today(90), reason="系统验收")

    assert (rotation.state, rotation.until, rotation.reason) == ("deferred", today(90), "系统验收")
    (notice,) = Notice.objects.filter(person=discipline)
    assert notice.text == f"{office}决定“{tenure.post}”暂缓轮岗至{today(90)}：系统验收"


def test_what_is_deferred_can_be_deferred_again_and_planned(office):
    tenure = controls.key_tenure()
    for days in (30, 60):
        services.defer_rotation(by=office, tenure=tenure, until=today(days), reason="系统验收")

    rotation = controls.planned(tenure, by=office)

    assert (rotation.state, rotation.until) == ("planned", None)


def test_deferring_is_denied_to_the_posts_own_department():
    office = factories.holder(Role.PARTY_OFFICE)
    tenure = controls.key_tenure(factories.root())

    with pytest.raises(Denied, match="属于您所在的部门"):
        services.defer_rotation(by=office, tenure=tenure, until=today(90), reason="系统验收")


def test_deferring_is_denied_for_oneself(office):
    tenure = controls.key_tenure(person=office)

    with pytest.raises(Denied, match="不能安排本人的轮岗"):
        services.defer_rotation(by=office, tenure=tenure, until=today(90), reason="系统验收")


@pytest.mark.parametrize("days", [0, 367])
def test_deferring_is_denied_for_more_than_a_year(office, days):
    with pytest.raises(Denied, match="须在明天至一年之内"):
        services.defer_rotation(by=office, tenure=controls.key_tenure(), until=today(days), reason="系统验收")


def test_deferring_is_denied_before_the_limit(office):
    with pytest.raises(Denied, match="不须暂缓到这之前"):
        services.defer_rotation(by=office, tenure=due_in(60), until=today(60), reason="系统验收")


def test_deferring_is_possible_where_there_is_no_limit(office):
    tenure = controls.key_tenure(years=None)

    assert services.defer_rotation(by=office, tenure=tenure, until=today(9), reason="系统验收").until == today(9)


def test_deferring_is_denied_without_a_reason(office):
    with pytest.raises(Denied, match="须写明理由"):
        services.defer_rotation(by=office, tenure=controls.key_tenure(), until=today(90), reason=" ")


# -- cancelling, and the table of moves ---------------------------------------------------------------------------------------


def test_what_was_cancelled_may_be_planned_again(office):
    tenure = controls.planned(by=office).tenure
    services.cancel_rotation(by=office, tenure=tenure, reason="编制未批")

    again = controls.planned(tenure, by=office)

    assert sorted(Rotation.objects.values_list("state", flat=True)) == ["cancelled", "planned"]
    assert queries.rotation_of(tenure).pk == again.pk


def test_a_form_opened_before_the_plan_was_cancelled_plans_nothing(office):
    tenure = controls.key_tenure()
    version = core_queries.version_of(controls.planned(tenure, by=office))
    services.cancel_rotation(by=office, tenure=tenure, reason="人员不足")

    with pytest.raises(Stale, match="已被取消"):
        services.plan_rotation(by=office, tenure=tenure, planned_on=today(30), version=version)


def test_cancelling_is_denied_without_a_reason(office):
    with pytest.raises(Denied, match="须写明理由"):
        services.cancel_rotation(by=office, tenure=controls.planned(by=office).tenure, reason="")


def at(state, office):
    """The tenure of a rotation that has come to the state."""
    if state == RotationState.UNDER_HANDOVER:
        return controls.carried_out(by=office)
    if state == RotationState.DONE:
        return controls.handed_over(controls.carried_out(by=office))
    rotation = controls.planned(by=office)
    if state == RotationState.DEFERRED:
        services.defer_rotation(by=office, tenure=rotation.tenure, until=today(90), reason="系统验收")
    return rotation


def step(event, rotation, office):
    """What a person does to let the event happen."""
    tenure = rotation.tenure
    steps = {
        RotationEvent.PLAN: lambda: controls.planned(tenure, by=office),
        RotationEvent.DEFER: lambda: services.defer_rotation(
            by=office, tenure=tenure, until=today(60), reason="系统验收"
        ),
        RotationEvent.CARRY_OUT: lambda: controls.carry_out(tenure, office),
        RotationEvent.HAND_OVER: lambda: controls.check_as(rotation, office),
        RotationEvent.CANCEL: lambda: services.cancel_rotation(by=office, tenure=tenure, reason="编制未批"),
    }
    return steps[event]()


@pytest.mark.parametrize("event", RotationEvent)
@pytest.mark.parametrize("state", [state for state in RotationState if state != RotationState.CANCELLED])
def test_every_step_goes_where_the_table_says_or_is_denied(state, event, office):
    rotation = at(state, office)

    if (state, event) in ROTATION_MOVES:
        assert step(event, rotation, office).state == ROTATION_MOVES[state, event]
    else:
        with pytest.raises(Denied):
            step(event, rotation, office)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"planned_on": None}, "rotation_planned_has_day"),
        ({"state": "deferred"}, "rotation_deferred_has_day"),
        ({"until": date(2027, 1, 1)}, "rotation_deferred_has_day"),
        ({"state": "cancelled"}, "rotation_held_back_has_reason"),
        ({"state": "under_handover"}, "rotation_carried_out_has_day_and_people"),
        ({"checked_on": date(2027, 1, 1)}, "rotation_done_has_who_when_proof"),
    ],
)
def test_what_must_never_be_false_is_refused_by_the_database(fields, name):
    rotation = controls.planned()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Rotation.objects.filter(pk=rotation.pk).update(**fields)


def test_a_tenure_has_one_rotation_and_another_oversees_it():
    rotation = controls.carried_out()
    fields = {"tenure": rotation.tenure, "planned_on": today(), "decided_by": rotation.overseer, "decided_on": today()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Rotation.objects.create(**fields)
    with pytest.raises(IntegrityError, match="rotation_overseen_by_another"), transaction.atomic():
        Rotation.objects.filter(pk=rotation.pk).update(overseer=rotation.successor_id)
