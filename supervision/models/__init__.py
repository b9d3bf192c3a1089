"""The year's supervision: cycles, lessons, findings with their rectification, warnings, reminders."""

from supervision.models.cycles import Cycle, Participation, Phase, PhaseMove, Urging
from supervision.models.findings import Finding
from supervision.models.lessons import Lesson, LessonAttendance
from supervision.models.rectifications import AccountabilityProposal, Extension, Recheck, Rectification
from supervision.models.reminders import Digest, Reminder
from supervision.models.warnings import RiskWarning

__all__ = [
    "AccountabilityProposal",
    "Cycle",
    "Digest",
    "Extension",
    "Finding",
    "Lesson",
    "LessonAttendance",
    "Participation",
    "Phase",
    "PhaseMove",
    "Recheck",
    "Rectification",
    "Reminder",
    "RiskWarning",
    "Urging",
]
