"""Years and findings for tests, made through the services."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from organization import services as organization_services
from organization.models import Department, Person
from organization.roles import Role
from supervision import services
from supervision.models import Cycle, Finding, RiskWarning
from supervision.services.cycles import PhaseEntry
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories


def phases(year: int) -> list[PhaseEntry]:
    """Every phase of the year, a month each from January on."""
    return [
        PhaseEntry(kind, date(year, month, 1), date(year, month, 28)) for month, kind in enumerate(PhaseKind, start=1)
    ]


def cycle(*departments: Department, year: int = 0, by: Person | None = None, **fields: Any) -> Cycle:
    """A planned year in which the departments take part."""
    year = year or timezone.localdate().year
    return services.plan_cycle(
        by=by or factories.system(),
        year=year,
        title=fields.pop("title", f"{year}年度廉洁风险防控工作"),
        phases=fields.pop("phases", phases(year)),
        departments=departments,
        **fields,
    )


def open_cycle(*departments: Department, **fields: Any) -> Cycle:
    """The same, under way."""
    return services.open_cycle(by=factories.system(), cycle=cycle(*departments, **fields))


def finding(where: Department | None = None, *, by: Person | None = None, **fields: Any) -> Finding:
    """A finding of an audit, due in ten days; it opens a new risk point unless it is about a known one."""
    if not {"point", "measure", "new_point"} & set(fields):
        fields["new_point"] = "退药无复核，可能套取药品"
    fields.setdefault("source", "audit")
    fields.setdefault("text", "退药登记与处方不符三处")
    fields.setdefault("due_on", timezone.localdate() + timedelta(days=10))
    where = where or factories.department()
    return services.open_finding(by=by or factories.system(), department=where, **fields)


def participants(cycle: Cycle) -> Iterable[Department]:
    return [each.department for each in cycle.participations.select_related("department").order_by("pk")]


def filer(where: Department) -> Person:
    """Somebody of the department who files for it and answers for its findings."""
    return factories.holder(Role.FILER, where)


def keeper() -> Person:
    """Somebody of 党办, which is a department of its own, who keeps findings."""
    office = factories.department()
    person = factories.person(where=office)
    organization_services.grant(
        by=factories.system(), person=person, role=Role.PARTY_OFFICE, department=factories.root()
    )
    return person


def supervisor() -> Person:
    """Somebody of 纪检监察室, which is a department of its own."""
    person = factories.person(where=factories.department())
    organization_services.grant(by=factories.system(), person=person, role=Role.DISCIPLINE, department=factories.root())
    return person


def planned(finding: Finding, *, by: Person | None = None, **fields: Any) -> Finding:
    """Under way: a post of the department and its filer answer."""
    by = by or filer(finding.department)
    fields.setdefault("owner_post", factories.post(finding.department))
    fields.setdefault("answerer", by)
    fields.setdefault("measures", "修订流程，每月抽查一次")
    services.plan_rectification(by=by, finding=finding, **fields)
    return Finding.objects.get(pk=finding.pk)


def reported(finding: Finding, *, by: Person | None = None, **fields: Any) -> Finding:
    """Planned and reported by the department's filer."""
    by = by or filer(finding.department)
    planned(finding, by=by)
    fields.setdefault("report", "流程已修订，抽查20笔均合格")
    return services.report_rectification(by=by, finding=finding, **fields)


def rechecked(finding: Finding, *, by: Person | None = None) -> Finding:
    """Reported, and passed by 党办."""
    made = reported(finding)
    services.recheck(by=by or keeper(), finding=made, is_passed=True, note="现场复查，已整改到位")
    return Finding.objects.get(pk=made.pk)


def closed(finding: Finding) -> Finding:
    """Put right, rechecked, and closed as approvals does it."""
    return services.close_finding(by=factories.system(), finding=rechecked(finding))


def missed(finding: Finding) -> Finding:
    """With a deadline that passed yesterday."""
    day = timezone.localdate() - timedelta(days=1)
    Finding.objects.filter(pk=finding.pk).update(due_on=day, due_days=None, due_from=None)
    return Finding.objects.get(pk=finding.pk)


def leader_finding(**fields: Any) -> tuple[Finding, Person]:
    """A finding on a leadership post's risk point, and who holds the post."""
    register = risk_factories.leadership_register()
    point = risk_factories.point(register)
    leader = factories.holder(Role.LEADERSHIP)
    control_factories.hold(leader, point.post)
    return finding(factories.root(), point=point, by=fields.pop("by", None) or supervisor(), **fields), leader


def warning(where: Department | None = None, *, by: Person | None = None, **fields: Any) -> RiskWarning:
    """A warning that waits to be judged."""
    fields.setdefault("title", "单一来源采购占比上升")
    fields.setdefault("what", "5月单一来源采购占比41%")
    fields.setdefault("noticed_where", "indicator")
    fields.setdefault("noticed_on", timezone.localdate())
    return services.collect_warning(by=by or keeper(), department=where or factories.department(), **fields)


def judged(warning: RiskWarning, *, level: str = "first") -> RiskWarning:
    return services.judge_warning(by=keeper(), warning=warning, level=level, judgement="有苗头，应当提示")


def sent(warning: RiskWarning, *, level: str = "first", days: int = 5) -> RiskWarning:
    made = judged(warning, level=level)
    return services.send_warning(by=keeper(), warning=made, letter="请核查单一来源的理由。", answer_days=days)


def answered(warning: RiskWarning, **fields: Any) -> RiskWarning:
    fields.setdefault("answer", "已核查，理由齐全")
    return services.answer_warning(by=filer(warning.department), warning=sent(warning), **fields)
