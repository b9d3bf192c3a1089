"""Days of forms held against the day of what they answer, in the words of the rule, beside the field."""

from datetime import date
from typing import Any

from core.rules import Denied
from supervision.rules import days as rules


def hold(
    form: Any, name: str, *, since: date | None = None, than: Any = "", what: Any = "", is_past: bool = False
) -> None:
    """The form's day `name` (the `what`, else its label) is not before `since` (the `than`); nor, with `is_past`, ahead."""
    day, what = form.cleaned_data.get(name), str(what or form.fields[name].label)
    try:
        rules.not_before(day, since, what=what, than=str(than))
        if is_past:
            rules.not_ahead(day, what=what)
    except Denied as refusal:
        form.add_error(name, refusal.reason)
