"""The pages of a meeting that is held ask the same however many departments are on its agenda."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import services
from tests.approvals import factories

pytestmark = pytest.mark.django_db


def agenda_of(made, count):
    """A planned meeting with one item of `count` departments, of which each has powers meant for the public."""
    ready = [factories.at(factories.another_department(made), "committee") for _number in range(count)]
    meeting = factories.planned(made)
    services.add_item(by=made.office, meeting=meeting, title="审定各部门清单", submissions=ready)
    return meeting


def asked(client, person, address):
    """How many queries a page takes, after another has warmed what is kept for the process."""

    client.force_login(person)
    client.get("/accounts/me/")
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("page", ["meeting", "item"])
def test_more_departments_ask_no_more(world, client, page):
    counts = []
    for number in (1, 3):
        meeting = agenda_of(world, number)
        address = (meeting if page == "meeting" else meeting.items.get()).get_absolute_url()
        counts.append(asked(client, world.office, address))

    assert counts[0] == counts[1]
