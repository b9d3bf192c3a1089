"""备案 of the leadership's lists: entered when they come into force, sent, receipted, and reminded of until then."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import Filing, Submission
from approvals.states import FILING_DAYS, FILING_MOVES, FilingState, FilingVerb
from core import services as core_services
from core.models import Duty
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Person
from organization.roles import Action


def file_submission(submission: Submission, *, by: Person) -> Filing:
    """Enter what came into force under the next number of the year; it supplements the filing before it (补充备案).

    Only one submission of the leadership is ever on its way, so its lock keeps the numbers apart.
    """
    today = timezone.localdate()
    last = Filing.objects.filter(year=today.year).aggregate(last=Max("number"))["last"] or 0
    filing = Filing.objects.create(
        submission=submission,
        year=today.year,
        number=last + 1,
        sha256=submission.sha256,
        filed_by=by,
        body=organization_queries.hospital().filing_body,
        supplements=Filing.objects.order_by("-id").first(),
    )
    _remind_later(filing, today)
    return filing


@transaction.atomic
def send_filing(*, by: Person, filing: Filing, sent_on: date, note: str = "") -> Filing:
    """The package went to the body above on that day; until its receipt is entered the Party office is reminded."""
    filing = _lock(filing)
    rules.send_filing(by, filing, sent_on)
    filing.state = FILING_MOVES[filing.state, FilingVerb.SEND]
    filing.sent_on, filing.note = sent_on, note.strip()
    filing.save()
    _remind_later(filing, sent_on)
    _note(filing, "send_filing", by=by, body=filing.body, sent_on=str(sent_on))
    return filing


@transaction.atomic
def record_receipt(*, by: Person, filing: Filing, number: str, on: date) -> Filing:
    """The body above has confirmed it under `number`: the filing is done."""
    filing = _lock(filing)
    rules.record_receipt(by, filing, on)
    if not number.strip():
        raise Denied(_("请填写回执编号。"))
    filing.state = FILING_MOVES[filing.state, FilingVerb.RECEIVE]
    filing.receipt_number, filing.receipt_on = number.strip(), on
    filing.save()
    _note(filing, "record_receipt", by=by, number=filing.receipt_number, receipt_on=str(on))
    return filing


def _lock(filing: Filing) -> Filing:
    related = ("submission__department",)
    return Filing.objects.select_for_update(of=("self",)).select_related(*related).get(pk=filing.pk)


def _note(filing: Filing, verb: str, *, by: Person, **details: Any) -> None:
    core_services.record(
        by=by,
        verb=f"approvals.{verb}",
        subject=filing,
        code=f"{filing.year}-{filing.number}",
        department_code=filing.submission.department.code,
        details={"state": filing.state, "sha256": filing.sha256, **details},
    )


def _remind_later(filing: Filing, since: date) -> None:
    """Ask for a look at the filing when its state has lasted too long; days gone by meanwhile are one reminder."""
    state = FilingState(filing.state)
    day = organization_queries.workdays_after(since, FILING_DAYS[state])
    while day < timezone.localdate():
        day = organization_queries.workdays_after(day, FILING_DAYS[state])
    core_services.ask(
        kind="approvals.remind_filing",
        key=f"filing:{filing.pk}:{state}:{day}",
        payload={"filing": filing.pk, "state": state, "day": str(day)},
        title=_("备案提醒"),
        due_at=timezone.make_aware(datetime.combine(day, time(8))),
    )


@transaction.atomic
def remind_filing(duty: Duty, phase: Callable[..., None]) -> None:
    """Tell the Party office what is still missing, and look again later; once a due day, however often it runs.

    The hospital may switch the message off; the look goes on, so that switching it on again is enough.
    """
    filing, day = (
        Filing.objects.select_for_update().get(pk=duty.payload["filing"]),
        date.fromisoformat(duty.payload["day"]),
    )
    if filing.state != duty.payload["state"]:
        return
    is_told = filing.reminded_on is not None and filing.reminded_on >= day
    if organization_queries.hospital().is_filing_reminded and not is_told:
        filing.reminded_on = day
        filing.save(update_fields=["reminded_on"])
        people = organization_queries.holders(Action.SUBMIT_LEADERSHIP, filing.submission.department)
        organization_services.notify(
            people, kind="approvals.filing", text=_missing(filing), url=filing.get_absolute_url()
        )
    _remind_later(filing, day)


def _missing(filing: Filing) -> str:
    if filing.state == FilingState.PENDING:
        words = _("%(filing)s于 %(day)s 生效，还没有报送%(body)s备案。")
        return words % {"filing": filing, "day": timezone.localdate(filing.filed_at), "body": filing.body}
    words = _("%(filing)s已于 %(day)s 报送%(body)s，还没有登记备案回执。")
    return words % {"filing": filing, "day": filing.sent_on, "body": filing.body}
