"""The form of 保密审查表: a tick and a note a point, a word and a reason a found piece."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import Guided
from disclosure.states import SECRECY_QUESTIONS, SecrecyPoint, Settlement

SETTLEMENTS = [("", _("请选择")), *Settlement.choices]


class SecrecyCheckForm(Guided, forms.Form):
    """Fields are made of the points of the checklist and of the pieces found in this text."""

    def __init__(self, *args: Any, pieces: Sequence[Any], check: Any = None, **kwargs: Any):
        self.pieces = list(pieces)
        known = {each["key"]: each for each in check.findings} if check else {}
        answers = check.answers if check else {}
        super().__init__(*args, **kwargs)
        for point in SecrecyPoint:
            self._add_point(point, answers)
        for piece in self.pieces:
            self._add_piece(piece, known.get(piece.key, {}))
        for name in self.fields:
            if name.startswith(("settlement-", "reason-")):
                self.fields[name].is_conditional = True  # type: ignore[attr-defined]

    def _add_point(self, point: SecrecyPoint, answers: dict[str, str]) -> None:
        self.fields[f"point-{point}"] = forms.BooleanField(
            label=SECRECY_QUESTIONS[point], required=False, initial=point in answers
        )
        self.fields[f"note-{point}"] = forms.CharField(
            label=gettext("%(point)s：说明") % {"point": point.label},
            required=False,
            max_length=200,
            initial=answers.get(point, ""),
        )

    def _add_piece(self, piece: Any, known: dict[str, str]) -> None:
        self.fields[f"settlement-{piece.key}"] = forms.ChoiceField(
            label=gettext("%(kind)s的处理") % {"kind": piece.label},
            choices=SETTLEMENTS,
            required=False,
            initial=known.get("settlement", ""),
        )
        self.fields[f"reason-{piece.key}"] = forms.CharField(
            label=gettext("%(kind)s：理由") % {"kind": piece.label},
            required=False,
            max_length=200,
            initial=known.get("reason", ""),
        )

    def clean(self) -> dict[str, Any]:
        """What is lawfully public is so for a reason."""
        found = super().clean() or {}
        for piece in self.pieces:
            is_open = found.get(f"settlement-{piece.key}") == Settlement.OPEN
            if is_open and not found.get(f"reason-{piece.key}"):
                self.add_error(f"reason-{piece.key}", ValidationError(gettext("依法可以公开的，请写明理由。")))
        return found

    def answers(self) -> dict[str, str]:
        """Points that were ticked, each with its note."""
        found = self.cleaned_data
        return {str(each): found[f"note-{each}"] for each in SecrecyPoint if found[f"point-{each}"]}

    def settled(self) -> dict[str, tuple[str, str]]:
        """What becomes of each piece."""
        found = self.cleaned_data
        return {each.key: (found[f"settlement-{each.key}"], found[f"reason-{each.key}"]) for each in self.pieces}

    def lines(self) -> list[dict[str, Any]]:
        """Points with their fields, for the page."""
        return [
            {"point": each, "label": each.label, "box": self[f"point-{each}"], "note": self[f"note-{each}"]}
            for each in SecrecyPoint
        ]

    def found(self) -> list[dict[str, Any]]:
        """Pieces with their fields, for the page."""
        return [
            {
                "piece": each,
                "settlement": self[f"settlement-{each.key}"],
                "reason": self[f"reason-{each.key}"],
                "settled": self._settled(each),
            }
            for each in self.pieces
        ]

    def _settled(self, piece: Any) -> str:
        """In words what becomes of a piece; empty while that is open."""
        settlement = self[f"settlement-{piece.key}"].value()
        return str(Settlement(settlement).label) if settlement in Settlement.values else ""
