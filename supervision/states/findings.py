"""问题 and 整改: where findings come from, and what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingSource(models.TextChoices):
    SELF_CHECK = "self_check", _("自查")
    SPOT_CHECK = "spot_check", _("抽查")
    INSPECTION = "inspection", _("巡察")
    AUDIT = "audit", _("审计")
    CONGRESS = "congress", _("人大政协")
    STAFF_CONGRESS = "staff_congress", _("职代会")
    SOCIAL_SUPERVISOR = "social_supervisor", _("社会监督员")
    MEDIA = "media", _("媒体舆情")
    SUGGESTION = "suggestion", _("意见建议")
    ALERT = "alert", _("预警")

    @classmethod
    def own(cls) -> list[str]:
        """Found by the department itself; every other source is found by others."""
        return [cls.SELF_CHECK]


class FindingState(models.TextChoices):
    OPEN = "open", _("待整改")
    UNDER_WAY = "under_way", _("整改中")
    REPORTED = "reported", _("待复查")
    RECHECKED = "rechecked", _("待销号")
    CLOSED = "closed", _("已销号")

    @classmethod
    def living(cls) -> list[str]:
        """States in which something is still to be done."""
        return [cls.OPEN, cls.UNDER_WAY, cls.REPORTED, cls.RECHECKED]

    @classmethod
    def before_report(cls) -> list[str]:
        """States in which the deadline counts."""
        return [cls.OPEN, cls.UNDER_WAY]


RECHECK_DAYS = 10
"""Working days from the report of a rectification until it has been rechecked."""

CLOSING_DAYS = 5
"""Working days from a recheck that was passed until 销号 has been asked for."""


class FindingAge(models.TextChoices):
    """How long ago a finding was found."""

    FRESH = "fresh", _("30天内")
    MONTH = "month", _("31至90天")
    QUARTER = "quarter", _("91至180天")
    OLD = "old", _("180天以上")


class FindingVerb(models.TextChoices):
    PLAN = "plan", _("制定整改措施")
    REPORT = "report", _("报告整改完成")
    PASS = "pass", _("复查通过")
    FAIL = "fail", _("复查未通过")
    CLOSE = "close", _("销号")
    REOPEN = "reopen", _("退回继续整改")


FINDING_MOVES: dict[tuple[str, str], str] = {
    (FindingState.OPEN, FindingVerb.PLAN): FindingState.UNDER_WAY,
    (FindingState.UNDER_WAY, FindingVerb.PLAN): FindingState.UNDER_WAY,
    (FindingState.UNDER_WAY, FindingVerb.REPORT): FindingState.REPORTED,
    (FindingState.REPORTED, FindingVerb.PASS): FindingState.RECHECKED,
    (FindingState.REPORTED, FindingVerb.FAIL): FindingState.UNDER_WAY,
    (FindingState.RECHECKED, FindingVerb.CLOSE): FindingState.CLOSED,
    (FindingState.RECHECKED, FindingVerb.REOPEN): FindingState.UNDER_WAY,
}


MOST_EXTENSIONS = 2
"""How often the deadline of one finding may be moved."""
LATE_TWICE = 2
"""Deadlines passed unmet after which a 问责建议 is put."""
LONGEST_DEADLINE = 250
"""Working days a deadline may be off: about a year."""


class ExtensionState(models.TextChoices):
    WAITING = "waiting", _("待批复")
    GRANTED = "granted", _("同意延期")
    REFUSED = "refused", _("不同意延期")


class ExtensionVerb(models.TextChoices):
    GRANT = "grant", _("同意")
    REFUSE = "refuse", _("不同意")


EXTENSION_MOVES: dict[tuple[str, str], str] = {
    (ExtensionState.WAITING, ExtensionVerb.GRANT): ExtensionState.GRANTED,
    (ExtensionState.WAITING, ExtensionVerb.REFUSE): ExtensionState.REFUSED,
}


class ProposalGround(models.TextChoices):
    """Why accountability is proposed (第三阶段: 对屡屡出现问题的责任人进行责任追究)."""

    REPEATED = "repeated", _("同一防控措施重复出现问题")
    OVERDUE = "overdue", _("整改两次逾期")


class AccountabilityState(models.TextChoices):
    WAITING = "waiting", _("待研究")
    DECLINED = "declined", _("不予问责")
    TAKEN_UP = "taken_up", _("已采纳")


PROPOSAL_DAYS = 10
"""Working days after which a 问责建议 should have been answered by the competent organ."""


class AccountabilityVerb(models.TextChoices):
    TAKE_UP = "take_up", _("采纳，另行启动问责")
    DECLINE = "decline", _("不予问责")


ACCOUNTABILITY_MOVES: dict[tuple[str, str], str] = {
    (AccountabilityState.WAITING, AccountabilityVerb.TAKE_UP): AccountabilityState.TAKEN_UP,
    (AccountabilityState.WAITING, AccountabilityVerb.DECLINE): AccountabilityState.DECLINED,
}

CLOSING_KIND = "findings"
"""How a rectification is called among what submissions carry."""

VERBS = {
    "supervision.open_finding": _("登记问题"),
    "supervision.plan_rectification": _("制定整改措施"),
    "supervision.report_rectification": _("报告整改完成"),
    "supervision.ask_extension": _("申请整改延期"),
    "supervision.answer_extension": _("批复整改延期"),
    "supervision.recheck_finding": _("复查整改"),
    "supervision.ask_closing": _("提请销号"),
    "supervision.close_finding": _("问题销号"),
    "supervision.reopen_finding": _("退回继续整改"),
    "supervision.reply_to_source": _("回复问题来源"),
    "supervision.miss_deadline": _("整改逾期"),
    "supervision.propose_accountability": _("提出问责建议"),
    "supervision.answer_accountability": _("答复问责建议"),
}
