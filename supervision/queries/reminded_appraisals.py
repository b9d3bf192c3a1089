"""What of appraisals comes due: scoring and publishing by the end of their phase, appeals to answer."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from core.registry import DueItem
from organization import calculations
from organization import queries as organization_queries
from organization.roles import Action
from supervision.models import Appeal, Phase
from supervision.queries.scores import lacking_a_score
from supervision.states.appraisals import ANSWER_DAYS, AppealState, AppraisalState
from supervision.states.cycles import PhaseKind


def due_appraisals(on: date, until: date) -> Iterator[DueItem]:
    """Appraisals that are not published, due when their phase of the year ends, once it has begun: to be opened and
    published by who runs the year, to be scored by 纪检监察室 too. Nobody who does not see it yet is told; a constant number
    of queries an appraisal."""
    unpublished = (AppraisalState.PLANNED, AppraisalState.OPEN)
    phases = Phase.objects.filter(kind=PhaseKind.APPRAISE, from_on__lte=on, to_on__lte=until)
    phases = phases.filter(cycle__appraisal__state__in=unpublished)
    root = organization_queries.departments().filter(parent__isnull=True).values_list("pk", flat=True).first()
    for phase in phases.select_related("cycle__appraisal").order_by("cycle__year") if root else ():
        appraisal = phase.cycle.appraisal  # type: ignore[attr-defined]
        is_open = appraisal.state == AppraisalState.OPEN
        lacking = lacking_a_score(appraisal) if is_open else set()
        step = _("评分") if lacking else _("公布结果") if is_open else _("开始评分")
        yield DueItem(
            key=f"appraisal:{appraisal.pk}:{appraisal.state}:{bool(lacking):d}",
            text=_("%(appraisal)s：%(step)s") % {"appraisal": appraisal, "step": step},
            url=appraisal.get_absolute_url(),
            due_on=phase.to_on,
            department_id=root,  # type: ignore[arg-type]
            actions=(Action.RUN_YEAR, Action.SUPERVISE) if lacking else (Action.RUN_YEAR,),
            but_not=_of_all(lacking, on),
            is_confined=True,
        )


def _of_all(departments: Collection[int], on: date) -> frozenset[int]:
    """Ids of who is of every one of the departments: they score none of them. Two queries, none without a department."""
    if not departments:
        return frozenset()
    members = organization_queries.members_of(departments, on)
    return frozenset.intersection(*(members.get(each, frozenset()) for each in departments))


def due_appeals(on: date, until: date) -> Iterator[DueItem]:
    """Appeals without an answer, `ANSWER_DAYS` after they were put, told as `rules.answer_appeal` has it to who is neither
    of the department nor appealed, and never by the name of a person; four queries."""
    related = ("result__department", "person_result__department")
    waiting = list(Appeal.objects.filter(state=AppealState.WAITING).select_related(*related).order_by("pk"))
    overrides = organization_queries.workday_overrides()
    members = organization_queries.members_of({each.about.department_id for each in waiting}, on)
    for each in waiting:
        department = each.about.department
        due_on = calculations.add_workdays(timezone.localdate(each.at), ANSWER_DAYS, overrides)
        words = _("%(department)s个人考核申诉：答复") if each.person_result else _("%(department)s考核申诉：答复")
        concerned = {each.by_id, each.person_result.person_id if each.person_result else each.by_id}
        if due_on <= until:
            yield DueItem(
                key=f"appeal:{each.pk}",
                text=words % {"department": department},
                url=each.get_absolute_url(),
                due_on=due_on,
                department_id=department.pk,
                actions=(Action.ANSWER_APPEAL,),
                but_not=members.get(department.pk, frozenset()) | concerned,
                is_confined=True,
            )
