"""The year's supervision: cycles, lessons, findings."""

from supervision.models.cycles import Cycle, Participation, Phase, PhaseMove, Urging
from supervision.models.daily_checks import DailyCheck
from supervision.models.findings import Finding
from supervision.models.hospital_reports import HospitalReport
from supervision.models.inspections import Inspection, InspectionMaterial
from supervision.models.lessons import Lesson, LessonAttendance
from supervision.models.self_checks import SelfCheck, SelfCheckAnswer, SelfCheckQuestion

__all__ = [
    "Cycle",
    "DailyCheck",
    "Finding",
    "HospitalReport",
    "Inspection",
    "InspectionMaterial",
    "Lesson",
    "LessonAttendance",
    "Participation",
    "Phase",
    "PhaseMove",
    "SelfCheck",
    "SelfCheckAnswer",
    "SelfCheckQuestion",
    "Urging",
]
