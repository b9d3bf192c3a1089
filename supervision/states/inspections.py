"""迎检: what may follow what while a body above inspects the hospital (part 二(五)2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InspectionState(models.TextChoices):
    PREPARING = "preparing", _("准备中")
    UNDER_WAY = "under_way", _("检查中")
    ANSWERING = "answering", _("待回复")
    REPLIED = "replied", _("已回复")


class InspectionVerb(models.TextChoices):
    BEGIN = "begin", _("登记到检")
    FEEDBACK = "feedback", _("登记反馈")
    REPLY = "reply", _("登记回复")


INSPECTION_MOVES: dict[tuple[str, str], str] = {
    (InspectionState.PREPARING, InspectionVerb.BEGIN): InspectionState.UNDER_WAY,
    (InspectionState.PREPARING, InspectionVerb.FEEDBACK): InspectionState.ANSWERING,
    (InspectionState.UNDER_WAY, InspectionVerb.FEEDBACK): InspectionState.ANSWERING,
    (InspectionState.ANSWERING, InspectionVerb.REPLY): InspectionState.REPLIED,
}

VERBS = {
    "supervision.open_inspection": _("登记迎检"),
    "supervision.change_inspection": _("修改迎检"),
    "supervision.add_material": _("列入迎检材料"),
    "supervision.give_material": _("提交迎检材料"),
    "supervision.begin_inspection": _("登记到检"),
    "supervision.record_feedback": _("登记检查反馈"),
    "supervision.record_reply": _("登记检查回复"),
}
