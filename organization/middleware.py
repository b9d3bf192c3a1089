"""What happens to every logged-in request: sessions end in time, an expired password is changed first."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from organization import queries

Next = Callable[[HttpRequest], HttpResponse]
FOR_EVERYBODY = ("/open/", "/static/", "/healthz")
"""Who reads these is never asked for, so that every cache may keep them."""
OPEN_WHILE_EXPIRED = ("/accounts/", *FOR_EVERYBODY)


class LoginMiddleware(LoginRequiredMiddleware):
    """Asks who is there only where it matters: what is for everybody is the same for all, and caches may keep it."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if request.user.is_authenticated:
            queries.read_roles(request.user)
        return answer


class SessionLimitsMiddleware:
    """Ends a session after idle time (15 minutes for the three administrators, 30 for others) and after ten hours."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(FOR_EVERYBODY) and request.user.is_authenticated:
            now = time.time()
            seen = request.session.get("seen_at", now)
            began = request.session.setdefault("began_at", now)
            if now - seen > self._idle_seconds(request) or now - began > settings.SESSION_ABSOLUTE_HOURS * 3600:
                logout(request)
                messages.info(request, _("长时间未操作，已自动退出，请重新登录。"))
                return redirect(f"{settings.LOGIN_URL}?next={request.path}")
            if now - seen > 60 or "seen_at" not in request.session:
                request.session["seen_at"] = now
        return self.get_response(request)

    def _idle_seconds(self, request: HttpRequest) -> int:
        kind = "administrators" if request.session.get("is_administrator") else "others"
        return settings.IDLE_MINUTES[kind] * 60


class PasswordExpiryMiddleware:
    """A password past its age is changed before anything else; nobody is locked out by it."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OPEN_WHILE_EXPIRED) and request.user.is_authenticated:
            person = request.user
            oldest = timezone.now() - timedelta(days=settings.PASSWORD_MAX_AGE_DAYS)
            is_expired = person.password_changed_at is None or person.password_changed_at < oldest
            if person.must_change_password or is_expired:
                messages.info(request, _("密码已到期或为初始密码，请先修改密码。"))
                return redirect("accounts:password")
        return self.get_response(request)
