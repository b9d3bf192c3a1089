"""Enums of measures, and which kinds fit which type of risk."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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

VERBS = {
    "controls.open_table": _("新开一览表"),
    "controls.follow_register": _("改依新的风险清单"),
    "controls.add_measure": _("登记措施"),
    "controls.add_measures": _("批量登记措施"),
    "controls.change_measure": _("修改措施"),
    "controls.remove_measure": _("删除措施"),
    "controls.set_progress": _("登记措施进展"),
    "controls.ask_print": _("打印一览表"),
}
"""What each verb of the audit trail is called."""
