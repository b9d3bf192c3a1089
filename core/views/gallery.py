"""`/ui/`: every component with an example, so that a page is built from what is there."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import forms
from core.registry import Fault, RowDifference
from core.states import ListState
from core.views import lists

# The examples are specimens for those who build pages, in the hospital's words.


class ExampleFilters(forms.Filters):
    """The filters of the specimen list."""

    state = django_forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *ListState.choices])
    major = django_forms.BooleanField(label=_("只看三重一大"), required=False)


class ExampleForm(forms.Guided, django_forms.Form):
    """A specimen of every kind of field, in two parts."""

    parts = (
        ("basic", _("基本信息"), ("name", "department", "taking_part", "category", "content")),
        ("limits", _("时限与公开"), ("days", "on", "scope", "is_major", "proof"), _("对外承诺的时限会印在公开页上。")),
    )
    examples = (("name", _("药品遴选与采购计划审批")), ("days", "15"))

    name = django_forms.CharField(label=_("职权名称"), help_text=_("写清对什么事、作什么决定。"), max_length=60)
    department = django_forms.ChoiceField(
        label=_("办理主体"),
        help_text=_("可输入名称、编码或拼音首字母查找。"),
        choices=[("", "———"), *((f"D{n:02d}", f"示例科室 {n:02d}") for n in range(1, 31))],
        widget=forms.LongChoice(words=lambda value, label: f"{value} slks"),
    )
    taking_part = django_forms.MultipleChoiceField(
        label=_("参加部门"),
        choices=[(f"D{n:02d}", f"示例科室 {n:02d}") for n in range(1, 31)],
        required=False,
        widget=forms.ManyChoices(
            words=lambda value, label: f"{value} slks",
            group=lambda value: str(_("职能") if value < "D11" else _("临床")),
        ),
    )
    category = django_forms.ChoiceField(
        label=_("类别"), choices=[("", "———"), ("YP", _("药品采购权")), ("CW", _("财务管理权"))], required=False
    )
    content = django_forms.CharField(
        label=_("职权内容"), widget=django_forms.Textarea(attrs={"rows": 3}), required=False
    )
    days = django_forms.IntegerField(label=_("承诺时限（工作日）"), min_value=1, required=False)
    on = django_forms.DateField(label=_("核对日期"), widget=forms.DayInput, required=False)
    scope = django_forms.ChoiceField(
        label=_("公开范围"), widget=django_forms.RadioSelect, choices=[("society", _("社会")), ("hospital", _("全院"))]
    )
    is_major = django_forms.BooleanField(label=_("属于“三重一大”事项"), required=False)
    proof = django_forms.FileField(label=_("佐证材料"), required=False)


class ExampleVerdict(forms.Guided, django_forms.Form):
    """A specimen of a verdict."""

    conditional = ("reason",)

    verdict = django_forms.ChoiceField(
        label=_("意见"), widget=django_forms.RadioSelect, choices=[("agree", _("同意")), ("return", _("退回"))]
    )
    reason = django_forms.CharField(
        label=_("理由"),
        required=False,
        widget=django_forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时必须写明。"),
    )


LISTING = lists.Listing(
    name=_("职权目录（示例）"),
    default_sort="code",
    filters=ExampleFilters,
    row_url=lambda row: f"#{row.code}",
    row_key=lambda row: row.code,
    columns=(
        lists.Column("code", _("编码"), sort=("code",), cell="components/cells/code.html", width="narrow"),
        lists.Column("name", _("名称"), sort=("name",), note="category", width="wide"),
        lists.Column("department", _("办理主体"), is_hidden_on_phone=True),
        lists.Column("grade", _("最高等级"), cell="components/cells/grade.html"),
        lists.Column("points", _("风险点"), is_numeric=True),
        lists.Column("state", _("状态"), labels=dict(ListState.choices), cell="components/cells/state.html"),
        lists.Column("on", _("更新"), cell="components/cells/day.html", width="narrow"),
    ),
    batch_actions=(lists.BatchAction(_("批量同意"), "#", is_primary=True), lists.BatchAction(_("批量退回"), "#")),
    empty=_("本部门还没有职权"),
    empty_help=_("先登记一项职权，再画它的流程、查找风险点。"),
    empty_label=_("登记职权"),
    empty_url="#",
)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All components; for those who build pages."""
    return render(request, "core/gallery.html", {**_lists(request), **_thing(), **_review(), **_forms(), **_waiting()})


def _lists(request: HttpRequest) -> dict[str, Any]:
    names = ["药品遴选与采购计划审批", "药品不良反应上报", "麻精药品处方权核准", "供应商资质审查", "药品报损审批"]
    grades, states = ["high", "medium", "low", "pending", "medium"], ListState.values
    rows = [
        SimpleNamespace(
            code=f"YP-{n + 1:03d}",
            name=name,
            category="药品采购权",
            department="药剂科",
            grade=grades[n],
            points=n * 3,
            state=states[n],
            on=timezone.localdate() - timedelta(days=n * 9),
        )
        for n, name in enumerate(names)
    ]
    still = lists.still(LISTING, rows)
    columns = still.headings
    headings = [replace(columns[0], url="?sort=-code", direction="ascending"), replace(columns[1], url="?sort=name")]
    filters = ExampleFilters({"state": "in_force"})
    return {
        "page": replace(
            still,
            headings=[*headings, *columns[2:]],
            filters=filters,
            path=request.path,
            clear_url=request.path,
            is_filtered=True,
            next_url="?after=x",
            export_urls={"xlsx": "?export=xlsx", "csv": "?export=csv"},
            batch_actions=LISTING.batch_actions,
        ),
    }


def _thing() -> dict[str, Any]:
    now = timezone.now()
    return {
        "states": [*ListState.choices],
        "grades": ["high", "medium", "low", "pending"],
        "chain": [
            {"label": _("职权"), "url": "#", "count": None, "is_current": True},
            {"label": _("环节"), "url": "#", "count": 8},
            {"label": _("风险点"), "url": "#", "count": 5},
            {"label": _("措施"), "url": "#", "count": 7},
            {"label": _("一览表"), "url": "#", "count": 1},
        ],
        "due": timezone.localdate() + timedelta(days=1),
        "facts": [
            {"label": _("办理主体"), "value": "药剂科"},
            {"label": _("责任岗位"), "value": "药品采购员"},
            {"label": _("行使依据"), "value": "《医疗机构药事管理规定》第二十三条\n《医院药品遴选制度》第五条"},
            {"label": _("监督渠道"), "value": ""},
        ],
        "history": [
            {"at": now, "who": "王芳", "did": "退回修改", "why": "第 3 环节缺少时限。", "hash": "9f2c41aa77"},
            {"at": now - timedelta(days=2), "who": "刘强", "did": "同意", "on_behalf_of": "陈立"},
            {"at": now - timedelta(days=4), "who": "赵敏", "did": "签署并报审 2026年第1版"},
        ],
        "attachments": [SimpleNamespace(pk=1, name="药品遴选制度.pdf", size=382_000)],
        "actions": [
            {"label": _("提交审核"), "url": "#", "is_primary": True},
            {"label": _("打印"), "url": "#"},
            {"label": _("撤回"), "url": "#", "is_destructive": True},
        ],
    }


def _review() -> dict[str, Any]:
    now = timezone.now()
    return {
        "faults": [
            Fault("no_limit", "环节“会签”没有时限", "#", "YP-001"),
            Fault("no_measure", "风险点没有防控措施", "#", "F-YP-004"),
            Fault("no_indicator", "高等级风险点没有监测指标", "#", "F-YP-002", is_blocking=False),
        ],
        "remarks": [
            {"who": "王芳", "at": now, "text": "请补充收费依据的文号。", "stage": "党办", "row_label": "YP-003"}
        ],
        "approval": _approval(),
        "difference": [
            RowDifference("a", "YP-006", "药品报损审批", "new"),
            RowDifference("b", "YP-001", "药品采购计划审批", "changed", (("承诺时限", "15 工作日", "10 工作日"),)),
            RowDifference("c", "YP-009", "药品赠送登记", "removed"),
        ],
        "verdict_form": ExampleVerdict(),
        "figures": [
            {
                "label": _("高等级风险点"),
                "value": 37,
                "unit": _("个"),
                "url": "#",
                "change": "比去年少 4 个",
                "tone": "red",
            },
            {
                "label": _("待我办理"),
                "value": 5,
                "unit": _("件"),
                "url": "#",
                "change": "2 件明天到期",
                "tone": "amber",
            },
            {"label": _("已生效一览表"), "value": 28, "unit": _("份"), "url": "#"},
        ],
    }


def _forms() -> dict[str, Any]:
    wrong = ExampleForm({"name": "", "department": "D03", "days": "0", "scope": ""})
    wrong.is_valid()
    return {"form": wrong}


def _waiting() -> dict[str, Any]:
    now = timezone.now()
    duty = SimpleNamespace(
        state="running",
        phase="排版",
        phase_number=2,
        phase_count=4,
        result=None,
        result_url="",
        error="",
        finished_at=None,
    )
    return {
        "duty": duty,
        "percent": 50,
        "notices": [
            SimpleNamespace(text="药剂科 2026年第1版 等待您审核", url="#", made_at=now, read_at=None),
            SimpleNamespace(text="您提交的清单已由党委审定", url="#", made_at=now, read_at=now),
        ],
    }


def _approval() -> SimpleNamespace:
    """What stands under something approved whose post was renamed since."""
    today = timezone.localdate()
    field = (str(_("岗位")), str(_("药剂科 采购员")), str(_("药剂科 采购管理岗")))
    return SimpleNamespace(
        since=timezone.now(),
        meeting=SimpleNamespace(number="党委会〔2026〕12号", held_on=today),
        short_hash="a3f09c1b",
        notes=[_("《药品集中采购暂行办法》已废止")],
        changes=[RowDifference("1", "YP-01-F1", str(_("收受供应商好处")), "changed", (field,))],
        corrections=[_correction()],
    )


def _correction() -> SimpleNamespace:
    """A wrong word put right."""
    before, after = (_("药品采"), False), (_("计划由药学部拟定。"), False)
    return SimpleNamespace(
        code="YP-01",
        label=_("职权内容"),
        at=timezone.now(),
        by=_("陈静"),
        reason=_("“采购”误写为“采构”，系录入错误。"),
        marked=[
            [SimpleNamespace(text=text, is_changed=is_changed) for text, is_changed in (before, (word, True), after)]
            for word in (_("构"), _("购"))
        ],
    )
