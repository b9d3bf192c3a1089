"""What `verify_chain` finds of meetings that somebody with the database's password changed, and which it says it was."""

import pytest

from approvals import calculations, services
from approvals.models import Attendance, Ballot, Meeting, Recusal, Statement, Vote
from approvals.queries import record_of
from tests import guards, proof
from tests.approvals import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return proof.held_meeting()


def told():
    return proof.told("会议记录")


def test_nothing_is_found_on_meetings_in_every_state(held):
    made, _meeting = held
    other = factories.another_department(made)
    factories.planned(made, [])
    meeting = factories.planned(made, [factories.at(other, "committee")], is_by_login=True)
    services.cancel_meeting(by=made.office, meeting=factories.planned(made, []), reason="改期")
    services.call_meeting(by=made.office, meeting=meeting)
    present = {*meeting.attendances.values_list("person", flat=True)}
    services.open_meeting(by=made.office, meeting=meeting, chair=made.chair, present=present)
    item = services.begin_item(by=made.office, item=meeting.items.get())
    services.cast_vote(by=made.member, ballot=item.ballots.get(), choice="against", reason="上限没有依据")

    assert told() == []


VOTES = {
    "altered": ("UPDATE {t} SET choice = 'against' WHERE person_id = %s", "{who}的表决被改过：与审计记录所记的不符"),
    "entered by another": ("UPDATE {t} SET by_id = person_id WHERE person_id = %s", "{who}的表决被改过"),
    "deleted": ("DELETE FROM {t} WHERE person_id = %s", "{who}的表决不在了：审计记录记有它"),
}


@pytest.mark.parametrize("how", VOTES)
def test_a_vote_altered_or_deleted_by_sql_is_named_with_its_meeting_item_and_member(held, how):
    made, meeting = held
    statement, words = VOTES[how]

    guards.tamper("approvals_vote", statement.format(t="approvals_vote"), made.member.pk)

    item = meeting.items.get()
    places = [f"{meeting} 第1项议题“{item}” {ballot}：" for ballot in Ballot.objects.order_by("pk")]
    found = told()
    assert [any(text.startswith(place + words.format(who=made.member)) for text in found) for place in places] == [
        True,
        True,
    ]


def test_a_vote_put_in_by_sql_is_named_and_the_figures_no_longer_fit(held):
    made, meeting = held
    ballot, absent = Ballot.objects.order_by("pk")[0], made.office

    Vote.objects.create(ballot=ballot, person=absent, choice="agree", by=absent)

    place = f"{meeting} 第1项议题“{meeting.items.get()}” {ballot}"
    assert told()[:2] == [
        f"{place}：{absent}的表决在审计记录里没有：不是经系统作出的",
        f"{place}：票数与各委员的表决不符",
    ]


def test_a_vote_altered_while_the_meeting_still_runs_is_named_too():
    made = factories.world()
    item = factories.begun(made, factories.at(made, "committee"))
    factories.vote(made, item.ballots.get())

    guards.tamper("approvals_vote", "UPDATE approvals_vote SET choice = 'against' WHERE person_id = %s", made.member.pk)

    assert [text.split("：")[1] for text in told()] == [f"{made.member}的表决被改过", "票数与各委员的表决不符"]


def test_a_whole_vote_taken_out_by_sql_is_known_by_its_number(held):
    made, meeting = held
    ballot = Ballot.objects.order_by("pk")[0]

    guards.tamper("approvals_vote", "DELETE FROM approvals_vote WHERE ballot_id = %s", ballot.pk)
    guards.tamper("approvals_ballotrow", "DELETE FROM approvals_ballotrow WHERE ballot_id = %s", ballot.pk)
    guards.tamper("approvals_ballot", "DELETE FROM approvals_ballot WHERE id = %s", ballot.pk)

    assert f"{meeting} 表决事项（第 {ballot.pk} 号）：{made.chair}的表决不在了：审计记录记有它" in told()


def test_a_recusal_taken_out_by_sql_is_named_with_who_left_what(held):
    _made, meeting = held
    recusal = Recusal.objects.get(item__isnull=False)
    who, code = recusal.person, recusal.row.code

    guards.tamper("approvals_recusal", "DELETE FROM approvals_recusal WHERE item_id IS NOT NULL")

    assert told() == [
        f"{meeting} 第1项议题“{meeting.items.get()}”：{who}对 {code} 的回避不在了：审计记录记有它",
    ]


def test_an_attendance_altered_by_sql_is_named(held):
    made, meeting = held

    guards.tamper(
        "approvals_attendance",
        "UPDATE approvals_attendance SET presence = 'absent' WHERE person_id = %s",
        made.member.pk,
    )

    assert told() == [f"{meeting}：{made.member}的到会情况被改过：与审计记录所记的不符"]


def test_somebody_put_among_those_present_by_sql_is_named(held):
    made, meeting = held

    Attendance.objects.create(meeting=meeting, person=made.office, presence="present")

    assert told() == [f"{meeting}：{made.office}的到会情况在审计记录里没有：不是经系统作出的"]


RECORD = (
    ("approvals_ballot", "result = 'rejected'", "第2次表决的结果被改过"),
    ("approvals_ballot", "needed_for = 1", "第1次表决的结果被改过"),
    ("approvals_agendasubmission", "verdict = 'return', reason = '?'", "的决议被改过"),
    ("approvals_agendaitem", "implementer = '别的部门'", "议题或其落实责任被改过"),
    ("approvals_statement", "text = '不同意。'", "的发言被改过"),
    ("approvals_meeting", "number = '1号'", "编号、日期、议事规则或主持人被改过"),
)


@pytest.mark.parametrize(("table", "change", "words"), RECORD)
def test_a_result_or_a_word_of_a_held_meeting_altered_by_sql_is_told(held, table, change, words):
    guards.tamper(table, f"UPDATE {table} SET {change}")

    assert any(words in text for text in told())


def test_an_opinion_taken_out_is_named(held):
    made, meeting = held
    guards.tamper("approvals_statement", "DELETE FROM approvals_statement")

    assert Statement.objects.count() == 0
    assert told() == [f"{meeting} 第1项议题“{meeting.items.get()}”：{made.member}的发言不在了：审计记录记有它"]


def test_a_seal_made_to_fit_what_was_altered_is_still_not_the_trails(held):
    made, meeting = held
    guards.tamper("approvals_meeting", "UPDATE approvals_meeting SET chair_id = %s", made.member.pk)
    meeting.refresh_from_db()
    seal = calculations.seal(record_of(meeting))
    guards.tamper("approvals_meeting", "UPDATE approvals_meeting SET sha256 = %s", seal)

    assert any("会议记录的哈希与审计记录第" in text for text in told())


def test_a_held_meeting_called_unheld_by_sql_is_told(held):
    guards.tamper(
        "approvals_meeting", "UPDATE approvals_meeting SET state = 'in_session', sha256 = '', closed_at = NULL"
    )

    assert any("状态是“会议中”" in text and "应为“已结束”：状态被改过" in text for text in told())


def test_a_meeting_put_in_by_sql_is_told(held):
    _made, meeting = held
    Meeting.objects.create(
        body=meeting.body, number="假1号", rule=meeting.rule, held_on=meeting.held_on, recorded_by=meeting.recorded_by
    )

    assert told() == ["假1号：在审计记录里没有：不是经系统筹备的，或审计记录被清空"]


def test_a_meeting_taken_out_and_the_tail_of_meetings_cut_off_are_named(held):
    made, meeting = held
    numbers = [factories.planned(made, []).number for _number in range(3)]

    guards.tamper("approvals_meeting", "DELETE FROM approvals_meeting WHERE id > %s", meeting.pk)

    assert [text.split("：")[0] for text in told()] == [f"会议 {number}" for number in numbers]


def test_a_held_meeting_taken_out_with_all_it_held_is_named(held):
    _made, meeting = held
    held_by = ("vote", "ballotrow", "ballot", "statement", "recusal", "agendarow", "agendasubmission")
    guards.tamper("approvals_decision", "UPDATE approvals_decision SET agenda_item_id = NULL")
    for name in (*held_by, "agendaitem", "attendance", "meeting"):
        guards.tamper(f"approvals_{name}", f"DELETE FROM approvals_{name}")

    assert [text.split("，")[0].split("：")[0] for text in told()] == [f"会议 {meeting.number}"]
    assert any("议题" in text for text in proof.told("审批意见"))


def test_every_meeting_gone_with_the_trail_is_found_by_the_trails_head(held):
    guards.tamper("core_auditevent", "DELETE FROM core_auditevent")

    assert any("整个表被清空" in text for text in proof.told("审计记录"))
    assert any("在审计记录里没有" in text for text in told())
