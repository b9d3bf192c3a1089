"""What an assessment says, for its page and for the record, and what of it waits for a person."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import Task, TaskGroup
from organization import queries
from organization.models import Person
from organization.roles import Action
from powers import rules
from powers.models import RegulationReview, RegulationVersion, ReviewCorrection, ReviewOpinion
from powers.states import QUESTIONS, RegulationState, ReviewItem, ReviewState


def checklist(review: RegulationReview) -> list[dict[str, Any]]:
    """Every item in its order with question, answer, note and the corrections it led to; two queries."""
    answers = {answer.item: answer for answer in review.answers.all()}
    corrections: dict[str, list[ReviewCorrection]] = {item: [] for item in ReviewItem.values}
    for correction in review.corrections.select_related("done_by", "added_by").order_by("due_on", "id"):
        corrections[correction.item].append(correction)
    return [
        {
            "item": item,
            "label": item.label,
            "question": QUESTIONS[item],
            "answer": answers.get(item),
            "corrections": corrections[item],
        }
        for item in ReviewItem
    ]


def content_of_review(review: RegulationReview) -> dict[str, Any]:
    """What the discipline office reads, as plain values, to be kept with its opinion."""
    version = review.version
    rows = checklist(review)
    return {
        "version": {
            "number": version.number,
            "edition": version.edition,
            "summary": version.summary,
            "changes": version.changes,
        },
        "text_sha256": version.text.sha256 if version.text else "",
        "conclusion": review.conclusion,
        "answers": {str(row["item"]): [row["answer"].answer, row["answer"].note] for row in rows if row["answer"]},
        "corrections": [
            [str(row["item"]), each.text, str(each.due_on), each.result] for row in rows for each in row["corrections"]
        ],
    }


def opinions_of(review: RegulationReview) -> QuerySet[ReviewOpinion]:
    """What the discipline office said, the latest first."""
    return review.opinions.select_related("by", "on_behalf_of").order_by("-at", "-id")


def review_tasks(by: Person) -> TaskGroup:
    """Assessments that wait for `by`: for an opinion, to be filled in or mended, corrections to be made; three queries."""
    return TaskGroup(_("制度廉洁性评估"), (*_opinions(by), *_to_answer(by), *_corrections(by)))


def _opinions(by: Person) -> list[Task]:
    rows = RegulationReview.objects.filter(rules.waits_for_opinion(by))
    rows = rows.select_related("version__regulation", "submitted_by").order_by("submitted_at", "id")
    return [
        Task(
            what=_("提出监督意见：%(review)s") % {"review": review},
            who=str(review.submitted_by),
            url=review.get_absolute_url(),
            since=review.submitted_at,
            note=str(review.get_state_display()),
        )
        for review in rows[:20]
    ]


def _to_answer(by: Person) -> list[Task]:
    filing = queries.departments_for(by, Action.FILE).values("pk")
    ours = Q(regulation__department__in=filing, state=RegulationState.DRAFT)
    waiting = Q(review__isnull=True) | Q(review__state__in=[ReviewState.DRAFT, ReviewState.RETURNED])
    rows = RegulationVersion.objects.filter(ours, waiting).select_related("regulation__department", "review")
    return [_as_task(version) for version in rows.order_by("drafted_at", "id")[:20]]


def _as_task(version: RegulationVersion) -> Task:
    review = getattr(version, "review", None)
    return Task(
        what=_("评估廉洁性：%(version)s") % {"version": version},
        who=version.regulation.department.name,
        url=(review or version).get_absolute_url(),
        since=review.opened_at if review else version.drafted_at,
        note=str(review.get_state_display() if review else _("未开始")),
    )


def _corrections(by: Person) -> list[Task]:
    today = timezone.localdate()
    filing = queries.departments_for(by, Action.FILE).values("pk")
    rows = ReviewCorrection.objects.filter(
        review__version__regulation__department__in=filing,
        review__version__state__in=RegulationState.living(),
        done_on__isnull=True,
    )
    rows = rows.select_related("review__version__regulation__department").order_by("due_on", "id")
    return [
        Task(
            what=_("修改制度：%(text)s") % {"text": correction},
            who=correction.review.version.regulation.department.name,
            url=correction.review.get_absolute_url(),
            since=correction.added_at,
            due_on=correction.due_on,
            note=str(correction.review.version.regulation),
            is_overdue=correction.due_on < today,
        )
        for correction in rows[:20]
    ]
