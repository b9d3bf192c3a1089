"""Arguments of addresses in the demo hospital, and its people."""

from typing import Any

from organization.models import Person

Examples = dict[str, dict[str, Any]]


def person(login: str) -> Person:
    return Person.objects.get(username=login)


def each(app: str, words: str, **kwargs: Any) -> Examples:
    """The same arguments for several addresses of an app."""
    return {f"{app}:{word}": kwargs for word in words.split()}
