"""Pages of disclosure: the public face and the desk's reviews."""

from disclosure.views import public, public_data, public_search, reviews

__all__ = ["public", "public_data", "public_search", "reviews"]
