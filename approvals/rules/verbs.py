"""The verbs of a submission: who may, in which state, at which stage."""

from django.db.models import Exists
from django.utils.translation import gettext as _

from approvals.models import Decision, Remark, Stage, Submission, SubmissionRow
from approvals.rules import recusal
from approvals.states import MOVES, StageCode, SubmissionKind, SubmissionState, Verdict
from core.rules import Denied
from organization import queries
from organization import rules as organization_rules
from organization.models import Department, Person
from organization.roles import Action
from organization.states import PersonKind


def prepare(by: Person, department: Department, *, is_leadership: bool) -> None:
    """The department's filers and head, the Party office on its behalf; the leadership's lists by the Party office."""
    if not is_leadership:
        organization_rules.file(by, department, what=_("清单"))
        return
    if by.kind != PersonKind.SYSTEM and not queries.may(by, Action.SUBMIT_LEADERSHIP, department):
        raise Denied(_("班子成员清单由党办报审。"), help=_("请联系党办。"))


def submit(by: Person, submission: Submission) -> Person:
    """The department's head signs, or the head's stand-in; returns whose grant it is."""
    _in_state(submission, Verdict.SUBMIT)
    if submission.kind == SubmissionKind.LEADERSHIP:
        prepare(by, submission.department, is_leadership=True)
        return by
    if submission.kind == SubmissionKind.PUBLICATION and submission.made_by_id == by.pk:
        return by
    principal = queries.acting_as(by, Action.SIGN, submission.department)
    if principal is None and _signs_alone(by, submission):
        return by
    if principal is None:
        raise Denied(
            _("只有%(department)s负责人可以签署报审。") % {"department": submission.department},
            help=_("请提请科室负责人签署；负责人外出时可委托代理。"),
        )
    return principal


def _signs_alone(by: Person, submission: Submission) -> bool:
    """Where there is no head (a leader's own rectification), who asked for the closing signs for it."""
    is_closing = submission.is_restricted and submission.kind == SubmissionKind.CLOSING
    is_own = is_closing and submission.made_by_id == by.pk
    return is_own and not queries.holders(Action.SIGN, submission.department).exists()


def decide(by: Person, submission: Submission, verdict: str) -> Person:
    """A holder of the stage, or a stand-in, who has not decided here yet; returns whose grant it is.

    The department's own people hold no stage above the head's; the committee resolves in a meeting, not here.
    """
    if submission.state == SubmissionState.DRAFT:
        if verdict != Verdict.RETURN:
            raise Denied(_("还没有报审，请先签署。"))
        return submit(by, submission)
    stage = stage_of(submission)
    principal = _holder(by, submission, stage)
    if stage.code == StageCode.COMMITTEE:
        raise Denied(_("党委审定以会议决议为准。"), help=_("请党办列入党委会议题。"))
    if verdict not in stage.verdicts:
        raise Denied(_("“%(stage)s”不能作出“%(verdict)s”。") % {"stage": stage, "verdict": Verdict(verdict).label})
    if Decision.objects.filter(stage=stage, by=by).exists():
        raise Denied(_("您在本环节已经作出意见，其余各项由其他审核人决定。"))
    left = SubmissionRow.objects.of(submission).left()
    if not left.exclude(pk__in=recusal.recusal_reasons(submission, {by, principal})).exists():
        raise Denied(_("其余各项均须由您回避，不能由您决定。"), help=_("由本环节其他审核人决定。"))
    return principal


def stage_of(submission: Submission) -> Stage:
    """The stage that holds it now. Raises `Denied` when it is not under review."""
    if submission.stage is None:
        raise Denied(_("该报审处于“%(state)s”状态，不在审核中。") % {"state": submission.get_state_display()})
    return submission.stage


def _holder(by: Person, submission: Submission, stage: Stage) -> Person:
    """By whose grant `by` holds the stage: their own, else that of whom they stand in for today."""
    if queries.acting_as(by, stage.action, submission.department) is None:
        raise Denied(_("当前环节是“%(stage)s”，不由您决定。") % {"stage": stage}, help=_("可在“经过”中查看由谁办理。"))
    is_insider = Exists(recusal.insiders(submission).filter(pk=by.pk))
    people = recusal.reviewers(submission, stage.action).filter(pk__in=queries.principals(by).values("pk"))
    people = people.exclude(is_insider)
    found = people.filter(pk=by.pk).first() or people.first()
    if found is None:
        raise Denied(_("本部门不能审核本部门的报审。"), help=_("请由其他部门的审核人办理。"))
    return found


def withdraw(by: Person, submission: Submission) -> None:
    """Who made or signed it, or the head, while nobody above the head has decided."""
    _in_state(submission, Verdict.WITHDRAW)
    is_own = by.pk in (submission.made_by_id, submission.submitted_by_id)
    if not is_own and not queries.may(by, Action.SIGN, submission.department):
        raise Denied(_("只有提交人或科室负责人可以撤回。"))
    if submission.decisions.exclude(verdict=Verdict.SUBMIT).exists():
        raise Denied(_("上级环节已经作出意见，不能撤回。"), help=_("需要修改时，请联系当前环节的审核人退回。"))


def remark(by: Person, submission: Submission, row: SubmissionRow | None = None) -> None:
    """The holders of the stage that holds it now; at the committee's its members and who records.

    Nobody remarks on a row they must leave (回避).
    """
    stage = stage_of(submission)
    if stage.code == StageCode.COMMITTEE:
        actions = (Action.ATTEND, Action.RECORD_MEETING)
        if not any(queries.acting_as(by, action, submission.department) for action in actions):
            raise Denied(_("批注由当前环节的审核人填写。"))
        if row is not None and recusal.leaves_in_committee(by, row):
            raise Denied(_("这一项须由您回避，不能批注。"), help=_("由其他委员处理。"))
        return
    principal = _holder(by, submission, stage)
    if row is not None and row.pk in recusal.recusal_reasons(submission, {by, principal}):
        raise Denied(_("这一项须由您回避，不能批注。"), help=_("由本环节其他审核人处理。"))


def take_back_remark(by: Person, remark: Remark) -> None:
    """Only who wrote it, while the submission is still where it was written."""
    if remark.by_id != by.pk:
        raise Denied(_("只能撤回自己的批注。"))
    if remark.stage_id != remark.submission.stage_id:
        raise Denied(_("批注已随意见转出，不能撤回。"))


def keep_stages(by: Person) -> None:
    """The Party office keeps the default stages."""
    if not queries.may_for_whole(by, Action.KEEP_RULES):
        raise Denied(_("审批环节由党办维护。"), help=_("请联系党办。"))


def _in_state(submission: Submission, verdict: str) -> None:
    if (submission.state, verdict) not in MOVES:
        raise Denied(
            _("该报审处于“%(state)s”状态，不能“%(verdict)s”。")
            % {"state": submission.get_state_display(), "verdict": Verdict(verdict).label}
        )
