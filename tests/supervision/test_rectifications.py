"""整改: planning, reporting, rechecking by somebody else, closing, and the reply to the source."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.documents.uploads import Upload
from core.models import Attachment, AuditEvent
from core.rules import Denied, Stale
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from supervision import queries, rules, services
from supervision.models import Finding, Recheck
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
FILE = Upload(b"%PDF-1.4", "登记本.pdf", "application/pdf")


@pytest.fixture
def where():
    return factories.department("药剂科")


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def test_a_deadline_is_counted_in_working_days_from_today_and_says_how(where):
    finding = supervision_factories.finding(where, due_on=None, due_days=10)

    today = timezone.localdate()
    assert (finding.due_from, finding.due_days) == (today, 10)
    assert finding.due_on == organization_queries.workdays_after(today, 10)


@pytest.mark.parametrize("days", [0, 251])
def test_a_deadline_of_no_days_or_years_is_refused(where, days):
    with pytest.raises(Denied, match="1至250个工作日"):
        supervision_factories.finding(where, due_on=None, due_days=days)


def test_a_finding_without_words_is_refused(where):
    with pytest.raises(Denied, match="写明发现的问题"):
        supervision_factories.finding(where, text=" ")


def test_the_department_is_told_of_a_finding_and_its_files_are_kept(where):
    filer = supervision_factories.filer(where)

    finding = supervision_factories.finding(where, proof=[FILE])

    kept = Attachment.objects.get()
    suggested = f"收到一条风险点建议（群众帮）：{finding.proposal}"
    assert told(filer) == [suggested, f"登记了一个问题，请制定整改措施：{finding}"]
    assert (kept.subject_type, kept.subject_id) == ("supervision.evidence", str(finding.pk))


def test_a_finding_goes_from_plan_over_report_and_recheck_to_its_end(where):
    finding = supervision_factories.closed(supervision_factories.finding(where))

    verbs = AuditEvent.objects.filter(subject_type="supervision.finding").order_by("sequence")
    assert (finding.state, finding.closed_on) == ("closed", timezone.localdate())
    assert list(verbs.values_list("verb", flat=True)) == [
        "supervision.open_finding",
        "supervision.plan_rectification",
        "supervision.report_rectification",
        "supervision.recheck_finding",
        "supervision.close_finding",
    ]


def test_what_is_reported_about_a_leader_waits_for_the_discipline_office_alone():
    keeper, supervisor = supervision_factories.keeper(), supervision_factories.supervisor()
    finding, leader = supervision_factories.leader_finding()
    supervision_factories.planned(finding, by=leader, owner_post=finding.point.post)

    services.report_rectification(by=leader, finding=finding, report="已改正", proof_note="登记本存科室档案柜")

    assert [list(queries.findings_to_recheck(by)) for by in (keeper, supervisor)] == [[], [finding]]
    assert (told(keeper), len(told(supervisor))) == ([], 1)


def test_a_leaders_missed_deadline_is_not_told_to_the_party_office():
    keeper, supervisor = supervision_factories.keeper(), supervision_factories.supervisor()
    finding, _leader = supervision_factories.leader_finding()
    supervision_factories.missed(finding)

    services.count_overdue(by=factories.system())

    assert (told(keeper), len(told(supervisor))) == ([], 1)


def test_planning_names_who_answers_and_tells_them(where):
    filer, answerer = supervision_factories.filer(where), factories.person(where=where)
    finding = supervision_factories.planned(supervision_factories.finding(where), by=filer, answerer=answerer)

    plan = finding.rectification
    assert (finding.state, plan.answerer, plan.planned_by) == ("under_way", answerer, filer)
    assert (str(plan), plan.get_absolute_url()) == (str(finding), finding.get_absolute_url())
    assert told(answerer) == [f"您是整改责任人：{finding}"]


def test_a_plan_may_be_made_anew_until_it_is_reported(where):
    filer = supervision_factories.filer(where)
    finding = supervision_factories.planned(supervision_factories.finding(where), by=filer)

    again = supervision_factories.planned(finding, by=filer, measures="改为双人复核")

    assert (again.state, again.rectification.measures) == ("under_way", "改为双人复核")


def test_a_plan_brings_the_deadline_where_there_is_none(where):
    finding = supervision_factories.finding(where, due_on=None)

    with pytest.raises(Denied, match="还没有整改期限"):
        supervision_factories.planned(finding)
    made = supervision_factories.planned(finding, due_days=5)

    assert made.due_on == organization_queries.workdays_after(timezone.localdate(), 5)


def test_a_plan_without_measures_is_refused(where):
    with pytest.raises(Denied, match="写明整改措施"):
        supervision_factories.planned(supervision_factories.finding(where), measures=" ")


def test_a_plan_on_what_was_changed_meanwhile_is_stale(where):
    finding = supervision_factories.finding(where)
    filer = supervision_factories.filer(where)
    supervision_factories.planned(finding, by=filer)

    with pytest.raises(Stale):
        supervision_factories.planned(finding, by=filer, version=1)


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.FILER])
def test_plan_is_denied_to_others(where, role):
    stranger = factories.holder(role, factories.department())

    with pytest.raises(Denied, match="药剂科整改"):
        supervision_factories.planned(supervision_factories.finding(where), by=stranger)


def test_who_holds_the_owners_post_reports(where):
    finding = supervision_factories.planned(supervision_factories.finding(where))
    person = factories.person()
    control_factories.hold(person, finding.rectification.owner_post)

    services.report_rectification(by=person, finding=finding, report="已完成", proof_note="登记本存科室档案柜")

    assert Finding.objects.get().state == "reported"


def test_the_person_answering_reports_with_proof_and_keepers_are_told(where):
    keeper, answerer = supervision_factories.keeper(), factories.person()
    finding = supervision_factories.planned(supervision_factories.finding(where), answerer=answerer)

    services.report_rectification(by=answerer, finding=finding, report="已完成", proof=[FILE])

    kept = Attachment.objects.get()
    assert (kept.subject_type, kept.subject_id) == ("supervision.finding", str(finding.pk))
    assert told(keeper)[-1] == f"整改已报告完成，请复查：{finding}"


def test_a_report_without_words_or_before_a_plan_is_refused(where):
    filer = supervision_factories.filer(where)
    finding = supervision_factories.finding(where)

    with pytest.raises(Denied, match="不能报告整改完成"):
        services.report_rectification(by=filer, finding=finding, report="已完成", proof_note="登记本存科室档案柜")
    supervision_factories.planned(finding, by=filer)
    with pytest.raises(Denied, match="写明整改完成情况"):
        services.report_rectification(by=filer, finding=finding, report=" ", proof_note="登记本存科室档案柜")


def test_a_report_without_proof_or_where_it_lies_is_refused(where):
    finding = supervision_factories.planned(supervision_factories.finding(where))
    by = finding.rectification.answerer

    with pytest.raises(Denied, match="请上传佐证材料，或写明佐证存放在哪里"):
        services.report_rectification(by=by, finding=finding, report="已完成", proof_note=" ")

    assert (Finding.objects.get().state, Attachment.objects.count()) == ("under_way", 0)


def test_a_report_that_says_where_the_proof_lies_keeps_that_as_it_does_files(where):
    finding = supervision_factories.planned(supervision_factories.finding(where))
    by = finding.rectification.answerer

    services.report_rectification(by=by, finding=finding, report="已完成", proof_note=" 登记本存药房档案柜 ")

    plan = Finding.objects.get().rectification
    assert (plan.report, plan.proof_note, Attachment.objects.count()) == ("已完成", "登记本存药房档案柜", 0)


def recheck(finding, by, **fields):
    return services.recheck(by=by, finding=finding, **{"is_passed": True, "note": "已整改", **fields})


@pytest.mark.parametrize("make", [supervision_factories.keeper, supervision_factories.supervisor])
def test_somebody_else_rechecks(where, make):
    finding, person = supervision_factories.reported(supervision_factories.finding(where)), make()

    made = recheck(finding, person)

    assert (made.by, made.is_passed, str(made)) == (person, True, f"{finding.code} {timezone.localdate()}")
    assert Finding.objects.get().state == "rechecked"


def test_a_failed_recheck_sends_it_back_until_a_new_deadline(where):
    finding = supervision_factories.reported(supervision_factories.finding(where))
    keeper = supervision_factories.keeper()

    with pytest.raises(Denied, match="重新整改的期限"):
        recheck(finding, keeper, is_passed=False)
    recheck(finding, keeper, is_passed=False, note="登记本仍缺签字", due_days=3)

    again = Finding.objects.get()
    assert (again.state, again.due_on) == ("under_way", organization_queries.workdays_after(timezone.localdate(), 3))
    assert queries.story_of(again)[0]["why"] == "登记本仍缺签字"


def test_recheck_is_denied_to_who_keeps_no_findings(where):
    finding = supervision_factories.reported(supervision_factories.finding(where))

    with pytest.raises(Denied, match="党办、纪检监察室复查"):
        recheck(finding, factories.holder(Role.LEADERSHIP))
    with pytest.raises(Denied, match="写明复查意见"):
        recheck(finding, supervision_factories.keeper(), note=" ")


@pytest.mark.parametrize("part", ["answerer", "reporter", "department", "post"])
def test_recheck_is_denied_to_who_answered_reported_or_is_of_the_department(where, part):
    keeper, filer = supervision_factories.keeper(), supervision_factories.filer(where)
    finding = supervision_factories.finding(where)
    supervision_factories.planned(finding, by=filer, **({"answerer": keeper} if part == "answerer" else {}))
    if part == "department":
        keeper.department = where
        keeper.save()
    if part == "post":
        plan = Finding.objects.get().rectification
        control_factories.hold(keeper, plan.owner_post)
    by = filer
    if part == "reporter":
        organization_services.grant(
            by=factories.system(), person=filer, role=Role.PARTY_OFFICE, department=factories.root()
        )
        keeper = filer
    services.report_rectification(by=by, finding=finding, report="已完成", proof_note="登记本存科室档案柜")

    with pytest.raises(Denied, match="不能复查自己的整改"):
        recheck(finding, keeper)
    assert not Recheck.objects.exists()


def test_close_asks_nothing_but_that_it_was_rechecked(where):
    finding = supervision_factories.reported(supervision_factories.finding(where))

    with pytest.raises(Denied, match="不能销号"):
        services.close_finding(by=factories.system(), finding=finding)
    recheck(finding, supervision_factories.keeper())

    assert services.close_finding(by=factories.person(), finding=finding).state == "closed"


def test_reopen_takes_it_back_with_a_reason(where):
    finding = supervision_factories.rechecked(supervision_factories.finding(where))

    with pytest.raises(Denied, match="写明理由"):
        services.reopen_finding(by=factories.system(), finding=finding, reason=" ")
    again = services.reopen_finding(by=factories.system(), finding=finding, reason="佐证不足")

    assert (again.state, queries.story_of(again)[0]["did"]) == ("under_way", "退回继续整改")
    with pytest.raises(Denied, match="不能退回继续整改"):
        services.reopen_finding(by=factories.system(), finding=again, reason="佐证不足")


def owed(where):
    return supervision_factories.finding(where, reply_due_on=timezone.localdate() + timedelta(days=30))


def reply(finding, by, **fields):
    said = {"text": "已完成整改，函复如下", "replied_on": timezone.localdate(), "reference": "江一院函〔2026〕8号"}
    return services.reply_to_source(by=by, finding=finding, **{**said, **fields})


def test_an_owed_reply_is_registered_once(where):
    finding, keeper = owed(where), supervision_factories.keeper()

    replied = reply(finding, keeper)

    assert (replied.replied_by, replied.reply_reference) == (keeper, "江一院函〔2026〕8号")
    with pytest.raises(Denied, match="已于"):
        reply(finding, keeper)


def test_a_reply_that_is_not_owed_or_says_nothing_or_by_others_is_refused(where):
    keeper = supervision_factories.keeper()

    with pytest.raises(Denied, match="不须回复来源"):
        reply(supervision_factories.finding(where), keeper)
    with pytest.raises(Denied, match="写明回复的内容"):
        reply(owed(where), keeper, text=" ")
    with pytest.raises(Denied, match="由党办、纪检监察室登记"):
        reply(owed(where), supervision_factories.filer(where))


def test_a_leaders_finding_is_put_right_by_the_leader_alone():
    finding, leader = supervision_factories.leader_finding()
    head = factories.holder(Role.DEPARTMENT_HEAD, factories.root())

    with pytest.raises(Denied, match="班子成员|不能办理"):
        supervision_factories.planned(finding, by=head)
    planned = supervision_factories.planned(finding, by=leader, owner_post=finding.point.post)

    assert (planned.is_leadership, planned.rectification.answerer) == (True, leader)
    assert told(leader)[0] == f"登记了一个问题，请制定整改措施：{finding}"
    services.report_rectification(by=leader, finding=planned, report="已完成", proof_note="登记本存科室档案柜")
    assert rules.is_concerned(leader, finding) is True
    assert recheck(planned, supervision_factories.supervisor()).is_passed is True


def test_who_may_answer_for_a_finding_is_of_the_department_or_holds_the_leaders_post(where):
    finding, filer = supervision_factories.finding(where), supervision_factories.filer(where)
    post = factories.post(where)
    leaders, leader = supervision_factories.leader_finding()

    assert (list(queries.people_to_answer(finding)), list(queries.posts_to_own(finding))) == ([filer], [post])
    assert list(queries.people_to_answer(leaders)) == [leader]
    assert list(queries.posts_to_own(leaders)) == [leaders.point.post]


def test_who_holds_a_finding_is_told_in_words(where):
    finding = supervision_factories.finding(where)
    said = [queries.holder_of(finding)]
    planned = supervision_factories.planned(finding)
    said.append(queries.holder_of(planned))
    said.append(queries.holder_of(supervision_factories.reported(supervision_factories.finding(where))))
    said.append(queries.holder_of(supervision_factories.closed(supervision_factories.finding(where))))

    plan = planned.rectification
    assert said == ["药剂科", f"{plan.owner_post}（{plan.answerer}）", "党办、纪检监察室复查", ""]
