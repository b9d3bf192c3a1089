"""Forms of disclosure: one row of the review."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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


class SecrecyForm(forms.Form):
    """An opinion on one or several powers."""

    verdict = forms.ChoiceField(label=_("保密审查意见"), choices=SecrecyVerdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), required=False, max_length=200, help_text=_("不宜公开的须写明理由。"))

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == SecrecyVerdict.HOLD and not cleaned.get("reason"):
            self.add_error("reason", _("请写明不宜公开的理由。"))
        return cleaned
