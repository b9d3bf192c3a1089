"""Findings a person may see, what a page shows of one, and who is to act on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import Measure
from controls.queries import measures_for
from core.models import Attachment
from core.rules import allows
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Department, Person, Post
from organization.roles import Action
from risks.models import RiskPoint
from risks.queries import points_for
from supervision import rules
from supervision.models import AccountabilityProposal, Extension, Finding, Recheck, RiskWarning
from supervision.states.findings import FindingState

SEEING = (
    Action.FILE,
    Action.SIGN,
    Action.SEE_DRAFTS,
    Action.OVERSEE,
    Action.KEEP_FINDINGS,
    Action.SUPERVISE,
    Action.SEE_OVERVIEW,
)
"""Whoever holds one of these for the department sees its findings."""
SHOWN = (
    "code source state text found_on due_on overdue_count is_leadership department__name department__path "
    "point__grade point__code cycle__year"
).split()


def findings_for(by: Person) -> QuerySet[Finding]:
    """Findings `by` may see: of departments they work for or oversee, those they answer for or registered; of leadership
    posts their own alone, and all for the discipline office."""
    held = organization_queries.posts_held(by).values("pk")
    open_to = organization_queries.departments_acting_for(by, *SEEING).values("pk")
    supervised = organization_queries.departments_for(by, Action.SUPERVISE).values("pk")
    own = Q(rectification__answerer=by) | Q(rectification__owner_post__in=held) | Q(found_by=by)
    seen = Q(is_leadership=False, department__in=open_to)
    seen |= Q(Q(department__in=supervised) | Q(point__post__in=held), is_leadership=True)
    return Finding.objects.filter(seen | (own & organization_queries.is_business(by)))


def findings_shown(by: Person) -> QuerySet[Finding]:
    """Findings with what their row shows."""
    return findings_for(by).select_related("department", "point", "cycle").only(*SHOWN)


def overdue(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Those whose deadline has passed and that are not reported."""
    return rows.filter(state__in=FindingState.before_report(), due_on__lt=timezone.localdate())


def is_overdue(finding: Finding) -> bool:
    """As `overdue`, of one."""
    is_counting = finding.state in FindingState.before_report()
    return is_counting and finding.due_on is not None and finding.due_on < timezone.localdate()


def finding_counts(by: Person) -> dict[str, int]:
    """How many findings `by` sees are open, overdue among them, waiting for a recheck, and closed; one query."""
    late = Q(state__in=FindingState.before_report(), due_on__lt=timezone.localdate())
    return findings_for(by).aggregate(
        open=Count("pk", filter=Q(state__in=FindingState.living()), distinct=True),
        overdue=Count("pk", filter=late, distinct=True),
        reported=Count("pk", filter=Q(state=FindingState.REPORTED), distinct=True),
        closed=Count("pk", filter=Q(state=FindingState.CLOSED), distinct=True),
    )


def finding_for(by: Person, pk: int) -> Finding | None:
    """One finding with all its page reads of other tables, or None where `by` may not know of it.

    `is_point_open`, `is_measure_open`: may `by` open its risk point, its measure?
    """
    points = points_for(by).select_related(None).order_by().filter(pk=OuterRef("point"))
    measures = measures_for(by).select_related(None).order_by().filter(pk=OuterRef("measure"))
    related = (
        "department",
        "cycle",
        "found_by",
        "replied_by",
        "repeats",
        "point__post",
        "measure",
        "proposal__point",
        "rectification__owner_post__department",
        "rectification__answerer",
        "rectification__reported_by",
        "rectification__planned_by",
    )
    found = findings_for(by).annotate(
        is_point_open=Case(When(Exists(points), then=Value(True)), default=Value(False)),
        is_measure_open=Case(When(Exists(measures), then=Value(True)), default=Value(False)),
    )
    return found.select_related(*related).filter(pk=pk).first()


@dataclass(frozen=True)
class FindingPage:
    """What the page of a finding shows besides its row."""

    extensions: list[Extension]
    rechecks: list[Recheck]
    evidence: list[Attachment]
    proof: list[Attachment]
    story: list[dict[str, Any]]

    @property
    def waiting_extension(self) -> Extension | None:
        """The request that nobody has answered."""
        return next((each for each in self.extensions if each.state == "waiting"), None)


def page_of(finding: Finding) -> FindingPage:
    """The parts of a finding's page that are rows of their own, in a constant number of queries."""
    files = Attachment.objects.filter(subject_type__in=FILES, subject_id=str(finding.pk)).order_by("pk")
    kept = list(files)
    return FindingPage(
        extensions=list(finding.extensions.select_related("by", "answered_by").order_by("pk")),
        rechecks=list(finding.rechecks.select_related("by").order_by("pk")),
        evidence=[file for file in kept if file.subject_type == "supervision.evidence"],
        proof=[file for file in kept if file.subject_type == "supervision.finding"],
        story=story_of(finding),
    )


FILES = ("supervision.evidence", "supervision.finding")


def story_of(finding: Finding) -> list[dict[str, Any]]:
    """Who did what when and why, the latest first, as entries of `components/history.html`."""
    records = finding.history.select_related("history_user").order_by("-history_date", "-history_id")
    entries = []
    for record in records:
        did, _colon, why = (record.history_change_reason or "").partition("：")
        entries.append({"at": record.history_date, "who": record.history_user or _("系统"), "did": did, "why": why})
    return entries


def may_read_file(attachment: Attachment, by: Person) -> bool:
    """Files of a finding: whoever sees it."""
    return findings_for(by).filter(pk=attachment.subject_id).exists()


def people_answering(finding: Finding) -> list[Person]:
    """Who is told of a finding: the person answering and the department's filers and head; of a leadership post its holder."""
    plan = getattr(finding, "rectification", None)
    people = [plan.answerer] if plan else []
    if finding.is_leadership:
        tenures = organization_queries.running_tenures().filter(post=finding.point.post_id if finding.point else 0)
        return people + [tenure.person for tenure in tenures]
    return people + list(organization_queries.holders(Action.FILE, finding.department))


def keepers_of(thing: Finding | RiskWarning) -> QuerySet[Person]:
    """Who is told what comes next of a finding or a warning; of a leadership post the discipline office alone."""
    action = Action.SUPERVISE if thing.is_leadership else Action.KEEP_FINDINGS
    return organization_queries.holders(action, thing.department)


def finding_before(measure: Measure, found_on: date) -> Finding | None:
    """The last finding on the same measure, in whatever edition, that was found on an earlier day."""
    earlier = Finding.objects.filter(measure_lineage=measure.lineage_id, found_on__lt=found_on)
    return earlier.order_by("-found_on", "-pk").first()


def findings_on(by: Person, *, points: Iterable[Any] = (), measures: Iterable[Any] = ()) -> QuerySet[Finding]:
    """Findings that `by` sees on these lineages of risk points or measures; a new risk point that was adopted counts."""
    points, measures = list(points), list(measures)
    near = Q(point_lineage__in=points) | Q(proposal__point__lineage__in=points) | Q(measure_lineage__in=measures)
    return findings_for(by).filter(near)


def departments_to_find_in(by: Person) -> QuerySet[Department]:
    """Departments whose findings `by` may register: any that they keep findings of, and their own for its self-check."""
    places = organization_queries.departments_acting_for(by, Action.KEEP_FINDINGS, Action.FILE)
    return places.filter(pk__in=organization_queries.departments().values("pk")).order_by("path", "id")


def points_to_choose(by: Person, department: Department) -> QuerySet[RiskPoint]:
    """Points in force of the department, of the hospital's root the leadership's too, as far as `by` may see them."""
    found = points_for(by).filter(register__state=ListState.IN_FORCE, register__department=department)
    return found.order_by("code", "id")


def plain_points_to_choose(by: Person, department: Department) -> QuerySet[RiskPoint]:
    """As `points_to_choose`, without those of leadership posts."""
    return points_to_choose(by, department).filter(register__is_leadership=False)


def measures_to_choose(by: Person, department: Department) -> QuerySet[Measure]:
    """Measures in force of the department, as far as `by` may see them."""
    found = measures_for(by).filter(table__state=ListState.IN_FORCE, table__department=department)
    return found.order_by("code", "id")


def posts_to_own(finding: Finding) -> QuerySet[Post]:
    """Posts that may answer for a finding: the department's; of a leadership post, that post."""
    found = organization_queries.posts()
    if finding.is_leadership:
        return found.filter(pk=finding.point.post_id if finding.point else 0)
    return found.filter(department=finding.department_id)


def people_to_answer(finding: Finding) -> QuerySet[Person]:
    """People who may answer for a finding: the department's; of a leadership post, its holder."""
    if finding.is_leadership:
        tenures = organization_queries.running_tenures().filter(post=finding.point.post_id if finding.point else 0)
        return Person.objects.filter(pk__in=tenures.order_by().values("person"))
    return organization_queries.people_of(finding.department_id).filter(is_active=True).order_by("name", "pk")


def proposals_of(by: Person, finding: Finding) -> list[AccountabilityProposal]:
    """问责建议 about a finding, for the competent organ alone, but for those of it who are concerned or answer for it."""
    places = [organization_queries.departments_acting_for(by, Action.KEEP_ACCOUNTABILITY, Action.READ_ACCOUNTABILITY)]
    found = AccountabilityProposal.objects.filter(finding=finding, finding__department__in=places[0].values("pk"))
    put = list(found.select_related("answered_by", "finding__department").order_by("pk"))
    return [] if put and (rules.is_concerned(by, finding) or rules.answers_for(by, finding)) else put


def proposal_for(by: Person, pk: int) -> AccountabilityProposal | None:
    """One 问责建议, or None where `by` is not of the competent organ or is concerned themselves."""
    places = organization_queries.departments_acting_for(by, Action.KEEP_ACCOUNTABILITY, Action.READ_ACCOUNTABILITY)
    found = AccountabilityProposal.objects.filter(finding__department__in=places.values("pk"))
    related = ("finding__department", "finding__point__post", "finding__rectification")
    proposal = found.select_related(*related).filter(pk=pk).first()
    if proposal and (rules.is_concerned(by, proposal.finding) or rules.answers_for(by, proposal.finding)):
        return None
    return proposal


def extension_for(by: Person, pk: int) -> Extension | None:
    """One request for an extension, where `by` may see its finding."""
    found = Extension.objects.filter(finding__in=findings_for(by).order_by().values("pk"))
    related = ("by", "finding__department", "finding__point__post", "finding__rectification")
    return found.select_related(*related).filter(pk=pk).first()


def extended(finding: Finding, days: int) -> date:
    """The deadline `days` working days later: from the deadline, or from today when that has passed."""
    today = timezone.localdate()
    return organization_queries.workdays_after(max(finding.due_on or today, today), days)


STEPS = {
    FindingState.OPEN: ("plan_rectification", "ask_extension"),
    FindingState.UNDER_WAY: ("report_rectification", "plan_rectification", "ask_extension"),
    FindingState.REPORTED: ("recheck",),
    FindingState.RECHECKED: ("ask_closing",),
}
"""State → services that its page offers, the next step first."""
ANSWERING = ("plan_rectification", "report_rectification")
"""Those that need nothing but the state and that one answers for the finding."""


def next_steps(by: Person, finding: Finding) -> list[str]:
    """Which services `by` may call on the finding now, the next step first; asks once whether `by` answers for it."""
    offered = STEPS.get(FindingState(finding.state), ())
    if finding.state in FindingState.before_report() and not rules.answers_for(by, finding):
        return []
    return [name for name in offered if name in ANSWERING or allows(getattr(rules, name), by, finding)]


def holder_of(finding: Finding) -> str:
    """Who is to act on the finding now, in words."""
    plan = getattr(finding, "rectification", None)
    if finding.state == FindingState.UNDER_WAY and plan:
        return _("%(post)s（%(person)s）") % {"post": plan.owner_post, "person": plan.answerer}
    if finding.state == FindingState.REPORTED:
        return _("党办、纪检监察室复查")
    if finding.state == FindingState.CLOSED:
        return ""
    return str(finding.department)
