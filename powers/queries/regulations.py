"""The hospital's regulations with their versions, as far as a person may see them."""

from typing import Any

from django.db.models import Case, CharField, Exists, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from core import queries as core_queries
from core.models import Attachment
from organization import queries
from organization.models import Person
from organization.roles import Action
from powers import rules
from powers.models import Regulation, RegulationReview, RegulationVersion, ReviewCorrection
from powers.states import KEPT, RegulationState

UNREVIEWED = "none"
"""What a version says that was never assessed."""
ENDED = [RegulationState.REPEALED, RegulationState.DROPPED]
PUBLISHED = [RegulationState.IN_FORCE, RegulationState.SUPERSEDED, RegulationState.REPEALED]


def _drafts(by: Person, department: str) -> Q:
    """The condition on whose drafts `by` reads: the own department, its reviewers, and their stand-ins."""
    reading = queries.departments_for(by, Action.SEE_DRAFTS).values("pk")
    deciding = queries.departments_acting_for(by, Action.SUPERVISE, Action.REVIEW).values("pk")
    return Q(**{f"{department}__in": reading}) | Q(**{f"{department}__in": deciding})


def versions_for(by: Person) -> QuerySet[RegulationVersion]:
    """Versions that are or were in force, for everyone who does business here; drafts for their readers."""
    seen = Q(queries.is_business(by), state__in=PUBLISHED) | _drafts(by, "regulation__department")
    return RegulationVersion.objects.filter(seen).select_related(
        "regulation__department", "text", "drafted_by", "review"
    )


def version(by: Person, pk: int) -> RegulationVersion | None:
    """One version, or None where `by` may not know of it."""
    return versions_for(by).filter(pk=pk).first()


def regulations(by: Person) -> QuerySet[Regulation]:
    """Regulations with a version that `by` may see: with the `state` of the latest that counts, and how the one in force
    was assessed (`review_state`, `none` without an assessment)."""
    versions = RegulationVersion.objects.filter(regulation=OuterRef("pk"))
    in_force = versions.filter(state=RegulationState.IN_FORCE)
    reviews = RegulationReview.objects.filter(version__regulation=OuterRef("pk"))
    reviewed = reviews.filter(version__state=RegulationState.IN_FORCE).values("state")[:1]
    published = queries.is_business(by) & Exists(versions.filter(state__in=PUBLISHED))
    found = Regulation.objects.filter(Q(published) | _drafts(by, "department")).select_related("department")
    review_state = Case(
        When(
            Exists(in_force) & ~Exists(reviews.filter(version__state=RegulationState.IN_FORCE)), then=Value(UNREVIEWED)
        ),
        default=Subquery(reviewed),
        output_field=CharField(),
    )
    return found.annotate(state=_state(), review_state=review_state)


def _state() -> Case:
    """The state of a regulation's latest version that counts."""
    versions = RegulationVersion.objects.filter(regulation=OuterRef("pk"))
    counting = (RegulationState.IN_FORCE, RegulationState.REPEALED, RegulationState.DRAFT)
    return Case(
        *(When(Exists(versions.filter(state=state)), then=Value(state)) for state in counting),
        default=Value(RegulationState.DROPPED),
        output_field=CharField(),
    )


def ended_regulations() -> QuerySet[Regulation]:
    """Regulations that were repealed, or given up before they came into force."""
    return Regulation.objects.annotate(state=_state()).filter(state__in=ENDED)


def regulation(by: Person, code: str) -> Regulation | None:
    """One regulation by its code."""
    return regulations(by).filter(code=code).first()


def versions_of(by: Person, regulation: Regulation) -> list[RegulationVersion]:
    """The versions of a regulation that `by` may see, the latest first, each with its assessment."""
    return list(versions_for(by).filter(regulation=regulation).order_by("-number"))


def fixed_fields(regulation: Regulation) -> list[str]:
    """Which of the version's name and day the library no longer fills in: what is registered, all after a review."""
    is_existing = regulation.versions.filter(state=RegulationState.IN_FORCE, is_existing=True).exists()
    return [name for name in KEPT if not is_existing or getattr(regulation, name)]


def reviews_for(by: Person) -> QuerySet[RegulationReview]:
    """Assessments for the drafting department and the holders of its stages, with how many corrections are open."""
    left = ReviewCorrection.objects.filter(review=OuterRef("pk"), done_on__isnull=True)
    found = RegulationReview.objects.filter(_drafts(by, "version__regulation__department"))
    return found.select_related("version__regulation__department", "opened_by", "submitted_by").annotate(
        has_open_corrections=Exists(left)
    )


def review(by: Person, pk: int) -> RegulationReview | None:
    """One assessment, or None where `by` may not know of it."""
    return reviews_for(by).filter(pk=pk).first()


def review_of(by: Person, version: RegulationVersion) -> RegulationReview | None:
    """The assessment of a version, or None where there is none or `by` may not know of it."""
    return reviews_for(by).filter(version=version).first()


def correction(by: Person, pk: int) -> ReviewCorrection | None:
    """One correction of an assessment `by` may see."""
    rows = ReviewCorrection.objects.filter(review__in=reviews_for(by).values("pk"))
    return rows.select_related("review__version__regulation__department").filter(pk=pk).first()


def may_read_text(attachment: Attachment, by: Person) -> bool:
    """Who reads the drafts may open the texts that the version had before too; who sees what was in force, its own alone."""
    public = Q(queries.is_business(by), state__in=PUBLISHED, text=attachment)
    seen = RegulationVersion.objects.filter(public | _drafts(by, "regulation__department"))
    return seen.filter(pk=attachment.subject_id).exists()


def history_of_version(by: Person, version: RegulationVersion) -> list[dict[str, Any]]:
    """The changes of a version; for who does not read its drafts, from its coming into force on."""
    entries = core_queries.history_of(version)
    if RegulationVersion.objects.filter(_drafts(by, "regulation__department"), pk=version.pk).exists():
        return entries
    since = version.history.filter(state__in=PUBLISHED).aggregate(since=Min("history_date"))["since"]
    return [entry for entry in entries if since and entry["at"] >= since]


def who_gives_opinion(review: RegulationReview) -> QuerySet[Person]:
    """Who may give the opinion on the assessment (`rules.give_opinion`), for telling them."""
    department = review.version.regulation.department
    action = Action.REVIEW if rules.is_of_supervisors(department) else Action.SUPERVISE
    inside = queries.people_of(department.pk).values("pk")
    return queries.holders(action, department).exclude(pk__in=inside)
