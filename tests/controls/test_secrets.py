"""What of a table is not for everyone who sees it: drafts of the department, rows of other leaders."""

import pytest

from controls import queries, services
from organization.roles import Role
from risks import services as risk_services
from tests import factories as people
from tests.approvals.factories import give_post
from tests.controls import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
SECRET = "某院长干预设备采购"


def leader(description):
    """A leader with one point on a leadership post of their own."""
    person, post = people.holder(Role.LEADERSHIP), people.post(people.root(), is_leadership=True)
    give_post(person, post)
    risk_services.file_point(by=person, post=post, type="post_duty", description=description)
    return person


@pytest.fixture
def two_leaders():
    """Two leaders in one working table, each with a measure; the second's is the secret."""
    first, second = leader("会前定调"), leader(SECRET)
    table = services.open_table(by=first, department=people.root(), is_leadership=True)
    for point in table.register.points.order_by("code"):
        factories.measure(table, point=point, by=people.holder(Role.PARTY_OFFICE), responsible_post=None)
    return first, second, table


@pytest.fixture
def amended():
    """A table in force whose department works on the next edition, with the secret in it."""
    table = factories.in_force(factories.table(people.department("设备科")))
    register = risk_factories.register(table.department)
    risk_factories.point(register, description=SECRET)
    factories.table(table.department)
    return table


def lose_points(table):
    """The table follows a register that has none of its points any more."""
    factories.in_force(table)
    newer = services.open_table(by=people.system(), department=people.root(), is_leadership=True)
    register = risk_factories.leadership_register()
    for point in register.points.all():
        risk_services.remove_point(by=people.system(), point=point)
    return services.follow_register(by=people.system(), table=newer)


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR])
def test_the_check_of_a_table_in_force_tells_no_reader_of_it_about_the_draft(client, amended, role):
    client.force_login(people.holder(role))

    pages = [client.get(f"/controls/tables/{amended.pk}/{part}") for part in ("", "check/")]

    assert [page.status_code for page in pages] == [200, 404]


def test_the_check_tells_colleagues_without_a_role_nothing_of_their_own_departments_draft(client, amended):
    client.force_login(people.person(where=amended.department))

    pages = [client.get(f"/controls/tables/{amended.pk}/{part}") for part in ("", "check/")]

    assert [page.status_code for page in pages] == [200, 404]


def test_the_check_is_unknown_to_other_departments(client, amended):
    client.force_login(people.holder(Role.FILER, people.department()))

    assert client.get(f"/controls/tables/{amended.pk}/check/").status_code == 404


def test_the_check_shows_the_draft_to_who_files_it(client, amended):
    client.force_login(people.holder(Role.FILER, amended.department))

    assert SECRET in client.get(f"/controls/tables/{amended.pk}/check/").text


def test_the_check_shows_a_leader_the_faults_of_the_own_rows_alone(client, two_leaders):
    first, second, table = two_leaders
    seen = {}

    for person in (first, second):
        client.force_login(person)
        page = client.get(f"/controls/tables/{table.pk}/check/")
        seen[person] = {fault.row_code for part in page.context["parts"] for fault in part["checks"]} - {""}

    assert {person: len(codes) for person, codes in seen.items()} == {first: 2, second: 2}
    assert seen[first] & seen[second] == set()


def test_a_leader_is_shown_neither_others_lost_measures_nor_their_number(client, two_leaders):
    first, _second, table = two_leaders
    client.force_login(first)

    page = client.get(lose_points(table).get_absolute_url())

    assert ([measure.point.description for measure in page.context["lost"]], page.context["counts"]["lost"]) == (
        ["会前定调"],
        1,
    )


def test_a_leader_counts_the_own_points_and_measures(two_leaders):
    first, _second, table = two_leaders

    found = queries.counts(table, by=first)

    assert (found["total"], found["points"], found["without"]) == (1, 1, 0)


def test_another_leaders_point_is_unknown_where_a_measure_is_added(client, two_leaders):
    first, second, table = two_leaders
    points = {point.description: point.pk for point in table.register.points.all()}
    answers = []

    for person in (first, second):
        client.force_login(person)
        answers.append(client.get(f"/controls/tables/{table.pk}/measures/new/?point={points[SECRET]}").status_code)

    assert answers == [404, 200]
