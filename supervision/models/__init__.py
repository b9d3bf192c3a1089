"""The year's supervision: cycles, lessons, findings, spot checks."""

from supervision.models.cycles import Cycle, Participation, Phase, PhaseMove, Urging
from supervision.models.findings import Finding
from supervision.models.lessons import Lesson, LessonAttendance
from supervision.models.spot_check_records import RecordInspector, RecordItem, RecordPoint, SpotCheckRecord
from supervision.models.spot_checks import ChecklistItem, PopulationUnit, SpotCheck

__all__ = [
    "ChecklistItem",
    "Cycle",
    "Finding",
    "Lesson",
    "LessonAttendance",
    "Participation",
    "Phase",
    "PhaseMove",
    "PopulationUnit",
    "RecordInspector",
    "RecordItem",
    "RecordPoint",
    "SpotCheck",
    "SpotCheckRecord",
    "Urging",
]
