"""预警: what was noticed, at which level, and what may follow what (第三阶段: 采集、分析、反馈、处理)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticedWhere(models.TextChoices):
    """Where a sign came from; reports of breaches have a way of their own and never stand here."""

    DAILY = "daily", _("日常检查")
    INDICATOR = "indicator", _("监测指标")
    PUBLIC = "public", _("群众反映")
    AUDIT = "audit", _("审计")
    OTHER = "other", _("其他")


class WarningLevel(models.TextChoices):
    """一级 is a sign or a tendency, 二级 what has already appeared (domain.md 4.8)."""

    FIRST = "first", _("一级")
    SECOND = "second", _("二级")


LETTERS = {WarningLevel.FIRST: _("防控通知书"), WarningLevel.SECOND: _("处置通知书")}
"""What the 风险提示 of each level is called."""


class WarningState(models.TextChoices):
    COLLECTED = "collected", _("待研判")
    ANALYSED = "analysed", _("已研判")
    NOTICED = "noticed", _("待反馈")
    ANSWERED = "answered", _("已反馈")
    HANDLED = "handled", _("已处理")


class WarningVerb(models.TextChoices):
    JUDGE = "judge", _("研判")
    SEND = "send", _("发出风险提示")
    ANSWER = "answer", _("反馈")
    HANDLE = "handle", _("处理")


WARNING_MOVES: dict[tuple[str, str], str] = {
    (WarningState.COLLECTED, WarningVerb.JUDGE): WarningState.ANALYSED,
    (WarningState.ANALYSED, WarningVerb.JUDGE): WarningState.ANALYSED,
    (WarningState.ANALYSED, WarningVerb.SEND): WarningState.NOTICED,
    (WarningState.ANALYSED, WarningVerb.HANDLE): WarningState.HANDLED,
    (WarningState.NOTICED, WarningVerb.ANSWER): WarningState.ANSWERED,
    (WarningState.NOTICED, WarningVerb.HANDLE): WarningState.HANDLED,
    (WarningState.ANSWERED, WarningVerb.HANDLE): WarningState.HANDLED,
}


class WarningOutcome(models.TextChoices):
    PREVENTED = "prevented", _("已防控")
    FINDING = "finding", _("转问题整改")
    HANDED_OVER = "handed_over", _("移送有权机关")
    UNFOUNDED = "unfounded", _("研判不成立")


OUTCOMES: dict[str, tuple[str, ...]] = {
    WarningState.ANALYSED: (WarningOutcome.UNFOUNDED, WarningOutcome.FINDING, WarningOutcome.HANDED_OVER),
    WarningState.NOTICED: (WarningOutcome.FINDING, WarningOutcome.HANDED_OVER),
    WarningState.ANSWERED: (WarningOutcome.PREVENTED, WarningOutcome.FINDING, WarningOutcome.HANDED_OVER),
}
"""State in which a warning is handled → what may come of it: it is prevented only when the department has answered, and
handed over without telling the department."""

VERBS = {
    "supervision.collect_warning": _("登记预警"),
    "supervision.judge_warning": _("研判预警"),
    "supervision.send_warning": _("发出风险提示"),
    "supervision.answer_warning": _("反馈风险提示"),
    "supervision.handle_warning": _("处理预警"),
}
