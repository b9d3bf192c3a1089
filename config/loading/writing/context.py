"""What every part of the writing has at hand: the plan, the actor, and by code what was made so far."""

from collections.abc import Callable
from typing import Any

from config.loading import plan as plans
from config.loading import sheets
from config.loading.plan import Plan
from core.states import RowChange
from organization.models import Department, Person, Post
from powers.models import LegalBasis

Owner = tuple[str, bool]
"""Department code, is leadership."""
NEW, CHANGED = RowChange.NEW, RowChange.CHANGED


class Context:
    """One loading, from sheet to sheet."""

    def __init__(self, plan: Plan, by: Person):
        self.plan = plan
        self.by = by
        self.owners = plans.Owners(plan.workbook)
        self.departments: dict[str, Department] = {}
        self.posts: dict[str, Post] = {}
        self.bases: dict[str, LegalBasis] = {}
        self._groups: dict[str, dict[str, list]] = {}

    def grouped(self, sheet: sheets.Sheet, name: str) -> dict[Any, list]:
        """Rows of a sheet by one of their values, made once a sheet."""
        if sheet.title not in self._groups:
            groups: dict[str, list] = {}
            for row in self.plan.workbook[sheet]:
                groups.setdefault(row[name], []).append(row)
            self._groups[sheet.title] = groups
        return self._groups[sheet.title]

    def post(self, code: str | None) -> Post | None:
        """The post with a code; None for an empty cell."""
        return self.posts[code] if code else None

    def working(self, owners: set[Owner], model: Any, open_all: Callable[..., dict]) -> dict[Owner, Any]:
        """Owner → the edition of `model` to write into, opened by the service where none is being worked on."""
        places = {owner: (self.departments[owner[0]], owner[1]) for owner in sorted(owners)}
        found = model.objects.working().filter(department__in=[department for department, _leads in places.values()])
        lists = {(row.department_id, row.is_leadership): row for row in found}
        missing = [place for place in places.values() if (place[0].pk, place[1]) not in lists]
        lists |= open_all(by=self.by, places=missing)
        return {owner: lists[department.pk, leads] for owner, (department, leads) in places.items()}
