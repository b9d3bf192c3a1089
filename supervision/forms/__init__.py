"""Forms and filters of the year's supervision, by noun."""

from supervision.forms.cycles import (
    CycleForm,
    LessonFilters,
    LessonForm,
    MovePhaseForm,
    PostsForm,
    current,
    proposal,
)
from supervision.forms.papers import PaperForm, RecordPaperForm
from supervision.forms.reminders import ReminderFilters
from supervision.forms.spot_checks import (
    ChecklistFilters,
    ChecklistItemForm,
    FactsForm,
    InspectorsForm,
    ItemFindingForm,
    OpinionForm,
    PaperSignatureForm,
    PointForm,
    ReasonForm,
    SeedForm,
    SheetForm,
    SpotCheckFilters,
    SpotCheckForm,
    initial_of,
)

__all__ = [
    "ChecklistFilters",
    "ChecklistItemForm",
    "CycleForm",
    "FactsForm",
    "InspectorsForm",
    "ItemFindingForm",
    "LessonFilters",
    "LessonForm",
    "MovePhaseForm",
    "OpinionForm",
    "PaperForm",
    "PaperSignatureForm",
    "PointForm",
    "PostsForm",
    "ReasonForm",
    "RecordPaperForm",
    "ReminderFilters",
    "SeedForm",
    "SheetForm",
    "SpotCheckFilters",
    "SpotCheckForm",
    "current",
    "initial_of",
    "proposal",
]
