"""Opinions beside each other: whose they are, which counts, and what 纪检监察室 says before a grade is lowered."""

from datetime import date

import pytest

from core import services as core_services
from core.rules import Denied
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from risks import queries, services
from risks.models import RiskPoint
from tests import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
SCORES = {"importance": 3, "frequency": 3, "probability": 3}


@pytest.fixture
def point():
    return risk_factories.point()


def in_department(point, role, name=""):
    return factories.holder(role, point.register.department, name)


def test_opinions_of_several_people_stand_beside_each_other_and_the_highest_is_marked(point):
    filer, head = in_department(point, Role.FILER), in_department(point, Role.DEPARTMENT_HEAD)
    overseer = in_department(point, Role.OVERSEER)
    services.give_opinion(by=filer, point=point, importance=1, frequency=1, probability=1)
    services.give_opinion(by=head, point=point, importance=5, frequency=5, probability=5)
    services.give_opinion(by=overseer, point=point, **SCORES)

    beside = queries.opinions_beside(point, queries.rule_in_force())

    assert [(row["opinion"].source, row["graded"].total, row["is_worst"]) for row in beside] == [
        ("colleagues", 5, False),
        ("leader", 25, True),
        ("leader", 15, False),
    ]


def test_the_computed_grade_is_that_of_the_highest_opinion(point):
    services.give_opinion(by=in_department(point, Role.FILER), point=point, importance=5, frequency=5, probability=5)
    services.give_opinion(by=in_department(point, Role.DEPARTMENT_HEAD), point=point, **SCORES)

    point.refresh_from_db()
    assert (point.computed_grade, point.grade, point.total, point.grade_basis) == ("high", "high", 25, "")


def test_the_holder_of_the_post_speaks_for_themselves(point):
    filer = in_department(point, Role.FILER)
    organization_services.begin_tenure(by=factories.system(), person=filer, post=point.post, from_on=date(2024, 1, 1))

    assert services.give_opinion(by=filer, point=point, **SCORES).source == "self"


def test_a_second_opinion_of_the_same_person_replaces_the_first(point):
    filer = in_department(point, Role.FILER)
    services.give_opinion(by=filer, point=point, importance=5, frequency=5, probability=5)

    services.give_opinion(by=filer, point=point, **SCORES)

    point.refresh_from_db()
    assert (point.opinions.count(), point.total) == (1, 15)


def test_an_opinion_may_enter_a_grade_with_a_reason(point):
    services.give_opinion(by=factories.system(), point=point, grade="medium", reason="职权不大但常用")

    point.refresh_from_db()
    assert (point.grade, point.total, point.computed_grade) == ("medium", None, "medium")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"grade": "high"}, "须写明理由"),
        ({}, "请评分"),
        ({"grade": "pending", "reason": "不知道"}, "请评分"),
    ],
)
def test_an_opinion_that_says_nothing_is_denied(point, said, refusal):
    with pytest.raises(Denied, match=refusal):
        services.give_opinion(by=factories.system(), point=point, **said)


def test_a_partial_opinion_leaves_the_grade_pending_and_names_what_is_missing(point):
    services.give_opinion(by=factories.system(), point=point, importance=5, probability=4)

    point.refresh_from_db()
    assert (point.grade, queries.missing_of(point)) == ("pending", ["行使频率"])


def test_a_point_without_scores_names_all_that_is_missing(point):
    assert queries.missing_of(point) == ["权力重要性", "行使频率", "发生概率"]


def test_a_withdrawn_opinion_no_longer_counts(point):
    filer = in_department(point, Role.FILER)
    services.give_opinion(by=factories.system(), point=point, **SCORES)
    high = services.give_opinion(by=filer, point=point, importance=5, frequency=5, probability=5)

    services.withdraw_opinion(by=filer, opinion=high)

    point.refresh_from_db()
    assert (point.total, point.grade) == (15, "medium")


def test_the_last_opinion_withdrawn_leaves_the_grade_pending(point):
    opinion = services.give_opinion(by=factories.system(), point=point, **SCORES)

    services.withdraw_opinion(by=factories.system(), opinion=opinion)

    point.refresh_from_db()
    assert (point.grade, point.total, point.importance) == ("pending", None, None)


def test_nobody_withdraws_anothers_opinion(point):
    opinion = services.give_opinion(by=factories.system(), point=point, **SCORES)

    with pytest.raises(Denied, match="只能撤回自己的意见"):
        services.withdraw_opinion(by=in_department(point, Role.DEPARTMENT_HEAD), opinion=opinion)


@pytest.mark.parametrize("role", [Role.DISCIPLINE, Role.SECRECY_REVIEWER, Role.COMMITTEE_MEMBER, Role.PARTY_OFFICE])
def test_offices_that_supervise_or_decide_give_no_opinion(point, role):
    with pytest.raises(Denied, match="您不能对这个风险点提评级意见"):
        services.give_opinion(by=factories.holder(role), point=point, **SCORES)


def test_no_opinion_is_given_under_review(point):
    opinion = services.give_opinion(by=factories.system(), point=point, **SCORES)
    core_services.move(point.register, by=factories.system(), event="submit")
    point = RiskPoint.objects.get(pk=point.pk)

    with pytest.raises(Denied, match="不能再提评级意见"):
        services.give_opinion(by=factories.system(), point=point, **SCORES)
    with pytest.raises(Denied, match="不能撤回意见"):
        services.withdraw_opinion(by=factories.system(), opinion=type(opinion).objects.get(pk=opinion.pk))


def test_an_opinion_does_not_rewrite_a_settled_grade():
    point = risk_factories.graded_point(scores=(1, 1, 1))
    risk_factories.review(point.register)

    services.give_opinion(by=in_department(point, Role.FILER), point=point, importance=5, frequency=5, probability=5)

    point.refresh_from_db()
    assert (point.grade, point.computed_grade) == ("low", "high")


def test_the_discipline_office_is_asked_and_heard(point):
    filer, discipline = in_department(point, Role.FILER), factories.holder(Role.DISCIPLINE)

    services.ask_hearing(by=filer, point=point, reason="已取消该事项的审批权")
    services.hear(by=discipline, point=point, opinion="同意调低")

    point.refresh_from_db()
    assert (point.heard_by, point.heard_opinion) == (discipline, "同意调低")
    assert Notice.objects.filter(person=discipline, kind="risks.ask_hearing").count() == 1


def test_who_filed_the_point_is_told_that_the_discipline_office_spoke():
    where = factories.department()
    filer = factories.holder(Role.FILER, where)
    point = risk_factories.point(post=factories.post(where), by=filer)

    services.hear(by=factories.holder(Role.DISCIPLINE), point=point, opinion="不宜调低")

    assert Notice.objects.get(kind="risks.hear").person == filer


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.DISCIPLINE])
def test_nobody_else_speaks_for_the_discipline_office(point, role):
    with pytest.raises(Denied, match="只有纪检监察室"):
        services.hear(by=factories.holder(role), point=point, opinion="同意")


def test_the_discipline_office_is_not_heard_on_its_own_post(point):
    discipline = factories.holder(Role.DISCIPLINE)
    organization_services.begin_tenure(
        by=factories.system(), person=discipline, post=point.post, from_on=date(2024, 1, 1)
    )

    with pytest.raises(Denied, match="请回避"):
        services.hear(by=discipline, point=point, opinion="同意")


def test_an_empty_opinion_of_the_discipline_office_is_denied(point):
    with pytest.raises(Denied, match="请写明意见"):
        services.hear(by=factories.holder(Role.DISCIPLINE), point=point, opinion="  ")


def test_the_discipline_office_is_not_heard_under_review(point):
    core_services.move(point.register, by=factories.system(), event="submit")

    with pytest.raises(Denied, match="不能再补意见"):
        services.hear(by=factories.holder(Role.DISCIPLINE), point=RiskPoint.objects.get(pk=point.pk), opinion="同意")
