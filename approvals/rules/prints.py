"""Who has record and minutes of a meeting printed."""

from django.utils.translation import gettext as _

from approvals.models import Meeting
from approvals.states import Capacity, MeetingPaper, MeetingState
from core.rules import Denied
from organization import queries
from organization.models import Person
from organization.roles import Action


def ask_meeting_print(by: Person, meeting: Meeting, paper: str) -> None:
    """Of a meeting that was held: the minutes for who may see it, the record for who may read it."""
    if meeting.state != MeetingState.HELD:
        raise Denied(
            _("%(meeting)s处于“%(state)s”状态，会议结束后才能打印记录和纪要。")
            % {"meeting": meeting, "state": meeting.get_state_display()}
        )
    if not meeting.attendances.exists():
        raise Denied(_("这次会议登记时还没有到会和表决，没有可以打印的记录和纪要。"))
    if paper == MeetingPaper.RECORD:
        read_record(by, meeting)


def read_record(by: Person, meeting: Meeting) -> None:
    """Opinions, votes by name and grounds of recusal: for who keeps records, the hospital's supervision, and the members
    who were there. Who was asked to sit in (列席) reads the minutes."""
    if queries.may_act_anywhere(by, Action.RECORD_MEETING):
        return
    if meeting.attendances.filter(person=by, capacity=Capacity.MEMBER, was_there=True).exists():
        return
    if not queries.may_act_anywhere(by, Action.SUPERVISE) or not queries.acting_as(
        by, Action.SUPERVISE, queries.root()
    ):
        raise Denied(
            _("会议记录只供记录、监督和到会的委员查阅。"), help=_("可打印会议纪要；确需查阅会议记录的，请联系党办。")
        )
