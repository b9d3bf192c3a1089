"""The show of hands of one vote: a line for every member whose vote is awaited."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals import queries
from approvals.models import Ballot
from approvals.states import BallotResult, VoteChoice
from organization.models import Person

ALL = "all"
"""Name of the button by which everybody agrees."""


class VotesForm(forms.Form):
    """Nothing is chosen before; `全部同意` says the same of everybody."""

    reason = forms.CharField(
        label=_("没有通过时的理由"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("未通过或缓议时须写明，会告知部门。"),
    )

    def __init__(self, data: Any = None, *, ballot: Ballot, people: list[Person]):
        self.ballot, self.people, self.prefix = ballot, people, f"ballot-{ballot.pk}"
        is_all = data is not None and ALL in data
        super().__init__(self._agreed(data) if is_all else data, prefix=self.prefix)
        for person in people:
            self.fields[_name(person)] = forms.ChoiceField(
                label=str(person),
                choices=VoteChoice.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("还没有登记意见。")},
            )
        self.order_fields([*(_name(person) for person in people), "reason"])

    def _agreed(self, data: Any) -> Any:
        said = data.copy()
        for person in self.people:
            said[self.add_prefix(_name(person))] = VoteChoice.AGREE
        return said

    def lines(self) -> Iterator[Any]:
        """The field of each member, in order."""
        return (self[_name(person)] for person in self.people)

    def choices(self) -> dict[int, str]:
        """Person id → what was said."""
        return {person.pk: self.cleaned_data[_name(person)] for person in self.people}

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if self.errors or (cleaned.get("reason") or "").strip():
            return cleaned
        if self.ballot.item.meeting.is_by_login:  # the result would tell what others voted
            if {*self.choices().values()} != {VoteChoice.AGREE}:
                self.add_error("reason", _("有不同意或缓议的，请写明理由。"))
        elif queries.result_if(self.ballot, self.choices()) != BallotResult.PASSED:
            self.add_error("reason", _("按此计票没有通过，请写明理由。"))
        return cleaned


class CastForm(forms.Form):
    """One's own vote: one of three buttons, and why where it is not 同意."""

    choice = forms.ChoiceField(choices=VoteChoice.choices, error_messages={"required": _("请选择同意、不同意或缓议。")})
    reason = forms.CharField(
        label=_("不同意或缓议的理由"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("没有通过时不署名告知部门。"),
    )

    def __init__(self, data: Any = None, *, ballot: Ballot):
        self.ballot = ballot
        super().__init__(data, auto_id=f"cast-{ballot.pk}-%s")

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        choice = cleaned.get("choice")
        if choice and choice != VoteChoice.AGREE and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("不同意或缓议须写明理由。"))
        return cleaned


def _name(person: Person) -> str:
    return f"vote-{person.pk}"
