"""Who runs the appraisal, scores, appeals, answers, and records what results were used for."""

from datetime import date

from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from supervision.models import Appeal, Appraisal, AppraisalResult, Criterion, PersonResult
from supervision.rules.cycles import run_year
from supervision.states.appraisals import APPEAL_MOVES, APPRAISAL_MOVES, AppealState, AppealVerb, AppraisalState
from supervision.states.appraisals import AppraisalVerb as Verb


def keep_criteria(by: Person) -> None:
    """The Party office keeps the hospital's standard."""
    run_year(by)


def plan_appraisal(by: Person) -> None:
    """As it runs the year."""
    run_year(by)


def change_criteria(by: Person, appraisal: Appraisal) -> None:
    """Before scoring begins: whoever is measured knows by what."""
    run_year(by)
    if appraisal.state != AppraisalState.PLANNED:
        raise Denied(
            _("%(appraisal)s已开始评分，考核标准不能再改。") % {"appraisal": appraisal},
            help=_("需要调整的，请在“考核标准”中修改，用于下一年度。"),
        )


def _move(by: Person, appraisal: Appraisal, verb: str) -> None:
    run_year(by)
    if (appraisal.state, verb) not in APPRAISAL_MOVES:
        words = {"appraisal": appraisal, "state": appraisal.get_state_display(), "verb": Verb(verb).label}
        raise Denied(_("%(appraisal)s处于“%(state)s”状态，不能%(verb)s。") % words, help=_("请刷新页面再看。"))


def open_appraisal(by: Person, appraisal: Appraisal) -> None:
    """Planned, with a standard that has full marks, and departments that take part in the year."""
    _move(by, appraisal, Verb.OPEN)
    if not appraisal.criteria.exclude(kind__in=["bonus", "deduction"]).exists():
        raise Denied(_("还没有计入总分的考核标准，不能开始评分。"), help=_("请先增加考核标准。"))
    if not appraisal.cycle.participations.exists():
        raise Denied(_("这一年度没有参加部门，不能开始评分。"), help=_("请先在年度工作的方案中选择参加部门。"))


def compute_appraisal(by: Person, appraisal: Appraisal) -> None:
    """While it is scored, as often as one likes."""
    run_year(by)
    if appraisal.state != AppraisalState.OPEN:
        raise Denied(_("只有评分中的考核才能重新计算。"), help=_("已公布的结果通过申诉更正。"))


def publish_appraisal(by: Person, appraisal: Appraisal) -> None:
    """When at least one department could be scored."""
    _move(by, appraisal, Verb.PUBLISH)
    if not appraisal.results.filter(total__isnull=False).exists():
        raise Denied(_("还没有任何部门有得分，不能公布。"), help=_("请先评分，或重新计算。"))


def close_appraisal(by: Person, appraisal: Appraisal, *, today: date) -> None:
    """When nobody may appeal any more and every appeal is answered."""
    _move(by, appraisal, Verb.CLOSE)
    if appraisal.appeal_until is not None and today <= appraisal.appeal_until:
        raise Denied(_("申诉到 %(day)s 截止，之后才能结束。") % {"day": appraisal.appeal_until})
    waiting = Appeal.objects.filter(state=AppealState.WAITING)
    if (waiting.filter(result__appraisal=appraisal) | waiting.filter(person_result__appraisal=appraisal)).exists():
        raise Denied(_("还有申诉没有答复，不能结束。"), help=_("请纪检监察室先答复。"))


def score(by: Person, criterion: Criterion) -> None:
    """The hospital's Party office or discipline office, while it is scored, in what people score: one hand ranks all."""
    if not organization_queries.may_for_whole(by, Action.RUN_YEAR, Action.SUPERVISE):
        raise Denied(_("考核由党办、纪检监察室评分。"), help=_("对结果有意见的，公布后可以申诉。"))
    if criterion.appraisal.state != AppraisalState.OPEN:
        raise Denied(_("%(appraisal)s不在评分中。") % {"appraisal": criterion.appraisal})
    if criterion.formula:
        raise Denied(_("“%(criterion)s”由系统计算，不人工评分。") % {"criterion": criterion})


def score_department(by: Person, department: Department) -> None:
    """Nobody scores a department they are of."""
    if organization_queries.own_departments(by).filter(pk=department.pk).exists():
        raise Denied(_("不能给本人所在的%(department)s评分。") % {"department": department}, help=_("请由其他人评分。"))


def appeal_result(by: Person, result: AppraisalResult | PersonResult, *, today: date) -> None:
    """The department's head, or the person, within the days after publication, one appeal at a time."""
    if isinstance(result, PersonResult):
        if result.person_id != by.pk:
            raise Denied(_("个人考核结果由本人申诉。"))
        if result.replaced_at is not None:
            raise Denied(_("这个结果已被更正，不再受理申诉。"), help=_("请看更正后的结果。"))
    elif not organization_queries.may(by, Action.SIGN, result.department):
        raise Denied(_("部门考核结果由科室负责人申诉。"), help=_("请与本部门负责人联系。"))
    elif result.left_on is not None:
        raise Denied(_("%(department)s已不参加这次考核，没有可申诉的结果。") % {"department": result.department})
    appraisal = result.appraisal
    if appraisal.state != AppraisalState.PUBLISHED:
        raise Denied(_("结果公布后、考核结束前才能申诉。"))
    if appraisal.appeal_until is not None and today > appraisal.appeal_until:
        raise Denied(
            _("申诉已于 %(day)s 截止（公布后 %(days)d 个工作日）。")
            % {"day": appraisal.appeal_until, "days": appraisal.appeal_days}
        )
    if result.appeals.filter(state=AppealState.WAITING).exists():
        raise Denied(_("已有一份申诉等待答复。"), help=_("请等待答复，结果会在消息中告诉您。"))


def answer_appeal(by: Person, appeal: Appeal) -> None:
    """A holder of the action who neither appealed nor is of the department."""
    result = appeal.about
    if not organization_queries.may(by, Action.ANSWER_APPEAL, result.department):
        raise Denied(_("考核申诉由纪检监察室答复。"), help=_("请等待答复，结果会在消息中告诉您。"))
    if (appeal.state, AppealVerb.UPHOLD) not in APPEAL_MOVES:
        raise Denied(_("这份申诉已答复：%(state)s。") % {"state": appeal.get_state_display()})
    is_own = organization_queries.own_departments(by).filter(pk=result.department_id).exists()
    if is_own or by.pk == appeal.by_id:
        raise Denied(_("申诉人和被考核部门的人员不能答复。"), help=_("请由纪检监察室其他人员答复。"))


def record_use(by: Person, appraisal: Appraisal) -> None:
    """The Party office, of published results."""
    run_year(by)
    if appraisal.state not in AppraisalState.told():
        raise Denied(_("结果公布后才能登记运用。"), help=_("请先公布考核结果。"))
