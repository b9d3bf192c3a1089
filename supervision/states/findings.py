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

VERBS = {
    "supervision.open_finding": _("登记问题"),
}
