"""Shapes of input of powers, charts and the libraries, by noun."""

from powers.forms.dues import ConfirmDueForm, DueFilters
from powers.forms.flows import StepTable
from powers.forms.library import BasisFilters, BasisForm, VerifyForm
from powers.forms.lists import InForceFilters, ListFilters, OpenListForm, PowerFilters
from powers.forms.powers import (
    MATERIALS_LIMIT,
    NEW_MATERIAL,
    MaterialFormSet,
    NewPowerForm,
    PowerForm,
    VersionForm,
)
from powers.forms.regulations import (
    DraftForm,
    DropForm,
    EnactForm,
    NewRegulationForm,
    RegulationFilters,
    RegulationForm,
    RepealForm,
)
from powers.forms.reviews import CorrectionForm, FinishForm, OpinionForm, ReviewFilters, ReviewForm

__all__ = [
    "MATERIALS_LIMIT",
    "NEW_MATERIAL",
    "BasisFilters",
    "BasisForm",
    "ConfirmDueForm",
    "CorrectionForm",
    "DraftForm",
    "DropForm",
    "DueFilters",
    "EnactForm",
    "FinishForm",
    "InForceFilters",
    "ListFilters",
    "MaterialFormSet",
    "NewPowerForm",
    "NewRegulationForm",
    "OpenListForm",
    "OpinionForm",
    "PowerFilters",
    "PowerForm",
    "RegulationFilters",
    "RegulationForm",
    "RepealForm",
    "ReviewFilters",
    "ReviewForm",
    "StepTable",
    "VerifyForm",
    "VersionForm",
]
