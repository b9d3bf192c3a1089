"""Posts, who holds them, and the people who do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.views import confirm, form_page, found, lists, once
from organization import queries, rules, services
from organization.forms import terms
from organization.forms import units as forms
from organization.roles import Action


def holders_text(post) -> str:
    """Names of who holds the post today."""
    return "、".join(tenure.person.name for tenure in post.holders) or _("空缺")


POSTS = lists.Listing(
    name=gettext_lazy("岗位"),
    columns=(
        lists.Column("name", gettext_lazy("岗位"), sort=("name",), note="department__name"),
        lists.Column("code", gettext_lazy("编码"), sort=("code",), width="narrow"),
        lists.Column("holders", gettext_lazy("任职人员"), value=holders_text),
        lists.Column(
            "is_leadership", gettext_lazy("班子成员"), labels={True: gettext_lazy("是"), False: ""}, width="narrow"
        ),
        lists.Column("is_key", gettext_lazy("重点岗位"), labels={True: gettext_lazy("是"), False: ""}, width="narrow"),
        lists.Column("rotation_years", gettext_lazy("轮岗年限"), is_numeric=True, is_hidden_on_phone=True),
    ),
    default_sort="code",
    filters=forms.PostFilters,
    search_help=gettext_lazy("名称、编码或拼音首字母"),
    empty=gettext_lazy("没有符合条件的岗位。"),
)


@require_safe
def posts(request: HttpRequest) -> HttpResponseBase:
    """All posts with who holds them."""
    context = {"is_keeper": queries.may_anywhere(request.user, Action.KEEP_ORGANIZATION)}
    return lists.page(request, POSTS, rows=queries.posts(), template="organization/posts.html", context=context)


@require_safe
def post(request: HttpRequest, code: str) -> HttpResponse:
    """One post: what it is, who holds and held it."""
    shown = found(queries.post(code))
    context = {
        "post": shown,
        "tenures": queries.tenures_of(shown),
        "is_keeper": queries.may_anywhere(request.user, Action.KEEP_ORGANIZATION),
        "history": queries.history_of(shown),
    }
    return render(request, "organization/post.html", context)


@once
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Open a post in a department."""
    rules.keep_organization(request.user)
    department = found(queries.department(code))
    form = forms.PostForm(request.POST or None, department=department)
    if request.method == "POST" and form.is_valid():
        made = services.add_post(by=request.user, department=department, **form.cleaned_data)
        messages.success(request, _("已新设岗位“%(name)s”。") % {"name": made.name})
        return redirect(made)
    heading = _("在%(department)s新设岗位") % {"department": department}
    return form_page(request, form, heading=heading, label=_("新设岗位"), back_url=department.get_absolute_url())


@once
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a post."""
    rules.keep_organization(request.user)
    shown = found(queries.post(code))
    fields = ("name", "is_leadership", "is_main_leader", "is_key", "rotation_years")
    initial = {"version": core_queries.version_of(shown), **{name: getattr(shown, name) for name in fields}}
    form = forms.PostForm(request.POST or None, department=shown.department, post=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_post(by=request.user, post=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(shown)
    return form_page(request, form, heading=_("修改岗位"), label=_("保存修改"), back_url=shown.get_absolute_url())


@once
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Close a post, after asking."""
    rules.keep_organization(request.user)
    shown = found(queries.post(code))
    form = forms.DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.retire_post(by=request.user, post=shown, on=form.cleaned_data["on"])
        messages.success(request, _("已撤销岗位“%(name)s”。") % {"name": shown.name})
        return redirect("organization:posts")
    return confirm(
        request,
        heading=_("撤销岗位“%(name)s”") % {"name": shown.name},
        text=_("撤销后不能再在该岗位上填报风险点；已有记录永久保留。"),
        label=_("撤销岗位"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
        form=form,
    )


@once
def begin_tenure(request: HttpRequest, code: str) -> HttpResponse:
    """A person takes the post."""
    rules.keep_organization(request.user)
    shown = found(queries.post(code))
    form = terms.TenureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.begin_tenure(by=request.user, post=shown, **form.cleaned_data)
        messages.success(request, _("已登记任职。"))
        return redirect(shown)
    heading = _("登记“%(post)s”任职") % {"post": shown}
    lead = _("任职只说明谁在岗，不带来任何系统权限。")
    return form_page(request, form, heading=heading, label=_("登记任职"), back_url=shown.get_absolute_url(), lead=lead)


@once
def end_tenure(request: HttpRequest, pk: int) -> HttpResponse:
    """A person leaves the post, after asking."""
    rules.keep_organization(request.user)
    tenure = found(queries.tenure(pk))
    form = forms.DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.end_tenure(by=request.user, tenure=tenure, to_on=form.cleaned_data["on"])
        messages.success(request, _("已登记离任。"))
        return redirect(tenure.post)
    return confirm(
        request,
        heading=_("%(person)s离任“%(post)s”") % {"person": tenure.person, "post": tenure.post},
        text=_("请填写离任日期；任职记录保留为历史。"),
        label=_("登记离任"),
        back_url=tenure.post.get_absolute_url(),
        form=form,
    )


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: department, posts now and before."""
    shown = found(queries.person(pk))
    return render(request, "organization/person.html", {"person": shown, "tenures": queries.tenures_held(shown)})
