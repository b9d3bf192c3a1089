"""Shapes of input of powers, charts and the libraries, by noun."""

from powers.forms.flows import StepTable
from powers.forms.library import BasisFilters, BasisForm, RegulationFilters, RegulationForm, VerifyForm
from powers.forms.lists import InForceFilters, ListFilters, OpenListForm, PowerFilters
from powers.forms.powers import (
    MATERIALS_LIMIT,
    NEW_MATERIAL,
    MaterialFormSet,
    NewPowerForm,
    PowerForm,
    VersionForm,
)

__all__ = [
    "MATERIALS_LIMIT",
    "NEW_MATERIAL",
    "BasisFilters",
    "BasisForm",
    "InForceFilters",
    "ListFilters",
    "MaterialFormSet",
    "NewPowerForm",
    "OpenListForm",
    "PowerFilters",
    "PowerForm",
    "RegulationFilters",
    "RegulationForm",
    "StepTable",
    "VerifyForm",
    "VersionForm",
]
