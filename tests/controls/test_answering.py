"""Who answers for a row of the printed table: persons by tenure of the day, the leader by the row's grade."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from controls import queries
from organization import services as organization_services
from organization.roles import Role
from risks import services as risk_services
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
SCORES = {"high": (5, 5, 5), "medium": (3, 3, 3), "low": (1, 1, 1)}


@pytest.fixture
def where():
    made = factories.department("药剂科")
    oversee(made, factories.post(factories.root(), "分管副院长", is_leadership=True))
    return made


def oversee(department, post):
    organization_services.change_department(
        by=factories.system(), department=department, name=department.name, kind=department.kind, overseer_post=post
    )


def seat(post, name, *, since=date(2026, 1, 1)):
    person = factories.person(name, where=post.department)
    return organization_services.begin_tenure(by=factories.system(), person=person, post=post, from_on=since)


def printed(where, grade="medium", *, post=None):
    """The table of a department with one point of the grade, settled, and one measure."""
    register = risk_factories.register(where)
    point = risk_factories.graded_point(register, post=post or factories.post(where, "采购员"), scores=SCORES[grade])
    risk_factories.review(register)
    table = control_factories.table(where)
    control_factories.measure(table, point=point)
    return queries.printed(table, by=None)


def responsible(table):
    return table.posts[0].rows[0].measures[0].responsible


def test_a_measure_names_the_post_and_who_holds_it_today(where):
    post = factories.post(where, "采购员")
    seat(post, "王玥")
    seat(post, "李堃")

    assert responsible(printed(where, post=post)) == "采购员（王玥、李堃）"


def test_a_post_that_nobody_holds_is_printed_as_vacant(where):
    table = printed(where)

    assert (responsible(table), table.posts[0].holders) == ("采购员（空缺）", "空缺")


def test_a_person_named_by_the_post_is_printed_once(where):
    post = factories.post(where, "采购员")
    seat(post, "采购员")

    table = printed(where, post=post)

    assert (responsible(table), table.posts[0].holders) == ("采购员", "")


def test_who_holds_the_post_no_longer_is_not_printed(where):
    post = factories.post(where, "采购员")
    tenure = seat(post, "王玥")
    yesterday = timezone.localdate() - timedelta(days=1)
    organization_services.end_tenure(by=factories.system(), tenure=tenure, to_on=yesterday)

    assert responsible(printed(where, post=post)) == "采购员（空缺）"


def seat_the_leaders(where):
    """The secretary oversees the root, a vice president the department, whose head signs for it."""
    secretary = factories.post(factories.root(), "党委书记", is_leadership=True)
    oversee(factories.root(), secretary)
    seat(secretary, "陈喆")
    seat(where.overseer_post, "王镕")
    head = seat(factories.post(where, "主任"), "李昇").person
    organization_services.grant(by=factories.system(), person=head, role=Role.DEPARTMENT_HEAD, department=where)


@pytest.mark.parametrize(
    ("grade", "leader"),
    [("high", "党委书记（陈喆）"), ("medium", "分管副院长（王镕）"), ("low", "主任（李昇）")],
)
def test_the_leader_of_a_row_follows_its_grade(where, grade, leader):
    where.refresh_from_db()
    seat_the_leaders(where)

    assert printed(where, grade).posts[0].rows[0].leader == leader


@pytest.mark.parametrize(
    ("grade", "leader"),
    [("high", "主要领导（空缺）"), ("medium", "分管副院长（空缺）"), ("low", "科室负责人（空缺）")],
)
def test_a_leader_who_is_missing_is_printed_as_vacant(where, grade, leader):
    assert printed(where, grade).posts[0].rows[0].leader == leader


def test_a_head_without_a_post_in_the_department_is_named_by_the_office(where):
    factories.holder(Role.DEPARTMENT_HEAD, where, "李昇")

    assert printed(where, "low").posts[0].rows[0].leader == "科室负责人（李昇）"


def test_a_rule_may_name_posts_and_others(where):
    seat(factories.post(where, "总会计师"), "王玥")
    risk_services.make_rule(
        by=factories.holder(Role.PARTY_OFFICE), reason="试行", answers_medium="总会计师、联系点领导"
    )

    assert printed(where).posts[0].rows[0].leader == "总会计师（王玥）、联系点领导"


def test_a_row_without_a_grade_has_no_leader_yet(where):
    risk_factories.point(risk_factories.register(where), post=factories.post(where))

    assert queries.printed(control_factories.table(where), by=None).posts[0].rows[0].leader == "—"


def test_the_leaderships_rows_are_answered_for_by_the_main_leader():
    secretary = factories.post(factories.root(), "党委书记", is_leadership=True)
    oversee(factories.root(), secretary)
    seat(secretary, "陈喆")
    register = risk_factories.leadership_register()
    risk_factories.graded_point(register, scores=SCORES["low"])
    risk_factories.review(register)

    table = queries.printed(control_factories.table(factories.root(), is_leadership=True), by=None)

    assert (table.posts[0].rows[0].leader, table.overseer) == ("党委书记（陈喆）", "党委书记（陈喆）")


@pytest.mark.parametrize("size", [1, 3])
def test_printing_asks_the_same_number_of_questions(where, size, django_assert_num_queries):
    register = risk_factories.register(where)
    for number in range(size):
        post = factories.post(where)
        seat(post, f"人员甲{number}")
        risk_factories.graded_point(register, post=post)
    risk_factories.review(register)
    table = control_factories.table(where)
    for point in register.points.all():
        control_factories.measure(table, point=point, responsible_post=factories.post(where))

    with django_assert_num_queries(14):
        queries.printed(table, by=None)
