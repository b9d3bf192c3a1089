"""议题: the page on which an item is decided, and every step of it but the votes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import calculations, forms, queries, rules, services
from approvals.states import ItemState, VoteChoice
from core.rules import allows, refusal
from core.views import confirm, found, once


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """What is put before the committee on the left, what is done with it on the right."""
    return item_page(request, pk)


def item_page(request: HttpRequest, pk: int, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page; `bound` are forms that are shown again with their errors, by the name they have in the template."""
    shown = found(queries.item_for(request.user, pk))
    before, after = queries.neighbours(shown)
    votes = list(queries.ballots_of(shown))
    bound_votes = {name: bound.pop(name, None) for name in ("votes_form", "cast_form")}
    entries = queries.entries_for(request.user, shown)
    sees_recusals = queries.sees_recusals(request.user, shown.meeting)
    context = {
        "item": shown,
        "meeting": shown.meeting,
        "before": before,
        "after": after,
        "entries": entries,
        "has_checks": not has_ended(shown) and any(each.carried.checks for each in entries),
        "rows_apart": queries.rows_apart(shown),
        "rule_words": calculations.rule_sentences(shown.meeting.rule),
        "sees_recusals": sees_recusals,
        "recusals": queries.recusals_of(shown) if sees_recusals else [],
        "known": queries.known_recusals(shown) if sees_recusals and shown.state == ItemState.WAITING else [],
        "is_recused": queries.is_recused(request.user, shown),
        "statements": queries.statements_for(request.user, shown),
        "votes": _cards(request, shown, votes, bound_votes),
        **_steps(request, shown, has_votes=bool(votes)),
        **bound,
    }
    return render(request, "approvals/item.html", context, status=status)


def _cards(request: HttpRequest, item: Any, votes: list[Any], bound: dict[str, Any]) -> list[dict[str, Any]]:
    """The votes in order; the first that is open is the next step."""
    cards = [_card(request, item, each, bound) for each in votes]
    for shown in cards:
        if not shown["ballot"].result:
            shown["is_next"] = True
            break
    return cards


def _card(request: HttpRequest, item: Any, ballot: Any, bound: dict[str, Any]) -> dict[str, Any]:
    """One vote for the page: its arithmetic in words, what the person may know of it and do in it now."""
    ballot.item, meeting, by = item, item.meeting, request.user
    waits = [] if ballot.result else queries.still_to_vote(ballot)
    shown = {
        "ballot": ballot,
        "bars": calculations.ballot_sentence(ballot, meeting.rule),
        "rule": calculations.pass_rule(meeting.rule),
        "sees_votes": queries.sees_votes(by, ballot),
        "tally": calculations.tally_sentence(ballot) if ballot.result else "",
        "groups": _groups(ballot) if ballot.result else [],
        "waits": waits,
        "voted_count": ballot.present - len(waits),
    }
    if ballot.result:
        return shown
    if allows(rules.record_votes, by, ballot, {person.pk for person in waits}):
        shown["form"] = _bound(bound["votes_form"], ballot) or forms.VotesForm(ballot=ballot, people=waits)
    if meeting.is_by_login and by in waits:
        denied = refusal(rules.cast_vote, by, ballot)
        form = _bound(bound["cast_form"], ballot) or forms.CastForm(ballot=ballot)
        shown["own"] = {"refused": denied.reason if denied else "", "choices": VoteChoice.choices, "form": form}
    return shown


def _bound(form: Any, ballot: Any) -> Any:
    """The form that is shown again, where it is of this vote."""
    return form if form is not None and form.ballot.pk == ballot.pk else None


def _groups(ballot: Any) -> list[dict[str, Any]]:
    """Who said what, by name."""
    votes = list(ballot.votes.all())
    groups = [
        {"choice": code, "label": label, "people": [vote.person for vote in votes if vote.choice == code]}
        for code, label in VoteChoice.choices
    ]
    return [group for group in groups if group["people"]]


def _steps(request: HttpRequest, shown: Any, *, has_votes: bool) -> dict[str, Any]:
    """The steps the person may take now, each with its form."""
    by = request.user
    found_steps: dict[str, Any] = {}
    if allows(rules.begin_item, by, shown):
        found_steps["may_begin"] = True
    if allows(rules.postpone_item, by, shown):
        found_steps["may_postpone"] = True
    if allows(rules.declare_recusal, by, shown):
        found_steps["recusal_form"] = forms.RecusalForm(item=shown, prefix="recusal")
    if allows(rules.vote_apart, by, shown):
        found_steps["apart_form"] = forms.ApartForm(item=shown, prefix="apart")
    if shown.state == ItemState.OPEN and allows(rules.keep_item, by, shown):
        found_steps["opinion_form"] = forms.OpinionForm(by=by, item=shown, prefix="opinion")
    if allows(rules.follow_up, by, shown):
        initial = {"implementer": shown.implementer, "due_on": shown.due_on}
        found_steps["follow_form"] = forms.FollowUpForm(initial=initial, prefix="follow")
        found_steps["next_item"] = queries.item_in_hand(shown.meeting) if has_ended(shown) else None
        found_steps["is_last"] = has_ended(shown) and found_steps["next_item"] is None
    return found_steps


def has_ended(shown: Any) -> bool:
    """Was the item decided or postponed?"""
    return shown.state in (ItemState.DECIDED, ItemState.POSTPONED)


@require_POST
@once
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the item off the agenda."""
    shown = found(queries.item_for(request.user, pk))
    services.remove_item(by=request.user, item=shown)
    messages.success(request, _("已撤下“%(item)s”，其中的报审等待列入其他会议。") % {"item": shown})
    return redirect(shown.meeting)


@require_POST
@once
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up."""
    shown = found(queries.item_for(request.user, pk))
    services.move_item(by=request.user, item=shown)
    messages.success(request, _("已上移“%(item)s”。") % {"item": shown})
    return redirect(shown.meeting)


@require_POST
@once
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the item."""
    shown = found(queries.item_for(request.user, pk))
    taken = services.begin_item(by=request.user, item=shown)
    if taken.state == ItemState.POSTPONED:
        messages.warning(request, _("到会委员不足法定人数，本议题缓议。"))
    else:
        messages.success(request, _("开始审议；已列出须回避的委员。"))
    return redirect(shown)


@require_POST
@once
def declare_recusal(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves the item, or rows of it, to the others."""
    shown = found(queries.item_for(request.user, pk))
    rules.declare_recusal(request.user, shown)
    form = forms.RecusalForm(request.POST, item=shown, prefix="recusal")
    if not form.is_valid():
        return item_page(request, pk, status=422, recusal_form=form)
    said = {"reason": form.cleaned_data["reason"], "rows": form.cleaned_data["codes"]}
    services.declare_recusal(by=request.user, item=shown, **said)
    messages.success(request, _("已申报回避。"))
    return redirect(shown)


@require_POST
@once
def vote_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """A department, or rows, are voted on apart."""
    shown = found(queries.item_for(request.user, pk))
    rules.vote_apart(request.user, shown)
    form = forms.ApartForm(request.POST, item=shown, prefix="apart")
    if not form.is_valid():
        return item_page(request, pk, status=422, apart_form=form)
    chosen = {"entry": form.cleaned_data["entry"], "rows": form.cleaned_data["codes"]}
    services.vote_apart(by=request.user, item=shown, **chosen)
    messages.success(request, _("已单列表决。"))
    return redirect(shown)


@require_POST
@once
def state_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The recorder writes what somebody said."""
    shown = found(queries.item_for(request.user, pk))
    rules.in_session(request.user, shown.meeting)
    form = forms.OpinionForm(request.POST, by=request.user, item=shown, prefix="opinion")
    if not form.is_valid():
        return item_page(request, pk, status=422, opinion_form=form)
    services.state_opinion(by=request.user, item=shown, **form.cleaned_data)
    messages.success(request, _("已记录%(person)s的发言。") % {"person": form.cleaned_data["person"]})
    return redirect(shown)


@once
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """缓议 without a vote: asked first, with the reason."""
    shown = found(queries.item_for(request.user, pk))
    rules.postpone_item(request.user, shown)
    form = forms.ReasonForm(request.POST or None, example=_("自由裁量基准没有随表报送，请补充后再议"))
    if request.method == "POST" and form.is_valid():
        services.postpone_item(by=request.user, item=shown, reason=form.cleaned_data["reason"])
        messages.success(request, _("已缓议，报审等待列入其他会议。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("缓议“%(item)s”") % {"item": shown},
        text=_("缓议不表决；议题中的报审仍在党委审定环节，可以列入以后的会议。"),
        consequences=[_("理由会告知有关部门。"), _("现行版本继续有效。")],
        label=_("缓议本议题"),
        back_url=shown.get_absolute_url(),
        form=form,
    )


@require_POST
@once
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Who carries it out by when."""
    shown = found(queries.item_for(request.user, pk))
    rules.follow_up(request.user, shown)
    form = forms.FollowUpForm(request.POST, prefix="follow")
    if not form.is_valid():
        return item_page(request, pk, status=422, follow_form=form)
    services.follow_up(by=request.user, item=shown, **form.cleaned_data)
    messages.success(request, _("已记录落实责任。"))
    return redirect(shown)
