"""One-time form keys: a second click or a replay leads to what the first one did."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core import services
from core.rules import Stale

View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """Let each form be posted once: a replayed POST is redirected to where the first one led.

    The view must answer a success with a redirect; any other answer (a form shown again with its errors), and any
    refusal, leaves the key unused. A POST without a key goes through unprotected.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            first = services.claim_form_key(key, request.user)
            if first is not None:
                return _first_result(first)
            response = view(request, *args, **kwargs)
            url = _destination(response)
            if url:
                services.store_form_result(key, url)
            else:
                transaction.set_rollback(True)
            return response

    return wrapped


def _key(request: HttpRequest) -> uuid.UUID | None:
    if request.method != "POST" or not request.user.is_authenticated:
        return None
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def _first_result(url: str) -> HttpResponse:
    if not url:
        raise Stale(_("这份表单已经提交过，没有重复提交。请到列表中查看结果。"))
    return redirect(url)


def _destination(response: HttpResponse) -> str:
    return response.headers.get("HX-Redirect") or response.headers.get("Location") or ""
