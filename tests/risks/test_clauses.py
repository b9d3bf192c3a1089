"""Part 二(三) of the regulation, 查找风险、评估等级: one test a clause, named for it."""

from datetime import date

import pytest
from django.utils import timezone

from core.rules import Denied
from organization import services as organization_services
from organization.roles import Role
from risks import queries, services
from risks.models import RiskPoint
from risks.states import TYPE_HELP, Finder, Grade, RiskType
from tests import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.department("药剂科")


@pytest.fixture
def filer(where):
    return factories.holder(Role.FILER, where)


def test_clause_2_3_risks_are_found_by_duties_posts_and_workflow(where, filer):
    """根据部门职能、岗位职责和工作流程，全面排查廉政风险点: from a post, and from a step of a power's flow."""
    step = risk_factories.step(where)

    from_step = services.file_point(by=filer, post=step.post, step=step, type="process", description="拆单规避审批")
    from_post = services.file_point(by=filer, post=step.post, type="post_duty", description="不履行验收职责")

    assert (from_step.step, from_post.step, from_step.register) == (step, None, from_post.register)


def test_clause_2_3_self_finding(where, filer):
    """自己找: the department's own people file on its own posts."""
    point = services.file_point(by=filer, post=factories.post(where), type="post_duty", description="收受回扣")

    assert (point.finder, point.filed_by, point.register.department) == (Finder.SELF, filer, where)


def test_clause_2_3_leaders_put_forward(where, filer):
    """领导提: a leader's proposal to the department, adopted there."""
    overseer = factories.holder(Role.OVERSEER, where)
    proposal = services.propose(by=overseer, post=factories.post(where), text="临购药品绕过药事会")

    point = services.adopt(
        by=filer, proposal=proposal, post=proposal.post, type="institution", description="临购没有额度限制"
    )

    assert (point.finder, list(queries.proposals_of(filer, point))) == (Finder.LEADER, [proposal])


def test_clause_2_3_colleagues_help(where, filer):
    """群众帮: a colleague's suggestion, by name or without, adopted by the department."""
    colleague = factories.holder(Role.FILER, factories.department())
    proposal = services.suggest(by=colleague, post=factories.post(where), text="统方数据外泄", is_name_hidden=True)

    point = services.adopt(
        by=filer, proposal=proposal, post=proposal.post, type="environment", description="医药代表打听用药数据"
    )

    assert (point.finder, point.filed_by) == (Finder.COLLEAGUES, filer)


def test_clause_2_3_the_collective_settles(where, filer):
    """集体定: the recorded collective review files what it found and settles the grades."""
    point = services.file_point(by=filer, post=factories.post(where), type="post_duty", description="收受回扣")
    services.give_opinion(by=filer, point=point, importance=4, frequency=4, probability=4)

    head = {"held_on": timezone.localdate(), "present": [filer], "conclusion": "一致同意"}
    review = services.hold_review(by=filer, register=point.register, found=[point], **head)

    settled = RiskPoint.objects.get()
    assert (settled.finder, settled.review, settled.grade) == (Finder.COLLECTIVE, review, Grade.HIGH)


@pytest.mark.parametrize("type", RiskType.values)
def test_clause_2_3_four_types_of_risk(type):
    """重点查找四类风险: 岗位职责、业务流程、制度机制、外部环境; the process one lives in a step of a flow."""
    step = risk_factories.step() if type == RiskType.PROCESS else None
    post = step.post if step else factories.post()

    point = services.file_point(by=factories.system(), post=post, step=step, type=type, description="风险")

    assert (point.type, point.get_type_display()) == (type, RiskType(type).label)


def test_clause_2_3_each_type_is_explained_in_the_words_of_the_regulation():
    """一是岗位职责风险……四是外部环境风险: each type tells what to look for."""
    words = {
        RiskType.POST_DUTY: "不履行或不正确履行职责",
        RiskType.PROCESS: "权力失控和行为失控",
        RiskType.INSTITUTION: "缺乏工作制度的明确规定",
        RiskType.ENVIRONMENT: "生活圈和社交圈",
    }

    assert [kind for kind, word in words.items() if word not in str(TYPE_HELP[kind])] == []


@pytest.mark.parametrize("focus", ["decision", "approval"])
def test_clause_2_3_decision_and_approval_steps_are_stressed(focus):
    """突出决策、审批、收费等容易产生腐败的环节: at such a step of a 三重一大 power a point is 高."""
    step = risk_factories.step(focus=focus, is_major=True)

    point = risk_factories.graded_point(step=step, post=step.post, scores=(1, 1, 1))

    assert (point.total, point.grade) == (5, Grade.HIGH)


@pytest.mark.parametrize(
    ("focus", "is_named"), [("decision", True), ("approval", True), ("charge", True), ("none", False)]
)
def test_clause_2_3_no_prone_step_is_forgotten(where, focus, is_named):
    """突出决策、审批、收费等容易产生腐败的环节，重点查找: the check names such steps at which nothing was found yet."""
    step = risk_factories.step(where, post=factories.post(where), focus=focus)
    register = risk_factories.register(where)

    def named():
        faults = queries.register_faults(register.pk)
        return step.code in [fault.row_code for fault in faults if fault.code == "focus_without_point"]

    assert named() is is_named
    risk_factories.graded_point(register, step=step, post=step.post)
    assert named() is False


@pytest.mark.parametrize(("scores", "grade"), [((5, 5, 5), "high"), ((3, 3, 3), "medium"), ((1, 1, 1), "low")])
def test_clause_2_3_high_medium_and_low_by_importance_frequency_and_probability(scores, grade):
    """依据……权力重要性、权力行使的频率、腐败现象发生的概率，按照“高、中、低”三个等级评估廉政风险."""
    assert risk_factories.graded_point(scores=scores).grade == grade


def test_clause_2_3_the_number_of_points_counts_towards_the_posts_grade(where):
    """依据廉政风险点的多少: eight points of 中 raise the post, not the points, so honest filing is not punished."""
    register = risk_factories.register(where)
    post = factories.post(where)
    for _ in range(8):
        risk_factories.graded_point(register, post=post, scores=(3, 3, 3))

    census = queries.census(RiskPoint.objects.all())

    assert [(row["graded"].grade, row["graded"].is_raised) for row in census["post_grades"]] == [("high", True)]
    assert [n for _code, _label, n in census["grade"]] == [0, 8, 0, 0]


def test_clause_2_3_each_grade_has_somebody_who_answers():
    """对廉政风险实行分级管理、分级负责、责任到人: by the rule the grade was settled by."""
    points = [risk_factories.graded_point(scores=scores) for scores in ((5, 5, 5), (3, 3, 3), (1, 1, 1))]

    assert [queries.answers_for(point) for point in points] == ["主要领导", "分管领导", "科室负责人"]
    assert queries.answers_for(risk_factories.point()) == ""


def test_clause_2_3_the_stress_lies_on_high_grades():
    """重点突出对高等级风险的防控: 高 without a figure to watch is warned of, and is not lowered without being heard."""
    point = risk_factories.graded_point(scores=(5, 5, 5))
    with pytest.raises(Denied, match="须先听取纪检监察室意见"):
        risk_factories.review(point.register, settled=[(point, "low", "影响不大")])
    risk_factories.review(point.register)

    assert [fault.code for fault in queries.register_faults(point.register_id)] == ["no_indicator"]


def test_clause_2_3_leaders_own_points_go_into_the_leaderships_register():
    """医院领导班子成员负责人查找到的风险点……要经同级党委研究审定: filed by each leader into one register."""
    leaders = [factories.holder(Role.LEADERSHIP) for _ in range(2)]
    points = []
    for leader in leaders:
        post = factories.post(factories.root(), is_leadership=True)
        organization_services.begin_tenure(by=factories.system(), person=leader, post=post, from_on=date(2024, 1, 1))
        points.append(services.file_point(by=leader, post=post, type="post_duty", description="会前定调"))

    assert {point.register for point in points} == {queries.working_register(factories.root(), is_leadership=True)}
    assert [point.filed_by for point in points] == leaders
