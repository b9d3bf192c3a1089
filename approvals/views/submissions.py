"""Preparing a submission, its page, signing it and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals import forms, queries, rules, services
from approvals.states import StageCode, SubmissionState
from approvals.views.pages import found
from core.rules import Denied
from core.views import confirm, once
from organization import queries as organization_queries
from organization.roles import Action


def choose(request: HttpRequest) -> HttpResponse:
    """Whose lists to submit: departments the person files for, with what each has ready."""
    departments = queries.departments_to_prepare(request.user)
    rows = [
        {"department": department, "lists": lists}
        for department in departments
        if (lists := queries.working_lists(department, is_leadership=False))
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
    """The leadership's register and table."""
    return _prepare(request, organization_queries.root(), is_leadership=True)


def _prepare(request: HttpRequest, department: Any, *, is_leadership: bool) -> HttpResponse:
    rules.prepare(request.user, department, is_leadership=is_leadership)
    if request.method == "POST":
        made = services.prepare(by=request.user, department=department, is_leadership=is_leadership)
        messages.success(request, _("已提请签署。") if not is_leadership else _("已报审班子成员清单。"))
        return redirect(made)
    lists = queries.working_lists(department, is_leadership=is_leadership)
    parts = [
        {"title": handler.title, "list": working, "checks": handler.check(working.pk)} for handler, working in lists
    ]
    context = {
        "department": department,
        "is_leadership": is_leadership,
        "parts": parts,
        "blocking": sum(fault.is_blocking for part in parts for fault in part["checks"]),
        "current": queries.open_submission(department, is_leadership=is_leadership),
    }
    return render(request, "approvals/prepare.html", context)


def submission(request: HttpRequest, pk: int, form: Any = None) -> HttpResponse:
    """The decision page: content as it would stand, checks, remarks, history, and the verdict."""
    shown = found(queries.submission_for(request.user, pk))
    is_draft = shown.state == SubmissionState.DRAFT
    context = {
        "submission": shown,
        "steps": queries.steps(shown),
        "story": queries.story(shown),
        "parts": _live_parts(shown) if is_draft else _frozen_parts(shown),
        "is_draft": is_draft,
        "earlier": queries.earlier_remarks(shown),
        "may_withdraw": _may(rules.withdraw, request.user, shown),
        "may_remark": _may(rules.remark, request.user, shown),
        **_verdict(request, shown, form),
    }
    return render(
        request, "approvals/submission.html", context, status=422 if form is not None and form.errors else 200
    )


def _frozen_parts(shown: Any) -> list[dict[str, Any]]:
    parts = []
    for carried in queries.carried(shown):
        differences = {row["key"]: row for row in carried["item"].difference}
        rows = [{"row": row, "difference": differences.get(row.key)} for row in queries.rows_by_item(carried["item"])]
        parts.append(
            {
                "title": carried["handler"].title,
                "list": carried["list"],
                "sha256": carried["item"].sha256,
                "template": carried["handler"].rows_template(),
                "rows": rows,
                "removed": queries.removed_rows(carried["item"]),
                "changed": sum(bool(entry["row"].change not in ("", "same")) for entry in rows),
            }
        )
    return parts


def _live_parts(shown: Any) -> list[dict[str, Any]]:
    """Before the signature nothing is frozen: what would be, with the checks and the difference."""
    return [
        {
            "title": carried["handler"].title,
            "list": carried["list"],
            "checks": carried["handler"].check(carried["list"].pk),
            "difference": [row for row in carried["handler"].difference(carried["list"].pk) if row.change != "same"],
        }
        for carried in queries.carried(shown)
    ]


def _verdict(request: HttpRequest, shown: Any, form: Any) -> dict[str, Any]:
    """The form the person may use now, if any, and whom they stand in for."""
    if shown.state == SubmissionState.DRAFT:
        if not _may(rules.submit, request.user, shown):
            return {}
        principal = rules.submit(request.user, shown)
        form = form or forms.SignForm(initial={"version": shown.version})
        return {"sign_form": form, "on_behalf_of": principal if principal != request.user else None}
    if shown.state != SubmissionState.IN_REVIEW:
        return {}
    if shown.stage.code == StageCode.COMMITTEE:
        return {"may_record": _may(rules.record_meeting, request.user, shown)}
    verdict = shown.stage.verdicts[0]
    if not _may(rules.decide, request.user, shown, verdict):
        return {}
    principal = rules.decide(request.user, shown, verdict)
    recused = rules.recusal_reasons(shown, {request.user, principal})
    form = form or forms.VerdictForm(
        verdicts=shown.stage.verdicts, initial={"version": shown.version, "verdict": verdict}
    )
    note = _("其中 %(count)d 项由您回避，由本环节其他审核人决定。") % {"count": len(recused)} if recused else ""
    return {
        "verdict_form": form,
        "on_behalf_of": principal if principal != request.user else None,
        "rows_note": note,
        "recused": recused,
    }


def _may(rule: Any, *args: Any) -> bool:
    """Would the rule let it through? For showing a button; the service asks again."""
    try:
        rule(*args)
    except Denied:
        return False
    return True


@require_POST
@once
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The head signs and submits."""
    shown = found(queries.submission_for(request.user, pk))
    form = forms.SignForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    services.submit(by=request.user, submission=shown, version=version)
    messages.success(request, _("已签署报审。"))
    return redirect(shown)


@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back, after asking."""
    shown = found(queries.submission_for(request.user, pk))
    rules.withdraw(request.user, shown)
    if request.method == "POST":
        services.withdraw(by=request.user, submission=shown)
        messages.success(request, _("已撤回，清单可以继续修改。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("撤回%(submission)s") % {"submission": shown},
        text=_("撤回后清单回到可修改状态；再次报审须从科室负责人签署开始。"),
        label=_("撤回报审"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
    )
