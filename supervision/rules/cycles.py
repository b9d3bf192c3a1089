"""Who runs a year: plans, opens, urges, moves phases, records lessons, closes."""

from datetime import date
from operator import attrgetter

from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Department, Person, Post
from organization.roles import Action
from organization.states import PersonKind
from supervision.models import Cycle, Lesson, Participation, Phase
from supervision.states.cycles import CYCLE_MOVES, CycleState, CycleVerb


def run_year(by: Person) -> None:
    """The Party office of the whole hospital runs the year (part 三(一): 纪委牵头协调 is the leading group's; its office
    stands in 党办): a year, its appraisal and its spot checks are the hospital's, whatever branches it has."""
    if by.kind != PersonKind.SYSTEM and not organization_queries.may_for_whole(by, Action.RUN_YEAR):
        raise Denied(_("年度工作由党办组织。"), help=_("需要调整时，请联系党办。"))


def plan_cycle(by: Person, *, year: int) -> None:
    """One plan a year."""
    run_year(by)
    if Cycle.objects.filter(year=year).exists():
        raise Denied(_("%(year)d年度已经有一份工作方案。") % {"year": year}, help=_("请打开该年度修改。"))


def change_cycle(by: Person, cycle: Cycle) -> None:
    """Until it is closed; dates of an open year only by `move_phase`, with a reason."""
    run_year(by)
    if cycle.state == CycleState.CLOSED:
        raise Denied(_("%(cycle)s已结束，不能再修改。") % {"cycle": cycle})


def name_post(part: Participation, post: Post | None) -> None:
    """A standing post of the department answers for it, none of the leadership's (各部门负责人对本部门负责)."""
    if post is None or post.pk == part.post_id:
        return
    if post.department_id != part.department_id or post.is_leadership or post.retired_on:
        words = {"post": post, "department": part.department}
        raise Denied(
            _("“%(post)s”不能作为%(department)s的负责人岗位。") % words,
            help=_("请选择本部门在用的岗位，班子成员岗位除外。"),
        )


def open_cycle(by: Person, cycle: Cycle, *, today: date) -> None:
    """A planned year, from its first day on: the editions it opens bear the year of the day on which they are opened."""
    _move(by, cycle, CycleVerb.OPEN)
    if today.year < cycle.year:
        raise Denied(
            _("%(year)d年1月1日起才能启动：新版清单按启动当日的年度编号。") % {"year": cycle.year},
            help=_("可以先把方案筹备好，届时启动。"),
        )
    if not cycle.phases.exists() or not cycle.participations.exists():
        raise Denied(_("还没有安排阶段或参加部门，不能启动。"), help=_("请先在“修改方案”中补齐。"))


def close_cycle(by: Person, cycle: Cycle, *, today: date) -> None:
    """An open year, when its last phase is over."""
    _move(by, cycle, CycleVerb.CLOSE)
    last = max(cycle.phases.all(), key=attrgetter("to_on"), default=None)
    if last is not None and today <= last.to_on:
        raise Denied(
            _("“%(phase)s”阶段到 %(day)s 才结束。") % {"phase": last, "day": last.to_on},
            help=_("提前完成的，请先调整该阶段的时间并写明理由。"),
        )


def _move(by: Person, cycle: Cycle, verb: str) -> None:
    run_year(by)
    if (cycle.state, verb) not in CYCLE_MOVES:
        words = {"cycle": cycle, "state": cycle.get_state_display(), "verb": CycleVerb(verb).label}
        raise Denied(_("%(cycle)s处于“%(state)s”状态，不能%(verb)s。") % words)


def move_phase(by: Person, phase: Phase, *, from_on: date, to_on: date, reason: str) -> None:
    """In a year that is not closed, with a reason, to days in order."""
    change_cycle(by, phase.cycle)
    if to_on < from_on:
        raise Denied(_("结束日期不能早于开始日期。"))
    if (from_on, to_on) == (phase.from_on, phase.to_on):
        raise Denied(_("日期没有变化。"), help=_("请填写新的开始或结束日期。"))
    if not reason.strip():
        raise Denied(_("请写明调整的理由。"))


def urge(by: Person, phase: Phase, *, today: date) -> None:
    """In an open year, once the phase has begun."""
    run_year(by)
    if today < phase.from_on:
        raise Denied(
            _("“%(phase)s”%(day)s 才开始，还不能催办。") % {"phase": phase, "day": phase.from_on},
            help=_("需要提前办理的，请先调整该阶段的时间。"),
        )
    if phase.cycle.state != CycleState.OPEN:
        raise Denied(_("%(cycle)s不在进行中，不能催办。") % {"cycle": phase.cycle})


def record_lesson(by: Person, department: Department) -> None:
    """The Party office for the hospital, a department's own filers and head for theirs."""
    if by.kind == PersonKind.SYSTEM or organization_queries.may(by, Action.RUN_YEAR, department):
        return
    if not organization_queries.may(by, Action.FILE, department):
        raise Denied(
            _("您不能登记%(department)s组织的学习教育。") % {"department": department},
            help=_("由组织部门的填报人、负责人或党办登记。"),
        )


def change_lesson(by: Person, lesson: Lesson) -> None:
    """As recording it, until its year is closed."""
    record_lesson(by, lesson.department)
    if lesson.cycle.state == CycleState.CLOSED:
        raise Denied(_("%(cycle)s已结束，学习教育登记不能再修改。") % {"cycle": lesson.cycle})
