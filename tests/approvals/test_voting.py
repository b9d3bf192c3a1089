"""Taking items: recusal, votes apart, opinions, votes by hand and by login, and what follows at once."""

import pytest
from django.utils import timezone

from approvals import calculations, queries, rules, services
from approvals.models import Recusal, Statement, Submission, SubmissionRow, Vote
from core.rules import Denied, Stale
from organization import services as organization_services
from powers.models import PowerList
from tests import factories as base
from tests import guards
from tests.approvals import factories

pytestmark = pytest.mark.django_db


def rows_of(submission):
    return list(SubmissionRow.objects.of(submission).order_by("position"))


def test_what_passed_comes_into_force_with_the_last_vote(world):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)

    factories.vote(world, item.ballots.get())

    working = PowerList.objects.get(pk=submission.items.get().list_id)
    assert (factories.fresh(submission).state, working.state, factories.fresh(item).state) == (
        "passed",
        "in_force",
        "decided",
    )


def test_nothing_is_in_force_while_one_vote_of_the_item_is_open(world):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)
    services.vote_apart(by=world.office, item=item, rows=rows_of(submission)[:1])

    factories.vote(world, item.ballots.get(scope="whole"))

    assert (factories.fresh(submission).state, factories.fresh(item).state) == ("in_review", "open")


def test_a_row_about_a_members_post_is_voted_on_apart_without_the_member(committee):
    submission, _power = factories.with_a_power_of(committee, committee.member)
    item = factories.begun(committee, factories.at(committee, "committee", submission=submission))

    found = [(each.scope, each.due, each.present, each.recused) for each in item.ballots.order_by("position")]
    assert found == [("whole", 9, 9, 0), ("rows", 9, 8, 1)]
    assert queries.recusals_of(item) == [
        {"person": committee.member, "reason": "涉及本人岗位", "codes": [item.recusals.get().row.code]}
    ]


def test_domain_4_4_a_row_about_a_declared_relatives_post_is_left_to_the_others(committee):
    submission = factories.at(committee, "committee")
    post = rows_of(submission)[0].post
    organization_services.declare_relative(by=committee.member, post=post, relation="配偶")
    meeting = factories.in_session(committee, [submission])
    known = queries.known_recusals(meeting.items.get())

    item = services.begin_item(by=committee.office, item=meeting.items.get())

    assert [(each["person"], each["reason"]) for each in known] == [(committee.member, "涉及申报的亲属所在岗位")]
    assert item.recusals.get().row == rows_of(submission)[0]


def test_a_member_declares_more_before_the_vote(committee):
    submission = factories.at(committee, "committee")
    item = factories.begun(committee, submission)

    services.declare_recusal(by=committee.member, item=item, reason="与供应商有亲属关系", rows=rows_of(submission)[:1])
    services.declare_recusal(by=committee.others["members"][2], item=item, reason="曾在该科任职")

    found = [(each.scope, each.present) for each in item.ballots.order_by("position")]
    assert found == [("rows", 7), ("rows", 8)]


def test_a_recusal_that_leaves_no_quorum_postpones_the_item(world):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission, absent=[])
    services.declare_recusal(by=world.member, item=item, reason="利益关系")
    assert factories.fresh(item).state == "open"

    services.declare_recusal(by=world.chair, item=item, reason="利益关系")

    assert (factories.fresh(item).state, factories.fresh(submission).state) == ("postponed", "in_review")
    assert submission.agenda_entries.get().verdict == "postpone"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda world, item: {"by": world.office}, "只有本次会议的委员"),
        (lambda world, item: {"reason": " "}, "请写明回避的理由"),
        (lambda world, item: factories.vote(world, item.ballots.get()) and {}, "已有结果"),
    ],
)
def test_a_recusal_is_a_members_own_with_a_reason_and_in_time(world, change, words):
    item = factories.begun(world, factories.at(world, "committee"))
    fields = {"by": world.member, "item": item, "reason": "利益关系", **change(world, item)}

    with pytest.raises(Denied, match=words):
        services.declare_recusal(**fields)


def test_once_somebody_voted_nobody_leaves_and_nothing_is_set_apart(world):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission, is_by_login=True)
    services.cast_vote(by=world.member, ballot=item.ballots.get(), choice="agree")

    for deed in (
        lambda: services.declare_recusal(by=world.chair, item=item, reason="利益关系"),
        lambda: services.vote_apart(by=world.office, item=item, rows=rows_of(submission)[:1]),
        lambda: services.postpone_item(by=world.office, item=item, reason="再议"),
    ):
        with pytest.raises(Denied, match="已经开始表决"):
            deed()


def test_recusal_is_declared_from_the_call_on(world):
    submission = factories.at(world, "committee")
    meeting = services.call_meeting(by=world.office, meeting=factories.planned(world, [submission]))
    services.declare_recusal(by=world.member, item=meeting.items.get(), reason="利益关系")
    services.recall_meeting(by=world.office, meeting=meeting)

    with pytest.raises(Denied, match="不能申报回避"):
        services.declare_recusal(by=world.member, item=meeting.items.get(), reason="利益关系")
    assert {*Recusal.objects.values_list("row", flat=True)} == {row.pk for row in rows_of(submission)}


def test_when_the_chair_is_recused_a_deputy_presides(committee):
    deputy = factories.another_member(committee, "deputy")
    submission, _power = factories.with_a_power_of(committee, committee.chair)
    item = factories.begun(committee, factories.at(committee, "committee", submission=submission))

    presiding = dict(item.ballots.values_list("scope", "presided_by"))

    assert presiding == {"whole": committee.chair.pk, "rows": deputy.pk}


def test_the_leaders_own_points_are_taken_person_by_person(committee):
    submission = factories.at(committee, "committee", submission=factories.leadership(committee))
    factories.give_post(committee.member, rows_of(submission)[0].post)

    item = factories.begun(committee, submission)

    found = sorted((each.scope, each.present) for each in item.ballots.all())
    assert found == [("rows", 8), ("rows", 9)]


def test_a_department_is_voted_on_apart_and_ends_alone(committee):
    pair = [factories.at(committee, "committee"), factories.at(factories.another_department(committee), "committee")]
    meeting = factories.planned(committee, [])
    services.add_item(by=committee.office, meeting=meeting, title="审定两部门清单", submissions=pair)
    meeting = services.call_meeting(by=committee.office, meeting=meeting)
    present = {person.pk for person in committee.others["members"]}
    meeting = services.open_meeting(by=committee.office, meeting=meeting, chair=committee.chair, present=present)
    item = services.begin_item(by=committee.office, item=meeting.items.get())
    apart = queries.entry_of(item, item.entries.get(submission=pair[1]).pk)
    services.vote_apart(by=committee.office, item=item, entry=apart)

    factories.vote(committee, item.ballots.get(scope="submission"), "against")
    factories.vote(committee, item.ballots.get(scope="whole"))

    assert [factories.fresh(each).state for each in pair] == ["passed", "ended"]


def test_one_dissent_does_not_keep_it_from_passing_and_is_kept_by_name(committee):
    submission = factories.at(committee, "committee")
    ballot = factories.begun(committee, submission).ballots.get()

    ballot = services.record_votes(
        by=committee.office,
        ballot=ballot,
        choices={**dict.fromkeys(rules.voters(ballot), "agree"), committee.member.pk: "against"},
    )

    assert (ballot.votes_for, ballot.votes_against, ballot.result) == (8, 1, "passed")
    assert Vote.objects.get(choice="against").person == committee.member


def test_what_does_not_pass_needs_its_reason(world):
    ballot = factories.begun(world, factories.at(world, "committee")).ballots.get()
    choices = dict.fromkeys(rules.voters(ballot), "postpone")

    with pytest.raises(Denied, match="没有通过，请写明理由"):
        services.record_votes(by=world.office, ballot=ballot, choices=choices)
    assert Vote.objects.count() == 0


@pytest.mark.parametrize(
    ("choose", "words"),
    [
        (lambda world, may: dict.fromkeys([*may][:1], "agree"), "还有 1 位委员没有登记"),
        (lambda world, may: dict.fromkeys([*may, world.office.pk], "agree"), "不能计票"),
        (lambda world, may: {}, "还有 2 位委员没有登记"),
    ],
)
def test_everybody_who_may_votes_once_and_nobody_else(world, choose, words):
    ballot = factories.begun(world, factories.at(world, "committee")).ballots.get()

    with pytest.raises(Denied, match=words):
        services.record_votes(by=world.office, ballot=ballot, choices=choose(world, rules.voters(ballot)))
    assert Vote.objects.count() == 0


def test_domain_4_2_an_absent_members_written_opinion_is_no_vote(committee):
    absent = committee.others["members"][8]
    item = factories.begun(committee, factories.at(committee, "committee"), absent=[absent])

    with pytest.raises(Denied, match="书面意见不是发言"):
        services.state_opinion(by=committee.office, item=item, person=absent, text="同意")
    with pytest.raises(Denied, match="不能计票"):
        factories.vote(committee, item.ballots.get(), but={absent.pk: "agree"})


def test_a_closed_vote_is_not_taken_again(world):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)
    services.vote_apart(by=world.office, item=item, rows=rows_of(submission)[:1])
    factories.vote(world, item.ballots.get(scope="whole"))

    with pytest.raises(Denied, match="已表决：通过"):
        services.record_votes(by=world.office, ballot=item.ballots.get(scope="whole"), choices={})
    factories.vote(world, item.ballots.get(scope="rows"))
    with pytest.raises(Denied, match="不在审议中"):
        services.record_votes(by=world.office, ballot=item.ballots.get(scope="rows"), choices={})


def test_domain_4_2_the_chair_speaks_last(world):
    item = factories.begun(world, factories.at(world, "committee"))
    services.state_opinion(by=world.office, item=item, person=world.member, text="同意。")
    services.state_opinion(by=world.office, item=item, person=world.chair, text="同意。")

    with pytest.raises(Denied, match="主持人末位表态"):
        services.state_opinion(by=world.office, item=item, person=world.member, text="补充一句。")


def test_opinions_are_written_while_the_item_is_taken_and_not_of_the_recused(committee):
    submission, _power = factories.with_a_power_of(committee, committee.member)
    item = factories.begun(committee, factories.at(committee, "committee", submission=submission))
    with pytest.raises(Denied, match="须回避.*的讨论"):
        services.state_opinion(by=committee.office, item=item, person=committee.member, text="同意。")
    with pytest.raises(Denied, match="请写下发言内容"):
        services.state_opinion(by=committee.office, item=item, person=committee.chair, text=" ")
    for ballot in item.ballots.filter(result=""):
        factories.vote(committee, ballot)

    with pytest.raises(Denied, match="不在审议中"):
        services.state_opinion(by=committee.office, item=item, person=committee.chair, text="同意。")


def test_a_recused_member_reads_no_opinions_and_no_votes_of_it(committee):
    submission, _power = factories.with_a_power_of(committee, committee.member)
    item = factories.begun(committee, factories.at(committee, "committee", submission=submission))
    services.state_opinion(by=committee.office, item=item, person=committee.others["members"][3], text="同意。")
    apart, whole = item.ballots.get(scope="rows"), item.ballots.get(scope="whole")
    before = queries.sees_votes(committee.chair, whole)
    for ballot in (apart, whole):
        factories.vote(committee, ballot)

    read = {
        who: [each.text for each in queries.statements_for(getattr(committee, who), item)]
        for who in ("member", "chair", "office", "discipline", "head")
    }
    apart, whole = item.ballots.get(scope="rows"), item.ballots.get(scope="whole")
    seen = [queries.sees_votes(committee.member, each) for each in (apart, whole)]

    assert read == {"member": [], "chair": ["同意。"], "office": ["同意。"], "discipline": ["同意。"], "head": []}
    assert (before, seen, queries.sees_votes(committee.chair, apart)) == (False, [False, True], True)


def test_postponing_without_a_vote_keeps_it_waiting(world):
    submission = factories.at(world, "committee")
    meeting = factories.in_session(world, [submission])
    with pytest.raises(Denied, match="请写明缓议的理由"):
        services.postpone_item(by=world.office, item=meeting.items.get(), reason="")

    item = services.postpone_item(by=world.office, item=meeting.items.get(), reason="材料未送达")

    entry = submission.agenda_entries.get()
    assert (item.state, factories.fresh(submission).state, entry.reason) == ("postponed", "in_review", "材料未送达")
    with pytest.raises(Denied, match="不能“开始审议”"):
        services.begin_item(by=world.office, item=item)


def test_a_changed_vote_no_longer_hashes_to_the_seal(world):
    submission = factories.at(world, "committee")
    meeting = factories.resolve(world, submission)
    before = calculations.seal(queries.record_of(meeting)) == meeting.sha256

    guards.tamper(
        "approvals_vote", "UPDATE approvals_vote SET choice = 'against' WHERE person_id = %s", world.member.pk
    )

    assert (before, calculations.seal(queries.record_of(meeting)) == meeting.sha256) == (True, False)


def test_a_vote_that_was_set_anew_meanwhile_is_stale(world):
    """Found by the two processes: one declares a recusal while the other records what it saw before."""
    item = factories.begun(world, factories.at(world, "committee"), is_by_login=True)
    seen = item.ballots.get()
    row = SubmissionRow.objects.order_by("pk")[0]
    services.vote_apart(by=world.office, item=item, rows=[row])

    with pytest.raises(Stale, match="表决事项刚刚有变动"):
        services.record_votes(by=world.office, ballot=seen, choices={world.member.pk: "agree"})
    with pytest.raises(Stale, match="表决事项刚刚有变动"):
        services.cast_vote(by=world.member, ballot=seen, choice="agree")


def test_an_item_whose_submission_left_the_committee_is_stale(world):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)
    overseer = submission.stages.get(code="overseer")
    Submission.objects.filter(pk=submission.pk).update(stage=overseer)

    with pytest.raises(Stale, match="已不在党委审定环节"):
        factories.vote(world, item.ballots.get())
    assert Statement.objects.count() == 0


def test_declaring_a_relatives_post(world):
    post = base.post(world.department)
    own = base.post(world.department)
    factories.give_post(world.member, own)
    declared = organization_services.declare_relative(by=world.member, post=post, relation="配偶")

    for fields, words in (
        ({"post": post, "relation": "配偶"}, "已经申报过"),
        ({"post": own, "relation": "本人"}, "您本人的岗位"),
        ({"post": base.post(world.department), "relation": " "}, "请写明与亲属的关系"),
    ):
        with pytest.raises(Denied, match=words):
            organization_services.declare_relative(by=world.member, **fields)
    with pytest.raises(Denied, match="只能撤销本人的申报"):
        organization_services.withdraw_relative(by=world.head, relative=declared)
    withdrawn = organization_services.withdraw_relative(by=world.member, relative=declared)
    organization_services.retire_post(by=base.system(), post=post, on=timezone.localdate())
    with pytest.raises(Denied, match="已撤销"):
        organization_services.declare_relative(by=world.member, post=factories.fresh(post), relation="配偶")
    assert withdrawn.withdrawn_at is not None
