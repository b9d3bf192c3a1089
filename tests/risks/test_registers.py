"""Editions of registers: copied with lineages, resting on a power list, following it."""

import pytest

from core.models import AuditEvent
from core.rules import Denied
from organization import services as organization_services
from organization.roles import Role
from powers import services as power_services
from risks import queries, services
from risks.models import RiskPoint
from tests import factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


def test_a_new_edition_copies_the_one_in_force_with_lineages_and_grades():
    first = risk_factories.register()
    point = risk_factories.graded_point(first, scores=(5, 5, 5))
    risk_factories.review(first)
    risk_factories.in_force(first)

    second = risk_factories.register(first.department)

    copied = second.points.get()
    assert (copied.lineage, copied.code, copied.grade, copied.grade_basis) == (
        point.lineage,
        point.code,
        "high",
        "computed",
    )
    assert (second.previous, second.edition) == (first, f"{first.year}年第2版")


def test_opinions_stay_with_the_edition_they_were_given_on():
    first = risk_factories.register()
    point = risk_factories.graded_point(first)
    risk_factories.review(first)
    risk_factories.in_force(first)

    second = risk_factories.register(first.department)

    assert (point.opinions.count(), second.points.get().opinions.count()) == (1, 0)


def test_a_second_working_edition_is_denied():
    first = risk_factories.register()

    with pytest.raises(Denied, match="不能再开一版"):
        risk_factories.register(first.department)


def test_a_filer_of_another_department_opens_no_register():
    filer = factories.holder(Role.FILER, factories.department())

    with pytest.raises(Denied, match="您不能填报"):
        services.open_register(by=filer, department=factories.department())


def test_the_party_office_opens_a_register_on_behalf():
    office = factories.holder(Role.PARTY_OFFICE)
    where = factories.department()

    opened = services.open_register(by=office, department=where)

    assert (opened.department, opened.opened_by) == (where, office)


def test_a_retired_department_gets_no_new_register():
    from datetime import date

    from organization import services as organization_services

    where = factories.department()
    organization_services.retire_department(by=factories.system(), department=where, on=date(2026, 1, 1))
    where.refresh_from_db()

    with pytest.raises(Denied, match="已撤销"):
        risk_factories.register(where)


def test_a_register_rests_on_the_working_power_list_and_shares_its_edition():
    power_list = power_factories.power_list()

    register = risk_factories.register(power_list.department)

    assert (register.power_list, register.year, register.number) == (power_list, power_list.year, power_list.number)


def test_a_register_rests_on_the_power_list_in_force_when_none_is_worked_on():
    in_force = power_factories.in_force(power_factories.power_list())

    assert risk_factories.register(in_force.department).power_list == in_force


def test_anchors_move_by_lineage_when_a_new_edition_is_opened():
    step = risk_factories.step()
    where = step.flow.power.power_list.department
    point = risk_factories.point(risk_factories.register(where), step=step, post=step.post)
    power_factories.in_force(step.flow.power.power_list)
    newer = power_factories.power_list(where)

    lost = services.follow_power_list(by=factories.system(), register=point.register)

    point.refresh_from_db()
    assert (point.power.power_list, point.step.lineage, point.step.pk == step.pk) == (newer, step.lineage, False)
    assert lost == []


def test_points_without_a_match_are_listed_for_review_and_keep_their_anchor():
    step = risk_factories.step()
    where = step.flow.power.power_list.department
    point = risk_factories.point(risk_factories.register(where), step=step, post=step.post)
    power_factories.in_force(step.flow.power.power_list)
    newer = power_factories.power_list(where)
    power_services.remove_power(by=factories.system(), power=newer.powers.get())

    lost = services.follow_power_list(by=factories.system(), register=point.register)

    point.refresh_from_db()
    assert (lost, point.step) == ([point], step)
    assert [fault.code for fault in queries.register_faults(point.register_id) if fault.row_code] == [
        "grade_pending",
        "lost_anchor",
    ]


def test_the_floor_follows_the_power_to_its_new_edition():
    step = risk_factories.step(focus="approval")
    where = step.flow.power.power_list.department
    point = risk_factories.graded_point(risk_factories.register(where), step=step, post=step.post, scores=(1, 1, 1))
    power_factories.in_force(step.flow.power.power_list)
    newer = power_factories.power_list(where)
    power_services.change_power(by=factories.system(), power=newer.powers.get(), is_major=True)

    services.follow_power_list(by=factories.system(), register=point.register)

    point.refresh_from_db()
    assert (point.computed_grade, point.grade) == ("high", "high")


def test_registers_elsewhere_follow_a_power_list_that_comes_into_force():
    step = risk_factories.step()
    owner = step.flow.power.power_list
    power_factories.in_force(owner)
    elsewhere = factories.post()
    point = risk_factories.point(post=elsewhere, step=step)
    newer = power_factories.in_force(power_factories.power_list(owner.department))

    class Submission:
        department_id = owner.department_id

    (told,) = services.follow_after_force([Submission], by=factories.system())

    point.refresh_from_db()
    assert point.power.power_list == newer
    assert (told.verb, told.department_code, told.details["moved"]) == (
        "risks.follow_after_force",
        elsewhere.department.code,
        [point.code],
    )


def test_a_register_follows_another_departments_list_though_its_own_came_into_force_with_it():
    step, where = risk_factories.step(), factories.department()
    owner = step.flow.power.power_list
    power_factories.in_force(owner)
    point = risk_factories.point(post=factories.post(where), step=step)
    newer = power_factories.in_force(power_factories.power_list(owner.department))

    class First:
        department_id = owner.department_id

    class Second:
        department_id = where.pk

    services.follow_after_force([First, Second], by=factories.system())

    point.refresh_from_db()
    assert point.power.power_list == newer


def test_a_register_in_which_nothing_moved_leaves_no_event():
    step = risk_factories.step()
    risk_factories.point(post=factories.post(), step=step)

    class Submission:
        department_id = step.flow.power.power_list.department_id

    assert services.follow_after_force([Submission], by=factories.system()) == []


def test_an_approved_register_is_never_rewritten_by_a_new_power_list():
    step = risk_factories.step()
    owner = step.flow.power.power_list
    power_factories.in_force(owner)
    point = risk_factories.point(post=factories.post(), step=step)
    risk_factories.in_force(point.register)
    power_factories.in_force(power_factories.power_list(owner.department))

    class Submission:
        department_id = owner.department_id

    services.follow_after_force([Submission], by=factories.system())

    assert RiskPoint.objects.get(pk=point.pk).power == step.flow.power


def test_the_leaderships_anchors_follow_every_department_by_lineage():
    step = risk_factories.step(factories.root())
    power_factories.in_force(step.flow.power.power_list)
    point = risk_factories.point(risk_factories.leadership_register(), step=step)
    newer = power_factories.in_force(power_factories.power_list(factories.root()))

    services.follow_power_list(by=factories.system(), register=point.register)

    point.refresh_from_db()
    assert (point.power.power_list, list(queries.lost_anchors(point.register))) == (newer, [])


def test_a_step_gone_from_another_departments_list_in_force_is_listed():
    step = risk_factories.step()
    owner = step.flow.power.power_list
    power_factories.in_force(owner)
    point = risk_factories.point(post=factories.post(), step=step)
    newer = power_factories.power_list(owner.department)
    power_services.save_flow(by=factories.system(), power=newer.powers.get(), kind="internal", steps=[])
    power_factories.in_force(newer)

    assert services.follow_power_list(by=factories.system(), register=point.register) == [point]


def test_opening_and_following_leave_audit_events():

    register = risk_factories.register()
    services.follow_power_list(by=factories.system(), register=register)

    verbs = AuditEvent.objects.filter(subject_type="risks.riskregister").order_by("sequence")
    assert list(verbs.values_list("verb", flat=True)) == ["risks.open_register", "risks.follow_power_list"]


@pytest.mark.parametrize("state", ["in_review", "in_force"])
def test_a_register_that_is_not_editable_follows_nothing(state):
    from core import services as core_services

    register = risk_factories.register()
    register = core_services.move(register, by=factories.system(), event="submit")
    if state == "in_force":
        register = core_services.move(register, by=factories.system(), event="pass", sha256="0" * 64)

    with pytest.raises(Denied, match="不能修改"):
        services.follow_power_list(by=factories.system(), register=register)


def test_the_leaderships_register_rests_on_no_power_list():
    assert queries.is_base_stale(risk_factories.leadership_register()) is False


def test_what_is_in_force_is_not_stale_though_a_newer_power_list_is_worked_on():
    where = factories.department()
    register = risk_factories.in_force(risk_factories.register(where))
    power_factories.power_list(where)

    assert queries.is_base_stale(register) is False


def change(post, *, is_leadership):
    return organization_services.change_post(
        by=factories.system(),
        post=post,
        name="改过的岗位",
        is_leadership=is_leadership,
        is_key=False,
        rotation_years=None,
    )


def test_a_post_with_points_stays_what_it_is():
    post = risk_factories.point(risk_factories.register()).post

    with pytest.raises(Denied, match="登记有风险点，不能改变它是否班子成员岗位"):
        change(post, is_leadership=True)
    assert change(post, is_leadership=False).name == "改过的岗位"


def test_a_post_without_points_may_become_one_of_the_leadership():
    post = factories.post()

    assert change(post, is_leadership=True).is_leadership is True
