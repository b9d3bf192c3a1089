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
    CLOSING = "closing", _("整改销号")
    PUBLICATION = "publication", _("公开事项")

    @classmethod
    def of_lists(cls) -> list[str]:
        """Kinds that carry lists of an edition to the Party committee."""
        return [cls.DEPARTMENT, cls.LEADERSHIP]


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

REWORK_DAYS = 10
"""Working days after which a submission that was returned should be worked over and put forward again."""

AGREEING = (Verdict.AGREE, Verdict.NO_OBJECTION)
"""Verdicts that cover rows; a stage is passed when every row is covered."""
VERDICTS_WITH_REASON = (Verdict.RETURN, Verdict.REJECT)


class StageCode(models.TextChoices):
    HEAD = "head", _("科室负责人")
    OVERSEER = "overseer", _("分管领导")
    OFFICE = "office", _("党办")
    DISCIPLINE = "discipline", _("纪检监察室")
    SECRECY = "secrecy", _("保密审查")
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
    SubmissionKind.CLOSING: (
        StageShape(StageCode.HEAD, "科室负责人签署销号", "sign", (Verdict.SUBMIT, Verdict.RETURN)),
        StageShape(StageCode.DISCIPLINE, "纪检监察室监督意见", "supervise", (Verdict.NO_OBJECTION, Verdict.RETURN)),
    ),
    SubmissionKind.PUBLICATION: (
        StageShape(StageCode.OFFICE, "党办审核", "review", AGREE_RETURN_REJECT),
        StageShape(StageCode.SECRECY, "保密审查", "review_secrecy", (Verdict.AGREE, Verdict.RETURN)),
        StageShape(StageCode.OVERSEER, "分管领导审批", "oversee", AGREE_RETURN_REJECT),
    ),
}

SIGNED_BY_HEAD = frozenset(
    kind for kind, stages in DEFAULT_STAGES.items() if any(stage.code == StageCode.HEAD for stage in stages)
)
"""Kinds that wait for the head's signature; what has no head is submitted by who makes it, at once."""

SUBSTITUTE_STAGES: dict[str, StageShape] = {
    SubmissionKind.CLOSING: StageShape(StageCode.OFFICE, "党办审核", "review", AGREE_RETURN_REJECT[:2]),
}
"""Who looks instead where the department holds every stage above its own head's (纪检监察室's own rectification)."""

NEVER_SKIPPED: dict[str, frozenset[str]] = {
    SubmissionKind.PUBLICATION: frozenset({StageCode.SECRECY, StageCode.OVERSEER}),
}
"""Stages without which nothing passes: where only the department's own people hold one, or nobody does, nothing is
submitted until somebody else is granted it."""


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


class Matter(models.TextChoices):
    """Kind of matter of a meeting: each has a rule of attendance and vote of its own."""

    ORDINARY = "ordinary", _("一般事项")
    CADRE = "cadre", _("干部事项")


class PassBasis(models.TextChoices):
    """Of whom more than half must agree."""

    DUE = "due", _("应到会成员")
    PRESENT = "present", _("实到会成员")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("筹备中")
    CALLED = "called", _("已通知")
    IN_SESSION = "in_session", _("会议中")
    HELD = "held", _("已结束")
    CANCELLED = "cancelled", _("已取消")

    @classmethod
    def ahead(cls) -> list[str]:
        """States in which the meeting has not begun."""
        return [cls.PLANNED, cls.CALLED]


class MeetingVerb(models.TextChoices):
    CALL = "call", _("发出会议通知")
    RECALL = "recall", _("撤回会议通知")
    OPEN = "open", _("开始会议")
    CLOSE = "close", _("结束会议")
    CANCEL = "cancel", _("取消会议")


MEETING_MOVES: dict[tuple[str, str], str] = {
    (MeetingState.PLANNED, MeetingVerb.CALL): MeetingState.CALLED,
    (MeetingState.PLANNED, MeetingVerb.CANCEL): MeetingState.CANCELLED,
    (MeetingState.CALLED, MeetingVerb.RECALL): MeetingState.PLANNED,
    (MeetingState.CALLED, MeetingVerb.OPEN): MeetingState.IN_SESSION,
    (MeetingState.CALLED, MeetingVerb.CANCEL): MeetingState.CANCELLED,
    (MeetingState.IN_SESSION, MeetingVerb.CLOSE): MeetingState.HELD,
}


class ItemState(models.TextChoices):
    """A 议题 in its meeting."""

    WAITING = "waiting", _("待议")
    OPEN = "open", _("审议中")
    DECIDED = "decided", _("已表决")
    POSTPONED = "postponed", _("缓议")


class ItemVerb(models.TextChoices):
    BEGIN = "begin", _("开始审议")
    DECIDE = "decide", _("宣布结果")
    POSTPONE = "postpone", _("缓议")


ITEM_MOVES: dict[tuple[str, str], str] = {
    (ItemState.WAITING, ItemVerb.BEGIN): ItemState.OPEN,
    (ItemState.WAITING, ItemVerb.POSTPONE): ItemState.POSTPONED,
    (ItemState.OPEN, ItemVerb.DECIDE): ItemState.DECIDED,
    (ItemState.OPEN, ItemVerb.POSTPONE): ItemState.POSTPONED,
}


class Capacity(models.TextChoices):
    MEMBER = "member", _("委员")
    OBSERVER = "observer", _("列席")


class Presence(models.TextChoices):
    EXPECTED = "expected", _("待签到")
    PRESENT = "present", _("到会")
    LEAVE = "leave", _("请假")
    ABSENT = "absent", _("缺席")


class Answer(models.TextChoices):
    """回执 to a call."""

    ATTEND = "attend", _("参加")
    LEAVE = "leave", _("请假")


class BallotScope(models.TextChoices):
    """What one vote covers."""

    WHOLE = "whole", _("议题")
    SUBMISSION = "submission", _("单个部门")
    ROWS = "rows", _("单列条目")


class VoteChoice(models.TextChoices):
    AGREE = "agree", _("同意")
    AGAINST = "against", _("不同意")
    POSTPONE = "postpone", _("缓议")


class BallotResult(models.TextChoices):
    PASSED = "passed", _("通过")
    REJECTED = "rejected", _("未通过")
    POSTPONED = "postponed", _("缓议")
    NO_QUORUM = "no_quorum", _("不足法定人数")


class FilingState(models.TextChoices):
    """备案 of the leadership's lists with the body above."""

    PENDING = "pending", _("待报送")
    SENT = "sent", _("已报送")
    RECEIPTED = "receipted", _("已回执")


class FilingVerb(models.TextChoices):
    SEND = "send", _("登记报送")
    RECEIVE = "receive", _("登记回执")


FILING_MOVES: dict[tuple[str, str], str] = {
    (FilingState.PENDING, FilingVerb.SEND): FilingState.SENT,
    (FilingState.SENT, FilingVerb.RECEIVE): FilingState.RECEIPTED,
}

FILING_DAYS = {FilingState.PENDING: 5, FilingState.SENT: 10}
"""Working days after which the Party office is reminded of a filing that is still in this state, and again."""


class MeetingPaper(models.TextChoices):
    """What is printed of a meeting that was held."""

    RECORD = "record", _("会议记录")
    MINUTES = "minutes", _("会议纪要")


VERBS = {
    "approvals.prepare": _("提请报审"),
    "approvals.submit": _("报审"),
    "approvals.decide": _("审核意见"),
    "approvals.remark": _("写批注"),
    "approvals.withdraw": _("撤回报审"),
    "approvals.plan_meeting": _("筹备党委会"),
    "approvals.change_meeting": _("修改会议安排"),
    "approvals.add_item": _("列入议题"),
    "approvals.remove_item": _("撤下议题"),
    "approvals.move_item": _("调整议题顺序"),
    "approvals.call_meeting": _("发出会议通知"),
    "approvals.recall_meeting": _("撤回会议通知"),
    "approvals.cancel_meeting": _("取消会议"),
    "approvals.answer_call": _("会议回执"),
    "approvals.open_meeting": _("开始会议"),
    "approvals.note_presence": _("更正到会情况"),
    "approvals.declare_recusal": _("申报回避"),
    "approvals.vote_apart": _("单列表决"),
    "approvals.begin_item": _("开始审议"),
    "approvals.state_opinion": _("记录发言"),
    "approvals.record_votes": _("登记表决"),
    "approvals.cast_vote": _("投票"),
    "approvals.postpone_item": _("缓议"),
    "approvals.follow_up": _("明确落实责任"),
    "approvals.close_meeting": _("结束会议"),
    "approvals.change_meeting_rule": _("修改议事规则"),
    "approvals.ask_meeting_print": _("打印会议文件"),
    "approvals.send_filing": _("报送备案"),
    "approvals.record_receipt": _("登记备案回执"),
    "approvals.ask_filing_print": _("打印备案报告"),
    "approvals.resolve": _("党委决议"),
    "approvals.correct": _("更正文字"),
    "approvals.report_corrections": _("报党委会阅更正清单"),
    "approvals.add_stage": _("增设审批环节"),
    "approvals.remove_stage": _("取消审批环节"),
    "approvals.change_due_days": _("调整办理时限"),
}
"""What each verb of the audit trail is called."""
