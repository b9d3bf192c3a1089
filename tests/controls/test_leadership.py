"""The leadership's one table: leaders and the Party office keep it, nobody else."""

import pytest

from controls import services
from core.rules import Denied
from risks import services as risk_services
from tests import factories as people
from tests.approvals.factories import give_post
from tests.controls import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    """A leader who holds a leadership post and filed one point on it."""
    person = people.holder("leadership")
    post = people.post(people.root(), is_leadership=True)
    give_post(person, post)
    risk_services.file_point(by=person, post=post, type="post_duty", description="会前定调")
    return person


def table(by):
    return services.open_table(by=by, department=people.root(), is_leadership=True)


def test_a_leader_sets_a_measure_against_the_own_point(leader):
    made = factories.measure(table(leader), by=leader)

    assert (made.filed_by, made.is_filed_on_behalf) == (leader, False)


def test_the_party_office_sets_it_on_their_behalf(leader):
    made = factories.measure(table(leader), by=people.holder("party_office"))

    assert made.is_filed_on_behalf is True


def test_another_leader_sets_none_against_it(leader):
    shown = table(leader)

    with pytest.raises(Denied, match="由本人填报"):
        factories.measure(shown, by=people.holder("leadership"))


def test_the_leader_reports_how_far_a_measure_is(leader):
    made = factories.measure(table(leader), by=leader, responsible_post=people.post())

    services.set_progress(by=leader, measure=made, status="under_way")

    made.refresh_from_db()
    assert made.status == "under_way"


def test_departments_open_no_leadership_table(leader):
    with pytest.raises(Denied, match="由班子成员填报或党办代录"):
        table(people.holder("filer", people.department()))
