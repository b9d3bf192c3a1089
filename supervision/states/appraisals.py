"""考核: what a year's appraisal is made of, and what may follow what (第三阶段, 检查考核机制)."""

from decimal import Decimal
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppraisalState(models.TextChoices):
    PLANNED = "planned", _("筹备中")
    OPEN = "under_way", _("评分中")
    PUBLISHED = "published", _("已公布")
    CLOSED = "closed", _("已结束")

    @classmethod
    def told(cls) -> list[str]:
        """States in which results are known to the departments."""
        return [cls.PUBLISHED, cls.CLOSED]


class AppraisalVerb(models.TextChoices):
    OPEN = "open", _("开始评分")
    PUBLISH = "publish", _("公布结果")
    CLOSE = "close", _("结束考核")


APPRAISAL_MOVES: dict[tuple[str, str], str] = {
    (AppraisalState.PLANNED, AppraisalVerb.OPEN): AppraisalState.OPEN,
    (AppraisalState.OPEN, AppraisalVerb.PUBLISH): AppraisalState.PUBLISHED,
    (AppraisalState.PUBLISHED, AppraisalVerb.CLOSE): AppraisalState.CLOSED,
}


class CriterionKind(models.TextChoices):
    """Three kinds make up the full marks, two stand outside them."""

    AUTOMATIC = "automatic", _("自动计算")
    MANUAL = "manual", _("人工评分")
    RATING = "rating", _("社会评议")
    BONUS = "bonus", _("加分")
    DEDUCTION = "deduction", _("扣分")

    @classmethod
    def full(cls) -> list[str]:
        """Kinds whose points make up the full marks."""
        return [cls.AUTOMATIC, cls.MANUAL, cls.RATING]


class ShippedCriterion(NamedTuple):
    """A criterion as it is shipped; the hospital changes its own."""

    title: str
    kind: str
    formula: str
    points: Decimal
    note: str = ""


SHIPPED_CRITERIA: tuple[ShippedCriterion, ...] = (
    ShippedCriterion("按时完成阶段", "automatic", "phases_in_time", Decimal(20)),
    ShippedCriterion("清单完整", "automatic", "lists_complete", Decimal(15)),
    ShippedCriterion("措施按期落实", "automatic", "measures_in_time", Decimal(20)),
    ShippedCriterion("自查发现占比", "automatic", "found_oneself", Decimal(10)),
    ShippedCriterion("问题按期整改", "automatic", "rectified_in_time", Decimal(15)),
    ShippedCriterion("未重复发生", "automatic", "not_repeated", Decimal(5)),
    ShippedCriterion("年度检查", "manual", "", Decimal(10), "由检查组按年度检查情况评分，附检查记录。"),
    ShippedCriterion("社会评议", "rating", "", Decimal(5), "按服务对象、社会监督员评议情况评分，附评议材料。"),
    ShippedCriterion("表彰和经验推广", "bonus", "", Decimal(5), "受上级表彰或经验被推广的，附证明材料。"),
    ShippedCriterion("责任追究", "deduction", "accountability", Decimal(10), "只计件数，不涉及人员。"),
    ShippedCriterion("其他扣分", "deduction", "", Decimal(10), "写明扣分依据，附证明材料。"),
)
"""The full marks of the shipped standard are a hundred."""


class AppealState(models.TextChoices):
    WAITING = "waiting", _("待答复")
    UPHELD = "upheld", _("维持")
    CORRECTED = "corrected", _("更正")


ANSWER_DAYS = 10
"""Working days after which an appeal should have been answered."""


class AppealVerb(models.TextChoices):
    UPHOLD = "uphold", _("维持原结果")
    CORRECT = "correct", _("更正得分")


APPEAL_MOVES: dict[tuple[str, str], str] = {
    (AppealState.WAITING, AppealVerb.UPHOLD): AppealState.UPHELD,
    (AppealState.WAITING, AppealVerb.CORRECT): AppealState.CORRECTED,
}


class UseKind(models.TextChoices):
    """What a result is the basis of (三(三): 干部奖励、晋级、评先、评优), and what is commended (表彰奖励)."""

    REWARD = "reward", _("奖励")
    PROMOTION = "promotion", _("晋级")
    ADVANCED = "advanced", _("评先")
    EXCELLENT = "excellent", _("评优")
    COMMENDATION = "commendation", _("表彰")
    OTHER = "other", _("其他")


VERBS = {
    "supervision.add_criterion": _("增加考核标准"),
    "supervision.change_criterion": _("修改考核标准"),
    "supervision.remove_criterion": _("删除考核标准"),
    "supervision.plan_appraisal": _("筹备考核"),
    "supervision.open_appraisal": _("开始考核评分"),
    "supervision.compute_appraisal": _("重新计算考核"),
    "supervision.score_departments": _("考核评分"),
    "supervision.publish_appraisal": _("公布考核结果"),
    "supervision.close_appraisal": _("结束考核"),
    "supervision.appeal_result": _("考核申诉"),
    "supervision.answer_appeal": _("答复考核申诉"),
    "supervision.record_use": _("登记考核结果运用"),
}
