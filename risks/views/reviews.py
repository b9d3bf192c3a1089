"""Running the collective review over all points of a register in one table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.views import form_page, found, once
from risks import forms, queries, rules, services
from risks.views import pages
from risks.views.registers import place


@once
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Record who met when, what they concluded, and the grade of each point."""
    shown = found(queries.register_for(request.user, pk))
    rules.hold_review(request.user, shown)
    form = forms.ReviewForm(request.POST or None, register=shown)
    if request.method == "POST" and form.is_valid():
        names = ("held_on", "place", "present", "conclusion", "version")
        head = {name: form.cleaned_data[name] for name in names}
        services.hold_review(by=request.user, register=shown, settled=form.settled(), found=form.found(), **head)
        messages.success(request, _("已记录集体评定，等级已确定。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("集体评定：%(place)s %(edition)s") % {"place": place(shown), "edition": shown.edition},
        label=_("记录集体评定"),
        back_url=shown.get_absolute_url(),
        template="risks/review.html",
        register=shown,
        chain=pages.chain_of_register(request, shown),
    )
