"""As which file a paper is printed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

KINDS = (("pdf", _("PDF，直接打印")), ("docx", _("Word，可按本院文头调整")))


def _kind(*kinds: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("格式"), widget=forms.RadioSelect, initial="pdf", choices=kinds)


class PaperForm(forms.Form):
    kind = _kind(*KINDS)


class RecordPaperForm(forms.Form):
    """A 检查记录表 can be filled offline too."""

    kind = _kind(*KINDS, ("xlsx", _("Excel，离线填写后读回")))
