"""How a rule says no: `Denied` with a sentence, `Stale` when somebody was faster."""

from collections.abc import Callable
from typing import Any


class Denied(Exception):
    """The person may not do this now; the message says why and what to do, in Chinese."""

    def __init__(self, reason: str, *, help: str = "", url: str = "", label: str = ""):
        super().__init__(reason)
        self.reason = str(reason)
        self.help = str(help)
        self.url, self.label = url, str(label)
        """Where that is done, and what the button that leads there says."""


class Stale(Exception):
    """The thing changed since the person looked at it; the message says who did what, when."""

    def __init__(self, reason: str, *, url: str = ""):
        super().__init__(reason)
        self.reason = str(reason)
        self.url = url


def allows(rule: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What the rule returns (True where that is nothing), or False where it refuses: for showing a button.

    The service asks again.
    """
    try:
        return rule(*args, **kwargs) or True
    except Denied:
        return False


def refusal(rule: Callable[..., Any], *args: Any, **kwargs: Any) -> Denied | None:
    """Why the rule refuses, or None where it lets: for a page that says so, and what to do, before one tries."""
    try:
        rule(*args, **kwargs)
    except Denied as denied:
        return denied
    return None
