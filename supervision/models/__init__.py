"""The year's supervision: cycles, lessons, findings with their rectification, warnings."""

from supervision.models.accountability import AccountabilityAmendment, AccountabilityKind, AccountabilityRecord
from supervision.models.appraisals import (
    Appeal,
    Appraisal,
    AppraisalResult,
    Criterion,
    CriterionDefault,
    PersonResult,
    Score,
    UseRecord,
)
from supervision.models.cycles import Cycle, Participation, Phase, PhaseMove, Urging
from supervision.models.findings import Finding
from supervision.models.lessons import Lesson, LessonAttendance
from supervision.models.rectifications import AccountabilityProposal, Extension, Recheck, Rectification
from supervision.models.warnings import RiskWarning

__all__ = [
    "AccountabilityAmendment",
    "AccountabilityKind",
    "AccountabilityProposal",
    "AccountabilityRecord",
    "Appeal",
    "Appraisal",
    "AppraisalResult",
    "Criterion",
    "CriterionDefault",
    "Cycle",
    "Extension",
    "Finding",
    "Lesson",
    "LessonAttendance",
    "Participation",
    "PersonResult",
    "Phase",
    "PhaseMove",
    "Recheck",
    "Rectification",
    "RiskWarning",
    "Score",
    "Urging",
    "UseRecord",
]
