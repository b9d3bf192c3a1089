"""考核申诉: put within the days after publication, answered by another; a correction makes a new score."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Person
from organization.roles import Action
from supervision import calculations, rules
from supervision.models import Appeal, AppraisalResult, Criterion, PersonResult, Score
from supervision.services.appraisals import lock, rank, record
from supervision.states.appraisals import APPEAL_MOVES, AppealVerb


@transaction.atomic
def appeal_result(*, by: Person, result: AppraisalResult | PersonResult, text: str) -> Appeal:
    """Appeal against a published result, of a department or of one's own; whoever answers is told."""
    appraisal = lock(result.appraisal)
    result = type(result).objects.select_related("department").get(pk=result.pk)
    result.appraisal = appraisal
    rules.appeal_result(by, result, today=timezone.localdate())
    if not text.strip():
        raise Denied(_("请写明申诉的理由。"))
    about = {"result": result} if isinstance(result, AppraisalResult) else {"person_result": result}
    made = Appeal.objects.create(by=by, text=text.strip(), **about)
    judges = organization_queries.holders(Action.ANSWER_APPEAL, result.department)
    _tell(judges, made, _("有一份考核申诉等待答复。"))
    record(result.appraisal, "appeal_result", by=by, department_code=result.department.code, appeal=made.pk)
    return made


@transaction.atomic
def answer_appeal(
    *,
    by: Person,
    appeal: Appeal,
    verdict: str,
    answer: str,
    criterion: Criterion | None = None,
    value: Decimal | None = None,
) -> Appeal:
    """Uphold the result or correct it (`AppealVerb`): of a department the score in one `criterion`, of a person theirs.

    The score before stays readable, all places are reckoned anew, what was published keeps its hash.
    """
    result = appeal.about
    appraisal = lock(result.appraisal)
    asked = Appeal.objects.select_for_update(of=("self",)).select_related("by").get(pk=appeal.pk)
    rules.answer_appeal(by, asked)
    if not answer.strip():
        raise Denied(_("请写明答复的理由。"))
    asked.state = APPEAL_MOVES[asked.state, AppealVerb(verdict)]
    asked.answer, asked.answered_by, asked.answered_at = answer.strip(), by, timezone.now()
    asked.save()
    if verdict == AppealVerb.CORRECT:
        _correct(asked, criterion, value, by=by)
        rank(appraisal)
    _tell([asked.by], asked, _("考核申诉已答复：%(state)s。") % {"state": asked.get_state_display()})
    code = result.department.code
    record(appraisal, "answer_appeal", by=by, department_code=code, appeal=asked.pk, verdict=str(verdict))
    return asked


def _correct(appeal: Appeal, criterion: Criterion | None, value: Decimal | None, *, by: Person) -> None:
    if value is None or (appeal.result and criterion is None):
        raise Denied(_("更正得分的，请选择考核标准并填写更正后的得分。"))
    if appeal.result is not None and criterion is not None:
        _correct_score(appeal, appeal.result, criterion, value, by=by)
    else:
        _correct_person(appeal, appeal.about, value)


def _correct_score(
    appeal: Appeal, result: AppraisalResult, criterion: Criterion, value: Decimal, *, by: Person
) -> None:
    if criterion.appraisal_id != result.appraisal_id or not 0 <= value <= criterion.points:
        raise Denied(
            _("“%(criterion)s”的得分须在 0 至 %(points)s 之间。")
            % {"criterion": criterion, "points": calculations.plain(criterion.points)}
        )
    before = result.scores.filter(criterion=criterion, replaced_at__isnull=True).first()
    standing = result.scores.filter(criterion=criterion, replaced_at__isnull=True)
    standing.update(replaced_at=timezone.now(), replaced_by=by)
    was = f"{before.value:.2f}" if before else _("未评")
    Score.objects.create(
        result=result,
        criterion=criterion,
        value=value,
        arithmetic={"points": str(criterion.points), "before": was, "value": str(value)},
        words=_("申诉更正：%(before)s 改为 %(value)s") % {"before": was, "value": f"{value:.2f}"},
        by=by,
        replaces=before,
        appeal=appeal,
    )


def _correct_person(appeal: Appeal, before: PersonResult, value: Decimal) -> None:
    if not 0 <= value <= 100:
        raise Denied(_("更正后的得分须在 0 至 100 之间。"))
    PersonResult.objects.filter(pk=before.pk).update(replaced_at=timezone.now())
    words = {"before": f"{before.value:.2f}", "value": f"{value:.2f}"}
    PersonResult.objects.create(
        appraisal=before.appraisal,
        person=before.person,
        post=before.post,
        department=before.department,
        value=value,
        arithmetic=words,
        words=_("申诉更正：%(before)s 改为 %(value)s") % words,
        appeal=appeal,
    )


def _tell(people, appeal: Appeal, text: str) -> None:
    url = appeal.about.get_absolute_url()
    organization_services.notify(people, kind="supervision.appeal", text=text, url=url)
