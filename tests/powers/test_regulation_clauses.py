"""Part 二(三) of the regulation: 按照“谁制定、谁负责”、“谁起草、谁评估”的原则，加强制度廉洁性评估; each with its twin; and 第三阶段 on
the kinds of regulations that are to be completed."""

import pytest
from django.utils import timezone

from core.rules import Denied
from powers import rules, services
from powers.models import LegalBasis, ReviewDue
from powers.states import QUESTIONS, RegulationKind
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


def enact(version):
    return services.enact_version(
        by=people.holder("party_office"), version=version, effective_on=timezone.localdate(), document_number="1号"
    )


def test_clause_2_3_who_made_it_answers_for_it():
    """谁制定、谁负责：制度归制定部门，别的部门不能改"""
    version = factories.draft()
    head = people.holder("department_head", version.regulation.department)

    services.change_version(by=head, version=version, summary="由制定部门改")

    with pytest.raises(Denied, match="不能填报"):
        services.change_version(by=people.holder("filer", people.department()), version=version, summary="别人改")


def test_clause_2_3_who_drafts_assesses():
    """谁起草、谁评估：起草部门自己评估，监督部门不能代评"""
    version = factories.draft()

    with pytest.raises(Denied, match="不能填报"):
        services.open_review(by=people.holder("discipline"), version=version)

    assert services.open_review(by=version.drafted_by, version=version).state == "draft"


def test_clause_2_3_assessment_covers_unclear_rules_limits_standards_and_discretion():
    """由于缺乏工作制度的明确规定及工作时限、标准、质量等可能导致腐败行为的因素"""
    words = "".join(str(question) for question in QUESTIONS.values())

    assert [word for word in ("时限", "标准", "质量", "裁量", "公开", "回避", "责任") if word not in words] == []


def test_clause_2_3_assessment_is_strengthened_nothing_comes_into_force_without_one():
    """加强制度廉洁性评估：没有完成评估的不能施行，并说明为什么、怎么办"""
    version = factories.draft()

    with pytest.raises(Denied, match=r"没有完成廉洁性评估（未评估），不能施行") as refused:
        enact(version)
    factories.submitted(version)
    with pytest.raises(Denied, match="待监督意见"):
        enact(version)

    assert str(version.regulation.department) in refused.value.help


def test_twin_with_the_protection_switched_off_a_version_comes_into_force_without_assessment(monkeypatch):
    monkeypatch.setattr(rules.library, "be_reviewed", lambda version: None)

    assert enact(factories.draft()).state == "in_force"


def test_clause_2_3_a_risk_found_is_corrected_before_it_comes_into_force():
    """查找到的制度风险改好以后才能施行"""
    review = factories.completed(discretion="第八条没有标准")

    with pytest.raises(Denied, match="还有1项修改事项没有完成"):
        enact(review.version)
    correction = review.corrections.get()
    with pytest.raises(Denied, match="正文不能再改，这项修改不能登记为完成") as refused:
        services.finish_correction(by=correction.added_by, correction=correction, result="第八条写明标准")
    services.reopen_review(by=correction.added_by, review=review)
    services.finish_correction(by=correction.added_by, correction=correction, result="第八条写明标准")
    services.submit_review(by=correction.added_by, review=review)
    services.give_opinion(by=people.holder("discipline"), review=review, verdict="no_objection")

    assert "重新提出意见" in refused.value.help
    assert enact(review.version).state == "in_force"


def test_clause_2_3_supervision_of_the_assessment_stands_apart_from_the_drafting():
    """监督意见不由起草的人提出"""
    review = factories.submitted()

    with pytest.raises(Denied, match="由纪检监察室提出"):
        services.give_opinion(by=review.opened_by, review=review, verdict="no_objection")


def test_clause_2_2_powers_whose_basis_ends_are_looked_at_anew():
    """职权法定：依据废止的，据此行使的职权要重新清理"""
    power = factories.power()
    basis = power.bases.get()

    services.verify_basis(
        by=people.holder("party_office"), basis=basis, status="repealed", verified_on=timezone.localdate(), note="废止"
    )

    assert [(due.code, due.cause, due.state) for due in ReviewDue.objects.all()] == [
        (power.code, "basis_repealed", "open")
    ]


def test_twin_with_the_opening_switched_off_nothing_is_looked_at(monkeypatch):
    power = factories.power()
    monkeypatch.setattr(services.dues, "open_dues", lambda **_facts: [])

    services.change_basis(by=people.system(), basis=power.bases.get(), status="repealed")

    assert (ReviewDue.objects.count(), LegalBasis.objects.filter(status="repealed").count()) == (0, 1)


FIVE_KINDS = ("民主决策", "岗位职责", "程序控制", "干部管理", "公务消费")


def test_stage_3_regulations_are_of_the_kinds_that_are_to_be_completed():
    """以完善民主决策、岗位职责、程序控制、干部管理和公务消费制度为重点，建立健全制度规范"""
    assert [str(label) for label in RegulationKind.labels] == list(FIVE_KINDS)


@pytest.mark.parametrize("word", FIVE_KINDS)
def test_stage_3_of_each_kind_a_regulation_comes_into_force_and_is_found_by_it(client, word):
    """在现在制度体系基础上……建立健全制度规范：每一类都能制定、评估、施行，按类别找到"""
    kind = next(code for code, label in RegulationKind.choices if label == word)
    for other in RegulationKind.values:
        factories.regulation(kind=other)
    review = factories.completed(factories.draft(factories.regulation(kind=kind)))
    enacted = enact(review.version)
    client.force_login(people.holder("filer", people.department()))

    rows = client.get("/powers/regulations/", {"kind": kind}).context["page"].rows

    assert {row.thing.kind for row in rows} == {kind}
    assert enacted.regulation in [row.thing for row in rows]
    assert (enacted.state, len(rows)) == ("in_force", 2)
