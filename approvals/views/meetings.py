"""党委会: the meetings, the page of each with its next step, its plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from approvals import calculations, forms, queries, rules, services
from approvals.states import Matter, MeetingPaper, MeetingState
from approvals.views import lists as listing
from core.rules import allows, refusal
from core.views import form_page, found, lists, once
from organization import queries as organization_queries
from organization.roles import Action

MEETINGS = lists.Listing(
    name=gettext_lazy("党委会"),
    columns=(
        lists.Column("number", gettext_lazy("会议编号")),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            labels=dict(MeetingState.choices),
            cell="components/cells/state.html",
            width="narrow",
        ),
        lists.Column("held_on", gettext_lazy("会议日期"), sort=("held_on",), cell="components/cells/day.html"),
        lists.Column("place", gettext_lazy("地点")),
        lists.Column("matter", gettext_lazy("事项类别"), labels=dict(Matter.choices), is_hidden_on_phone=True),
        lists.Column("items", gettext_lazy("议题"), value="item_count", is_numeric=True),
    ),
    default_sort="-held_on",
    filters=forms.MeetingFilters,
    search=queries.of_meetings,
    search_help=gettext_lazy("会议编号，如 12号"),
    empty=gettext_lazy("还没有党委会。"),
    empty_help=gettext_lazy("清单到达党委审定环节后，由党办或党委书记筹备会议、列入议题。"),
)


@require_safe
def meetings(request: HttpRequest) -> HttpResponseBase:
    """The meetings the person may see."""
    context = {"may_plan": organization_queries.may_act_anywhere(request.user, Action.RECORD_MEETING)}
    context |= listing.places(request, "meetings")
    return lists.page(
        request, MEETINGS, rows=queries.meetings(request.user), template="approvals/meetings.html", context=context
    )


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: agenda, who was called and came, what happened, and the next step."""
    return meeting_page(request, pk)


def meeting_page(request: HttpRequest, pk: int, form: Any = None) -> HttpResponse:
    """The page, with what was typed into the receipt where it is shown again."""
    shown = found(queries.meeting(request.user, pk))
    actions = _actions(request, shown)
    called = list(queries.attendances(shown))
    for each in called:
        each.comings = calculations.comings(each.moves)  # type: ignore[attr-defined]
    own = next((each for each in called if each.person_id == request.user.pk), None)
    if form is None and own and allows(rules.answer_call, request.user, shown):
        form = forms.AnswerForm(initial={"answer": own.answer, "reason": own.answer_reason})
    context = {
        "meeting": shown,
        "facts": _facts(shown),
        "rule_words": calculations.rule_sentences(shown.rule),
        "agenda": queries.agenda(request.user, shown),
        "called": called,
        "figures": _figures(called, shown),
        "own": own,
        "answer_form": form,
        "is_answer_next": not any(action["is_primary"] for action in actions) and bool(own and not own.answer),
        "recusals": queries.recusals_by_item(shown) if queries.sees_recusals(request.user, shown) else [],
        "may_change": allows(rules.change_meeting, request.user, shown),
        "actions": actions,
        "reports": list(queries.reports_to(shown)),
        "story": queries.meeting_story(shown, called),
    }
    return render(request, "approvals/meeting.html", context, status=422 if form and form.errors else 200)


def _facts(shown: Any) -> list[dict[str, Any]]:
    when = f"{shown.held_on}" + (f" {shown.begins_at:%H:%M}" if shown.begins_at else "")
    facts = [
        {"label": _("时间"), "value": when},
        {"label": _("地点"), "value": shown.place},
        {"label": _("事项类别"), "value": shown.get_matter_display()},
        {"label": _("表决方式"), "value": _("委员本人登录表决") if shown.is_by_login else _("记录人登记举手结果")},
    ]
    if shown.chair:
        facts += [{"label": _("主持"), "value": shown.chair}, {"label": _("记录"), "value": shown.recorded_by}]
    if shown.sha256:
        facts.append({"label": _("会议记录哈希"), "value": shown.sha256[:8]})
    return [fact for fact in facts if fact["value"]]


def _figures(called: list[Any], shown: Any) -> str:
    """`应到9人，实到8人，请假1人`; before the meeting how many answered."""
    members = [each for each in called if each.capacity == "member"]
    if shown.state == MeetingState.CALLED:
        answered, coming = (
            [each for each in members if each.answer],
            [each for each in members if each.answer == "attend"],
        )
        return _("应到委员%(due)d人，已回执%(answered)d人，其中参加%(coming)d人") % {
            "due": len(members),
            "answered": len(answered),
            "coming": len(coming),
        }
    away = [each.presence for each in members if not each.was_there]
    words = _("应到委员%(due)d人，实到%(present)d人，请假%(leave)d人，缺席%(absent)d人") % {
        "due": len(members),
        "present": len(members) - len(away),
        "leave": away.count("leave"),
        "absent": away.count("absent"),
    }
    moved = sum(bool(each.moves) for each in members)
    return words + (_("，中途到会或离会%(count)d人") % {"count": moved} if moved else "")


def _action(label: str, name: str, pk: int, *, is_primary: bool = False, is_destructive: bool = False) -> dict:
    url = reverse(f"approvals:{name}", args=[pk])
    return {"label": label, "url": url, "is_primary": is_primary, "is_destructive": is_destructive}


def _actions(request: HttpRequest, shown: Any) -> list[dict[str, Any]]:
    """What the person may do with the meeting now, its next step first."""
    if shown.state == MeetingState.HELD:
        may_print = allows(rules.ask_meeting_print, request.user, shown, MeetingPaper.MINUTES)
        return [_action(_("打印记录、纪要"), "print_meeting", shown.pk, is_primary=True)] if may_print else []
    if not allows(rules.plan_meeting, request.user):
        return []
    if shown.state == MeetingState.PLANNED:
        return _while_planned(shown)
    if shown.state == MeetingState.CALLED:
        is_due = refusal(rules.open_meeting, request.user, shown) is None
        return [
            *([_action(_("开始会议"), "open_meeting", shown.pk, is_primary=True)] if is_due else []),
            _action(_("撤回会议通知"), "recall_meeting", shown.pk),
            _action(_("取消会议"), "cancel_meeting", shown.pk, is_destructive=True),
        ]
    if shown.state == MeetingState.IN_SESSION:
        return _in_session(shown)
    return []


def _while_planned(shown: Any) -> list[dict[str, Any]]:
    has_items = bool(shown.item_count)
    steps = [
        _action(_("发出会议通知"), "call_meeting", shown.pk, is_primary=has_items),
        _action(_("列入议题"), "add_item", shown.pk, is_primary=not has_items),
    ]
    return [
        *(steps if has_items else steps[1:]),
        _action(_("修改安排"), "change_meeting", shown.pk),
        _action(_("取消会议"), "cancel_meeting", shown.pk, is_destructive=True),
    ]


def _in_session(shown: Any) -> list[dict[str, Any]]:
    item = queries.item_in_hand(shown)
    presence = _action(_("更正到会情况"), "note_presence", shown.pk)
    if item is None:
        return [_action(_("结束会议"), "close_meeting", shown.pk, is_primary=True), presence]
    label = _("继续审议第 %(n)d 项") if item.state == "open" else _("审议第 %(n)d 项")
    step = _action(label % {"n": item.position}, "item", item.pk, is_primary=True)
    return [step, presence, _action(_("结束会议"), "close_meeting", shown.pk)]


@once
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting and put waiting submissions on its agenda in one go."""
    rules.plan_meeting(request.user)
    waiting = list(queries.waiting_for_committee(request.user))
    asked = request.GET.get("submission", "")
    initial = {"number": queries.next_number(), "submissions": [each.pk for each in waiting if str(each.pk) == asked]}
    form = forms.PlanForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.plan_meeting(by=request.user, **form.plan())
        for item in form.items():
            services.add_item(by=request.user, meeting=made, **item)
        messages.success(request, _("已筹备%(meeting)s；核对议题后发出会议通知。") % {"meeting": made})
        return redirect(made)
    return form_page(
        request,
        form,
        heading=_("筹备党委会"),
        label=_("筹备会议"),
        back_url=reverse("approvals:meetings"),
        template="approvals/plan.html",
        waiting=_waiting(waiting, form),
        planned=queries.planned_meetings(request.user),
        asked=asked,
    )


def _waiting(waiting: list[Any], form: Any) -> list[dict[str, Any]]:
    """Each waiting submission with what it carries and whether it is picked."""
    carried = queries.carried(waiting)
    picked = {str(value) for value in form["submissions"].value() or ()}
    return [{"submission": each, "carried": carried[each.pk], "is_picked": str(each.pk) in picked} for each in waiting]


@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change number, day, place … of a meeting that is being planned."""
    shown = found(queries.meeting(request.user, pk))
    rules.change_meeting(request.user, shown)
    names = forms.MeetingForm.base_fields
    form = forms.MeetingForm(request.POST or None, initial={name: getattr(shown, name) for name in names})
    if request.method == "POST" and form.is_valid():
        services.change_meeting(by=request.user, meeting=shown, **form.cleaned_data)
        messages.success(request, _("已修改会议安排。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("修改%(meeting)s的安排") % {"meeting": shown},
        label=_("保存安排"),
        back_url=shown.get_absolute_url(),
    )


@once
def add_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Put waiting submissions on the agenda as one item."""
    shown = found(queries.meeting(request.user, pk))
    rules.change_meeting(request.user, shown)
    waiting = list(queries.waiting_for_committee(request.user))
    asked = request.GET.get("submission", "")
    picked = [each for each in waiting if str(each.pk) == asked]
    initial = {
        "title": _("审定%(submission)s") % {"submission": picked[0]} if picked else "",
        "submissions": [each.pk for each in picked],
    }
    form = forms.ItemForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.add_item(by=request.user, meeting=shown, **form.cleaned_data)
        messages.success(request, _("已列入议题。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("列入%(meeting)s的议题") % {"meeting": shown},
        label=_("列入议题"),
        back_url=shown.get_absolute_url(),
        template="approvals/plan.html",
        waiting=_waiting(waiting, form),
    )
