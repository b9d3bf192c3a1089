"""The hospital's report: who sees it, what it is merged from, and how it reads."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action
from supervision.calculations import self_check_report as words
from supervision.calculations.sections import Section, sections
from supervision.models import Cycle, HospitalReport, Participation, SelfCheck
from supervision.states.self_checks import HospitalPart, SelfCheckState

SEEN_WITH = (Action.RUN_YEAR, Action.SEE_OVERVIEW)
TITLES = words.titled(HospitalPart)


def hospital_reports_for(by: Person) -> QuerySet[HospitalReport]:
    """The hospital's reports, the latest first, for who runs its year or has its overview: a branch has its departments'
    own reports."""
    whole = organization_queries.is_for_whole(by, *SEEN_WITH)
    found = HospitalReport.objects.filter(whole).select_related("cycle", "sent_by")
    return found.order_by("-cycle__year")


def hospital_report_for(by: Person, pk: int) -> HospitalReport | None:
    """One report, or None where `by` may not know of it."""
    return hospital_reports_for(by).filter(pk=pk).first()


def report_of_year(by: Person, cycle: Cycle | None) -> HospitalReport | None:
    """The report of a year, where it was begun and `by` may see it."""
    return hospital_reports_for(by).filter(cycle=cycle).first()


@dataclass(frozen=True)
class HospitalReading:
    """A hospital report as its pages read it: as it was sent, else as the received reports come to today."""

    report: HospitalReport
    lines: list[words.DepartmentLine]
    facts_year: int

    @property
    def sections(self) -> list[Section]:
        sent = self.report.content.get("sections")
        if sent:
            return [Section(key, title, sent[key], sent[key]) for key, title in TITLES]
        return sections(TITLES, words.merged(self.lines, year=self.facts_year), self.report.report)

    @property
    def figures(self) -> dict[str, Any]:
        return words.total(line.figures for line in self.lines if line.figures is not None)

    @property
    def missing(self) -> list[str]:
        """Departments whose report is not received."""
        return [line.name for line in self.lines if line.figures is None]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        return [words.department_row(line) for line in self.lines]


def hospital_reading_of(report: HospitalReport) -> HospitalReading:
    """The report with a line for each department that takes part; two queries at most."""
    return HospitalReading(report, _sent_lines(report) or _lines(report), report.cycle.year)


def _sent_lines(report: HospitalReport) -> list[words.DepartmentLine]:
    return [words.DepartmentLine(line["name"], line["figures"]) for line in report.content.get("departments", [])]


def _lines(report: HospitalReport) -> list[words.DepartmentLine]:
    """The leadership's first, where it has one, then the departments that take part in the order of the tree."""
    checks = list(
        SelfCheck.objects.filter(cycle=report.cycle_id).only("department", "is_leadership", "state", "content")
    )
    figures = {
        (each.department_id, each.is_leadership): each.content["figures"]
        for each in checks
        if each.state == SelfCheckState.RECEIVED
    }
    leading = [each for each in checks if each.is_leadership]
    taking_part = Participation.objects.filter(cycle=report.cycle_id).select_related("department")
    leadership = (
        words.DepartmentLine(_("班子成员"), figures.get((each.department_id, True)), True) for each in leading
    )
    departments = (
        words.DepartmentLine(each.department.name, figures.get((each.department_id, False)))
        for each in taking_part.order_by("department__path", "pk")
    )
    return [*leadership, *departments]


def hospital_content_of(reading: HospitalReading) -> dict[str, Any]:
    """What is frozen when the report goes out."""
    return {
        "schema": 1,
        "year": reading.facts_year,
        "body": reading.report.body,
        "sections": {section.key: section.text for section in reading.sections},
        "departments": [{"name": line.name, "figures": line.figures} for line in reading.lines],
    }
