"""Papers that the worker prints: for each how its thing is found and what stands on it; who may have it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, Duty
from core.rules import allows
from organization import queries as organization_queries
from organization.models import Person
from supervision import rules
from supervision.calculations.printed_appraisal import PrintedAppraisal
from supervision.calculations.scheme import PrintedPhase, PrintedScheme
from supervision.models import Appraisal, Cycle
from supervision.queries.appraisals import appraisal_for, criteria_of, results_of
from supervision.queries.cycles import cycle_for
from supervision.queries.hospital_reports import hospital_report_for
from supervision.queries.printed_records import printed_record
from supervision.queries.printed_reports import printed_hospital_report, printed_self_check
from supervision.queries.self_checks import whole_self_check_for
from supervision.queries.spot_check_records import record_for
from supervision.queries.warnings import printed_warning, warning_for
from supervision.states.appraisals import AppraisalState

SUBJECT = "supervision.paper"


def anybody(by: Person, thing: Any) -> None:
    """Who sees the thing may have its paper."""


@dataclass(frozen=True)
class Paper:
    """`find(by, pk)` gives the thing or None, `printed(thing)` what stands on its paper: words, figures and days only.

    `allow(by, thing)` raises `Denied` when who sees the thing may not have its paper.
    """

    titled: Callable[[Any], str]
    find: Callable[[Person, int], Any]
    printed: Callable[[Any], Any]
    allow: Callable[[Person, Any], None] = anybody
    kinds: tuple[str, ...] = ("pdf", "docx")


def _named(word: Any) -> Callable[[Any], str]:
    return lambda thing: f"{thing}{word}"


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


def published_appraisal(by: Person, pk: int) -> Appraisal | None:
    """An appraisal whose results are told."""
    found = appraisal_for(by, pk)
    return found if found and found.state in AppraisalState.told() else None


def printed_appraisal(appraisal: Appraisal) -> PrintedAppraisal:
    """The result sheet of a year as it stands, corrections in it."""
    hospital = organization_queries.hospital()
    corrected = set(
        appraisal.results.filter(scores__appeal__isnull=False, scores__replaced_at__isnull=True).values_list(
            "pk", flat=True
        )
    )
    return PrintedAppraisal(
        issuer=f"{hospital.name}{hospital.committee_name}",
        office=f"{hospital.name}{hospital.office_name}",
        discipline=f"{hospital.name}{hospital.discipline_name}",
        year=appraisal.cycle.year,
        criteria=tuple(
            (each.title, str(each.get_kind_display()), f"{each.points:.2f}") for each in criteria_of(appraisal)
        ),
        departments=tuple(
            (
                str(each.rank or "—"),
                str(each.department),
                f"{each.total:.2f}" if each.total is not None else "—",
                gettext("不再参加") if each.left_on else gettext("经申诉更正") if each.pk in corrected else "",
            )
            for each in results_of(appraisal)
        ),
        sha256=appraisal.sha256,
        published_on=in_words(appraisal.published_on),
        state=str(appraisal.get_state_display()),
    )


PAPERS: dict[str, Paper] = {
    "scheme": Paper(_named(_("实施方案")), cycle_for, printed_scheme),
    "appraisal": Paper(_named(_("结果")), published_appraisal, printed_appraisal),
    "self_check": Paper(_named(_("报告")), whole_self_check_for, printed_self_check),
    "hospital_report": Paper(str, hospital_report_for, printed_hospital_report),
    "record": Paper(_named(_("检查记录表")), record_for, printed_record, kinds=("pdf", "docx", "xlsx")),
    "warning": Paper(
        lambda warning: f"{warning.code}{warning.letter_name}", warning_for, printed_warning, rules.ask_warning_print
    ),
}
"""Name of a paper → where it comes from."""


def paper_subject(paper: str, pk: int) -> str:
    """Subject of a printed paper's file."""
    return f"{paper}:{pk}"


def may_read_paper(attachment: Attachment, by: Person) -> bool:
    """Who may have the paper may open its file."""
    paper, _colon, pk = attachment.subject_id.partition(":")
    return paper in PAPERS and _may_have(PAPERS[paper], by, int(pk))


def may_watch_paper(duty: Duty, by: Person) -> bool:
    """As the file that comes of it."""
    return _may_have(PAPERS[duty.payload["paper"]], by, duty.payload["pk"])


def _may_have(paper: Paper, by: Person, pk: int) -> bool:
    thing = paper.find(by, pk)
    return thing is not None and bool(allows(paper.allow, by, thing))
