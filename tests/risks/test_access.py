"""Who sees which register and point: drafts, what is under review, what is in force; the leadership's own."""

from datetime import date

import pytest

from core import services as core_services
from organization import services as organization_services
from organization.roles import Role
from powers import services as power_services
from risks import queries
from tests import factories
from tests.approvals import factories as approvals
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
EXACT = (Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER)
DRAFT_READERS = {Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER, Role.PARTY_OFFICE, Role.DISCIPLINE}
IN_FORCE_READERS = DRAFT_READERS | {Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.LEADERSHIP}


def moved(point, state):
    register = point.register
    if state == "in_review":
        core_services.move(register, by=factories.system(), event="submit")
    elif state == "in_force":
        risk_factories.in_force(register)
    return point


def readers(state, *, role):
    point = moved(risk_factories.point(), state)
    where = point.register.department if role in EXACT else factories.root()
    person = factories.holder(role, where)
    seen = queries.point_for(person, point.pk) is not None
    assert seen == (queries.register_for(person, point.register_id) is not None)
    return seen


@pytest.mark.parametrize("role", Role.values)
def test_a_draft_is_seen_by_the_department_and_those_who_answer_for_it(role):
    assert readers("draft", role=role) is (role in DRAFT_READERS)


@pytest.mark.parametrize("role", Role.values)
def test_what_is_under_review_is_seen_also_by_who_decides_it(role):
    assert readers("in_review", role=role) is (role in DRAFT_READERS | {Role.COMMITTEE_CHAIR})


@pytest.mark.parametrize("role", Role.values)
def test_what_is_in_force_is_seen_also_by_committee_and_leadership(role):
    assert readers("in_force", role=role) is (role in IN_FORCE_READERS)


@pytest.mark.parametrize("role", sorted(IN_FORCE_READERS))
def test_opinions_on_what_is_in_force_are_for_the_department_and_the_holders_of_its_stages(role):
    point = moved(risk_factories.graded_point(), "in_force")
    person = factories.holder(role, point.register.department if role in EXACT else factories.root())

    assert queries.point_for(person, point.pk).is_discussion_open is (role != Role.LEADERSHIP)


def test_a_leader_elsewhere_reads_a_point_in_force_without_its_opinions(client):
    point = moved(risk_factories.graded_point(), "in_force")
    risk_factories.sign_in(client, factories.holder(Role.LEADERSHIP))

    shown = client.get(point.get_absolute_url()).context

    assert (shown["point"], shown["beside"], shown["earlier"], shown["history"]) == (point, [], [], [])


@pytest.mark.parametrize("state", ["draft", "in_review", "in_force"])
@pytest.mark.parametrize("role", EXACT)
def test_another_departments_people_see_nothing(state, role):
    point = moved(risk_factories.point(), state)
    stranger = factories.holder(role, factories.department())

    assert (queries.point_for(stranger, point.pk), queries.register_for(stranger, point.register_id)) == (None, None)
    assert list(queries.current_points(stranger)) == []


def test_the_departments_own_people_without_a_role_see_what_is_in_force():
    point = moved(risk_factories.point(), "in_force")
    draft = risk_factories.point()
    nurse = factories.person(where=point.register.department)
    other = factories.person(where=draft.register.department)

    assert (list(queries.points_for(nurse)), list(queries.points_for(other))) == ([point], [])


def test_an_administrator_of_the_department_sees_no_business():
    point = moved(risk_factories.point(), "in_force")
    administrator = factories.holder(Role.SYSADMIN, point.register.department)

    assert list(queries.points_for(administrator)) == []


@pytest.mark.parametrize("role", Role.values)
def test_the_leaderships_draft_is_seen_by_the_party_and_discipline_offices_alone(role):
    point = risk_factories.point(risk_factories.leadership_register())
    person = factories.holder(role)

    assert (queries.point_for(person, point.pk) is not None) is (role in {Role.PARTY_OFFICE, Role.DISCIPLINE})


def test_a_leader_sees_their_own_points_and_the_register_they_stand_in():
    leader = factories.holder(Role.LEADERSHIP)
    post = factories.post(factories.root(), is_leadership=True)
    organization_services.begin_tenure(by=factories.system(), person=leader, post=post, from_on=date(2024, 1, 1))
    register = risk_factories.leadership_register()
    mine, other = risk_factories.point(register, post=post), risk_factories.point(register)

    assert list(queries.points_for(leader)) == [mine]
    assert queries.register_for(leader, register.pk) == register
    assert queries.sees_all_of(leader, register) is False
    assert other.register == register


def test_a_leader_is_told_nothing_of_the_other_leaders_lost_anchors_and_review(client):
    leader = factories.holder(Role.LEADERSHIP)
    own = factories.post(factories.root(), is_leadership=True)
    organization_services.begin_tenure(by=factories.system(), person=leader, post=own, from_on=date(2024, 1, 1))
    step = risk_factories.step()
    first = power_factories.in_force(step.flow.power.power_list)
    register = risk_factories.leadership_register()
    mine, other = (
        risk_factories.graded_point(register, post=post, step=step)
        for post in (own, factories.post(factories.root(), is_leadership=True))
    )
    risk_factories.review(register)
    second = power_factories.power_list(first.department)
    power_services.remove_power(by=factories.system(), power=second.powers.get())
    power_factories.in_force(second)

    shown = {}
    for person in (leader, factories.holder(Role.PARTY_OFFICE)):
        risk_factories.sign_in(client, person)
        context = client.get(register.get_absolute_url()).context
        shown[person] = (context["lost"], len(context["reviews"]))

    assert list(shown.values()) == [([mine], 0), ([mine, other], 1)]


def test_a_former_leader_no_longer_sees_the_points_of_the_post():
    leader = factories.holder(Role.LEADERSHIP)
    post = factories.post(factories.root(), is_leadership=True)
    tenure = organization_services.begin_tenure(
        by=factories.system(), person=leader, post=post, from_on=date(2020, 1, 1)
    )
    risk_factories.point(risk_factories.leadership_register(), post=post)

    organization_services.end_tenure(by=factories.system(), tenure=tenure, to_on=date(2024, 1, 1))

    assert list(queries.points_for(leader)) == []


def test_posts_to_file_are_those_of_ones_departments():
    where = factories.department()
    filer = factories.holder(Role.FILER, where)
    own = factories.post(where)
    factories.post(where, is_leadership=True)
    factories.post()

    assert list(queries.posts_to_file(filer)) == [own]


def test_the_party_office_and_the_system_file_on_every_post():
    posts = {factories.post(), factories.post(factories.root(), is_leadership=True)}

    for person in (factories.holder(Role.PARTY_OFFICE), factories.system()):
        assert set(queries.posts_to_file(person)) == posts


def test_current_points_show_the_edition_in_force_and_first_drafts_once():
    first = risk_factories.register()
    in_force = risk_factories.graded_point(first)
    risk_factories.review(first)
    risk_factories.in_force(first)
    risk_factories.register(first.department)
    draft = risk_factories.point()

    office = factories.holder(Role.PARTY_OFFICE)

    assert set(queries.current_points(office)) == {in_force, draft}


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.OVERSEER, True), (Role.PARTY_OFFICE, True), (Role.DISCIPLINE, True), (Role.FILER, False)],
)
def test_a_stand_in_reads_the_register_that_the_holder_decides_on(role, sees):
    register = risk_factories.register()
    core_services.move(register, by=factories.system(), event="submit")
    holder, stand_in = factories.holder(role, register.department), factories.person(where=factories.department())
    before = queries.register_for(stand_in, register.pk)

    approvals.stand_in(holder, stand_in)

    assert (before, queries.register_for(stand_in, register.pk) is not None) == (None, sees)


def test_the_heads_stand_in_reads_the_draft_to_sign_and_the_leaderships_is_not_among_it():
    register, leaders = risk_factories.register(), risk_factories.leadership_register()
    stand_in = factories.person(where=factories.department())

    for department in (register.department, leaders.department):
        approvals.stand_in(factories.holder(Role.DEPARTMENT_HEAD, department), stand_in)

    assert list(queries.registers_for(stand_in)) == [register]


def test_anchors_offered_are_the_registers_powers_and_others_steps_of_its_posts():
    where = factories.department()
    own = risk_factories.step(where)
    elsewhere = factories.department()
    shared = risk_factories.step(elsewhere, post=factories.post(where))
    foreign = risk_factories.step(factories.department())
    for step in (shared, foreign):
        power_factories.in_force(step.flow.power.power_list)
    register = risk_factories.register(where)

    anchors = queries.anchors_for(factories.holder(Role.FILER, where), register)

    assert {own.pk, shared.pk} <= set(anchors.steps)
    assert foreign.pk not in anchors.steps
    assert anchors.chosen(f"step:{shared.pk}") == {"power": shared.flow.power, "step": shared}
    assert anchors.chosen(f"power:{own.flow.power_id}") == {"power": own.flow.power, "step": None}
    assert anchors.chosen("") == {"power": None, "step": None}


def test_the_leadership_may_hang_points_on_every_power_in_force():
    step = risk_factories.step()
    register = risk_factories.leadership_register()
    office = factories.holder(Role.PARTY_OFFICE)
    before = queries.anchors_for(office, register).choices

    power_factories.in_force(step.flow.power.power_list)

    after = [value for value, _label in queries.anchors_for(office, register).choices]
    assert (before, f"step:{step.pk}" in after) == ([], True)


@pytest.fixture
def foreign_step():
    """A step of another department's power that is open to nobody else, on a post of the register's department."""
    where = factories.department()
    step = risk_factories.step(factories.department(), post=factories.post(where), disclosure_scope="none")
    power_factories.in_force(step.flow.power.power_list)
    return step, risk_factories.register(where)


def test_anchors_of_powers_one_may_not_see_are_not_offered(foreign_step):
    _step, register = foreign_step
    filer = factories.holder(Role.FILER, register.department)

    assert queries.anchors_for(filer, register).choices == []
    assert len(queries.anchors_for(factories.holder(Role.PARTY_OFFICE), register).choices) == 4


def test_what_a_point_hangs_on_already_stays_offered(foreign_step):
    step, register = foreign_step
    filer = factories.holder(Role.FILER, register.department)

    offered = [queries.anchors_for(filer, register, step), queries.anchors_for(filer, register, power=step.flow.power)]

    power = f"power:{step.flow.power_id}"
    assert [[value for value, _label in each.choices] for each in offered] == [[power, f"step:{step.pk}"], [power]]


def test_no_register_offers_only_the_step_one_came_from():
    step = risk_factories.step()

    assert queries.anchors_for(factories.system(), None, step).choices[1][0] == f"step:{step.pk}"
    assert queries.anchors_for(factories.system(), None).choices == []


def test_a_step_of_a_hidden_power_is_found_for_nobody():
    step = risk_factories.step()
    stranger = factories.holder(Role.FILER, factories.department())

    assert (queries.step_for(stranger, step.pk), queries.step_for(stranger, 0)) == (None, None)
    assert queries.step_for(factories.holder(Role.FILER, step.post.department), step.pk) == step
