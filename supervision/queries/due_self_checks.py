"""Which self-checks are ready to be signed, and which are due: as conditions of the database, for many at once."""

from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from core.models import Attachment
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action
from supervision.models import SelfCheck, SelfCheckAnswer
from supervision.queries.self_checks import ANSWER_SUBJECT, counted
from supervision.states.cycles import CycleState
from supervision.states.self_checks import AnswerState, SelfCheckState


def blocking() -> Q:
    """The condition on an answer that something of `self_checks.faults_of` it keeps its self-check from being signed."""
    measure = Q(measure__isnull=False) & (
        Q(measure__due_on__isnull=True) | Q(measure__due_on__lte=F("self_check__due_on"))
    )
    files = Attachment.objects.filter(
        subject_type=ANSWER_SUBJECT, subject_id=Cast(OuterRef("pk"), output_field=CharField())
    )
    found = Q(state="") | Q(state__in=AnswerState.faulty(), note="") | Q(measure, state=AnswerState.NOT_DUE)
    return found | Q(~Exists(files), state=AnswerState.DONE, note="")


def is_ready() -> Any:
    """The condition on a self-check that no answer keeps it from being signed, without reading any."""
    return ~Exists(SelfCheckAnswer.objects.filter(blocking(), self_check=OuterRef("pk")))


def count_unanswered() -> Any:
    """How many answers of a self-check are not given yet, as an annotation of it: a count over joined rows would ask the
    other conditions again for each of them."""
    return counted(SelfCheckAnswer.objects.filter(state="", self_check=OuterRef("pk")).order_by().values("self_check"))


def count_wanting(posts: QuerySet[Any]) -> Any:
    """How many answers about measures of these posts keep a self-check from being signed, as an annotation of it."""
    wanting = SelfCheckAnswer.objects.filter(
        blocking(), self_check=OuterRef("pk"), measure__point__post__in=posts.values("pk")
    )
    return counted(wanting.order_by().values("self_check"))


def is_filled(self_check: SelfCheck) -> bool:
    """Does no answer keep it from being signed any more?"""
    return SelfCheck.objects.filter(is_ready(), pk=self_check.pk).exists()


def receivers_of(check: SelfCheck) -> QuerySet[Person]:
    """Who receives or returns a signed self-check: who reviews; the leadership's own the discipline office but its leaders."""
    if not check.is_leadership:
        return organization_queries.holders(Action.REVIEW, check.department)
    leaders = organization_queries.leaders_on(timezone.localdate())
    return organization_queries.holders(Action.SUPERVISE, check.department).exclude(pk__in=leaders)


def self_checks_due(on: date) -> QuerySet[SelfCheck]:
    """Self-checks of years under way that should be signed by the day `on` and are not, with `is_ready`, for reminders;
    one query."""
    found = SelfCheck.objects.filter(cycle__state=CycleState.OPEN, state__in=SelfCheckState.editable(), due_on__lte=on)
    return found.annotate(is_ready=is_ready()).select_related("department", "cycle").order_by("due_on", "pk")


def leaders_behind(check: SelfCheck, on: date) -> frozenset[int]:
    """Keys of those who hold a leadership post of which an item is not answered, or lacks its proof or reason; two queries."""
    open_items = SelfCheckAnswer.objects.filter(blocking(), self_check=check, measure__isnull=False)
    posts = set(open_items.values_list("measure__point__post", flat=True))
    return frozenset().union(*organization_queries.holders_of_posts(posts, on).values())
