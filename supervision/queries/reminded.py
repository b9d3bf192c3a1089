"""What of the year's supervision comes due: rectifications, extensions, rechecks, closings, replies, 问责建议, warnings."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import SubmissionItem
from core.registry import DueItem
from organization import calculations
from organization import queries as organization_queries
from organization.roles import Action
from supervision.models import AccountabilityProposal, Extension, Finding
from supervision.queries.finding_tasks import findings_due, warnings_due
from supervision.states.findings import (
    CLOSING_DAYS,
    CLOSING_KIND,
    PROPOSAL_DAYS,
    RECHECK_DAYS,
    AccountabilityState,
    ExtensionState,
    FindingState,
)


def due_findings(on: date, until: date) -> Iterator[DueItem]:
    """整改 not yet reported, told to who answers for it and who files for the department; two queries.

    About a leadership post only its holder learns of it.
    """
    findings = list(findings_due(until))
    answering = _answering(findings, on)
    for each in findings:
        yield DueItem(
            key=f"finding:{each.pk}",
            text=_("%(department)s问题%(code)s：整改并报告") % {"department": each.department, "code": each.code},
            url=each.get_absolute_url(),
            due_on=each.due_on,  # type: ignore[arg-type]
            department_id=each.department_id,
            actions=() if each.is_leadership else (Action.FILE,),
            people=answering[each.pk],
            is_confined=each.is_leadership,
        )


def due_closings(on: date, until: date) -> Iterator[DueItem]:
    """Findings whose recheck was passed and whose 销号 nobody has asked for, `CLOSING_DAYS` after it, told to whom
    `due_findings` tells; three queries. What is asked for waits as a submission."""
    asked = SubmissionItem.objects.filter(list_kind=CLOSING_KIND, list_id=OuterRef("pk"), is_open=True)
    passed = Max("rechecks__on", filter=Q(rechecks__is_passed=True))
    found = Finding.objects.filter(~Exists(asked), state=FindingState.RECHECKED).annotate(passed_on=passed)
    waiting = list(found.select_related("department", "point", "rectification").order_by("pk"))
    answering, overrides = _answering(waiting, on), organization_queries.workday_overrides()
    for each in waiting:
        due_on = calculations.add_workdays(each.passed_on, CLOSING_DAYS, overrides)  # type: ignore[attr-defined]
        if due_on <= until:
            yield DueItem(
                key=f"closing:{each.pk}",
                text=_("%(department)s问题%(code)s：提请销号") % {"department": each.department, "code": each.code},
                url=each.get_absolute_url(),
                due_on=due_on,
                department_id=each.department_id,
                actions=() if each.is_leadership else (Action.FILE,),
                people=answering[each.pk],
                is_confined=each.is_leadership,
            )


def _answering(findings: Collection[Finding], on: date) -> dict[int, frozenset[int]]:
    """Finding → ids of the person answering and of who holds the post that owns it; of a leadership post its holder too.
    One query."""
    posts = {post for each in findings for post in (_owner(each), each.point and each.point.post_id) if post}
    holders, nobody = organization_queries.holders_of_posts(posts, on), frozenset[int]()
    found: dict[int, frozenset[int]] = {}
    for each in findings:
        plan = getattr(each, "rectification", None)
        people = holders.get(_owner(each) or 0, nobody) | (frozenset({plan.answerer_id}) if plan else nobody)
        if each.is_leadership:
            people |= holders.get(each.point.post_id if each.point else 0, nobody)
        found[each.pk] = people
    return found


def _owner(finding: Finding) -> int | None:
    return getattr(getattr(finding, "rectification", None), "owner_post_id", None)


def due_rechecks(on: date, until: date) -> Iterator[DueItem]:
    """Rectifications reported and not rechecked, told to who keeps findings and is not concerned; five queries."""
    overrides = organization_queries.workday_overrides()
    found = Finding.objects.filter(state=FindingState.REPORTED).select_related("department", "point", "rectification")
    reported = list(found.order_by("pk"))
    concerned = _concerned(reported, on)
    for each in reported:
        due_on = calculations.add_workdays(each.rectification.reported_on, RECHECK_DAYS, overrides)  # type: ignore[arg-type]
        if due_on <= until:
            yield DueItem(
                key=f"recheck:{each.pk}",
                text=_("%(department)s问题%(code)s：复查") % {"department": each.department, "code": each.code},
                url=each.get_absolute_url(),
                due_on=due_on,
                department_id=each.department_id,
                actions=_keepers(each),
                but_not=concerned[each.pk],
                is_confined=True,
            )


def due_extensions(on: date, until: date) -> Iterator[DueItem]:
    """延期 asked for and not answered, due by the deadline they would move, told to who answers them; four queries."""
    found = Extension.objects.filter(
        state=ExtensionState.WAITING, finding__state__in=FindingState.before_report(), finding__due_on__lte=until
    )
    related = ("finding__department", "finding__point", "finding__rectification")
    waiting = list(found.select_related(*related).order_by("finding__due_on", "pk"))
    concerned = _concerned([each.finding for each in waiting], on)
    for each in waiting:
        finding = each.finding
        yield DueItem(
            key=f"extension:{each.pk}",
            text=_("%(department)s问题%(code)s：批复整改延期")
            % {"department": finding.department, "code": finding.code},
            url=finding.get_absolute_url(),
            due_on=finding.due_on,  # type: ignore[arg-type]
            department_id=finding.department_id,
            actions=(Action.APPROVE_EXTENSION,),
            but_not=concerned[finding.pk] | {each.by_id},
            is_confined=True,
        )


def due_proposals(on: date, until: date) -> Iterator[DueItem]:
    """问责建议 that the competent organ has not answered, `PROPOSAL_DAYS` after they were put, told as
    `rules.answer_proposal` has it to who is neither concerned nor puts it right; eight queries."""
    found = AccountabilityProposal.objects.filter(state=AccountabilityState.WAITING)
    related = ("finding__department", "finding__point", "finding__rectification")
    waiting = list(found.select_related(*related).order_by("pk"))
    concerned = _concerned([each.finding for each in waiting], on)
    overrides, holders = organization_queries.workday_overrides(), organization_queries.HolderTable(on)
    for each in waiting:
        finding = each.finding
        due_on = calculations.add_workdays(timezone.localdate(each.put_at), PROPOSAL_DAYS, overrides)
        if due_on <= until:
            yield DueItem(
                key=f"proposal:{each.pk}",
                text=_("%(department)s问题%(code)s：研究问责建议")
                % {"department": finding.department, "code": finding.code},
                url=each.get_absolute_url(),
                due_on=due_on,
                department_id=finding.department_id,
                actions=(Action.KEEP_ACCOUNTABILITY,),
                but_not=concerned[finding.pk] | _rectifying(finding, holders),
                is_confined=True,
            )


def _rectifying(finding: Finding, holders: organization_queries.HolderTable) -> frozenset[int]:
    """Who files or signs for the department that puts it right, wherever they are from; of a leadership post nobody more."""
    if finding.is_leadership:
        return frozenset()
    return holders.of(Action.FILE, finding.department_id) | holders.of(Action.SIGN, finding.department_id)


def _concerned(findings: Collection[Finding], on: date) -> dict[int, frozenset[int]]:
    """Finding → ids of who judges nothing about it: its department's people or the leader whom it concerns, who holds the
    post that owns it, who planned, carried out or reported it; three queries."""
    members = organization_queries.members_of({each.department_id for each in findings}, on)
    posts = {post for each in findings for post in (_owner(each), each.point and each.point.post_id) if post}
    holders, nobody = organization_queries.holders_of_posts(posts, on), frozenset[int]()
    found: dict[int, frozenset[int]] = {}
    for each in findings:
        plan = getattr(each, "rectification", None)
        party = {plan.answerer_id, plan.planned_by_id, plan.reported_by_id} - {None} if plan else nobody
        leader = each.point.post_id if each.point else 0
        near = holders.get(leader, nobody) if each.is_leadership else members.get(each.department_id, nobody)
        found[each.pk] = near | holders.get(_owner(each) or 0, nobody) | party
    return found


def due_replies(on: date, until: date) -> Iterator[DueItem]:
    """Replies owed to those from whom findings came, told to who keeps findings; one query."""
    for each in _owed().filter(reply_due_on__lte=until):
        yield DueItem(
            key=f"reply:{each.pk}",
            text=_("问题%(code)s：回复来源（%(source)s）") % {"code": each.code, "source": each.get_source_display()},
            url=each.get_absolute_url(),
            due_on=each.reply_due_on,  # type: ignore[arg-type]
            department_id=each.department_id,
            actions=_keepers(each),
            is_confined=True,
        )


def _owed() -> QuerySet[Finding]:
    owed = Finding.objects.filter(is_reply_owed=True, replied_on__isnull=True)
    return owed.select_related("department").order_by("reply_due_on", "pk")


def _keepers(finding: Finding) -> tuple[str, ...]:
    """Who follows a finding up; one about a leadership post is the discipline office's alone."""
    return (Action.SUPERVISE if finding.is_leadership else Action.KEEP_FINDINGS,)


def due_warnings(on: date, until: date) -> Iterator[DueItem]:
    """Warnings whose answer is awaited, told to who answers them, as `people_addressed` has it; two queries."""
    warnings = list(warnings_due(until))
    posts = {each.point.post_id for each in warnings if each.is_leadership and each.point}
    holders = organization_queries.holders_of_posts(posts, on)
    for each in warnings:
        post = each.point.post_id if each.point else 0
        yield DueItem(
            key=f"warning:{each.pk}",
            text=_("%(department)s预警%(code)s：反馈") % {"department": each.department, "code": each.code},
            url=each.get_absolute_url(),
            due_on=each.answer_due_on,  # type: ignore[arg-type]
            department_id=each.department_id,
            actions=() if each.is_leadership else (Action.FILE,),
            people=holders.get(post, frozenset()) if each.is_leadership else frozenset(),
            is_confined=each.is_leadership,
        )
