"""Forms and filters of 责任追究: documents and dates, never facts of the case."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, Filters, Guided, LongChoice, Versioned
from organization.models import Person
from supervision import queries
from supervision.forms.days import hold
from supervision.forms.findings import not_ahead, text_field
from supervision.models import AccountabilityKind, AccountabilityRecord
from supervision.states.accountability import AccountabilityGroup, AmendmentKind

NO_FACTS = _("只登记有权机关已作出的决定：机关、文号、日期。不写案情。")


class AccountabilityFilters(Filters):
    lookups = (("group", "kind__group"), ("year", "decided_on__year"))

    group = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *AccountabilityGroup.choices])
    year = forms.IntegerField(label=_("决定年度"), required=False, min_value=2000, max_value=2100)


class KindForm(Guided, Versioned):
    """One kind of accountability."""

    examples = (("code", "TB-01"), ("title", "通报批评"), ("effect_months", "6"))

    code = forms.CharField(label=_("编码"), max_length=12)
    group = forms.ChoiceField(label=_("类别"), choices=AccountabilityGroup.choices)
    title = forms.CharField(label=_("名称"), max_length=40)
    decided_by = forms.CharField(label=_("决定机关"), max_length=80, required=False)
    effect_months = forms.IntegerField(
        label=_("影响期（月）"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=_("各地规定不一的留空，登记时按决定文书填写。"),
    )
    is_checked = forms.BooleanField(label=_("影响期已按现行规定核对"), required=False)
    deduction = forms.DecimalField(
        label=_("考核扣分"),
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=2,
        help_text=_("每件扣所在部门多少分；0 为不扣。"),
    )
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def __init__(self, *args: Any, kind: AccountabilityKind | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        others = AccountabilityKind.objects.exclude(pk=self.kind.pk if self.kind else None)  # type: ignore[misc]
        for name in ("code", "title"):
            if cleaned.get(name) and others.filter(**{name: cleaned[name]}).exists():
                self.add_error(name, _gettext("已有这个编码或名称的种类。"))
        return cleaned


class AccountabilityForm(Guided, forms.Form):
    """A decision, by its document."""

    conditional = ("tenure", "department")
    examples = (("organ", "中共江州市第一人民医院委员会"), ("document_number", "江一院党〔2026〕23号"))
    parts = (
        ("who", _("对谁"), ("tenure", "department"), _("人员和部门选一项。")),
        ("what", _("什么决定"), ("kind", "organ", "document_number", "decided_on"), NO_FACTS),
        ("until", _("影响期和跟踪"), ("effect_from", "effect_to", "follow_up_on")),
        ("about", _("与哪个问题有关"), ("proposal", "finding")),
    )

    tenure = forms.ModelChoiceField(label=_("人员"), queryset=None, required=False, widget=LongChoice)
    department = forms.ModelChoiceField(label=_("部门"), queryset=None, required=False, widget=LongChoice)
    kind = forms.ModelChoiceField(label=_("种类"), queryset=None, widget=LongChoice)
    organ = forms.CharField(label=_("决定机关"), max_length=80)
    document_number = forms.CharField(label=_("决定文号"), max_length=60)
    decided_on = forms.DateField(label=_("决定日期"), widget=DayInput)
    effect_from = forms.DateField(
        label=_("影响期自"), widget=DayInput, required=False, help_text=_("留空的，自决定之日起。")
    )
    effect_to = forms.DateField(
        label=_("影响期至"),
        widget=DayInput,
        required=False,
        help_text=_("留空的，按种类的月数推算；种类没有月数的，不设影响期。"),
    )
    follow_up_on = forms.DateField(
        label=_("跟踪日期"), widget=DayInput, required=False, help_text=_("到期在“我的待办”提醒登记人员。")
    )
    proposal = forms.ModelChoiceField(label=_("问责建议"), queryset=None, required=False)
    finding = forms.ModelChoiceField(label=_("问题"), queryset=None, required=False, widget=LongChoice)

    def __init__(self, *args: Any, by: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = {
            "tenure": queries.tenures_to_choose(by),
            "department": queries.departments_to_account(by),
            "kind": queries.accountability_kinds(by).filter(is_active=True),
            "proposal": queries.proposals_taken_up(by),
            "finding": queries.findings_to_account(by),
        }
        for name, found in choices.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    def clean_decided_on(self) -> date:
        return not_ahead(self.cleaned_data["decided_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("tenure") is None) == (cleaned.get("department") is None) and not self.errors:
            self.add_error("tenure", _gettext("请在人员和部门中选一项。"))
        begins, ends = cleaned.get("effect_from") or cleaned.get("decided_on"), cleaned.get("effect_to")
        if begins and ends and ends < begins:
            self.add_error("effect_to", _gettext("影响期的结束不能早于开始。"))
        self._hold_days(cleaned)
        return cleaned

    def _hold_days(self, cleaned: dict[str, Any]) -> None:
        proposal, decided_on = cleaned.get("proposal"), cleaned.get("decided_on")
        about = cleaned.get("finding") or (proposal.finding if proposal else None)
        hold(self, "decided_on", since=about.found_on if about else None, than=_("问题的发现日期"))
        hold(self, "effect_from", what=_("影响期的开始"), since=decided_on, than=_("决定日期"))
        hold(self, "follow_up_on", since=decided_on, than=_("决定日期"))


class AmendmentForm(Guided, forms.Form):
    """A later document of the organ."""

    conditional = ("effect_to",)

    kind = forms.ChoiceField(label=_("类别"), choices=AmendmentKind.choices, widget=forms.RadioSelect)
    organ = forms.CharField(label=_("决定机关"), max_length=80, help_text=NO_FACTS)
    document_number = forms.CharField(label=_("决定文号"), max_length=60)
    decided_on = forms.DateField(label=_("决定日期"), widget=DayInput)
    effect_to = forms.DateField(
        label=_("影响期改至"), widget=DayInput, required=False, help_text=_("变更的填写；撤销的不填。")
    )

    def __init__(self, *args: Any, decision: AccountabilityRecord, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.decision = decision

    def clean_decided_on(self) -> date:
        return not_ahead(self.cleaned_data["decided_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hold(self, "decided_on", since=self.decision.decided_on, than=_("原决定日期"))
        hold(self, "effect_to", what=_("影响期的结束"), since=self.decision.effect_from, than=_("影响期的开始"))
        is_change = cleaned.get("kind") == AmendmentKind.AMENDED
        if is_change and not cleaned.get("effect_to") and "effect_to" not in self.errors:
            self.add_error("effect_to", _gettext("变更的，请填写影响期改至哪一天。"))
        return cleaned


class FollowUpForm(Guided, forms.Form):
    on = forms.DateField(label=_("跟踪日期"), widget=DayInput)
    note = text_field(_("跟踪情况"), _("写现实表现和整改情况，不写案情。"))

    def __init__(self, *args: Any, decision: AccountabilityRecord, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.decision = decision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hold(self, "on", since=self.decision.decided_on, than=_("决定日期"), is_past=True)
        return cleaned
