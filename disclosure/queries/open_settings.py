"""公开设置 as they stand, and the channels of 举报 they name."""

from disclosure.calculations import channels
from disclosure.models import OpenSettings
from organization import queries as organization_queries


def current() -> OpenSettings:
    """The one row; the shipped terms before anybody set them."""
    return OpenSettings.objects.order_by("pk").first() or OpenSettings()


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


def published_contacts() -> list[str]:
    """Phones that the hospital itself publishes: no personal data where they stand in an answer."""
    now = current()
    texts = (organization_queries.hospital().phone, now.report_phone, now.upper_phone)
    return [channels.around_number(text)[1] or text for text in texts if text]
