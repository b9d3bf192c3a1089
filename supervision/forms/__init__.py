"""Forms and filters of the year's supervision, by noun."""

from supervision.forms.cycles import CycleForm, LessonFilters, LessonForm, MovePhaseForm, current, proposal
from supervision.forms.papers import PaperForm

__all__ = ["CycleForm", "LessonFilters", "LessonForm", "MovePhaseForm", "PaperForm", "current", "proposal"]
