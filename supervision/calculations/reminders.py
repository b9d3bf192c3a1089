"""Which rung of the ladder a thing stands on, and what a digest says of its days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from organization import calculations as organization_calculations
from supervision.states.reminders import LADDER, WEEK


def rung_reached(left: int) -> int | None:
    """The lowest rung that is reached with `left` working days left (negative: overdue); None while it is too early.

    Days on which nothing ran are made up by it once: rungs passed over meanwhile are not climbed down one by one.
    """
    if left < 0:
        return -(-left // WEEK) * WEEK
    return min((rung for rung in LADDER if rung >= left), default=None)


def audiences(rung: int) -> tuple[str, ...]:
    """Whom a rung tells."""
    return LADDER[min(known for known in LADDER if known >= rung)]


def standing(left: int) -> str:
    """What is said of the days left."""
    if left > 0:
        return _("还有%(days)d个工作日") % {"days": left}
    return _("逾期%(days)d个工作日") % {"days": -left} if left else _("今天到期")


@dataclass
class Days:
    """Working days from `on`, each day counted once: thousands of things share few days."""

    on: date
    overrides: Mapping[date, bool]
    _left: dict[date, int] = field(default_factory=dict)

    @property
    def is_worked(self) -> bool:
        return organization_calculations.is_workday(self.on, self.overrides)

    def ahead(self, count: int) -> date:
        """The day `count` working days later."""
        return organization_calculations.add_workdays(self.on, count, self.overrides)

    def left(self, day: date) -> int:
        """Working days left until `day`, negative when it has passed."""
        if day not in self._left:
            self._left[day] = organization_calculations.workdays_between(self.on, day, self.overrides)
        return self._left[day]

    def is_provisional(self, day: date) -> bool:
        """Was counted over a year whose holidays are not known?"""
        return any(
            organization_calculations.is_provisional(date(year, 1, 1), self.overrides)
            for year in range(min(self.on, day).year, max(self.on, day).year + 1)
        )
