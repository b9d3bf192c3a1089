"""Departments: the directory, one department, and keeping them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.views import confirm, form_page, found, lists, once
from organization import queries, rules, services
from organization.forms import units as forms
from organization.roles import Action, Role
from organization.states import BusinessArea, DepartmentKind
from organization.views.posts import POSTS

HOMES = {
    Role.SYSADMIN: "organization:accounts",
    Role.SECADMIN: "organization:grants",
    Role.AUDITOR: "organization:trail",
}

DEPARTMENTS = lists.Listing(
    name=gettext_lazy("部门"),
    columns=(
        lists.Column("name", gettext_lazy("部门"), sort=("name",), note="parent__name"),
        lists.Column("code", gettext_lazy("编码"), sort=("path",), width="narrow"),
        lists.Column("kind", gettext_lazy("类别"), sort=("kind", "path"), labels=dict(DepartmentKind.choices)),
        lists.Column(
            "business_area",
            gettext_lazy("业务领域"),
            labels={**dict(BusinessArea.choices), BusinessArea.OTHER: ""},
            is_hidden_on_phone=True,
        ),
        lists.Column("overseer", gettext_lazy("分管领导岗位"), value="overseer_post__name"),
        lists.Column("posts", gettext_lazy("岗位数"), value="post_count", is_numeric=True),
        lists.Column("retired_on", gettext_lazy("撤销日期"), is_hidden_on_phone=True),
    ),
    default_sort="code",
    filters=forms.DepartmentFilters,
    search_help=gettext_lazy("名称、编码或拼音首字母，如 yjk"),
    empty=gettext_lazy("没有符合条件的部门。"),
    empty_help=gettext_lazy("可由党办导入工作簿，或逐个新设。"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Everyone lands where their role works: administrators on their own page, others in the directory."""
    held = queries.roles_of(request.user)
    return redirect(next((name for role, name in HOMES.items() if role in held), "organization:departments"))


@require_safe
def departments(request: HttpRequest) -> HttpResponseBase:
    """The directory of departments."""
    is_keeper = queries.may_anywhere(request.user, Action.KEEP_ORGANIZATION)
    rows = queries.departments_listed(with_retired=bool(request.GET.get("retired")))
    return lists.page(
        request, DEPARTMENTS, rows=rows, template="organization/departments.html", context={"is_keeper": is_keeper}
    )


@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    """One department with its posts and what is below it."""
    shown = found(queries.department(code))
    posts = queries.posts().filter(department=shown)
    context = {
        "department": shown,
        "posts": lists.still(POSTS, posts),
        "below": queries.departments().filter(parent=shown),
        "is_keeper": queries.may_anywhere(request.user, Action.KEEP_ORGANIZATION),
        "history": queries.history_of(shown),
    }
    return render(request, "organization/department.html", context)


@once
def add(request: HttpRequest) -> HttpResponse:
    """Open a department."""
    rules.keep_organization(request.user)
    form = forms.DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = dict(form.cleaned_data)
        overseer = chosen.pop("overseer_post")
        made = services.add_department(by=request.user, **chosen)
        if overseer:
            services.change_department(
                by=request.user, department=made, name=made.name, kind=made.kind, overseer_post=overseer
            )
        messages.success(request, _("已新设“%(name)s”。") % {"name": made.name})
        return redirect(made)
    return form_page(request, form, heading=_("新设部门"), label=_("新设部门"), back_url="/organization/departments/")


@once
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a department's name, kind, business area or overseeing post."""
    rules.keep_organization(request.user)
    shown = found(queries.department(code))
    fields = {name: getattr(shown, name) for name in ("name", "kind", "business_area", "overseer_post_id")}
    fields["overseer_post"] = fields.pop("overseer_post_id")
    initial = {**fields, "version": core_queries.version_of(shown)}
    form = forms.DepartmentForm(request.POST or None, department=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_department(by=request.user, department=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(shown)
    return form_page(request, form, heading=_("修改部门"), label=_("保存修改"), back_url=shown.get_absolute_url())


@once
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Put a department under another."""
    rules.keep_organization(request.user)
    shown = found(queries.department(code))
    form = forms.MoveDepartmentForm(request.POST or None, department=shown, initial={"parent": shown.parent_id})
    if request.method == "POST" and form.is_valid():
        services.move_department(by=request.user, department=shown, parent=form.cleaned_data["parent"])
        messages.success(request, _("已调整上级部门。"))
        return redirect(shown)
    lead = _("调整后，对上级部门的授权将覆盖本部门及其下级。")
    return form_page(
        request, form, heading=_("调整上级部门"), label=_("调整上级"), back_url=shown.get_absolute_url(), lead=lead
    )


@once
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Close a department, after asking."""
    rules.keep_organization(request.user)
    shown = found(queries.department(code))
    form = forms.DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.retire_department(by=request.user, department=shown, on=form.cleaned_data["on"])
        messages.success(request, _("已撤销“%(name)s”，其历史清单仍可查阅。") % {"name": shown.name})
        return redirect("organization:departments")
    return confirm(
        request,
        heading=_("撤销部门“%(name)s”") % {"name": shown.name},
        text=_("撤销后不能再为它填报清单；已有的清单和记录永久保留。"),
        label=_("撤销部门"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
        form=form,
    )


@once
def hospital(request: HttpRequest) -> HttpResponse:
    """What the hospital and its bodies are called."""
    rules.keep_organization(request.user)
    form = forms.HospitalForm(request.POST or None, instance=queries.hospital())
    if request.method == "POST" and form.is_valid():
        services.change_hospital(by=request.user, **form.cleaned_data)
        messages.success(request, _("已保存医院名称。"))
        return redirect("organization:hospital")
    lead = _("印在每一份文件上；此前已审定的文件保留原名称。")
    return form_page(
        request, form, heading=_("医院名称"), label=_("保存名称"), back_url="/organization/departments/", lead=lead
    )
