"""The leadership's self-check, with two leaders who each have a measure in the table in force."""

from dataclasses import dataclass

import pytest

from organization import services as organization_services
from organization.models import Department, Person
from organization.roles import Role
from supervision.models import SelfCheck
from supervision.queries import self_checks as queries
from supervision.services import self_check_answers, self_checks
from supervision.services.self_check_answers import AnswerEntry
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import self_check_factories as own


@dataclass
class Leadership:
    """Two leaders with a measure each in the table in force, and whom their self-check concerns."""

    root: Department
    check: SelfCheck
    leaders: list[Person]
    chair: Person
    office: Person
    discipline: Person

    def again(self) -> SelfCheck:
        return SelfCheck.objects.select_related("department", "cycle").get(pk=self.check.pk)

    def item_of(self, leader):
        return self.measures_of(leader)[0]

    def measures_of(self, leader):
        return queries.answers_of(self.check, by=leader)


def appoint(person, post):
    organization_services.begin_tenure(by=factories.system(), person=person, post=post, from_on=own.in_days(-90))


@pytest.fixture
def made() -> Leadership:
    root, leaders = factories.root(), []
    register = risk_factories.leadership_register()
    for name in ("院长", "副院长"):
        post, leader = factories.post(root, name, is_leadership=True), factories.holder(Role.LEADERSHIP)
        appoint(leader, post)
        risk_factories.point(register, post=post)
        leaders.append(leader)
    table = control_factories.table(root, is_leadership=True)
    for point in register.points.order_by("code"):
        control_factories.measure(table, point=point)
    control_factories.in_force(table)
    people = [factories.holder(role) for role in (Role.COMMITTEE_CHAIR, Role.PARTY_OFFICE, Role.DISCIPLINE)]
    year = own.cycle(factories.department("药剂科"))
    self_checks.open_self_checks(by=factories.system(), cycle=year)
    check = SelfCheck.objects.select_related("department", "cycle").get(is_leadership=True)
    return Leadership(root, check, leaders, *people)


def fill(made, state="done"):
    """Each leader the own measure, the office the standard items."""
    for leader in made.leaders:
        own.say(made.check, made.item_of(leader), state, by=leader)
    entries = [AnswerEntry(each.pk, "done", "见材料") for each in own.answers(made.check) if each.measure is None]
    self_check_answers.answer_self_check(by=made.office, check=made.check, entries=entries)


def received(made):
    fill(made)
    self_checks.sign(by=made.chair, check=made.check)
    self_checks.receive(by=made.discipline, check=made.check)
    return made.again()
