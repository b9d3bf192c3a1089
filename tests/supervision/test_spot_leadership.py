"""Records of the leadership's points: apart from every other, inspected and read by who may see the leadership's list."""

import pytest

from core.rules import Denied, allows
from organization.models import Notice
from organization.roles import Role
from supervision import queries, rules, services
from supervision.calculations import draws
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories
from tests.supervision import spot_factories
from tests.supervision.years import known

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    """Who holds the post of the leadership's point."""
    return factories.person("副院长")


@pytest.fixture
def check(leader):
    """A draw of one point of the root department and one of a leadership post."""
    register = risk_factories.leadership_register()
    point = risk_factories.point(register)
    control_factories.hold(leader, point.post)
    risk_factories.in_force(register)
    where = spot_factories.points(where=factories.root())
    return spot_factories.drawn(where, has_leadership=True, size=2)


@pytest.fixture
def inspectors():
    """Two of the discipline office, which is not of the root department."""
    where = factories.department("纪检监察室")
    return [_granted(factories.person(where=where), Role.DISCIPLINE) for _number in range(2)]


def _granted(person, role):
    factories.services.grant(by=factories.system(), person=person, role=role, department=factories.root())
    return person


def leading(check):
    return check.records.get(is_leadership=True)


def began(check, inspectors):
    for record in check.records.order_by("pk"):
        services.name_inspectors(by=factories.system(), record=record, people=inspectors)
    return services.begin_spot_check(by=factories.system(), check=check)


def seen(person):
    return {record.is_leadership for record in queries.records_for(person)}


def test_a_draw_puts_the_leaderships_points_into_a_record_of_their_own(check):
    plain, leads = check.records.get(is_leadership=False), leading(check)

    assert [record.points.get().unit.point.register.is_leadership for record in (plain, leads)] == [False, True]
    assert plain.department == leads.department
    assert (plain.whom, leads.whom) == ("医院党委", "班子成员")
    assert (plain.code, leads.code) == (f"{check.code}-D01", f"{check.code}-D01-BZ")


def test_the_population_tells_of_the_leaderships_points_nothing_but_what_they_are_drawn_by(check):
    units = draws.parse(check.population.file.read().decode())

    told = {unit.code: (unit.grade, unit.weight) for unit in units}
    drawn = check.units.select_related("point__register")
    assert told == {
        unit.code: ("-" if unit.point.register.is_leadership else unit.grade, unit.weight) for unit in drawn
    }
    assert [unit.grade for unit in units].count("-") == 1
    assert check.units.exclude(grade="-").count() == 2


def test_who_may_not_see_the_leaderships_list_does_not_inspect_it(check, inspectors):
    others = spot_factories.inspectors()

    services.name_inspectors(by=factories.system(), record=check.records.get(is_leadership=False), people=others)

    with pytest.raises(Denied, match="不能查看班子成员清单"):
        services.name_inspectors(by=factories.system(), record=leading(check), people=[inspectors[0], others[0]])
    assert set(queries.people_to_inspect(leading(check))) == set(inspectors)
    assert set(others) < set(queries.people_to_inspect(check.records.get(is_leadership=False)))


def test_inspectors_of_the_department_do_not_read_the_leaderships_record(check, inspectors):
    others = spot_factories.inspectors()
    services.name_inspectors(by=factories.system(), record=leading(check), people=inspectors)
    plain = check.records.get(is_leadership=False)
    services.name_inspectors(by=factories.system(), record=plain, people=others)
    services.begin_spot_check(by=factories.system(), check=check)

    assert seen(others[0]) == {False}
    assert [point.record_id for point in queries.drawn_points(others[0], check)] == [plain.pk]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.PARTY_OFFICE, {False, True}),
        (Role.DISCIPLINE, {False, True}),
        (Role.LEADERSHIP, {False}),
        (Role.COMMITTEE_MEMBER, {False}),
        (Role.DEPARTMENT_HEAD, {False, True}),
        (Role.FILER, {False}),
        (Role.SYSADMIN, set()),
    ],
)
def test_the_leaderships_record_is_read_by_the_offices_and_who_answers_alone(check, inspectors, role, expected):
    began(check, inspectors)

    assert seen(factories.holder(role)) == expected


def test_the_leader_reads_the_record_once_it_is_told_and_gives_the_opinion(check, inspectors, leader):
    before = seen(leader)
    began(check, inspectors)
    record = spot_factories.finished(leading(check))

    tasks = [task.what for task in queries.spot_check_tasks(leader).tasks]
    done = services.give_record_opinion(by=leader, record=record, opinion="属实")

    assert (before, seen(leader)) == (set(), {False, True})
    assert tasks == ["对检查记录签署意见：班子成员"]
    assert done.opinion_by == leader
    assert Notice.objects.filter(person=leader, text__startswith="班子成员被抽中：").count() == 1


def test_another_leader_gives_no_opinion(check, inspectors):
    began(check, inspectors)
    record = spot_factories.finished(leading(check))

    other = factories.holder(Role.LEADERSHIP)

    assert not allows(rules.give_record_opinion, other, record, is_on_paper=False)
    assert other not in rules.people_answering(record)


def test_the_leaderships_record_is_not_the_departments_place_in_the_year(leader, inspectors):
    register = risk_factories.leadership_register()
    risk_factories.point(register)
    risk_factories.in_force(register)
    cycle = supervision_factories.open_cycle(factories.department())
    check = began(spot_factories.drawn(factories.root(), has_leadership=True, cycle=cycle), inspectors)

    assert [record.is_leadership for record in check.records.all()] == [True]
    assert known(check.cycle, PhaseKind.SPOT_CHECK) == {}
