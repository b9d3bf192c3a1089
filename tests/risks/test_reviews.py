"""The collective review: what it records, what it settles, what it refuses, and when a grade is due again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.rules import Denied
from organization import services as organization_services
from organization.models import Post
from organization.roles import Role
from powers import services as power_services
from powers.models import Power
from risks import queries, services
from risks.models import CollectiveReview, RiskPoint
from tests import factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


def fresh(point):
    return RiskPoint.objects.get(pk=point.pk)


def test_the_review_settles_every_point_at_its_computed_grade_by_default():
    register = risk_factories.register()
    points = [risk_factories.graded_point(register, scores=scores) for scores in ((5, 5, 5), (3, 3, 3), (1, 1, 1))]

    review = risk_factories.review(register)

    settled = [fresh(point) for point in points]
    assert [(point.grade, point.grade_basis) for point in settled] == [
        ("high", "computed"),
        ("medium", "computed"),
        ("low", "computed"),
    ]
    assert {(point.review, point.grade_confirmed_on) for point in settled} == {(review, review.held_on)}


def test_a_settled_grade_keeps_rule_version_inputs_and_arithmetic():
    step = risk_factories.step(focus="approval", is_major=True)
    point = risk_factories.graded_point(step=step, post=step.post, scores=(2, 3, 4))

    risk_factories.review(point.register)

    kept = fresh(point).grade_inputs
    assert (kept["rule"], kept["scores"], kept["total"], kept["computed"], kept["is_floored"]) == (
        1,
        [2, 3, 4],
        15,
        "high",
        True,
    )
    assert (kept["focus"], kept["is_major"], kept["power"], kept["step"]) == (
        "approval",
        True,
        step.flow.power.code,
        step.code,
    )
    assert kept["arithmetic"].startswith("权力重要性 2×2 + 行使频率 3×1 + 发生概率 4×2 = 15 分")


def test_a_new_rule_leaves_settled_grades_as_they_are():
    point = risk_factories.graded_point(scores=(4, 4, 4))
    risk_factories.review(point.register)

    services.make_rule(by=factories.system(), reason="从严", high_from=24, medium_from=20)

    assert (fresh(point).grade, fresh(point).rule.version, fresh(point).grade_inputs["rule"]) == ("high", 1, 1)


def test_a_point_without_scores_stays_pending_in_a_review():
    point = risk_factories.point()

    risk_factories.review(point.register)

    assert (fresh(point).grade, fresh(point).grade_basis, fresh(point).review) == ("pending", "", None)


def test_a_grade_may_be_entered_with_a_reason():
    point = risk_factories.point()

    risk_factories.review(point.register, settled=[(point, "medium", "岗位新设，无从评分")])

    assert (fresh(point).grade, fresh(point).grade_basis, fresh(point).grade_reason) == (
        "medium",
        "entered",
        "岗位新设，无从评分",
    )


@pytest.mark.parametrize("grade", ["high", "low", "medium"])
def test_a_grade_away_from_the_computed_one_needs_a_reason(grade):
    scored = risk_factories.graded_point(scores=(3, 3, 3)) if grade != "medium" else risk_factories.point()

    with pytest.raises(Denied, match="须写明理由"):
        risk_factories.review(scored.register, settled=[(scored, grade, "")])


def test_a_raised_grade_says_so():
    point = risk_factories.graded_point(scores=(3, 3, 3))

    risk_factories.review(point.register, settled=[(point, "high", "近年同类医院案件多发")])

    assert (fresh(point).grade, fresh(point).grade_basis, fresh(point).computed_grade) == ("high", "raised", "medium")


def test_a_lower_grade_is_denied_until_the_discipline_office_was_heard():
    point = risk_factories.graded_point(scores=(5, 5, 5))

    with pytest.raises(Denied, match="须先听取纪检监察室意见"):
        risk_factories.review(point.register, settled=[(point, "medium", "已实行双人复核")])

    assert (fresh(point).grade_basis, CollectiveReview.objects.count()) == ("", 0)


def test_a_lower_grade_stands_with_a_reason_and_the_discipline_offices_opinion():
    point = risk_factories.graded_point(scores=(5, 5, 5))
    services.hear(by=factories.holder(Role.DISCIPLINE), point=point, opinion="双人复核已落实，同意")

    risk_factories.review(point.register, settled=[(point, "medium", "已实行双人复核")])

    lowered = fresh(point)
    assert (lowered.grade, lowered.grade_basis, lowered.computed_grade) == ("medium", "lowered", "high")
    assert queries.content_of(lowered)["heard_opinion"] == "双人复核已落实，同意"


def lowered_last_year():
    """A point in a new edition, lowered from 高 to 中 in the one before, after 纪检监察室 was heard."""
    point = risk_factories.graded_point(scores=(5, 5, 5))
    services.hear(by=factories.holder(Role.DISCIPLINE), point=point, opinion="同意")
    risk_factories.review(point.register, settled=[(point, "medium", "双人复核")])
    risk_factories.in_force(point.register)
    return risk_factories.register(point.register.department).points.get()


def test_what_was_heard_of_an_earlier_edition_holds_for_the_same_grade():
    point = lowered_last_year()

    risk_factories.review(point.register)

    assert (fresh(point).grade, fresh(point).grade_basis) == ("medium", "lowered")


def test_what_was_heard_of_an_earlier_edition_does_not_hold_for_a_still_lower_grade():
    point = lowered_last_year()

    with pytest.raises(Denied, match="须先听取纪检监察室意见"):
        risk_factories.review(point.register, settled=[(point, "low", "再调低")])


def test_a_carried_grade_below_a_risen_computed_one_is_heard_anew():
    point = risk_factories.graded_point(scores=(3, 3, 3))
    services.hear(by=factories.holder(Role.DISCIPLINE), point=point, opinion="同意")
    risk_factories.review(point.register, settled=[(point, "low", "双人复核")])
    risk_factories.in_force(point.register)
    second = risk_factories.register(point.register.department)
    risk_factories.give(second.points.get(), (5, 5, 5))

    assert [fault.code for fault in queries.register_faults(second.pk)] == ["no_review", "not_heard"]


def test_half_an_opinion_takes_no_computed_grade_away():
    point = risk_factories.graded_point(scores=(5, 5, 5))
    risk_factories.review(point.register)
    risk_factories.in_force(point.register)
    second = risk_factories.register(point.register.department).points.get()

    services.give_opinion(by=factories.system(), point=second, importance=1)

    assert (fresh(second).computed_grade, fresh(second).total) == ("high", 25)


def test_a_carried_over_grade_is_confirmed_with_its_standing_reason():
    point = risk_factories.graded_point(scores=(3, 3, 3))
    risk_factories.review(point.register, settled=[(point, "high", "案件多发")])
    risk_factories.in_force(point.register)
    second = risk_factories.register(point.register.department)

    review = risk_factories.review(second)

    carried = second.points.get()
    assert (carried.grade, carried.grade_basis, carried.grade_reason, carried.review) == (
        "high",
        "raised",
        "案件多发",
        review,
    )


def test_an_entered_grade_is_carried_over_and_confirmed_with_its_reason():
    point = risk_factories.point()
    risk_factories.review(point.register, settled=[(point, "medium", "岗位新设")])
    risk_factories.in_force(point.register)
    second = risk_factories.register(point.register.department)
    services.change_point(by=factories.system(), point=second.points.get(), indicator="巡查次数")

    risk_factories.review(second)

    carried = second.points.get()
    assert (carried.grade, carried.grade_basis, carried.grade_reason, carried.computed_grade) == (
        "medium",
        "entered",
        "岗位新设",
        "pending",
    )


def test_an_entered_opinion_is_reason_enough_for_its_grade():
    point = risk_factories.point()
    services.give_opinion(by=factories.system(), point=point, grade="low", reason="只作登记")

    risk_factories.review(point.register)

    assert (fresh(point).grade, fresh(point).grade_basis, fresh(point).grade_reason) == ("low", "entered", "只作登记")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"held_on": date(2099, 1, 1)}, "不能晚于今天"),
        ({"present": []}, "请记录到会人员"),
        ({"conclusion": "  "}, "请写明评定结论"),
    ],
)
def test_a_review_without_day_people_or_conclusion_is_denied(wrong, refusal):
    right = {"held_on": timezone.localdate(), "present": [factories.person()], "conclusion": "一致同意"}

    with pytest.raises(Denied, match=refusal):
        services.hold_review(by=factories.system(), register=risk_factories.register(), **(right | wrong))


def test_a_review_settles_no_point_of_another_register():
    with pytest.raises(Denied, match="不在这份清单中"):
        risk_factories.review(risk_factories.register(), settled=[(risk_factories.point(), "high", "理由")])


def test_a_review_is_recorded_by_the_department_or_the_party_office():
    register = risk_factories.register()
    stranger = factories.holder(Role.FILER, factories.department())

    with pytest.raises(Denied, match="您不能修改"):
        risk_factories.review(register, by=stranger)
    office = factories.holder(Role.PARTY_OFFICE)
    assert risk_factories.review(register, by=office).recorded_by == office


def test_the_leaderships_review_is_recorded_by_the_party_office():
    leader = factories.holder(Role.LEADERSHIP)
    post = factories.post(factories.root(), is_leadership=True)
    organization_services.begin_tenure(by=factories.system(), person=leader, post=post, from_on=date(2024, 1, 1))
    register = risk_factories.leadership_register()

    with pytest.raises(Denied, match="由党办记录"):
        risk_factories.review(register, by=leader)


def due_of(point):
    return queries.with_due(RiskPoint.objects.filter(pk=point.pk)).get()


def settled_point(**fields):
    step = risk_factories.step(**fields)
    point = risk_factories.graded_point(step=step, post=step.post)
    risk_factories.review(point.register)
    return point


def test_a_grade_settled_now_is_not_due():
    assert queries.reasons(due_of(settled_point())) == []


def test_a_grade_that_was_never_settled_is_missing_rather_than_due():
    assert queries.reasons(due_of(risk_factories.graded_point())) == []


def test_a_grade_not_confirmed_this_year_is_due():
    point = risk_factories.graded_point()
    services.hold_review(
        by=factories.system(),
        register=point.register,
        held_on=timezone.localdate() - timedelta(days=366),
        present=[factories.person()],
        conclusion="一致同意",
    )

    assert queries.reasons(due_of(point)) == ["本年度尚未确认"]


def test_a_grade_is_due_when_its_power_changed_and_is_not_rewritten():
    point = settled_point()

    power_services.change_power(by=factories.system(), power=Power.objects.get(), is_major=True)

    assert (queries.reasons(due_of(point)), fresh(point).grade) == (["职权、环节或依据有改动"], "medium")


def test_a_grade_is_due_when_its_step_changed():
    point = settled_point()

    risk_factories.change_step(point.step, focus="charge")

    assert queries.reasons(due_of(point)) == ["职权、环节或依据有改动"]


def test_an_approved_grade_is_due_when_a_changed_edition_of_its_power_comes_into_force():
    point = settled_point()
    risk_factories.in_force(point.register)
    power_factories.in_force(point.power.power_list)
    newer = power_factories.power_list(point.register.department)
    power_services.change_power(by=factories.system(), power=newer.powers.get(), discretion="金额由经办人定")
    before = queries.reasons(due_of(point))

    power_factories.in_force(newer)

    assert (before, queries.reasons(due_of(point))) == ([], ["职权、环节或依据有改动"])


def test_an_unchanged_edition_of_its_power_makes_no_grade_due():
    point = settled_point()
    risk_factories.in_force(point.register)
    power_factories.in_force(point.power.power_list)

    power_factories.in_force(power_factories.power_list(point.register.department))

    assert queries.reasons(due_of(point)) == []


def test_a_grade_is_due_when_its_post_was_moved_or_renamed():
    point = settled_point()

    organization_services.change_post(
        by=factories.system(),
        post=Post.objects.get(pk=point.post_id),
        name="药品采购主管",
        is_leadership=False,
        is_key=False,
        rotation_years=None,
    )

    assert queries.reasons(due_of(point)) == ["岗位有改动"]


def test_a_grade_is_due_when_a_basis_is_repealed():
    point = settled_point()
    basis = point.power.bases.get()

    power_services.verify_basis(
        by=factories.system(), basis=basis, status="repealed", verified_on=timezone.localdate(), note=""
    )

    assert queries.reasons(due_of(point)) == ["行使依据的内容或状态有变化"]


def test_a_grade_is_due_when_the_point_moved_to_another_post():
    point = settled_point()

    services.change_point(by=factories.system(), point=point, post=factories.post(point.register.department))

    assert (queries.reasons(due_of(point)), fresh(point).grade) == (["改挂后尚未确认"], "medium")


def test_a_point_found_in_the_review_is_the_collectives_even_without_a_grade():
    point = risk_factories.point()

    services.hold_review(**meeting(point), found=[point])

    point.refresh_from_db()
    assert (point.finder, point.grade, point.version) == ("collective", "pending", 2)


def test_a_review_did_not_find_what_an_earlier_one_settled_or_a_proposal_brought():
    settled = risk_factories.graded_point()
    risk_factories.review(settled.register)
    post = factories.post(settled.register.department)
    proposal = services.suggest(by=factories.person(), post=post, text="统方数据外泄")
    brought = services.adopt(
        by=factories.system(), proposal=proposal, post=post, type="environment", description="打听用药数据"
    )

    for point in (settled, brought):
        with pytest.raises(Denied, match="不是这次会上查找的"):
            services.hold_review(**meeting(point), found=[point])


def meeting(point):
    return {
        "by": factories.system(),
        "register": point.register,
        "held_on": timezone.localdate(),
        "present": [factories.person()],
        "conclusion": "一致同意",
    }
