"""Papers that the worker prints: for each whose thing it is of and what stands on it; who may have it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, Duty
from organization import queries as organization_queries
from organization.models import Person
from supervision.calculations.scheme import PrintedPhase, PrintedScheme
from supervision.models import Cycle
from supervision.queries.cycles import cycle_for

SUBJECT = "supervision.paper"


@dataclass(frozen=True)
class Paper:
    """`find(by, pk)` gives the thing or None, `printed(thing)` what stands on its paper: words only."""

    title: Any
    find: Callable[[Person, int], Any]
    printed: Callable[[Any], Any]


def in_words(day: date | None) -> str:
    """`2026年3月5日`, or a blank to be filled in."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def printed_scheme(cycle: Cycle) -> PrintedScheme:
    """The scheme of a year."""
    hospital = organization_queries.hospital()
    issuer = f"{hospital.name}{hospital.committee_name}"
    part = cycle.participations.select_related("department", "post").order_by("department__path", "pk")
    return PrintedScheme(
        issuer=issuer,
        office=f"{hospital.name}{hospital.office_name}",
        year=cycle.year,
        title=cycle.title,
        document_number=cycle.document_number,
        goals=cycle.goals,
        leading=cycle.leading,
        demands=cycle.demands,
        phases=tuple(
            PrintedPhase(
                str(phase), f"{in_words(phase.from_on)}至{in_words(phase.to_on)}", str(phase.leader or ""), phase.task
            )
            for phase in cycle.phases.select_related("leader").order_by("position")
        ),
        departments=tuple((str(each.department), str(each.post or "负责人")) for each in part),
        issued_on=in_words(timezone.localdate(cycle.opened_at) if cycle.opened_at else None),
    )


PAPERS: dict[str, Paper] = {"scheme": Paper(_("实施方案"), cycle_for, printed_scheme)}
"""Name of a paper → where it comes from."""


def paper_subject(paper: str, pk: int) -> str:
    return f"{paper}:{pk}"


def may_read_paper(attachment: Attachment, by: Person) -> bool:
    """Who may see the thing may open its paper."""
    paper, _colon, pk = attachment.subject_id.partition(":")
    return paper in PAPERS and PAPERS[paper].find(by, int(pk)) is not None


def may_watch_paper(duty: Duty, by: Person) -> bool:
    """As the file that comes of it."""
    return PAPERS[duty.payload["paper"]].find(by, duty.payload["pk"]) is not None
