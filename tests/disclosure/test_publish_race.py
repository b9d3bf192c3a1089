"""Two workers publish one draft at once on PostgreSQL: one inserts the publication, the other finds it there."""

import pytest

from disclosure.models import Publication
from disclosure.services import publishing
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories
from tests.threads import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_workers_make_one_publication():
    draft = factories.passed(approvals.world())

    def publish():
        publishing.publish(draft=draft, by=people.system())

    outcomes = at_once(publish, publish)

    assert (outcomes, Publication.objects.count()) == (["done", "done"], 1)
