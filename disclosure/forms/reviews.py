"""Forms of disclosure: the scopes of a list and the secrecy opinion."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import Guided
from disclosure.states import SecrecyVerdict
from powers.models import Power
from powers.states import DisclosureScope


def posted_scopes(data, powers: list[Power]) -> dict[Power, str]:
    """The scope chosen for each power in the posted table; rows left empty are not there.

    Raises `ValidationError` for a value that is no scope.
    """
    found = {power: data.get(f"scope-{power.pk}", "") for power in powers}
    if any(value and value not in DisclosureScope.values for value in found.values()):
        raise ValidationError(_("有一项公开属性不在可选范围内，请刷新页面后重选。"))
    return {power: value for power, value in found.items() if value}


def posted_seen(data, powers: list[Power]) -> dict[Power, str]:
    """What the posted page had shown of each power."""
    return {power: data.get(f"seen-{power.pk}", "") for power in powers}


class SecrecyForm(Guided, forms.Form):
    """An opinion on one or several powers."""

    conditional = ("reason",)

    verdict = forms.ChoiceField(
        label=_("对勾选的职权，我的意见"),
        choices=SecrecyVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择可以公开或不宜公开。")},
    )
    reason = forms.CharField(label=_("理由"), required=False, max_length=200, help_text=_("不宜公开的须写明理由。"))

    def __init__(self, data: Any = None, *, picked: set[int]):
        super().__init__(data)
        self.picked = picked

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not self.picked:
            raise ValidationError(_("请先勾选职权。"))
        if cleaned.get("verdict") == SecrecyVerdict.HOLD and not cleaned.get("reason"):
            self.add_error("reason", _("请写明不宜公开的理由。"))
        return cleaned
