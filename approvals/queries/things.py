"""What the page of one submission shows beside its rows: remarks, decisions, stages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from approvals.calculations.words import LISTS, Words
from approvals.models import Decision, Recusal, Remark, Stage, Submission, SubmissionItem, SubmissionRow
from approvals.states import StageCode, SubmissionKind, Verdict
from core import calculations as core_calculations
from core.registry import Fault, registry
from organization.models import Department, Person


def rows_by_item(item: SubmissionItem) -> QuerySet[SubmissionRow]:
    """Frozen rows of one list, in order."""
    return SubmissionRow.objects.filter(item=item).order_by("position", "id")


def standing_remarks(submission: Submission) -> QuerySet[Remark]:
    """Remarks that a return carries, in the order of their rows."""
    return _in_order(Remark.objects.filter(submission=submission))


def remarks_for(by: Person, submission: Submission) -> list[Remark]:
    """The standing remarks that `by` may read: not the committee's on rows they left to the others."""
    found = list(standing_remarks(submission))
    if not any(_is_the_committees(remark) for remark in found):
        return found
    left = {*Recusal.objects.filter(submission=submission, person=by, item__isnull=False).values_list("row", flat=True)}
    return [remark for remark in found if remark.row_id not in left or not _is_the_committees(remark)]


def _is_the_committees(remark: Remark) -> bool:
    return remark.stage is not None and remark.stage.code == StageCode.COMMITTEE


def _in_order(remarks: QuerySet[Remark]) -> QuerySet[Remark]:
    found = remarks.filter(taken_back_at__isnull=True).select_related("row__item", "by", "stage")
    found = found.defer("row__item__content", "row__item__difference", "row__item__checks")
    return found.order_by("row__item__list_kind", "row__position", "at", "id")


def earlier_remarks(submission: Submission) -> dict[str, list[Remark]]:
    """Row key → remarks on that row in the last round of this edition that had any.

    A round that was taken back before anybody remarked does not hide what the department was told before it.
    """
    found: dict[str, list[Remark]] = {}
    if submission.resubmits_id is None:
        return found
    edition = {name: getattr(submission, name) for name in ("department_id", "kind", "year", "number")}
    for remark in _of_last_round(Submission.objects.filter(**edition, pk__lt=submission.pk)):
        found.setdefault(remark.row.key, []).append(remark)
    return found


def _of_last_round(submissions: QuerySet[Submission]) -> QuerySet[Remark]:
    """Remarks of the latest of these submissions that had any."""
    standing = Remark.objects.filter(submission=OuterRef("pk"), taken_back_at__isnull=True)
    last = submissions.filter(Exists(standing)).order_by("-pk")
    return _in_order(Remark.objects.filter(submission__in=last.values("pk")[:1]))


@dataclass(frozen=True)
class ToMend:
    """A remark on a returned list, where its row is mended now, and whether the row has been since."""

    remark: Remark
    url: str
    is_changed: bool


def remarks_to_mend(department: Department, *, is_leadership: bool, year: int, number: int) -> list[ToMend]:
    """What the department was told in the last round of this edition, before it submits the edition again."""
    kind = SubmissionKind.LEADERSHIP if is_leadership else SubmissionKind.DEPARTMENT
    rounds = Submission.objects.filter(department=department, kind=kind, year=year, number=number)
    remarks = list(_of_last_round(rounds))
    urls = places_to_mend(remarks)
    lists = {(remark.row.item.list_kind, remark.row.item.list_id) for remark in remarks}
    frozen = [registry.list_handlers[kind].freeze(list_id) for kind, list_id in sorted(lists)]
    now = {
        (item[0], row.key): row.content for item, made in zip(sorted(lists), frozen, strict=True) for row in made.rows
    }
    return [ToMend(remark, urls.get(remark.pk, ""), _is_changed(remark.row, now)) for remark in remarks]


def _is_changed(row: SubmissionRow, now: dict[tuple[str, str], dict]) -> bool:
    content = now.get((row.item.list_kind, row.key))
    return content is None or core_calculations.sha256(content) != core_calculations.sha256(row.content)


def places_to_mend(remarks: Iterable[Remark]) -> dict[int, str]:
    """Remark's id → where its row is mended, a query for each list remarked upon; read them with `row__item`."""
    remarks = list(remarks)
    keys: dict[tuple[str, int], set[str]] = {}
    for remark in remarks:
        keys.setdefault((remark.row.item.list_kind, remark.row.item.list_id), set()).add(remark.row.key)
    urls = {lot: registry.list_handlers[lot[0]].row_urls(lot[1], wanted) for lot, wanted in keys.items()}
    places = {remark.pk: (remark.row.item.list_kind, remark.row.item.list_id) for remark in remarks}
    found = {remark.pk: urls[places[remark.pk]].get(remark.row.key, "") for remark in remarks}
    return {pk: url for pk, url in found.items() if url}


def last_decision(submission: Submission) -> Decision | None:
    """The latest decision, for the sentence shown to who came too late."""
    return submission.decisions.select_related("by").order_by("-at", "-id").first()


def steps(submission: Submission, decisions: Iterable[Decision]) -> list[Stage]:
    """Its stages in order, with those of `decisions` made at each (`made`) and the one that ended it there (`ended`, or None)."""
    made: dict[int | None, list[Decision]] = {}
    for decision in decisions:
        made.setdefault(decision.stage_id, []).append(decision)
    found: list[Any] = list(submission.stages.order_by("position"))
    for stage in found:
        stage.made = made.get(stage.pk, [])
        stage.ended = next((each for each in stage.made if each.verdict in (Verdict.RETURN, Verdict.REJECT)), None)
    return found


def words_of(submission: Submission) -> Words:
    """How pages speak of what the submission carries."""
    return LISTS if submission.kind in SubmissionKind.of_lists() else words_by(submission.items.get().list_kind)


def words_by(list_kind: str) -> Words:
    """The same, by the kind of what is carried."""
    handler: Any = registry.list_handlers[list_kind]
    return handler.words if list_kind in registry.things else LISTS


def conditions(submissions: Collection[Submission]) -> dict[int, list[Fault]]:
    """Submission id → what higher apps say of passing the stage that holds it: what must be done first, what only warns."""
    found: dict[int, list[Fault]] = {each.pk: [] for each in submissions}
    for condition in registry.stage_conditions:
        for pk, fault in condition(submissions):
            found[pk].append(fault)
    return found


def row_of(submission: Submission, pk: int) -> SubmissionRow | None:
    """One frozen row of the submission."""
    return SubmissionRow.objects.filter(item__submission=submission, pk=pk).first()


def remark_for(by: Person, pk: int) -> Remark | None:
    """An own remark, or None."""
    return Remark.objects.select_related("submission", "row").filter(pk=pk, by=by).first()


def warnings_of(item: SubmissionItem) -> list[Fault]:
    """What the check still warned of when the head signed the list."""
    return [Fault(**kept, is_blocking=False) for kept in item.checks]
