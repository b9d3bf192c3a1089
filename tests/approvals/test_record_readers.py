"""会议记录 is restricted: who reads opinions, votes by name and grounds of recusal, and what a recused member does not touch."""

import pytest

from approvals import queries, rules, services
from approvals.models import Recusal, Remark, SubmissionRow
from core.rules import Denied, allows
from organization import services as organization_services
from organization.roles import Role
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(world):
    """Four members, of whom the last is away, and somebody who sits in."""
    world.others = {name: factories.another_member(world) for name in ("third", "away")}
    world.others["guest"] = base.person(where=base.department())
    return world


def begun(made, submission):
    """The item of a called meeting, being taken, with one opinion on it."""
    meeting = services.call_meeting(
        by=made.office, meeting=factories.planned(made, submission), observers=[made.others["guest"]]
    )
    called = {*meeting.attendances.values_list("person", flat=True)}
    present = called - {made.others["away"].pk}
    meeting = services.open_meeting(by=made.office, meeting=meeting, chair=made.chair, present=present)
    item = services.begin_item(by=made.office, item=meeting.items.get())
    services.state_opinion(by=made.office, item=item, person=made.member, text="措施具体。")
    return item


def test_members_who_were_there_read_it_and_who_sits_in_or_was_away_does_not(committee):
    item = begun(committee, factories.at(committee, "committee"))
    ballot = factories.vote(committee, item.ballots.get())
    people = {"member": committee.member, "office": committee.office, **committee.others}

    opinions = {who: queries.statements_for(person, item).count() for who, person in people.items()}
    votes = {who: queries.sees_votes(person, ballot) for who, person in people.items()}

    assert opinions == {"member": 1, "office": 1, "third": 1, "away": 0, "guest": 0}
    assert votes == {"member": True, "office": True, "third": True, "away": False, "guest": False}


def test_a_member_who_left_half_way_still_reads_it_and_the_paper_says_when_they_left(committee):
    pair = [factories.at(each, "committee") for each in (committee, factories.another_department(committee))]
    meeting = factories.in_session(committee, pair)
    first, second = meeting.items.order_by("position")
    factories.vote(committee, services.begin_item(by=committee.office, item=first).ballots.get())
    third = meeting.attendances.get(person=committee.others["third"])
    services.note_presence(by=committee.office, attendance=third, presence="leave")
    factories.vote(committee, services.begin_item(by=committee.office, item=second).ballots.get())
    meeting = services.close_meeting(by=committee.office, meeting=meeting)

    printed = queries.printed_record(meeting, by=committee.others["third"])

    assert f"{committee.others['third']}（第2项起离会）" in printed.present
    assert (len(printed.present), printed.on_leave) == (4, ())
    assert [item.votes[0].figures[2] for item in printed.items] == [4, 3]


def test_supervision_of_one_department_does_not_open_the_committees_record(committee):
    submission = factories.at(committee, "committee")
    item = begun(committee, submission)
    local = base.holder(Role.DISCIPLINE, base.department())

    assert not allows(rules.read_record, local, item.meeting)
    assert allows(rules.read_record, base.holder(Role.DISCIPLINE, base.root()), item.meeting)


def test_before_the_meeting_its_members_see_who_leaves_what_and_who_sits_in_does_not(committee):
    meeting = factories.planned(committee, factories.at(committee, "committee"))
    meeting = services.call_meeting(by=committee.office, meeting=meeting, observers=[committee.others["guest"]])

    seen = {who: queries.sees_recusals(person, meeting) for who, person in committee.others.items()}

    assert seen == {"third": True, "away": True, "guest": False}


def recused_recorder(made):
    """The chair, who keeps the record, must leave a row of the item being taken."""
    organization_services.grant(by=base.system(), person=made.chair, role="party_office", department=base.root())
    submission, _power = factories.with_a_power_of(made, made.chair)
    return factories.begun(made, factories.at(made, "committee", submission=submission))


def test_a_recused_member_who_keeps_the_record_leaves_the_item_to_another_recorder(committee):
    item = recused_recorder(committee)

    for deed in (
        lambda: services.state_opinion(by=committee.chair, item=item, person=committee.member, text="同意。"),
        lambda: services.vote_apart(by=committee.chair, item=item, entry=item.entries.get()),
        lambda: services.postpone_item(by=committee.chair, item=item, reason="再议"),
    ):
        with pytest.raises(Denied, match="您须回避") as refused:
            deed()
        assert refused.value.help == "请由党办其他记录人登记。"


def test_where_the_chair_is_recused_who_presides_speaks_last(committee):
    item = recused_recorder(committee)
    presiding = item.ballots.get(scope="rows").presided_by
    services.state_opinion(by=committee.office, item=item, person=presiding, text="同意。")

    with pytest.raises(Denied, match="主持人末位表态"):
        services.state_opinion(by=committee.office, item=item, person=committee.others["third"], text="同意。")


def test_a_recused_member_writes_no_remark_on_the_row_and_reads_none_of_the_committees(committee):
    submission, power = factories.with_a_power_of(committee, committee.member)
    item = factories.begun(committee, factories.at(committee, "committee", submission=submission))
    row = SubmissionRow.objects.get(item__submission=submission, key=str(power.lineage_id))
    services.remark(by=committee.chair, submission=submission, row=row, text="写明金额")

    with pytest.raises(Denied, match="须由您回避，不能批注"):
        services.remark(by=committee.member, submission=submission, row=row, text="不必改")

    assert Recusal.objects.filter(item=item, person=committee.member).exists()
    assert Remark.objects.count() == 1
    assert [queries.remarks_for(each, submission) for each in (committee.member, committee.chair)] == [
        [],
        [Remark.objects.get()],
    ]


def test_the_reason_of_a_vote_they_left_is_not_in_a_recused_members_record(committee):
    submission, _power = factories.with_a_power_of(committee, committee.member)
    item = factories.begun(committee, factories.at(committee, "committee", submission=submission))
    apart = item.ballots.get(scope="rows")
    votes = dict.fromkeys(rules.voters(apart), "against")
    services.record_votes(by=committee.office, ballot=apart, choices=votes, reason="上限没有依据")
    factories.vote(committee, item.ballots.get(result=""))
    meeting = services.close_meeting(by=committee.office, meeting=item.meeting)

    hidden = [vote for vote in queries.printed_record(meeting, by=committee.member).items[0].votes if vote.is_hidden]

    assert [(vote.names, vote.reason) for vote in hidden] == [((), "")]


def test_who_leaves_a_row_of_one_department_speaks_and_reads_about_the_others(committee):
    about, _power = factories.with_a_power_of(committee, committee.member)
    other = factories.at(factories.another_department(committee), "committee")
    meeting = factories.planned(committee)
    pair = [factories.at(committee, "committee", submission=about), other]
    services.add_item(by=committee.office, meeting=meeting, title="审定两个部门", submissions=pair)
    meeting = services.call_meeting(by=committee.office, meeting=meeting)
    present = {*meeting.attendances.values_list("person", flat=True)}
    meeting = services.open_meeting(by=committee.office, meeting=meeting, chair=committee.chair, present=present)
    item = services.begin_item(by=committee.office, item=meeting.items.get())
    own, others = (item.entries.get(submission=each) for each in (about, other))
    said = {"by": committee.office, "item": item}

    for entry in (None, own):
        with pytest.raises(Denied, match="须回避.*的讨论"):
            services.state_opinion(**said, person=committee.member, text="同意。", entry=entry)
    services.state_opinion(**said, person=committee.member, text="时限合理。", entry=others)
    services.state_opinion(**said, person=committee.chair, text="上限要写明。", entry=own)
    services.state_opinion(**said, person=committee.others["third"], text="同意。")

    read = {
        who: [each.text for each in queries.statements_for(person, item)]
        for who, person in {"member": committee.member, "chair": committee.chair}.items()
    }
    assert read == {"member": ["时限合理。"], "chair": ["时限合理。", "上限要写明。", "同意。"]}
    assert committee.member in queries.speakers(item)
