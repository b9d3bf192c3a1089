"""What the implementation opinion asks of findings and warnings, sentence by sentence (第二阶段(三), 第三阶段, 三)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.rules import Denied
from organization.roles import Role
from supervision import queries, services
from supervision.models import AccountabilityProposal, Finding
from supervision.states.findings import FindingSource
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


def test_stage_3_what_supervision_and_appraisal_found_is_put_right_in_time():
    """纠错整改：根据监督检查和考核评估结果，及时纠正存在的问题，制定工作措施，完善管理方案。"""
    finding = supervision_factories.finding(due_on=None, due_days=10)

    planned = supervision_factories.planned(finding, measures="修订退药管理规定")
    services.report_rectification(
        by=planned.rectification.answerer, finding=planned, report="规定已修订", proof_note="登记本存科室档案柜"
    )
    services.recheck(by=supervision_factories.keeper(), finding=planned, is_passed=True, note="已整改")
    closed = services.close_finding(by=factories.system(), finding=planned)

    assert (closed.state, closed.rectification.measures, closed.due_days) == ("closed", "修订退药管理规定", 10)


KINDS_OF_SUPERVISION = {
    "党内监督": {"inspection", "self_check", "spot_check"},
    "人大监督": {"congress"},
    "群众监督": {"staff_congress", "social_supervisor", "suggestion"},
    "舆论监督": {"media"},
}
"""第二阶段(三) names these; audits and alerts come besides."""


def test_stage_2_3_what_every_kind_of_supervision_finds_stands_in_one_register():
    """把党内监督与人大监督、群众监督、舆论监督有机结合起来，整合监督资源，构建监督网络。"""
    keeper = supervision_factories.keeper()
    for source in FindingSource.values:
        supervision_factories.finding(source=source, by=keeper)

    kept = set(queries.findings_for(supervision_factories.supervisor()).values_list("source", flat=True))

    assert kept == set().union(*KINDS_OF_SUPERVISION.values(), {"audit", "alert"})


@pytest.mark.parametrize("source", sorted(KINDS_OF_SUPERVISION["群众监督"]))
def test_clause_3_3_what_comes_by_the_channels_of_the_people_is_put_right_and_answered(source):
    """充分发挥群众参与监督的渠道，切实整合监督资源，增强监督合力。"""
    keeper, today = supervision_factories.keeper(), timezone.localdate()
    made = supervision_factories.finding(by=keeper, source=source, reply_due_on=today + timedelta(days=20))
    owed = [list(queries.replies_owed(keeper))]

    closed = supervision_factories.closed(made)
    owed.append(list(queries.replies_owed(keeper)))
    services.reply_to_source(by=keeper, finding=closed, text="已双签复核，谢谢监督", replied_on=today)
    owed.append(list(queries.replies_owed(keeper)))

    assert (owed, Finding.objects.get().state) == ([[made], [made], []], "closed")


def test_stage_3_nobody_passes_their_own_rectification():
    finding = supervision_factories.reported(supervision_factories.finding())

    with pytest.raises(Denied):
        services.recheck(by=finding.rectification.reported_by, finding=finding, is_passed=True, note="已整改")


def test_stage_3_who_fails_again_and_again_is_put_before_the_organ_and_nothing_follows_by_itself():
    """责任追究：对工作不力、屡屡出现问题的责任人进行责任追究。"""
    measure = control_factories.measure()
    today = timezone.localdate()
    for days in (60, 0):
        supervision_factories.finding(measure.table.department, measure=measure, found_on=today - timedelta(days=days))

    proposal = AccountabilityProposal.objects.get()

    assert (proposal.ground, proposal.state) == ("repeated", "waiting")
    assert [each.pk for each in queries.proposals_to_answer(supervision_factories.supervisor())] == [proposal.pk]
    assert Finding.objects.order_by("-pk")[0].state == "open"


def test_stage_3_risk_information_is_collected_analysed_fed_back_and_handled():
    """预警机制：加强廉政风险信息采集、分析、反馈、处理，实现对廉政风险的预警和防控。"""
    where = factories.department()
    states = [(warning := supervision_factories.warning(where)).state]
    warning = supervision_factories.judged(warning)
    states.append(warning.state)
    warning = services.send_warning(by=supervision_factories.keeper(), warning=warning, letter="请核查", answer_days=5)
    states.append(warning.state)
    warning = services.answer_warning(by=supervision_factories.filer(where), warning=warning, answer="已防控")
    states.append(warning.state)
    handled = services.handle_warning(
        by=supervision_factories.keeper(), warning=warning, outcome="prevented", note="已规范"
    )

    assert [*states, handled.state] == ["collected", "analysed", "noticed", "answered", "handled"]


def test_clause_3_1_the_discipline_office_supervises_and_the_department_puts_right():
    """党委统一领导、纪委牵头协调，党政齐抓共管、各科室各负其责。"""
    finding = supervision_factories.finding()

    with pytest.raises(Denied):
        supervision_factories.planned(finding, by=supervision_factories.supervisor())
    head = factories.holder(Role.DEPARTMENT_HEAD, finding.department)
    assert supervision_factories.planned(finding, by=head).state == "under_way"
