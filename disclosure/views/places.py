"""What every page of what the public wrote in shows of the pages beside it."""

from typing import Any

from django.http import HttpRequest

from core.rules import allows
from disclosure.rules import handling as rules


def places(request: HttpRequest, here: str) -> dict[str, Any]:
    """The current page, and whether 公开设置 is one of those that are open."""
    return {"here": here, "keeps_settings": allows(rules.change_open_settings, request.user)}
