"""Two who score at once, scores taken away before publishing, and departments that join or leave while it is scored."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.documents.uploads import Upload
from core.models import AuditEvent
from core.rules import Denied, Stale
from organization import services as organization_services
from supervision import queries, services
from supervision.models import Appraisal, AppraisalResult, Participation, Score
from supervision.queries import scores as score_queries
from supervision.services.scores import ScoreEntry
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
WHY = "见检查记录"


@pytest.fixture
def where():
    return factories.department("药剂科")


@pytest.fixture
def other():
    return factories.department("财务科")


@pytest.fixture
def appraisal(where, other):
    appraisals.only(("年度检查", "manual", "", 10))
    return appraisals.opened(where, other)


def give(appraisal, where, value, *, seen, by=None):
    """Score one department, having seen the score of that key."""
    note = "" if value is None else WHY
    entry = ScoreEntry(appraisals.result(appraisal, where), value, note, seen=seen)
    criterion = appraisals.criterion(appraisal)
    return services.score_departments(by=by or appraisals.office(), criterion=criterion, entries=[entry])


def standing(appraisal, where):
    return queries.scores_in(appraisals.criterion(appraisal)).get(appraisals.result(appraisal, where).pk)


def clock(at):
    return f"{timezone.localtime(at):%m月%d日 %H:%M}"


# Two at once


def test_a_score_given_since_is_not_overwritten_and_it_is_told_whose_and_when(appraisal, where):
    first = appraisals.office()
    give(appraisal, where, Decimal(9), seen=0, by=first)
    score = standing(appraisal, where)

    with pytest.raises(Stale) as told:
        give(appraisal, where, Decimal(5), seen=0)

    assert told.value.reason == (
        f"您打开页面之后，{first}于{clock(score.at)}给药剂科评了 9.00 分，这次没有保存。请看过新得分再改。"
    )
    assert (standing(appraisal, where), told.value.url) == (score, score.result.get_absolute_url())


def test_a_score_taken_away_since_is_told_with_who_did(appraisal, where):
    first, second = appraisals.office(), appraisals.office()
    give(appraisal, where, Decimal(9), seen=0)
    seen = standing(appraisal, where)
    give(appraisal, where, None, seen=seen.pk, by=second)
    gone = Score.objects.get(pk=seen.pk)

    with pytest.raises(Stale) as told:
        give(appraisal, where, Decimal(5), seen=seen.pk, by=first)

    assert told.value.reason == (
        f"您打开页面之后，{second}于{clock(gone.replaced_at)}撤销了药剂科的得分，这次没有保存。请看过新得分再改。"
    )
    assert (gone.replaced_by, standing(appraisal, where)) == (second, None)


def test_a_score_that_is_not_known_is_told_to_be_somebodys(appraisal, where):
    with pytest.raises(Stale, match="他人于刚才撤销了药剂科的得分"):
        give(appraisal, where, Decimal(5), seen=0 - 1)


def test_what_was_left_as_it_was_shown_follows_the_other(appraisal, where, other):
    give(appraisal, where, Decimal(8), seen=0)
    seen = standing(appraisal, where)
    give(appraisal, where, Decimal(9), seen=seen.pk)
    criterion = appraisals.criterion(appraisal)
    entries = [
        ScoreEntry(appraisals.result(appraisal, where), Decimal(8), WHY, seen=seen.pk),
        ScoreEntry(appraisals.result(appraisal, other), Decimal(7), WHY, seen=0),
    ]

    changed = services.score_departments(by=appraisals.office(), criterion=criterion, entries=entries)

    assert (changed, standing(appraisal, where).value, standing(appraisal, other).value) == (1, 9, 7)


def test_the_same_score_from_two_is_one(appraisal, where):
    give(appraisal, where, Decimal(9), seen=0)

    assert give(appraisal, where, Decimal(9), seen=0) == 0


def test_the_score_before_is_kept_with_who_put_another_in_its_place(appraisal, where):
    second = appraisals.office()
    give(appraisal, where, Decimal(9), seen=0)
    before = standing(appraisal, where)

    give(appraisal, where, Decimal(8), seen=before.pk, by=second)

    now = standing(appraisal, where)
    before.refresh_from_db()
    assert (now.replaces, before.replaced_by) == (before, second)


def test_the_database_refuses_a_replaced_score_without_who(appraisal, where):
    give(appraisal, where, Decimal(9), seen=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.update(replaced_at=timezone.now())


def test_the_grid_keeps_what_was_typed_and_asks_once_more(client, appraisal, where):
    first = appraisals.office()
    office = risk_factories.sign_in(client, appraisals.office())
    pk = appraisals.result(appraisal, where).pk
    url = f"/supervision/criteria/{appraisals.criterion(appraisal).pk}/score/"
    assert client.get(url).context["form"][f"seen_{pk}"].value() == 0
    give(appraisal, where, Decimal(9), seen=0, by=first)
    score = standing(appraisal, where)
    typed = {f"value_{pk}": "5", f"note_{pk}": "台账不全", f"seen_{pk}": "0"}

    late = client.post(url, typed)

    form = late.context["form"]
    said = f"您打开页面之后，{first}于{clock(score.at)}给药剂科评了 9.00 分。请核对；仍按您的得分保存的，再点一次保存。"
    assert (late.status_code, form.errors) == (422, {f"value_{pk}": [said]})
    assert [form[f"{name}_{pk}"].value() for name in ("value", "note", "seen")] == ["5", "台账不全", str(score.pk)]
    client.post(url, {**typed, f"seen_{pk}": str(score.pk)})
    assert (standing(appraisal, where).value, standing(appraisal, where).by) == (5, office)


def test_the_grid_lets_pass_what_was_not_touched_and_what_cannot_be_read(client, appraisal, where, other):
    risk_factories.sign_in(client, appraisals.office())
    one, two = (appraisals.result(appraisal, each).pk for each in (where, other))
    url = f"/supervision/criteria/{appraisals.criterion(appraisal).pk}/score/"
    for place in (where, other):
        give(appraisal, place, Decimal(9), seen=0)
    untouched = {f"value_{one}": "", f"note_{one}": "", f"seen_{one}": "0"}

    unread = client.post(url, {**untouched, f"value_{two}": "很好", f"seen_{two}": "0"})
    given = {f"value_{two}": "7", f"note_{two}": WHY, f"seen_{two}": str(standing(appraisal, other).pk)}
    passed = client.post(url, {**untouched, **given})

    assert (unread.status_code, list(unread.context["form"].errors)) == (422, [f"value_{two}"])
    assert (passed.status_code, standing(appraisal, where).value, standing(appraisal, other).value) == (302, 9, 7)


def test_a_score_that_stands_with_its_file_alone_is_not_asked_for_a_reason_again(client, appraisal, where, other):
    risk_factories.sign_in(client, appraisals.office())
    criterion, result = appraisals.criterion(appraisal), appraisals.result(appraisal, where)
    record = Upload(b"%PDF-1.4", "检查记录.pdf", "application/pdf")
    entry = ScoreEntry(result, Decimal(9), "", [record])
    services.score_departments(by=appraisals.office(), criterion=criterion, entries=[entry])
    score, two = standing(appraisal, where), appraisals.result(appraisal, other).pk
    url = f"/supervision/criteria/{criterion.pk}/score/"
    as_shown = {f"value_{result.pk}": "9", f"seen_{result.pk}": str(score.pk)}

    passed = client.post(url, {**as_shown, f"value_{two}": "7", f"note_{two}": WHY, f"seen_{two}": "0"})
    changed = client.post(url, {**as_shown, f"value_{result.pk}": "5"})

    assert (passed.status_code, standing(appraisal, where), standing(appraisal, other).value) == (302, score, 7)
    said = {f"note_{result.pk}": ["请写明评分理由，或上传证明材料。"]}
    assert (changed.status_code, changed.context["form"].errors) == (422, said)


# What is published


def test_what_was_taken_away_before_publishing_is_not_in_what_was_published(appraisal, where, other):
    give(appraisal, where, Decimal(9), seen=None)
    give(appraisal, where, None, seen=None)
    give(appraisal, other, Decimal(6), seen=None)
    give(appraisal, other, Decimal(7), seen=None)

    published = services.publish_appraisal(by=factories.system(), appraisal=appraisal)

    told = {each["code"]: each for each in queries.published_content(published)["departments"]}
    assert (told[where.code]["scores"], told[where.code]["total"], told[where.code]["rank"]) == ([], "", None)
    assert [score[1] for score in told[other.code]["scores"]] == ["7.00"]
    assert list(queries.appraisal_breaches(lambda: None)) == []


def test_a_correction_of_what_was_not_scored_when_published_leaves_the_hash(appraisal, where, other):
    give(appraisal, where, Decimal(9), seen=None)
    give(appraisal, where, None, seen=None)
    give(appraisal, other, Decimal(7), seen=None)
    services.publish_appraisal(by=factories.system(), appraisal=appraisal)
    appeal = services.appeal_result(
        by=appraisals.head(where), result=appraisals.result(appraisal, where), text="应评而未评"
    )
    correction = {"criterion": appraisals.criterion(appraisal), "value": Decimal(8)}
    by = appraisals.supervision_factories.supervisor()

    services.answer_appeal(by=by, appeal=appeal, verdict="correct", answer="补评", **correction)

    assert queries.is_as_published(Appraisal.objects.get())
    assert list(queries.appraisal_breaches(lambda: None)) == []


def test_a_withdrawn_score_brought_back_behind_the_services_is_noticed(appraisal, where, other):
    give(appraisal, where, Decimal(9), seen=None)
    give(appraisal, where, None, seen=None)
    give(appraisal, other, Decimal(7), seen=None)
    services.publish_appraisal(by=factories.system(), appraisal=appraisal)

    Score.objects.update(replaced_at=None, replaced_by=None)

    assert not queries.is_as_published(Appraisal.objects.get())


# Who takes part


def joins(appraisal, name="门诊部"):
    """A department that takes part in the year from now on."""
    made = factories.department(name)
    Participation.objects.create(cycle=appraisal.cycle, department=made)
    return made


def leaves(appraisal, where):
    appraisal.cycle.participations.filter(department=where).delete()


def test_the_page_tells_who_joined_and_left_and_computing_takes_it_over(client, appraisal, where, other):
    risk_factories.sign_in(client, appraisals.office())
    new = joins(appraisal)
    leaves(appraisal, other)
    before = client.get(appraisal.get_absolute_url()).content.decode()

    after = client.post(f"{appraisal.get_absolute_url()}compute/", follow=True).content.decode()

    assert [words in before for words in ("还没有列入考核：门诊部", "不再参加本年度工作，或已撤销：财务科")] == [
        True
    ] * 2
    assert ("还没有列入考核" in after, "新列入的部门请补充人工评分" in after) == (False, True)
    assert appraisals.result(appraisal, new).left_on is None
    assert appraisals.result(appraisal, other).left_on == timezone.localdate()
    details = AuditEvent.objects.get(verb="supervision.compute_appraisal").details
    assert (details["joined"], details["left"]) == ([new.code], [other.code])


def test_publishing_takes_in_who_joined_and_says_so_before(client, appraisal, where, other):
    risk_factories.sign_in(client, appraisals.office())
    appraisals.give(appraisal, **{where.code: 9, other.code: 8})
    new = joins(appraisal)
    leaves(appraisal, other)

    asked = client.get(f"{appraisal.get_absolute_url()}publish/").content.decode()
    client.post(f"{appraisal.get_absolute_url()}publish/")

    assert [words in asked for words in ("门诊部随公布列入", "财务科已不参加本年度工作，不计名次")] == [True] * 2
    assert appraisals.totals(appraisal) == {where.pk: (9, 1), other.pk: (None, None), new.pk: (None, None)}
    assert list(queries.appraisal_breaches(lambda: None)) == []
    assert [line.score.value for line in queries.sheet(appraisals.result(appraisal, other))] == [8]


def test_who_left_is_neither_scored_nor_counted_as_unscored_and_may_not_appeal(client, appraisal, where, other):
    appraisals.give(appraisal, **{where.code: 9})
    leaves(appraisal, other)
    services.compute_appraisal(by=factories.system(), appraisal=appraisal)

    with pytest.raises(Denied, match="财务科已不参加这次考核，不再评分"):
        appraisals.give(appraisal, **{other.code: 8})
    offered = queries.departments_to_score(appraisals.office(), appraisals.criterion(appraisal))
    assert ([each.department for each in offered], queries.unscored(appraisal)) == ([where], 0)
    services.publish_appraisal(by=factories.system(), appraisal=appraisal)
    with pytest.raises(Denied, match="没有可申诉的结果"):
        services.appeal_result(by=appraisals.head(other), result=appraisals.result(appraisal, other), text="请核对")
    risk_factories.sign_in(client, appraisals.office())
    pages = [
        client.get(appraisals.result(appraisal, other).get_absolute_url()),
        client.get(appraisal.get_absolute_url()),
    ]
    assert ["不再参加" in page.content.decode() for page in pages] == [True, True]


def test_who_left_keeps_what_was_computed_before(where, other):
    appraisals.only(("年度检查", "manual", "", 10), ("自查发现占比", "automatic", "found_oneself", 10))
    appraisal = appraisals.opened(where, other)
    supervision_factories.finding(other, cycle=appraisal.cycle)
    services.compute_appraisal(by=factories.system(), appraisal=appraisal)
    before = list(Score.objects.filter(result__department=other).values_list("pk", "value"))
    leaves(appraisal, other)

    services.compute_appraisal(by=factories.system(), appraisal=appraisal)

    assert len(before) == 1
    assert list(Score.objects.filter(result__department=other).values_list("pk", "value")) == before


def test_a_department_that_was_merged_into_another_counts_no_more(appraisal, where, other):
    appraisals.give(appraisal, **{where.code: 9, other.code: 8})
    organization_services.retire_department(by=factories.system(), department=other, on=timezone.localdate())

    published = services.publish_appraisal(by=factories.system(), appraisal=appraisal)

    assert appraisals.totals(published) == {where.pk: (9, 1), other.pk: (None, None)}


def test_who_comes_back_is_scored_again_with_what_was_given_before(appraisal, where, other):
    appraisals.give(appraisal, **{where.code: 9, other.code: 8})
    leaves(appraisal, other)
    services.compute_appraisal(by=factories.system(), appraisal=appraisal)
    Participation.objects.create(cycle=appraisal.cycle, department=other)

    services.compute_appraisal(by=factories.system(), appraisal=appraisal)

    assert appraisals.totals(appraisal) == {where.pk: (9, 1), other.pk: (8, 2)}


def test_after_publishing_nobody_joins_or_leaves(appraisal, where, other):
    appraisals.give(appraisal, **{where.code: 9, other.code: 8})
    published = services.publish_appraisal(by=factories.system(), appraisal=appraisal)

    leaves(appraisal, other)

    assert score_queries.movements(published) is None
    assert list(queries.appraisal_breaches(lambda: None)) == []


def test_the_database_refuses_a_total_of_who_left(appraisal, where):
    appraisals.give(appraisal, **{where.code: 9})

    with pytest.raises(IntegrityError), transaction.atomic():
        AppraisalResult.objects.filter(department=where).update(left_on=timezone.localdate())
