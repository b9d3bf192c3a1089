"""Self-checks, answers and 迎检 for tests, made through the services."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from controls.models import ControlTable
from core.documents.uploads import Upload
from organization.models import Department, Person
from organization.roles import Role
from supervision.models import Cycle, Inspection, SelfCheck, SelfCheckAnswer
from supervision.services import inspections, self_check_answers, self_checks
from supervision.services.cycles import PhaseEntry
from supervision.services.self_check_answers import AnswerEntry
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import factories as supervision_factories

PDF = Upload(b"%PDF-1.7 proof", "验收记录.pdf", "application/pdf")


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def phases(*, from_in: int = -5, to_in: int = 10) -> list[PhaseEntry]:
    """The self-check phase alone, under way."""
    return [PhaseEntry(PhaseKind.SELF_CHECK, in_days(from_in), in_days(to_in))]


def table_in_force(where: Department, *, measures: int = 1, **fields: Any) -> ControlTable:
    """A table in force with so many measures."""
    table = control_factories.table(where)
    for _number in range(measures):
        control_factories.measure(table, **fields)
    return control_factories.in_force(table)


def cycle(*departments: Department, **phase: int) -> Cycle:
    """This year, under way, in its self-check phase."""
    return supervision_factories.open_cycle(*departments, phases=phases(**phase))


@dataclass
class World:
    """A department in its self-check, and the people it concerns."""

    where: Department
    cycle: Cycle
    check: SelfCheck
    filer: Person
    head: Person
    office: Person

    def again(self) -> SelfCheck:
        self.check = SelfCheck.objects.select_related("department", "cycle").get(pk=self.check.pk)
        return self.check


def world(*, measures: int = 1, **fields: Any) -> World:
    """A department with a table in force whose self-check is open, with filer, head and the Party office."""
    where = fields.pop("where", None) or factories.department("药剂科")
    filer, head = factories.holder(Role.FILER, where), factories.holder(Role.DEPARTMENT_HEAD, where)
    office = factories.holder(Role.PARTY_OFFICE)
    if measures:
        table_in_force(where, measures=measures, **fields)
    year = cycle(where)
    self_checks.open_self_checks(by=factories.system(), cycle=year)
    check = SelfCheck.objects.select_related("department", "cycle").get(department=where)
    return World(where, year, check, filer, head, office)


def answers(check: SelfCheck, *, content: str = "") -> list[SelfCheckAnswer]:
    found = SelfCheckAnswer.objects.filter(self_check=check).select_related("measure", "question").order_by("pk")
    return list(found.filter(content=content) if content else found)


def say(
    check: SelfCheck, answer: SelfCheckAnswer, state: str, *, by: Person, note: str = "见台账", **fields: Any
) -> int:
    entry = AnswerEntry(answer.pk, state, note, **fields)
    return self_check_answers.answer_self_check(by=by, check=check, entries=[entry])


def fill(made: World, state: str = "done", *, note: str = "见科室台账") -> SelfCheck:
    """Every item answered alike."""
    entries = [AnswerEntry(answer.pk, state, note) for answer in answers(made.check)]
    self_check_answers.answer_self_check(by=made.filer, check=made.check, entries=entries)
    return made.again()


def signed(made: World) -> SelfCheck:
    fill(made)
    self_checks.sign(by=made.head, check=made.check)
    return made.again()


def received(made: World) -> SelfCheck:
    signed(made)
    self_checks.receive(by=made.office, check=made.check)
    return made.again()


def inspection(*, by: Person | None = None, **fields: Any) -> Inspection:
    """A notice of today, inspectors coming in ten days."""
    fields = {
        "body": "预防腐败体系建设领导小组办公室",
        "title": "重点抽查",
        "notice_number": "江预防办〔2026〕12号",
        "notice_on": in_days(0),
        "arrives_on": in_days(10),
        **fields,
    }
    return inspections.open_inspection(by=by or factories.system(), **fields)
