"""Forms of proposals: putting one to a department, adopting it, declining it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import Guided, LongChoice
from organization import queries as organization_queries
from risks.forms.points import PointFields, PostField, anchor_field, description_field, post_words, type_field
from risks.models import Proposal
from risks.states import Finder

TEXT_EXAMPLE = gettext_lazy("设备验收只有设备科一人到场签字，使用科室事后补签")


class ProposalForm(Guided, forms.Form):
    """What somebody outside the filing noticed."""

    examples = (("text", TEXT_EXAMPLE),)

    finder = forms.ChoiceField(
        label=gettext_lazy("以什么身份提出"),
        choices=[
            (Finder.LEADER, gettext_lazy("领导提：以分管领导、党办或纪检监察室身份向部门提出")),
            (Finder.COLLEAGUES, gettext_lazy("群众帮：以职工身份提出建议")),
        ],
        widget=forms.RadioSelect,
    )
    department = forms.ModelChoiceField(
        label=gettext_lazy("向哪个部门"),
        queryset=None,
        required=False,
        widget=LongChoice(words=post_words),
        help_text=gettext_lazy("知道岗位的，只填下一项即可。"),
    )
    post = PostField(
        label=gettext_lazy("就哪个岗位"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("填岗位后，送该岗位所在部门；班子成员岗位的，送党办。"),
    )
    text = forms.CharField(
        label=gettext_lazy("发现的风险"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写清在什么事上、可能怎样出问题；不必写人名。"),
    )
    is_name_hidden = forms.BooleanField(
        label=gettext_lazy("对该部门隐去我的姓名"),
        required=False,
        help_text=gettext_lazy(
            "仅“群众帮”可以隐名。部门和党办都看不到您是谁；纪检监察室在必要时可以查看，每次查看都有记录。"
        ),
    )

    def __init__(self, *args: Any, may_propose: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]
        fields["post"].queryset = organization_queries.posts()  # type: ignore[attr-defined]
        if not may_propose:
            del fields["finder"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("department") and not cleaned.get("post"):
            self.add_error("department", _("请选择部门，或选择岗位。"))
        if cleaned.get("finder") == Finder.LEADER and cleaned.get("is_name_hidden"):
            self.add_error("is_name_hidden", _("以领导身份提出的，不能隐名。"))
        return cleaned


class AdoptForm(PointFields, forms.Form):
    """The point that a proposal becomes."""

    conditional = ("anchor",)
    post = PostField(label=gettext_lazy("岗位"), queryset=None)
    anchor = anchor_field()
    type = type_field()
    description = description_field()
    reply = forms.CharField(
        label=gettext_lazy("给建议人的答复"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, by: Any, proposal: Proposal, register: Any, posts: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill_choices(by=by, register=register, extra=proposal.step)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class DeclineForm(Guided, forms.Form):
    """Why no point is filed."""

    examples = (("reply", gettext_lazy("验收已按《设备验收管理办法》改为三方到场，风险已不存在")),)

    reply = forms.CharField(
        label=gettext_lazy("不采纳的理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("会原样发给建议人。"),
    )
