"""A department and the hospital in 2026 and 2027: who takes part, the phases, the worker's days, the mails that come."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from django.test import override_settings

from config.demo.clock import Clock, running_from
from core import services as core_services
from core.registry import registry
from organization import services as organization_services
from organization.models import Department, Person
from organization.roles import Role
from risks.models import RiskPoint
from supervision import services
from supervision.models import Cycle
from supervision.services.cycles import PhaseEntry
from supervision.states.cycles import PhaseKind
from tests import factories, post
from tests.supervision import years

DUTIES = ["supervision.open_self_checks", "supervision.overdue", "supervision.remind", "organization.deliver"]
"""Of what beat asks for daily what a year consists of; the others have nothing to do with its days."""
PHASES = {
    2026: (
        PhaseEntry(PhaseKind.MOBILIZE, date(2026, 1, 4), date(2026, 1, 16)),
        PhaseEntry(PhaseKind.CLEAR, date(2026, 1, 19), date(2026, 2, 28)),
        PhaseEntry(PhaseKind.FIND, date(2026, 3, 2), date(2026, 4, 30)),
        PhaseEntry(PhaseKind.MEASURE, date(2026, 3, 2), date(2026, 5, 9)),
        PhaseEntry(PhaseKind.APPROVE, date(2026, 5, 11), date(2026, 5, 29)),
        PhaseEntry(PhaseKind.SELF_CHECK, date(2026, 6, 1), date(2026, 6, 30)),
        PhaseEntry(PhaseKind.RECTIFY, date(2026, 7, 1), date(2026, 11, 30)),
        PhaseEntry(PhaseKind.SPOT_CHECK, date(2026, 9, 1), date(2026, 10, 10)),
        PhaseEntry(PhaseKind.APPRAISE, date(2026, 12, 1), date(2026, 12, 17)),
    ),
    2027: (
        PhaseEntry(PhaseKind.MOBILIZE, date(2027, 1, 4), date(2027, 1, 22)),
        PhaseEntry(PhaseKind.CLEAR, date(2027, 1, 25), date(2027, 2, 19)),
    ),
}
"""28 February, 9 May and 10 October 2026 are Saturdays that are worked (调休)."""

DUE = re.compile(r"^- (.+)（\d{4}-\d\d-\d\d 到期，(.+)）\r?$", re.MULTILINE)
"""What a mail says of one thing: its words and how it stands."""
WEEKDAYS = "一二三四五六日"


@dataclass
class Walk:
    """Where the walk stands: the day, the people by their post, what was kept on the way, the mails that came."""

    clock: Clock
    box: post.Mailbox
    where: Department
    people: dict[str, Person]
    today: date = date(2026, 1, 1)
    kept: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    """Day and weekday of every mail, for whom, what is due, how it stands: a line for each thing."""
    envelopes: list[tuple[date, str]] = field(default_factory=list)
    """Day and for whom of every mail."""

    def __getitem__(self, post_name: str) -> Person:
        return self.people[post_name]

    def cycle(self, year: int = 2026) -> Cycle:
        return Cycle.objects.get(year=year)

    def place(self, kind: str) -> str:
        """Where the department stands in a phase of 2026 today."""
        return str(years.places(self.cycle(), kind)[self.where].word)

    def go_to(self, hour: int) -> None:
        self.clock.set(self.today.year, self.today.month, self.today.day, hour)

    def work(self) -> int:
        """What beat asks for, done by the worker; how many mails come of it."""
        core_services.ask_daily()
        core_services.sweep()
        mails, self.box.mails = self.box.mails, []
        for mail in mails:
            self._read(mail)
        return len(mails)

    def _read(self, mail: Any) -> None:
        whom = next(name for name, person in self.people.items() if person.email == mail["To"])
        self.envelopes.append((self.today, whom))
        begin = f"{self.today} 周{WEEKDAYS[self.today.weekday()]} {whom}"
        due = DUE.findall(mail.get_body(("plain",)).get_content())
        self.lines += [f"{begin} {what} {standing}" for what, standing in due]


PEOPLE = {
    "填报人": Role.FILER,
    "科室负责人": Role.DEPARTMENT_HEAD,
    "分管领导": Role.OVERSEER,
    "党办": Role.PARTY_OFFICE,
    "纪检监察室": Role.DISCIPLINE,
    "检查人员甲": None,
    "检查人员乙": None,
    "党委书记": Role.COMMITTEE_CHAIR,
    "院长": Role.LEADERSHIP,
}
OF_THE_DEPARTMENT = ("填报人", "科室负责人")
OVER_ALL = (Role.PARTY_OFFICE, Role.DISCIPLINE, Role.COMMITTEE_CHAIR, Role.LEADERSHIP)
KEY_POST = "G9901"


def _person(name: str, where: Department, number: int) -> Person:
    """Somebody with a mail address who holds the role of `PEOPLE`; all but the department's own come from elsewhere."""
    role, home = PEOPLE[name], where if name in OF_THE_DEPARTMENT else factories.department()
    person = factories.person(name, where=home, email=f"p{number}@example.org")
    if role:
        on = factories.root() if role in OVER_ALL else where
        organization_services.grant(by=factories.system(), person=person, role=role, department=on)
    return person


def _hold_posts(where: Department, head: Person) -> None:
    """The head holds the post of the department's risk point; somebody has held its key post, for three years at most, since
    July 2023."""
    by, until = factories.system(), {"is_key": True, "rotation_years": 3}
    post = organization_services.add_post(by=by, department=where, code=KEY_POST, name="药库采购员", **until)
    buyer = factories.person("药库采购员", where=where)
    organization_services.begin_tenure(by=by, person=buyer, post=post, from_on=date(2023, 7, 3))
    for point in RiskPoint.objects.filter(register__department=where):
        organization_services.begin_tenure(by=by, person=head, post=point.post, from_on=date(2025, 3, 3))


@contextmanager
def world(folder: Path) -> Iterator[Walk]:
    """A department whose lists of 2025 are in force, its people, a mail server, and the clock of 2025."""
    box = post.Mailbox()
    with post.mail_server(box) as port, running_from(2025, 3, 3) as clock:
        duties = mock.patch.object(registry, "daily_duties", DUTIES)
        with duties, override_settings(**post.leading_to(port), MEDIA_ROOT=str(folder)):
            where = years.with_lists(factories.department("药剂科"))
            people = {name: _person(name, where, number) for number, name in enumerate(PEOPLE)}
            _hold_posts(where, people["科室负责人"])
            yield Walk(clock, box, where, people)


Step = Callable[[Walk], None]


def go(walk: Walk, steps: Mapping[date, Step], *, until: date) -> None:
    """Day after day from the first of January on."""
    for number in range((until - date(2026, 1, 1)).days + 1):
        walk.today = date(2026, 1, 1) + timedelta(days=number)
        _live_through(walk, steps)


def _live_through(walk: Walk, steps: Mapping[date, Step]) -> None:
    """At nine the worker does the day's duties, and mails go out once however often it is asked; at ten people do what
    the day's step says, and the worker what that asks for."""
    walk.go_to(9)
    if walk.work():
        services.send_reminders(on=walk.today)
        assert walk.work() == 0
    if step := steps.get(walk.today):
        walk.go_to(10)
        step(walk)
        assert walk.work() == 0
