"""Pages of mobilization meetings, trainings and lessons."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import form_page, found, lists, numbers, once
from supervision import forms, queries, rules, services
from supervision.queries.lessons import roll_of
from supervision.states.cycles import LessonKind

LESSONS = lists.Listing(
    name=gettext_lazy("学习教育"),
    columns=(
        lists.Column("title", gettext_lazy("主题"), note="speaker", width="wide"),
        lists.Column("kind", gettext_lazy("类别"), labels=dict(LessonKind.choices)),
        lists.Column("held_on", gettext_lazy("日期"), sort=("held_on",), cell="components/cells/day.html"),
        lists.Column("department", gettext_lazy("组织部门"), "department__name"),
        lists.Column("phase", gettext_lazy("阶段"), lambda lesson: str(lesson.phase or ""), is_hidden_on_phone=True),
        lists.Column("present", gettext_lazy("到会"), is_numeric=True),
        lists.Column("expected", gettext_lazy("应到"), is_numeric=True, is_hidden_on_phone=True),
    ),
    default_sort="-held_on",
    filters=forms.LessonFilters,
    search_help=gettext_lazy("主题、主讲或拼音首字母"),
    enrich=queries.with_attendance,
    empty=gettext_lazy("还没有登记学习教育。"),
    empty_help=gettext_lazy("动员部署会、专题学习会、培训、廉政教育，开过的都登记在这里，签到表作佐证。"),
)


@require_safe
def lessons(request: HttpRequest) -> HttpResponseBase:
    """Everything that was held."""
    may = queries.departments_to_record(request.user).exists()
    context = {"may_record": may, "here": "lessons"}
    return lists.page(
        request, LESSONS, rows=queries.lessons(request.user), template="supervision/lessons.html", context=context
    )


@require_safe
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting or lesson: attendance and proof."""
    shown = found(queries.lesson_for(request.user, pk))
    attendances = list(queries.attendances_of(shown))
    context = {
        "lesson": shown,
        "attendances": attendances,
        "present": sum(each.is_present for each in attendances) + shown.head_count,
        "expected": len(attendances) + shown.head_count,
        "attachments": queries.proofs_of(shown),
        "may_change": allows(rules.change_lesson, request.user, shown),
        "history": core_queries.history_of(shown),
        "here": "lessons",
    }
    return render(request, "supervision/lesson.html", context)


@once
def add(request: HttpRequest) -> HttpResponse:
    """Record one."""
    places = queries.departments_to_record(request.user)
    if not places.exists():
        rules.run_year(request.user)
    current = queries.current_cycle()
    first = places.first()
    initial = {"cycle": current, "held_on": timezone.localdate(), "hours": 1, "department": first}
    form = forms.LessonForm(request.POST or None, request.FILES or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.record_lesson(by=request.user, **form.cleaned_data)
        messages.success(request, _("已登记，请核对到会人员。"))
        return redirect(made)
    return form_page(
        request,
        form,
        heading=_("登记学习教育"),
        label=_("保存登记"),
        back_url=reverse("supervision:lessons"),
        is_long=True,
    )


@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change it, add people or files."""
    shown = found(queries.lesson_for(request.user, pk))
    rules.change_lesson(request.user, shown)
    names = "cycle kind title department phase held_on place speaker hours content head_count".split()
    initial = {name: getattr(shown, name) for name in names} | {"version": core_queries.version_of(shown)}
    form = forms.LessonForm(request.POST or None, request.FILES or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_lesson(by=request.user, lesson=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("修改学习教育"),
        label=_("保存登记"),
        back_url=shown.get_absolute_url(),
        is_long=True,
    )


@once
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who came."""
    shown = found(queries.lesson_for(request.user, pk))
    rules.change_lesson(request.user, shown)
    if request.method == "POST":
        present = numbers(request.POST.getlist("present"))
        services.note_attendance(by=request.user, lesson=shown, present=present)
        messages.success(request, _("已登记到会人员。"))
        return redirect(shown)
    context = {"lesson": shown, "attendances": roll_of(shown), "here": "lessons"}
    return render(request, "supervision/attendance.html", context)
