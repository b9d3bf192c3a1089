"""Forms and filters of departments, posts, the hospital's names and the calendar."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, Filters, Guided, LongChoice, Versioned
from organization import queries
from organization.models import Department, Hospital, Post
from organization.states import BusinessArea, DepartmentKind

YES_NO = [("", _("全部")), ("yes", _("是")), ("no", _("否"))]


class DepartmentFilters(Filters):
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *DepartmentKind.choices])
    business_area = forms.ChoiceField(
        label=_("业务领域"), required=False, choices=[("", _("全部")), *BusinessArea.choices]
    )
    retired = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("在用")), ("all", _("含已撤销")), ("only", _("仅已撤销"))]
    )

    def filter_retired(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(retired_on__isnull=False) if value == "only" else rows


class PostFilters(Filters):
    lookups = (("department", "department"),)

    department = forms.ModelChoiceField(label=_("部门"), required=False, queryset=None, empty_label=_("全部"))
    key = forms.ChoiceField(label=_("重点岗位"), required=False, choices=YES_NO)
    leadership = forms.ChoiceField(label=_("班子成员"), required=False, choices=YES_NO)
    rotation = forms.ChoiceField(label=_("轮岗"), required=False, choices=[("", _("全部")), ("overdue", _("已超年限"))])

    def prepare(self) -> None:
        self.fields["department"].queryset = queries.departments()  # type: ignore[attr-defined]

    def filter_key(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(is_key=value == "yes")

    def filter_leadership(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(is_leadership=value == "yes")

    def filter_rotation(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(pk__in=queries.posts_past_rotation())


class DepartmentForm(Guided, Versioned):
    """A department; its code is given once and never changes."""

    examples = (
        ("code", "D31"),
        ("name", "运营管理部"),
    )

    code = forms.CharField(label=_("编码"), max_length=20, help_text=_("部门的固定编号，以后不能修改。"), strip=True)
    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("与三定方案一致的全称。"))
    kind = forms.ChoiceField(label=_("类别"), choices=DepartmentKind.choices)
    business_area = forms.ChoiceField(
        label=_("业务领域"),
        choices=BusinessArea.choices,
        initial=BusinessArea.OTHER,
        help_text=_("主管人事、财务、基建或采购的部门如实选择，用于核对班子成员分工；其余选“其他”。"),
    )
    parent = forms.ModelChoiceField(
        label=_("上级部门"), queryset=None, widget=LongChoice, help_text=_("清单和授权按上下级关系计算。")
    )
    overseer_post = forms.ModelChoiceField(
        label=_("分管领导岗位"),
        queryset=None,
        required=False,
        widget=LongChoice,
        help_text=_("印在一览表“责任领导”一栏；授予审核权请联系安全管理员。"),
    )

    def __init__(self, *args, department: Department | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.department = department
        self.fields["parent"].queryset = queries.departments()  # type: ignore[attr-defined]
        self.fields["overseer_post"].queryset = queries.leadership_posts()  # type: ignore[attr-defined]
        if department is not None:
            del self.fields["code"], self.fields["parent"]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if Department.objects.filter(code=code).exists():
            raise ValidationError(_("编码 %(code)s 已被使用，请换一个。"), params={"code": code})
        return code

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        parent = self.department.parent if self.department else cleaned.get("parent")
        if queries.is_department_name_taken(cleaned.get("name", ""), parent=parent, save=self.department):
            self.add_error("name", _("同一上级下已有“%(name)s”，请换一个名称。") % {"name": cleaned["name"]})
        return cleaned


class MoveDepartmentForm(forms.Form):
    parent = forms.ModelChoiceField(label=_("新的上级部门"), queryset=None, widget=LongChoice)

    def __init__(self, *args, department: Department, **kwargs):
        super().__init__(*args, **kwargs)
        self.department = department
        self.fields["parent"].queryset = queries.departments()  # type: ignore[attr-defined]

    def clean_parent(self) -> Department:
        parent = self.cleaned_data["parent"]
        if queries.is_department_name_taken(self.department.name, parent=parent, save=self.department):
            text = _("“%(parent)s”下已有“%(name)s”，请先改名。")
            raise ValidationError(text, params={"parent": parent, "name": self.department.name})
        return parent


class DayForm(forms.Form):
    on = forms.DateField(label=_("日期"), widget=DayInput)


class PostForm(Guided, Versioned):
    """A post; its code is given once and never changes."""

    examples = (
        ("code", "G1107"),
        ("name", "药品采购员"),
        ("rotation_years", "5"),
    )

    code = forms.CharField(label=_("编码"), max_length=20, help_text=_("岗位的固定编号，以后不能修改。"))
    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("岗位的名称，不是人的名字。"))
    is_leadership = forms.BooleanField(
        label=_("班子成员岗位"), required=False, help_text=_("其风险点进入班子成员清单，由党委逐人审定。")
    )
    is_main_leader = forms.BooleanField(
        label=_("主要领导岗位"), required=False, help_text=_("党委书记、院长；不直接分管人事、财务、基建和采购。")
    )
    is_key = forms.BooleanField(label=_("重点岗位"), required=False, help_text=_("按规定定期轮岗交流的岗位。"))
    rotation_years = forms.IntegerField(
        label=_("轮岗年限（年）"), required=False, min_value=1, max_value=20, help_text=_("仅重点岗位填写。")
    )

    def __init__(self, *args, department: Department, post: Post | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.department, self.post = department, post
        if post is not None:
            del self.fields["code"]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if Post.objects.filter(code=code).exists():
            raise ValidationError(_("编码 %(code)s 已被使用，请换一个。"), params={"code": code})
        return code

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if queries.is_post_name_taken(cleaned.get("name", ""), department=self.department, save=self.post):
            self.add_error("name", _("本部门已有“%(name)s”，请换一个名称。") % {"name": cleaned["name"]})
        if cleaned.get("is_main_leader") and not cleaned.get("is_leadership"):
            self.add_error("is_main_leader", _("主要领导岗位须是班子成员岗位；请勾选“班子成员岗位”或取消这一项。"))
        if cleaned.get("rotation_years") and not cleaned.get("is_key"):
            self.add_error("rotation_years", _("只有重点岗位填写轮岗年限；请勾选“重点岗位”或清空年限。"))
        return cleaned


class HospitalForm(forms.ModelForm):
    class Meta:
        model = Hospital
        fields = (
            "name",
            "short_name",
            "committee_name",
            "discipline_name",
            "office_name",
            "phone",
            "address",
            "filing_body",
            "report_body",
            "is_filing_reminded",
        )
        help_texts = {
            "filing_body": _("班子成员清单审定后报谁备案，如上级党委、上级纪委；备案报告以此为主送机关。"),
            "report_body": _("医院自查总结报告报送的机构；报告以此为主送机关。"),
            "is_filing_reminded": _("审定后5个工作日未报送、报送后每10个工作日没有回执，提醒党办。"),
        }


class CalendarDayForm(Guided, forms.Form):
    examples = (("note", "院庆调休"),)

    day = forms.DateField(label=_("日期"), widget=DayInput)
    is_workday = forms.TypedChoiceField(
        label=_("这一天"),
        choices=[("no", _("休息")), ("yes", _("上班"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    note = forms.CharField(label=_("说明"), max_length=80)
