"""Forms and filters of the year's supervision, by noun."""

from supervision.forms.cycles import CycleForm, LessonFilters, LessonForm, MovePhaseForm, current, proposal
from supervision.forms.papers import PaperForm
from supervision.forms.reminders import ReminderFilters

__all__ = [
    "CycleForm",
    "LessonFilters",
    "LessonForm",
    "MovePhaseForm",
    "PaperForm",
    "ReminderFilters",
    "current",
    "proposal",
]
