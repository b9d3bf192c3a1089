"""Pages on which a patient asks, comes back for the answer, or learns where to report: no cookie, nothing kept in caches."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core import calculations as core_calculations
from disclosure import forms
from disclosure.calculations import report_words, tokens
from disclosure.queries import asking, open_settings, receipts
from disclosure.services import pace, suggestions
from disclosure.views import shell
from disclosure.views.in_memory import InMemory, NoFiles
from organization import queries as organization_queries

READ_AND_SEND = ["GET", "HEAD", "POST"]


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(READ_AND_SEND)
@login_not_required
def ask(request: HttpRequest) -> HttpResponse:
    """咨询、意见建议、表扬. Instead of a cookie: a signed token for one form, and a proof of work."""
    if request.method == "POST":
        request.upload_handlers = [InMemory(request)]
        return _sent(request)
    subject = asking.subjects(shell.asked(request, "about", length=60))
    form = forms.AskForm(departments=subject.departments, initial={"department": subject.department})
    return _form(request, form, subject)


def _sent(request: HttpRequest) -> HttpResponse:
    """What looks like a report, or comes without its work, is neither read on nor kept: the form comes back as it was typed."""
    post = request.POST
    subject = asking.subjects(shell.fit(post.get("about", ""), length=60))
    typed = forms.AskForm(departments=subject.departments, initial=post.dict())
    if post.get("is_no_report") != "1" and report_words.looks_like_report(_written(post)):
        return _form(request, typed, subject, is_report=True)
    token = tokens.read(post.get("token", ""))
    if token is None:
        notice = _("页面打开太久，已经换了新的。您写的内容都在，请再提交一次。")
        return _form(request, typed, subject, notice=notice, is_new=True)
    if not tokens.is_proved(post["token"], post.get("proof", ""), token.bits):
        return _form(request, typed, subject, notice=_("浏览器没有完成提交前的检查，内容还没有提交。"))
    if not pace.take(token.nonce):
        notice = _("这一页已经提交过多次，已经换了新的。您写的内容都在，请再提交一次。")
        return _form(request, typed, subject, notice=notice, is_new=True)
    form = forms.AskForm(post, request.FILES, departments=subject.departments)
    if not form.is_valid():
        return _form(request, form, subject, status=422)
    fields = {**form.cleaned_data, "department_code": form.cleaned_data["department"]}
    del fields["department"]
    receipt = suggestions.receive(nonce=token.nonce, about_code=subject.code, about_title=subject.title, **fields)
    return private("disclosure/asked.html", {"receipt": receipt, "kind": form.cleaned_data["kind"]})


def _written(post: Any) -> str:
    """All that was written, each on a line of its own."""
    return "\n".join(post.get(name, "") for name in ("text", "name", "contact"))


def _form(
    request: HttpRequest,
    form: forms.AskForm,
    subject: asking.Subjects,
    *,
    status: int = 200,
    is_new: bool = False,
    **context: Any,
) -> HttpResponse:
    """The form, with the token it came with while that is good, so that its work is not done twice."""
    text = request.POST.get("token", "")
    token = None if is_new else tokens.read(text)
    bits = token.bits if token else 0
    if token is None:
        text, bits = pace.token_for(request.META.get("REMOTE_ADDR", ""))
    settings = open_settings.current()
    context |= {
        "form": form,
        "subject": subject,
        "settings": settings,
        "token": text,
        "bits": bits,
        "words": report_words.for_browsers(),
        "has_lost_files": bool(request.FILES) if request.method == "POST" else False,
        "is_no_report": request.POST.get("is_no_report") == "1",
    }
    return private("disclosure/ask.html", context, status=status)


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(READ_AND_SEND)
@login_not_required
def receipt(request: HttpRequest) -> HttpResponse:
    """What came of a suggestion, for who holds its code; sent by POST, so that no history and no log holds the code."""
    if request.method != "POST":
        return private("disclosure/receipt.html", {})
    request.upload_handlers = [NoFiles(request)]
    code = request.POST.get("code", "")[:80]
    return private("disclosure/receipt.html", {"code": code, "is_asked": True, "found": receipts.suggestion_of(code)})


@require_safe
@login_not_required
def report(request: HttpRequest) -> HttpResponse:
    """举报: where to, what to say, how one is protected. There is no form: this site keeps nothing of a report."""
    settings = open_settings.current()
    version = core_calculations.sha256(
        {field.name: str(field.value_from_object(settings)) for field in settings._meta.fields}
    )
    return shell.answer(request, "disclosure/report.html", version=version, context=lambda: {"settings": settings})


def private(template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of one person's: no cache keeps it, neither the browser's nor one on the way."""
    response = shell.page(template, {"hospital": organization_queries.hospital(), **context}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
