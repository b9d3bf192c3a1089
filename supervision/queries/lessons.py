"""Lessons and meetings of a year: who sees them, their attendance and proof."""

from django.db.models import Count, Exists, F, Q, QuerySet

from core.models import Attachment
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from organization.states import PersonKind
from supervision.models import Lesson, LessonAttendance


def lessons(by: Person) -> QuerySet[Lesson]:
    """Lessons, for everyone in the business: what was taught is no secret inside the house."""
    found = Lesson.objects.select_related("cycle", "phase", "department", "made_by")
    return found.filter(Exists(Person.objects.filter(organization_queries.is_business(by), pk=by.pk)))


def lesson_for(by: Person, pk: int) -> Lesson | None:
    """One lesson, or None where `by` may not know of it."""
    return lessons(by).filter(pk=pk).first()


def with_attendance(rows: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """With how many attended (`present`) of how many (`expected`), those counted by number among both."""
    came = Count("attendances", filter=Q(attendances__is_present=True))
    return rows.annotate(present=came + F("head_count"), expected=Count("attendances") + F("head_count"))


def attendances_of(lesson: Lesson) -> QuerySet[LessonAttendance]:
    """Who was to attend, those who came first, by department and name."""
    found = LessonAttendance.objects.filter(lesson=lesson).select_related("person__department")
    return found.order_by("-is_present", "person__department__path", "person__name", "pk")


def roll_of(lesson: Lesson) -> QuerySet[LessonAttendance]:
    """Who was to attend, by department and name, to be ticked off; one query."""
    place = F("person__department__path").asc(nulls_last=True)
    return attendances_of(lesson).order_by(place, "person__name", "pk")


def proofs_of(lesson: Lesson) -> QuerySet[Attachment]:
    """Files that show it was held, the latest first."""
    return Attachment.objects.filter(subject_type="supervision.lesson", subject_id=str(lesson.pk)).order_by("-pk")


def may_read_lesson(attachment: Attachment, by: Person) -> bool:
    """Who sees the lesson opens its files."""
    return lesson_for(by, int(attachment.subject_id)) is not None


def departments_to_record(by: Person) -> QuerySet[Department]:
    """Where `by` may record lessons: everywhere, or the departments they file for."""
    run = organization_queries.departments_for(by, Action.RUN_YEAR).values("pk")
    file = organization_queries.departments_for(by, Action.FILE).values("pk")
    return Department.objects.active().filter(Q(pk__in=run) | Q(pk__in=file)).order_by("path", "pk")


def people_in(departments: QuerySet[Department]) -> QuerySet[Person]:
    """Active people of these departments: who belongs to one, and who holds a post in one today."""
    running = organization_queries.running_tenures().filter(post__department__in=departments.values("pk"))
    found = Person.objects.filter(is_active=True).exclude(kind=PersonKind.SYSTEM)
    return found.filter(Q(department__in=departments.values("pk")) | Q(pk__in=running.values("person")))
