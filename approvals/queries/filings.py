"""备案: the filings a person may see, what goes with each, and which of them wait for the Party office."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import AgendaSubmission, Filing, Submission
from approvals.queries import lists
from approvals.states import FILING_DAYS, AgendaVerdict, FilingState
from core.registry import Task, TaskGroup, registry
from organization import calculations, queries
from organization.models import Person
from organization.roles import Action

RELATED = ("submission__department", "filed_by", "supplements", "supplemented_by")


def filings_for(by: Person) -> QuerySet[Filing]:
    """Filings of submissions `by` may see, with how many rows each carries (`row_count`)."""
    seen = Submission.objects.filter(lists.seen(by)).values("pk")
    found = Filing.objects.filter(submission__in=seen).annotate(row_count=Count("submission__items__rows"))
    return found.select_related(*RELATED).order_by("-filed_at", "-id")


def filing_for(by: Person, pk: int) -> Filing | None:
    """One filing, or None where `by` may not know of it."""
    return filings_for(by).filter(pk=pk).first()


def search_filings(rows: QuerySet[Filing], text: str) -> QuerySet[Filing]:
    """By year and number, body, number of the receipt or words of the note."""
    name = Concat(
        Value("〔"),
        Cast("year", TextField()),
        Value("〕"),
        Cast("number", TextField()),
        Value("号"),
        output_field=TextField(),
    )
    named = rows.annotate(name=name)
    found = Q(body__icontains=text) | Q(receipt_number__icontains=text) | Q(note__icontains=text)
    return named.filter(found | Q(name__icontains=text))


def decision_on(filing: Filing) -> AgendaSubmission | None:
    """The agenda entry by which the committee approved what is filed."""
    entries = filing.submission.agenda_entries.filter(verdict=AgendaVerdict.AGREE)
    return entries.select_related("item__meeting").order_by("-id").first()


def package_of(filing: Filing) -> list[dict[str, Any]]:
    """The approved lists that go with it, in the order of the chain: title, how many rows, hash, where it is printed."""
    items = {
        item.list_kind: item for item in filing.submission.items.annotate(row_count=Count("rows")).defer("content")
    }
    return [
        {
            "title": handler.title,
            "count": items[handler.kind].row_count,
            "sha256": items[handler.kind].sha256,
            "url": handler.get(items[handler.kind].list_id).get_absolute_url(),
        }
        for handler in registry.handlers()
        if handler.kind in items
    ]


def grades_of(filing: Filing) -> list[tuple[str, int]]:
    """How many of the risk points filed have each grade, in words."""
    return [(str(word), count) for word, count in registry.grade_counts(filing.submission)]


def filing_tasks(by: Person) -> TaskGroup:
    """What the Party office has to send, and what is sent and has no receipt; at most two queries."""
    places = queries.departments_for(by, Action.SUBMIT_LEADERSHIP).values("pk")
    found = Filing.objects.filter(submission__department__in=places).exclude(state=FilingState.RECEIPTED)
    filings = list(found.select_related("submission__department").order_by("id"))
    overrides = queries.workday_overrides() if filings else {}
    return TaskGroup(_("备案"), tuple(_task(filing, overrides) for filing in filings))


def _task(filing: Filing, overrides: dict[date, bool]) -> Task:
    since = filing.sent_on or timezone.localdate(filing.filed_at)
    due_on = calculations.add_workdays(since, FILING_DAYS[FilingState(filing.state)], overrides)
    words = _("等报送%(body)s") if filing.state == FilingState.PENDING else _("等%(body)s的备案回执")
    return Task(
        what=str(filing),
        who=str(filing.submission),
        url=filing.get_absolute_url(),
        since=since,
        due_on=due_on,
        note=words % {"body": filing.body},
        is_overdue=due_on < timezone.localdate(),
    )
