"""What goes through stages of its own and is no list (`registry.things`): what all such kinds answer approvals alike."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from approvals.calculations.words import THINGS, Words
from core.registry import Edition, RowDifference, Wording


class Thing:
    """The one row of a submission of its own: no edition of a department's list, and never corrected in place.

    A kind adds `kind`, `title`, `position`, `fields` and how it is got, locked, checked, frozen, moved and read.
    """

    rows_from = ""
    fields: Sequence[tuple[str, Any]] = ()
    """Keys of what is frozen, each with its label, in the order in which they are shown."""

    words: Words = THINGS
    """How pages of approvals speak of it."""

    get: Any
    approved_lists: Any
    worded: Any
    """Called as f(value): a frozen value in words."""

    def working_lists(self, departments: Any, *, is_leadership: bool) -> Any:
        """It never travels in a department's submission."""
        return self.approved_lists().none()

    def working_list(self, department_id: int, *, is_leadership: bool) -> None:
        return None

    def editions(self, department_ids: Iterable[int]) -> list[Edition]:
        return []

    def difference(self, list_id: int) -> list[RowDifference]:
        return []

    def compare(self, before: Any, after: Any) -> Iterable[tuple[str, str, str]]:
        for name, label in self.fields:
            if before.get(name) != after.get(name):
                yield str(label), self.worded(before.get(name)), self.worded(after.get(name))

    def row_urls(self, list_id: int, keys: Collection[str]) -> dict[str, str]:
        return dict.fromkeys(keys, self.page_of(list_id, ""))

    def page_of(self, list_id: int, key: str) -> str:
        return str(self.get(list_id).get_absolute_url())

    def wordings(self, list_id: int, key: str) -> list[Wording]:
        """What was decided of it stands as it is."""
        return []

    def reword(self, list_id: int, key: str, field: str, *, text: str, by: Any, reason: str) -> None:
        raise NotImplementedError(_("只有清单可以更正文字。"))

    def cites(self, found: Any) -> tuple[tuple[str, int], ...]:
        return ()

    def path_of(self, correction: Any, key: str, content: Any) -> str:
        return ""

    def restore(self, approved: Any, now: Any) -> Any:
        """Nothing outside what is frozen stands in it, unless a kind says so."""
        return now
