"""What must never be false of approvals and meetings, asked of the tables alone: nothing here calls a rule of the product."""

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby

from django.db.models import Count

from approvals.models import (
    AgendaItem,
    AgendaSubmission,
    Ballot,
    Decision,
    Recusal,
    StageEvent,
    Submission,
    SubmissionRow,
    Vote,
)
from organization.models import Tenure
from powers.models import PowerList

AGREEING = ("agree", "no_objection")
CHOICES = ("agree", "against", "postpone")


def hold(may: Mapping[str, Collection[int]]) -> None:
    """Everything below; `may` names by stage the ids of those who may decide there."""
    decisions_are_by_who_may(may)
    no_stage_was_left_out()
    in_force_is_what_was_passed_by_votes()
    no_vote_is_lost_doubled_or_anothers()


def decisions_are_by_who_may(may: Mapping[str, Collection[int]]) -> None:
    """Each decision is of a holder of its stage, and covers no row of the own post, filed or signed by who decided."""
    signers = {*Decision.objects.filter(verdict="submit").values_list("submission", "by")}
    for decision in Decision.objects.select_related("stage", "submission").order_by("pk"):
        if decision.verdict == "withdraw":
            own = {decision.submission.made_by_id, decision.submission.submitted_by_id}
            assert decision.by_id in {*own, *may["head"]}, f"{decision} of another's submission"
            continue
        code = decision.stage.code if decision.stage else "head"
        assert decision.by_id in may[code], f"{decision} at {code}"
        assert (code == "committee") == (decision.agenda_item_id is not None), f"{decision} without the committee"
        if decision.verdict not in AGREEING:
            continue
        left = {*decision.recusals.values_list("row", flat=True)}
        covered = SubmissionRow.objects.filter(item__submission=decision.submission_id).exclude(pk__in=left)
        assert (decision.submission_id, decision.by_id) not in signers or not covered, f"{decision} signed it too"
        assert not covered.filter(filers=decision.by_id).exists(), f"{decision} on a row of their own"
        assert not covered.filter(post__in=posts_of(decision.by_id)).exists(), f"{decision} on their own post"


def posts_of(person: int):
    """Keys of the posts somebody holds; nobody of these tests leaves one."""
    return Tenure.objects.filter(person=person).values("post")


def no_stage_was_left_out() -> None:
    """Every row was agreed to at each stage below the one that holds it, or fell from there to the next."""
    for submission in Submission.objects.filter(state__in=["in_review", "passed"]).order_by("pk"):
        last = submission.stage.position if submission.stage else 99
        rows = {*SubmissionRow.objects.filter(item__submission=submission).values_list("pk", flat=True)}
        below = submission.stages.filter(position__lt=last, is_skipped=False).exclude(code__in=["head", "committee"])
        for stage in below.order_by("position"):
            fell = StageEvent.objects.filter(stage=stage, kind="fell").values_list("rows", flat=True)
            agreed = {*fell, *_agreed(stage, rows)}
            assert rows <= agreed, f"{stage} was left out"


def _agreed(stage, rows: set[int]) -> Iterator[int]:
    for decision in stage.decisions.filter(verdict__in=AGREEING):
        yield from rows - {*decision.recusals.values_list("row", flat=True)}


def in_force_is_what_was_passed_by_votes() -> None:
    """A list in force was carried by a submission that the committee passed; a department has one of them in force."""
    passed = Submission.objects.filter(state="passed").order_by("pk")
    lists = {pk: each.pk for each in passed for pk in each.items.values_list("list_id", flat=True)}
    in_force = PowerList.objects.filter(state="in_force")
    assert {*in_force.values_list("pk", flat=True)} <= {*lists}, "a list in force without a passed item"
    twice = in_force.order_by().values("department").annotate(count=Count("pk")).filter(count__gt=1)
    assert not twice.exists(), "two lists of a department in force"
    latest = {each.department_id: each.pk for each in passed}
    assert {lists[found.pk] for found in in_force} == {*latest.values()}, "what passed last is not in force"
    for submission in passed:
        entry = AgendaSubmission.objects.get(submission=submission, verdict="agree")
        assert entry.item.state == "decided"
        ballots = [each for each in entry.item.ballots.all() if each.entry_id in (None, entry.pk)]
        assert ballots, f"{submission} passed without a vote"
        for ballot in ballots:
            agreed = ballot.votes.filter(choice="agree").count()
            assert agreed * 2 > ballot.due, f"{ballot} passed with {agreed} of {ballot.due}"
        assert Decision.objects.filter(submission=submission, verdict="pass", agenda_item=entry.item).count() == 1


def no_vote_is_lost_doubled_or_anothers() -> None:
    """Who votes is present, once on each row, and holds none of the posts; figures are those of the votes."""
    for item in AgendaItem.objects.filter(ballots__votes__isnull=False).distinct().order_by("pk"):
        here = item.meeting.attendances.filter(presence="present", capacity="member")
        members = {*here.values_list("person", flat=True)}
        voted = [(row, person) for ballot in item.ballots.all() for row, person in _votes_by_row(item, ballot)]
        assert len(voted) == len({*voted}), "a doubled vote"
        assert {person for _row, person in voted} <= members, "a vote of somebody who was not there"
        recused = {*Recusal.objects.filter(item=item).values_list("row", "person")}
        assert not recused & {*voted}, "a vote of somebody recused"
        for person, rows in _by_person(voted):
            assert not SubmissionRow.objects.filter(pk__in=rows, post__in=posts_of(person)).exists(), "on the own post"
        for ballot in item.ballots.exclude(result=""):
            _figures_fit(ballot)


def _votes_by_row(item: AgendaItem, ballot: Ballot) -> Iterator[tuple[int, int]]:
    rows = {*ballot.covered.values_list("row", flat=True)}
    if ballot.scope != "rows":
        apart = item.ballots.filter(scope="rows").values("covered__row")
        carried = item.entries.filter(pk=ballot.entry_id) if ballot.entry_id else item.entries.filter(is_apart=False)
        found = SubmissionRow.objects.filter(item__submission__in=carried.values("submission")).exclude(pk__in=apart)
        rows = {*found.values_list("pk", flat=True)}
    for person in Vote.objects.filter(ballot=ballot).values_list("person", flat=True):
        yield from ((row, person) for row in rows)


def _by_person(voted: list[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    for person, found in groupby(sorted((person, row) for row, person in voted), key=lambda pair: pair[0]):
        yield person, [row for _person, row in found]


def _figures_fit(ballot: Ballot) -> None:
    said = [*ballot.votes.values_list("choice", flat=True)]
    told = (ballot.votes_for, ballot.votes_against, ballot.votes_postpone)
    assert told == tuple(said.count(choice) for choice in CHOICES), f"{ballot} tells other figures"
    assert len(said) == (0 if ballot.result == "no_quorum" else ballot.present), f"a lost vote on {ballot}"
