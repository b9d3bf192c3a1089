"""What the demo hospital's year has none of, for the walk over all addresses, and the arguments that lead there."""

from datetime import date, timedelta

from django.utils import timezone

from controls.models import Measure
from core.models import Attachment
from organization.models import Department, Person, Post, Tenure
from supervision import services as supervision_services
from supervision.models import (
    AccountabilityKind,
    AccountabilityProposal,
    AccountabilityRecord,
    Appeal,
    Appraisal,
    ChecklistItem,
    CriterionDefault,
    Cycle,
    DailyCheck,
    Extension,
    Finding,
    HospitalReport,
    Inspection,
    RiskWarning,
    SelfCheck,
    SpotCheck,
    SpotCheckRecord,
)
from supervision.services import daily_checks, hospital_reports, inspections
from tests.arguments import Examples, each, person
from tests.supervision import spot_factories


def build(filer: Person, office: Person) -> None:
    """One of each thing."""
    spot_factories.demo()
    _supervise(filer, office)
    _check(office)
    _appraise(office)


def arguments() -> Examples:
    """Name of an address → its arguments."""
    return {**_spot_checks(), **_supervision(), **_self_checks(), **_appraisals(), **_accountability()}


def _check(office: Person) -> None:
    """药剂科 in the self-check of the year under way, a daily check, the hospital's report begun, an inspection announced."""
    where, today = Department.objects.get(code="D11"), timezone.localdate()
    cycle = Cycle.objects.get(state="running")
    supervision_services.open_self_checks(by=office, cycle=cycle)
    daily = {"checked_on": today, "what": "抽查麻醉药品登记", "result": "normal"}
    daily_checks.add_daily_check(by=person("filer"), department=where, **daily)
    hospital_reports.merge_reports(by=office, cycle=cycle)
    notice = {"body": "上级纪委", "title": "重点抽查", "notice_on": today, "arrives_on": today + timedelta(days=9)}
    made = inspections.open_inspection(by=office, **notice)
    inspections.add_material(by=office, inspection=made, title="验收记录", department=where)


def _supervise(filer: Person, office: Person) -> None:
    """药剂科's findings: one under way that owes a reply, one that repeats and asks for more time; and a warning sent."""
    services, today = supervision_services, timezone.localdate()
    year = today.year + 1
    phase = services.PhaseEntry("find", date(year, 3, 1), date(year, 3, 31))
    services.plan_cycle(by=office, year=year, title="下一年度", phases=[phase], departments=[filer.department])
    measure = Measure.objects.filter(table__department__code="D11", table__year=2026).order_by("code")[0]
    said = {"by": office, "source": "audit", "department": measure.table.department, "measure": measure, "due_days": 20}
    first = services.open_finding(
        text="退药登记不全", found_on=today - timedelta(days=40), reply_due_on=today + timedelta(days=30), **said
    )
    second = services.open_finding(text="退药登记仍不全", **said)
    plan = {"owner_post": Post.objects.get(code="G1101"), "answerer": filer, "measures": "每月核对退药登记"}
    for finding in (first, second):
        services.plan_rectification(by=filer, finding=finding, **plan)
    services.ask_extension(by=filer, finding=second, days=5, reason="等药事会讨论")
    noticed = {"title": "退药率上升", "what": "5月退药率上升一倍", "noticed_where": "indicator", "noticed_on": today}
    warning = services.collect_warning(by=office, department=said["department"], **noticed)
    services.judge_warning(by=office, warning=warning, level="first", judgement="有苗头")
    services.send_warning(by=office, warning=warning, letter="请核查退药的审批和登记。", answer_days=10)


def _supervision() -> Examples:
    finding, warning = Finding.objects.get(text="退药登记不全"), RiskWarning.objects.order_by("-pk")[0]
    cycle, planned = Cycle.objects.get(state="running"), Cycle.objects.get(state="planned")
    phase, lesson = cycle.phases.get(kind="find"), cycle.lessons.order_by("pk")[0]
    return {
        **each("supervision", "cycle edit_cycle name_posts close_cycle print_scheme", pk=cycle.pk),
        **each("supervision", "open_cycle", pk=planned.pk),
        **each("supervision", "urge move_phase", pk=phase.pk),
        **each("supervision", "lesson edit_lesson note_attendance", pk=lesson.pk),
        **each("supervision", "add_finding_in add_warning_in", code="D11"),
        **each("supervision", "finding plan_rectification report_rectification ask_extension", pk=finding.pk),
        **each("supervision", "recheck ask_closing reply_to_source", pk=finding.pk),
        **each("supervision", "answer_extension", pk=Extension.objects.order_by("-pk")[0].pk),
        **each("supervision", "answer_proposal", pk=AccountabilityProposal.objects.order_by("-pk")[0].pk),
        **each("supervision", "warning judge_warning send_warning answer_warning handle_warning", pk=warning.pk),
        **each("supervision", "print_warning", pk=warning.pk, kind="docx"),
    }


def _self_checks() -> Examples:
    """药剂科's self-check, still worked on, and what `_check` made beside it."""
    check = SelfCheck.objects.get(department__code="D11", cycle__state="running")
    answer = check.answers.order_by("pk")[0]
    report = HospitalReport.objects.get(cycle__state="running")
    made = Inspection.objects.filter(state="preparing").order_by("pk")[0]
    steps = "change_inspection begin_inspection add_material record_feedback record_reply open_inspection_finding"
    return {
        **each("supervision", "self_check answer_self_check follow_measures report_progress", pk=check.pk),
        **each("supervision", "self_check_report write_report rewrite_report sign_self_check", pk=check.pk),
        **each("supervision", "receive_self_check return_self_check", pk=check.pk),
        **each("supervision", "print_self_check", pk=check.pk, kind="docx"),
        **each("supervision", "self_check_answer raise_finding", pk=answer.pk),
        **each("supervision", "daily_check", pk=DailyCheck.objects.order_by("pk")[0].pk),
        **each("supervision", "hospital_report write_hospital_report rewrite_hospital_report", pk=report.pk),
        **each("supervision", "send_hospital_report record_report_receipt", pk=report.pk),
        **each("supervision", "print_hospital_report", pk=report.pk, kind="docx"),
        **each("supervision", f"inspection {steps}", pk=made.pk),
        **each("supervision", "open_inspection_finding_in", pk=made.pk, code="D11"),
        **each("supervision", "give_material", pk=made.materials.order_by("pk")[0].pk),
    }


def _spot_checks() -> Examples:
    """One planned, and one of 药剂科 under way of which 纪检监察室 handed a sheet in."""
    planned, record = (
        SpotCheck.objects.filter(state="planned").order_by("-pk")[0].pk,
        SpotCheckRecord.objects.order_by("-pk")[0],
    )
    point = record.points.order_by("position")[0]
    item = ChecklistItem.objects.order_by("pk")[0].pk
    sheet = Attachment.objects.get(subject_type="supervision.recordsheet").pk
    steps = "spot_check fix_seed draw_spot_check begin_spot_check close_spot_check"
    filling = "spot_check_record name_inspectors fill_record finish_record take_back_record"
    signing = "give_record_opinion record_paper_opinion print_record upload_record_sheet"
    return {
        **each("supervision", "change_spot_check freeze_population cancel_spot_check", pk=planned),
        **each("supervision", steps, pk=record.check_of_id),
        **each("supervision", f"{filling} {signing}", pk=record.pk),
        **each("supervision", "answer_items", pk=point.pk),
        **each("supervision", "open_item_finding", pk=point.items.order_by("position")[0].pk),
        **each("supervision", "sign_record", pk=record.inspectors.order_by("pk")[0].pk),
        **each("supervision", "preview_record_sheet", pk=record.pk, file_pk=sheet),
        **each("supervision", "change_checklist_item retire_checklist_item", pk=item),
    }


def _appraise(office: Person) -> None:
    """The demo's year is appraised, with an appeal that waits; the year after it is planned; somebody is admonished."""
    appraisal = Appraisal.objects.get(cycle__state="running")
    appraisal = supervision_services.publish_appraisal(by=office, appraisal=appraisal)
    other = appraisal.results.exclude(department__code="D11").order_by("department__code")[0]
    Appeal.objects.create(result=other, by=person("head"), text="请核对")
    later = Cycle.objects.get(state="planned")
    supervision_services.plan_appraisal(by=office, cycle=later)
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
    """The year's appraisal, published, and the one planned for the year after."""
    told, planned = (Appraisal.objects.get(cycle__state=state) for state in ("running", "planned"))
    result = told.results.get(department__code="D11")
    person = told.person_results.filter(department__code="D11").order_by("pk")[0]
    shipped = CriterionDefault.objects.order_by("pk")[0]
    criterion = planned.criteria.get(title="年度检查")
    return {
        **each("supervision", "appraisal close_appraisal print_appraisal person_results record_use", pk=told.pk),
        **each("supervision", "add_criterion open_appraisal compute_appraisal publish_appraisal", pk=planned.pk),
        **each("supervision", "edit_criterion remove_criterion score", pk=criterion.pk),
        **each("supervision", "edit_default_criterion remove_default_criterion", pk=shipped.pk),
        **each("supervision", "appraisal_result appeal_result", pk=result.pk),
        **each("supervision", "person_result appeal_person_result", pk=person.pk),
        **each("supervision", "answer_appeal", pk=Appeal.objects.get(state="waiting").pk),
    }


def _accountability() -> Examples:
    """The decision on somebody of 药剂科."""
    record = AccountabilityRecord.objects.get(kind__code="JM-01")
    return {
        **each("supervision", "accountability_record amend_accountability follow_up_accountability", pk=record.pk),
        **each("supervision", "edit_accountability_kind", pk=record.kind_id),
    }
