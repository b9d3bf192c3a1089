"""What a digest says in the inbox, in a mail and by a robot: departments, codes, figures and days, and no more."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from core.registry import registry
from organization import services as organization_services
from organization.documents import Letter, Line, Part
from supervision.models import Digest, Reminder

LINES = 50
"""Things that a mail names; of more it says how many."""


def send(digests: Mapping[Digest, Sequence[Reminder]], on: date) -> int:
    """Put a letter on its way for each digest by the channels of its person; returns how many deliveries that makes."""
    return organization_services.send_out(
        organization_services.Outgoing(
            key=f"digest:{digest.pk}",
            person_id=digest.person_id,
            subject=_("廉防：%(digest)s") % {"digest": digest},
            letter=_letter(digest, rows),
        )
        for digest, rows in digests.items()
    )


def notice(digest: Digest, rows: Sequence[Reminder]) -> str:
    """`您有 5 件事到期或逾期（2026-11-25）：待办审批 2 件，防控措施 3 件`."""
    counts = Counter(row.kind for row in rows)
    shares = [
        _("%(title)s %(count)d 件") % {"title": source.title, "count": counts[kind]}
        for kind, source in registry.reminders()
        if counts[kind]
    ]
    return _("%(digest)s：%(shares)s") % {"digest": digest, "shares": "，".join(shares)}


def _letter(digest: Digest, rows: Sequence[Reminder]) -> Letter:
    said = notice(digest, rows)
    lead = f"{digest}。"
    if len(rows) > LINES:
        lead = _("%(digest)s，下面列出最急的%(shown)d件。") % {"digest": digest, "shown": LINES}
    return Letter(lead=lead, parts=tuple(_parts(rows)), brief=said, url=digest.get_absolute_url())


def _parts(rows: Sequence[Reminder]) -> Iterator[Part]:
    urgent = sorted(rows, key=lambda row: (row.workdays_left, row.due_on))[:LINES]
    for kind, source in registry.reminders():
        lines = [_line(row) for row in urgent if row.kind == kind]
        if lines:
            yield Part(str(source.title), lines)


def _line(row: Reminder) -> Line:
    note = _("%(due_on)s 到期，%(standing)s") % {"due_on": row.due_on, "standing": row.standing}
    return Line(text=row.text, url=row.url, note=note)
