"""What the demo hospital's year has none of, for the walk over all addresses, and the arguments that lead there."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from config.demo.year import YEAR
from controls.models import Measure
from organization.models import Department, Person, Post, Tenure
from supervision import services as supervision_services
from supervision.models import (
    AccountabilityKind,
    AccountabilityProposal,
    AccountabilityRecord,
    Appeal,
    Appraisal,
    CriterionDefault,
    Cycle,
    DailyCheck,
    Extension,
    Finding,
    HospitalReport,
    Inspection,
    RiskWarning,
    SelfCheck,
)
from supervision.services import daily_checks, hospital_reports, inspections, self_check_answers
from supervision.services.self_check_answers import AnswerEntry
from tests.arguments import Examples, each, person
from tests.supervision import spot_examples

OVER, WAITING, NEXT = YEAR - 2, YEAR - 3, YEAR + 1


def build(filer: Person, office: Person) -> None:
    """One of each thing, and where a step asks for it one that is at this step."""
    spot_examples.build()
    _plan(filer, office)
    _supervise(filer, office)
    _warn(office)
    _check(filer, office)
    _inspect(office)
    _appraise(office)


def arguments() -> Examples:
    """Name of an address → its arguments."""
    return {
        **spot_examples.arguments(),
        **_years(),
        **_findings(),
        **_self_checks(),
        **_reports(),
        **_appraisals(),
        **_accountability(),
    }


def _year(year: int = YEAR) -> Cycle:
    """The demo's year is under way and the one before it closed; of the two before that one is to be closed, one to be opened."""
    return Cycle.objects.get(year=year)


def _plan(filer: Person, office: Person) -> None:
    """药剂科's years beside the demo's: one whose phases are over and whose report was sent, two that are planned."""
    for year in (OVER, WAITING, NEXT):
        phase = supervision_services.PhaseEntry("find", date(year, 3, 1), date(year, 3, 31))
        told = {"title": f"{year}年度廉洁风险防控工作", "phases": [phase], "departments": [filer.department]}
        supervision_services.plan_cycle(by=office, year=year, **told)
    over = supervision_services.open_cycle(by=office, cycle=_year(OVER))
    report = hospital_reports.merge_reports(by=office, cycle=over)
    sent = {"document_number": "江医党〔2026〕40号", "sent_on": timezone.localdate(), "body": "上级纪委"}
    hospital_reports.send_hospital_report(by=office, report=report, **sent)


def _supervise(filer: Person, office: Person) -> None:
    """药剂科's findings: one under way that owes a reply, one that repeats and asks for more time, one to be rechecked, one
    to be closed."""
    services, today = supervision_services, timezone.localdate()
    measure = Measure.objects.filter(table__department__code="D11", table__year=2026).order_by("code")[0]
    said = {"by": office, "source": "audit", "department": measure.table.department, "due_days": 20}
    owed = {"found_on": today - timedelta(days=40), "reply_due_on": today + timedelta(days=30)}
    services.open_finding(text="退药登记不全", measure=measure, **owed, **said)
    for text in ("退药登记仍不全", "处方点评记录不全", "拆零药品没有登记效期"):
        services.open_finding(text=text, measure=measure if "仍" in text else None, point=measure.point, **said)
    plan = {"owner_post": Post.objects.get(code="G1101"), "answerer": filer, "measures": "每月核对登记"}
    findings = list(Finding.objects.order_by("-pk")[:4])
    for finding in findings:
        services.plan_rectification(by=filer, finding=finding, **plan)
    services.ask_extension(by=filer, finding=findings[2], days=5, reason="等药事会讨论")
    for finding in findings[:2]:
        told = {"report": "已补登记，抽查二十份均齐全", "proof_note": "登记本存药剂科"}
        services.report_rectification(by=filer, finding=finding, **told)
    services.recheck(by=office, finding=findings[0], is_passed=True, note="现场复查，整改到位")


def _warn(office: Person) -> None:
    """Warnings about 药剂科: one to be judged, one to be sent, one to be answered."""
    services, where = supervision_services, Department.objects.get(code="D11")
    noticed = {"what": "比上月上升一倍", "noticed_where": "indicator", "noticed_on": timezone.localdate()}
    collected = [
        services.collect_warning(by=office, department=where, title=title, **noticed)
        for title in ("拆零药品报损上升", "临时采购上升", "退药率上升")
    ]
    for warning in collected[1:]:
        services.judge_warning(by=office, warning=warning, level="first", judgement="有苗头")
    services.send_warning(by=office, warning=collected[2], letter="请核查退药的审批和登记。", answer_days=10)


def _check(filer: Person, office: Person) -> None:
    """药剂科's self-check wants its signature alone, though one fault is no finding yet; a daily check; the hospital's report."""
    where, cycle = Department.objects.get(code="D11"), _year()
    supervision_services.open_self_checks(by=office, cycle=cycle)
    check = SelfCheck.objects.select_related("department", "cycle").get(cycle=cycle, department=where)
    waiting = check.answers.filter(state="").order_by("pk").values_list("pk", flat=True)
    entries = [AnswerEntry(pk, "done" if number else "partly", "见科室台账") for number, pk in enumerate(waiting)]
    self_check_answers.answer_self_check(by=filer, check=check, entries=entries)
    daily = {"checked_on": timezone.localdate(), "what": "抽查麻醉药品登记", "result": "normal"}
    daily_checks.add_daily_check(by=filer, department=where, **daily)
    hospital_reports.merge_reports(by=office, cycle=cycle)


def _inspect(office: Person) -> None:
    """An inspection that said what it found, beside the demo's, which is to come."""
    today = timezone.localdate()
    notice = {"body": "上级纪委", "title": "专项检查", "notice_on": today, "arrives_on": today}
    made = inspections.open_inspection(by=office, **notice)
    inspections.record_feedback(by=office, inspection=made, feedback="验收记录不全。", on=today)


def _years() -> Examples:
    phase, lesson = _year().phases.get(kind="find"), _year().lessons.order_by("pk")[0]
    return {
        **each("supervision", "cycle edit_cycle name_posts print_scheme", pk=_year().pk),
        **each("supervision", "open_cycle", pk=_year(WAITING).pk),
        **each("supervision", "close_cycle", pk=_year(OVER).pk),
        **each("supervision", "urge move_phase", pk=phase.pk),
        **each("supervision", "lesson edit_lesson note_attendance", pk=lesson.pk),
    }


def _findings() -> Examples:
    """药剂科's findings and warnings by the step that is next."""
    findings, warnings = (model.objects.filter(department__code="D11") for model in (Finding, RiskWarning))
    finding, noticed = findings.get(text="退药登记不全"), warnings.filter(state="noticed").order_by("-pk")[0]
    return {
        **each("supervision", "add_finding_in add_warning_in", code="D11"),
        **each("supervision", "finding plan_rectification report_rectification ask_extension", pk=finding.pk),
        **each("supervision", "reply_to_source", pk=finding.pk),
        **each("supervision", "recheck", pk=findings.get(text="处方点评记录不全").pk),
        **each("supervision", "ask_closing", pk=findings.get(text="拆零药品没有登记效期").pk),
        **each("supervision", "answer_extension", pk=Extension.objects.order_by("-pk")[0].pk),
        **each("supervision", "answer_proposal", pk=AccountabilityProposal.objects.order_by("-pk")[0].pk),
        **each("supervision", "judge_warning", pk=warnings.filter(state="collected").order_by("-pk")[0].pk),
        **each("supervision", "send_warning", pk=warnings.filter(state="analysed").order_by("-pk")[0].pk),
        **each("supervision", "warning answer_warning handle_warning", pk=noticed.pk),
        **each("supervision", "print_warning", pk=noticed.pk, kind="docx"),
    }


def _self_checks() -> Examples:
    """药剂科's self-check, ready to be signed, and one of another department that was."""
    check = SelfCheck.objects.get(department__code="D11", cycle=_year())
    signed = SelfCheck.objects.filter(state="submitted", cycle=_year()).order_by("pk")[0]
    faulty = check.answers.filter(state="partly", finding=None).order_by("pk")[0]
    return {
        **each("supervision", "self_check answer_self_check follow_measures report_progress", pk=check.pk),
        **each("supervision", "self_check_report write_report rewrite_report sign_self_check", pk=check.pk),
        **each("supervision", "receive_self_check return_self_check", pk=signed.pk),
        **each("supervision", "print_self_check", pk=check.pk, kind="docx"),
        **each("supervision", "self_check_answer raise_finding", pk=faulty.pk),
        **each("supervision", "daily_check", pk=DailyCheck.objects.order_by("pk")[0].pk),
    }


def _reports() -> Examples:
    """The hospital's report of the year and the one that was sent; the inspection to come and the one that was there."""
    report, sent = HospitalReport.objects.get(cycle=_year()), HospitalReport.objects.get(cycle=_year(OVER))
    coming = Inspection.objects.filter(state="preparing").order_by("pk")[0]
    there = Inspection.objects.filter(state="answering").order_by("-pk")[0]
    return {
        **each("supervision", "hospital_report write_hospital_report rewrite_hospital_report", pk=report.pk),
        **each("supervision", "send_hospital_report", pk=report.pk),
        **each("supervision", "print_hospital_report", pk=report.pk, kind="docx"),
        **each("supervision", "record_report_receipt", pk=sent.pk),
        **each("supervision", "inspection change_inspection begin_inspection add_material", pk=coming.pk),
        **each("supervision", "record_feedback", pk=coming.pk),
        **each("supervision", "record_reply open_inspection_finding", pk=there.pk),
        **each("supervision", "open_inspection_finding_in", pk=there.pk, code="D11"),
        **each("supervision", "give_material", pk=coming.materials.get(department__code="D11").pk),
    }


def _appraise(office: Person) -> None:
    """The demo's year is appraised, with an appeal that waits; the year to come is planned, of those before it one is scored
    and one can be appealed no more; somebody is admonished."""
    services = supervision_services
    appraisal = services.publish_appraisal(by=office, appraisal=Appraisal.objects.get(cycle=_year()))
    other = appraisal.results.exclude(department__code="D11").order_by("department__code")[0]
    Appeal.objects.create(result=other, by=person("head"), text="请核对")
    services.plan_appraisal(by=office, cycle=_year(NEXT))
    for year in (WAITING, OVER):
        scored = services.open_appraisal(
            by=office, appraisal=services.plan_appraisal(by=office, cycle=_year(year), appeal_days=1)
        )
        entry = services.ScoreEntry(scored.results.get(), Decimal(9), "现场检查，记录齐全")
        services.score_departments(by=office, criterion=scored.criteria.get(title="年度检查"), entries=[entry])
    services.publish_appraisal(by=office, appraisal=scored)
    Appraisal.objects.filter(pk=scored.pk).update(appeal_until=timezone.localdate() - timedelta(days=1))
    supervision_services.record_accountability(
        by=person("discipline"),
        kind=AccountabilityKind.objects.get(code="JM-01"),
        organ="院党委",
        document_number="1号",
        decided_on=timezone.localdate(),
        tenure=Tenure.objects.filter(post__department__code="D11").order_by("pk")[0],
        follow_up_on=timezone.localdate(),
    )


def _appraisals() -> Examples:
    """The year's appraisal, published; the one planned for the year after; one that is scored, and one that is over."""
    told, planned, scored, over = (Appraisal.objects.get(cycle__year=year) for year in (YEAR, NEXT, WAITING, OVER))
    result = told.results.get(department__code="D11")
    person = told.person_results.filter(department__code="D11").order_by("pk")[0]
    shipped = CriterionDefault.objects.order_by("pk")[0]
    criterion = planned.criteria.get(title="年度检查")
    return {
        **each("supervision", "appraisal print_appraisal person_results record_use", pk=told.pk),
        **each("supervision", "add_criterion open_appraisal", pk=planned.pk),
        **each("supervision", "compute_appraisal publish_appraisal", pk=scored.pk),
        **each("supervision", "close_appraisal", pk=over.pk),
        **each("supervision", "edit_criterion remove_criterion", pk=criterion.pk),
        **each("supervision", "score", pk=scored.criteria.get(title="年度检查").pk),
        **each("supervision", "edit_default_criterion remove_default_criterion", pk=shipped.pk),
        **each("supervision", "appraisal_result appeal_result", pk=result.pk),
        **each("supervision", "person_result appeal_person_result", pk=person.pk),
        **each("supervision", "answer_appeal", pk=Appeal.objects.filter(state="waiting").order_by("-pk")[0].pk),
    }


def _accountability() -> Examples:
    """The decision on somebody of 药剂科."""
    record = AccountabilityRecord.objects.order_by("-pk")[0]
    return {
        **each("supervision", "accountability_record amend_accountability follow_up_accountability", pk=record.pk),
        **each("supervision", "edit_accountability_kind", pk=record.kind_id),
    }
