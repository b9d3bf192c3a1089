"""Who has record and minutes of a meeting printed."""

from django.utils.translation import gettext as _

from approvals.models import Meeting
from approvals.states import MeetingPaper, MeetingState, Presence
from core.rules import Denied
from organization import queries
from organization.models import Person
from organization.roles import Action


def ask_meeting_print(by: Person, meeting: Meeting, paper: str) -> None:
    """Of a meeting that was held: the minutes for who may see it, the restricted record for who keeps records,
    supervises, or attended."""
    if meeting.state != MeetingState.HELD:
        raise Denied(
            _("%(meeting)s处于“%(state)s”状态，会议结束后才能打印记录和纪要。")
            % {"meeting": meeting, "state": meeting.get_state_display()}
        )
    if paper == MeetingPaper.MINUTES or queries.may_act_anywhere(by, Action.RECORD_MEETING, Action.SUPERVISE):
        return
    if not meeting.attendances.filter(person=by, presence=Presence.PRESENT).exists():
        raise Denied(
            _("会议记录只供记录、监督和到会人员查阅。"), help=_("可打印会议纪要；确需查阅会议记录的，请联系党办。")
        )
