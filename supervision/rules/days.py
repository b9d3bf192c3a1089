"""Days that are typed: none lies before the day of what it answers, and what was done was not done tomorrow."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from core.rules import Denied


def not_before(day: date | None, since: date | None, *, what: str, than: str) -> None:
    """`day` (the `what`, as 回复日期) is not before `since` (the `than`, as 发现日期); one that is missing is not asked."""
    if day is not None and since is not None and day < since:
        raise Denied(_("%(what)s不能早于%(than)s（%(since)s）。") % {"what": what, "than": than, "since": since})


def not_ahead(day: date | None, *, what: str) -> None:
    """`day` is today or before it."""
    if day is not None and day > timezone.localdate():
        raise Denied(_("%(what)s不能晚于今天。") % {"what": what})
