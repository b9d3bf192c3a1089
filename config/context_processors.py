"""What every page's shell shows: the hospital, the way through the chain, how many messages are unread."""

from typing import Any

from django.http import HttpRequest

from config import navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """`hospital`, `navigation`, `unread_count` and `posts_of_person`, each read when a template asks."""
    return navigation.shell(request)
