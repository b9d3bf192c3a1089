"""Which departments the page of a year shows: by where they stand in one of its phases, or in any."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from supervision.queries.cycles import ON_TIME, UNFINISHED, Line, Overview
from supervision.states.cycles import Place

ALL = ("", _("全部"))
PLACES = [ALL, *Place.choices, (UNFINISHED, _("未完成")), (ON_TIME, _("未完成未逾期"))]


class PlaceFilters(forms.Form):
    """A GET form; what can't be read is ignored and says so beside it."""

    phase = forms.ChoiceField(label=_("阶段"), required=False)
    place = forms.ChoiceField(label=_("进展"), required=False, choices=PLACES)

    def __init__(self, *args: Any, phases: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [ALL, *((phase.kind, str(phase)) for phase in phases)]
        self.fields["phase"].choices = choices  # type: ignore[attr-defined]

    @property
    def is_used(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.values())

    def narrowed(self, overview: Overview) -> tuple[Line, ...]:
        """The departments asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return overview.standing(asked.get("place", ""), phase=asked.get("phase", ""))
