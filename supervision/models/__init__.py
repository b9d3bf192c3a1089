"""The year's supervision: cycles, lessons, findings, reminders."""

from supervision.models.cycles import Cycle, Participation, Phase, PhaseMove, Urging
from supervision.models.findings import Finding
from supervision.models.lessons import Lesson, LessonAttendance
from supervision.models.reminders import Digest, Reminder

__all__ = [
    "Cycle",
    "Digest",
    "Finding",
    "Lesson",
    "LessonAttendance",
    "Participation",
    "Phase",
    "PhaseMove",
    "Reminder",
    "Urging",
]
