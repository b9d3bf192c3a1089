"""What a meeting's seal says of it: recomputed over attendance, recusals, opinions, votes and resolutions."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from approvals import calculations
from approvals.models import Meeting
from approvals.queries.meetings import record_of
from approvals.states import MeetingState
from core.registry import Breach


def meeting_breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """Each held meeting whose record no longer hashes to its seal, or whose votes are not its figures."""
    held = Meeting.objects.filter(state=MeetingState.HELD).select_related("rule").order_by("pk")
    for meeting in held.iterator():
        checked()
        if calculations.seal(record_of(meeting)) != meeting.sha256:
            yield Breach(str(meeting), _("到会、回避、发言、表决或决议与会议结束时封存的记录不符"))
