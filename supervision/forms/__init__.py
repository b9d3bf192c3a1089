"""Forms and filters of the year's supervision, by noun."""

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
    RecordPrintForm,
    SeedForm,
    SheetForm,
    SpotCheckFilters,
    SpotCheckForm,
    initial_of,
)

__all__ = [
    "ChecklistFilters",
    "ChecklistItemForm",
    "FactsForm",
    "InspectorsForm",
    "ItemFindingForm",
    "OpinionForm",
    "PaperSignatureForm",
    "PointForm",
    "ReasonForm",
    "RecordPrintForm",
    "SeedForm",
    "SheetForm",
    "SpotCheckFilters",
    "SpotCheckForm",
    "initial_of",
]
