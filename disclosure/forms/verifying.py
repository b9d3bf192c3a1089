"""What a reader brings to be verified: a file, a hash or a text."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import forms as core_forms

FILE_LIMIT = 20 * 1024 * 1024
TEXT_LIMIT = 50_000
NOT_HEX = re.compile(r"[^0-9a-f]")


class FileCheckForm(core_forms.Guided, forms.Form):
    """A file in the form in which it was downloaded."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("从本网站下载的 PDF 或附件，原样选取，不超过 20 MB。文件只用来计算校验码，不保存。"),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_LIMIT:
            raise forms.ValidationError(_("文件超过 20 MB。本院公开的文件没有这么大。"))
        return file


class HashCheckForm(core_forms.Guided, forms.Form):
    """A hash as it is printed or shown, in groups or whole."""

    hash = forms.CharField(
        label=_("校验码"),
        max_length=200,
        help_text=_("纸质件下方或网页上的校验码，至少前 8 位；空格、大小写不限。"),
    )
    examples = (("hash", "3f2a 9c01 77de 5b20"),)

    def clean_hash(self) -> str:
        text = "".join(self.cleaned_data["hash"].split()).lower()
        if NOT_HEX.search(text):
            raise forms.ValidationError(_("校验码只有数字 0-9 和字母 a-f，请对照再输一次。"))
        if not 8 <= len(text) <= 64:
            raise forms.ValidationError(_("校验码至少输入前 8 位，最多 64 位。"))
        return text


class TextCheckForm(core_forms.Guided, forms.Form):
    """A text copied from a page, a message or a paper."""

    text = forms.CharField(
        label=_("文字"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("别人转发的、网页上复制的文字，可以是全文，也可以是其中几段。"),
    )
    number = forms.CharField(
        label=_("公开序号或编码"),
        max_length=60,
        required=False,
        help_text=_("知道是哪一项时填写；不填则按文字查找。"),
    )
    examples = (("number", "12"),)

    def clean_number(self) -> str:
        return self.cleaned_data["number"].strip()
