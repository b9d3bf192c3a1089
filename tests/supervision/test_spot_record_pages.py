"""What the page of a spot check's record offers to whom."""

import pytest

from organization.roles import Role
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import spot_factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "is_of_a_branch", "is_near", "expected"),
    [
        (Role.PARTY_OFFICE, False, False, True),
        (Role.PARTY_OFFICE, True, False, True),
        (Role.PARTY_OFFICE, False, True, False),
        (Role.DISCIPLINE, False, False, False),
    ],
)
def test_the_page_offers_recording_paper_to_the_very_people_who_may(client, role, is_of_a_branch, is_near, expected):
    branch = factories.department("东院区")
    where = spot_factories.points(where=factories.department("东院区药剂科", parent=branch))
    record = spot_factories.finished(spot_factories.record(where))
    by = factories.holder(role, branch if is_of_a_branch else factories.root())
    if is_near:
        control_factories.hold(by, factories.post(where))
    risk_factories.sign_in(client, by)

    page = client.get(record.get_absolute_url())

    assert page.context["may_sign_paper"] is expected
    assert ("登记纸上的签字" in page.text, "登记纸上的意见" in page.text) == (expected, expected)
    assert client.get(f"{record.get_absolute_url()}paper-opinion/").status_code == (200 if expected else 403)
