"""A meeting from its beginning to its sealed record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import queries, services
from core.rules import Denied
from tests.approvals import factories

pytestmark = pytest.mark.django_db


def test_one_item_is_taken_after_the_other(world):
    pair = [factories.at(each, "committee") for each in (world, factories.another_department(world))]
    meeting = factories.in_session(world, pair)
    first, second = meeting.items.order_by("position")
    services.begin_item(by=world.office, item=first)

    with pytest.raises(Denied, match="请先完成表决"):
        services.begin_item(by=world.office, item=second)
    with pytest.raises(Denied, match="还在审议中"):
        services.close_meeting(by=world.office, meeting=meeting)
    with pytest.raises(Denied, match="表决之后才能更正到会情况"):
        services.note_presence(by=world.office, attendance=meeting.attendances.first(), presence="absent")


def test_a_meeting_does_not_begin_before_its_day_nor_under_somebody_absent(world):
    submission = factories.at(world, "committee")
    ahead = queries.meeting(world.office, factories.planned(world, []).pk)
    services.change_meeting(by=world.office, meeting=ahead, held_on=timezone.localdate() + timedelta(days=9))
    services.add_item(by=world.office, meeting=ahead, title="审定", submissions=[submission])
    ahead = services.call_meeting(by=world.office, meeting=ahead)
    with pytest.raises(Denied, match="不能提前开始"):
        services.open_meeting(by=world.office, meeting=ahead, chair=world.chair, present={world.chair.pk})
    services.cancel_meeting(by=world.office, meeting=ahead, reason="改期")
    meeting = services.call_meeting(by=world.office, meeting=factories.planned(world, [submission]))

    for chair, present in ((world.chair, {world.member.pk}), (world.office, {world.office.pk, world.chair.pk})):
        with pytest.raises(Denied, match="主持人须是到会的委员"):
            services.open_meeting(by=world.office, meeting=meeting, chair=chair, present=present)


def test_who_comes_later_counts_from_the_next_item_on_and_the_chair_stays(committee):
    pair = [factories.at(each, "committee") for each in (committee, factories.another_department(committee))]
    late = committee.others["members"][8]
    meeting = factories.in_session(committee, pair, absent=[late])
    first, second = meeting.items.order_by("position")
    factories.vote(committee, services.begin_item(by=committee.office, item=first).ballots.get())
    services.note_presence(
        by=committee.office, attendance=queries.attendances(meeting).get(person=late), presence="present"
    )
    with pytest.raises(Denied, match="主持人不能中途离会"):
        services.note_presence(
            by=committee.office, attendance=meeting.attendances.get(person=committee.chair), presence="leave"
        )

    services.begin_item(by=committee.office, item=second)

    assert (first.ballots.get().present, second.ballots.get().present) == (8, 9)


def test_who_is_noted_as_they_were_has_not_moved(world):
    meeting = factories.in_session(world, [factories.at(world, "committee")])

    kept = services.note_presence(
        by=world.office, attendance=meeting.attendances.get(person=world.member), presence="present"
    )

    assert (kept.moves, kept.was_there) == ([], True)


def test_a_meeting_that_begins_later_than_planned_has_the_day_on_which_it_began(world):
    meeting = factories.planned(world, [factories.at(world, "committee")])
    meeting = services.call_meeting(by=world.office, meeting=meeting)
    type(meeting).objects.filter(pk=meeting.pk).update(held_on=timezone.localdate() - timedelta(days=3))

    meeting = services.open_meeting(by=world.office, meeting=meeting, chair=world.chair, present={world.chair.pk})

    assert meeting.held_on == timezone.localdate()


def test_who_carries_it_out_is_not_written_into_a_meeting_that_ended_meanwhile(world):
    meeting = factories.in_session(world, [factories.at(world, "committee")])
    item = queries.item_for(world.office, meeting.items.get().pk)
    services.close_meeting(by=world.office, meeting=meeting)

    with pytest.raises(Denied, match="会议进行中才能办理"):
        services.follow_up(by=world.office, item=item, implementer="党办", due_on=None)


def test_what_was_not_taken_is_postponed_when_the_meeting_ends_and_the_record_is_sealed(world):
    submission = factories.at(world, "committee")
    meeting = factories.in_session(world, [submission])
    services.follow_up(by=world.office, item=meeting.items.get(), implementer="党办", due_on=timezone.localdate())

    meeting = services.close_meeting(by=world.office, meeting=meeting)

    item = meeting.items.get()
    assert (item.state, item.postponed_reason, item.implementer) == ("postponed", "会议结束时尚未审议", "党办")
    assert (factories.fresh(submission).state, len(meeting.sha256)) == ("in_review", 64)
    with pytest.raises(Denied, match="会议进行中才能办理"):
        services.follow_up(by=world.office, item=item, implementer="党办", due_on=None)
