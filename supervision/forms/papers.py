"""As which file a paper is printed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PaperForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("格式"),
        widget=forms.RadioSelect,
        initial="pdf",
        choices=[("pdf", _("PDF，直接打印")), ("docx", _("Word，可按本院文头调整"))],
    )
