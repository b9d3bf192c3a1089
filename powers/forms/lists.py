"""Filters of the lists of editions and of powers, and the form that opens an edition."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import Filters, Guided, LongChoice
from core.states import ListState, RowChange
from organization import queries as organization_queries
from powers import queries
from powers.states import DisclosureScope, PowerCategory, PowerNature, Vetting

ALL = ("", _("全部"))
CHANGES = [(change.value, change.label) for change in (RowChange.NEW, RowChange.CHANGED, RowChange.SAME)]
BASIS_TROUBLES = [
    ALL,
    ("none", _("没有依据")),
    ("repealed", _("有已废止的")),
    ("unchecked", _("有待核的")),
]


class ListFilters(Filters):
    """Filters of the departments' editions."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *ListState.choices])
    department = forms.ModelChoiceField(label=_("部门"), required=False, queryset=None, empty_label=_("全部"))

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class PowerFilters(Filters):
    """Filters of the powers of one edition."""

    category = forms.ChoiceField(label=_("类别"), required=False, choices=[ALL, *PowerCategory.choices])
    nature = forms.ChoiceField(label=_("权力性质"), required=False, choices=[ALL, *PowerNature.choices])
    disclosure_scope = forms.ChoiceField(label=_("公开范围"), required=False, choices=[ALL, *DisclosureScope.choices])
    vetting = forms.ChoiceField(label=_("清理意见"), required=False, choices=[ALL, *Vetting.choices])
    basis = forms.ChoiceField(label=_("依据"), required=False, choices=BASIS_TROUBLES)
    change = forms.ChoiceField(label=_("与上一版相比"), required=False, choices=[ALL, *CHANGES])
    is_major = forms.BooleanField(label=_("只看三重一大"), required=False)

    def filter_basis(self, rows: QuerySet, value: str) -> QuerySet:
        fields = {"none": "has_no_basis", "repealed": "has_repealed_basis", "unchecked": "has_unchecked_basis"}
        return rows.filter(**{fields[value]: True})


class InForceFilters(Filters):
    """Filters of the powers in force over the whole hospital (院内公开)."""

    lookups = (("department", "handling_department"),)

    department = forms.ModelChoiceField(label=_("办理主体"), required=False, queryset=None, empty_label=_("全部"))
    category = forms.ChoiceField(label=_("类别"), required=False, choices=[ALL, *PowerCategory.choices])
    nature = forms.ChoiceField(label=_("权力性质"), required=False, choices=[ALL, *PowerNature.choices])
    is_major = forms.BooleanField(label=_("只看三重一大"), required=False)

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class OpenListForm(Guided, forms.Form):
    """Which department's powers to open a new edition of."""

    department = forms.ModelChoiceField(
        label=_("部门"),
        queryset=None,
        widget=LongChoice,
        help_text=_("新版以现行目录为底稿，职权、依据、材料和流程图原样带入；没有现行目录的从空白开始。"),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = queries.departments_to_file(by)  # type: ignore[attr-defined]
        if self.fields["department"].queryset.count() == 1:  # type: ignore[attr-defined]
            self.initial.setdefault("department", self.fields["department"].queryset.get())  # type: ignore[attr-defined]
