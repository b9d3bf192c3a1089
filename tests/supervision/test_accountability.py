"""责任追究: decisions of competent organs, recorded by document, read by very few, every reading in the trail."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import AuditEvent
from core.rules import Denied, Stale
from organization import services as organization_services
from organization.models import Notice, Tenure
from organization.roles import Role
from supervision import queries, services
from supervision.models import (
    AccountabilityKind,
    AccountabilityProposal,
    AccountabilityRecord,
    Finding,
)
from supervision.states.accountability import SHIPPED_KINDS, AccountabilityGroup
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


def amend(decision, by=None, **fields):
    fields = {"kind": "revoked", "organ": "上级纪委", "document_number": "撤〔2026〕1号", **fields}
    fields.setdefault("decided_on", timezone.localdate())
    by = by or supervision_factories.supervisor()
    return services.amend_accountability(by=by, decision=decision, **fields)


def proposal(state="taken_up"):
    """A 问责建议 on a measure found faulty twice."""
    measure = control_factories.measure()
    for days_ago in (30, 0):
        supervision_factories.finding(
            measure.table.department, measure=measure, found_on=timezone.localdate() - timedelta(days=days_ago)
        )
    put = AccountabilityProposal.objects.get()
    if state == "taken_up":
        supervisor = supervision_factories.supervisor()
        put = services.answer_proposal(by=supervisor, proposal=put, verdict="take_up", reason="多次未改")
    return put


@pytest.mark.parametrize(
    ("group", "title"),
    [
        ("admonition", "诫勉谈话"),
        ("rectification", "责令限期整改"),
        ("organizational", "调整职务"),
        ("disciplinary", "党内警告"),
    ],
)
def test_stage_3_each_of_the_four_kinds_of_accountability_is_recorded_by_its_document(group, title):
    """第三阶段: 诫勉谈话、限期整改、组织处理和纪律处分."""
    made = appraisals.decision(kind=appraisals.kind(title), document_number="江一院党〔2026〕23号")

    assert (made.kind.group, made.organ, made.document_number) == (
        group,
        "中共江州市第一人民医院委员会",
        "江一院党〔2026〕23号",
    )
    assert (made.code, str(made)) == (f"ZR{made.decided_on.year}-001", made.code)


def test_the_four_kinds_of_the_regulation_come_first_and_the_hospital_adds_others():
    assert AccountabilityGroup.values == ["admonition", "rectification", "organizational", "disciplinary", "other"]
    assert AccountabilityKind.objects.count() == len(SHIPPED_KINDS)
    made = services.keep_kind(
        by=supervision_factories.supervisor(), code="TB-01", group="other", title="通报批评", deduction=1
    )

    assert list(AccountabilityKind.objects.filter(group="other", title="通报批评")) == [made]


def test_a_record_has_no_field_for_the_facts_of_the_case():
    names = {field.name for field in AccountabilityRecord._meta.fields}

    assert names & {"reason", "facts", "text", "evidence", "what", "note", "description"} == set()


def test_the_period_is_the_kinds_months_unless_the_document_names_another_end():
    warned = appraisals.decision(kind=appraisals.kind("党内警告"), decided_on=date(2026, 1, 31))
    until = {"effect_from": date(2026, 2, 1), "effect_to": date(2026, 3, 1)}
    named = appraisals.decision(kind=appraisals.kind("党内警告"), decided_on=date(2026, 1, 31), **until)
    without = appraisals.decision(kind=appraisals.kind("诫勉谈话"))

    assert [(each.effect_from, each.effect_to) for each in (warned, named)] == [
        (date(2026, 1, 31), date(2027, 1, 30)),
        (date(2026, 2, 1), date(2026, 3, 1)),
    ]
    assert without.effect_to is None


def test_the_person_concerned_is_told_and_nobody_else():
    made = appraisals.decision()

    assert list(Notice.objects.filter(kind="supervision.accountability").values_list("person", flat=True)) == [
        made.person_id
    ]
    assert not any(
        made.person.name in str(event.details) for event in AuditEvent.objects.filter(verb__contains="accountability")
    )


def test_a_decision_on_a_department_may_name_its_finding_and_tells_nobody():
    finding = supervision_factories.finding()
    made = appraisals.decision(department=finding.department, finding=finding, kind=appraisals.kind("责令限期整改"))

    assert (made.person, made.post, made.department, made.finding) == (None, None, finding.department, finding)
    assert not Notice.objects.filter(kind="supervision.accountability").exists()


def test_a_proposal_taken_up_leads_to_a_record_and_is_offered_no_more():
    put, supervisor = proposal(), supervision_factories.supervisor()
    offered = list(queries.proposals_taken_up(supervisor))
    made = appraisals.decision(supervisor, tenure=appraisals.tenure(put.finding.department), proposal=put)

    assert (offered, list(queries.proposals_taken_up(supervisor)), made.proposal) == ([put], [], put)


def test_record_accountability_is_denied_on_a_proposal_not_taken_up_or_of_another_department():
    put = proposal("waiting")
    tenure = appraisals.tenure(put.finding.department)
    with pytest.raises(Denied, match="采纳后才能"):
        appraisals.decision(tenure=tenure, proposal=put)
    with pytest.raises(Denied, match="所选问题不是"):
        appraisals.decision(finding=Finding.objects.first())


def test_a_finding_does_not_hide_that_the_proposal_is_another_departments():
    put, finding = proposal(), supervision_factories.finding()
    tenure = appraisals.tenure(finding.department)

    with pytest.raises(Denied, match="所选问题不是"):
        appraisals.decision(tenure=tenure, finding=finding, proposal=put)


def test_a_finding_of_a_leadership_post_leads_to_a_decision_on_its_holder_alone():
    finding, leader = supervision_factories.leader_finding()
    held = Tenure.objects.get(person=leader)
    other = appraisals.tenure(held.post.department)

    with pytest.raises(Denied, match="所选问题不是"):
        appraisals.decision(tenure=other, finding=finding)
    assert appraisals.decision(tenure=held, finding=finding).person == leader


@pytest.mark.parametrize("role", [Role.PARTY_OFFICE, Role.COMMITTEE_CHAIR, Role.LEADERSHIP, Role.DEPARTMENT_HEAD])
def test_record_accountability_is_denied_to_all_but_the_discipline_office(role):
    with pytest.raises(Denied, match="由纪检监察室登记"):
        appraisals.decision(factories.holder(role))
    with pytest.raises(Denied, match="由医院纪检监察室维护"):
        services.keep_kind(by=factories.holder(role), title="新")


def test_record_accountability_is_denied_about_oneself_and_ones_own_department():
    supervisor = supervision_factories.supervisor()
    own = appraisals.tenure(supervisor.department, supervisor)

    with pytest.raises(Denied, match="涉及本人"):
        appraisals.decision(supervisor, tenure=own)
    with pytest.raises(Denied, match="涉及本人"):
        appraisals.decision(supervisor, department=supervisor.department)
    assert own not in queries.tenures_to_choose(supervisor)
    assert supervisor.department not in queries.departments_to_account(supervisor)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"organ": " "}, "决定机关和文号"),
        ({"document_number": ""}, "决定机关和文号"),
        ({"decided_on": date(2999, 1, 1)}, "不能晚于今天"),
        ({"effect_to": date(2020, 1, 1)}, "不能早于开始"),
        ({"tenure": None}, "一个人或一个部门"),
    ],
)
def test_record_accountability_asks_for_organ_document_days_and_whom(fields, reason):
    with pytest.raises(Denied, match=reason):
        appraisals.decision(**fields)


def test_one_document_is_recorded_once_for_a_kind_and_whom():
    made = appraisals.decision()
    again = {"tenure": made.person.tenures.get(), "document_number": made.document_number}

    with pytest.raises(Denied, match="已经登记过"):
        appraisals.decision(**again)
    department = appraisals.decision(department=made.department, document_number=made.document_number)
    with pytest.raises(Denied, match="已经登记过"):
        appraisals.decision(department=made.department, document_number=made.document_number)
    assert department.code > made.code
    assert appraisals.decision(kind=appraisals.kind("免职"), **again).person == made.person


def test_the_database_refuses_a_record_without_document_or_by_whom_it_concerns():
    made = appraisals.decision()

    for fields in ({"document_number": ""}, {"organ": ""}, {"recorded_by": made.person}, {"post": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountabilityRecord.objects.filter(pk=made.pk).update(**fields)


def test_a_later_document_changes_the_end_and_the_record_stays_as_it_was():
    made = appraisals.decision(kind=appraisals.kind("党内警告"))
    ends = made.effect_from + timedelta(days=100)
    amend(made, kind="amended", effect_to=ends)

    read = queries.accountability_record_for(supervision_factories.supervisor(), made.pk)
    assert (read.effect_to, read.ends_on, read.is_revoked) == (made.effect_to, ends, False)
    assert [str(each) for each in queries.amendments_of(made)] == [f"{made.code} 变更"]


def test_a_revoked_decision_counts_no_more_and_is_not_amended_again():
    made = appraisals.decision(follow_up_on=timezone.localdate())
    amend(made)

    assert queries.accountability_record_for(supervision_factories.supervisor(), made.pk).is_revoked
    assert list(queries.follow_ups_due(timezone.localdate())) == []
    with pytest.raises(Denied, match="已被撤销"):
        amend(made)
    with pytest.raises(Denied, match="已被撤销"):
        follow_up(made)


def test_amend_accountability_asks_for_an_end_a_day_and_somebody_else():
    made = appraisals.decision()
    before = made.effect_from - timedelta(days=1)

    with pytest.raises(Denied, match="影响期的结束日期"):
        amend(made, kind="amended")
    with pytest.raises(Denied, match="影响期的结束日期"):
        amend(made, kind="amended", effect_to=before)
    with pytest.raises(Denied, match="不能早于原决定"):
        amend(made, decided_on=before)
    with pytest.raises(Denied, match="由纪检监察室登记"):
        amend(made, appraisals.office())
    organization_services.grant(
        by=factories.system(), person=made.person, role=Role.DISCIPLINE, department=factories.root()
    )
    with pytest.raises(Denied, match="涉及本人"):
        amend(made, made.person)


def follow_up(decision, by=None, note="表现良好"):
    by = by or supervision_factories.supervisor()
    return services.follow_up_accountability(by=by, decision=decision, on=timezone.localdate(), note=note)


def test_a_follow_up_waits_at_the_desk_by_its_code_until_it_is_recorded():
    supervisor = supervision_factories.supervisor()
    yesterday = timezone.localdate() - timedelta(days=1)
    made = appraisals.decision(decided_on=yesterday, follow_up_on=yesterday)
    tasks = queries.accountability_tasks(supervisor).tasks
    follow_up(made)

    assert [(task.what, task.url, task.is_overdue) for task in tasks] == [
        (f"责任追究跟踪：{made.code}", made.get_absolute_url(), True)
    ]
    assert not queries.accountability_tasks(supervisor)
    assert not queries.accountability_tasks(appraisals.office())


def test_follow_up_accountability_is_denied_without_a_day_twice_and_without_a_note():
    with pytest.raises(Denied, match="没有安排跟踪"):
        follow_up(appraisals.decision())
    made = appraisals.decision(follow_up_on=timezone.localdate())
    with pytest.raises(Denied, match="写明跟踪情况"):
        follow_up(made, note=" ")
    follow_up(made)
    with pytest.raises(Denied, match="已于.*登记"):
        follow_up(made)


def test_records_are_read_by_the_discipline_office_the_chair_and_whom_they_concern_alone():
    made = appraisals.decision()
    readers = (supervision_factories.supervisor(), factories.holder(Role.COMMITTEE_CHAIR), made.person)
    others = [factories.holder(role) for role in Role.values if role not in (Role.DISCIPLINE, Role.COMMITTEE_CHAIR)]
    others += [appraisals.head(made.department), supervision_factories.filer(made.department)]

    assert [list(queries.accountability_records(person)) for person in readers] == [[made]] * 3
    assert [list(queries.accountability_records(person)) for person in others] == [[]] * len(others)
    assert [queries.may_read_accountability(person) for person in readers] == [True, True, False]


def test_reading_is_left_in_the_trail_by_code_without_whom_it_is_about():
    made, supervisor = appraisals.decision(), supervision_factories.supervisor()
    services.read_accountability(by=supervisor, records=[made], where="page")
    services.read_accountability(by=supervisor, records=[made, appraisals.decision()], where="list")

    first, second = AuditEvent.objects.filter(verb="supervision.read_accountability").order_by("sequence")
    assert (first.actor_id, first.subject_code, first.details) == (
        str(supervisor.pk),
        made.code,
        {"records": [made.code], "where": "page"},
    )
    assert (second.subject_code, second.details["records"]) == ("", [made.code, f"{made.code[:-1]}2"])


def test_a_kind_is_changed_once_at_a_time():
    kind, supervisor = appraisals.kind(), supervision_factories.supervisor()
    services.keep_kind(by=supervisor, kind=kind, effect_months=6, is_checked=True)

    with pytest.raises(Stale):
        services.keep_kind(by=supervisor, kind=kind, version=999, effect_months=12)
    assert appraisals.kind().effect_months == 6
    assert kind in queries.accountability_kinds(appraisals.office())
    assert not queries.accountability_kinds(factories.holder(Role.AUDITOR))


def test_findings_of_leaders_are_not_offered():
    supervision_factories.leader_finding()
    finding = supervision_factories.finding()

    assert list(queries.findings_to_account(supervision_factories.supervisor())) == [finding]
