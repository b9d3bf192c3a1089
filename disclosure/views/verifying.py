"""`/open/verify/`: a file, a hash or a text held against what was published; nothing of it is kept."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from disclosure.forms import verifying as forms
from disclosure.queries import verifying as queries
from disclosure.views import shell
from disclosure.views.in_memory import Digesting
from organization import queries as organization_queries

BODY_LIMIT = 24 * 1024 * 1024
FORMS = {"file": forms.FileCheckForm, "hash": forms.HashCheckForm, "text": forms.TextCheckForm}


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@csrf_exempt
def verify(request: HttpRequest) -> HttpResponse:
    """The three forms; posted to, the answer in words. No cookie is set, so there is no session to be abused."""
    if request.method == "POST":
        request.upload_handlers = [Digesting(request)]
        response = _checked(request)
        response.headers["Cache-Control"] = "no-store"
        return response
    return shell.answer(request, "disclosure/verify.html", version="verify", context=_context)


def _checked(request: HttpRequest) -> HttpResponse:
    hospital = organization_queries.hospital()
    size = request.META.get("CONTENT_LENGTH") or "0"
    if not size.isdecimal() or int(size) > BODY_LIMIT:
        text = _("送来的内容超过 20 MB，没有读取。本院公开的文件没有这么大。")
        return shell.page("disclosure/verify.html", {"hospital": hospital, "refused": text, **_context()}, status=413)
    asked = request.POST.get("what", "")
    if asked not in FORMS:
        return shell.page("disclosure/verify.html", {"hospital": hospital, **_context()}, status=422)
    form = FORMS[asked](request.POST, request.FILES, prefix=asked)
    context = {"hospital": hospital, **_context(), asked: form}
    if not form.is_valid():
        return shell.page("disclosure/verify.html", context, status=422)
    return shell.page("disclosure/verify.html", {**context, "asked": asked, **ANSWERS[asked](form.cleaned_data)})


def _context() -> dict[str, Any]:
    return {name: made(prefix=name) for name, made in FORMS.items()}


def _of_file(data: dict[str, Any]) -> dict[str, Any]:
    sha256 = data["file"].sha256
    return {"match": queries.by_sha256(sha256), "sha256": sha256, "brought": data["file"].name[:100]}


def _of_hash(data: dict[str, Any]) -> dict[str, Any]:
    value = data["hash"]
    match = queries.by_sha256(value) if len(value) == queries.WHOLE else queries.by_prefix(value)
    return {"match": match, "sha256": value}


def _of_text(data: dict[str, Any]) -> dict[str, Any]:
    return {"match": queries.by_text(data["text"], number=data["number"]), "number": data["number"]}


ANSWERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"file": _of_file, "hash": _of_hash, "text": _of_text}
