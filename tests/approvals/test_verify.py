"""The page behind the QR code: what carries the hash, and whether what is kept today still gives it."""

import pytest

from organization.roles import Role
from tests import factories as base
from tests import guards
from tests.approvals import factories

pytestmark = pytest.mark.django_db

HOLDS, BROKEN = "仍得到这个校验值", "不一致：系统今天留存的内容"


@pytest.fixture
def held(world):
    """A meeting that brought one submission into force."""
    submission = factories.at(world, "committee")
    meeting = factories.resolve(world, submission)
    submission.refresh_from_db()
    return meeting, submission


def page(visit, person, sha256):
    return visit(person, f"/approvals/verify/{sha256}/")


def test_a_meetings_hash_leads_to_its_record(world, visit, held):
    text = page(visit, world.office, held[0].sha256).content.decode()

    assert [held[0].number in text, HOLDS in text, BROKEN in text] == [True, True, False]


def test_a_submissions_hash_leads_to_it(world, visit, held):
    text = page(visit, world.head, held[1].sha256).content.decode()

    assert [str(held[1]) in text, "职权" in text, HOLDS in text] == [True] * 3


def test_the_hash_of_one_list_leads_to_it(world, visit, held):
    item = held[1].items.get()

    text = page(visit, world.head, item.sha256).content.decode()

    assert ["一份清单" in text, HOLDS in text] == [True, True]


def change_a_vote(_meeting, _submission):
    guards.tamper("approvals_vote", "UPDATE approvals_vote SET choice = 'against'")


def change_the_chair(meeting, submission):
    statement = "UPDATE approvals_meeting SET chair_id = %s WHERE id = %s"
    guards.tamper("approvals_meeting", statement, submission.made_by.pk, meeting.pk)


@pytest.mark.parametrize("tamper", [change_a_vote, change_the_chair])
def test_a_record_that_was_tampered_with_no_longer_holds(world, visit, held, tamper):
    with guards.off("approvals_vote"), guards.off("approvals_meeting"):
        tamper(*held)

    text = page(visit, world.office, held[0].sha256).content.decode()

    assert [BROKEN in text, HOLDS in text] == [True, False]


LISTS = {
    "a row": ("approvals_submissionrow", 'content = \'{"name": "别的"}\''),
    "the content": ("approvals_submissionitem", 'content = \'{"schema": 1, "head": {}, "rows": []}\''),
    "no content": ("approvals_submissionitem", "content = NULL"),
}


@pytest.mark.parametrize("what", LISTS)
def test_a_list_that_was_tampered_with_no_longer_holds(world, visit, held, what):
    table, change = LISTS[what]
    guards.tamper(table, f"UPDATE {table} SET {change}")

    for sha256 in (held[1].sha256, held[1].items.get().sha256):
        assert BROKEN in page(visit, world.head, sha256).content.decode()


def test_who_may_see_none_of_it_learns_nothing(world, visit, held):
    stranger = base.holder(Role.FILER, base.department())

    answers = {page(visit, stranger, each).status_code for each in (held[0].sha256, held[1].sha256, "0" * 64)}

    assert answers == {404}


def test_the_departments_people_do_not_learn_of_the_meeting(world, visit, held):
    assert page(visit, world.filer, held[0].sha256).status_code == 404


def test_a_hash_of_nothing_is_not_there(world, visit, held):
    assert page(visit, world.office, "f" * 64).status_code == 404


def test_it_asks_who_you_are(client, held):
    assert client.get(f"/approvals/verify/{held[0].sha256}/").url.startswith("/accounts/login/")
