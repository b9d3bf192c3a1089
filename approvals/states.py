"""States of a submission, what may follow what, the verdicts, and the shipped default stages."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_REVIEW = "in_review", _("审核中")
    RETURNED = "returned", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")
    ENDED = "ended", _("已终止")
    PASSED = "passed", _("已通过")

    @classmethod
    def open(cls) -> list[str]:
        """States in which the submission still holds its lists."""
        return [cls.DRAFT, cls.IN_REVIEW]


class SubmissionKind(models.TextChoices):
    DEPARTMENT = "department", _("部门清单")
    LEADERSHIP = "leadership", _("班子成员风险清单")


class Verdict(models.TextChoices):
    """What a holder says; `SUBMIT` is the head's signature, `PASS` the last stage's agreement."""

    SUBMIT = "submit", _("签署并报审")
    AGREE = "agree", _("同意")
    NO_OBJECTION = "no_objection", _("无不同意见")
    RETURN = "return", _("退回")
    REJECT = "reject", _("不同意")
    WITHDRAW = "withdraw", _("撤回")
    PASS = "pass", _("审定通过")


MOVES: dict[tuple[str, str], str] = {
    (SubmissionState.DRAFT, Verdict.SUBMIT): SubmissionState.IN_REVIEW,
    (SubmissionState.DRAFT, Verdict.RETURN): SubmissionState.RETURNED,
    (SubmissionState.DRAFT, Verdict.WITHDRAW): SubmissionState.WITHDRAWN,
    (SubmissionState.IN_REVIEW, Verdict.AGREE): SubmissionState.IN_REVIEW,
    (SubmissionState.IN_REVIEW, Verdict.NO_OBJECTION): SubmissionState.IN_REVIEW,
    (SubmissionState.IN_REVIEW, Verdict.RETURN): SubmissionState.RETURNED,
    (SubmissionState.IN_REVIEW, Verdict.REJECT): SubmissionState.ENDED,
    (SubmissionState.IN_REVIEW, Verdict.WITHDRAW): SubmissionState.WITHDRAWN,
    (SubmissionState.IN_REVIEW, Verdict.PASS): SubmissionState.PASSED,
}

AGREEING = (Verdict.AGREE, Verdict.NO_OBJECTION)
"""Verdicts that cover rows; a stage is passed when every row is covered."""
VERDICTS_WITH_REASON = (Verdict.RETURN, Verdict.REJECT)


class StageCode(models.TextChoices):
    HEAD = "head", _("科室负责人")
    OVERSEER = "overseer", _("分管领导")
    OFFICE = "office", _("党办")
    DISCIPLINE = "discipline", _("纪检监察室")
    COMMITTEE = "committee", _("党委")
    EXTRA = "extra", _("增设环节")


@dataclass(frozen=True)
class StageShape:
    """One default stage: who holds it and what they may say."""

    code: str
    title: str
    action: str
    """The `organization.roles.Action` whose holders decide here."""
    verdicts: tuple[str, ...]


REVIEW_ACTIONS = ("oversee", "review", "supervise", "review_secrecy")
"""Actions whose holders decide row by row; stages the hospital adds are held by one of these."""
AGREE_RETURN_REJECT = (Verdict.AGREE, Verdict.RETURN, Verdict.REJECT)

DEFAULT_STAGES: dict[str, tuple[StageShape, ...]] = {
    SubmissionKind.DEPARTMENT: (
        StageShape(StageCode.HEAD, "科室负责人签署", "sign", (Verdict.SUBMIT, Verdict.RETURN)),
        StageShape(StageCode.OVERSEER, "分管领导审核", "oversee", AGREE_RETURN_REJECT),
        StageShape(StageCode.OFFICE, "党办逐项审核", "review", AGREE_RETURN_REJECT),
        StageShape(StageCode.DISCIPLINE, "纪检监察室监督意见", "supervise", (Verdict.NO_OBJECTION, Verdict.RETURN)),
        StageShape(StageCode.COMMITTEE, "党委审定", "decide", (Verdict.PASS, Verdict.RETURN, Verdict.REJECT)),
    ),
    SubmissionKind.LEADERSHIP: (
        StageShape(StageCode.OFFICE, "党办审核", "review", AGREE_RETURN_REJECT),
        StageShape(StageCode.DISCIPLINE, "纪委监督意见", "supervise", (Verdict.NO_OBJECTION, Verdict.RETURN)),
        StageShape(StageCode.COMMITTEE, "党委研究审定", "decide", (Verdict.PASS, Verdict.RETURN, Verdict.REJECT)),
    ),
}


class EventKind(models.TextChoices):
    """Entries of a submission's history that are no person's verdict."""

    SKIPPED = "skipped", _("本部门不担任本环节，跳过")
    FELL = "fell", _("本环节无人可决定，转下一环节")
    IN_FORCE = "in_force", _("生效")
    POSTPONED = "postponed", _("缓议")


class AgendaVerdict(models.TextChoices):
    """What the committee resolved on an item or a row."""

    AGREE = "agree", _("同意")
    RETURN = "return", _("退回")
    REJECT = "reject", _("不同意")
    POSTPONE = "postpone", _("缓议")


VERBS = {
    "approvals.prepare": _("提请签署"),
    "approvals.submit": _("签署报审"),
    "approvals.decide": _("审核意见"),
    "approvals.remark": _("写批注"),
    "approvals.withdraw": _("撤回报审"),
    "approvals.record_meeting": _("登记会议决议"),
    "approvals.add_stage": _("增设审批环节"),
    "approvals.remove_stage": _("取消审批环节"),
    "approvals.change_due_days": _("调整办理时限"),
}
"""What each verb of the audit trail is called."""
