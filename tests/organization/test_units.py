"""Departments and posts: tree, moving, retiring, tenure and bodies."""

from datetime import date

import pytest
from django.utils import timezone

from core import queries as core_queries
from core.rules import Denied
from organization import queries, rules, services
from organization.models import Department
from organization.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_moving_a_department_moves_everything_below_it():
    office = factories.holder(Role.PARTY_OFFICE)
    here, there = factories.department(), factories.department()
    below = factories.department(parent=here)

    services.move_department(by=office, department=here, parent=there)

    below.refresh_from_db()
    assert below.path == f"{there.path}{here.code}/{below.code}/"


def test_a_department_is_not_moved_below_itself():
    here = factories.department()
    below = factories.department(parent=here)

    with pytest.raises(Denied, match="不能把部门移到"):
        services.move_department(by=factories.system(), department=here, parent=below)


def test_a_department_with_open_posts_is_not_retired():
    where = factories.department()
    factories.post(where)

    with pytest.raises(Denied, match="还有在用的部门或岗位"):
        services.retire_department(by=factories.system(), department=where, on=date(2026, 11, 23))


def test_an_empty_department_is_retired_and_stays_readable():
    where = factories.department()

    services.retire_department(by=factories.system(), department=where, on=date(2026, 11, 23))

    assert (list(queries.departments().filter(pk=where.pk)), queries.department(where.code)) == ([], where)


def test_a_held_post_is_not_retired():
    post, person = factories.post(), factories.person()
    services.begin_tenure(by=factories.system(), person=person, post=post, from_on=date(2025, 1, 1))

    with pytest.raises(Denied, match="仍有人任职"):
        services.retire_post(by=factories.system(), post=post, on=timezone.localdate())


def test_a_person_holds_several_posts_and_history_is_kept():
    person, first, second = factories.person(), factories.post(), factories.post()
    tenure = services.begin_tenure(by=factories.system(), person=person, post=first, from_on=date(2020, 1, 1))
    services.begin_tenure(by=factories.system(), person=person, post=second, from_on=date(2021, 1, 1))

    services.end_tenure(by=factories.system(), tenure=tenure, to_on=date(2024, 1, 1))

    assert list(queries.posts_held(person)) == [second]
    assert [held.post for held in queries.tenures_held(person)] == [second, first]


def test_the_history_calls_what_was_not_there_empty():
    department, post = factories.department(), factories.post()
    services.change_department(
        by=factories.system(), department=department, name=department.name, kind=department.kind, overseer_post=post
    )

    latest = core_queries.history_of(department)[0]

    assert latest["did"] == f"将“分管领导岗位”由“空”改为“{post}”"


def test_a_tenure_does_not_end_before_it_began():
    tenure = services.begin_tenure(
        by=factories.system(), person=factories.person(), post=factories.post(), from_on=date(2024, 5, 1)
    )

    with pytest.raises(Denied, match="不能早于任职日期"):
        services.end_tenure(by=factories.system(), tenure=tenure, to_on=date(2024, 4, 30))


def test_posts_past_their_rotation_limit_are_found():
    late = factories.post(is_key=True, rotation_years=3)
    fine = factories.post(is_key=True, rotation_years=30)
    for post in (late, fine):
        services.begin_tenure(by=factories.system(), person=factories.person(), post=post, from_on=date(2020, 1, 1))

    assert list(queries.posts_past_rotation()) == [late]


def test_a_body_has_one_chair_at_a_time():
    body = services.open_body(by=factories.system(), kind="party_committee", name="院党委")
    start = date(2026, 1, 1)
    services.begin_membership(by=factories.system(), body=body, person=factories.person(), duty="chair", from_on=start)

    with pytest.raises(Denied, match="已有主持人"):
        services.begin_membership(
            by=factories.system(), body=body, person=factories.person(), duty="chair", from_on=start
        )


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.PARTY_OFFICE])
def test_only_the_party_office_keeps_the_organization(role):
    other = factories.holder(role)

    with pytest.raises(Denied, match="只有党办"):
        services.add_department(by=other, code="X", name="新科室", kind="party", parent=factories.root())
    assert Department.objects.filter(code="X").exists() is False


def test_the_system_files_for_the_leadership_as_nobody_s_stand_in():
    post = factories.post(is_leadership=True)

    assert rules.file_leadership(factories.system(), post, what="风险点") is False


def test_a_holder_loaded_again_with_another_day_holds_the_post_since_that_day():
    post = factories.post(name="药库管理岗")

    for day in (date(2024, 1, 8), date(2023, 3, 1)):
        services.load_holders(by=factories.system(), since=[(post, day)])

    assert [tenure.from_on for tenure in post.tenures.all()] == [date(2023, 3, 1)]


def test_a_department_keeps_its_business_area_when_a_change_does_not_name_it():
    where = factories.department()
    same = {"name": where.name, "kind": where.kind, "overseer_post": None}
    services.change_department(by=factories.system(), department=where, business_area="personnel", **same)

    kept = services.change_department(by=factories.system(), department=where, **same)

    assert kept.business_area == "personnel"


@pytest.mark.parametrize(("is_leadership", "is_main_leader"), [(True, True), (False, False)])
def test_only_a_leadership_post_is_a_main_leaders(is_leadership, is_main_leader):
    post = factories.post(is_leadership=True)
    same = {"name": post.name, "is_key": False, "rotation_years": None}

    changed = services.change_post(
        by=factories.system(), post=post, is_leadership=is_leadership, is_main_leader=True, **same
    )

    assert changed.is_main_leader is is_main_leader


def test_a_loaded_post_that_left_the_leadership_is_no_main_leaders():
    post = factories.post(is_leadership=True, is_main_leader=True)
    post.is_leadership = False

    services.load_posts(by=factories.system(), made=[], changed=[post])

    post.refresh_from_db()
    assert (post.is_leadership, post.is_main_leader) == (False, False)
