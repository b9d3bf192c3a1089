"""The tables of a meeting and an item, over all rows: what may follow what, and that nothing else does."""

import pytest

from approvals import services
from approvals.states import ITEM_MOVES, MEETING_MOVES, ItemState, ItemVerb, MeetingState, MeetingVerb
from core.rules import Denied
from tests.approvals import factories

pytestmark = pytest.mark.django_db


def meeting_in(world, state):
    submission = factories.at(world, "committee")
    meeting = factories.planned(world, [submission])
    if state == MeetingState.PLANNED:
        return meeting
    if state == MeetingState.CANCELLED:
        return services.cancel_meeting(by=world.office, meeting=meeting, reason="改期")
    meeting = services.call_meeting(by=world.office, meeting=meeting)
    if state == MeetingState.CALLED:
        return meeting
    present = {world.chair.pk, world.member.pk}
    meeting = services.open_meeting(by=world.office, meeting=meeting, chair=world.chair, present=present)
    return services.close_meeting(by=world.office, meeting=meeting) if state == MeetingState.HELD else meeting


def do(world, meeting, verb):
    present = {world.chair.pk, world.member.pk}
    deeds = {
        MeetingVerb.CALL: lambda: services.call_meeting(by=world.office, meeting=meeting),
        MeetingVerb.RECALL: lambda: services.recall_meeting(by=world.office, meeting=meeting),
        MeetingVerb.OPEN: lambda: services.open_meeting(
            by=world.office, meeting=meeting, chair=world.chair, present=present
        ),
        MeetingVerb.CLOSE: lambda: services.close_meeting(by=world.office, meeting=meeting),
        MeetingVerb.CANCEL: lambda: services.cancel_meeting(by=world.office, meeting=meeting, reason="改期"),
    }
    try:
        return deeds[verb]().state
    except Denied:
        return None


@pytest.mark.parametrize("verb", MeetingVerb.values)
@pytest.mark.parametrize("state", MeetingState.values)
def test_a_meeting_moves_as_its_table_says_and_never_otherwise(world, state, verb):
    meeting = meeting_in(world, state)

    assert do(world, meeting, verb) == MEETING_MOVES.get((state, verb))


def item_in(world, state):
    meeting = factories.in_session(world, [factories.at(world, "committee")])
    item = meeting.items.get()
    if state == ItemState.WAITING:
        return item
    if state == ItemState.POSTPONED:
        return services.postpone_item(by=world.office, item=item, reason="再议")
    item = services.begin_item(by=world.office, item=item)
    if state == ItemState.DECIDED:
        factories.vote(world, item.ballots.get())
    return item


def take(world, item, verb):
    deeds = {
        ItemVerb.BEGIN: lambda: services.begin_item(by=world.office, item=item),
        ItemVerb.POSTPONE: lambda: services.postpone_item(by=world.office, item=item, reason="再议"),
        ItemVerb.DECIDE: lambda: [factories.vote(world, each) for each in item.ballots.all()] or None,
    }
    try:
        if deeds[verb]() is None:
            return None
    except Denied:
        return None
    item.refresh_from_db()
    return item.state


@pytest.mark.parametrize("verb", ItemVerb.values)
@pytest.mark.parametrize("state", ItemState.values)
def test_an_item_moves_as_its_table_says_and_never_otherwise(world, state, verb):
    item = item_in(world, state)

    assert take(world, item, verb) == ITEM_MOVES.get((state, verb))
