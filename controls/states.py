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
}
"""What each verb of the audit trail is called."""
