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
from supervision.models.daily_checks import DailyCheck
from supervision.models.differences import EditionDifference
from supervision.models.findings import Finding
from supervision.models.hospital_reports import HospitalReport
from supervision.models.inspections import Inspection, InspectionMaterial
from supervision.models.lessons import Lesson, LessonAttendance
from supervision.models.rectifications import AccountabilityProposal, Extension, Recheck, Rectification
from supervision.models.reminders import Digest, Reminder
from supervision.models.self_checks import SelfCheck, SelfCheckAnswer, SelfCheckQuestion
from supervision.models.spot_check_records import RecordInspector, RecordItem, RecordPoint, SpotCheckRecord
from supervision.models.spot_checks import ChecklistItem, PopulationUnit, SpotCheck
from supervision.models.warnings import RiskWarning

__all__ = [
    "AccountabilityAmendment",
    "AccountabilityKind",
    "AccountabilityProposal",
    "AccountabilityRecord",
    "Appeal",
    "Appraisal",
    "AppraisalResult",
    "ChecklistItem",
    "Criterion",
    "CriterionDefault",
    "Cycle",
    "DailyCheck",
    "Digest",
    "EditionDifference",
    "Extension",
    "Finding",
    "HospitalReport",
    "Inspection",
    "InspectionMaterial",
    "Lesson",
    "LessonAttendance",
    "Participation",
    "PersonResult",
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
    "Score",
    "SelfCheck",
    "SelfCheckAnswer",
    "SelfCheckQuestion",
    "SpotCheck",
    "SpotCheckRecord",
    "Urging",
    "UseRecord",
]
