"""制度廉洁性评估: who assesses, who gives the opinion, what is kept, and what waits for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.rules import Denied, Stale
from organization import services as organization_services
from organization.models import Notice
from powers import queries, services
from powers.models import RegulationReview
from powers.states import QUESTIONS, REVIEW_MOVES, ReviewEvent, ReviewItem, ReviewState
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


def in_state(state):
    """An assessment that came to stand in `state` through the services."""
    if state == ReviewState.DRAFT:
        return factories.review()
    if state == ReviewState.COMPLETED:
        return factories.completed()
    review = factories.submitted()
    if state == ReviewState.RETURNED:
        services.give_opinion(by=people.holder("discipline"), review=review, verdict="return", reason="补评公开一项")
    return RegulationReview.objects.get(pk=review.pk)


def opinion(verdict):
    return lambda review: services.give_opinion(
        by=people.holder("discipline"), review=review, verdict=verdict, reason="理由"
    )


STEPS = {
    ReviewEvent.SUBMIT: lambda review: services.submit_review(by=review.opened_by, review=review),
    ReviewEvent.NO_OBJECTION: opinion("no_objection"),
    ReviewEvent.RETURN: opinion("return"),
    ReviewEvent.REOPEN: lambda review: services.reopen_review(by=review.opened_by, review=review),
}


@pytest.mark.parametrize("event", ReviewEvent.values)
@pytest.mark.parametrize("state", ReviewState.values)
def test_an_assessment_moves_as_the_table_says_and_not_otherwise(state, event):
    review = in_state(state)

    if (state, event) in REVIEW_MOVES:
        STEPS[ReviewEvent(event)](review)
        review.refresh_from_db()
        assert review.state == REVIEW_MOVES[state, event]
    else:
        with pytest.raises(Denied, match="不能这样办理"):
            STEPS[ReviewEvent(event)](review)


def test_every_item_of_the_checklist_has_its_question():
    assert set(QUESTIONS) == set(ReviewItem)


def test_opening_twice_and_opening_what_is_past_is_denied():
    review = factories.review()
    dropped = factories.draft()
    services.drop_version(by=dropped.drafted_by, version=dropped, reason="不要了")
    dropped.refresh_from_db()

    with pytest.raises(Denied, match="已经开始"):
        services.open_review(by=review.opened_by, version=review.version)
    with pytest.raises(Denied, match="不再评估"):
        services.open_review(by=dropped.drafted_by, version=dropped)


def test_what_was_in_force_before_may_be_assessed_afterwards():
    regulation = factories.regulation()

    factories.completed(regulation.versions.get(), by=people.holder("filer", regulation.department))

    assert queries.regulation(people.person(), regulation.code).review_state == "completed"


@pytest.mark.parametrize("role", ["filer", "overseer", "discipline", "committee_chair", "leadership"])
def test_assessing_is_denied_outside_the_drafting_department(role):
    version = factories.draft()
    where = people.department() if role in ("filer", "overseer") else None

    with pytest.raises(Denied, match="不能填报"):
        services.open_review(by=people.holder(role, where), version=version)


def test_answers_are_changed_one_by_one_and_the_history_keeps_them():
    review = factories.review()
    answers = {"limits": ("at_risk", "第三条没有时限")}

    services.answer_review(by=review.opened_by, review=review, answers=answers, conclusion="还要改")
    services.answer_review(by=review.opened_by, review=review, answers=answers, conclusion="还要改")

    answer = review.answers.get(item="limits")
    assert (answer.answer, answer.note, answer.history.count()) == ("at_risk", "第三条没有时限", 2)
    assert review.answers.get(item="sanctions").history.count() == 1


def test_answering_from_an_old_page_is_stale():
    review = factories.review()

    with pytest.raises(Stale, match="已修改"):
        services.answer_review(by=review.opened_by, review=review, answers={}, conclusion="后到", version=1)


def test_submitting_needs_every_answer_and_the_conclusion():
    version = factories.draft()
    review = services.open_review(by=version.drafted_by, version=version)

    with pytest.raises(Denied, match="还没有填完：自由裁量、时限和标准、公开透明、利益冲突、责任追究、评估结论"):
        services.submit_review(by=version.drafted_by, review=review)


def test_submitting_needs_a_correction_for_each_risk():
    review = factories.review()
    services.answer_review(
        by=review.opened_by, review=review, answers={"conflict": ("at_risk", "没有回避")}, conclusion="有风险"
    )

    with pytest.raises(Denied, match="改什么、何时改好：利益冲突"):
        services.submit_review(by=review.opened_by, review=review)
    services.add_correction(
        by=review.opened_by, review=review, item="conflict", text="增加回避条款", due_on=timezone.localdate()
    )
    assert services.submit_review(by=review.opened_by, review=review).state == "submitted"


def test_the_discipline_office_is_told_and_then_the_department():
    discipline = people.holder("discipline")
    review = factories.submitted()

    services.give_opinion(by=discipline, review=review, verdict="return", reason="补评公开一项")

    told = Notice.objects.filter(kind="regulation_review").order_by("pk").values_list("person", "url")
    address = review.get_absolute_url()
    assert list(told) == [(discipline.pk, address), (review.opened_by.pk, address)]


def test_an_opinion_keeps_what_was_read():
    version = factories.draft()
    services.keep_text(by=version.drafted_by, version=version, data=b"%PDF-", name="a.pdf", content_type="x")
    version.refresh_from_db()
    review = factories.submitted(version, discretion="第八条没有标准")

    made = services.give_opinion(by=people.holder("discipline"), review=review, verdict="return", reason="先改")

    assert made.content["answers"]["discretion"] == ["at_risk", "第八条没有标准"]
    assert (made.content["corrections"][0][1], made.content["text_sha256"]) == ("补充条款", version.text.sha256)


@pytest.mark.parametrize("role", ["party_office", "overseer", "committee_chair", "department_head", "secrecy_reviewer"])
def test_the_opinion_is_denied_to_everyone_but_the_discipline_office(role):
    review = factories.submitted()
    where = review.version.regulation.department if role in ("overseer", "department_head") else None

    with pytest.raises(Denied, match="由纪检监察室提出监督意见"):
        services.give_opinion(by=people.holder(role, where), review=review, verdict="no_objection")


def test_a_stand_in_of_the_discipline_office_gives_the_opinion_and_it_says_so():
    review = factories.submitted()
    discipline, other = people.holder("discipline"), people.person(where=people.department())
    today = timezone.localdate()
    organization_services.delegate(by=discipline, stand_in=other, from_on=today, to_on=today, reason="出差")

    made = services.give_opinion(by=other, review=review, verdict="no_objection")

    assert (made.by, made.on_behalf_of) == (other, discipline)


def office_drafts():
    """The discipline office itself drafts a regulation and submits its assessment; with its holder."""
    office = people.department("纪检监察室")
    discipline = people.person(where=office)
    organization_services.grant(by=people.system(), person=discipline, role="discipline", department=people.root())
    version = factories.draft(factories.regulation(office))
    return factories.submitted(version), discipline


def test_what_the_discipline_office_drafted_goes_to_the_party_office():
    review, discipline = office_drafts()
    other = people.holder("discipline")

    for person in (discipline, other):
        with pytest.raises(Denied, match="由党办（制度由纪检监察室起草）"):
            services.give_opinion(by=person, review=review, verdict="no_objection")

    party_office = people.holder("party_office")
    assert list(queries.who_gives_opinion(review)) == [party_office]
    services.give_opinion(by=party_office, review=review, verdict="no_objection")


def test_nobody_of_the_drafting_department_gives_the_opinion():
    office = people.department("党办")
    member = people.person(where=office)
    organization_services.grant(by=people.system(), person=member, role="party_office", department=people.root())
    discipline = people.person(where=office)
    organization_services.grant(by=people.system(), person=discipline, role="discipline", department=people.root())
    review = factories.submitted(factories.draft(factories.regulation(office)))

    with pytest.raises(Denied, match="须回避"):
        services.give_opinion(by=member, review=review, verdict="no_objection")


def test_who_drafted_on_behalf_leaves_the_opinion_to_others():
    review, _discipline = office_drafts()
    drafter = people.holder("party_office")
    RegulationReview.objects.filter(pk=review.pk).update(submitted_by=drafter)
    review.refresh_from_db()

    with pytest.raises(Denied, match="您起草、填写或提交"):
        services.give_opinion(by=drafter, review=review, verdict="no_objection")


def answered(review, office):
    services.answer_review(by=office, review=review, answers={"limits": ("fits", "代填")}, conclusion="可以印发")


def concluded(review, office):
    services.answer_review(by=office, review=review, answers={}, conclusion="代拟的结论")


def changed(review, office):
    services.change_version(by=office, version=review.version, summary="代改")


def corrected(review, office):
    services.add_correction(by=office, review=review, item="limits", text="写明时限", due_on=timezone.localdate())


def submitted_before(review, office):
    services.submit_review(by=office, review=review)
    services.give_opinion(by=people.holder("party_office"), review=review, verdict="return", reason="补评公开一项")


@pytest.mark.parametrize("deed", [answered, concluded, changed, corrected, submitted_before])
def test_who_had_a_hand_in_an_earlier_round_leaves_the_opinion_to_others(deed):
    review, _discipline = office_drafts()
    drafter, office = review.opened_by, people.holder("party_office")
    services.give_opinion(by=people.holder("party_office"), review=review, verdict="return", reason="再改")
    deed(review, office)
    services.submit_review(by=drafter, review=review)

    with pytest.raises(Denied, match="须回避"):
        services.give_opinion(by=office, review=review, verdict="no_objection")

    assert queries.review_tasks(office).tasks == ()


def test_who_gave_the_opinion_before_gives_it_again():
    review, discipline = factories.submitted(), people.holder("discipline")
    services.give_opinion(by=discipline, review=review, verdict="return", reason="补评公开一项")
    services.submit_review(by=review.opened_by, review=review)

    assert len(queries.review_tasks(discipline).tasks) == 1
    assert services.give_opinion(by=discipline, review=review, verdict="no_objection").by == discipline


def test_what_waits_is_at_the_inbox_of_who_may_do_it_and_of_nobody_else():
    review = factories.submitted(discretion="没有标准")
    own, office_review = review.opened_by, office_drafts()[0]
    discipline, party_office, stranger = map(people.holder, ("discipline", "party_office", "leadership"))

    waiting = {
        person: [task.url for task in queries.review_tasks(person).tasks if "监督意见" in task.what]
        for person in (discipline, party_office, stranger, own)
    }

    assert waiting == {
        discipline: [review.get_absolute_url()],
        party_office: [office_review.get_absolute_url()],
        stranger: [],
        own: [],
    }
    assert [task.url for task in queries.review_tasks(own).tasks] == [review.get_absolute_url()]


def test_a_draft_waits_for_its_assessment_and_an_overdue_correction_says_so():
    version = factories.draft()
    review = factories.completed(limits="没有时限")
    review.corrections.update(due_on=timezone.localdate() - timedelta(days=1))
    person = people.holder("department_head", review.version.regulation.department)

    (draft,) = queries.review_tasks(version.drafted_by).tasks
    (correction,) = queries.review_tasks(person).tasks

    assert (draft.url, draft.note) == (version.get_absolute_url(), "未开始")
    assert (correction.url, correction.is_overdue) == (review.get_absolute_url(), True)


def test_a_returned_assessment_waits_for_its_department_again():
    review = in_state(ReviewState.RETURNED)

    (task,) = queries.review_tasks(review.opened_by).tasks

    assert (task.url, task.note) == (review.get_absolute_url(), "已退回")


def test_a_correction_is_made_once_and_by_the_department():
    correction = factories.review(limits="没有时限").corrections.get()
    filer = correction.added_by

    with pytest.raises(Denied, match="不能填报"):
        services.finish_correction(by=people.holder("discipline"), correction=correction, result="替人改")
    services.finish_correction(by=filer, correction=correction, result="第三条写明五个工作日")
    with pytest.raises(Denied, match="已经完成"):
        services.finish_correction(by=filer, correction=correction, result="再改")


@pytest.mark.parametrize("state", ReviewState.values)
def test_a_correction_is_finished_only_while_the_text_may_change(state):
    review = factories.review(limits="没有时限")
    filer, discipline = review.opened_by, people.holder("discipline")
    if state != ReviewState.DRAFT:
        services.submit_review(by=filer, review=review)
    if state in (ReviewState.RETURNED, ReviewState.COMPLETED):
        verdict = "return" if state == ReviewState.RETURNED else "no_objection"
        services.give_opinion(by=discipline, review=review, verdict=verdict, reason="写进正文")
    correction = review.corrections.get()

    if state in (ReviewState.DRAFT, ReviewState.RETURNED):
        assert services.finish_correction(by=filer, correction=correction, result="第三条").done_by == filer
    else:
        with pytest.raises(Denied, match="正文不能再改"):
            services.finish_correction(by=filer, correction=correction, result="第三条")


def test_what_is_in_force_is_corrected_by_a_new_version():
    regulation = factories.regulation()
    filer = people.holder("filer", regulation.department)
    correction = factories.review(regulation.versions.get(), by=filer, limits="没有时限").corrections.get()

    with pytest.raises(Denied, match="施行中") as refused:
        services.finish_correction(by=filer, correction=correction, result="第三条")

    assert refused.value.help == "请起草新版，在新版中改好。"


def test_a_completed_assessment_is_reopened_only_while_its_version_is_a_draft():
    review = factories.completed()
    services.enact_version(by=people.system(), version=review.version, effective_on=timezone.localdate())

    with pytest.raises(Denied, match="已不是草稿"):
        services.reopen_review(by=review.opened_by, review=RegulationReview.objects.get(pk=review.pk))


def test_an_assessment_is_for_its_department_and_its_supervisors():
    review = factories.review()
    correction = services.add_correction(
        by=review.opened_by, review=review, item="limits", text="写明时限", due_on=timezone.localdate()
    )
    stranger, discipline = people.holder("filer", people.department()), people.holder("discipline")

    assert [queries.review(each, review.pk) for each in (discipline, stranger)] == [review, None]
    assert [queries.correction(each, correction.pk) for each in (discipline, stranger)] == [correction, None]
    assert [queries.review_of(each, review.version) for each in (discipline, stranger)] == [review, None]
