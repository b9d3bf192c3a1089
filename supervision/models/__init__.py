"""The year's supervision: cycles, lessons, findings with their rectification, warnings."""

from supervision.models.cycles import Cycle, Participation, Phase, PhaseMove, Urging
from supervision.models.findings import Finding
from supervision.models.lessons import Lesson, LessonAttendance
from supervision.models.rectifications import AccountabilityProposal, Extension, Recheck, Rectification
from supervision.models.warnings import RiskWarning

__all__ = [
    "AccountabilityProposal",
    "Cycle",
    "Extension",
    "Finding",
    "Lesson",
    "LessonAttendance",
    "Participation",
    "Phase",
    "PhaseMove",
    "Recheck",
    "Rectification",
    "RiskWarning",
    "Urging",
]
