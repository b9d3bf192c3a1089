"""Self-checks a person may see, what a page shows of one, and what keeps one from being signed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import ControlTable, Measure
from controls.states import MeasureStatus
from core.models import Attachment
from core.registry import Fault
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action
from risks import queries as risk_queries
from risks.models import RiskPoint
from supervision.calculations import self_check_report as words
from supervision.calculations.sections import Section, sections
from supervision.models import Cycle, DailyCheck, Finding, SelfCheck, SelfCheckAnswer, SelfCheckQuestion
from supervision.states.findings import FindingSource, FindingState
from supervision.states.self_checks import AnswerState, Content, ReportPart, SelfCheckState

SEEN_WITH = (
    Action.SEE_DRAFTS,
    Action.OVERSEE,
    Action.REVIEW,
    Action.SUPERVISE,
    Action.RUN_YEAR,
    Action.SEE_OVERVIEW,
)
"""Who holds one of these for a department sees its self-check."""
LENT = (Action.SIGN, Action.REVIEW)
"""What a stand-in does with a self-check."""
SEEN_OF_LEADERSHIP = (Action.SUBMIT_LEADERSHIP, Action.SUPERVISE, Action.DECIDE)
"""Who holds one of these for the whole hospital sees all of the leadership's; a leader the rows of the own posts."""
LENT_OF_LEADERSHIP = (Action.SUPERVISE, Action.DECIDE)
"""What a stand-in does with the leadership's."""
ANSWER_SUBJECT = "supervision.selfcheckanswer"
MEASURES_CHANGED = "measures_changed"
"""The fault of a self-check that asks for other measures than the table in force has."""
TITLES = words.titled(ReportPart)


def self_checks_for(by: Person) -> QuerySet[SelfCheck]:
    """Self-checks of departments whose drafts, overview or review `by` has, by an own grant or as a stand-in; the
    leadership's for who watches over it and for its members. Each with whether `by` sees all of it (`is_seen_whole`)."""
    leads = Q(Exists(risk_queries.own_leadership_posts(by)), is_leadership=True)
    whole = ExpressionWrapper(_seen_whole(by), output_field=BooleanField())
    found = SelfCheck.objects.filter(_seen_whole(by) | leads).select_related("department", "cycle")
    return found.annotate(is_seen_whole=whole)


def _seen_whole(by: Person) -> Q:
    """The condition under which `by` sees every item and the report."""
    seen = organization_queries.departments_acting_for(by, *SEEN_WITH).values("pk")
    lent = organization_queries.departments_acting_for(by, *LENT).values("pk")
    over = organization_queries.departments_acting_for(by, *SEEN_OF_LEADERSHIP).values("pk")
    lent_over = organization_queries.departments_acting_for(by, *LENT_OF_LEADERSHIP).values("pk")
    own = Q(Q(department__in=seen) | Q(department__in=lent), is_leadership=False)
    return own | Q(Q(department__in=over) | Q(department__in=lent_over), is_leadership=True)


def self_check_for(by: Person, pk: int) -> SelfCheck | None:
    """One self-check, or None where `by` may not know of it."""
    found = self_checks_for(by).select_related("signed_by", "signed_for", "received_by")
    return found.filter(pk=pk).first()


def sees_whole(by: Person, check: SelfCheck) -> bool:
    """Does `by`, who may see it, see every item of the self-check?"""
    return SelfCheck.objects.filter(_seen_whole(by), pk=check.pk).exists()


def answerable(by: Person, check: SelfCheck, answers: Iterable[SelfCheckAnswer]) -> list[SelfCheckAnswer]:
    """Items that `by`, who may answer, may answer: of the leadership's those of the own posts, but for the Party office."""
    if not check.is_leadership or organization_queries.may(by, Action.FILE_ON_BEHALF, check.department):
        return list(answers)
    own = set(risk_queries.own_leadership_posts(by).values_list("pk", flat=True))
    return [answer for answer in answers if answer.measure is not None and answer.measure.point.post_id in own]


def whole_self_check_for(by: Person, pk: int) -> SelfCheck | None:
    """As `self_check_for`, and None for a leader who sees only the own items: for the report and what is done with it."""
    found = self_check_for(by, pk)
    return found if found is not None and found.is_seen_whole else None


def with_counts(rows: QuerySet[SelfCheck]) -> QuerySet[SelfCheck]:
    """Self-checks of `self_checks_for` with how many items each has (`total`), of them answered (`answered`), problems found
    and still open, which are None where only the own items are seen."""
    items = SelfCheckAnswer.objects.filter(self_check=OuterRef("pk")).order_by().values("self_check")
    found = Finding.objects.filter(
        source=FindingSource.SELF_CHECK,
        cycle=OuterRef("cycle"),
        department=OuterRef("department"),
        is_leadership=OuterRef("is_leadership"),
    )
    problems: QuerySet[Any] = found.order_by().values("department")
    return rows.annotate(
        total=counted(items),
        answered=counted(items.exclude(state="")),
        problems=_where_whole(counted(problems)),
        open_problems=_where_whole(counted(problems.filter(state__in=FindingState.living()))),
    )


def _where_whole(count: Any) -> Any:
    return Case(When(is_seen_whole=True, then=count), output_field=IntegerField())


def counted(rows: QuerySet[Any]) -> Any:
    """How many rows the query, grouped by one of its columns, has for each outer row."""
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def self_check_counts(by: Person, cycle: Cycle | None) -> dict[str, int]:
    """How the self-checks of a year stand that `by` sees: all, in work, late, waiting for the office, received."""
    is_editable = Q(state__in=SelfCheckState.editable())
    return (
        self_checks_for(by)
        .filter(cycle=cycle)
        .aggregate(
            total=Count("pk"),
            working=Count("pk", filter=is_editable),
            late=Count("pk", filter=is_editable & Q(due_on__lt=timezone.localdate())),
            submitted=Count("pk", filter=Q(state=SelfCheckState.SUBMITTED)),
            received=Count("pk", filter=Q(state=SelfCheckState.RECEIVED)),
        )
    )


def answers_of(self_check: SelfCheck, *, by: Person | None = None) -> list[SelfCheckAnswer]:
    """Every item in the order of the contents, with what its row shows; for a leader, `by`, those of the own posts. One
    query."""
    related = ("measure__point__post", "measure__responsible_post", "question", "finding")
    found = SelfCheckAnswer.objects.filter(self_check=self_check).select_related(*related)
    if by is not None:
        found = found.filter(measure__point__post__in=risk_queries.own_leadership_posts(by).values("pk"))
    order = list(Content)
    return sorted(
        found.order_by("measure__code", "question__position", "pk"),
        key=lambda answer: order.index(Content(answer.content)),
    )


def answer_for(by: Person, pk: int) -> SelfCheckAnswer | None:
    """One item that `by` may see of a self-check."""
    related = ("self_check__department", "self_check__cycle", "measure__point__post", "measure__table", "question")
    own = Q(measure__point__post__in=risk_queries.own_leadership_posts(by).values("pk"), self_check__is_leadership=True)
    whole = SelfCheck.objects.filter(_seen_whole(by)).values("pk")
    found = SelfCheckAnswer.objects.filter(Q(self_check__in=whole) | own, pk=pk)
    return found.select_related(*related, "finding").first()


def files_of(subject_type: str, keys: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files kept with each of the subjects, the first uploaded first; one query."""
    found = Attachment.objects.filter(subject_type=subject_type, subject_id__in=[str(key) for key in keys])
    files: dict[int, list[Attachment]] = defaultdict(list)
    for attachment in found.order_by("pk"):
        files[int(attachment.subject_id)].append(attachment)
    return files


def findings_of(self_check: SelfCheck) -> QuerySet[Finding]:
    """What the self-check and the daily checks of its year found in the department; of leadership posts the
    leadership's own found."""
    return Finding.objects.filter(
        source=FindingSource.SELF_CHECK,
        cycle=self_check.cycle_id,
        department=self_check.department_id,
        is_leadership=self_check.is_leadership,
    ).order_by("code")


def daily_checks_of(self_check: SelfCheck) -> QuerySet[DailyCheck]:
    """The department's daily checks of the year; the leadership has none."""
    if self_check.is_leadership:
        return DailyCheck.objects.none()
    year = self_check.cycle.year
    return DailyCheck.objects.filter(
        department=self_check.department_id, checked_on__gte=date(year, 1, 1), checked_on__lte=date(year, 12, 31)
    )


def measures_in_force(departments: Collection[int]) -> QuerySet[Measure]:
    """Measures of the tables in force of the departments; the leadership's table is not a department's."""
    return Measure.objects.filter(
        table__department__in=departments, table__is_leadership=False, table__state=ListState.IN_FORCE
    ).order_by("code", "pk")


def measures_asked(checks: Collection[SelfCheck]) -> QuerySet[Measure]:
    """Measures of the tables in force of those whose self-checks they are."""
    own = Q(table__is_leadership=False, table__department__in=[c.department_id for c in checks if not c.is_leadership])
    leads = Q(table__is_leadership=True, table__department__in=[c.department_id for c in checks if c.is_leadership])
    return Measure.objects.filter(own | leads, table__state=ListState.IN_FORCE).order_by("code", "pk")


def has_leadership_table() -> bool:
    """Is a table of the leadership in force?"""
    return ControlTable.objects.filter(is_leadership=True, state=ListState.IN_FORCE).exists()


def questions_in_use() -> list[SelfCheckQuestion]:
    """The standard items asked today."""
    return list(SelfCheckQuestion.objects.filter(retired_on__isnull=True).order_by("content", "position"))


def changed_measures(self_check: SelfCheck, answers: Iterable[SelfCheckAnswer]) -> bool:
    """Does the table in force have other measures than the self-check asks for?"""
    asked = {(answer.measure_lineage_id, answer.measure_id) for answer in answers if answer.measure_id}
    in_force = measures_asked([self_check])
    return asked != set(in_force.order_by().values_list("lineage", "pk"))


def facts_of(self_check: SelfCheck, answers: Sequence[SelfCheckAnswer]) -> words.SelfCheckFacts:
    """Everything the report is written from; three queries."""
    points = RiskPoint.objects.filter(
        register__department=self_check.department_id,
        register__is_leadership=self_check.is_leadership,
        register__state=ListState.IN_FORCE,
    )
    by_content: dict[str, Counter[str]] = defaultdict(Counter)
    for answer in answers:
        by_content[answer.content][answer.state] += 1
    return words.SelfCheckFacts(
        year=self_check.cycle.year,
        whose=_("班子成员") if self_check.is_leadership else _("本部门"),
        points=dict(points.order_by().values("grade").annotate(n=Count("pk")).values_list("grade", "n")),
        answers=by_content,
        unmet=[words.Unmet(each.content, str(each), each.state, each.note) for each in answers if each.is_faulty],
        problems=[_problem(finding) for finding in findings_of(self_check)],
        daily=dict(
            daily_checks_of(self_check).order_by().values("result").annotate(n=Count("pk")).values_list("result", "n")
        ),
    )


def _problem(finding: Finding) -> words.Problem:
    due_on = str(finding.due_on or "")
    is_closed = finding.state == FindingState.CLOSED
    return words.Problem(finding.code, finding.text, due_on, str(FindingState(finding.state).label), is_closed)


def progress_offered(answers: Iterable[SelfCheckAnswer]) -> list[tuple[Measure, str]]:
    """Measures answered as carried out, with the progress that would say so: a dated one is done, a long-term one goes on."""
    offered = []
    for answer in answers:
        measure = answer.measure
        if measure is None or answer.state != AnswerState.DONE or measure.status == MeasureStatus.DONE:
            continue
        status = MeasureStatus.UNDER_WAY if measure.is_long_term else MeasureStatus.DONE
        if measure.status != status:
            offered.append((measure, str(status)))
    return offered


@dataclass(frozen=True)
class Reading:
    """A self-check as its pages read it."""

    self_check: SelfCheck
    answers: list[SelfCheckAnswer]
    files: dict[int, list[Attachment]]
    facts: words.SelfCheckFacts

    @property
    def sections(self) -> list[Section]:
        """The report: as it was signed, else as it is written today."""
        signed = self.self_check.content.get("sections")
        if signed:
            return [Section(key, title, signed[key], signed[key]) for key, title in TITLES]
        return sections(TITLES, words.written(self.facts), self.self_check.report)

    @property
    def figures(self) -> dict[str, Any]:
        return self.self_check.content.get("figures") or self.facts.figures

    @property
    def answered(self) -> int:
        return sum(bool(answer.state) for answer in self.answers)


def reading_of(self_check: SelfCheck, *, by: Person | None = None) -> Reading:
    """The self-check with its answers, files and facts, in a constant number of queries.

    A leader, `by`, reads the items of the own posts and what follows from them.
    """
    answers = answers_of(self_check, by=by)
    files = files_of(ANSWER_SUBJECT, [answer.pk for answer in answers])
    return Reading(self_check, answers, files, facts_of(self_check, answers))


def content_of(reading: Reading) -> dict[str, Any]:
    """What is frozen when the head signs: sections, figures, every answer with its files."""
    check = reading.self_check
    return {
        "schema": 1,
        "department": {"code": check.department.code, "name": check.whose},
        "year": check.cycle.year,
        "sections": {section.key: section.text for section in reading.sections},
        "figures": reading.facts.figures,
        "answers": [_frozen_answer(answer, reading.files.get(answer.pk, [])) for answer in reading.answers],
        "problems": [problem.code for problem in reading.facts.problems],
    }


def _frozen_answer(answer: SelfCheckAnswer, files: Iterable[Attachment]) -> dict[str, Any]:
    return {
        "content": answer.content,
        "code": answer.measure.code if answer.measure else "",
        "text": answer.measure.text if answer.measure else str(answer.question),
        "state": answer.state,
        "note": answer.note,
        "files": [{"name": file.name, "sha256": file.sha256} for file in files],
    }


def faults_of(reading: Reading) -> list[Fault]:
    """What keeps the self-check from being signed (`is_blocking`), and what one should look at before."""
    check = reading.self_check
    faults = [fault for answer in reading.answers for fault in _faults_of_answer(answer, reading)]
    if changed_measures(check, reading.answers):
        text = _("现行一览表的措施已有变动，请先更新本次自查的措施。")
        faults.append(Fault(MEASURES_CHANGED, text, check.get_absolute_url()))
    if not any(answer.measure_id for answer in reading.answers):
        text = _("没有已生效的一览表，本次自查没有逐条填报的措施。")
        faults.append(Fault("no_measures", text, check.get_absolute_url(), is_blocking=False))
    report_url = reverse("supervision:self_check_report", args=[check.pk])
    for section in reading.sections:
        if section.is_behind:
            text = _("“%(title)s”由人工改写后，自查数据又有变化。") % {"title": section.title}
            faults.append(Fault("section_behind", text, f"{report_url}#{section.key}", is_blocking=False))
    return faults


def _faults_of_answer(answer: SelfCheckAnswer, reading: Reading) -> Iterable[Fault]:
    url = f"{reverse('supervision:answer_self_check', args=[answer.self_check_id])}#answer-{answer.pk}"
    code = _place_of(answer)
    has_note = bool(answer.note.strip())
    if not answer.state:
        yield Fault("unanswered", _("还没有填报。"), url, code)
    elif answer.state == AnswerState.DONE and not has_note and not reading.files.get(answer.pk):
        text = _("填报已落实，请上传佐证，或写明佐证在哪里。")
        yield Fault("without_proof", text, url, code)
    elif answer.is_faulty and not has_note:
        yield Fault("without_reason", _("没有落实到位，请写明情况。"), url, code)
    elif answer.state == AnswerState.NOT_DUE and _is_due(answer, reading.self_check):
        text = _("是长期措施或期限已到，不能填报本期不涉及。")
        yield Fault("is_due", text, url, code)
    elif answer.is_faulty and answer.finding_id is None:
        text = _("没有落实到位，还没有登记为问题。")
        yield Fault("without_finding", text, url, code, is_blocking=False)


def _place_of(answer: SelfCheckAnswer) -> str:
    """The measure's code, or the number of the content and of the item in it: what is said of many is said once."""
    if answer.measure:
        return answer.measure.code
    question = answer.question
    return f"{list(Content).index(Content(answer.content)) + 1}.{question.position if question else ''}"


def _is_due(answer: SelfCheckAnswer, self_check: SelfCheck) -> bool:
    measure = answer.measure
    return measure is not None and (measure.due_on is None or measure.due_on <= self_check.due_on)


def may_read_answer_file(attachment: Attachment, by: Person) -> bool:
    """Who may see the self-check the proof belongs to."""
    return answer_for(by, int(attachment.subject_id)) is not None
