"""The forms of the public face: ask or suggest, use a slip."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import forms as core_forms
from core.documents.uploads import Upload
from disclosure.calculations import personal_data
from disclosure.documents import stripped_uploads
from disclosure.queries import open_settings
from disclosure.states import Level, SuggestionKind

MOST_LETTERS = 2000
UNSURE = [("", gettext_lazy("不清楚，请医院判断"))]
REASONS = ("服务态度", "等候时间", "讲解说明", "收费明细", "办事流程", "环境设施")
"""What ratings are mostly about; any of them may be good or bad."""


class StrippedFilesField(core_forms.FilesField):
    """Files of strangers: cleaned to `Upload`s written anew."""

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files = [file for file in data or [] if file]
        if len(files) > stripped_uploads.MOST_FILES:
            raise ValidationError(_("最多 3 份附件，请减少后再传。"))
        read, faults = [], []
        for number, file in enumerate(files, start=1):
            try:
                read.append(stripped_uploads.read(file, number))
            except ValidationError as error:
                faults.extend(error.error_list)
        if faults:
            raise ValidationError(faults)
        return read


class TextField(forms.CharField):
    """Several lines, each end of a line counted as the one letter that the browser counts it as."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if value else value)


class AskForm(core_forms.Guided, forms.Form):
    """咨询、意见建议、表扬: only what is written is asked for; a name is optional."""

    examples = (("text", gettext_lazy("上周三下午在门诊二楼缴费，排队四十分钟，建议中午多开一个窗口。")),)

    kind = forms.ChoiceField(
        label=gettext_lazy("您想"), choices=SuggestionKind.choices, widget=forms.RadioSelect, initial="question"
    )
    department = forms.ChoiceField(label=gettext_lazy("关于哪个部门"), required=False)
    text = TextField(
        label=gettext_lazy("内容"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8, "data-count": MOST_LETTERS}),
        help_text=gettext_lazy(
            "什么时间、在哪里、什么事、希望怎样。最多 2000 字。请不要写身份证号、病案号、床号；电话写在“联系方式”里。"
        ),
        error_messages={"required": gettext_lazy("请写下您要问的或要说的。")},
    )
    is_checked = forms.BooleanField(label=gettext_lazy("办理时用得着这些信息，仍然提交"), required=False)
    files = StrippedFilesField(  # type: ignore[assignment]
        label=gettext_lazy("照片或文件"),
        required=False,
        help_text=stripped_uploads.HELP,
        widget=core_forms.FilesInput(attrs={"accept": stripped_uploads.ACCEPT}),
    )
    name = forms.CharField(label=gettext_lazy("怎么称呼您"), max_length=30, required=False)
    contact = forms.CharField(
        label=gettext_lazy("联系方式"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("电话或邮箱。不留也会答复，凭回执码查看。"),
    )
    is_public_allowed = forms.BooleanField(
        label=gettext_lazy("同意医院公开这个问题和答复，方便其他人查看（不公开称呼和联系方式）"), required=False
    )

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        department: Any = self.fields["department"]
        department.choices = [*UNSURE, *departments]
        for field in ("name", "contact"):
            self.fields[field].widget.attrs["autocomplete"] = "off"
        self.personal = self._personal()
        if not self.personal:
            del self.fields["is_checked"]

    def _personal(self) -> list[str]:
        """What in the text tells of a person: its kind, and itself half covered."""
        text = str(self["text"].value() or "")
        found = personal_data.find(text, allowed=open_settings.published_contacts()) if text else []
        return list(dict.fromkeys(each.told for each in found))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.pop("is_checked", True):
            words = {"pieces": "；".join(self.personal)}
            self.add_error(
                "text", _("您写的内容里有：%(pieces)s。请删去；办理时用得着的，勾选下面一项再提交。") % words
            )
        return cleaned


class RatingForm(core_forms.Guided, forms.Form):
    """评议: one of three, and why if they like."""

    level = forms.ChoiceField(
        label=gettext_lazy("您的评价"),
        choices=Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请先选择满意、基本满意或不满意。")},
    )
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("主要因为"),
        choices=[(reason, reason) for reason in REASONS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = TextField(
        label=gettext_lazy("还想说什么"),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": 250}),
        help_text=gettext_lazy("最多 250 字。请不要写姓名、电话。"),
    )

    @property
    def reason(self) -> str:
        """What was chosen and written, as one."""
        return "；".join([*self.cleaned_data["chosen"], *filter(None, [self.cleaned_data["text"]])])
