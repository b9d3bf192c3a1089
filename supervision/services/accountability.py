"""Recording what competent organs decided, what later documents did to it, the follow-up, and every reading of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.rules import Denied
from organization import services as organization_services
from organization.models import Department, Person, Tenure
from supervision import rules
from supervision.models import (
    AccountabilityAmendment,
    AccountabilityKind,
    AccountabilityProposal,
    AccountabilityRecord,
    Finding,
)
from supervision.rules import days as day_rules
from supervision.states.accountability import AmendmentKind


@transaction.atomic
def keep_kind(
    *, by: Person, kind: AccountabilityKind | None = None, version: int | None = None, **fields: Any
) -> AccountabilityKind:
    """Add a kind, or change one. Raises `Stale` when it was changed since `version`."""
    rules.keep_kinds(by)
    kept = AccountabilityKind()
    if kind is not None:
        kept = AccountabilityKind.objects.select_for_update().get(pk=kind.pk)
        core_services.refuse_stale(kept, version)
    for name, value in fields.items():
        setattr(kept, name, value)
    core_services.save(kept, by)
    details = {"months": kept.effect_months, "deduction": str(kept.deduction), "is_active": kept.is_active}
    core_services.record(by=by, verb="supervision.keep_kind", subject=kept, details=details)
    return kept


@transaction.atomic
def record_accountability(
    *,
    by: Person,
    kind: AccountabilityKind,
    organ: str,
    document_number: str,
    decided_on: date,
    tenure: Tenure | None = None,
    department: Department | None = None,
    effect_from: date | None = None,
    effect_to: date | None = None,
    follow_up_on: date | None = None,
    finding: Finding | None = None,
    proposal: AccountabilityProposal | None = None,
) -> AccountabilityRecord:
    """Record a decision on whoever held a post (`tenure`) or on a department. Nothing is decided here, and nothing follows.

    The period is counted from the kind's months where it has some and no end is named. The person concerned is told.
    """
    core_services.take_turn_at("supervision.accountability")
    place = tenure.post.department if tenure else department
    if place is None or (tenure is not None and department is not None):
        raise Denied(_("请选择一个人或一个部门。"))
    person = tenure.person if tenure else None
    post = tenure.post if tenure else None
    rules.record_accountability(by, person=person, department=place, post=post, proposal=proposal, finding=finding)
    _check(organ, document_number, decided_on)
    about = finding or (proposal.finding if proposal else None)
    day_rules.not_before(decided_on, about.found_on if about else None, what=_("决定日期"), than=_("问题的发现日期"))
    made = AccountabilityRecord(kind=kind, organ=organ.strip(), document_number=document_number.strip())
    made.person, made.post, made.department = person, post, place
    made.decided_on, made.effect_from = decided_on, effect_from or decided_on
    made.effect_to = effect_to or _end(kind, made.effect_from)
    made.follow_up_on, made.finding, made.proposal, made.recorded_by = follow_up_on, finding, proposal, by
    _refuse_double(made)
    made.code = _next_code(decided_on.year)
    made.save()
    _tell_concerned(made)
    record(made, "record_accountability", by=by)
    return made


def _tell_concerned(made: AccountabilityRecord) -> None:
    if made.person is None:
        return
    words = _("有关您的一项决定已登记：%(code)s。") % {"code": made.code}
    organization_services.notify(
        [made.person], kind="supervision.accountability", text=words, url=made.get_absolute_url()
    )


def _check(organ: str, document_number: str, decided_on: date) -> None:
    if not organ.strip() or not document_number.strip():
        raise Denied(_("请填写决定机关和文号：系统只登记有权机关已作出的决定。"))
    if decided_on > timezone.localdate():
        raise Denied(_("决定日期不能晚于今天。"))


def _end(kind: AccountabilityKind, begins: date) -> date | None:
    months = kind.effect_months
    return begins + relativedelta(months=months) - relativedelta(days=1) if months else None


def _refuse_double(made: AccountabilityRecord) -> None:
    about = {"person": made.person} if made.person else {"person__isnull": True, "department": made.department}
    same = AccountabilityRecord.objects.filter(document_number=made.document_number, kind=made.kind, **about)
    if same.exists():
        raise Denied(_("这份决定已经登记过。"), help=_("同一文书作出几种处理的，分别选种类登记。"))
    if made.effect_to is not None and made.effect_to < made.effect_from:
        raise Denied(_("影响期的结束不能早于开始。"))
    day_rules.not_before(made.effect_from, made.decided_on, what=_("影响期的开始"), than=_("决定日期"))
    day_rules.not_before(made.follow_up_on, made.decided_on, what=_("跟踪日期"), than=_("决定日期"))


def _next_code(year: int) -> str:
    prefix = f"ZR{year}-"
    codes = AccountabilityRecord.objects.filter(code__startswith=prefix).order_by("-code")
    last = codes.values_list("code", flat=True).first()
    return f"{prefix}{int(last[len(prefix) :]) + 1 if last else 1:03d}"


@transaction.atomic
def amend_accountability(
    *,
    by: Person,
    decision: AccountabilityRecord,
    kind: str,
    organ: str,
    document_number: str,
    decided_on: date,
    effect_to: date | None = None,
) -> AccountabilityAmendment:
    """Record a later document of the organ that changes the period or revokes the decision (`AmendmentKind`)."""
    locked = _lock(decision)
    rules.amend_accountability(by, locked, decided_on=decided_on)
    _check(organ, document_number, decided_on)
    if kind == AmendmentKind.AMENDED and (effect_to is None or effect_to < locked.effect_from):
        raise Denied(_("变更的，请填写变更后影响期的结束日期，不早于开始日期。"))
    made = AccountabilityAmendment.objects.create(
        record=locked,
        kind=kind,
        organ=organ.strip(),
        document_number=document_number.strip(),
        decided_on=decided_on,
        effect_to=effect_to if kind == AmendmentKind.AMENDED else None,
        by=by,
    )
    record(locked, "amend_accountability", by=by, kind=str(kind))
    return made


@transaction.atomic
def follow_up_accountability(
    *, by: Person, decision: AccountabilityRecord, on: date, note: str
) -> AccountabilityRecord:
    """Record how the follow-up went, once."""
    locked = _lock(decision)
    rules.follow_up_accountability(by, locked)
    if not note.strip():
        raise Denied(_("请写明跟踪情况。"))
    day_rules.not_before(on, locked.decided_on, what=_("跟踪日期"), than=_("决定日期"))
    day_rules.not_ahead(on, what=_("跟踪日期"))
    locked.followed_up_on, locked.followed_up_by, locked.follow_up_note = on, by, note.strip()
    locked.save()
    record(locked, "follow_up_accountability", by=by)
    return locked


def read_accountability(*, by: Person, records: Iterable[AccountabilityRecord], where: str) -> None:
    """Leave in the trail that `by` was shown these records, by their codes: called by whatever shows them, before it
    does. `where` says as what: list, page, xlsx, csv."""
    codes = sorted(each.code for each in records)
    core_services.record(
        by=by,
        verb="supervision.read_accountability",
        subject_type=AccountabilityRecord._meta.label_lower,
        code=codes[0] if len(codes) == 1 else "",
        details={"records": codes, "where": where},
    )


def _lock(decision: AccountabilityRecord) -> AccountabilityRecord:
    found = AccountabilityRecord.objects.select_for_update(of=("self",)).select_related("department", "person")
    return found.get(pk=decision.pk)


def record(accountability: AccountabilityRecord, verb: str, *, by: Person, **details: Any) -> None:
    """Leave the trail of one verb on a record, without whom it is about; last in its service."""
    core_services.record(by=by, verb=f"supervision.{verb}", subject=accountability, details=details)
