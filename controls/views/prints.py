"""Printing a table: asking the worker, with its phases shown to who waits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from controls import forms, queries, services
from core.views import found


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose file, paper and range; the worker draws it and the job's page shows how far it is."""
    table = found(queries.table_for(request.user, pk))
    form = forms.PrintForm(request.POST or None, by=request.user, table=table)
    if request.method == "POST" and form.is_valid():
        duty = services.ask_print(by=request.user, table=table, **form.cleaned_data)
        return redirect(duty)
    return render(request, "controls/print.html", {"form": form, "table": table}, status=422 if form.errors else 200)
