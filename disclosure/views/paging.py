"""Pages of a public list, whose number stands in the address with what was asked."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from disclosure.queries import public as public_queries

PER_PAGE = 20


def page(request: HttpRequest, found: Any, **asked: str) -> dict[str, Any]:
    """The rows of the page asked for, how many there are in all, and the addresses of its neighbours."""
    number = request.GET.get("page", "")
    current = max(int(number), 1) if number.isdecimal() and len(number) < 5 else 1
    rows, total = public_queries.page_of(found, start=(current - 1) * PER_PAGE, size=PER_PAGE)
    return {"rows": rows, "total": total, **neighbours(current, -(-total // PER_PAGE), **asked)}


def neighbours(number: int, last: int, **asked: str) -> dict[str, Any]:
    """What `public/pages.html` shows: which page of how many, and the addresses of those beside it."""
    return {
        "number": number,
        "last": last,
        "previous_url": url(**asked, page=number - 1) if number > 1 else "",
        "next_url": url(**asked, page=number + 1) if number < last else "",
    }


def url(**asked: Any) -> str:
    """The same list, asked otherwise; without words that ask for nothing."""
    return "?" + urlencode({name: value for name, value in asked.items() if value})
