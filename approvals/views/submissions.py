"""Preparing a submission, its page, signing it and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import forms, queries, rules, services
from approvals.states import StageCode, SubmissionState, Verdict
from core.registry import registry
from core.rules import Stale, allows
from core.views import confirm, found, number, once
from organization import queries as organization_queries
from organization.roles import Action

READ = {"version", "sha256"}
"""Hidden fields of the forms by which what was looked at comes back."""


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Whose lists to submit: departments the person files for, with what each has ready."""
    departments = organization_queries.departments_to_file(request.user)
    ready = queries.ready_lists(departments.order_by().values("pk"), is_leadership=False)
    rows: list[dict[str, Any]] = [
        {"department": each, "lists": ready[each.pk]} for each in departments if each.pk in ready
    ]
    may_submit_leadership = organization_queries.may_anywhere(request.user, Action.SUBMIT_LEADERSHIP)
    if len(rows) == 1 and not may_submit_leadership:
        return redirect("approvals:prepare", rows[0]["department"].code)
    return render(request, "approvals/choose.html", {"rows": rows, "may_submit_leadership": may_submit_leadership})


@once
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """The department's lists with what is wrong in each, and the step of asking the head to sign."""
    return _prepare(request, found(organization_queries.department(code)), is_leadership=False)


@once
def prepare_leadership(request: HttpRequest) -> HttpResponse:
    """The leadership's register and table, submitted by the Party office."""
    return _prepare(request, organization_queries.root(), is_leadership=True)


def _prepare(request: HttpRequest, department: Any, *, is_leadership: bool) -> HttpResponse:
    rules.prepare(request.user, department, is_leadership=is_leadership)
    if request.method == "POST":
        made = services.prepare(by=request.user, department=department, is_leadership=is_leadership)
        messages.success(request, _("已提请签署。") if not is_leadership else _("已报审班子成员清单。"))
        return redirect(made)
    lists = queries.working_lists(department, is_leadership=is_leadership)
    parts: list[dict[str, Any]] = [
        {"title": handler.title, "list": working, "checks": handler.check(working.pk)} for handler, working in lists
    ]
    context = {
        "department": department,
        "is_leadership": is_leadership,
        "parts": parts,
        "remarks": _remarks_to_mend(department, lists, is_leadership=is_leadership),
        "blocking": sum(fault.is_blocking for part in parts for fault in part["checks"]),
        "current": queries.open_submission(department, is_leadership=is_leadership),
    }
    return render(request, "approvals/prepare.html", context)


def _remarks_to_mend(department: Any, lists: Any, *, is_leadership: bool) -> list[dict[str, Any]]:
    """What the last return of the edition asked for, each remark with a link to mend its row."""
    if not lists:
        return []
    edition = max((working.year, working.number) for _handler, working in lists)
    found = queries.remarks_to_mend(department, is_leadership=is_leadership, year=edition[0], number=edition[1])
    return [{**_remark(each.remark), "mend_url": each.url, "is_changed": each.is_changed} for each in found]


@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision page: content as it would stand, checks, remarks, history, and the verdict."""
    return decision_page(request, pk)


def decision_page(request: HttpRequest, pk: int, form: Any = None) -> HttpResponse:
    """The decision page, with what was typed into the verdict where it is shown again."""
    shown = found(queries.submission_for(request.user, pk))
    sheet = queries.sheet(
        shown,
        by=request.user,
        start=_number(request, "from") or 1,
        row_id=_number(request, "row"),
        only_changed="changed" in request.GET,
    )
    decisions = queries.decisions_of(shown)
    verdict = _verdict(request, shown, form, sheet)
    context = {
        "submission": shown,
        "facts": _facts(shown),
        "is_overdue": bool(shown.stage_due_on and shown.stage_due_on < timezone.localdate()),
        "steps": queries.steps(shown, decisions),
        "story": queries.story(shown, decisions),
        "remarks": _remarks(request, shown, sheet),
        "last": decisions[-1] if decisions else None,
        "sheet": sheet,
        "words": queries.words_by(sheet.parts[0].handler.kind),
        "panels": _panels(request, shown),
        "may_withdraw": allows(rules.withdraw, request.user, shown),
        "may_remark": "verdict_form" in verdict or allows(rules.remark, request.user, shown),
        **verdict,
    }
    has_errors = form is not None and form.errors
    return render(request, "approvals/submission.html", context, status=422 if has_errors else 200)


def _number(request: HttpRequest, name: str) -> int:
    return number(request.GET.get(name)) or 0


def _facts(shown: Any) -> list[dict[str, Any]]:
    found = [{"label": _("提请人"), "value": shown.made_by}] if shown.is_signed_by_head else []
    if shown.state == SubmissionState.DRAFT:
        found.insert(0, {"label": _("当前办理"), "value": _("等科室负责人签署")})
    if shown.submitted_at:
        signer = _("签署人") if shown.is_signed_by_head else _("报审人")
        found.append({"label": signer, "value": shown.submitted_by})
        found.append(
            {"label": _("报审时间"), "value": timezone.localtime(shown.submitted_at).strftime("%Y-%m-%d %H:%M")}
        )
        found.append({"label": _("内容哈希"), "value": shown.sha256[:8]})
    return found


def _remarks(request: HttpRequest, shown: Any, sheet: Any) -> list[dict[str, Any]]:
    """Remarks that a return carries, each with a link to its row and, for those who mend it, to where that is done."""
    is_returned = shown.state == SubmissionState.RETURNED and not hasattr(shown, "resubmitted_as")
    may_mend = is_returned and allows(rules.prepare, request.user, shown.department, is_leadership=shown.is_leadership)
    places = queries.places_to_mend(sheet.remarks) if may_mend else {}
    return [
        {
            **_remark(remark),
            "url": f"?row={remark.row_id}#row-{remark.row_id}",
            "mend_url": places.get(remark.pk, ""),
        }
        for remark in sheet.remarks
    ]


def _remark(remark: Any) -> dict[str, Any]:
    return {
        "who": remark.by,
        "at": remark.at,
        "text": remark.text,
        "stage": remark.stage,
        "row_label": f"{remark.row.code} {remark.row.label}",
    }


def _panels(request: HttpRequest, shown: Any) -> list[str]:
    """What higher apps show beside the submission."""
    panels = [panel(shown, request.user) for panel in registry.stage_panels]
    return [render_to_string(name, context, request) for name, context in filter(None, panels)]


def _verdict(request: HttpRequest, shown: Any, form: Any, sheet: Any) -> dict[str, Any]:
    """The form the person may use now, if any, whom they stand in for, and what must be done first."""
    if shown.state == SubmissionState.DRAFT:
        principal = allows(rules.submit, request.user, shown)
        form = forms.SignForm(initial={"version": shown.version, "sha256": sheet.sha256})
        return {"sign_form": form, "on_behalf_of": _other(request, principal)} if principal else {}
    if shown.state != SubmissionState.IN_REVIEW:
        return {}
    if shown.stage.code == StageCode.COMMITTEE:
        return _before_the_committee(request, shown)
    principal = allows(rules.decide, request.user, shown, shown.stage.verdicts[0])
    if not principal:
        return {}
    recused = rules.recusal_reasons(shown, {request.user, principal})
    return {
        "verdict_form": form or forms.VerdictForm(verdicts=shown.stage.verdicts, initial={"version": shown.version}),
        "on_behalf_of": _other(request, principal),
        "rows_note": _("其中 %(count)d 项由您回避，由本环节其他审核人决定。") % {"count": len(recused)}
        if recused
        else "",
        "recused": recused,
        "may_reject": Verdict.REJECT in shown.stage.verdicts,
        **_conditions(shown),
    }


def _before_the_committee(request: HttpRequest, shown: Any) -> dict[str, Any]:
    """On which agenda it stands, as far as the person may know, or the step of putting it on one."""
    item = queries.listed_at(request.user, shown)
    if not allows(rules.plan_meeting, request.user):
        return {"listed_at": item}
    return {"listed_at": item, "may_put_before": item is None, "faults": queries.conditions([shown])[shown.pk]}


def _conditions(shown: Any) -> dict[str, Any]:
    """What must be done before agreeing, and where the first of it is done."""
    faults = queries.conditions([shown])[shown.pk]
    return {"faults": faults, "todo_url": next((fault.url for fault in faults if fault.is_blocking), "")}


def refuse_unread(form: Any, *, url: str) -> None:
    """Raises `Stale` for a form that does not say what its page showed: nobody decides on what they may not have read."""
    if READ & form.errors.keys():
        raise Stale(_("页面没有带上您看过的是哪一版内容，操作没有提交。请看过后再提交。"), url=url)


def _other(request: HttpRequest, principal: Any) -> Any:
    return principal if principal != request.user else None


@require_POST
@once
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The head signs and submits."""
    shown = found(queries.submission_for(request.user, pk))
    form = forms.SignForm(request.POST)
    refuse_unread(form, url=shown.get_absolute_url())
    seen = {name: form.cleaned_data[name] for name in READ}
    services.submit(by=request.user, submission=shown, **seen)
    messages.success(request, _("已签署报审。"))
    return redirect(shown)


@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back, after asking."""
    shown = found(queries.submission_for(request.user, pk))
    rules.withdraw(request.user, shown)
    words = queries.words_of(shown)
    if request.method == "POST":
        services.withdraw(by=request.user, submission=shown)
        messages.success(request, words.withdrawn)
        return redirect(shown)
    return confirm(
        request,
        heading=_("撤回%(submission)s") % {"submission": shown},
        text=words.withdrawing,
        label=_("撤回报审"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
    )
