"""Before a meeting: the plan, the agenda, the call with its notice, the answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import queries, services
from approvals.models import AgendaItem, AgendaSubmission, Attendance, Meeting, MeetingRule
from core.models import AuditEvent
from core.rules import Denied, Stale
from organization import queries as organization_queries
from organization.models import Body, Membership, Notice
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(world):
    """A submission that waits for the committee."""
    return factories.at(world, "committee")


def days_ahead(count):
    return organization_queries.workdays_after(timezone.localdate(), count)


def plan(world, **fields):
    fields = {"number": "党委会〔2026〕9号", "held_on": days_ahead(5), "matter": "ordinary", **fields}
    return services.plan_meeting(by=world.office, **fields)


def test_only_the_office_and_the_chair_plan_a_meeting(world):
    for person in (world.member, world.head, world.discipline, base.holder("auditor", base.root())):
        with pytest.raises(Denied, match="由党办或党委书记筹备"):
            services.plan_meeting(by=person, number="1号", held_on=timezone.localdate(), matter="ordinary")
    for number, person in enumerate((world.office, world.chair, factories.stand_in(world.office))):
        services.plan_meeting(by=person, number=f"{number}号", held_on=timezone.localdate(), matter="ordinary")
    assert Meeting.objects.count() == 3


@pytest.mark.parametrize(("number", "words"), [("党委会〔2026〕9号", "已经用过"), ("  ", "请填写会议编号")])
def test_a_meeting_has_a_number_of_its_own(world, number, words):
    plan(world)

    with pytest.raises(Denied, match=words):
        plan(world, number=number)


def test_a_change_of_the_kind_of_matter_brings_its_rule(world):
    meeting = services.change_meeting(by=world.office, meeting=plan(world), matter="cadre", place="二楼")

    assert (meeting.rule.matter, meeting.rule.attend_numerator, meeting.place) == ("cadre", 2, "二楼")


def test_once_called_the_plan_is_changed_by_recalling_it(world, ready):
    meeting = services.call_meeting(by=world.office, meeting=factories.planned(world, [ready]))
    with pytest.raises(Denied, match="不能修改安排") as refused:
        services.change_meeting(by=world.office, meeting=meeting, place="二楼")
    assert "先撤回会议通知" in refused.value.help

    meeting = services.recall_meeting(by=world.office, meeting=meeting)

    assert services.change_meeting(by=world.office, meeting=meeting, place="二楼").place == "二楼"


def test_what_is_on_no_agenda_waits_to_be_put_on_one(world, ready):
    before = list(queries.waiting_for_committee(world.office))

    factories.planned(world, [ready])

    assert (before, list(queries.waiting_for_committee(world.office))) == ([ready], [])


def test_an_item_needs_a_title_and_a_submission(world, ready):
    meeting = plan(world)
    with pytest.raises(Denied, match="至少选择一份"):
        services.add_item(by=world.office, meeting=meeting, title="审定", submissions=[])
    with pytest.raises(Denied, match="请写明议题"):
        services.add_item(by=world.office, meeting=meeting, title=" ", submissions=[ready])
    assert AgendaItem.objects.count() == 0


def test_the_leaderships_lists_are_an_item_of_their_own(world, ready):
    leaders = factories.at(world, "committee", submission=factories.leadership(world))

    with pytest.raises(Denied, match="须单独作为一项议题"):
        services.add_item(by=world.office, meeting=plan(world), title="审定", submissions=[ready, leaders])


def test_items_are_taken_off_and_moved_up(world, ready):
    other = factories.at(factories.another_department(world), "committee")
    meeting = factories.planned(world, [ready, other])
    first, second = meeting.items.order_by("position")

    services.move_item(by=world.office, item=second)
    services.remove_item(by=world.office, item=second)

    assert list(meeting.items.values_list("pk", "position")) == [(first.pk, 1)]
    assert AgendaSubmission.objects.get().submission == ready
    with pytest.raises(Denied, match="已经是第一项"):
        services.move_item(by=world.office, item=first)


def test_an_item_taken_off_twice_is_stale(world, ready):
    meeting = factories.planned(world, [ready])
    item = meeting.items.get()
    services.remove_item(by=world.office, item=item)

    item.pk = item.pk or 1
    with pytest.raises(Stale, match="刚刚被撤下"):
        services.remove_item(by=world.office, item=item)


def test_a_meeting_without_an_agenda_is_not_called(world):
    with pytest.raises(Denied, match="还没有列入议题"):
        services.call_meeting(by=world.office, meeting=plan(world))


def test_domain_4_3_members_get_a_notice_two_working_days_before(world, ready):
    late = factories.planned(world, [ready], held_on=days_ahead(1), urgent_reason="")
    with pytest.raises(Denied, match="须提前 2 个工作日通知") as refused:
        services.call_meeting(by=world.office, meeting=late)
    assert "紧急召开的理由" in refused.value.help

    meeting = services.change_meeting(by=world.office, meeting=late, held_on=days_ahead(2))

    assert services.call_meeting(by=world.office, meeting=meeting).state == "called"
    texts = Notice.objects.filter(person=world.member, kind="approvals.meeting").values_list("text", flat=True)
    assert [text.startswith("请参加党委会〔2026〕1号") for text in texts] == [True]


def test_an_urgent_meeting_needs_its_reason_and_a_rule_that_allows_it(world, ready):
    services.change_meeting_rule(
        by=world.office, matter="ordinary", version=1, reason="党委决定", is_urgent_allowed=False
    )
    meeting = factories.planned(world, [ready])

    with pytest.raises(Denied, match="须提前 2 个工作日通知") as refused:
        services.call_meeting(by=world.office, meeting=meeting)
    assert refused.value.help == "请改期。"


def test_members_are_called_by_their_terms_and_the_secretary_and_guests_attend_without_a_vote(world, ready):
    secretary, guest, gone = (factories.another_member(world, duty) for duty in ("secretary", "member", "member"))
    Membership.objects.filter(person=guest).delete()
    Membership.objects.filter(person=gone).update(to_on=timezone.localdate() - timedelta(days=1))
    meeting = factories.planned(world, [ready])

    services.call_meeting(by=world.office, meeting=meeting, observers=[guest, world.chair])

    called = dict(Attendance.objects.values_list("person", "capacity"))
    assert called == {
        world.chair.pk: "member",
        world.member.pk: "member",
        secretary.pk: "observer",
        guest.pk: "observer",
    }


def test_a_body_without_members_is_not_called(world, ready):
    Membership.objects.all().delete()

    with pytest.raises(Denied, match="没有在任委员"):
        services.call_meeting(by=world.office, meeting=factories.planned(world, [ready]))


def test_a_receipt_says_who_comes_and_who_asks_for_leave(world, ready):
    meeting = services.call_meeting(by=world.office, meeting=factories.planned(world, [ready]))
    services.answer_call(by=world.member, meeting=meeting, answer="attend")

    with pytest.raises(Denied, match="请写明请假的理由"):
        services.answer_call(by=world.member, meeting=meeting, answer="leave")
    services.answer_call(by=world.member, meeting=meeting, answer="leave", reason="外出学习")

    found = queries.own_attendance(world.member, meeting)
    assert (found.answer, found.answer_reason, found.answered_at is not None) == ("leave", "外出学习", True)


def test_nobody_answers_who_was_not_called_nor_after_it_began(world, ready):
    meeting = services.call_meeting(by=world.office, meeting=factories.planned(world, [ready]))
    with pytest.raises(Denied, match="不在本次会议的通知名单"):
        services.answer_call(by=world.office, meeting=meeting, answer="attend")
    present = {world.chair.pk, world.member.pk}
    services.open_meeting(by=world.office, meeting=meeting, chair=world.chair, present=present)

    with pytest.raises(Denied, match="不收回执"):
        services.answer_call(by=world.member, meeting=meeting, answer="attend")


def test_a_cancelled_meeting_frees_what_stood_on_its_agenda(world, ready):
    meeting = services.call_meeting(by=world.office, meeting=factories.planned(world, [ready]))
    with pytest.raises(Denied, match="请写明取消会议的理由"):
        services.cancel_meeting(by=world.office, meeting=meeting, reason=" ")

    meeting = services.cancel_meeting(by=world.office, meeting=meeting, reason="主持人外出")

    assert (meeting.state, list(queries.waiting_for_committee(world.office))) == ("cancelled", [ready])
    with pytest.raises(Denied, match="“已取消”状态，不能“发出会议通知”"):
        services.call_meeting(by=world.office, meeting=meeting)


def test_a_rule_is_changed_by_a_new_version_and_never_touches_a_meeting_already_planned(world, ready):
    meeting = factories.planned(world, [ready])

    services.change_meeting_rule(
        by=world.office, matter="ordinary", version=1, reason="党委决定", attend_numerator=2, attend_denominator=3
    )

    meeting.refresh_from_db()
    later = plan(world)
    assert (meeting.rule.version, meeting.rule.attend_numerator) == (1, 1)
    assert (later.rule.version, later.rule.attend_numerator, later.rule.made_by) == (2, 2, world.office)
    assert [rule.version for rule in queries.rule_history("ordinary")] == [2, 1]
    assert AuditEvent.objects.filter(verb="approvals.change_meeting_rule").count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": " ", "notice_days": 3}, "写明理由"),
        ({"reason": "调整"}, "至少一处"),
        ({"reason": "调整", "version": 7, "notice_days": 3}, "取代您看到的版本"),
    ],
)
def test_a_change_of_a_rule_says_what_and_why_of_the_version_seen(world, fields, words):
    with pytest.raises(Denied, match=words):
        services.change_meeting_rule(**{"by": world.office, "matter": "ordinary", "version": 1, **fields})
    assert MeetingRule.objects.count() == 2


def test_only_the_office_keeps_the_rules(world):
    with pytest.raises(Denied, match="由党办维护"):
        services.change_meeting_rule(by=world.member, matter="ordinary", version=1, reason="改", notice_days=3)


def test_a_meeting_is_known_to_who_keeps_it_who_was_called_and_who_supervises_what_is_on_it(world, ready):
    meeting = services.call_meeting(by=world.office, meeting=factories.planned(world, [ready]))
    empty = plan(world)

    known = {
        who: [each.pk for each in queries.meetings(getattr(world, who)).order_by("pk")]
        for who in ("office", "chair", "member", "discipline", "head", "overseer", "secrecy")
    }

    both, one = [meeting.pk, empty.pk], [meeting.pk]
    assert known == {
        "office": both,
        "chair": both,
        "member": one,
        "discipline": one,
        "head": [],
        "overseer": [],
        "secrecy": [],
    }


def test_a_committee_of_another_name_is_found_by_its_kind(world):
    Body.objects.update(name="党总支")

    assert plan(world).body.name == "党总支"


def test_an_item_that_a_member_declared_to_leave_stays_on_the_agenda(world):
    meeting = services.call_meeting(
        by=world.office, meeting=factories.planned(world, [factories.at(world, "committee")])
    )
    services.declare_recusal(by=world.member, item=meeting.items.get(), reason="利益关系")
    services.recall_meeting(by=world.office, meeting=meeting)

    with pytest.raises(Denied, match="已有委员对.*申报回避，不能撤下"):
        services.remove_item(by=world.office, item=meeting.items.get())


def test_a_plan_that_was_changed_meanwhile_is_not_written_over(world):
    meeting = factories.planned(world)
    seen = meeting.version
    services.change_meeting(by=world.chair, meeting=meeting, place="一楼", version=seen)

    with pytest.raises(Stale, match="安排又有修改"):
        services.change_meeting(by=world.office, meeting=meeting, place="二楼", version=seen)

    meeting.refresh_from_db()
    assert meeting.place == "一楼"
