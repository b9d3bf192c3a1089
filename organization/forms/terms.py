"""Forms of tenure, bodies and stand-ins."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, Guided, LongChoice
from core.rules import refusal
from organization import queries, rules
from organization.states import BodyDuty, BodyKind


class TenureForm(forms.Form):
    """Who holds a post from when."""

    person = forms.ModelChoiceField(label=_("人员"), queryset=None, widget=LongChoice)
    from_on = forms.DateField(label=_("任职日期"), widget=DayInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = queries.people()  # type: ignore[attr-defined]


class BodyForm(Guided, forms.Form):
    examples = (("name", "江州市第一人民医院廉洁风险防控领导小组"),)

    kind = forms.ChoiceField(label=_("类别"), choices=BodyKind.choices)
    name = forms.CharField(label=_("名称"), max_length=60)
    founded_on = forms.DateField(label=_("成立日期"), widget=DayInput, required=False)

    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"]
        if queries.bodies().filter(kind=kind).exists():
            raise ValidationError(_("该类组织机构已经建立，请在其页面维护成员。"))
        return kind


class MembershipForm(forms.Form):
    person = forms.ModelChoiceField(label=_("人员"), queryset=None, widget=LongChoice)
    duty = forms.ChoiceField(label=_("职务"), choices=BodyDuty.choices, initial=BodyDuty.MEMBER)
    from_on = forms.DateField(label=_("任期开始"), widget=DayInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = queries.people()  # type: ignore[attr-defined]


class DelegationForm(Guided, forms.Form):
    """代理: who decides for me, from when to when, why."""

    examples = (("reason", "外出参加培训"),)

    stand_in = forms.ModelChoiceField(
        label=_("代理人"), queryset=None, widget=LongChoice, help_text=_("代理期间的每一条意见都会注明由谁代理。")
    )
    from_on = forms.DateField(label=_("开始日期"), widget=DayInput)
    to_on = forms.DateField(label=_("结束日期"), widget=DayInput)
    reason = forms.CharField(label=_("原因"), max_length=200)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = queries.colleagues(by)  # type: ignore[attr-defined]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        start, end = cleaned.get("from_on"), cleaned.get("to_on")
        if start and end and end < start:
            self.add_error("to_on", _("结束日期不能早于开始日期。"))
        if end and end < timezone.localdate():
            self.add_error("to_on", _("结束日期已经过去。"))
        return cleaned


class RelativeForm(Guided, forms.Form):
    """亲属任职: which post, what relation."""

    examples = (("relation", "配偶"),)

    post = forms.ModelChoiceField(label=_("亲属所在岗位"), queryset=None, widget=LongChoice)
    relation = forms.CharField(label=_("关系"), max_length=30, help_text=_("亲属是您的什么人；只用于判断回避。"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        field = self.fields["post"]
        field.queryset = queries.posts()  # type: ignore[attr-defined]
        field.label_from_instance = lambda post: f"{post.code} {post.department} {post}"  # type: ignore[attr-defined]

    def clean_post(self):
        refused = refusal(rules.declare_relative, self.by, self.cleaned_data["post"])
        if refused:
            raise ValidationError(refused.reason)
        return self.cleaned_data["post"]
