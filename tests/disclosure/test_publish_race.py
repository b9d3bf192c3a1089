"""Two workers publish one draft at once: PostgreSQL lets one through and the other finds it done."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from disclosure.models import Publication
from disclosure.services import publishing
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_workers_make_one_publication():
    draft = factories.passed(approvals.world())

    def publish(_number):
        try:
            return publishing.publish(draft=draft, by=people.system()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = set(pool.map(publish, range(2)))

    assert made == {Publication.objects.get().pk}
