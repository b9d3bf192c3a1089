"""What waits for 党办's 公开属性 and for the secrecy reviewer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import queries as approvals_queries
from approvals.models import SubmissionItem, SubmissionRow
from approvals.states import StageCode, SubmissionState
from core.registry import Fault, Task, TaskGroup
from core.states import ListState
from disclosure import calculations
from disclosure.models import DisclosureReview
from organization import queries
from organization.models import Person
from organization.roles import Action
from powers.models import Power, PowerList
from powers.states import DisclosureScope

STANDING = Q(disclosure_review__content_hash=F("disclosure_review__frozen_hash"))
"""`DisclosureReview.objects.standing` as a condition on a power."""


@dataclass(frozen=True)
class Line:
    """A power under review with its review, if any, and the hash of what is frozen of it."""

    power: Power
    review: DisclosureReview | None
    frozen_hash: str

    @property
    def is_standing(self) -> bool:
        """Was it reviewed as it is frozen?"""
        return self.review is not None and self.review.content_hash == self.frozen_hash

    @property
    def lacks_opinion(self) -> bool:
        """Does it wait for the secrecy reviewer?"""
        return self.review is not None and self.is_standing and not self.review.secrecy_verdict

    @property
    def seen(self) -> str:
        """What one who decides on it looks at, for the form to send back: the text and the scope."""
        return f"{self.frozen_hash}:{self.review.scope if self.review and self.is_standing else ''}"


def settled_scope() -> Subquery:
    """The scope 党办 settled for a power, as an expression on its row; null before that."""
    return Subquery(DisclosureReview.objects.standing().filter(power=OuterRef("pk")).values("scope")[:1])


def _departments(by: Person) -> Q:
    return Q(department__in=queries.departments_acting_for(by, Action.REVIEW, Action.REVIEW_SECRECY).values("pk"))


def submissions_under_review(by: Person) -> QuerySet[PowerList]:
    """Power lists under review that `by` reviews for disclosure, with how many powers lack a scope or an opinion."""
    reviewed = Q(powers__disclosure_review__content_hash=F("powers__disclosure_review__frozen_hash"))
    with_opinion = ~Q(powers__disclosure_review__secrecy_verdict="") & reviewed
    found = PowerList.objects.filter(_departments(by), state=ListState.IN_REVIEW).select_related("department")
    return found.annotate(
        power_count=Count("powers", distinct=True),
        scope_count=Count("powers", filter=reviewed, distinct=True),
        opinion_count=Count("powers", filter=with_opinion, distinct=True),
    ).order_by("department__path", "id")


def lines_under_review(by: Person, list_id: int) -> list[Line]:
    """The powers of one list under review, for who reviews them for disclosure; empty hides the list."""
    lists = PowerList.objects.filter(_departments(by), state=ListState.IN_REVIEW, pk=list_id)
    return lines_of(Power.objects.filter(power_list__in=lists))


def lines_of(powers: QuerySet[Power]) -> list[Line]:
    """Powers under review by code, each with its review and what is frozen of it."""
    related = ("power_list__department", "disclosure_review__scope_by", "disclosure_review__secrecy_by")
    found = list(powers.select_related(*related).order_by("code", "id"))
    frozen = frozen_hashes({power.power_list_id for power in found})
    return [
        Line(power, getattr(power, "disclosure_review", None), frozen.get(str(power.lineage_id), "")) for power in found
    ]


def frozen_hashes(list_ids: Iterable[int]) -> dict[str, str]:
    """Lineage → `calculations.reviewed_hash` of what is frozen of each power of lists under review."""
    rows = SubmissionRow.objects.filter(item__list_kind="powers", item__list_id__in=list_ids, item__is_open=True)
    return {key: calculations.reviewed_hash(content) for key, content in rows.values_list("key", "content")}


def scopes_missing(submissions: Iterable[Any]) -> Iterator[tuple[int, Fault]]:
    """Faults that keep 党办's stage from being passed, each with its submission's id: powers without a settled 公开属性."""
    carried = _lists_at(StageCode.OFFICE, submissions)
    standing = DisclosureReview.objects.standing().filter(power=OuterRef("pk"))
    missing = Power.objects.filter(~Exists(standing), power_list__in=carried).select_related("disclosure_review")
    for power in missing.order_by("code") if carried else ():
        url = reverse("disclosure_desk:review", args=[power.power_list_id])
        is_rewritten = hasattr(power, "disclosure_review")
        text = _("内容已修改，须重新确定公开属性。") if is_rewritten else _("还没有确定公开属性。")
        yield carried[power.power_list_id], Fault("no_scope", text, f"{url}#power-{power.pk}", power.code)


def opinions_missing(submissions: Iterable[Any]) -> Iterator[tuple[int, Fault]]:
    """Warnings at the committee, each with its submission's id: powers meant for the public that would not become so, as
    no secrecy opinion was given.

    Opinions are given while the list is under review only, so what is missing when it comes into force stays missing.
    """
    carried = _lists_at(StageCode.COMMITTEE, submissions)
    meant = Power.objects.filter(power_list__in=carried, disclosure_review__scope=DisclosureScope.SOCIETY)
    given = DisclosureReview.objects.standing().exclude(secrecy_verdict="").filter(power=OuterRef("pk"))
    text = _("拟对社会公开，但还没有保密审查意见：现在审定生效，就不会公开，原来公开的也会撤下。")
    for power in meant.filter(~Exists(given)).order_by("code") if carried else ():
        yield carried[power.power_list_id], Fault("no_opinion", text, row_code=power.code, is_blocking=False)


def _lists_at(code: str, submissions: Iterable[Any]) -> dict[int, int]:
    """Edition of powers → submission, of those submissions that are at the stage."""
    there = [each.pk for each in submissions if each.stage and each.stage.code == code]
    items = SubmissionItem.objects.filter(submission__in=there, list_kind="powers")
    return dict(items.values_list("list_id", "submission"))


def submission_of(by: Person, power_list: PowerList) -> Any:
    """The submission that carries the list now, where `by` may see it, else None."""
    carrying = SubmissionItem.objects.filter(submission=OuterRef("pk"), list_kind="powers", list_id=power_list.pk)
    return approvals_queries.submissions_for(by).filter(Exists(carrying), state=SubmissionState.IN_REVIEW).first()


def secrecy_waiting(by: Person) -> QuerySet[PowerList]:
    """Lists under review with powers whose scope is settled and that still lack the secrecy opinion."""
    places = queries.departments_acting_for(by, Action.REVIEW_SECRECY).values("pk")
    waiting = Power.objects.filter(STANDING, power_list=OuterRef("pk"), disclosure_review__secrecy_verdict="")
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
