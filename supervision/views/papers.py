"""Having a paper printed by the worker; the job's page shows how far it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.views import form_page
from supervision import forms, services


def print_paper(
    request: HttpRequest, thing: Any, *, paper: str, heading: str, form_class: Any = forms.PaperForm
) -> HttpResponse:
    """Choose PDF or Word; the view that finds the thing for the person calls this under `once`."""
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(services.ask_print(by=request.user, paper=paper, thing=thing, **form.cleaned_data))
    words = {"heading": heading, "label": _("生成文件"), "back_url": thing.get_absolute_url(), "lead": str(thing)}
    return form_page(request, form, **words)
