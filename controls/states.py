"""Enums of measures and of conflicts of duty, which kinds fit which type of risk, what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organization.states import BusinessArea
from powers.states import StepFunction
from risks.states import RiskType


class MeasureKind(models.TextChoices):
    BALANCE = "balance", _("分权制衡")
    PROCEDURE = "procedure", _("程序规范")
    REGULATION = "regulation", _("制度建设")
    DISCLOSURE = "disclosure", _("公开公示")
    EDUCATION = "education", _("廉政教育")
    ROTATION = "rotation", _("轮岗交流")
    TECHNOLOGY = "technology", _("技术防控")
    INSPECTION = "inspection", _("监督检查")


class MeasureStatus(models.TextChoices):
    """Progress of a measure; outside the frozen content."""

    PLANNED = "planned", _("未开始")
    UNDER_WAY = "under_way", _("进行中")
    DONE = "done", _("已完成")


POWER_KINDS = (MeasureKind.BALANCE, MeasureKind.PROCEDURE, MeasureKind.DISCLOSURE, MeasureKind.TECHNOLOGY)

FITTING_KINDS: dict[str, tuple[str, ...]] = {
    RiskType.POST_DUTY: POWER_KINDS,
    RiskType.PROCESS: POWER_KINDS,
    RiskType.INSTITUTION: (MeasureKind.REGULATION,),
    RiskType.ENVIRONMENT: (MeasureKind.EDUCATION,),
}
"""Type → kinds of part 二(四): one fitting measure suffices; a misfit warns and never blocks."""


class ConflictKind(models.TextChoices):
    """What stands together that should stand apart: functions of one power (part 二(四)), or areas under one leader."""

    DECISION_EXECUTION = "decision_execution", _("决策与执行不分")
    DECISION_SUPERVISION = "decision_supervision", _("决策与监督不分")
    EXECUTION_SUPERVISION = "execution_supervision", _("执行与监督不分")
    ALL_FUNCTIONS = "all_functions", _("决策、执行、监督不分")
    LEADER_AREAS = "leader_areas", _("一人分管人财物")
    MAIN_LEADER = "main_leader", _("主要领导直接分管")


KIND_OF_FUNCTIONS: dict[frozenset[str], str] = {
    frozenset({StepFunction.DECISION, StepFunction.EXECUTION}): ConflictKind.DECISION_EXECUTION,
    frozenset({StepFunction.DECISION, StepFunction.SUPERVISION}): ConflictKind.DECISION_SUPERVISION,
    frozenset({StepFunction.EXECUTION, StepFunction.SUPERVISION}): ConflictKind.EXECUTION_SUPERVISION,
    frozenset(StepFunction): ConflictKind.ALL_FUNCTIONS,
}
"""Functions in one hand → the conflict they make; a single function makes none."""

NEVER_TOGETHER = frozenset({BusinessArea.PERSONNEL, BusinessArea.FINANCE, BusinessArea.PROCUREMENT})
"""No leader manages all of these together (the rule of domain.md 3.3)."""
NOT_BY_MAIN_LEADER = NEVER_TOGETHER | {BusinessArea.CONSTRUCTION}
"""The main leader manages none of these directly."""


class Severity(models.TextChoices):
    """How much a conflict weighs; the codes stand in this order in the alphabet too, for lists sort by them."""

    HIGH = "high", _("高")
    MEDIUM = "medium", _("中")
    NOTICE = "notice", _("提示")


SEVERITY_RANK: dict[str, int] = {Severity.NOTICE: 0, Severity.MEDIUM: 1, Severity.HIGH: 2}

SEVERITIES: dict[tuple[str, bool], str] = {
    (ConflictKind.DECISION_EXECUTION, True): Severity.HIGH,
    (ConflictKind.DECISION_SUPERVISION, True): Severity.HIGH,
    (ConflictKind.EXECUTION_SUPERVISION, True): Severity.MEDIUM,
    (ConflictKind.ALL_FUNCTIONS, True): Severity.HIGH,
    (ConflictKind.DECISION_EXECUTION, False): Severity.MEDIUM,
    (ConflictKind.DECISION_SUPERVISION, False): Severity.MEDIUM,
    (ConflictKind.EXECUTION_SUPERVISION, False): Severity.NOTICE,
    (ConflictKind.ALL_FUNCTIONS, False): Severity.HIGH,
}
"""(Kind, is the power 三重一大) → severity, where one transaction runs through both steps; else it is a notice. Of all
functions it is where every two of them meet, else of the two that do."""


class ConflictState(models.TextChoices):
    FOUND = "found", _("待处理")
    ACCEPTED = "accepted", _("已接受")
    RESOLVED = "resolved", _("已消除")


class ConflictEvent(models.TextChoices):
    """What happens to a conflict: people accept, everything else is seen in the structures."""

    ACCEPT = "accept", _("接受")
    EXPIRE = "expire", _("接受到期")
    WORSEN = "worsen", _("程度加重")
    WIDEN = "widen", _("涉及范围扩大")
    RECUSE = "recuse", _("接受人须回避")
    RESOLVE = "resolve", _("消除")
    REAPPEAR = "reappear", _("再次出现")


CONFLICT_MOVES: dict[tuple[str, str], str] = {
    (ConflictState.FOUND, ConflictEvent.ACCEPT): ConflictState.ACCEPTED,
    (ConflictState.FOUND, ConflictEvent.RESOLVE): ConflictState.RESOLVED,
    (ConflictState.ACCEPTED, ConflictEvent.EXPIRE): ConflictState.FOUND,
    (ConflictState.ACCEPTED, ConflictEvent.WORSEN): ConflictState.FOUND,
    (ConflictState.ACCEPTED, ConflictEvent.WIDEN): ConflictState.FOUND,
    (ConflictState.ACCEPTED, ConflictEvent.RECUSE): ConflictState.FOUND,
    (ConflictState.ACCEPTED, ConflictEvent.RESOLVE): ConflictState.RESOLVED,
    (ConflictState.RESOLVED, ConflictEvent.REAPPEAR): ConflictState.FOUND,
}


class ReceiptState(models.TextChoices):
    """Whether who holds a post has signed for the post's part of the table in force (签收)."""

    SIGNED = "signed", _("已签收")
    UNSIGNED = "unsigned", _("未签收")


class RotationDue(models.TextChoices):
    """How a tenure of a key post stands to the post's limit (part 二(四))."""

    OVERDUE = "overdue", _("已逾期")
    DUE_SOON = "due_soon", _("即将到期")
    NOT_DUE = "not_due", _("未到期")
    UNLIMITED = "unlimited", _("未定年限")
    ENDED = "ended", _("已离任")


DUE_SOON_DAYS = 90
"""So many days before the limit a tenure counts as 即将到期."""


class RotationState(models.TextChoices):
    PLANNED = "planned", _("已计划")
    DEFERRED = "deferred", _("已暂缓")
    UNDER_HANDOVER = "under_handover", _("交接中")
    DONE = "done", _("已轮岗")
    CANCELLED = "cancelled", _("已取消")


class RotationEvent(models.TextChoices):
    PLAN = "plan", _("安排轮岗")
    DEFER = "defer", _("暂缓轮岗")
    CARRY_OUT = "carry_out", _("实施轮岗")
    HAND_OVER = "hand_over", _("完成交接检查")
    CANCEL = "cancel", _("取消安排")


ROTATION_MOVES: dict[tuple[str, str], str] = {
    (RotationState.PLANNED, RotationEvent.PLAN): RotationState.PLANNED,
    (RotationState.PLANNED, RotationEvent.DEFER): RotationState.DEFERRED,
    (RotationState.PLANNED, RotationEvent.CARRY_OUT): RotationState.UNDER_HANDOVER,
    (RotationState.PLANNED, RotationEvent.CANCEL): RotationState.CANCELLED,
    (RotationState.DEFERRED, RotationEvent.PLAN): RotationState.PLANNED,
    (RotationState.DEFERRED, RotationEvent.DEFER): RotationState.DEFERRED,
    (RotationState.DEFERRED, RotationEvent.CANCEL): RotationState.CANCELLED,
    (RotationState.UNDER_HANDOVER, RotationEvent.HAND_OVER): RotationState.DONE,
}
"""A new rotation counts as planned before its first event."""


class HandoverItem(models.TextChoices):
    """What the 监交人 asks about at a handover, in this order."""

    PROPERTY = "property", _("资产和印章交接")
    PENDING = "pending", _("在办事项交接")
    ACCESS = "access", _("系统权限已调整")
    AUDIT = "audit", _("离岗审计或检查")


class HandoverAnswer(models.TextChoices):
    """The answers with which a handover may end; what is not settled yet keeps it open."""

    DONE = "done", _("已完成")
    NOT_APPLICABLE = "not_applicable", _("不适用")


VERBS = {
    "controls.open_table": _("新开一览表"),
    "controls.follow_register": _("改依新的风险清单"),
    "controls.add_measure": _("登记措施"),
    "controls.add_measures": _("批量登记措施"),
    "controls.change_measure": _("修改措施"),
    "controls.remove_measure": _("删除措施"),
    "controls.set_progress": _("登记措施进展"),
    "controls.detect_conflicts": _("排查职责冲突"),
    "controls.find_conflict": _("发现职责冲突"),
    "controls.resolve_conflict": _("职责冲突消除"),
    "controls.reopen_conflict": _("职责冲突重新待处理"),
    "controls.accept_conflict": _("接受职责冲突"),
    "controls.ask_print": _("打印一览表"),
    "controls.sign_table": _("签收一览表"),
    "controls.record_paper_receipt": _("登记纸质签收"),
    "controls.plan_rotation": _("安排轮岗"),
    "controls.defer_rotation": _("暂缓轮岗"),
    "controls.carry_out_rotation": _("实施轮岗"),
    "controls.hand_over": _("完成交接检查"),
    "controls.cancel_rotation": _("取消轮岗安排"),
}
"""What each verb of the audit trail is called."""
