"""The bar on top says who is signed in, and as what."""

import pytest
from django.utils import timezone

from organization import services
from tests import factories
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "shown"), [("党办主任", 0), ("人员", 1)])
def test_a_person_called_by_the_post_is_named_once(client, name, shown):
    person, post = factories.person(name), factories.post(name="党办主任")
    services.begin_tenure(by=factories.system(), person=person, post=post, from_on=timezone.localdate())
    sign_in(client, person)

    page = client.get("/accounts/me/").content.decode()

    assert page.count('<span class="person-post">党办主任</span>') == shown
