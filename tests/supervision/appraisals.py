"""Appraisals and decisions of accountability for tests, made through the services."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from organization.models import Department, Person, Tenure
from organization.roles import Role
from supervision import services
from supervision.models import (
    AccountabilityKind,
    AccountabilityRecord,
    Appraisal,
    AppraisalResult,
    Criterion,
    CriterionDefault,
    PersonResult,
    UseRecord,
)
from supervision.services.scores import ScoreEntry
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import factories as supervision_factories


def only(*criteria: tuple[str, str, str, int]) -> None:
    """The hospital's standard is these alone: title, kind, formula, points."""
    CriterionDefault.objects.all().delete()
    CriterionDefault.objects.bulk_create(
        CriterionDefault(position=number, title=title, kind=kind, formula=formula, points=points)
        for number, (title, kind, formula, points) in enumerate(criteria, 1)
    )


def planned(*departments: Department, **fields: Any) -> Appraisal:
    """An appraisal of this year in which the departments take part."""
    cycle = fields.pop("cycle", None) or supervision_factories.open_cycle(*departments)
    return services.plan_appraisal(by=factories.system(), cycle=cycle, **fields)


def opened(*departments: Department, **fields: Any) -> Appraisal:
    """The same, being scored."""
    return services.open_appraisal(by=factories.system(), appraisal=planned(*departments, **fields))


def published(*departments: Department, **fields: Any) -> Appraisal:
    """The same, published, every department with ten points of ten by hand."""
    only(("年度检查", "manual", "", 10))
    appraisal = opened(*departments, **fields)
    give(appraisal, **{each.department.code: 10 for each in appraisal.results.select_related("department")})
    return services.publish_appraisal(by=factories.system(), appraisal=appraisal)


def office() -> Person:
    """Somebody of the Party office, which is a department of its own."""
    return supervision_factories.keeper()


def give(appraisal: Appraisal, title: str = "年度检查", *, by: Person | None = None, **points: Any) -> int:
    """Score departments, by their codes, in the criterion of that title."""
    criterion = appraisal.criteria.get(title=title)
    entries = [
        ScoreEntry(appraisal.results.get(department__code=code), None if value is None else Decimal(value), "有依据")
        for code, value in points.items()
    ]
    return services.score_departments(by=by or office(), criterion=criterion, entries=entries)


def result(appraisal: Appraisal, where: Department) -> AppraisalResult:
    return appraisal.results.get(department=where)


def criterion(appraisal: Appraisal, title: str = "年度检查") -> Criterion:
    return appraisal.criteria.get(title=title)


def head(where: Department) -> Person:
    return factories.holder(Role.DEPARTMENT_HEAD, where)


def tenure(where: Department | None = None, person: Person | None = None) -> Tenure:
    """Somebody on a post of the department."""
    where = where or factories.department()
    person = person or factories.person(where=where)
    return control_factories.hold(person, factories.post(where))[0]


def kind(title: str = "诫勉谈话") -> AccountabilityKind:
    return AccountabilityKind.objects.get(title=title)


def decision(by: Person | None = None, **fields: Any) -> AccountabilityRecord:
    """A decision of today on somebody."""
    fields.setdefault("kind", kind())
    fields.setdefault("organ", "中共江州市第一人民医院委员会")
    fields.setdefault("document_number", f"江一院党〔2026〕{next(factories.numbers)}号")
    fields.setdefault("decided_on", timezone.localdate())
    if "department" not in fields and "tenure" not in fields:
        fields["tenure"] = tenure()
    return services.record_accountability(by=by or supervision_factories.supervisor(), **fields)


def totals(appraisal: Appraisal) -> dict[int, tuple[Any, Any]]:
    """Department → total, rank."""
    rows = appraisal.results.order_by("department__code").values_list("department", "total", "rank")
    return {pk: (total, rank) for pk, total, rank in rows}


def person_result(where: Department | None = None) -> tuple[PersonResult, Person]:
    """A published result of somebody on a post, with who is head there."""
    where = where or factories.department()
    held = tenure(where)
    measure = control_factories.measure(control_factories.table(where))
    control_factories.in_force(measure.table)
    type(measure).objects.filter(pk=measure.pk).update(responsible_post=held.post, status="done")
    leads = head(where)
    published(where)
    return PersonResult.objects.get(), leads


def use(appraisal: Appraisal, by: Person | None = None, **fields: Any) -> UseRecord:
    """Recorded as the basis of 评先, handed to the root."""
    fields = {"kind": "advanced", "what": "考核第一名，作为评先依据", **fields}
    fields.setdefault("handed_to", factories.root())
    return services.record_use(by=by or office(), appraisal=appraisal, handed_on=timezone.localdate(), **fields)
