"""Forms of 接收方式, and filters of what did not arrive."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import Filters, Guided
from organization import rules
from organization.states import ChannelKind, DeliveryState


class HookForm(Guided, forms.Form):
    """The address of a robot; it holds a secret, so it is typed once and never shown again."""

    examples = (("address", "wecombot://693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa"),)

    address = forms.CharField(
        label=_("机器人地址"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "企业微信 wecombot://密钥；钉钉 dingtalk://令牌，加签的写 dingtalk://密钥@令牌；飞书 feishu://令牌；"
            "本院消息接口 jsons://主机/路径。保存后不再完整显示。"
        ),
    )

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if fault := rules.hook_fault(address):
            raise ValidationError(fault)
        return address


class DeliveryFilters(Filters):
    """Filters of deliveries that failed."""

    lookups = (("kind", "channel__kind"),)

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("全部")),
            (DeliveryState.GIVEN_UP, DeliveryState.GIVEN_UP.label),
            (DeliveryState.WAITING, _("等待再试")),
        ],
    )
    kind = forms.ChoiceField(label=_("方式"), required=False, choices=[("", _("全部")), *ChannelKind.choices])

    def filter_state(self, rows: QuerySet, value: str) -> QuerySet:
        return (
            rows.filter(state=value) if value == DeliveryState.GIVEN_UP else rows.exclude(state=DeliveryState.GIVEN_UP)
        )
