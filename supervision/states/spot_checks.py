"""抽查: states of a spot check and of its records, and how its seed comes about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpotCheckState(models.TextChoices):
    PLANNED = "planned", _("筹备中")
    FROZEN = "frozen", _("待定种子")
    FIXED = "fixed", _("待抽取")
    DRAWN = "drawn", _("待组织检查")
    UNDER_WAY = "under_way", _("检查中")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已取消")

    @classmethod
    def has_draw(cls) -> list[str]:
        """States in which the draw has been made and counts."""
        return [cls.DRAWN, cls.UNDER_WAY, cls.CLOSED]

    @classmethod
    def shown_to_departments(cls) -> list[str]:
        """States in which a drawn department sees its own record."""
        return [cls.UNDER_WAY, cls.CLOSED]


class SpotCheckVerb(models.TextChoices):
    FREEZE = "freeze", _("固定抽查范围")
    FIX_SEED = "fix_seed", _("确定种子")
    DRAW = "draw", _("抽取")
    BEGIN = "begin", _("开始检查")
    CLOSE = "close", _("结束抽查")
    CANCEL = "cancel", _("取消抽查")


SPOT_CHECK_MOVES: dict[tuple[str, str], str] = {
    (SpotCheckState.PLANNED, SpotCheckVerb.FREEZE): SpotCheckState.FROZEN,
    (SpotCheckState.FROZEN, SpotCheckVerb.FIX_SEED): SpotCheckState.FIXED,
    (SpotCheckState.FIXED, SpotCheckVerb.DRAW): SpotCheckState.DRAWN,
    (SpotCheckState.DRAWN, SpotCheckVerb.BEGIN): SpotCheckState.UNDER_WAY,
    (SpotCheckState.UNDER_WAY, SpotCheckVerb.CLOSE): SpotCheckState.CLOSED,
    (SpotCheckState.PLANNED, SpotCheckVerb.CANCEL): SpotCheckState.CANCELLED,
    (SpotCheckState.FROZEN, SpotCheckVerb.CANCEL): SpotCheckState.CANCELLED,
    (SpotCheckState.FIXED, SpotCheckVerb.CANCEL): SpotCheckState.CANCELLED,
    (SpotCheckState.DRAWN, SpotCheckVerb.CANCEL): SpotCheckState.CANCELLED,
}
"""A draw that is not wanted can only be cancelled with a reason, in sight of everybody: nobody draws until it suits."""


class SeedKind(models.TextChoices):
    """Where the seed comes from; said before the population is frozen."""

    PUBLIC = "public", _("公开数据（事先公布取哪一个数）")
    RANDOM = "random", _("系统随机生成")


class RecordState(models.TextChoices):
    OPEN = "open", _("待检查")
    FINISHED = "finished", _("待签字")
    SIGNED = "signed", _("已签字")


class RecordVerb(models.TextChoices):
    FINISH = "finish", _("检查完毕")
    TAKE_BACK = "take_back", _("退回修改")
    COMPLETE = "complete", _("签字齐全")


RECORD_MOVES: dict[tuple[str, str], str] = {
    (RecordState.OPEN, RecordVerb.FINISH): RecordState.FINISHED,
    (RecordState.FINISHED, RecordVerb.TAKE_BACK): RecordState.OPEN,
    (RecordState.FINISHED, RecordVerb.COMPLETE): RecordState.SIGNED,
}


class Answer(models.TextChoices):
    YES = "yes", _("符合")
    NO = "no", _("不符合")
    NOT_APPLICABLE = "na", _("不适用")


FEWEST_INSPECTORS = 2

VERBS = {
    "supervision.plan_spot_check": _("筹备抽查"),
    "supervision.change_spot_check": _("修改抽查方案"),
    "supervision.freeze_population": _("固定抽查范围"),
    "supervision.fix_seed": _("确定抽查种子"),
    "supervision.draw_spot_check": _("抽取风险点"),
    "supervision.name_inspectors": _("指定检查人员"),
    "supervision.begin_spot_check": _("开始抽查"),
    "supervision.close_spot_check": _("结束抽查"),
    "supervision.cancel_spot_check": _("取消抽查"),
    "supervision.fill_record": _("填写检查记录"),
    "supervision.load_record_sheet": _("读回检查记录表"),
    "supervision.finish_record": _("检查完毕"),
    "supervision.take_back_record": _("退回修改检查记录"),
    "supervision.sign_record": _("检查人员签字"),
    "supervision.give_record_opinion": _("被查部门签署意见"),
    "supervision.upload_record_sheet": _("上传检查记录表"),
    "supervision.add_checklist_item": _("新增检查项目"),
    "supervision.change_checklist_item": _("修改检查项目"),
    "supervision.retire_checklist_item": _("停用检查项目"),
}
