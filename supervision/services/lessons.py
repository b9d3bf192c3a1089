"""Recording mobilization meetings, trainings and lessons with attendance and proof (part 二(一), 二(四))."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from core import services as core_services
from core.documents.uploads import Upload
from core.rules import Denied
from organization.models import Department, Person
from supervision import queries, rules
from supervision.models import Cycle, Lesson, LessonAttendance

PROOF = "supervision.lesson"


@transaction.atomic
def record_lesson(
    *,
    by: Person,
    cycle: Cycle,
    department: Department,
    invited: QuerySet[Department] | None = None,
    proof: Iterable[Upload] = (),
    **fields: Any,
) -> Lesson:
    """Record what `department` held and who was to attend: the people of the `invited` departments.

    `fields` are those of `Lesson`: kind, title, held_on, phase, place, hours, speaker, content, head_count (how many
    attended besides those named). Who attended is told by `note_attendance`. Raises `Denied`.
    """
    rules.record_lesson(by, department)
    lesson = Lesson(cycle=cycle, department=department, made_by=by, **fields)
    _save(lesson, by)
    _invite(lesson, invited)
    core_services.store_all(proof, subject_type=PROOF, subject_id=lesson.pk, by=by)
    record(lesson, "record_lesson", by=by)
    return lesson


@transaction.atomic
def change_lesson(
    *,
    by: Person,
    lesson: Lesson,
    invited: QuerySet[Department] | None = None,
    proof: Iterable[Upload] = (),
    version: int | None = None,
    **fields: Any,
) -> Lesson:
    """Change what was recorded; people and files are added, none is taken away. Raises `Denied`, or `Stale`."""
    locked = _lock(lesson)
    core_services.refuse_stale(locked, version)
    rules.change_lesson(by, locked)
    for name, value in fields.items():
        setattr(locked, name, value)
    rules.change_lesson(by, locked)
    _invite(locked, invited)
    _save(locked, by)
    core_services.store_all(proof, subject_type=PROOF, subject_id=locked.pk, by=by)
    record(locked, "change_lesson", by=by)
    return locked


@transaction.atomic
def note_attendance(*, by: Person, lesson: Lesson, present: Collection[int]) -> Lesson:
    """Note who of those who were to attend did: ids of people; the others did not."""
    locked = _lock(lesson)
    rules.change_lesson(by, locked)
    locked.attendances.filter(person__in=present).update(is_present=True)
    locked.attendances.exclude(person__in=present).update(is_present=False)
    _save(locked, by)
    record(locked, "note_attendance", by=by)
    return locked


def _lock(lesson: Lesson) -> Lesson:
    return Lesson.objects.select_for_update(of=("self",)).select_related("department", "cycle").get(pk=lesson.pk)


def _invite(lesson: Lesson, departments: QuerySet[Department] | None) -> None:
    if departments is None:
        return
    people = queries.people_in(departments).exclude(pk__in=lesson.attendances.values("person"))
    LessonAttendance.objects.bulk_create(LessonAttendance(lesson=lesson, person=person) for person in people)


def _save(lesson: Lesson, by: Person) -> None:
    if lesson.phase is not None and lesson.phase.cycle_id != lesson.cycle_id:
        raise Denied(_("“%(phase)s”不是这一年度的阶段。") % {"phase": lesson.phase})
    lesson.search_text = core_calculations.search_text(lesson.title, lesson.speaker, pinyin_of=lesson.title)
    core_services.save(lesson, by)


def record(lesson: Lesson, verb: str, *, by: Person) -> None:
    """Leave the trail of one verb on a lesson; last in its service."""
    core_services.record(
        by=by,
        verb=f"supervision.{verb}",
        subject=lesson,
        department_code=lesson.department.code,
        details={"kind": lesson.kind, "held_on": str(lesson.held_on)},
    )
