"""Results of an appraisal: published and frozen, who sees which, what they are used for."""

from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.rules import Denied
from organization.models import Notice
from organization.roles import Role
from supervision import queries, services
from supervision.models import (
    Appraisal,
    AppraisalResult,
    Score,
    UseRecord,
)
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories
from tests.supervision.years import known

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.department()


def test_publish_appraisal_freezes_what_was_scored_and_tells_heads_and_persons(where):
    held = appraisals.tenure(where)
    measure = control_factories.measure(control_factories.table(where))
    control_factories.in_force(measure.table)
    type(measure).objects.filter(pk=measure.pk).update(responsible_post=held.post, status="done")
    head = appraisals.head(where)
    appraisal = appraisals.published(where)

    assert (appraisal.state, appraisal.sha256) == ("published", queries.published_hash(appraisal))
    told = Notice.objects.filter(kind="supervision.appraisal").values_list("person", flat=True)
    assert sorted(told) == sorted([head.pk, held.person_id])
    assert AuditEvent.objects.get(verb="supervision.publish_appraisal").details["sha256"] == appraisal.sha256
    with pytest.raises(Denied, match="只有评分中的考核"):
        services.compute_appraisal(by=appraisals.office(), appraisal=appraisal)


def test_a_published_score_that_is_changed_behind_the_services_is_noticed(where):
    appraisal = appraisals.published(where)
    assert queries.is_as_published(appraisal)

    Score.objects.update(value=Decimal(9))

    assert not queries.is_as_published(appraisal)


def test_publish_appraisal_is_denied_without_any_score_and_tells_what_is_missing(where):
    appraisals.only(("年度检查", "manual", "", 10), ("社会评议", "rating", "", 10), ("加分", "bonus", "", 5))
    appraisal = appraisals.opened(where)
    assert queries.unscored(appraisal) == 2

    with pytest.raises(Denied, match="还没有任何部门有得分"):
        services.publish_appraisal(by=appraisals.office(), appraisal=appraisal)
    appraisals.give(appraisal, **{where.code: 8})
    assert queries.unscored(appraisal) == 1


def test_results_are_seen_by_all_when_published_and_sheets_by_their_own():
    mine, other = factories.department(), factories.department()
    appraisal = appraisals.opened(mine, other)
    filer, stranger = supervision_factories.filer(mine), factories.person(where=other)
    office, secadmin = appraisals.office(), factories.holder(Role.SECADMIN)
    appraisals.give(appraisal, **{mine.code: 8, other.code: 9})
    before = [queries.appraisal_for(person, appraisal.pk) for person in (office, filer, secadmin)]
    services.publish_appraisal(by=office, appraisal=appraisal)

    assert before == [appraisal, None, None]
    after = [queries.appraisal_for(person, appraisal.pk) for person in (filer, stranger, secadmin)]
    assert after == [appraisal, appraisal, None]
    sheet = appraisals.result(appraisal, mine)
    assert [queries.result_for(person, sheet.pk) for person in (office, filer, stranger)] == [sheet, sheet, None]


def test_a_persons_result_is_for_them_their_head_and_the_office():
    result, head = appraisals.person_result()
    others = (supervision_factories.filer(result.department), factories.holder(Role.LEADERSHIP), factories.person())
    readers = (result.person, head, appraisals.office())

    assert [queries.person_result_for(person, result.pk) for person in readers] == [result] * 3
    assert [queries.person_result_for(person, result.pk) for person in others] == [None] * 3
    assert list(queries.my_results(result.person)) == [result]
    assert list(queries.my_departments(result.person)) == [AppraisalResult.objects.get()]
    assert (str(result), result.value) == (f"{result.appraisal} {result.person}", Decimal(100))


def test_a_persons_result_is_seen_by_whoever_answers_appeals_once_it_is_appealed():
    result, _head = appraisals.person_result()
    supervisor = supervision_factories.supervisor()
    before = queries.person_result_for(supervisor, result.pk)
    services.appeal_result(by=result.person, result=result, text="请核对")

    assert (before, queries.person_result_for(supervisor, result.pk)) == (None, result)


def test_a_persons_result_is_not_told_before_it_is_published():
    result, head = appraisals.person_result()
    Appraisal.objects.update(state="under_way", published_by=None, published_on=None, appeal_until=None, sha256="")

    assert [queries.person_result_for(person, result.pk) for person in (result.person, head)] == [None, None]


def test_appraisal_places_are_done_when_published(where):
    appraisal = appraisals.opened(where)
    before = known(appraisal.cycle, PhaseKind.APPRAISE)
    shown = queries.overview(appraisal.cycle).lines[0].cells[-1]
    appraisals.give(appraisal, **{where.code: 8})
    services.publish_appraisal(by=factories.system(), appraisal=appraisal)
    after = queries.overview(appraisal.cycle).lines[0].cells[-1]

    assert (before, known(appraisal.cycle, PhaseKind.APPRAISE)) == ({where.pk: "under_way"}, {where.pk: "done"})
    assert (shown.detail, after.place, after.url) == (
        "评分中",
        "done",
        appraisal.get_absolute_url(),
    )


@pytest.mark.parametrize("kind", ["reward", "promotion", "advanced", "excellent"])
def test_clause_3_3_results_are_the_basis_of_rewards_promotion_and_honours(where, kind):
    """三(三): 把考核结果作为干部奖励、晋级、评先、评优的重要依据."""
    appraisal, personnel = appraisals.published(where), factories.department("人事科")
    receiver, stranger = supervision_factories.filer(personnel), factories.person()

    made = appraisals.use(
        appraisal, kind=kind, department=where, handed_to=personnel, document_number="江一院人〔2026〕15号"
    )

    assert (made.kind, made.appraisal, made.handed_to, made.handed_on) == (
        kind,
        appraisal,
        personnel,
        timezone.localdate(),
    )
    assert [list(queries.uses(person)) for person in (receiver, stranger)] == [[made], []]
    assert Notice.objects.get(kind="supervision.use").person == receiver


def test_uses_are_seen_by_whom_they_concern(where):
    person = factories.person()
    appraisal = appraisals.published(where)
    mine, ours = (
        appraisals.use(appraisal, person=person),
        appraisals.use(appraisal, department=where, handed_to=factories.root()),
    )

    assert list(queries.uses(person)) == [mine]
    assert list(queries.uses(supervision_factories.filer(where))) == [ours]
    assert set(queries.uses(appraisals.office())) == {mine, ours}
    assert str(mine) == f"评先 {person}"


def test_record_use_is_denied_before_publication_to_others_and_without_whom_or_what(where):
    appraisal = appraisals.opened(where)
    with pytest.raises(Denied, match="公布后才能"):
        appraisals.use(appraisal, department=where)
    appraisals.give(appraisal, **{where.code: 8})
    services.publish_appraisal(by=factories.system(), appraisal=appraisal)

    with pytest.raises(Denied, match="由党办组织"):
        appraisals.use(appraisal, supervision_factories.filer(where), department=where)
    with pytest.raises(Denied, match="一个部门或一个人"):
        appraisals.use(appraisal)
    with pytest.raises(Denied, match="写明内容"):
        appraisals.use(appraisal, department=where, what=" ")
    assert not UseRecord.objects.exists()
