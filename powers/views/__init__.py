"""Pages of powers, by noun."""

from powers.views import dues, flows, library, lists, powers, regulations, reviews

__all__ = ["dues", "flows", "library", "lists", "powers", "regulations", "reviews"]
