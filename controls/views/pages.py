"""What the views of this app share."""

from typing import TypeVar

from django.http import Http404

Thing = TypeVar("Thing")


def found(thing: Thing | None) -> Thing:
    """The thing, or 404."""
    if thing is None:
        raise Http404
    return thing
