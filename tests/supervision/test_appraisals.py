"""An appraisal from plan to end: states, scoring, ranking, publishing, and the use of its results."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.documents.uploads import Upload
from core.models import Attachment
from core.rules import Denied, Stale
from organization import services as organization_services
from organization.roles import Role
from supervision import queries, services
from supervision.models import (
    Appraisal,
    AppraisalResult,
    Criterion,
    CriterionDefault,
    Score,
)
from supervision.services.scores import ScoreEntry
from supervision.states.appraisals import (
    APPRAISAL_MOVES,
    SHIPPED_CRITERIA,
    AppraisalState,
    AppraisalVerb,
    CriterionKind,
)
from tests import factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.department()


def test_the_shipped_standard_has_a_hundred_points_and_formulas_that_exist():
    full = [each for each in SHIPPED_CRITERIA if each.kind in CriterionKind.full()]

    assert sum(each.points for each in full) == 100
    assert {each.formula for each in SHIPPED_CRITERIA} - {""} <= set(queries.known_formulas())
    assert list(CriterionDefault.objects.order_by("position").values_list("title", flat=True)) == [
        each.title for each in SHIPPED_CRITERIA
    ]


def test_plan_appraisal_copies_the_hospitals_standard(where):
    appraisal = appraisals.planned(where)
    CriterionDefault.objects.all().delete()

    assert [each.title for each in queries.criteria_of(appraisal)] == [each.title for each in SHIPPED_CRITERIA]
    assert str(appraisal) == f"{timezone.localdate().year}年度廉洁风险防控考核"


def test_plan_appraisal_is_denied_twice_a_year_and_to_others(where):
    appraisal = appraisals.planned(where)

    with pytest.raises(Denied, match="已有考核"):
        services.plan_appraisal(by=appraisals.office(), cycle=appraisal.cycle)
    with pytest.raises(Denied, match="由党办组织"):
        services.plan_appraisal(by=supervision_factories.filer(where), cycle=appraisal.cycle)


def test_criteria_change_before_scoring_and_not_after(where):
    appraisal, office = appraisals.planned(where), appraisals.office()
    made = services.add_criterion(
        by=office, appraisal=appraisal, position=20, title="现场检查", kind="manual", formula="", points=10, note=""
    )
    services.change_criterion(by=office, criterion=made, points=Decimal(15))
    services.remove_criterion(by=office, criterion=appraisals.criterion(appraisal))
    assert Criterion.objects.get(title="现场检查").points == 15
    assert not appraisal.criteria.filter(title="年度检查").exists()

    services.open_appraisal(by=office, appraisal=appraisal)
    for refused in (
        lambda: services.add_criterion(by=office, appraisal=appraisal, title="迟", kind="manual", points=1),
        lambda: services.change_criterion(by=office, criterion=made, points=Decimal(1)),
        lambda: services.remove_criterion(by=office, criterion=made),
    ):
        with pytest.raises(Denied, match="已开始评分"):
            refused()


def test_the_hospitals_standard_is_kept_by_the_office_and_refuses_what_is_stale(where):
    office = appraisals.office()
    made = services.add_criterion(by=office, position=20, title="现场检查", kind="manual", formula="", points=10)
    services.change_criterion(by=office, criterion=made, title="现场核查")

    with pytest.raises(Stale):
        services.change_criterion(by=office, criterion=made, version=1, title="旧")
    with pytest.raises(Denied, match="由党办组织"):
        services.remove_criterion(by=supervision_factories.filer(where), criterion=made)
    services.remove_criterion(by=office, criterion=made)
    assert not CriterionDefault.objects.filter(title="现场核查").exists()
    assert set(queries.criterion_defaults(office)) == set(CriterionDefault.objects.all())


def test_open_appraisal_asks_for_a_standard_and_departments(where):
    appraisals.only(("加分", "bonus", "", 5))
    with pytest.raises(Denied, match="还没有计入总分"):
        appraisals.opened(where)

    appraisal = Appraisal.objects.create(cycle=supervision_factories.cycle(year=2030), made_by=factories.system())
    Criterion.objects.create(appraisal=appraisal, title="检查", kind="manual", points=10)
    with pytest.raises(Denied, match="没有参加部门"):
        services.open_appraisal(by=factories.system(), appraisal=appraisal)


def test_open_appraisal_computes_what_the_system_knows_and_keeps_the_arithmetic(where):
    supervision_factories.open_cycle(where)
    supervision_factories.finding(where, source="self_check")
    for _n in range(3):
        supervision_factories.finding(where)
    appraisal = appraisals.opened(cycle=queries.current_cycle())

    score = Score.objects.get(criterion__formula="found_oneself")
    assert (score.value, score.words) == (Decimal("2.50"), "发现问题 4 个，自查发现 1 个：10 × 1/4 = 2.50")
    assert score.arithmetic == {"points": "10.00", "part": "1", "whole": "4", "formula": "found_oneself"}
    assert appraisals.result(appraisal, where).rank == 1


def test_computing_again_gives_the_same_and_leaves_what_people_scored(where):
    appraisal, office = appraisals.opened(where), appraisals.office()
    supervision_factories.finding(where, source="self_check", cycle=appraisal.cycle)
    appraisals.give(appraisal, **{where.code: 8})
    services.compute_appraisal(by=office, appraisal=appraisal)
    once = sorted(Score.objects.values_list("criterion__title", "value"))
    services.compute_appraisal(by=office, appraisal=appraisal)

    assert sorted(Score.objects.values_list("criterion__title", "value")) == once
    assert ("年度检查", Decimal(8)) in once


def test_a_deduction_for_accountability_shows_a_number_and_no_name(where):
    appraisal = appraisals.opened(where)
    decision = appraisals.decision(tenure=appraisals.tenure(where))
    appraisals.give(appraisal, **{where.code: 10})
    services.compute_appraisal(by=appraisals.office(), appraisal=appraisal)

    score = Score.objects.get(criterion__formula="accountability")
    assert (score.value, score.words) == (Decimal(2), "责任追究 1 件：2 = 2.00")
    assert decision.person.name not in score.words
    assert decision.code not in str(score.arithmetic)


def test_departments_are_ranked_and_equal_totals_share_a_rank():
    one, two, three, four = (factories.department() for _n in range(4))
    appraisals.only(("年度检查", "manual", "", 10))
    appraisal = appraisals.opened(one, two, three, four)
    appraisals.give(appraisal, **{one.code: "8", two.code: "9.5", three.code: "8.00"})

    assert appraisals.totals(appraisal) == {
        one.pk: (Decimal(8), 2),
        two.pk: (Decimal("9.5"), 1),
        three.pk: (Decimal(8), 2),
        four.pk: (None, None),
    }
    assert [each.department for each in queries.results_of(appraisal)] == [two, one, three, four]


def test_scoring_again_keeps_the_score_before_and_the_same_changes_nothing(where):
    appraisals.only(("年度检查", "manual", "", 10))
    appraisal = appraisals.opened(where)

    changed = [appraisals.give(appraisal, **{where.code: points}) for points in (8, 8, 9)]

    assert changed == [1, 0, 1]
    line = queries.sheet(appraisals.result(appraisal, where))[0]
    assert (line.score.value, [each.value for each in line.earlier]) == (Decimal(9), [Decimal(8)])


def test_a_score_is_taken_away_by_leaving_it_out(where):
    appraisals.only(("年度检查", "manual", "", 10))
    appraisal = appraisals.opened(where)
    appraisals.give(appraisal, **{where.code: 8})
    result = appraisals.result(appraisal, where)
    entry = ScoreEntry(result, None)
    services.score_departments(by=appraisals.office(), criterion=appraisals.criterion(appraisal), entries=[entry])

    assert appraisals.totals(appraisal) == {where.pk: (None, None)}
    assert queries.sheet(result)[0].score is None


def test_scores_keep_their_proof_for_those_who_see_the_sheet(where):
    appraisal = appraisals.opened(where)
    file = Upload(b"%PDF-1.4", "检查记录.pdf", "application/pdf")
    entry = ScoreEntry(appraisals.result(appraisal, where), Decimal(8), "", [file])
    services.score_departments(by=appraisals.office(), criterion=appraisals.criterion(appraisal), entries=[entry])

    attachment = Attachment.objects.get(subject_type="supervision.score")
    line = next(each for each in queries.sheet(entry.result) if each.criterion.title == "年度检查")
    assert line.proof == [attachment]
    readers = (appraisals.office(), supervision_factories.filer(where))
    assert [queries.may_read_proof(attachment, person) for person in readers] == [True, False]


@pytest.mark.parametrize(
    ("title", "value", "note", "reason"),
    [
        ("年度检查", "11", "", "须在 0 至 10 之间"),
        ("年度检查", "-1", "", "须在 0 至 10 之间"),
        ("年度检查", None, "理由", "请填写.*的得分"),
        ("年度检查", "8", " ", "请写明给.*评分的理由，或上传证明材料"),
        ("社会评议", "4", "", "请写明给.*评分的理由，或上传证明材料"),
        ("表彰和经验推广", "2", " ", "须写明依据"),
        ("其他扣分", "2", "", "须写明依据"),
    ],
)
def test_score_departments_is_denied_outside_the_points_or_without_a_reason_or_proof(where, title, value, note, reason):
    appraisal = appraisals.opened(where)
    value = None if value is None else Decimal(value)
    entry = ScoreEntry(appraisals.result(appraisal, where), value, note)

    with pytest.raises(Denied, match=reason):
        services.score_departments(
            by=appraisals.office(), criterion=appraisals.criterion(appraisal, title), entries=[entry]
        )


def test_score_departments_is_denied_of_a_department_that_takes_no_part(where):
    appraisal = appraisals.opened(where)
    cycle = supervision_factories.cycle(factories.department(), year=2030)
    other = AppraisalResult.objects.create(
        appraisal=Appraisal.objects.create(cycle=cycle, made_by=factories.system()), department=where
    )

    with pytest.raises(Denied, match="不在这次考核中"):
        services.score_departments(
            by=appraisals.office(),
            criterion=appraisals.criterion(appraisal),
            entries=[ScoreEntry(other, Decimal(1))],
        )


def test_score_departments_is_denied_to_others_of_ones_own_and_when_computed_or_not_open(where):
    appraisal, office = appraisals.opened(where), appraisals.office()
    own = factories.person(where=where)
    organization_services.grant(by=factories.system(), person=own, role=Role.PARTY_OFFICE, department=factories.root())

    with pytest.raises(Denied, match="由党办、纪检监察室评分"):
        appraisals.give(appraisal, by=appraisals.head(where), **{where.code: 1})
    with pytest.raises(Denied, match="不能给本人所在的"):
        appraisals.give(appraisal, by=own, **{where.code: 1})
    with pytest.raises(Denied, match="由系统计算"):
        appraisals.give(appraisal, "清单完整", by=office, **{where.code: 1})
    appraisals.give(appraisal, by=supervision_factories.supervisor(), **{where.code: 1})
    services.publish_appraisal(by=office, appraisal=appraisal)
    with pytest.raises(Denied, match="不在评分中"):
        appraisals.give(appraisal, by=office, **{where.code: 1})


def test_nobody_is_offered_their_own_department_to_score(where):
    other = factories.department()
    appraisal = appraisals.opened(where, other)

    offered = queries.departments_to_score(factories.person(where=where), appraisals.criterion(appraisal))

    assert [each.department for each in offered] == [other]


def test_close_appraisal_waits_for_the_days_of_appeal_and_for_every_answer(where):
    appraisal, head = appraisals.published(where), appraisals.head(where)
    with pytest.raises(Denied, match="之后才能结束"):
        services.close_appraisal(by=appraisals.office(), appraisal=appraisal)
    services.appeal_result(by=head, result=appraisals.result(appraisal, where), text="请核对")
    Appraisal.objects.update(appeal_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Denied, match="还有申诉没有答复"):
        services.close_appraisal(by=appraisals.office(), appraisal=appraisal)

    answer = {"verdict": "uphold", "answer": "核对无误"}
    services.answer_appeal(
        by=supervision_factories.supervisor(),
        appeal=queries.appeals_of(appraisals.result(appraisal, where))[0],
        **answer,
    )
    assert services.close_appraisal(by=appraisals.office(), appraisal=appraisal).state == "closed"


STEPS = {
    AppraisalVerb.OPEN: services.open_appraisal,
    AppraisalVerb.PUBLISH: services.publish_appraisal,
    AppraisalVerb.CLOSE: services.close_appraisal,
}


def at(state, where):
    """An appraisal in that state whose days of appeal are over."""
    if state == AppraisalState.PLANNED:
        appraisals.only(("年度检查", "manual", "", 10))
        return appraisals.planned(where)
    if state == AppraisalState.OPEN:
        appraisals.only(("年度检查", "manual", "", 10))
        appraisal = appraisals.opened(where)
        appraisals.give(appraisal, **{where.code: 8})
        return appraisal
    appraisal = appraisals.published(where)
    Appraisal.objects.update(appeal_until=timezone.localdate() - timedelta(days=1))
    if state == AppraisalState.CLOSED:
        return services.close_appraisal(by=factories.system(), appraisal=appraisal)
    return appraisal


@pytest.mark.parametrize(("state", "verb"), [(a, b) for a in AppraisalState.values for b in AppraisalVerb.values])
def test_every_row_of_the_table_of_appraisals(where, state, verb):
    appraisal, office = at(state, where), appraisals.office()

    if (state, verb) in APPRAISAL_MOVES:
        assert STEPS[verb](by=office, appraisal=appraisal).state == APPRAISAL_MOVES[state, verb]
    else:
        with pytest.raises(Denied, match="状态，不能"):
            STEPS[verb](by=office, appraisal=appraisal)
        assert Appraisal.objects.get().state == state


def test_stage_3_appraisal_has_a_standard_self_check_inspection_public_rating_and_commendation(where):
    """第三阶段: 研究考核标准，采取定期自查、年度检查、社会评议、表彰奖励等方式，进行考核评估."""
    titles = list(CriterionDefault.objects.order_by("position").values_list("title", flat=True))
    appraisal = appraisals.opened(where)
    supervision_factories.finding(where, source="self_check", cycle=appraisal.cycle)
    services.compute_appraisal(by=factories.system(), appraisal=appraisal)
    appraisals.give(appraisal, "年度检查", **{where.code: 9})
    appraisals.give(appraisal, "社会评议", **{where.code: 4})
    appraisals.give(appraisal, "表彰和经验推广", **{where.code: 2})
    services.publish_appraisal(by=factories.system(), appraisal=appraisal)
    commended = appraisals.use(appraisal, kind="commendation", department=where, what="通报表扬")

    assert {"自查发现占比", "年度检查", "社会评议", "表彰和经验推广"} <= set(titles)
    scored = {
        line.criterion.title: line.score.value
        for line in queries.sheet(appraisals.result(appraisal, where))
        if line.score
    }
    assert scored == {
        "按时完成阶段": scored.get("按时完成阶段"),
        "自查发现占比": Decimal(10),
        "未重复发生": Decimal(5),
        "年度检查": Decimal(9),
        "社会评议": Decimal(4),
        "表彰和经验推广": Decimal(2),
    }
    assert (commended.get_kind_display(), appraisals.result(appraisal, where).rank) == ("表彰", 1)
