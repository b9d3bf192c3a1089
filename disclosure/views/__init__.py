"""Pages of disclosure: the public face and the desk's reviews."""

from disclosure.views import public, reviews

__all__ = ["public", "reviews"]
