"""What the public wrote in, for whom at the desk: lists, one with its story, what waits, what falls due."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import DueItem, Task, TaskGroup
from core.rules import allows
from disclosure.calculations import personal_data
from disclosure.models import Handling, Publication, Reply, Suggestion, SuggestionFile
from disclosure.queries import open_settings
from disclosure.rules import handling as handling_rules
from disclosure.states import Face, HandlingState, PersonalData, PublicationState
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from risks.states import Finder
from supervision.states.findings import FindingSource

MOST = 20
LONGEST = 60
ACTIONS = {HandlingState.ASSIGNED: Action.FILE, HandlingState.CLEARING: Action.REVIEW_SECRECY}
"""Who acts in a state, where it is not 党办."""
STATE = Coalesce("handling__state", Value(HandlingState.RECEIVED), output_field=CharField())


def _handled_by(by: Person) -> Q:
    """All for 党办 and 纪检监察室, for others what was assigned to a department they file for."""
    places = organization_queries.departments_for(by, Action.FILE).values("pk")
    whole = organization_queries.is_for_whole(by, Action.PUBLISH, Action.SUPERVISE)
    return whole | Q(handling__department__in=places)


def _to_clear(by: Person) -> Q:
    """What waits for 保密审查 by `by`."""
    places = organization_queries.departments_acting_for(by, Action.REVIEW_SECRECY).values("pk")
    return Q(handling__state__in=HandlingState.before_secrecy(), handling__department__in=places)


def suggestions_for(by: Person) -> QuerySet[Suggestion]:
    """Suggestions `by` may read, each with its `state`: all for 党办 and 纪检监察室, for others what was assigned to a
    department they file for, for the secrecy reviewer what waits for 保密审查. Never who wrote: that is only on the page,
    for 党办.
    """
    found = Suggestion.objects.defer("name", "contact", "code_hash", "token_hash").annotate(state=STATE)
    return found.filter(_handled_by(by) | _to_clear(by))


def suggestions_shown(by: Person) -> QuerySet[Suggestion]:
    """The same with what a row of the list shows: the department that answers, and the one that was meant."""
    meant = Department.objects.filter(code=OuterRef("department_code")).exclude(code="").values("name")[:1]
    return suggestions_for(by).annotate(
        department_name=F("handling__department__name"), meant_name=Coalesce(Subquery(meant), Value(""))
    )


def suggestion_for(by: Person, pk: Any) -> Suggestion | None:
    """One suggestion, or None where `by` may not know of it; name and contact are there for 党办 alone."""
    found = suggestions_for(by).select_related("handling__department", "handling__proposal", "handling__finding")
    found = found.prefetch_related(Prefetch("replies", Reply.objects.select_related("by", "publication")))
    if allows(handling_rules.read_contact, by):
        return found.defer(None).filter(pk=pk).first()
    shown = found.filter(pk=pk).first()
    if shown is not None:
        shown.name = shown.contact = ""
    return shown


def replies_of(suggestion: Suggestion) -> list[Reply]:
    """What was told, the latest first: that one holds."""
    return sorted(suggestion.replies.all(), key=lambda each: each.pk, reverse=True)


def personal_pieces(suggestion: Suggestion, *texts: str) -> list[list[str]]:
    """What looks like personal data in each of the texts that are to be public, who wrote among it: its kind, and itself half
    covered. The name is read here, for 保密审查 does not see who wrote."""
    allowed = open_settings.published_contacts()
    name = Suggestion.objects.values_list("name", flat=True).get(pk=suggestion.pk).strip()
    told = _("提出人的称呼 %(name)s") % {"name": personal_data.masked(PersonalData.NAME, name)} if len(name) > 1 else ""
    return [[*_pieces(text, allowed), *([told] if told and name in text else [])] for text in texts]


def text_pieces(suggestion: Suggestion) -> list[str]:
    """The same of what was written in, which who drafts the answer will read."""
    return _pieces(suggestion.text)


def _pieces(text: str, allowed: Collection[str] = ()) -> list[str]:
    found = personal_data.find(text, allowed=allowed)
    return [each.told for each in found]


def public_pieces(handling: Handling) -> list[str]:
    """The same of all that waits for 保密审查."""
    texts = (handling.title, handling.question, handling.answer, handling.correction)
    return [piece for pieces in personal_pieces(handling.suggestion, *texts) for piece in pieces]


def handling_of(suggestion: Suggestion) -> Handling:
    """Its handling; before the first step one that is not kept yet."""
    return getattr(suggestion, "handling", None) or Handling(suggestion=suggestion)


def suggestion_counts(by: Person) -> dict[str, int]:
    """How many that `by` sees are in each open state, and how many of them are `overdue`; `closed` the rest."""
    is_open = Q(state__in=HandlingState.open())
    counts: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in HandlingState.open()}
    counts["overdue"] = Count("pk", filter=is_open & Q(due_on__lt=timezone.localdate()))
    counts["closed"] = Count("pk", filter=~is_open)
    return suggestions_for(by).order_by().aggregate(**counts)


def overdue(rows: Any) -> Any:
    """Those still open after their day."""
    return rows.filter(state__in=HandlingState.open(), due_on__lt=timezone.localdate())


def on_time(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """Those closed by their day."""
    return rows.filter(handling__closed_at__isnull=False, handling__closed_at__date__lte=F("due_on"))


def late(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """Those closed after their day."""
    return rows.filter(handling__closed_at__isnull=False, handling__closed_at__date__gt=F("due_on"))


def public(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """Those answered in public."""
    return rows.filter(is_public())


def is_public() -> Exists:
    """Was a suggestion answered in public?"""
    return Exists(Reply.objects.filter(suggestion=OuterRef("pk"), publication__isnull=False))


def is_overdue(suggestion: Any) -> bool:
    """Is it still open after its day?"""
    return suggestion.state in HandlingState.open() and suggestion.due_on < timezone.localdate()


def files_of(by: Person, suggestion: Suggestion) -> QuerySet[SuggestionFile]:
    """Files sent along, without their bytes; none for who reads it for 保密审查 alone: they are not made public."""
    seen = Suggestion.objects.filter(_handled_by(by)).values("pk")
    found = SuggestionFile.objects.filter(suggestion=suggestion, suggestion__in=seen)
    return found.defer("data").order_by("name", "pk")


def file_for(by: Person, pk: Any) -> SuggestionFile | None:
    """One file, where `by` handles the suggestion it came with."""
    seen = Suggestion.objects.filter(_handled_by(by)).values("pk")
    return SuggestionFile.objects.filter(pk=pk, suggestion__in=seen).first()


def about(suggestion: Suggestion) -> Publication | None:
    """The publication it was written at, where that stands open still."""
    if not suggestion.about_code:
        return None
    found = Publication.objects.filter(face=Face.OPEN, state=PublicationState.PUBLISHED, code=suggestion.about_code)
    return found.only("kind", "code", "sequence", "face", "title", "department_code").order_by("-sequence").first()


def department_meant(suggestion: Suggestion, publication: Publication | None) -> Department | None:
    """The department it names, else the one that answers for what it was written at."""
    code = suggestion.department_code or (publication.department_code if publication else "")
    return organization_queries.departments().filter(code=code).first() if code else None


def story(suggestion: Suggestion) -> list[dict[str, Any]]:
    """What happened, the latest first, as entries of `components/history.html`."""
    handling = getattr(suggestion, "handling", None)
    records = (
        handling.history.select_related("history_user").order_by("-history_date", "-history_id") if handling else ()
    )
    told = [
        {"at": each.history_date, "who": each.history_user or _("系统"), "did": each.history_change_reason or _("办理")}
        for each in records
    ]
    if suggestion.purged_at:
        told.insert(0, {"at": suggestion.purged_at, "who": _("系统"), "did": _("删除了原文、称呼、联系方式和附件")})
    return [*told, {"at": suggestion.received_at, "who": _("提出人"), "did": _("在公开网站提交")}]


def origin(thing: Any, by: Person) -> tuple[str, str] | None:
    """Where a proposed risk point or a finding came from, for their pages; asks only about those that may have."""
    if getattr(thing, "finder", "") == Finder.COLLEAGUES:
        found = Handling.objects.filter(proposal=thing.pk)
    elif getattr(thing, "source", "") == FindingSource.SUGGESTION:
        found = Handling.objects.filter(finding=thing.pk)
    else:
        return None
    seen = suggestions_for(by).order_by().values("pk")
    pk = found.filter(suggestion__in=seen).values_list("suggestion", flat=True).first()
    return (_("群众意见建议"), reverse("disclosure_desk:suggestion", args=[pk])) if pk else None


def suggestion_tasks(by: Person) -> TaskGroup:
    """What waits for `by` at 我的待办: 党办 takes in and settles, departments draft, 保密审查 clears; told apart by their first
    words, which `by` may read."""
    words = {
        HandlingState.RECEIVED: _("受理意见建议（%(kind)s）"),
        HandlingState.ASSIGNED: _("提交答复稿（%(kind)s）"),
        HandlingState.DRAFTED: _("审定答复（%(kind)s）"),
        HandlingState.CLEARING: _("保密审查公开答复（%(kind)s）"),
        HandlingState.CORRECTING: _("保密审查更正的公开答复（%(kind)s）"),
    }
    asked = Q(pk__in=[])
    if allows(handling_rules.moderate, by):
        asked |= Q(state__in=[HandlingState.RECEIVED, HandlingState.DRAFTED])
    places = organization_queries.departments_for(by, Action.FILE).values("pk")
    asked |= Q(state=HandlingState.ASSIGNED, handling__department__in=places)
    asked |= _to_clear(by) & ~Q(handling__settled_by=by.pk)
    steps = Handling.history.filter(suggestion=OuterRef("pk")).order_by("-history_date").values("history_date")[:1]
    waiting: Any = suggestions_for(by).filter(asked).select_related("handling__department").order_by("due_on", "pk")
    waiting = waiting.annotate(since=Coalesce(Subquery(steps), F("received_at")))
    tasks = tuple(
        Task(
            what=words[each.state] % {"kind": each.get_kind_display()},
            who=_sender(each),
            url=each.get_absolute_url(),
            since=each.since,
            due_on=each.due_on if each.state in HandlingState.open() else None,
            note=beginning(each.text),
            is_overdue=is_overdue(each),
        )
        for each in waiting[:MOST]
    )
    return TaskGroup(_("意见建议"), tasks)


def _sender(suggestion: Any) -> str:
    """From whom it came to who acts now."""
    if suggestion.state == HandlingState.RECEIVED:
        return _("群众")
    return str(suggestion.handling.department) if suggestion.state == HandlingState.DRAFTED else _("党办")


def beginning(text: str) -> str:
    """The first words, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def due_suggestions(on: date, until: date) -> Iterator[DueItem]:
    """Suggestions to be taken in, answered or settled, one item a state, department and day."""
    root = Department.objects.filter(parent__isnull=True).values_list("pk", flat=True).first()
    found = Suggestion.objects.annotate(state=STATE).filter(state__in=HandlingState.open(), due_on__lte=until)
    rows = found.order_by().values("state", "handling__department", "handling__department__name", "due_on")
    words = {
        HandlingState.RECEIVED: _("%(count)d条意见建议待受理"),
        HandlingState.ASSIGNED: _("%(department)s%(count)d条意见建议待提交答复稿"),
        HandlingState.DRAFTED: _("%(department)s%(count)d条答复稿待审定"),
        HandlingState.CLEARING: _("%(count)d条公开答复待保密审查"),
    }
    for row in rows.annotate(count=Count("pk")).order_by("due_on", "state", "handling__department"):
        state = HandlingState(row["state"])
        is_out = state == HandlingState.ASSIGNED
        place = row["handling__department"]
        yield DueItem(
            key=f"suggestions:{state}:{place or 0}",
            text=words[state] % {"count": row["count"], "department": row["handling__department__name"] or ""},
            url=f"{reverse('disclosure_desk:suggestions')}?state={state}",
            due_on=row["due_on"],
            department_id=place if is_out else root or place,
            actions=(ACTIONS.get(state, Action.PUBLISH),),
            count=row["count"],
        )
