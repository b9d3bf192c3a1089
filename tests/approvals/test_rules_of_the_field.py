"""Rules of the field (domain.md part 4) that no other test is named for, each walked through the services: docs/rules.md."""

from datetime import timedelta

import pytest

from approvals import queries, services
from approvals.models import Filing, Submission
from core.rules import Denied
from organization import services as organization_services
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db


def change_rule(world, matter="ordinary", **fields):
    return services.change_meeting_rule(by=world.office, matter=matter, version=1, reason="党委决定", **fields)


def voted_by(world, size, *, absent=0, matter="ordinary", against=0):
    """The result of one vote of a committee of `size`, of whom `absent` stay away and `against` say no."""
    members = [world.chair, world.member, *(factories.another_member(world) for _number in range(size - 2))]
    gone = members[len(members) - absent :]
    ballot = factories.begun(world, factories.at(world, "committee"), absent=gone, matter=matter).ballots.get()
    if not ballot.result:
        ballot = factories.vote(world, ballot, but=dict.fromkeys([each.pk for each in members[:against]], "against"))
    return ballot.result


def test_rule_4_1_the_committee_returns_with_its_reason_and_the_department_begins_anew(world):
    submission = factories.at(world, "committee")
    factories.resolve(world, submission, "return")

    followed = services.prepare(by=world.filer, department=world.department)

    submission.refresh_from_db()
    assert (submission.state, followed.resubmits, followed.state) == ("returned", submission, "draft")
    assert "请补充依据" in submission.decisions.get(verdict="return").reason


def test_rule_4_1_nobody_below_the_committee_brings_a_list_into_force(world):
    submission = factories.at(world, "committee")

    for who in (world.head, world.overseer, world.office, world.discipline, world.chair, world.member):
        with pytest.raises(Denied):
            services.decide(by=who, submission=submission, verdict="pass")

    assert Submission.objects.get(pk=submission.pk).state == "in_review"


@pytest.mark.parametrize(("absent", "result"), [(1, "passed"), (2, "no_quorum")])
def test_rule_4_2_where_the_rule_says_more_than_half_the_half_does_not_make_a_quorum(world, absent, result):
    change_rule(world, is_attend_strict=True)

    assert voted_by(world, 4, absent=absent) == result


@pytest.mark.parametrize(("absent", "result"), [(1, "passed"), (2, "no_quorum")])
def test_rule_4_2_two_thirds_attend_on_cadre_matters(world, absent, result):
    assert voted_by(world, 3, absent=absent, matter="cadre") == result


def test_rule_4_2_where_the_rule_says_more_than_two_thirds_they_do_not_make_a_quorum(world):
    change_rule(world, "cadre", is_attend_strict=True)

    assert voted_by(world, 3, absent=1, matter="cadre") == "no_quorum"


@pytest.mark.parametrize(("against", "result"), [(1, "passed"), (2, "postponed"), (3, "rejected")])
def test_rule_4_2_more_than_half_of_all_members_agree_and_a_strong_disagreement_postpones(world, against, result):
    assert voted_by(world, 4, against=against) == result


def test_rule_4_2_who_is_absent_counts_among_those_of_whom_more_than_half_must_agree(world):
    """应到, not 实到: of five, three are there, and two of three are not enough."""
    assert voted_by(world, 5, absent=2, against=1) == "postponed"


@pytest.mark.parametrize(("is_counted", "words"), [(True, "回避的委员计入应到"), (False, "回避的委员不计入应到")])
def test_rule_4_2_whether_the_recused_count_stands_in_every_record(world, is_counted, words):
    if not is_counted:
        change_rule(world, is_recused_counted=False)
    meeting = factories.resolve(world, factories.at(world, "committee"))

    printed = queries.printed_record(meeting, by=world.office), queries.printed_minutes(meeting)

    assert [words in each.rule.sentences for each in printed] == [True, True]


def test_rule_4_3_the_record_has_every_point(world):
    """议题、提出部门、到会缺席列席、发言、表决（含不同意见）、回避、决议、落实责任和期限、记录人."""
    guest, absent, recused = world.filer, factories.another_member(world), factories.another_member(world)
    dissenter = factories.another_member(world)
    submission, _power = factories.with_a_power_of(world, recused)
    meeting = factories.planned(world, [factories.at(world, "committee", submission=submission)])
    services.call_meeting(by=world.office, meeting=meeting, observers=[guest])
    present = {*meeting.attendances.values_list("person", flat=True)} - {absent.pk}
    services.open_meeting(by=world.office, meeting=meeting, chair=world.chair, present=present)
    item = services.begin_item(by=world.office, item=meeting.items.get())
    services.state_opinion(by=world.office, item=item, person=guest, text="情况说明")
    due_on = factories.timezone.localdate() + timedelta(days=30)
    for ballot in item.ballots.order_by("position"):
        factories.vote(world, ballot, but={dissenter.pk: "against"})
    services.follow_up(by=world.office, item=item, implementer="药剂科", due_on=due_on)
    meeting = services.close_meeting(by=world.office, meeting=meeting)

    printed = queries.printed_record(meeting, by=world.office)

    (told,) = printed.items
    assert (str(submission) in told.title, told.entries[0].name) == (True, str(submission))
    assert (printed.absent, printed.observers, printed.recorder) == ((str(absent),), (str(guest),), str(world.office))
    assert {str(world.chair), str(recused), str(dissenter)} <= set(printed.present)
    assert told.statements == ((str(guest), "情况说明"),)
    assert [name for name, _reason, _codes in told.recusals] == [str(recused)]
    assert {dict(vote.names)["不同意"] for vote in told.votes} == {str(dissenter)}
    assert (told.entries[0].verdict_word, told.implementer) == ("缓议", "药剂科")
    assert str(due_on.day) in told.due_on


def test_rule_4_4_what_is_known_of_kin_and_own_post_is_written_down_when_the_item_is_taken(world):
    """Duty recusal (参照 人社部规〔2019〕1号): what the system knows is written down when the item is taken."""
    relative_of, own = factories.another_member(world), factories.another_member(world)
    working = factories.power_list(world, powers=1)
    posts = [base.post(world.department), base.post(own.department)]
    for post in posts:
        factories.power(world, working, responsible_post=post)
    organization_services.declare_relative(by=relative_of, post=posts[0], relation="配偶")
    factories.give_post(own, posts[1])
    submission = services.submit(
        by=world.head, submission=services.prepare(by=world.filer, department=world.department)
    )

    item = factories.begun(world, factories.at(world, "committee", submission=submission))

    left = {(each.person, each.row.post, each.reason) for each in item.recusals.select_related("person", "row__post")}
    assert left == {(relative_of, posts[0], "涉及申报的亲属所在岗位"), (own, posts[1], "涉及本人岗位")}


def test_rule_4_6_a_department_is_not_filed_and_the_leadership_is_with_the_hash_that_was_approved(world):
    submission = factories.at(world, "committee", submission=factories.leadership(world))
    factories.resolve(world, [factories.at(world, "committee"), submission])

    submission.refresh_from_db()

    assert [filing.submission for filing in Filing.objects.order_by("pk")] == [submission]
    assert submission.filing.sha256 == submission.sha256
