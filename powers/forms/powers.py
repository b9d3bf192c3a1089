"""The form of a power in sections, its bases picked from the library, its materials in a table."""

from dataclasses import replace
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import Guided, LongChoice, Section
from organization import queries as organization_queries
from powers import queries, services
from powers.states import (
    DisclosureScope,
    FlowKind,
    LimitUnit,
    MaterialForm,
    PowerCategory,
    PowerNature,
    Vetting,
)

MATERIALS_LIMIT = 60
area = forms.Textarea


class VersionForm(forms.Form):
    """The version of a row that somebody looked at before confirming a step."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NewPowerForm(Guided, forms.Form):
    """The little that a new power needs before its draft can be kept."""

    examples = (("name", "药品遴选与采购计划审批"), ("category", "药品采购权"))
    name = forms.CharField(
        label=gettext_lazy("职权名称"), max_length=80, help_text=gettext_lazy("写清对什么事、作什么决定或办什么。")
    )
    category = forms.ChoiceField(
        label=gettext_lazy("类别"),
        choices=[("", gettext_lazy("请选择")), *PowerCategory.choices],
        help_text=gettext_lazy("编码由类别给出，以后不能修改。"),
    )


class PowerForm(Guided, forms.Form):
    """A power as it is filled in. A draft may lack much; `is_draft=False` asks for what part 二(二) asks."""

    parts = (
        ("basic", gettext_lazy("基本情况"), ("name", "content", "handling_department", "responsible_post")),
        ("nature", gettext_lazy("性质与裁量"), ("nature", "is_major", "discretion")),
        ("basis", gettext_lazy("行使依据与清理意见"), ("bases", "vetting", "vetting_note")),
        (
            "conduct",
            gettext_lazy("办理与监督"),
            ("promised_limit", "promised_unit", "fee_basis", "supervision_channels"),
        ),
        ("disclosure", gettext_lazy("公开"), ("disclosure_scope", "disclosure_form")),
    )
    examples = (
        ("name", "药品遴选与采购计划审批"),
        ("content", "审核临床科室提出的新药申请，拟定遴选名单，编制月度采购计划并报批。"),
        ("handling_department", "药剂科"),
        ("responsible_post", "药剂科 主任"),
        ("nature", "进修申请由外单位人员来办，是对外服务；月度采购计划在院内审批，是内部管理"),
        ("is_major", "年度基本用药目录调整、单价五十万元以上设备采购"),
        ("discretion", "申请材料是否充分、同类品种如何取舍，由药剂科先行判断。"),
        ("bases", "《医疗机构药事管理规定》（卫医政发〔2011〕11号）第二十三条"),
        ("vetting", "院内自定的“收费减免审批”没有上位依据，选“说明理由后保留”"),
        ("vetting_note", "依据正在修订，新办法发布前沿用现行程序。"),
        ("promised_limit", "15"),
        ("promised_unit", "工作日"),
        ("fee_basis", "省医疗服务价格项目规范，每份 10 元；不收费的写“不收费”"),
        ("supervision_channels", "纪检监察室电话 8000；院长信箱；门诊一楼意见箱"),
        ("disclosure_scope", "患者要来办的选“社会”，只涉及几个科室配合的选“院内相关科室”"),
        ("disclosure_form", "医院官网、门诊大厅公示栏"),
    )
    conditional = ("vetting_note", "supervision_channels")
    due = ("content", "responsible_post")
    name = forms.CharField(
        label=gettext_lazy("职权名称"), max_length=80, help_text=gettext_lazy("写清对什么事、作什么决定或办什么。")
    )
    content = forms.CharField(
        label=gettext_lazy("职权内容"),
        required=False,
        widget=area(attrs={"rows": 4}),
        help_text=gettext_lazy("这项职权具体管什么、做到哪一步。"),
    )
    handling_department = forms.ModelChoiceField(
        label=gettext_lazy("办理主体"),
        queryset=None,
        widget=LongChoice(words=lambda value, label: getattr(value, "search_text", "")),
        help_text=gettext_lazy("由哪个部门办理，一般是本部门。"),
    )
    responsible_post = forms.ModelChoiceField(
        label=gettext_lazy("责任岗位"),
        required=False,
        queryset=None,
        widget=LongChoice(words=lambda value, label: getattr(value, "search_text", "")),
        help_text=gettext_lazy("对这项职权负责的一个岗位，写岗位不写人。"),
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("权力性质"),
        choices=PowerNature.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("患者、单位或个人来办的为对外服务，须有外部流程图、申请材料和监督渠道。"),
    )
    is_major = forms.BooleanField(
        label=gettext_lazy("属于“三重一大”事项"),
        required=False,
        help_text=gettext_lazy("重大决策、重要干部任免、重大项目安排、大额度资金使用。"),
    )
    discretion = forms.CharField(
        label=gettext_lazy("自由裁量说明"),
        required=False,
        widget=area(attrs={"rows": 3}),
        help_text=gettext_lazy("哪些地方由经办人自行判断，幅度多大。"),
    )
    bases = forms.ModelMultipleChoiceField(
        label=gettext_lazy("行使依据"),
        required=False,
        queryset=None,
        help_text=gettext_lazy("从依据库中查找并勾选；库里没有的，请党办先登记。"),
    )
    vetting = forms.ChoiceField(
        label=gettext_lazy("清理意见"),
        choices=Vetting.choices,
        help_text=gettext_lazy("没有依据的，选“拟取消”或“说明理由后保留”；依据和类别与另一项相同的，可选“拟合并”。"),
    )
    vetting_note = forms.CharField(
        label=gettext_lazy("清理说明"),
        required=False,
        widget=area(attrs={"rows": 2}),
        help_text=gettext_lazy("除“保留”外都要写明理由，合并的写明并入哪一项。"),
    )
    promised_limit = forms.IntegerField(
        label=gettext_lazy("承诺时限"),
        required=False,
        min_value=1,
        max_value=9999,
        help_text=gettext_lazy("从受理到办结最长多久；流程图各环节之和不应超过它。"),
    )
    promised_unit = forms.ChoiceField(
        label=gettext_lazy("承诺时限单位"),
        choices=LimitUnit.choices,
        help_text=gettext_lazy("工作日按医院日历计算，自然日含节假日。"),
    )
    fee_basis = forms.CharField(
        label=gettext_lazy("收费依据和标准"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("收什么费、依据哪份文件、多少钱。"),
    )
    supervision_channels = forms.CharField(
        label=gettext_lazy("监督渠道"),
        required=False,
        widget=area(attrs={"rows": 3}),
        help_text=gettext_lazy("当事人可以向谁反映、怎么联系；对外服务的必填。"),
    )
    disclosure_scope = forms.ChoiceField(
        label=gettext_lazy("公开范围"),
        choices=DisclosureScope.choices,
        help_text=gettext_lazy("建议向谁公开；党办逐项审核后确定。"),
    )
    disclosure_form = forms.CharField(
        label=gettext_lazy("公开方式"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("在哪里、以什么形式公开。"),
    )

    def __init__(self, *args: Any, by: Any, is_draft: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by, self.is_draft = by, is_draft
        self.fields["handling_department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]
        self.fields["responsible_post"].queryset = queries.posts()  # type: ignore[attr-defined]
        self.fields["responsible_post"].label_from_instance = post_label  # type: ignore[attr-defined]
        self.fields["bases"].queryset = queries.bases(by)  # type: ignore[attr-defined]

    def clean_bases(self) -> list[Any]:
        """The bases in the order they stand on the page."""
        found = {basis.pk: basis for basis in self.cleaned_data["bases"]}
        picked = [int(key) for key in self.data.getlist("bases")] if hasattr(self.data, "getlist") else list(found)
        return [found[key] for key in dict.fromkeys(picked)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        vetting = cleaned.get("vetting")
        if vetting and vetting != Vetting.KEEP and not cleaned.get("vetting_note"):
            self.add_error("vetting_note", _("请写明清理的理由。"))
        lacks_basis = not cleaned.get("bases") and "bases" not in self.errors
        if not self.is_draft and lacks_basis and vetting in (Vetting.KEEP, Vetting.MERGE):
            self.add_error("vetting", _("没有行使依据的职权，须选“拟取消”或“说明理由后保留”。"))
        return cleaned

    def chosen_bases(self) -> list[Any]:
        """The bases picked so far, as the page shows them."""
        keys = [int(key) for key in self["bases"].value() or [] if str(key).isdigit()]
        return queries.bases_of_keys(self.by, keys)

    def _section(self, slug: str, *rest: Any) -> Section:
        """A part whose required fields begin filled in is complete only with what a submission asks of it."""
        made = super()._section(slug, *rest)
        lacks_basis = not self["bases"].value() and self["vetting"].value() in (Vetting.KEEP, Vetting.MERGE)
        lacks = {"basis": lacks_basis, "conduct": not self["supervision_channels"].value()}
        return replace(made, is_complete=made.is_complete and not lacks.get(slug, False))

    def sections_with(self, *, materials: Any, flow_kinds: Any) -> list[Section]:
        """The form's sections, then the table of materials and the charts, which are filled in beside it."""
        names = [form["name"].value() for form in materials]
        has_errors = bool(materials.is_bound and materials.total_error_count())
        materials_help = _("办理时当事人要交的全部材料；对外服务的职权必填。")
        charts_help = _("流程图在单独的页面编辑，先保存草稿再打开。")
        return [
            *self.sections(),
            Section("materials", _("申请材料"), [], materials_help, any(names), has_errors),
            Section("flows", _("流程图"), [], charts_help, FlowKind.INTERNAL in flow_kinds, False),
        ]


def post_label(post: Any) -> str:
    return f"{post.department.name} {post.name}"


class MaterialRow(forms.Form):
    """One 申请材料."""

    name = forms.CharField(label=gettext_lazy("材料名称"), max_length=120)
    copies = forms.IntegerField(label=gettext_lazy("份数"), min_value=1, max_value=99, initial=1)
    form = forms.ChoiceField(
        label=gettext_lazy("原件或复印件"), choices=MaterialForm.choices, initial=MaterialForm.ORIGINAL
    )
    is_required = forms.BooleanField(label=gettext_lazy("必需"), required=False, initial=True)

    def has_changed(self) -> bool:
        """A row without a name is blank, whatever else stands in it."""
        return bool(str(self["name"].value() or "").strip()) and super().has_changed()


NEW_MATERIAL = {"copies": "1", "form": MaterialForm.ORIGINAL.value, "is_required": "on"}
"""What a row begins with that is added to a form being filled in."""


class MaterialRows(forms.BaseFormSet):
    """The table of materials; rows left blank or ticked for deletion drop out."""

    def clean(self) -> None:
        names = [entry.name for entry in self.entries()]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise forms.ValidationError(_("材料名称重复：%(names)s。") % {"names": "、".join(sorted(twice))})

    def entries(self) -> list[services.MaterialEntry]:
        """What was filled in, in its order."""
        rows = [form.cleaned_data for form in self.forms if form not in self.deleted_forms and form.is_valid()]
        fields = ("name", "copies", "form", "is_required")
        return [services.MaterialEntry(**{name: row[name] for name in fields}) for row in rows if row.get("name")]


MaterialFormSet = formset_factory(
    MaterialRow, formset=MaterialRows, extra=2, can_delete=True, max_num=MATERIALS_LIMIT, validate_max=True
)
