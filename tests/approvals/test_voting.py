"""Taking items: recusal, votes apart, the arithmetic, and what follows at once."""

import pytest

from powers.models import PowerList
from tests.approvals import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(world):
    """Nine members: the chair, the member, and seven more."""
    world.others["members"] = [world.chair, world.member, *(factories.another_member(world) for _number in range(7))]
    return world


def test_what_passed_comes_into_force_with_the_last_vote(world):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)

    factories.vote(world, item.ballots.get())

    submission.refresh_from_db()
    working = PowerList.objects.get(pk=submission.items.get().list_id)
    assert (submission.state, working.state) == ("passed", "in_force")


def test_a_row_about_a_members_post_is_voted_on_apart_without_the_member(committee):
    submission, _power = factories.with_a_power_of(committee, committee.member)
    item = factories.begun(committee, factories.at(committee, "committee", submission=submission))

    found = [(each.scope, each.due, each.present, each.recused) for each in item.ballots.order_by("position")]
    assert found == [("whole", 9, 9, 0), ("rows", 9, 8, 1)]


def test_without_the_quorum_the_item_is_postponed(committee):
    submission = factories.at(committee, "committee")
    item = factories.begun(committee, submission, absent=committee.others["members"][3:])
    assert item.ballots.get().needed_present == 5

    item.refresh_from_db()
    assert (item.state, item.ballots.get().result) == ("postponed", "no_quorum")
