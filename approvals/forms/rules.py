"""The form of a rule of procedure: every field with what it means, the reason of the change."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.models import MeetingRule
from approvals.states import PassBasis
from core.forms import Guided, Versioned

PLAIN = (
    "is_attend_strict",
    "is_pass_strict",
    "pass_basis",
    "is_chair_last",
    "is_recused_counted",
    "notice_days",
    "is_urgent_allowed",
)
SHARES = ("attend", "pass")


class MeetingRuleForm(Guided, Versioned):
    examples = (
        ("attend_share", _("1/2 表示半数，2/3 表示三分之二")),
        ("pass_share", _("1/2 表示半数")),
        ("is_attend_strict", _("应到8人、比例1/2：不勾选须4人到会，勾选须5人到会")),
        ("is_pass_strict", _("应到8人、比例1/2：不勾选须4票，勾选须5票")),
        ("pass_basis", _("应到9人、实到7人、超过半数：按应到须5票，按实到须4票")),
        ("is_recused_counted", _("9人中1人回避：计入则应到9人，不计入则应到8人")),
        ("notice_days", _("2：周一发通知，最早周三开会")),
        ("reason", _("上级党委关于议事规则的通知要求三分之二以上委员到会")),
    )
    parts = (
        ("attend", _("到会"), ("attend_share", "is_attend_strict")),
        ("pass", _("表决"), ("pass_share", "is_pass_strict", "pass_basis")),
        ("order", _("回避与表态"), ("is_recused_counted", "is_chair_last")),
        ("notice", _("通知"), ("notice_days", "is_urgent_allowed")),
        ("reason", _("修改理由"), ("reason",)),
    )

    attend_share = forms.CharField(label=_("到会比例"), max_length=7, help_text=_("应到委员中至少多少人到会才能议事。"))
    is_attend_strict = forms.BooleanField(
        label=_("到会须超过该比例"), required=False, help_text=_("勾选为“超过”，不含本数；不勾选为“以上”，含本数。")
    )
    pass_share = forms.CharField(label=_("通过比例"), max_length=7, help_text=_("多少人同意才算通过。"))
    is_pass_strict = forms.BooleanField(
        label=_("同意须超过该比例"), required=False, help_text=_("勾选为“超过”，不含本数；不勾选为“以上”，含本数。")
    )
    pass_basis = forms.ChoiceField(label=_("通过以谁为基数"), choices=PassBasis.choices, widget=forms.RadioSelect)
    is_recused_counted = forms.BooleanField(
        label=_("回避的委员计入应到"), required=False, help_text=_("没有统一规定，由本院确定；会议记录和纪要都会写明。")
    )
    is_chair_last = forms.BooleanField(
        label=_("主持人末位表态"), required=False, help_text=_("主持人最后发言、最后表决。")
    )
    notice_days = forms.IntegerField(
        label=_("提前通知（工作日）"), min_value=0, max_value=30, help_text=_("发出通知到开会至少间隔几个工作日。")
    )
    is_urgent_allowed = forms.BooleanField(
        label=_("可以紧急召开"), required=False, help_text=_("勾选后写明理由即可不受提前通知的限制。")
    )
    reason = forms.CharField(label=_("修改理由"), max_length=200, help_text=_("留在历次版本中，不能再改。"))

    def __init__(self, *args: Any, rule: MeetingRule, **kwargs: Any):
        self.rule = rule
        shares = {f"{name}_share": "/".join(map(str, _share(rule, name))) for name in SHARES}
        plain = {name: getattr(rule, name) for name in PLAIN}
        super().__init__(*args, initial={**plain, **shares, "version": rule.version}, **kwargs)

    def clean_attend_share(self) -> tuple[int, int]:
        return _read(self.cleaned_data["attend_share"])

    def clean_pass_share(self) -> tuple[int, int]:
        return _read(self.cleaned_data["pass_share"])

    def values(self) -> dict[str, Any]:
        """The rule's fields as the service takes them."""
        found = {name: self.cleaned_data[name] for name in PLAIN}
        for name in SHARES:
            numerator, denominator = self.cleaned_data[f"{name}_share"]
            found |= {f"{name}_numerator": numerator, f"{name}_denominator": denominator}
        return found

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not self.errors and all(getattr(self.rule, name) == value for name, value in self.values().items()):
            raise ValidationError(_("没有改动任何一处，不必形成新版。"))
        return cleaned


def _share(rule: MeetingRule, name: str) -> tuple[int, int]:
    return getattr(rule, f"{name}_numerator"), getattr(rule, f"{name}_denominator")


def _read(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(\d{1,3})\s*/\s*(\d{1,3})\s*", text)
    numerator, denominator = map(int, found.groups()) if found else (0, 0)
    if not 1 <= numerator <= denominator:
        raise ValidationError(_("请写成分数，如 1/2、2/3，不大于 1。"))
    return numerator, denominator
