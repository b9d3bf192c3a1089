"""What happens to every request: refusals become pages with a reason, a lost database becomes a page to retry."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core.rules import Denied, Stale
from core.views import page_before

Next = Callable[[HttpRequest], HttpResponse]


ISOLATION = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""What Django has no setting for: nobody else embeds what we answer, and no page of ours asks for the device."""


class IsolationMiddleware:
    """Every answer, of a page, a file or an error, carries the headers of `ISOLATION`."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ISOLATION.items():
            response.headers.setdefault(name, value)
        return response


class RefusalMiddleware:
    """`Denied` becomes 403 and `Stale` 409, each with its sentence; no view catches either."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Denied):
            context = {"reason": error.reason, "help": error.help, "back_url": page_before(request)}
            context |= {"next_url": error.url, "next_label": error.label}
            return render(request, "403.html", context, status=403)
        if isinstance(error, Stale):
            return render(request, "409.html", {"reason": error.reason, "url": error.url}, status=409)
        return None


class DatabaseAwayMiddleware:
    """A database that can't be reached is a 503 with a page that asks to try again, not a traceback."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return self._away()

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return self._away() if isinstance(error, OperationalError | InterfaceError) else None

    def _away(self) -> HttpResponse:
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "10"})
