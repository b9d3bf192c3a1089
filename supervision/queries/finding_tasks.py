"""What of findings and warnings waits for somebody at 我的待办, and what falls due."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import SubmissionItem
from core.registry import Task, TaskGroup
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action
from supervision import rules
from supervision.models import AccountabilityProposal, Extension, Finding, RiskWarning
from supervision.queries.findings import findings_for
from supervision.states.findings import CLOSING_KIND, AccountabilityState, ExtensionState, FindingState
from supervision.states.warnings import WarningState

MOST = 20


def findings_due(on: date) -> QuerySet[Finding]:
    """Findings not yet reported whose deadline is that day or before it, with their department, deadline (`due_on`) and
    who answers: for reminders, whoever reads them."""
    found = Finding.objects.filter(state__in=FindingState.before_report(), due_on__lte=on)
    related = ("department", "point__post", "rectification__owner_post", "rectification__answerer")
    return found.select_related(*related).order_by("due_on", "pk")


def warnings_due(on: date) -> QuerySet[RiskWarning]:
    """Warnings sent whose answer is due that day or before it, with their department and `answer_due_on`."""
    found = RiskWarning.objects.filter(state=WarningState.NOTICED, answer_due_on__lte=on)
    return found.select_related("department", "point__post").order_by("answer_due_on", "pk")


def findings_to_rectify(by: Person) -> QuerySet[Finding]:
    """Findings that `by` answers for and that wait for them: not reported, or rechecked and nobody asked to close them."""
    asked = SubmissionItem.objects.filter(list_kind=CLOSING_KIND, list_id=OuterRef("pk"), is_open=True)
    to_close = Q(state=FindingState.RECHECKED) & ~Exists(asked)
    found = Finding.objects.filter(rules.answerable(by), Q(state__in=FindingState.before_report()) | to_close)
    return found.select_related("department").order_by("due_on", "pk")


def concerning(by: Person) -> QuerySet[Finding]:
    """Findings that concern `by`: of their department, of a leadership post they hold, or theirs to put right."""
    held = organization_queries.posts_held(by).values("pk")
    own = organization_queries.own_departments(by).values("pk")
    places = Q(is_leadership=False, department__in=own) | Q(is_leadership=True, point__post__in=held)
    plan = Q(rectification__answerer=by) | Q(rectification__planned_by=by) | Q(rectification__reported_by=by)
    return Finding.objects.filter(places | plan | Q(rectification__owner_post__in=held)).order_by()


def findings_to_recheck(by: Person) -> QuerySet[Finding]:
    """Reported findings that `by` may see and recheck."""
    places = organization_queries.departments_for(by, Action.KEEP_FINDINGS).values("pk")
    seen = findings_for(by).order_by().values("pk")
    found = Finding.objects.filter(state=FindingState.REPORTED, department__in=places, pk__in=seen)
    return found.exclude(pk__in=concerning(by).values("pk")).select_related("department").order_by("due_on", "pk")


def replies_owed(by: Person) -> QuerySet[Finding]:
    """Findings whose source waits for a reply that `by` registers."""
    places = organization_queries.departments_for(by, Action.KEEP_FINDINGS).values("pk")
    found = Finding.objects.filter(is_reply_owed=True, replied_on__isnull=True, department__in=places)
    seen = Q(is_leadership=False)
    seen |= Q(found_by=by)
    seen |= Q(department__in=organization_queries.departments_for(by, Action.SUPERVISE).values("pk"))
    return found.filter(seen).select_related("department").order_by("reply_due_on", "pk")


def extensions_to_answer(by: Person) -> QuerySet[Extension]:
    """Requests for a later deadline that `by` may answer."""
    places = organization_queries.departments_for(by, Action.APPROVE_EXTENSION).values("pk")
    found = Extension.objects.filter(
        state=ExtensionState.WAITING, finding__department__in=places, finding__state__in=FindingState.before_report()
    ).exclude(Q(by=by) | Q(finding__in=concerning(by).values("pk")))
    return found.select_related("finding__department", "by").order_by("pk")


def proposals_to_answer(by: Person) -> QuerySet[AccountabilityProposal]:
    """问责建议 that `by` may answer."""
    places = organization_queries.departments_for(by, Action.KEEP_ACCOUNTABILITY).values("pk")
    found = AccountabilityProposal.objects.filter(
        state=AccountabilityState.WAITING, finding__department__in=places
    ).exclude(finding__in=concerning(by).values("pk"))
    found = found.exclude(finding__in=_answered_for(by).values("pk"))
    return found.select_related("finding__department").order_by("pk")


def _answered_for(by: Person) -> QuerySet[Finding]:
    """Findings that `by` puts right."""
    return Finding.objects.filter(rules.answerable(by)).order_by()


def finding_tasks(by: Person) -> TaskGroup:
    """What of findings waits for `by`: at most five queries, and none for what `by` has no permission to do."""
    today = timezone.localdate()
    tasks = [_task(each, _step(each), today) for each in findings_to_rectify(by)[:MOST]]
    tasks += [_task(each, _("复查"), today) for each in findings_to_recheck(by)[:MOST]]
    tasks += [
        Task(
            what=_("批复整改延期：%(finding)s") % {"finding": each.finding},
            who=str(each.finding.department),
            url=each.finding.get_absolute_url(),
            since=each.at,
            note=_("申请延至%(day)s") % {"day": each.to_on},
        )
        for each in extensions_to_answer(by)[:MOST]
    ]
    tasks += [
        Task(
            what=_("研究问责建议：%(proposal)s") % {"proposal": each},
            who=str(each.finding.department),
            url=each.get_absolute_url(),
            since=each.put_at,
        )
        for each in proposals_to_answer(by)[:MOST]
    ]
    tasks += [_reply(each, today) for each in replies_owed(by)[:MOST]]
    return TaskGroup(_("问题整改"), tuple(tasks))


def _step(finding: Finding) -> str:
    words = {FindingState.OPEN: _("制定整改措施"), FindingState.RECHECKED: _("提请销号")}
    return words.get(FindingState(finding.state), _("按期整改并报告"))


def _task(finding: Finding, step: str, today: date) -> Task:
    is_counting = finding.state in FindingState.before_report()
    return Task(
        what=f"{step}：{finding}",
        who=str(finding.department),
        url=finding.get_absolute_url(),
        since=finding.made_at,
        due_on=finding.due_on if is_counting else None,
        note=str(finding.get_source_display()),
        is_overdue=is_counting and finding.due_on is not None and finding.due_on < today,
    )


def _reply(finding: Finding, today: date) -> Task:
    return Task(
        what=_("回复问题来源：%(finding)s") % {"finding": finding},
        who=str(finding.get_source_display()),
        url=finding.get_absolute_url(),
        since=finding.made_at,
        due_on=finding.reply_due_on,
        is_overdue=finding.reply_due_on is not None and finding.reply_due_on < today,
    )
