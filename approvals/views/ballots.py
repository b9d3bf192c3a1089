"""表决: entering a show of hands, one's own vote."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals import calculations, forms, queries, rules, services
from approvals.states import VoteChoice
from approvals.views import items
from core.rules import Stale
from core.views import found, once


def _open(request: HttpRequest, pk: int, ballot_pk: int) -> tuple[Any, Any]:
    """The item and its vote. Raises `Stale` when the votes were set anew since the page was shown."""
    item = found(queries.item_for(request.user, pk))
    ballot = next((each for each in queries.ballots_of(item) if each.pk == ballot_pk), None)
    if ballot is None:
        raise Stale(
            _("表决事项已经重新编排（有人申报回避，或单列了条目），请看过再表决。"), url=item.get_absolute_url()
        )
    ballot.item = item
    return item, ballot


@require_POST
@once
def record(request: HttpRequest, pk: int, ballot_pk: int) -> HttpResponse:
    """The recorder enters a show of hands by name."""
    item, ballot = _open(request, pk, ballot_pk)
    waits = queries.still_to_vote(ballot)
    rules.record_votes(request.user, ballot, {person.pk for person in waits})
    form = forms.VotesForm(request.POST, ballot=ballot, people=waits)
    if not form.is_valid():
        return items.item_page(request, pk, status=422, votes_form=form)
    reason = form.cleaned_data["reason"]
    made = services.record_votes(by=request.user, ballot=ballot, choices=form.choices(), reason=reason)
    words = _("“%(ballot)s”：%(result)s（%(tally)s）。")
    tally = calculations.tally_sentence(made)
    messages.success(request, words % {"ballot": made, "result": made.get_result_display(), "tally": tally})
    return redirect(item)


@require_POST
@once
def cast(request: HttpRequest, pk: int, ballot_pk: int) -> HttpResponse:
    """A member's own vote, once."""
    item, ballot = _open(request, pk, ballot_pk)
    rules.cast_vote(request.user, ballot)
    form = forms.CastForm(request.POST, ballot=ballot)
    if not form.is_valid():
        return items.item_page(request, pk, status=422, cast_form=form)
    services.cast_vote(by=request.user, ballot=ballot, **form.cleaned_data)
    choice = VoteChoice(form.cleaned_data["choice"])
    messages.success(request, _("已投票：%(choice)s。不能更改。") % {"choice": choice.label})
    return redirect(item)
