"""公开设置 as they stand, and the channels of 举报 they name."""

from disclosure.calculations import channels
from disclosure.models import OpenSettings


def current() -> OpenSettings:
    """The one row; the shipped terms before anybody set them."""
    return OpenSettings.objects.first() or OpenSettings()


def report_answer() -> str:
    """What is answered to a report that came in as a suggestion."""
    now = current()
    lines = channels.channel_lines(
        phone=now.report_phone,
        letterbox=now.report_letterbox,
        visit=now.report_visit,
        upper_name=now.upper_name,
        upper_phone=now.upper_phone,
        upper_address=now.upper_address,
    )
    return channels.report_answer(lines)
