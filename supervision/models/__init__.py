"""The year's supervision: cycles, lessons, findings."""

from supervision.models.cycles import Cycle, Participation, Phase, PhaseMove, Urging
from supervision.models.findings import Finding
from supervision.models.lessons import Lesson, LessonAttendance

__all__ = [
    "Cycle",
    "Finding",
    "Lesson",
    "LessonAttendance",
    "Participation",
    "Phase",
    "PhaseMove",
    "Urging",
]
