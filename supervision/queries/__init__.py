"""What a person may see of the year's supervision, by noun."""

from supervision.queries.cycles import (
    EditionsToOpen,
    behind,
    current_cycle,
    cycle_for,
    cycles,
    departments_seen,
    editions_to_open,
    lateness,
    moves_of,
    overview,
    phase_for,
    sees_all,
    urging_text,
)
from supervision.queries.lessons import (
    attendances_of,
    departments_to_record,
    lesson_for,
    lessons,
    may_read_lesson,
    people_in,
    proofs_of,
    with_attendance,
)
from supervision.queries.papers import may_read_paper, may_watch_paper

__all__ = [
    "EditionsToOpen",
    "attendances_of",
    "behind",
    "current_cycle",
    "cycle_for",
    "cycles",
    "departments_seen",
    "departments_to_record",
    "editions_to_open",
    "lateness",
    "lesson_for",
    "lessons",
    "may_read_lesson",
    "may_read_paper",
    "may_watch_paper",
    "moves_of",
    "overview",
    "people_in",
    "phase_for",
    "proofs_of",
    "sees_all",
    "urging_text",
    "with_attendance",
]
