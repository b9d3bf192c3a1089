"""Nobody waits for a submission or a list while holding the trail's head, which whoever holds those waits for (PostgreSQL)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import rules, services
from tests.approvals import factories

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

TABLE = re.compile(r'FROM "(\w+)"')


def last_vote_by_hand(made):
    ballot = factories.begun(made, factories.at(made, "committee", powers=1)).ballots.get()
    choices = dict.fromkeys(rules.voters(ballot), "agree")
    return lambda: services.record_votes(by=made.office, ballot=ballot, choices=choices)


def last_vote_by_login(made):
    ballot = factories.begun(made, factories.at(made, "committee"), is_by_login=True).ballots.get()
    services.cast_vote(by=made.member, ballot=ballot, choice="agree")
    return lambda: services.cast_vote(by=made.chair, ballot=ballot, choice="agree")


def taken_without_quorum(made):
    absent = [factories.another_member(made) for _number in range(3)]
    item = factories.in_session(made, factories.at(made, "committee"), absent=absent).items.get()
    return lambda: services.begin_item(by=made.office, item=item)


def recusal_that_leaves_no_quorum(made):
    factories.another_member(made)
    item = factories.begun(made, factories.at(made, "committee"), absent=[made.others.get("away", made.member)])
    return lambda: services.declare_recusal(by=made.chair, item=item, reason="利益关系")


def end_with_items_left(made):
    pair = [factories.at(each, "committee") for each in (made, factories.another_department(made))]
    meeting = factories.in_session(made, pair)
    return lambda: services.close_meeting(by=made.office, meeting=meeting)


DEEDS = (
    last_vote_by_hand,
    last_vote_by_login,
    taken_without_quorum,
    recusal_that_leaves_no_quorum,
    end_with_items_left,
)


@pytest.mark.parametrize("prepare", DEEDS)
def test_every_lock_is_taken_before_the_head_of_the_trail(world, prepare):
    deed = prepare(world)

    with CaptureQueriesContext(connection) as asked:
        deed()

    locked = [TABLE.search(each["sql"]) for each in asked.captured_queries if "FOR UPDATE" in each["sql"]]
    tables = [found.group(1) for found in locked if found]
    first = tables.index("core_audithead")
    assert {*tables[first:]} - {*tables[:first], "core_audithead"} == set()
