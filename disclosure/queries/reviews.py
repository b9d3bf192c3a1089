"""What waits for 党办's 公开属性 and for the secrecy reviewer."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import queries as approvals_queries
from approvals.models import SubmissionItem
from approvals.states import StageCode, SubmissionState
from core.registry import Fault, Task, TaskGroup
from core.states import ListState
from disclosure.models import DisclosureReview
from organization import queries
from organization.models import Person
from organization.roles import Action
from powers.models import Power, PowerList
from powers.states import DisclosureScope


def settled_scope() -> Subquery:
    """The scope 党办 settled for a power, as an expression on its row; null before that."""
    return Subquery(DisclosureReview.objects.filter(power=OuterRef("pk")).values("scope")[:1])


def _departments(by: Person) -> Q:
    office = queries.departments_for(by, Action.REVIEW).values("pk")
    secrecy = queries.departments_for(by, Action.REVIEW_SECRECY).values("pk")
    return Q(department__in=office) | Q(department__in=secrecy)


def submissions_under_review(by: Person) -> QuerySet[PowerList]:
    """Power lists under review that `by` reviews for disclosure, with how many powers lack a scope or an opinion."""
    reviewed = Q(powers__disclosure_review__isnull=False)
    with_opinion = ~Q(powers__disclosure_review__secrecy_verdict="") & reviewed
    found = PowerList.objects.filter(_departments(by), state=ListState.IN_REVIEW).select_related("department")
    return found.annotate(
        power_count=Count("powers", distinct=True),
        scope_count=Count("powers", filter=reviewed, distinct=True),
        opinion_count=Count("powers", filter=with_opinion, distinct=True),
    ).order_by("department__path", "id")


def powers_under_review(by: Person, list_id: int) -> QuerySet[Power]:
    """The powers of one list under review, for who reviews them for disclosure; empty hides the list."""
    lists = PowerList.objects.filter(_departments(by), state=ListState.IN_REVIEW, pk=list_id)
    found = Power.objects.filter(power_list__in=lists)
    return found.select_related(
        "power_list__department", "disclosure_review__scope_by", "disclosure_review__secrecy_by", "responsible_post"
    ).order_by("code", "id")


def scopes_missing(submission: Any, stage: Any) -> Iterator[Fault]:
    """Faults that keep 党办's stage from being passed: powers without a settled 公开属性."""
    if stage.code != StageCode.OFFICE:
        return
    item = submission.items.filter(list_kind="powers").first()
    if item is None:
        return
    missing = Power.objects.filter(power_list=item.list_id, disclosure_review__isnull=True).order_by("code")
    url = reverse("disclosure_desk:review", args=[item.list_id])
    for power in missing:
        yield Fault("no_scope", _("还没有确定公开属性。"), f"{url}#power-{power.pk}", power.code)


def opinions_missing(submission: Any, stage: Any) -> Iterator[Fault]:
    """Warnings at the committee: powers meant for the public that would not become so, as no secrecy opinion was given.

    Opinions are given while the list is under review only, so what is missing when it comes into force stays missing.
    """
    if stage.code != StageCode.COMMITTEE:
        return
    lists = submission.items.filter(list_kind="powers").values("list_id")
    meant = Power.objects.filter(power_list__in=lists, disclosure_review__scope=DisclosureScope.SOCIETY)
    text = _("拟对社会公开，但还没有保密审查意见：现在审定生效，就不会公开，原来公开的也会撤下。")
    for power in meant.filter(disclosure_review__secrecy_verdict="").order_by("code"):
        yield Fault("no_opinion", text, row_code=power.code, is_blocking=False)


def submission_of(by: Person, power_list: PowerList) -> Any:
    """The submission that carries the list now, where `by` may see it, else None."""
    carrying = SubmissionItem.objects.filter(submission=OuterRef("pk"), list_kind="powers", list_id=power_list.pk)
    return approvals_queries.submissions_for(by).filter(Exists(carrying), state=SubmissionState.IN_REVIEW).first()


def secrecy_waiting(by: Person) -> QuerySet[PowerList]:
    """Lists under review with powers whose scope is settled and that still lack the secrecy opinion."""
    places = queries.departments_for(by, Action.REVIEW_SECRECY).values("pk")
    waiting = Power.objects.filter(power_list=OuterRef("pk"), disclosure_review__secrecy_verdict="")
    return (
        submissions_under_review(by)
        .filter(Exists(waiting), department__in=places)
        .annotate(
            waiting_since=Subquery(
                waiting.order_by(F("disclosure_review__scope_at")).values("disclosure_review__scope_at")[:1]
            )
        )
    )


def tasks(by: Person) -> TaskGroup:
    """What the secrecy reviewer still has to give an opinion on, for 我的待办."""
    waiting: Any = secrecy_waiting(by)
    found = tuple(
        Task(
            what=_("%(department)s%(edition)s职权目录：保密审查")
            % {"department": power_list.department, "edition": power_list.edition},
            who=_("党办"),
            url=reverse("disclosure_desk:review", args=[power_list.pk]),
            since=power_list.waiting_since,
            note=_("%(done)d / %(all)d 项已出具意见")
            % {"done": power_list.opinion_count, "all": power_list.power_count},
        )
        for power_list in waiting
    )
    return TaskGroup(_("保密审查"), found)
