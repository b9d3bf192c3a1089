"""What people score: several departments in one criterion at once, on top of nothing that somebody else scored meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.documents.uploads import Upload
from core.rules import Denied, Stale
from organization.models import Person
from supervision import calculations, rules
from supervision.models import AppraisalResult, Criterion, Score
from supervision.queries import scores as queries
from supervision.services.appraisals import lock, rank, record
from supervision.states.appraisals import CriterionKind


@dataclass(frozen=True)
class ScoreEntry:
    """What somebody gives one department in a criterion, with a note or files to prove it; no value takes the score away.

    `seen` is the key of the score that the form showed, 0 where there was none, None where nobody looked.
    """

    result: AppraisalResult
    value: Decimal | None
    note: str = ""
    files: list[Upload] = field(default_factory=list)
    seen: int | None = None

    def says(self, score: Score | None) -> bool:
        """Is this what stands there already?"""
        said = (score.value, score.note) if score else (None, "")
        return not self.files and said == (self.value, self.note.strip())


@transaction.atomic
def score_departments(*, by: Person, criterion: Criterion, entries: Iterable[ScoreEntry]) -> int:
    """Score several departments in one criterion; returns how many scores changed. Earlier ones stay readable.

    What was left as it was shown changes nothing, whoever scored it meanwhile. Raises `Stale`, and keeps nothing, where
    somebody scored since `seen` what is given another score here.
    """
    appraisal = lock(criterion.appraisal)
    asked = appraisal.criteria.get(pk=criterion.pk)
    asked.appraisal = appraisal
    rules.score(by, asked)
    known, shown, changed = queries.scores_in(asked), queries.every_score_in(asked), []
    for entry in entries:
        before = known.get(entry.result.pk)
        if entry.says(before) or _is_untouched(entry, shown):
            continue
        rules.score_department(by, entry.result.department)
        _refuse_late(entry, before, shown)
        _check(asked, entry)
        _replace(before, by)
        if entry.value is not None:
            _keep(asked, entry, before, by=by)
        changed.append([entry.result.department.code, str(entry.value)])
    rank(appraisal)
    record(appraisal, "score_departments", by=by, criterion=asked.title, scores=changed)
    return len(changed)


def _is_untouched(entry: ScoreEntry, shown: Mapping[int, Score]) -> bool:
    """Does the form send back what it showed?"""
    return entry.seen is not None and entry.says(shown.get(entry.seen))


def _refuse_late(entry: ScoreEntry, before: Score | None, shown: Mapping[int, Score]) -> None:
    if entry.seen is None or entry.seen == (before.pk if before else 0):
        return
    raise Stale(
        _("%(change)s，这次没有保存。请看过新得分再改。")
        % {"change": queries.change_of_score(entry.result.department, before, shown.get(entry.seen))},
        url=entry.result.get_absolute_url(),
    )


def _check(criterion: Criterion, entry: ScoreEntry) -> None:
    words = {"department": entry.result.department, "points": calculations.plain(criterion.points)}
    if entry.value is None:
        if entry.files or entry.note.strip():
            raise Denied(_("请填写%(department)s的得分，再写理由或交证明材料。") % words)
        return
    if entry.result.appraisal_id != criterion.appraisal_id:
        raise Denied(_("%(department)s不在这次考核中。") % words)
    if entry.result.left_on is not None:
        raise Denied(_("%(department)s已不参加这次考核，不再评分。") % words)
    if not 0 <= entry.value <= criterion.points:
        raise Denied(_("%(department)s的得分须在 0 至 %(points)s 之间。") % words)
    if criterion.kind not in CriterionKind.full() and not entry.note.strip():
        raise Denied(_("给%(department)s加分、扣分须写明依据。") % words)
    if not entry.note.strip() and not entry.files:
        raise Denied(_("请写明给%(department)s评分的理由，或上传证明材料。") % words)


def _replace(before: Score | None, by: Person) -> None:
    if before is not None:
        before.replaced_at, before.replaced_by = timezone.now(), by
        before.save(update_fields=["replaced_at", "replaced_by"])


def _keep(criterion: Criterion, entry: ScoreEntry, before: Score | None, *, by: Person) -> None:
    words = _("人工评分 %(value)s（满分 %(points)s）") % {
        "value": f"{entry.value:.2f}",
        "points": calculations.plain(criterion.points),
    }
    arithmetic = {"points": str(criterion.points), "value": str(entry.value)}
    made = Score.objects.create(  # type: ignore[misc]
        result=entry.result,
        criterion=criterion,
        value=entry.value,
        arithmetic=arithmetic,
        words=words,
        note=entry.note.strip(),
        replaces=before,
        by=by,
    )
    core_services.store_all(entry.files, subject_type="supervision.score", subject_id=made.pk, by=by)
