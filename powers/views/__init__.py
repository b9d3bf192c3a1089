"""Pages of powers, by noun."""

from powers.views import flows, library, lists, powers

__all__ = ["flows", "library", "lists", "powers"]
