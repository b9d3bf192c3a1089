"""Which part of a page htmx asks for."""

from django.http import HttpRequest


def is_part(request: HttpRequest, name: str) -> bool:
    """Whether htmx asks for the part whose element, partial and target are called `name`.

    Going back in history asks for the whole page, whatever the target was.
    """
    htmx = getattr(request, "htmx", None)
    return htmx is not None and htmx.target == name and not htmx.history_restore_request
