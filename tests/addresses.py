"""Every address of the system with an example of what it is about, for tests that walk them all over the demo hospital."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from approvals import queries
from approvals import services as approvals_services
from approvals.models import (
    Ballot,
    Correction,
    CorrectionReport,
    Filing,
    Meeting,
    Remark,
    StageDefault,
    Submission,
    SubmissionRow,
)
from config.loading import apply, desk
from controls import services as controls_services
from controls.models import ControlTable, DutyConflict, Measure
from core import services as core_services
from core.models import Attachment, Duty
from organization import services as organization_services
from organization.models import Body, CalendarDay, Delegation, Membership, Person, Post, Relative, RoleGrant, Tenure
from powers.models import Power, PowerList, RegulationVersion, ReviewCorrection, ReviewDue
from risks.models import Proposal, RiskPoint, RiskRegister
from supervision import services as supervision_services
from supervision.models import (
    AccountabilityKind,
    AccountabilityRecord,
    Appeal,
    Appraisal,
    CriterionDefault,
    Cycle,
)

WORKBOOK = Path(apply.__file__).parent.parent / "demo" / "hospital.xlsx"
Examples = dict[str, dict[str, Any]]


def names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Names of all addresses, `namespace:name`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern, inner)


def build() -> None:
    """The demo hospital, and one of each thing that it has none of: a finished job, an upload, a stand-in, a day off."""
    call_command("seed_demo", verbosity=0)
    today, filer, office = timezone.localdate(), _person("filer"), _person("office")
    table = ControlTable.objects.get(department__code="D11", year=2026)
    controls_services.ask_print(by=filer, table=table, kind="xlsx", paper="A4")
    core_services.sweep()
    desk.keep(SimpleUploadedFile("hospital.xlsx", WORKBOOK.read_bytes()), by=office)
    _meet(office)
    _put_right(office)
    _appraise(office)
    later = today + timedelta(days=30)
    organization_services.delegate(by=office, stand_in=_person("discipline"), from_on=later, to_on=later, reason="出差")
    post = Post.objects.get(code="G1102")
    organization_services.declare_relative(by=_person("member1"), post=post, relation="配偶")
    organization_services.set_calendar_day(by=office, day=later, is_workday=False, note="院庆")


def _put_right(office: Person) -> None:
    """The demo's correction is put to the committee; then there is one more."""
    made = Correction.objects.get()
    approvals_services.report_corrections(by=office, year=made.at.year, count=1)
    place = {"kind": made.list_kind, "list_id": made.list_id, "key": made.key, "field": made.field}
    right = made.after.replace("签字", "签名")
    approvals_services.correct(by=office, **place, before=made.after, after=right, reason="与制度用语一致")


def _appraise(office: Person) -> None:
    """The demo's year is appraised, with an appeal that waits; the year after it is planned; somebody is admonished."""
    cycle = Cycle.objects.get(year=2026)
    appraisal = supervision_services.plan_appraisal(by=office, cycle=cycle)
    appraisal = supervision_services.open_appraisal(by=office, appraisal=appraisal)
    appraisal = supervision_services.publish_appraisal(by=office, appraisal=appraisal)
    other = appraisal.results.exclude(department__code="D11").order_by("department__code")[0]
    Appeal.objects.create(result=other, by=_person("head"), text="请核对")
    later = supervision_services.plan_cycle(
        by=office, year=2027, title="2027年度工作", phases=(), departments=[other.department]
    )
    supervision_services.plan_appraisal(by=office, cycle=later)
    supervision_services.record_accountability(
        by=_person("discipline"),
        kind=AccountabilityKind.objects.get(code="JM-01"),
        organ="院党委",
        document_number="1号",
        decided_on=timezone.localdate(),
        tenure=Tenure.objects.filter(post__department__code="D11").order_by("pk")[0],
        follow_up_on=timezone.localdate(),
    )


def _meet(office: Person) -> None:
    """A meeting in session whose item is being voted on, and one that is being planned."""
    services, today = approvals_services, timezone.localdate()
    urgent = {"held_on": today, "matter": "ordinary", "urgent_reason": "须按期审定", "place": "三楼会议室"}
    meeting = services.plan_meeting(by=office, number="党委会〔2026〕20号", is_by_login=True, **urgent)
    waiting = list(queries.waiting_for_committee(office))
    services.add_item(by=office, meeting=meeting, title="审定一个部门的清单", submissions=waiting[:1])
    meeting = services.call_meeting(by=office, meeting=meeting)
    present = {*meeting.attendances.values_list("person", flat=True)}
    services.open_meeting(by=office, meeting=meeting, chair=_person("chair"), present=present)
    services.begin_item(by=office, item=meeting.items.get())
    services.plan_meeting(by=office, number="党委会〔2026〕21号", **urgent)


def addresses() -> dict[str, str]:
    """Name → an address that leads somewhere in what `build` made."""
    known = {
        **_organization(),
        **_powers(),
        **_risks(),
        **_controls(),
        **_approvals(),
        **_disclosure(),
        **_appraisals(),
        **_accountability(),
        "core:job": {"pk": Duty.objects.get(kind="controls.print").pk},
        "core:attachment": {"pk": Duty.objects.get(kind="controls.print").result_id},
        "desk:preview_load": {"pk": Attachment.objects.get(subject_type=desk.SUBJECT).pk},
    }
    point = RiskPoint.objects.filter(register__department__code="D11", register__year=2026).order_by("code")[0]
    asked = {"controls:add_measure": f"?point={point.pk}", "risks:preview": "?importance=5&frequency=4&probability=3"}
    return {name: reverse(name, kwargs=known.get(name)) + asked.get(name, "") for name in names()}


def _person(login: str) -> Person:
    return Person.objects.get(username=login)


def _each(app: str, words: str, **kwargs: Any) -> Examples:
    """The same arguments for several addresses of an app."""
    return {f"{app}:{word}": kwargs for word in words.split()}


def _organization() -> Examples:
    person, body = _person("filer").pk, Body.objects.order_by("pk")[0].pk
    return {
        **_each(
            "organization",
            "department edit_department move_department retire_department add_post",
            code="D11",
        ),
        **_each("organization", "post edit_post retire_post begin_tenure", code="G1101"),
        **_each("organization", "person account change_account reset_password retire_account", pk=person),
        **_each("organization", "reopen_account person_grants", pk=person),
        **_each("organization", "end_tenure", pk=Tenure.objects.order_by("pk")[0].pk),
        **_each("organization", "body begin_membership", pk=body),
        **_each("organization", "end_membership", pk=Membership.objects.order_by("pk")[0].pk),
        **_each("organization", "revoke_grant", pk=RoleGrant.objects.get(user__username="filer").pk),
        **_each("organization", "clear_calendar_day", pk=CalendarDay.objects.get().pk),
        **_each("organization", "revoke_delegation", pk=Delegation.objects.get().pk),
        **_each("organization", "withdraw_relative", pk=Relative.objects.order_by("pk")[0].pk),
    }


def _powers() -> Examples:
    shown = PowerList.objects.get(department__code="D11", year=2026)
    power = Power.objects.filter(power_list=shown).order_by("code")[0]
    drafted = RegulationVersion.objects.get(regulation__code="ZD-04", state="draft")
    due = ReviewDue.objects.filter(department__code="D11", state="open").order_by("pk")[0]
    return {
        **_each("powers", "list check difference add", pk=shown.pk),
        **_each("powers", "power edit save_draft remove history print", pk=power.pk),
        **_each("powers", "flow preview flow_svg flow_bpmn", pk=power.pk, kind="internal"),
        **_each("powers", "basis edit_basis verify_basis", code="YJ-01"),
        **_each("powers", "regulation edit_regulation repeal_regulation draft_version", code="ZD-01"),
        **_each("powers", "version edit_version drop_version enact_version open_review", pk=drafted.pk),
        **_each("powers", "review edit_review submit_review give_opinion", pk=drafted.review.pk),
        **_each("powers", "reopen_review add_correction", pk=drafted.review.pk),
        **_each("powers", "finish_correction", pk=ReviewCorrection.objects.get(done_on=None).pk),
        **_each("powers", "due confirm_due", pk=due.pk),
    }


def _risks() -> Examples:
    register = RiskRegister.objects.get(department__code="D11", year=2026)
    point = RiskPoint.objects.filter(register=register).order_by("code")[0]
    return {
        **_each("risks", "open_register", code="D28"),
        **_each("risks", "register changes follow review", pk=register.pk),
        **_each("risks", "point edit_point save_point remove_point", pk=point.pk),
        **_each("risks", "opinion withdraw_opinion ask_hearing hear", pk=point.pk),
        **_each(
            "risks", "proposal adopt decline reveal", pk=Proposal.objects.filter(state="open").order_by("pk")[0].pk
        ),
    }


def _controls() -> Examples:
    table = ControlTable.objects.get(department__code="D11", year=2026)
    measure = Measure.objects.filter(table=table).order_by("code")[0]
    conflict = DutyConflict.objects.get(power__code="YP-05", state="found")
    return {
        **_each("controls", "table changes check follow_register print add_measure", pk=table.pk),
        **_each("controls", "conflict accept_conflict", pk=conflict.pk),
        **_each("controls", "measure edit_measure remove_measure set_progress", pk=measure.pk),
    }


def _approvals() -> Examples:
    """药剂科's returned submission to read and remark on, 招标采购办公室's to decide: it waits for 党办."""
    returned, waiting = (Submission.objects.get(department__code=code, year=2026) for code in ("D11", "D14"))
    row = SubmissionRow.objects.filter(item__submission=waiting).order_by("pk")[0]
    return {
        **_each("approvals", "submission", pk=returned.pk),
        **_each("approvals", "submit decide reject withdraw", pk=waiting.pk),
        **_each("approvals", "remark", pk=waiting.pk, row_pk=row.pk),
        **_each("approvals", "prepare", code="D11"),
        **_each("approvals", "take_back_remark", pk=Remark.objects.order_by("pk")[0].pk),
        **_each("approvals", "filing send_filing record_receipt", pk=Filing.objects.get().pk),
        **_each("approvals", "print_filing", pk=Filing.objects.get().pk, kind="docx"),
        **_each("approvals", "print_meeting", pk=Meeting.objects.order_by("pk")[0].pk),
        **_each("approvals", "verify", sha256=Meeting.objects.order_by("pk")[0].sha256),
        **_corrections(),
        **_meetings(),
        **_each("approvals", "remove_stage change_due_days", pk=StageDefault.objects.order_by("pk")[0].pk),
    }


def _corrections() -> Examples:
    """The correction of the demo's power in force, its list, and the year put to the committee."""
    made, report = Correction.objects.order_by("pk")[0], CorrectionReport.objects.get()
    return {
        **_each("approvals", "correction", pk=made.pk),
        **_each("approvals", "correct_list", kind=made.list_kind, list_id=made.list_id),
        **_each("approvals", "correct", kind=made.list_kind, list_id=made.list_id, key=made.key),
        **_each("approvals", "report_corrections", year=made.at.year),
        **_each("approvals", "correction_report", pk=report.pk),
    }


def _meetings() -> Examples:
    """Each step with a meeting that is at it: one called, one in session with its votes open, one planned."""
    called, running, planned = (Meeting.objects.get(number=f"党委会〔2026〕{number}号") for number in (19, 20, 21))
    item, ballot = called.items.get(), Ballot.objects.filter(item__meeting=running).order_by("position")[0]
    return {
        **_each("approvals", "change_meeting add_item call_meeting", pk=planned.pk),
        **_each("approvals", "meeting recall_meeting cancel_meeting answer_call open_meeting", pk=called.pk),
        **_each("approvals", "note_presence close_meeting", pk=running.pk),
        **_each("approvals", "remove_item move_item begin_item", pk=item.pk),
        **_each("approvals", "item declare_recusal vote_apart state_opinion postpone_item", pk=ballot.item_id),
        **_each("approvals", "follow_up", pk=ballot.item_id),
        **_each("approvals", "record_votes cast_vote", pk=ballot.item_id, ballot_pk=ballot.pk),
        **_each("approvals", "change_meeting_rule", matter="ordinary"),
    }


def _disclosure() -> Examples:
    reviewed = PowerList.objects.get(department__code="D14", year=2026)
    return {
        "disclosure:power": {"code": "RS-03"},
        **_each("disclosure_desk", "review settle_scopes give_secrecy_opinions", pk=reviewed.pk),
    }


def _appraisals() -> Examples:
    """The year's appraisal, published, and the one planned for the year after."""
    told, planned = (Appraisal.objects.get(cycle__year=year) for year in (2026, 2027))
    result = told.results.get(department__code="D11")
    person = told.person_results.filter(department__code="D11").order_by("pk")[0]
    shipped = CriterionDefault.objects.order_by("pk")[0]
    criterion = planned.criteria.get(title="年度检查")
    return {
        **_each("supervision", "appraisal close_appraisal print_appraisal person_results record_use", pk=told.pk),
        **_each("supervision", "add_criterion open_appraisal compute_appraisal publish_appraisal", pk=planned.pk),
        **_each("supervision", "edit_criterion remove_criterion score", pk=criterion.pk),
        **_each("supervision", "edit_default_criterion remove_default_criterion", pk=shipped.pk),
        **_each("supervision", "appraisal_result appeal_result", pk=result.pk),
        **_each("supervision", "person_result appeal_person_result", pk=person.pk),
        **_each("supervision", "answer_appeal", pk=Appeal.objects.get().pk),
    }


def _accountability() -> Examples:
    """The decision on somebody of 药剂科."""
    record = AccountabilityRecord.objects.get()
    return {
        **_each("supervision", "accountability_record amend_accountability follow_up_accountability", pk=record.pk),
        **_each("supervision", "edit_accountability_kind", pk=record.kind_id),
    }
