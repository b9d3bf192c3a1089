"""Every address of the system with an example of what it is about, for tests that walk them all over the demo hospital."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
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
from controls.models import ControlTable, DutyConflict, Measure, Rotation
from core import services as core_services
from core.models import Attachment, Duty
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import (
    Body,
    CalendarDay,
    Channel,
    Delegation,
    Membership,
    Person,
    Post,
    Relative,
    RoleGrant,
    Tenure,
)
from powers.models import Power, PowerList, RegulationVersion, ReviewCorrection, ReviewDue
from risks.models import Proposal, RiskPoint, RiskRegister
from supervision import services as supervision_services
from supervision.models import (
    Digest,
)
from tests.arguments import Examples, each, person
from tests.disclosure import examples_a, examples_b1, examples_b2, examples_c1, examples_d1, examples_incoming
from tests.supervision import examples

HANDED_OVER = "G1702"
"""A key post of the demo for which a successor is planned."""
WORKBOOK = Path(apply.__file__).parent.parent / "demo" / "hospital.xlsx"


def names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Names of all addresses, `namespace:name`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern, inner)


def complete() -> None:
    """Add to the demo hospital one of each thing that it has none of: a finished job, an upload, a stand-in, a day off."""
    today, filer, office = timezone.localdate(), person("filer"), person("office")
    table = ControlTable.objects.get(department__code="D11", year=2026)
    controls_services.ask_print(by=filer, table=table, kind="xlsx", paper="A4")
    core_services.sweep()
    desk.keep(SimpleUploadedFile("hospital.xlsx", WORKBOOK.read_bytes()), by=office)
    _meet(office)
    _put_right(office)
    _rotate(office)
    examples.build(filer, office)
    examples_b1.build()
    examples_incoming.build()
    later = today + timedelta(days=30)
    organization_services.delegate(by=office, stand_in=person("discipline"), from_on=later, to_on=later, reason="出差")
    post = Post.objects.get(code="G1102")
    organization_services.declare_relative(by=person("member1"), post=post, relation="配偶")
    organization_services.set_calendar_day(by=office, day=later, is_workday=False, note="院庆")
    organization_services.add_hook(by=filer, address="feishu://example-of-a-robot")
    supervision_services.send_reminders(on=organization_queries.workdays_after(today, 1))


def _put_right(office: Person) -> None:
    """The demo's correction is put to the committee; then there is one more."""
    made = Correction.objects.get()
    approvals_services.report_corrections(by=office, year=made.at.year, count=1)
    place = {"kind": made.list_kind, "list_id": made.list_id, "key": made.key, "field": made.field}
    right = made.after.replace("签字", "签名")
    approvals_services.correct(by=office, **place, before=made.after, after=right, reason="与制度用语一致")


def _rotate(office: Person) -> None:
    """A key post changes hands today, watched by 纪检监察室, and the handover is still to be checked."""
    tenure, successor = (Tenure.objects.get(post__code=code, to_on=None) for code in (HANDED_OVER, "G1703"))
    parties = {"successor": successor.person, "overseer": person("discipline")}
    controls_services.carry_out_rotation(by=office, tenure=tenure, on=timezone.localdate(), **parties)


def _meet(office: Person) -> None:
    """A meeting in session whose item is being voted on, and one that is being planned."""
    services, today = approvals_services, timezone.localdate()
    urgent = {"held_on": today, "matter": "ordinary", "urgent_reason": "须按期审定", "place": "三楼会议室"}
    meeting = services.plan_meeting(by=office, number="党委会〔2026〕20号", is_by_login=True, **urgent)
    waiting = list(queries.waiting_for_committee(office))
    services.add_item(by=office, meeting=meeting, title="审定一个部门的清单", submissions=waiting[:1])
    meeting = services.call_meeting(by=office, meeting=meeting)
    present = {*meeting.attendances.values_list("person", flat=True)}
    services.open_meeting(by=office, meeting=meeting, chair=person("chair"), present=present)
    services.begin_item(by=office, item=meeting.items.get())
    services.plan_meeting(by=office, number="党委会〔2026〕21号", **urgent)


def addresses() -> dict[str, str]:
    """Name → an address that leads somewhere in what `complete` leaves."""
    known = {
        **_organization(),
        **_powers(),
        **_risks(),
        **_controls(),
        **_approvals(),
        **_disclosure(),
        **examples.arguments(),
        **each("accounts", "switch_hook try_hook remove_hook", pk=Channel.objects.get(kind="hook").pk),
        "supervision:digest": {"pk": Digest.objects.filter(person__username="office").order_by("-pk")[0].pk},
        "core:job": {"pk": Duty.objects.get(kind="controls.print").pk},
        "core:attachment": {"pk": Duty.objects.get(kind="controls.print").result_id},
        "desk:preview_load": {"pk": Attachment.objects.get(subject_type=desk.SUBJECT).pk},
    }
    point = RiskPoint.objects.filter(register__department__code="D11", register__year=2026).order_by("code")[0]
    asked = {"controls:add_measure": f"?point={point.pk}", "risks:preview": "?importance=5&frequency=4&probability=3"}
    return {name: reverse(name, kwargs=known.get(name)) + asked.get(name, "") for name in names()}


def _organization() -> Examples:
    filer, body = person("filer").pk, Body.objects.order_by("pk")[0].pk
    return {
        **each(
            "organization",
            "department edit_department move_department retire_department add_post",
            code="D11",
        ),
        **each("organization", "post edit_post retire_post begin_tenure", code="G1101"),
        **each("organization", "person account change_account reset_password retire_account", pk=filer),
        **each("organization", "reopen_account person_grants", pk=filer),
        **each("organization", "end_tenure", pk=Tenure.objects.order_by("pk")[0].pk),
        **each("organization", "body begin_membership", pk=body),
        **each("organization", "end_membership", pk=Membership.objects.order_by("pk")[0].pk),
        **each("organization", "revoke_grant", pk=RoleGrant.objects.get(user__username="filer").pk),
        **each("organization", "clear_calendar_day", pk=CalendarDay.objects.get().pk),
        **each("organization", "revoke_delegation", pk=Delegation.objects.get().pk),
        **each("organization", "withdraw_relative", pk=Relative.objects.order_by("pk")[0].pk),
    }


def _powers() -> Examples:
    shown = PowerList.objects.get(department__code="D11", year=2026)
    power = Power.objects.filter(power_list=shown).order_by("code")[0]
    drafted = RegulationVersion.objects.get(regulation__code="ZD-04", state="draft")
    due = ReviewDue.objects.filter(department__code="D11", state="open").order_by("pk")[0]
    return {
        **each("powers", "list check difference add", pk=shown.pk),
        **each("powers", "power edit save_draft remove history print", pk=power.pk),
        **each("powers", "flow preview flow_svg flow_bpmn", pk=power.pk, kind="internal"),
        **each("powers", "basis edit_basis verify_basis", code="YJ-01"),
        **each("powers", "regulation edit_regulation repeal_regulation draft_version", code="ZD-01"),
        **each("powers", "version edit_version drop_version enact_version open_review", pk=drafted.pk),
        **each("powers", "review edit_review submit_review give_opinion", pk=drafted.review.pk),
        **each("powers", "reopen_review add_correction", pk=drafted.review.pk),
        **each("powers", "finish_correction", pk=ReviewCorrection.objects.get(done_on=None).pk),
        **each("powers", "due confirm_due", pk=due.pk),
    }


def _risks() -> Examples:
    register = RiskRegister.objects.get(department__code="D11", year=2026)
    point = RiskPoint.objects.filter(register=register).order_by("code")[0]
    return {
        **each("risks", "open_register", code="D28"),
        **each("risks", "register changes follow review", pk=register.pk),
        **each("risks", "point edit_point save_point remove_point", pk=point.pk),
        **each("risks", "opinion withdraw_opinion ask_hearing hear", pk=point.pk),
        **each("risks", "proposal adopt decline reveal", pk=Proposal.objects.filter(state="open").order_by("pk")[0].pk),
    }


def _controls() -> Examples:
    table = ControlTable.objects.get(department__code="D11", year=2026)
    measure = Measure.objects.filter(table=table).order_by("code")[0]
    conflict = DutyConflict.objects.get(power__code="YP-05", state="found")
    in_force = ControlTable.objects.get(department__code="D11", state="in_force")
    planned = Tenure.objects.get(post__code="G1203", to_on__isnull=True)
    return {
        **each("controls", "table changes check follow_register print add_measure", pk=table.pk),
        **each("controls", "conflict accept_conflict", pk=conflict.pk),
        **each("controls", "measure edit_measure remove_measure set_progress", pk=measure.pk),
        **each("controls", "sign_table table_receipts record_paper_receipt", pk=in_force.pk),
        **each("controls", "rotation plan_rotation defer_rotation carry_out_rotation cancel_rotation", pk=planned.pk),
        **each("controls", "hand_over", pk=Rotation.objects.get(tenure__post__code=HANDED_OVER).tenure_id),
    }


def _approvals() -> Examples:
    """药剂科's returned submission to read and remark on, 招标采购办公室's to decide: it waits for 党办."""
    lists = Submission.objects.filter(kind="department", year=2026)
    returned, waiting = (lists.get(department__code=code) for code in ("D11", "D14"))
    row = SubmissionRow.objects.filter(item__submission=waiting).order_by("pk")[0]
    return {
        **each("approvals", "submission", pk=returned.pk),
        **each("approvals", "submit decide reject withdraw", pk=waiting.pk),
        **each("approvals", "remark", pk=waiting.pk, row_pk=row.pk),
        **each("approvals", "prepare", code="D11"),
        **each("approvals", "take_back_remark", pk=Remark.objects.order_by("pk")[0].pk),
        **each("approvals", "filing send_filing record_receipt", pk=Filing.objects.get().pk),
        **each("approvals", "print_filing", pk=Filing.objects.get().pk, kind="docx"),
        **each("approvals", "print_meeting", pk=Meeting.objects.order_by("pk")[0].pk),
        **each("approvals", "verify", sha256=Meeting.objects.order_by("pk")[0].sha256),
        **_corrections(),
        **_meetings(),
        **each("approvals", "remove_stage change_due_days", pk=StageDefault.objects.order_by("pk")[0].pk),
    }


def _corrections() -> Examples:
    """The correction of the demo's power in force, its list, and the year put to the committee."""
    made, report = Correction.objects.order_by("pk")[0], CorrectionReport.objects.get()
    return {
        **each("approvals", "correction", pk=made.pk),
        **each("approvals", "correct_list", kind=made.list_kind, list_id=made.list_id),
        **each("approvals", "correct", kind=made.list_kind, list_id=made.list_id, key=made.key),
        **each("approvals", "report_corrections", year=made.at.year),
        **each("approvals", "correction_report", pk=report.pk),
    }


def _meetings() -> Examples:
    """Each step with a meeting that is at it: one called, one in session with its votes open, one planned."""
    called, running, planned = (Meeting.objects.get(number=f"党委会〔2026〕{number}号") for number in (19, 20, 21))
    item, ballot = called.items.get(), Ballot.objects.filter(item__meeting=running).order_by("position")[0]
    return {
        **each("approvals", "change_meeting add_item call_meeting", pk=planned.pk),
        **each("approvals", "meeting recall_meeting cancel_meeting answer_call open_meeting", pk=called.pk),
        **each("approvals", "note_presence close_meeting", pk=running.pk),
        **each("approvals", "remove_item move_item begin_item", pk=item.pk),
        **each("approvals", "item declare_recusal vote_apart state_opinion postpone_item", pk=ballot.item_id),
        **each("approvals", "follow_up", pk=ballot.item_id),
        **each("approvals", "record_votes cast_vote", pk=ballot.item_id, ballot_pk=ballot.pk),
        **each("approvals", "change_meeting_rule", matter="ordinary"),
    }


def _disclosure() -> Examples:
    reviewed = PowerList.objects.get(department__code="D14", year=2026)
    return {
        **examples_b1.arguments(),
        "disclosure:power": {"code": "RS-03"},
        **examples_a.examples(),
        **examples_c1.arguments(),
        **examples_d1.arguments(),
        **each("disclosure_desk", "review settle_scopes give_secrecy_opinions", pk=reviewed.pk),
        **examples_b2.examples(),
        **examples_incoming.arguments(),
    }
