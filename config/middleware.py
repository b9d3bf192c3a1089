"""The three administrators stay outside the business (三员分立): every address of it refuses them in one place."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from config import navigation

BUSINESS = frozenset({"powers", "risks", "controls", "approvals", "supervision", "disclosure_desk"})
"""Namespaces of the addresses that show or decide business."""
Next = Callable[[HttpRequest], HttpResponse]


class BusinessMiddleware:
    """Queries show an administrator nothing of the business anyway; this says so instead of showing empty lists."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        is_business = match is not None and match.namespace in BUSINESS
        if not is_business or not request.user.is_authenticated or not navigation.is_administrator(request):
            return None
        words = {
            "reason": _("系统管理员、安全管理员、审计管理员不接触业务内容。"),
            "help": _("账号、授权和审计的入口在“机构”里。需要办理业务的，请用本人的业务账号登录。"),
        }
        return render(request, "403.html", words, status=403)
