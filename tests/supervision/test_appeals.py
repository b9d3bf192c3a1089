"""考核申诉: within its days, answered by another, a correction makes a new score and leaves the old one readable."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.rules import Denied
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from supervision import queries, services
from supervision.models import Appeal, Appraisal, PersonResult
from supervision.states.appraisals import APPEAL_MOVES, AppealState, AppealVerb
from tests import factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """A published appraisal of two departments that share the first rank."""
    return appraisals.published(factories.department(), factories.department())


@pytest.fixture
def result(two):
    return two.results.order_by("pk").first()


def appeal(result, by=None):
    return services.appeal_result(by=by or appraisals.head(result.department), result=result, text="请核对")


def answer(appeal, verdict="uphold", by=None, **fields):
    fields = {"answer": "已核对", **fields}
    return services.answer_appeal(by=by or supervision_factories.supervisor(), appeal=appeal, verdict=verdict, **fields)


def test_appeal_result_tells_whoever_answers_and_waits_at_their_desk(result):
    supervisor = supervision_factories.supervisor()
    made = appeal(result)

    assert Notice.objects.get(kind="supervision.appeal").person == supervisor
    assert [task.url for task in queries.appraisal_tasks(supervisor).tasks] == [made.get_absolute_url()]
    assert (str(made), queries.appeal_for(supervisor, made.pk)) == (str(result), made)
    assert not queries.appraisal_tasks(appraisals.office())


def test_a_correction_makes_a_new_score_and_ranks_anew_and_keeps_what_was_published(two, result):
    made, supervisor = appeal(result), supervision_factories.supervisor()

    answer(made, "correct", supervisor, criterion=appraisals.criterion(two), value=Decimal("7.5"))

    line = queries.sheet(result)[0]
    assert (line.score.value, line.score.words, line.score.appeal) == (
        Decimal("7.50"),
        "申诉更正：10.00 改为 7.50",
        made,
    )
    assert [(each.value, each.replaced_at is not None) for each in line.earlier] == [(Decimal(10), True)]
    assert sorted(appraisals.totals(two).values()) == [(Decimal("7.50"), 2), (Decimal(10), 1)]
    assert queries.is_as_published(Appraisal.objects.get())


def test_a_correction_may_score_what_was_not_scored(two, result):
    result.scores.all().delete()

    answer(appeal(result), "correct", criterion=appraisals.criterion(two), value=Decimal(4))

    assert queries.sheet(result)[0].score.words == "申诉更正：未评 改为 4.00"


def test_an_upheld_result_stays_and_whoever_appealed_is_told(two, result):
    made = appeal(result)
    before = appraisals.totals(two)
    answered = answer(made)

    assert (answered.state, appraisals.totals(two)) == ("upheld", before)
    assert Notice.objects.filter(kind="supervision.appeal", person=made.by, text__contains="维持").count() == 1


def test_a_persons_result_is_corrected_by_a_new_row():
    before, _head = appraisals.person_result()
    made = appeal(before, before.person)

    answer(made, "correct", value=Decimal(80))

    old, new = PersonResult.objects.order_by("pk")
    assert (old.value, old.replaced_at is not None, new.value, new.appeal) == (Decimal(100), True, Decimal(80), made)
    assert list(queries.my_results(before.person)) == [new]
    assert queries.is_as_published(Appraisal.objects.get())
    assert before.replaced_at is None
    for read in (old, before):
        with pytest.raises(Denied, match="已被更正"):
            appeal(read, before.person)


@pytest.mark.parametrize(("state", "verb"), [(a, b) for a in AppealState.values for b in AppealVerb.values])
def test_every_row_of_the_table_of_appeals(two, result, state, verb):
    made = appeal(result)
    given = {"criterion": appraisals.criterion(two), "value": Decimal(8)}
    if state != AppealState.WAITING:
        made = answer(made, "uphold" if state == AppealState.UPHELD else "correct", **given)

    if (state, verb) in APPEAL_MOVES:
        assert answer(made, verb, **given).state == APPEAL_MOVES[state, verb]
    else:
        with pytest.raises(Denied, match="已答复"):
            answer(made, verb, **given)
        assert Appeal.objects.get().state == state


def test_appeal_result_is_denied_to_others_twice_without_a_reason_and_too_late(result):
    head = appraisals.head(result.department)
    with pytest.raises(Denied, match="由科室负责人申诉"):
        appeal(result, supervision_factories.filer(result.department))
    with pytest.raises(Denied, match="写明申诉的理由"):
        services.appeal_result(by=head, result=result, text=" ")
    appeal(result, head)
    with pytest.raises(Denied, match="已有一份申诉"):
        appeal(result, head)
    Appraisal.objects.update(appeal_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Denied, match="公布后 10 个工作日"):
        appeal(result, head)


def test_appeal_result_is_denied_before_publication_and_on_anothers_result():
    where = factories.department()
    appraisal = appraisals.opened(where)
    with pytest.raises(Denied, match="结果公布后"):
        appeal(appraisals.result(appraisal, where))


def test_appeal_result_is_denied_on_anothers_result():
    before, head = appraisals.person_result()

    with pytest.raises(Denied, match="由本人申诉"):
        appeal(before, head)


def test_answer_appeal_is_denied_to_others_to_whom_it_concerns_and_without_a_reason(result):
    made = appeal(result)
    own = factories.person(where=result.department)
    organization_services.grant(by=factories.system(), person=own, role=Role.DISCIPLINE, department=factories.root())

    with pytest.raises(Denied, match="由纪检监察室答复"):
        answer(made, by=appraisals.office())
    with pytest.raises(Denied, match="被考核部门的人员不能答复"):
        answer(made, by=own)
    with pytest.raises(Denied, match="写明答复的理由"):
        answer(made, answer=" ")
    assert list(queries.appeals_to_answer(own)) == []


def test_a_correction_names_a_criterion_of_the_appraisal_and_points_within_it(two, result):
    made = appeal(result)
    criterion = appraisals.criterion(two)

    for fields, reason in (
        ({"value": None, "criterion": criterion}, "请选择考核标准"),
        ({"value": Decimal(5)}, "请选择考核标准"),
        ({"value": Decimal(11), "criterion": criterion}, "须在 0 至 10 之间"),
    ):
        with pytest.raises(Denied, match=reason):
            answer(made, "correct", **fields)
    assert Appeal.objects.get().state == "waiting"


def test_a_persons_correction_stays_within_a_hundred():
    before, _head = appraisals.person_result()
    made = appeal(before, before.person)

    with pytest.raises(Denied, match="须在 0 至 100 之间"):
        answer(made, "correct", value=Decimal(101))
