"""The year's supervision: cycles, lessons, findings with their rectification, warnings."""

from supervision.models.cycles import Cycle, Participation, Phase, PhaseMove, Urging
from supervision.models.findings import Finding
from supervision.models.lessons import Lesson, LessonAttendance
from supervision.models.rectifications import AccountabilityProposal, Extension, Recheck, Rectification
from supervision.models.reminders import Digest, Reminder
from supervision.models.spot_check_records import RecordInspector, RecordItem, RecordPoint, SpotCheckRecord
from supervision.models.spot_checks import ChecklistItem, PopulationUnit, SpotCheck
from supervision.models.warnings import RiskWarning

__all__ = [
    "AccountabilityProposal",
    "ChecklistItem",
    "Cycle",
    "Digest",
    "Extension",
    "Finding",
    "Lesson",
    "LessonAttendance",
    "Participation",
    "Phase",
    "PhaseMove",
    "PopulationUnit",
    "Recheck",
    "RecordInspector",
    "RecordItem",
    "RecordPoint",
    "Rectification",
    "Reminder",
    "RiskWarning",
    "SpotCheck",
    "SpotCheckRecord",
    "Urging",
]
