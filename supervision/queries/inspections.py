"""迎检 a person may see, with the materials shown, and its files."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.models import Attachment
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from supervision.models import Finding, Inspection, InspectionMaterial
from supervision.queries import self_checks
from supervision.queries.findings import findings_for

SEEN_WITH = (Action.RUN_YEAR, Action.SEE_OVERVIEW, Action.KEEP_FINDINGS)
NOTICE, FEEDBACK, REPLY = (
    "supervision.inspectionnotice",
    "supervision.inspectionfeedback",
    "supervision.inspectionreply",
)
MATERIAL = "supervision.inspectionmaterial"


def inspections_for(by: Person) -> QuerySet[Inspection]:
    """All of them for who runs the hospital's year, keeps its findings or has its overview; others, an office of a branch
    too, those that departments prepare for whose drafts they see."""
    whole = organization_queries.is_for_whole(by, *SEEN_WITH)
    places = organization_queries.departments_for(by, Action.SEE_DRAFTS).values("pk")
    materials = InspectionMaterial.objects.filter(department__in=places)
    return Inspection.objects.filter(whole | Q(pk__in=materials.values("inspection")))


def with_material_counts(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Inspections with how many materials each has (`material_count`), and how many are ready (`ready_count`)."""
    materials = InspectionMaterial.objects.filter(inspection=OuterRef("pk")).order_by().values("inspection")
    ready = materials.filter(Q(given_by__isnull=False))
    return rows.annotate(
        material_count=Coalesce(Subquery(materials.annotate(n=Count("pk")).values("n")), 0),
        ready_count=Coalesce(Subquery(ready.annotate(n=Count("pk")).values("n")), 0),
    )


def inspection_for(by: Person, pk: int) -> Inspection | None:
    """One inspection, or None where `by` may not know of it."""
    return inspections_for(by).select_related("cycle", "made_by").filter(pk=pk).first()


def _materials_for(by: Person) -> QuerySet[InspectionMaterial]:
    """All materials for whom every inspection is open to; others those their department prepares."""
    whole = organization_queries.is_for_whole(by, *SEEN_WITH)
    places = organization_queries.departments_for(by, Action.SEE_DRAFTS).values("pk")
    return InspectionMaterial.objects.filter(whole | Q(department__in=places))


def materials_of(by: Person, inspection: Inspection) -> list[InspectionMaterial]:
    """The materials that `by` sees in their order, each with its `files`; two queries."""
    found = list(
        _materials_for(by).filter(inspection=inspection).select_related("department", "given_by").order_by("position")
    )
    files = self_checks.files_of(MATERIAL, [material.pk for material in found])
    for material in found:
        material.files = files.get(material.pk, [])  # type: ignore[attr-defined]
    return found


def material_for(by: Person, pk: int) -> InspectionMaterial | None:
    """One material, or None where it is another department's."""
    return _materials_for(by).filter(pk=pk).select_related("inspection", "department").first()


def inspection_files(inspection: Inspection) -> dict[str, list[Attachment]]:
    """Files of notice, feedback and reply by kind; one query."""
    found = Attachment.objects.filter(subject_type__in=(NOTICE, FEEDBACK, REPLY), subject_id=str(inspection.pk))
    files: dict[str, list[Attachment]] = {"notice": [], "feedback": [], "reply": []}
    for attachment in found.order_by("pk"):
        files[attachment.subject_type.removeprefix("supervision.inspection")].append(attachment)
    return files


def departments_to_find_in() -> QuerySet[Department]:
    """Departments whose the findings of a feedback may be."""
    return organization_queries.departments()


def findings_of_inspection(by: Person, inspection: Inspection) -> QuerySet[Finding]:
    """The findings opened from its feedback that `by` may see."""
    seen = findings_for(by).order_by().values("pk")
    return inspection.findings.filter(pk__in=seen).select_related("department").order_by("code")


def may_read_inspection_file(attachment: Attachment, by: Person) -> bool:
    """Who may see the inspection."""
    return inspections_for(by).filter(pk=int(attachment.subject_id)).exists()


def may_read_material_file(attachment: Attachment, by: Person) -> bool:
    """Who may see the material."""
    return material_for(by, int(attachment.subject_id)) is not None


def materials_to_give(by: Person, inspection: Inspection, *, is_keeper: bool) -> set[int]:
    """Materials `by` may bring now, by their ids, any for who keeps 迎检; for showing the buttons, the rule decides again."""
    if inspection.feedback:
        return set()
    found = InspectionMaterial.objects.filter(inspection=inspection)
    if not is_keeper:
        found = found.filter(department__in=organization_queries.departments_for(by, Action.FILE).values("pk"))
    return set(found.values_list("pk", flat=True))
