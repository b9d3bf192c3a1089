"""Who assesses a regulation, who gives the opinion on it (回避 of its own department), who answers for what is due."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.rules import Denied
from organization import queries, roles
from organization import rules as organization_rules
from organization.models import Department, Person, RoleGrant
from organization.roles import Action
from organization.states import PersonKind
from powers.models import RegulationReview, RegulationVersion, ReviewAnswer, ReviewCorrection, ReviewDue
from powers.rules import library
from powers.states import (
    DUE_MOVES,
    REVIEW_MOVES,
    Answer,
    DueEvent,
    RegulationState,
    ReviewEvent,
    ReviewItem,
    ReviewState,
)

UNFINISHED = (ReviewState.DRAFT, ReviewState.RETURNED)
"""While the text may still change."""
UNFINISHED_HELP: dict[str, Any] = {
    ReviewState.SUBMITTED: gettext_lazy("评估被退回后，改好正文再登记修改结果。"),
    ReviewState.COMPLETED: gettext_lazy("请先在评估页面重新评估，改好正文、登记结果后提交，由纪检监察室重新提出意见。"),
}


def open_review(by: Person, version: RegulationVersion) -> None:
    """谁起草、谁评估: who drafts it, of a draft or, made up for, of what was in force before reviews were asked for."""
    library.draft_regulation(by, version.regulation.department)
    is_owed = version.state == RegulationState.IN_FORCE and version.is_existing
    if version.state != RegulationState.DRAFT and not is_owed:
        raise Denied(
            _("%(version)s处于“%(state)s”状态，不再评估。")
            % {"version": version, "state": version.get_state_display()},
            help=_("请评估现行版本或草稿。"),
        )
    if RegulationReview.objects.filter(version=version).exists():
        raise Denied(_("%(version)s的廉洁性评估已经开始。") % {"version": version}, help=_("请打开这份评估继续填写。"))


def answer_review(by: Person, review: RegulationReview) -> None:
    """Who drafts the regulation, before the review is submitted or after it came back."""
    _move(review, ReviewEvent.SUBMIT)
    library.draft_regulation(by, review.version.regulation.department)


def submit_review(by: Person, review: RegulationReview) -> None:
    """As answering, when every item is answered, the conclusion written, and each risk has a correction."""
    answer_review(by, review)
    answers = dict(review.answers.values_list("item", "answer"))
    missing = [ReviewItem(item).label for item in ReviewItem.values if item not in answers]
    if missing or not review.conclusion:
        lacking = "、".join(str(word) for word in (*missing, *([] if review.conclusion else [_("评估结论")])))
        raise Denied(_("评估还没有填完：%(lacking)s。") % {"lacking": lacking}, help=_("请逐项填写后再提交。"))
    corrected = set(review.corrections.values_list("item", flat=True))
    bare = [
        ReviewItem(item).label for item, answer in answers.items() if answer == Answer.AT_RISK and item not in corrected
    ]
    if bare:
        raise Denied(
            _("有风险的各项须写明改什么、何时改好：%(items)s。") % {"items": "、".join(map(str, bare))},
            help=_("请在评估页面登记修改事项。"),
        )


def give_opinion(by: Person, review: RegulationReview) -> Person:
    """Whose right to give the opinion `by` uses: the discipline office's, of what it drafted itself the Party office's.

    Nobody of the drafting department, nor who drafted, assessed or submitted it in any round (回避).
    """
    _move(review, ReviewEvent.RETURN)
    department = review.version.regulation.department
    action = Action.REVIEW if is_of_supervisors(department) else Action.SUPERVISE
    principal = queries.acting_as(by, action, department)
    if principal is None:
        office = _("党办（制度由纪检监察室起草）") if action == Action.REVIEW else _("纪检监察室")
        raise Denied(
            _("这份评估由%(office)s提出监督意见。") % {"office": office}, help=_("可在“经过”中查看办理到哪一步。")
        )
    if queries.people_of(department.pk).filter(pk__in=[by.pk, principal.pk]).exists():
        raise Denied(_("制定部门的人员须回避，不能对本部门的制度提出监督意见。"), help=_("请由其他人员办理。"))
    if {by.pk, principal.pk} & involved(review):
        raise Denied(_("您起草、填写或提交了这份评估，须回避。"), help=_("请由本室其他人员办理。"))
    return principal


def involved(review: RegulationReview) -> set[int | None]:
    """Who had a hand in the draft or in its assessment, in this round or an earlier one."""
    hands = {person for rows in _hands(review.pk, review.version_id) for (person,) in rows.values_list("history_user")}
    return hands | {review.version.drafted_by_id, review.opened_by_id, review.submitted_by_id}


def _hands(review: OuterRef | int, version: OuterRef | int) -> list[Any]:
    """History of the draft, the assessment, its answers and corrections, without the opinions: what follows submitting."""
    earlier = RegulationReview.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    before = Subquery(earlier.order_by("-history_id").values("state")[:1])
    own = RegulationReview.history.filter(id=review).annotate(before=before).exclude(before=ReviewState.SUBMITTED)
    kept = [each.history.filter(review_id=review) for each in (ReviewAnswer, ReviewCorrection)]
    return [RegulationVersion.history.filter(id=version), own, *kept]


def supervisors_among(department: OuterRef | int) -> QuerySet[RoleGrant]:
    """Grants of supervision that people of the department hold: its regulations are the discipline office's own."""
    own = queries.people_of(department).values("pk")
    return RoleGrant.objects.filter(role__in=roles.roles_with(Action.SUPERVISE), user__in=own, user__is_active=True)


def is_of_supervisors(department: Department) -> bool:
    """Is the department the discipline office, as far as its regulations go?"""
    return supervisors_among(department.pk).exists()


def waits_for_opinion(by: Person) -> Q:
    """`give_opinion` as a condition on reviews, for lists and 我的待办."""
    place = "version__regulation__department"
    own = Q(Exists(supervisors_among(OuterRef(OuterRef(place)))))
    supervising = Q(**{f"{place}__in": queries.departments_acting_for(by, Action.SUPERVISE).values("pk")}) & ~own
    office = Q(**{f"{place}__in": queries.departments_acting_for(by, Action.REVIEW).values("pk")}) & own
    apart = ~Q(**{f"{place}__in": queries.own_departments(by).values("pk")})
    hands = Q(version__drafted_by=by) | Q(opened_by=by) | Q(submitted_by=by)
    for rows in _hands(OuterRef("pk"), OuterRef("version")):
        hands |= Q(Exists(rows.filter(history_user=by)))
    return Q(supervising | office, apart, ~hands, state=ReviewState.SUBMITTED)


def reopen_review(by: Person, review: RegulationReview) -> None:
    """Who drafts it, while the version is still a draft: the text may change again, a new opinion is needed."""
    _move(review, ReviewEvent.REOPEN)
    library.draft_regulation(by, review.version.regulation.department)
    if review.version.state != RegulationState.DRAFT:
        raise Denied(
            _("%(version)s已不是草稿，评估不能重来。") % {"version": review.version},
            help=_("需要修订时，请起草新版本并另行评估。"),
        )


def add_correction(by: Person, review: RegulationReview) -> None:
    """As answering."""
    answer_review(by, review)


def finish_correction(by: Person, correction: ReviewCorrection) -> None:
    """Who drafts the regulation says what was corrected, once, while the text may change: what was not read is no result."""
    review = correction.review
    library.draft_regulation(by, review.version.regulation.department)
    if correction.done_on:
        raise Denied(_("这项修改已经完成。"), help=_("请在评估页面查看修改结果。"))
    if review.version.state != RegulationState.DRAFT:
        raise Denied(
            _("%(version)s处于“%(state)s”状态，正文不能再改，这项修改不能登记为完成。")
            % {"version": review.version, "state": review.version.get_state_display()},
            help=_("请起草新版，在新版中改好。"),
        )
    if review.state not in UNFINISHED:
        raise Denied(
            _("廉洁性评估%(state)s，正文不能再改，这项修改不能登记为完成。") % {"state": review.get_state_display()},
            help=UNFINISHED_HELP[review.state],
        )


def confirm_due(by: Person, due: ReviewDue) -> None:
    """The department whose thing it is, the Party office on its behalf; of the leadership's table the Party office."""
    if (due.state, DueEvent.CONFIRM) not in DUE_MOVES:
        raise Denied(_("“%(due)s”已复核。") % {"due": due}, help=_("请在依据变动复核列表中查看结果。"))
    if not due.is_leadership:
        organization_rules.file(by, due.department, what=_("依据变动复核"))
    elif by.kind != PersonKind.SYSTEM and not queries.may(by, Action.SUBMIT_LEADERSHIP, due.department):
        raise Denied(_("班子成员的清单由党办组织复核。"), help=_("请联系党办。"))


def _move(review: RegulationReview, event: str) -> None:
    if (review.state, event) not in REVIEW_MOVES:
        raise Denied(
            _("%(review)s处于“%(state)s”状态，不能这样办理。")
            % {"review": review, "state": review.get_state_display()},
            help=_("请在评估页面查看办理到哪一步。"),
        )
