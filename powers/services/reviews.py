"""制度廉洁性评估: opened and answered by who drafts, submitted, given an opinion by the discipline office."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from organization import services as organization_services
from organization.models import Person
from powers import queries, rules
from powers.models import RegulationReview, RegulationVersion, ReviewAnswer, ReviewCorrection, ReviewOpinion
from powers.services import versions
from powers.states import REVIEW_MOVES, ReviewEvent

Answers = Mapping[str, tuple[str, str]]
"""Item of the checklist → (answer, note); items left out are not answered yet."""


@transaction.atomic
def open_review(*, by: Person, version: RegulationVersion) -> RegulationReview:
    """Begin the assessment of a draft, or make up for that of a version in force without one."""
    locked = versions.lock_version(version)
    rules.open_review(by, locked)
    review = RegulationReview(version=locked, opened_by=by)
    core_services.save(review, by)
    _record(by, "powers.open_review", review)
    return review


@transaction.atomic
def answer_review(
    *, by: Person, review: RegulationReview, answers: Answers, conclusion: str, version: int | None = None
) -> RegulationReview:
    """Write the answers and the conclusion; nothing is lost of what was answered before, the history keeps it.

    Raises `Stale` when `version` (`queries.version_of_review`) is not the review's.
    """
    locked = _lock(review)
    rules.answer_review(by, locked)
    core_services.refuse_stale(locked, version)
    known = {answer.item: answer for answer in locked.answers.all()}
    changed = {item: list(said) for item, said in answers.items() if _write(locked, known.get(item), item, said, by)}
    if not changed and conclusion == locked.conclusion:
        return locked
    locked.conclusion = conclusion
    core_services.save(locked, by)
    _record(by, "powers.answer_review", locked, {"answers": changed, "conclusion": conclusion})
    return locked


def _write(review: RegulationReview, known: ReviewAnswer | None, item: str, said: tuple[str, str], by: Person) -> bool:
    """Save one answer; was there anything to save?"""
    answer, note = said
    row = known or ReviewAnswer(review=review, item=item)
    if known and (known.answer, known.note) == said:
        return False
    row.answer, row.note = answer, note
    core_services.save(row, by)
    return True


@transaction.atomic
def submit_review(*, by: Person, review: RegulationReview) -> RegulationReview:
    """Hand the assessment to the discipline office, which is told."""
    locked = _lock(review)
    rules.submit_review(by, locked)
    locked.submitted_by, locked.submitted_at = by, timezone.now()
    _move(locked, ReviewEvent.SUBMIT, by)
    text = _("%(review)s已提交，请提出监督意见。") % {"review": locked}
    _tell(queries.who_gives_opinion(locked), locked, text)
    _record(by, "powers.submit_review", locked)
    return locked


@transaction.atomic
def give_opinion(*, by: Person, review: RegulationReview, verdict: str, reason: str = "") -> ReviewOpinion:
    """监督意见: 无不同意见 completes the review, 退回修改 gives it back; kept with what was read. The department is told."""
    locked = _lock(review)
    principal = rules.give_opinion(by, locked)
    opinion = ReviewOpinion.objects.create(
        review=locked,
        verdict=verdict,
        reason=reason,
        by=by,
        on_behalf_of=None if principal == by else principal,
        content=queries.content_of_review(locked),
    )
    locked.completed_at = timezone.now() if verdict == ReviewEvent.NO_OBJECTION else None
    _move(locked, verdict, by)
    people = queries.filers_of(locked.version.regulation.department)
    _tell(people, locked, _("%(review)s：%(verdict)s") % {"review": locked, "verdict": opinion.get_verdict_display()})
    _record(
        by,
        "powers.give_opinion",
        locked,
        {"verdict": str(verdict), "reason": reason},
        on_behalf_of=opinion.on_behalf_of,
    )
    return opinion


@transaction.atomic
def reopen_review(*, by: Person, review: RegulationReview) -> RegulationReview:
    """Take a completed assessment of a draft up again: its text may change, and a new opinion is needed."""
    locked = _lock(review)
    rules.reopen_review(by, locked)
    locked.completed_at = None
    _move(locked, ReviewEvent.REOPEN, by)
    _record(by, "powers.reopen_review", locked)
    return locked


@transaction.atomic
def add_correction(*, by: Person, review: RegulationReview, item: str, text: str, due_on: date) -> ReviewCorrection:
    """Say what is to be corrected because of a risk, and by when."""
    locked = _lock(review)
    rules.add_correction(by, locked)
    correction = ReviewCorrection(review=locked, item=item, text=text, due_on=due_on, added_by=by)
    core_services.save(correction, by)
    _record(by, "powers.add_correction", locked, {"item": str(item), "text": text, "due_on": str(due_on)})
    return correction


@transaction.atomic
def finish_correction(*, by: Person, correction: ReviewCorrection, result: str) -> ReviewCorrection:
    """Say what was done; the version can't come into force before."""
    review = _lock(correction.review)
    locked = ReviewCorrection.objects.select_for_update().get(pk=correction.pk)
    locked.review = review
    rules.finish_correction(by, locked)
    locked.result, locked.done_on, locked.done_by = result, timezone.localdate(), by
    core_services.save(locked, by)
    _record(by, "powers.finish_correction", locked.review, {"text": locked.text, "result": result})
    return locked


def _lock(review: RegulationReview) -> RegulationReview:
    """The review, locked after its version: whoever changes the text or puts it in force takes turns with it."""
    version = versions.lock_version(review.version)
    locked = RegulationReview.objects.select_for_update().get(pk=review.pk)
    locked.version = version
    return locked


def _move(review: RegulationReview, event: str, by: Person) -> None:
    """The one place that assigns a review's state."""
    review.state = REVIEW_MOVES[review.state, event]
    core_services.save(review, by)


def _tell(people: Any, review: RegulationReview, text: str) -> None:
    organization_services.notify(people, kind="regulation_review", text=text, url=review.get_absolute_url())


def _record(
    by: Person, verb: str, review: RegulationReview, details: dict[str, Any] | None = None, *, on_behalf_of: Any = None
) -> None:
    regulation = review.version.regulation
    core_services.record(
        by=by,
        verb=verb,
        subject=review,
        code=regulation.code,
        department_code=regulation.department.code,
        on_behalf_of=on_behalf_of,
        details=details,
    )
