"""Opening an edition, drawing it from its register, following a newer register; who sees which table."""

import pytest

from controls import queries, services
from controls.models import ControlTable
from core import services as core_services
from core.rules import Denied
from organization.roles import Role
from risks import queries as risk_queries
from risks import services as risk_services
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
EXACT = (Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER)
DRAFT_READERS = {Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER, Role.PARTY_OFFICE, Role.DISCIPLINE}
READERS = {
    "draft": DRAFT_READERS,
    "in_review": DRAFT_READERS | {Role.COMMITTEE_CHAIR},
    "in_force": DRAFT_READERS | {Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.LEADERSHIP},
}


@pytest.fixture
def table():
    return control_factories.table(factories.department("药剂科"))


def test_a_table_cannot_be_opened_without_a_register():
    with pytest.raises(Denied):
        services.open_table(by=factories.system(), department=factories.department())


def test_a_second_edition_cannot_be_opened_while_one_is_being_worked_on(table):
    with pytest.raises(Denied):
        services.open_table(by=factories.system(), department=table.department)

    assert ControlTable.objects.count() == 1


def test_open_table_is_denied_to_another_departments_filer(table):
    stranger = factories.holder(Role.FILER, factories.department())

    with pytest.raises(Denied):
        services.open_table(by=stranger, department=table.department)


def test_a_new_edition_carries_the_measures_with_their_lineages(table):
    measure = control_factories.measure(table)
    in_force = control_factories.in_force(table)

    opened = control_factories.table(table.department)

    carried = opened.measures.get()
    assert (opened.previous, opened.edition != in_force.edition) == (in_force, True)
    assert (carried.pk != measure.pk, carried.lineage_id, carried.code) == (True, measure.lineage_id, measure.code)


def test_following_a_newer_register_moves_the_anchors_by_lineage(table):
    measure = control_factories.measure(table)
    control_factories.in_force(table)
    opened = control_factories.table(table.department)
    newer = risk_factories.register(table.department)

    behind = queries.is_behind(opened)
    followed = services.follow_register(by=factories.system(), table=opened)

    carried = followed.measures.get()
    assert (behind, queries.is_behind(followed), followed.register) == (True, False, newer)
    assert (carried.point.register, carried.point.lineage_id) == (newer, measure.point_lineage_id)
    assert not [entry for entry in queries.history_of(carried) if "风险点" in str(entry["did"])]


def test_a_measure_whose_point_is_gone_is_listed_for_review(table):
    control_factories.measure(table)
    control_factories.in_force(table)
    opened = control_factories.table(table.department)
    newer = risk_factories.register(table.department)
    risk_services.remove_point(by=factories.system(), point=newer.points.get())

    followed = services.follow_register(by=factories.system(), table=opened)

    assert list(queries.lost_measures(followed)) == [followed.measures.get()]


def test_the_table_is_grouped_by_post_with_the_posts_own_grade():
    where = factories.department()
    register = risk_factories.register(where)
    first, second = factories.post(where), factories.post(where)
    for post, scores in ((first, (5, 5, 5)), (first, (1, 1, 1)), (second, (3, 3, 3))):
        risk_factories.graded_point(register, post=post, scores=scores)
    risk_factories.review(register)

    groups = queries.post_groups(control_factories.table(where))

    assert [(group.post, group.grade, len(group.points)) for group in groups] == [
        (first, "high", 2),
        (second, "medium", 1),
    ]


def test_eight_points_of_medium_raise_the_posts_grade():
    where = factories.department()
    register, post = risk_factories.register(where), factories.post(where)
    for _number in range(8):
        risk_factories.graded_point(register, post=post, scores=(3, 3, 3))
    risk_factories.review(register)

    assert [group.grade for group in queries.post_groups(control_factories.table(where))] == ["high"]


def test_a_point_without_a_measure_is_counted_until_it_has_one(table):
    office = factories.holder(Role.PARTY_OFFICE)
    before = queries.counts(table, by=office)

    control_factories.measure(table)

    assert before == {"total": 0, "done": 0, "overdue": 0, "lost": 0, "covered": 0, "points": 1, "without": 1}
    assert queries.counts(table, by=office) == {
        "total": 1,
        "done": 0,
        "overdue": 0,
        "lost": 0,
        "covered": 1,
        "points": 1,
        "without": 0,
    }


@pytest.mark.parametrize("state", READERS)
@pytest.mark.parametrize("role", Role.values)
def test_who_sees_a_table_and_its_measures(table, role, state):
    measure = control_factories.measure(table)
    if state == "in_review":
        core_services.move(table, by=factories.system(), event="submit")
    elif state == "in_force":
        control_factories.in_force(table)
    person = factories.holder(role, table.department if role in EXACT else factories.root())

    seen = (queries.table_for(person, table.pk) is not None, queries.measure_for(person, measure.pk) is not None)

    assert seen == (role in READERS[state], role in READERS[state])


def raised_by_eight_points():
    """A post whose eight points of 中 raise it to 高 under the rule of the day."""
    where = factories.department()
    register, post = risk_factories.register(where), factories.post(where)
    for _number in range(8):
        risk_factories.graded_point(register, post=post, scores=(3, 3, 3))
    risk_factories.review(register)
    return control_factories.table(where)


def make_a_rule(limit):
    risk_services.make_rule(by=factories.holder(Role.PARTY_OFFICE), reason="岗位风险点普遍增多", post_raise_count=limit)


@pytest.mark.parametrize("is_superseded", [False, True])
def test_a_new_rule_leaves_the_approved_grade_of_a_post(is_superseded):
    approved = control_factories.in_force(raised_by_eight_points())
    if is_superseded:
        control_factories.in_force(control_factories.table(approved.department))
        approved.refresh_from_db()

    make_a_rule(limit=20)

    assert [group.grade for group in queries.post_groups(approved)] == ["high"]
    assert [post.grade for post in queries.posts_of_table(approved)] == ["high"]
    assert [post.grade for post in queries.printed(approved, by=None).posts] == ["high"]
    assert [post["graded"].grade for post in risk_queries.census(approved.register.points.all())["post_grades"]] == [
        "high"
    ]


def test_a_post_graded_again_follows_the_new_rule():
    table = raised_by_eight_points()
    make_a_rule(limit=20)

    risk_factories.review(table.register)

    assert [group.grade for group in queries.post_groups(table)] == ["medium"]
