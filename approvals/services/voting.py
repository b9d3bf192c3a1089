"""Taking an item: recusal, what is voted on apart, opinions, votes, and what follows from them at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import calculations, rules
from approvals.models import (
    AgendaItem,
    AgendaRow,
    AgendaSubmission,
    Attendance,
    Ballot,
    BallotRow,
    Meeting,
    Recusal,
    Statement,
    SubmissionRow,
    Vote,
)
from approvals.services import planning, resolving
from approvals.states import (
    ITEM_MOVES,
    BallotResult,
    BallotScope,
    Capacity,
    ItemState,
    ItemVerb,
    Presence,
    VoteChoice,
)
from core.rules import Denied, Stale
from organization.models import Person
from organization.states import BodyDuty


def _locked(ballot: Ballot) -> Ballot:
    """The vote with its item under the lock of the meeting.

    Raises `Stale` when the votes of the item were set anew meanwhile, by a recusal or because the item was postponed.
    """
    item = planning.lock_item(ballot.item)
    found = Ballot.objects.select_for_update().filter(pk=ballot.pk).first()
    if found is None:
        raise Stale(_("表决事项刚刚有变动，您的登记没有提交，请刷新后再看。"), url=item.get_absolute_url())
    found.item = item
    return found


def _move(item: AgendaItem, verb: str) -> None:
    item.state = ITEM_MOVES[item.state, verb]
    item.save(update_fields=["state", "postponed_reason", "taken_at"])


@transaction.atomic
def begin_item(*, by: Person, item: AgendaItem) -> AgendaItem:
    """Take the item: recusals the system knows are written down, and what must be voted on apart is set apart."""
    item = planning.lock_item(item)
    principal = rules.begin_item(by, item)
    item.taken_at = timezone.now()
    _move(item, ItemVerb.BEGIN)
    _note_known_recusals(item)
    _arrange(item)
    _conclude_if_done(item, by=by)
    planning.note(item.meeting, "begin_item", by=by, principal=principal, item=item.title)
    return item


def _rows(item: AgendaItem) -> QuerySet[SubmissionRow]:
    """The rows of all submissions of the item."""
    return SubmissionRow.objects.filter(item__submission__agenda_entries__item=item)


def _note_known_recusals(item: AgendaItem) -> None:
    called = item.meeting.attendances.filter(capacity=Capacity.MEMBER)
    for person in Person.objects.filter(pk__in=called.values("person")).order_by("pk"):
        _write_recusals(item, person, rules.known_grounds(_rows(item), person))


def _write_recusals(item: AgendaItem, person: Person, reasons: Mapping[int, str]) -> None:
    """The member leaves these rows (id → why); a row they already leave keeps its reason."""
    if not reasons:
        return
    left = _rows(item).filter(pk__in=reasons, item__submission__stage__isnull=False)
    Recusal.objects.bulk_create(
        (
            Recusal(submission_id=submission, stage_id=stage, row_id=row, person=person, item=item, reason=reasons[row])
            for row, submission, stage in left.values_list("pk", "item__submission", "item__submission__stage")
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def declare_recusal(*, by: Person, item: AgendaItem, reason: str, rows: Collection[SubmissionRow] = ()) -> AgendaItem:
    """A member leaves the item, or only `rows` of it, to the others: no opinions read, no discussion, no vote, no chair."""
    item = planning.lock_item(item)
    rules.declare_recusal(by, item)
    if not reason.strip():
        raise Denied(_("请写明回避的理由。"))
    left = _rows(item).filter(pk__in=[row.pk for row in rows]) if rows else _rows(item)
    _write_recusals(item, by, dict.fromkeys(left.values_list("pk", flat=True), reason.strip()[:120]))
    if item.state == ItemState.OPEN:
        _arrange(item)
        _conclude_if_done(item, by=by)
    planning.note(item.meeting, "declare_recusal", by=by, item=item.title, rows=[row.code for row in rows])
    return item


@transaction.atomic
def vote_apart(
    *, by: Person, item: AgendaItem, entry: AgendaSubmission | None = None, rows: Collection[SubmissionRow] = ()
) -> AgendaItem:
    """Vote on one department, or on rows, apart from the rest of the item."""
    item = planning.lock_item(item)
    principal = rules.vote_apart(by, item)
    if entry is not None:
        item.entries.filter(pk=entry.pk).update(is_apart=True)
    own = _rows(item).filter(pk__in=[row.pk for row in rows])
    AgendaRow.objects.bulk_create((AgendaRow(item=item, row=row) for row in own), ignore_conflicts=True)
    if item.state == ItemState.OPEN:
        _arrange(item)
    what = [str(entry.submission)] if entry else [row.code for row in own]
    planning.note(item.meeting, "vote_apart", by=by, principal=principal, item=item.title, apart=what)
    return item


def _arrange(item: AgendaItem) -> None:
    """Set the votes of the item anew: rows with the same recusals together, the leadership person by person."""
    BallotRow.objects.filter(item=item).delete()
    item.ballots.all().delete()
    ballots: list[Ballot] = []
    is_whole_wanted = False
    for entry in item.entries.select_related("submission__department").order_by("pk"):
        apart = _rows_apart(item, entry)
        ballots += [_ballot(item, entry, title, rows) for title, rows in apart]
        covered = {row for _title, rows in apart for row in rows}
        is_all_apart = not SubmissionRow.objects.of(entry.submission).exclude(pk__in=covered).exists()
        if entry.is_apart and not is_all_apart:
            ballots.append(_ballot(item, entry, str(entry.submission), ()))
        is_whole_wanted |= not entry.is_apart and not is_all_apart
    if is_whole_wanted:
        ballots.insert(0, _ballot(item, None, item.title, ()))
    for position, ballot in enumerate(ballots, 1):
        Ballot.objects.filter(pk=ballot.pk).update(position=position)


def _rows_apart(item: AgendaItem, entry: AgendaSubmission) -> list[tuple[str, list[int]]]:
    """(title, ids of rows) of each vote on rows of one submission."""
    recused = defaultdict(set)
    for row, person in Recusal.objects.filter(item=item, submission=entry.submission).values_list("row", "person"):
        recused[row].add(person)
    chosen = {
        *AgendaRow.objects.filter(item=item, row__item__submission=entry.submission).values_list("row", flat=True)
    }
    groups: dict[tuple, list[SubmissionRow]] = defaultdict(list)
    for row in SubmissionRow.objects.of(entry.submission).select_related("post").order_by("item", "position", "id"):
        if entry.submission.is_leadership:
            groups["post", row.post_id].append(row)
        elif row.pk in chosen:
            groups["row", row.pk].append(row)
        elif row.pk in recused:
            groups["recused", frozenset(recused[row.pk])].append(row)
    return [(_title(entry, rows), [row.pk for row in rows]) for rows in groups.values()]


def _title(entry: AgendaSubmission, rows: list[SubmissionRow]) -> str:
    if entry.submission.is_leadership:
        return _("%(post)s（%(count)d 项）") % {"post": rows[0].post or _("未列岗位"), "count": len(rows)}
    codes = "、".join(row.code for row in rows[:4]) + (_("等") if len(rows) > 4 else "")
    words = _("%(department)s：%(codes)s（%(count)d 项）")
    return words % {"department": entry.submission.department, "codes": codes, "count": len(rows)}


def _ballot(item: AgendaItem, entry: AgendaSubmission | None, title: str, rows: Iterable[int]) -> Ballot:
    """Open one vote with its bars; without the quorum it is closed at once and says so."""
    rows = list(rows)
    members = list(item.meeting.attendances.filter(capacity=Capacity.MEMBER))
    left = {*Recusal.objects.filter(item=item, row__in=rows).values_list("person", flat=True)} if rows else set()
    here = {each.person_id for each in members if each.presence == Presence.PRESENT}
    bars = calculations.quorum(
        item.meeting.rule,
        members=len(members),
        present=len(here),
        recused=len(left),
        recused_present=len(left & here),
    )
    scope = BallotScope.ROWS if rows else BallotScope.SUBMISSION if entry else BallotScope.WHOLE
    last = item.ballots.count()
    ballot = Ballot.objects.create(
        item=item,
        position=1000 + last,
        scope=scope,
        entry=entry,
        title=title[:200],
        presided_by_id=_presiding(item.meeting, members, here - left),
        due=bars.due,
        attended=len(here),
        present=bars.present,
        recused=bars.recused,
        needed_present=bars.needed_present,
        needed_for=bars.needed_for,
    )
    BallotRow.objects.bulk_create(BallotRow(item=item, ballot=ballot, row_id=row) for row in rows)
    if not bars.is_met:
        _close(ballot, calculations.Tally(), reason=_("到会委员不足法定人数"))
    return ballot


def _presiding(meeting: Meeting, members: list[Attendance], may: set[int]) -> int | None:
    """The chair, or where the chair is recused a deputy, else the first member who may."""
    order = {BodyDuty.CHAIR: 0, BodyDuty.DEPUTY: 1}
    ready = [each for each in members if each.person_id in may]
    ready.sort(key=lambda each: (each.person_id != meeting.chair_id, order.get(BodyDuty(each.duty), 2), each.pk))
    return ready[0].person_id if ready else None


@transaction.atomic
def state_opinion(
    *, by: Person, item: AgendaItem, person: Person, text: str, entry: AgendaSubmission | None = None
) -> Statement:
    """Write what somebody said of one submission or of the whole item, for the restricted record; in the order of speaking."""
    item = planning.lock_item(item)
    principal = rules.state_opinion(by, item, person, entry)
    if not text.strip():
        raise Denied(_("请写下发言内容。"))
    made = Statement.objects.create(item=item, entry=entry, person=person, text=text.strip(), by=by)
    planning.note(item.meeting, "state_opinion", by=by, principal=principal, item=item.title, who=str(person))
    return made


@transaction.atomic
def record_votes(*, by: Person, ballot: Ballot, choices: Mapping[int, str], reason: str = "") -> Ballot:
    """Enter a show of hands by name (person id → 同意, 不同意, 缓议) and close the vote.

    With the last vote of an item its result is announced and what passed comes into force, all in this transaction.
    Raises `Denied` where a vote that did not pass has no reason.
    """
    ballot = _locked(ballot)
    item = ballot.item
    principal = rules.record_votes(by, ballot, choices.keys())
    votes = Vote.objects.bulk_create(
        Vote(ballot=ballot, person_id=person, choice=VoteChoice(choice), by=by) for person, choice in choices.items()
    )
    tally = _tally(ballot)
    reason = reason.strip() or _reasons(ballot)
    if calculations.result(_bars(ballot), tally) != BallotResult.PASSED and not reason:
        raise Denied(_("“%(ballot)s”没有通过，请写明理由。") % {"ballot": ballot})
    _close(ballot, tally, reason=reason)
    _conclude_if_done(item, by=by)
    planning.note(
        item.meeting,
        "record_votes",
        by=by,
        principal=principal,
        ballot=ballot.title,
        result=ballot.result,
        votes=calculations.vote_facts(votes),
        **vars(tally),
    )
    return ballot


@transaction.atomic
def cast_vote(*, by: Person, ballot: Ballot, choice: str, reason: str = "") -> Ballot:
    """A member votes at their own login; the last vote closes it, as `record_votes` does.

    Whoever does not agree says why: where it does not pass, the department is told these reasons without names.
    """
    ballot = _locked(ballot)
    item = ballot.item
    rules.cast_vote(by, ballot)
    reason = reason.strip()
    if choice != VoteChoice.AGREE and not reason:
        raise Denied(_("不同意或缓议须写明理由。"))
    vote = Vote.objects.create(ballot=ballot, person=by, choice=VoteChoice(choice), reason=reason[:300], by=by)
    if ballot.votes.count() == ballot.present:
        _close(ballot, _tally(ballot), reason=_reasons(ballot))
    _conclude_if_done(item, by=item.meeting.recorded_by)
    votes = calculations.vote_facts([vote])
    planning.note(item.meeting, "cast_vote", by=by, ballot=ballot.title, votes=votes)
    return ballot


def _reasons(ballot: Ballot) -> str:
    """Why members did not agree, as they said it at their own login, each reason once."""
    said = ballot.votes.exclude(choice=VoteChoice.AGREE).exclude(reason="").order_by("pk")
    return "；".join(dict.fromkeys(each.rstrip("。") for each in said.values_list("reason", flat=True)))


def _tally(ballot: Ballot) -> calculations.Tally:
    said = list(ballot.votes.values_list("choice", flat=True))
    return calculations.Tally(
        agree=said.count(VoteChoice.AGREE),
        against=said.count(VoteChoice.AGAINST),
        postpone=said.count(VoteChoice.POSTPONE),
    )


def _bars(ballot: Ballot) -> calculations.Quorum:
    return calculations.Quorum(
        due=ballot.due,
        present=ballot.present,
        recused=ballot.recused,
        needed_present=ballot.needed_present,
        needed_for=ballot.needed_for,
    )


def _close(ballot: Ballot, tally: calculations.Tally, *, reason: str) -> None:
    ballot.votes_for, ballot.votes_against, ballot.votes_postpone = tally.agree, tally.against, tally.postpone
    ballot.result, ballot.closed_at = calculations.result(_bars(ballot), tally), timezone.now()
    ballot.reason = reason if ballot.result != BallotResult.PASSED else ""
    ballot.save()


def _conclude_if_done(item: AgendaItem, *, by: Person) -> None:
    """Announce the result once every vote of the item is closed."""
    ballots = list(item.ballots.prefetch_related("covered__row").order_by("position"))
    if any(not ballot.result for ballot in ballots):
        return
    is_postponed = all(ballot.result == BallotResult.NO_QUORUM for ballot in ballots)
    if is_postponed:
        item.postponed_reason = _("到会委员不足法定人数")
    _move(item, ItemVerb.POSTPONE if is_postponed else ItemVerb.DECIDE)
    resolving.resolve(item, ballots, by=by)


@transaction.atomic
def postpone_item(*, by: Person, item: AgendaItem, reason: str) -> AgendaItem:
    """缓议 without a vote: the item's submissions wait for another meeting."""
    item = planning.lock_item(item)
    principal = rules.postpone_item(by, item)
    if not reason.strip():
        raise Denied(_("请写明缓议的理由。"))
    item.taken_at = item.taken_at or timezone.now()
    postpone(item, by=by, reason=reason.strip())
    planning.note(item.meeting, "postpone_item", by=by, principal=principal, item=item.title, reason=reason)
    return item


def postpone(item: AgendaItem, *, by: Person, reason: str) -> None:
    """Postpone an item on which nobody has voted."""
    BallotRow.objects.filter(item=item).delete()
    item.ballots.all().delete()
    item.postponed_reason = reason[:300]
    _move(item, ItemVerb.POSTPONE)
    resolving.resolve(item, [], by=by)
