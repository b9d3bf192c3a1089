"""Who plans, calls, opens, records and closes a meeting, and who votes in it (domain.md part 4)."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import (
    AgendaItem,
    AgendaSubmission,
    Attendance,
    Ballot,
    Meeting,
    MeetingRule,
    Recusal,
    Submission,
    Vote,
)
from approvals.rules.verbs import stage_of
from approvals.states import (
    ITEM_MOVES,
    MEETING_MOVES,
    Capacity,
    ItemState,
    ItemVerb,
    MeetingState,
    MeetingVerb,
    Presence,
    StageCode,
)
from core.rules import Denied
from organization import queries
from organization.models import Person
from organization.roles import Action


def plan_meeting(by: Person) -> Person:
    """The Party office or the chair, or who stands in for them; returns whose grant it is."""
    principal = queries.acting_as(by, Action.RECORD_MEETING, queries.root())
    if principal is None:
        raise Denied(_("党委会由党办或党委书记筹备和记录。"), help=_("请联系党办。"))
    return principal


def change_meeting(by: Person, meeting: Meeting) -> Person:
    """While it is being planned: what members were called for is not changed behind their backs."""
    principal = plan_meeting(by)
    if meeting.state != MeetingState.PLANNED:
        raise Denied(
            _("%(meeting)s处于“%(state)s”状态，不能修改安排。")
            % {"meeting": meeting, "state": meeting.get_state_display()},
            help=_("会前可先撤回会议通知，修改后重新通知。") if meeting.state == MeetingState.CALLED else "",
        )
    return principal


def add_item(by: Person, meeting: Meeting, submissions: Collection[Submission]) -> Person:
    """Only what has reached the committee's stage and stands on no other agenda; the leadership's lists alone."""
    principal = change_meeting(by, meeting)
    if not submissions:
        raise Denied(_("请至少选择一份等待审定的报审。"))
    for submission in submissions:
        stage = stage_of(submission)
        if stage.code != StageCode.COMMITTEE:
            raise Denied(
                _("“%(submission)s”还在“%(stage)s”，没有到党委审定环节。") % {"submission": submission, "stage": stage}
            )
        taken = submission.agenda_entries.filter(verdict="").select_related("item__meeting").first()
        if taken is not None:
            raise Denied(
                _("“%(submission)s”已列入%(meeting)s。") % {"submission": submission, "meeting": taken.item.meeting}
            )
    if len(submissions) > 1 and any(submission.is_leadership for submission in submissions):
        raise Denied(_("班子成员的清单逐人审定，须单独作为一项议题。"))
    return principal


def move_item(by: Person, item: AgendaItem) -> Person:
    """While the meeting is being planned."""
    return change_meeting(by, item.meeting)


def remove_item(by: Person, item: AgendaItem) -> Person:
    """While the meeting is being planned, and nobody has declared to leave it: that stays on record."""
    principal = change_meeting(by, item.meeting)
    if item.recusals.exists():
        raise Denied(
            _("已有委员对“%(item)s”申报回避，不能撤下。") % {"item": item},
            help=_("可在会上缓议本议题；或取消会议，另行筹备。"),
        )
    return principal


def call_meeting(by: Person, meeting: Meeting) -> Person:
    """With an agenda, and with the rule's notice or the reason for an urgent meeting."""
    principal = _move(by, meeting, MeetingVerb.CALL)
    if not meeting.items.exists():
        raise Denied(_("还没有列入议题，不能发出通知。"), help=_("请先列入等待审定的报审。"))
    rule = meeting.rule
    earliest = queries.workdays_after(timezone.localdate(), rule.notice_days)
    if meeting.held_on >= earliest or (meeting.urgent_reason and rule.is_urgent_allowed):
        return principal
    wanted = _("会议须提前 %(days)d 个工作日通知，今天通知最早可在 %(day)s 召开。") % {
        "days": rule.notice_days,
        "day": earliest,
    }
    way = _("请改期，或在会议安排中写明紧急召开的理由。") if rule.is_urgent_allowed else _("请改期。")
    raise Denied(wanted, help=way)


def recall_meeting(by: Person, meeting: Meeting) -> Person:
    """Before it begins."""
    return _move(by, meeting, MeetingVerb.RECALL)


def cancel_meeting(by: Person, meeting: Meeting) -> Person:
    """Before it begins; a meeting once begun is closed, with what it did not take postponed."""
    return _move(by, meeting, MeetingVerb.CANCEL)


def open_meeting(by: Person, meeting: Meeting) -> Person:
    """Not before its day."""
    principal = _move(by, meeting, MeetingVerb.OPEN)
    if meeting.held_on > timezone.localdate():
        raise Denied(_("会议定于 %(day)s 召开，不能提前开始。") % {"day": meeting.held_on})
    return principal


def close_meeting(by: Person, meeting: Meeting) -> Person:
    """When no item is half taken."""
    principal = _move(by, meeting, MeetingVerb.CLOSE)
    left = meeting.items.filter(state=ItemState.OPEN).order_by("position").first()
    if left is not None:
        raise Denied(_("议题“%(item)s”还在审议中，表决或缓议之后才能结束会议。") % {"item": left})
    return principal


def _move(by: Person, meeting: Meeting, verb: str) -> Person:
    principal = plan_meeting(by)
    if (meeting.state, verb) not in MEETING_MOVES:
        raise Denied(
            _("%(meeting)s处于“%(state)s”状态，不能“%(verb)s”。")
            % {"meeting": meeting, "state": meeting.get_state_display(), "verb": MeetingVerb(verb).label}
        )
    return principal


def answer_call(by: Person, meeting: Meeting) -> Attendance:
    """Whoever was called, while the meeting is ahead; nobody answers for another."""
    if meeting.state != MeetingState.CALLED:
        raise Denied(_("会议处于“%(state)s”状态，不收回执。") % {"state": meeting.get_state_display()})
    found = meeting.attendances.filter(person=by).first()
    if found is None:
        raise Denied(_("您不在本次会议的通知名单中。"))
    return found


def note_presence(by: Person, meeting: Meeting) -> Person:
    """Between two items: who is there while one is taken decides its quorum."""
    principal = in_session(by, meeting)
    taken = meeting.items.filter(state=ItemState.OPEN).order_by("position").first()
    if taken is not None:
        raise Denied(_("正在审议“%(item)s”，表决之后才能更正到会情况。") % {"item": taken})
    return principal


def in_session(by: Person, meeting: Meeting) -> Person:
    """Whoever keeps the record, while the meeting runs."""
    principal = plan_meeting(by)
    if meeting.state != MeetingState.IN_SESSION:
        raise Denied(
            _("%(meeting)s处于“%(state)s”状态，会议进行中才能办理。")
            % {"meeting": meeting, "state": meeting.get_state_display()}
        )
    return principal


def begin_item(by: Person, item: AgendaItem) -> Person:
    """One item after the other."""
    principal = in_session(by, item.meeting)
    _item_may(item, ItemVerb.BEGIN)
    other = item.meeting.items.filter(state=ItemState.OPEN).first()
    if other is not None:
        raise Denied(_("正在审议“%(item)s”，请先完成表决。") % {"item": other})
    return principal


def postpone_item(by: Person, item: AgendaItem) -> Person:
    """Before anybody has voted on it."""
    principal = keep_item(by, item)
    _item_may(item, ItemVerb.POSTPONE)
    _refuse_voted(item)
    return principal


def _item_may(item: AgendaItem, verb: str) -> None:
    if (item.state, verb) not in ITEM_MOVES:
        raise Denied(
            _("议题“%(item)s”处于“%(state)s”状态，不能“%(verb)s”。")
            % {"item": item, "state": item.get_state_display(), "verb": ItemVerb(verb).label}
        )


def _refuse_voted(item: AgendaItem) -> None:
    if Vote.objects.filter(ballot__item=item).exists():
        raise Denied(_("议题“%(item)s”已经开始表决。") % {"item": item})


def declare_recusal(by: Person, item: AgendaItem) -> Attendance:
    """A member called to the meeting, before anybody votes on the item."""
    found = item.meeting.attendances.filter(person=by, capacity=Capacity.MEMBER).first()
    if found is None:
        raise Denied(_("只有本次会议的委员申报回避。"))
    if item.meeting.state not in (MeetingState.CALLED, MeetingState.IN_SESSION):
        raise Denied(_("会议处于“%(state)s”状态，不能申报回避。") % {"state": item.meeting.get_state_display()})
    if item.state not in (ItemState.WAITING, ItemState.OPEN):
        raise Denied(_("议题“%(item)s”已有结果。") % {"item": item})
    _refuse_voted(item)
    return found


def vote_apart(by: Person, item: AgendaItem) -> Person:
    """Whoever keeps the record, before anybody votes on the item."""
    principal = keep_item(by, item)
    if item.state not in (ItemState.WAITING, ItemState.OPEN):
        raise Denied(_("议题“%(item)s”已有结果。") % {"item": item})
    _refuse_voted(item)
    return principal


def keep_item(by: Person, item: AgendaItem) -> Person:
    """Whoever keeps the record of the item: a member who must leave it lets another of the Party office do so."""
    principal = in_session(by, item.meeting)
    if item.recusals.filter(person=by).exists():
        raise Denied(_("您须回避“%(item)s”，不能记录。") % {"item": item}, help=_("请由党办其他记录人登记。"))
    return principal


def state_opinion(by: Person, item: AgendaItem, person: Person, entry: AgendaSubmission | None = None) -> Person:
    """The recorder writes who said what: present people who need not leave what it is about (one submission, or the whole
    item); who presides last, where the rule says so."""
    principal = keep_item(by, item)
    if item.state != ItemState.OPEN:
        raise Denied(_("议题“%(item)s”不在审议中。") % {"item": item})
    came = item.meeting.attendances.filter(person=person, presence=Presence.PRESENT).exists()
    if not came:
        raise Denied(_("%(person)s没有到会，书面意见不是发言。") % {"person": person})
    left = item.recusals.filter(person=person)
    if (left.filter(submission=entry.submission_id) if entry else left).exists():
        raise Denied(
            _("%(person)s须回避%(what)s的讨论。") % {"person": person, "what": entry.submission if entry else item},
            help="" if entry else _("对不须回避的部门发言的，请选择针对哪个部门。"),
        )
    about = Q(entry=None) | Q(entry=entry)
    if item.meeting.rule.is_chair_last and item.statements.filter(about, person=presiding(item)).exists():
        raise Denied(_("主持人末位表态，其后不再记录发言。"))
    return principal


def presiding(item: AgendaItem) -> int | None:
    """Id of who presides over the item: the chair, or where the chair must leave it whoever presides at its first vote."""
    chair: int | None = item.meeting.chair_id
    if not item.recusals.filter(person=chair).exists():
        return chair
    votes = item.ballots.filter(presided_by__isnull=False).exclude(presided_by=chair).order_by("position")
    return votes.values_list("presided_by", flat=True).first()


def follow_up(by: Person, item: AgendaItem) -> Person:
    """Who carries it out by when, while the meeting runs."""
    return in_session(by, item.meeting)


def voters(ballot: Ballot) -> set[int]:
    """Ids of the members who may vote on it: present, and not recused from any row it covers."""
    members = ballot.item.meeting.attendances.filter(capacity=Capacity.MEMBER, presence=Presence.PRESENT)
    recused = Recusal.objects.filter(item=ballot.item_id, row__in=ballot.covered.values("row"))
    return {*members.exclude(person__in=recused.values("person")).values_list("person", flat=True)}


def _open_ballot(ballot: Ballot) -> None:
    if ballot.item.meeting.state != MeetingState.IN_SESSION or ballot.item.state != ItemState.OPEN:
        raise Denied(_("议题“%(item)s”不在审议中，不能表决。") % {"item": ballot.item})
    if ballot.result:
        raise Denied(_("“%(ballot)s”已表决：%(result)s。") % {"ballot": ballot, "result": ballot.get_result_display()})


def record_votes(by: Person, ballot: Ballot, people: Collection[int]) -> Person:
    """The recorder enters a show of hands: everyone who may vote and has not, once, and nobody else.

    Who is recused from what is voted on does not enter its result.
    """
    _open_ballot(ballot)
    principal = plan_meeting(by)
    may = voters(ballot)
    if Recusal.objects.filter(item=ballot.item_id, person=by, row__in=ballot.covered.values("row")).exists():
        raise Denied(_("您须回避这一表决事项，不能登记。"), help=_("请由党办其他记录人登记。"))
    voted = {*ballot.votes.values_list("person", flat=True)}
    if ballot.item.meeting.is_by_login and by.pk in may - voted and {*people} != {by.pk}:
        raise Denied(_("您还没有投票，不能登记别人的意见：登记后会知道结果。"), help=_("请由党办其他记录人登记。"))
    if not {*people} <= may:
        raise Denied(_("登记的人员中有未到会、应回避或不是委员的，不能计票。"))
    if {*people} & voted:
        raise Denied(_("登记的人员中有已经本人投票的。"))
    if {*people} != may - voted:
        raise Denied(_("还有 %(count)d 位委员没有登记意见。") % {"count": len(may - voted - {*people})})
    return principal


def cast_vote(by: Person, ballot: Ballot) -> None:
    """A member at their own login, once; the chair when all others have voted, where the rule says so."""
    _open_ballot(ballot)
    meeting = ballot.item.meeting
    if not meeting.is_by_login:
        raise Denied(_("本次会议由记录人登记表决结果。"))
    may = voters(ballot)
    if by.pk not in may:
        raise Denied(_("您不参加这一事项的表决：未到会、应回避，或不是委员。"))
    voted = {*ballot.votes.values_list("person", flat=True)}
    if by.pk in voted:
        raise Denied(_("您已经投票，不能更改。"))
    if meeting.rule.is_chair_last and by.pk == ballot.presided_by_id and may - voted != {by.pk}:
        raise Denied(_("主持人末位表态：还有 %(count)d 位委员没有投票。") % {"count": len(may - voted) - 1})


def change_meeting_rule(by: Person) -> None:
    """The Party office keeps the rules of procedure; each change has a reason and stays in its history."""
    if not queries.may_for_whole(by, Action.KEEP_RULES):
        raise Denied(_("议事规则由党办维护。"), help=_("请联系党办。"))


def is_notice_short(rule: MeetingRule, held_on: date) -> bool:
    """Would a call today come later than the rule asks?"""
    return held_on < queries.workdays_after(timezone.localdate(), rule.notice_days)
