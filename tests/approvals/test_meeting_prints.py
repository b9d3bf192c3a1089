"""Who gets which paper of a meeting: the record is restricted, a recused member's has gaps, the minutes name no vote."""

import pytest
from django.utils import timezone

from approvals import queries, services
from approvals.models import Meeting
from core import services as core_services
from core.rules import Denied
from organization.models import Hospital
from organization.roles import Role
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(world):
    """Chair and three members; the second sits on a post that a power of the first submission is about."""
    world.others["second"], world.others["third"] = (factories.another_member(world) for _number in range(2))
    return world


def held(world, *, recused=None, absent=(), chair_recused=False):
    """A meeting that was held on one submission, with an opinion, one dissent and perhaps one who left a row."""
    who = world.chair if chair_recused else recused
    submission = factories.with_a_power_of(world, who)[0] if who else factories.signed(world)
    item = factories.begun(world, factories.at(world, "committee", submission=submission), absent=absent)
    services.state_opinion(by=world.office, item=item, person=world.others["third"], text="措施还不够具体。")
    for ballot in item.ballots.filter(result="").order_by("position"):
        but = {} if ballot.scope == "rows" else {world.others["third"].pk: "against"}
        factories.vote(world, ballot, but=but)
    services.follow_up(by=world.office, item=item, implementer="党办", due_on=None)
    return services.close_meeting(by=world.office, meeting=item.meeting)


def drawn(duty):
    core_services.sweep()
    duty.refresh_from_db()
    return duty


def ask(meeting, by, paper="record", kind="docx"):
    return drawn(services.ask_meeting_print(by=by, meeting=meeting, paper=paper, kind=kind))


def test_record_carries_names_votes_dissent_arithmetic_and_the_hash(committee):
    meeting = held(committee)

    printed = queries.printed_record(meeting, by=committee.office)

    (item,) = printed.items
    (vote,) = item.votes
    assert (len(printed.due), len(printed.present), printed.on_leave, printed.absent) == (4, 4, (), ())
    assert item.statements == ((str(committee.others["third"]), "措施还不够具体。"),)
    assert dict(vote.names)["不同意"] == str(committee.others["third"])
    assert vote.figures == (4, 0, 4, 2, 3, 1, 0, 3)
    assert vote.arithmetic == (
        "应到4人，实到4人，参加表决4人，法定到会2人（应到4人的半数以上）；同意3票，不同意1票，缓议0票；"
        "通过须3票（超过应到会成员4人的半数）；3≥3，通过。"
    )
    assert printed.sha256 == meeting.sha256
    assert printed.verify_url.endswith(f"/approvals/verify/{meeting.sha256}/")


def test_minutes_name_no_vote_no_opinion_no_ground(committee):
    meeting = held(committee, recused=committee.others["second"])

    (item,) = queries.printed_minutes(meeting).items

    assert (item.statements, item.recusals, item.recused_count) == ((), (), 1)
    assert [vote.names for vote in item.votes] == [(), ()]
    assert item.implementer == "党办"


def test_a_recused_members_record_lacks_opinions_and_the_votes_they_left(committee):
    second = committee.others["second"]
    meeting = held(committee, recused=second)

    (item,) = queries.printed_record(meeting, by=second).items
    (whole,) = queries.printed_record(meeting, by=committee.office).items

    assert (item.statements, item.is_hidden, whole.statements != ()) == ((), True, True)
    assert [vote.is_hidden for vote in item.votes] == [False, True]
    assert [bool(vote.names) for vote in item.votes] == [True, False]
    assert [vote.is_hidden for vote in whole.votes] == [False, False]
    assert whole.recusals[0][:2] == (str(second), "涉及本人岗位")


def test_where_the_chair_is_recused_who_presided_signs(committee):
    meeting = held(committee, chair_recused=True)

    (item,) = queries.printed_record(meeting, by=committee.office).items

    assert item.presided_by == (str(committee.member),)


def test_a_vote_without_quorum_says_why_it_was_not_held(committee):
    absent = [committee.others["second"], committee.others["third"]]
    submission = factories.with_a_power_of(committee, committee.member)[0]
    item = factories.begun(committee, factories.at(committee, "committee", submission=submission), absent=absent)
    factories.vote(committee, item.ballots.get(result=""), "postpone")
    meeting = services.close_meeting(by=committee.office, meeting=item.meeting)

    votes = queries.printed_record(meeting, by=committee.office).items[0].votes

    assert votes[1].arithmetic == (
        "应到4人，实到2人，回避1人（计入应到），参加表决1人，法定到会2人（应到4人的半数以上）；"
        "1＜2，不足法定人数，不能表决。"
    )


def test_leave_is_told_with_its_reason(committee):
    meeting = factories.planned(committee, [factories.at(committee, "committee")])
    meeting = services.call_meeting(by=committee.office, meeting=meeting, observers=[committee.discipline])
    services.answer_call(by=committee.member, meeting=meeting, answer="leave", reason="出差")
    present = {*meeting.attendances.values_list("person", flat=True)} - {committee.member.pk}
    meeting = services.open_meeting(
        by=committee.office, meeting=meeting, chair=committee.chair, present=present, on_leave={committee.member.pk}
    )
    meeting = services.close_meeting(by=committee.office, meeting=meeting)

    printed = queries.printed_record(meeting, by=committee.office)

    assert printed.on_leave == (f"{committee.member}（出差）",)
    assert printed.observers == (str(committee.discipline),)
    assert printed.items[0].postponed_reason == "会议结束时尚未审议"


def test_who_was_away_gets_the_minutes_and_not_the_record(committee):
    away = committee.others["second"]
    meeting = held(committee, absent=[away])

    with pytest.raises(Denied, match="会议记录只供"):
        services.ask_meeting_print(by=away, meeting=meeting, paper="record", kind="pdf")
    assert queries.papers_for(away, meeting) == [("minutes", "会议纪要")]
    assert ask(meeting, away, paper="minutes").state == "done"


def test_a_meeting_that_was_written_down_before_there_were_votes_has_nothing_to_print(committee):
    meeting = factories.planned(committee)
    now = timezone.now()
    ended = {"state": "held", "chair": committee.chair, "opened_at": now, "closed_at": now, "sha256": "0" * 64}
    Meeting.objects.filter(pk=meeting.pk).update(**ended)

    with pytest.raises(Denied, match="还没有到会和表决"):
        queries.papers_for(committee.office, Meeting.objects.get(pk=meeting.pk))


def test_nothing_is_printed_before_the_meeting_is_over(committee):
    meeting = factories.in_session(committee, [factories.at(committee, "committee")])

    for paper in ("record", "minutes"):
        with pytest.raises(Denied, match="会议结束后"):
            services.ask_meeting_print(by=committee.office, meeting=meeting, paper=paper, kind="pdf")


@pytest.mark.parametrize(("kind", "begin"), [("pdf", b"%PDF"), ("docx", b"PK")])
@pytest.mark.parametrize("paper", ["record", "minutes"])
def test_the_worker_draws_the_paper_and_keeps_the_file(committee, visit, paper, kind, begin):
    duty = ask(held(committee), committee.office, paper=paper, kind=kind)

    response = visit(committee.office, f"/files/{duty.result_id}/")

    assert duty.state == "done"
    assert b"".join(response.streaming_content)[: len(begin)] == begin


def test_the_same_record_is_drawn_once_for_all_who_may_read_it(committee, visit):
    meeting = held(committee)
    duty = ask(meeting, committee.office)

    assert ask(meeting, committee.member) == duty
    assert ask(meeting, committee.discipline) == duty
    for person in (committee.member, committee.discipline):
        assert visit(person, duty.get_absolute_url()).status_code == 200
        assert visit(person, f"/files/{duty.result_id}/").status_code == 200


def test_a_recused_member_opens_only_their_own_record(committee, visit):
    second = committee.others["second"]
    meeting = held(committee, recused=second)
    whole, own = ask(meeting, committee.office), ask(meeting, second)

    assert own != whole
    assert [visit(second, f"/files/{duty.result_id}/").status_code for duty in (whole, own)] == [404, 200]
    assert [visit(second, duty.get_absolute_url()).status_code for duty in (whole, own)] == [404, 200]
    assert visit(committee.office, f"/files/{own.result_id}/").status_code == 404


def test_who_may_not_see_the_meeting_finds_neither_job_nor_file(committee, visit):
    duty = ask(held(committee), committee.office, paper="minutes")
    stranger = base.holder(Role.FILER, base.department())

    assert visit(stranger, duty.get_absolute_url()).status_code == 404
    assert visit(stranger, f"/files/{duty.result_id}/").status_code == 404


def test_a_name_changed_before_the_drawing_gives_no_file_under_the_old_key(committee):
    duty = services.ask_meeting_print(by=committee.office, meeting=held(committee), paper="minutes", kind="docx")
    Hospital.objects.update_or_create(pk=1, defaults={"name": "江州市第二人民医院"})

    drawn(duty)

    assert (duty.state, duty.result, "又有改动" in duty.error) == ("failed", None, True)


def test_the_page_offers_the_papers_and_leads_to_the_job(committee, visit, send):
    meeting = held(committee)

    page = visit(committee.office, f"/approvals/meetings/{meeting.pk}/print/")
    answer = send(committee.office, f"/approvals/meetings/{meeting.pk}/print/", paper="record", kind="pdf")

    assert [word in page.content.decode() for word in ("会议记录", "会议纪要", "PDF")] == [True] * 3
    assert answer.status_code == 302
    assert answer.url.startswith("/jobs/")


def test_the_page_offers_who_was_away_no_record(committee, visit, send):
    away = committee.others["second"]
    meeting = held(committee, absent=[away])

    answer = send(away, f"/approvals/meetings/{meeting.pk}/print/", paper="record", kind="pdf")

    assert answer.status_code == 422
