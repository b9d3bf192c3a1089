"""Enums of powers, their legal bases and their flow charts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PowerCategory(models.TextChoices):
    """Families of hospital powers (domain.md 3.1); the value is the code's prefix."""

    DECISION = "JC", _("决策权")
    PERSONNEL = "RS", _("人事管理权")
    FINANCE = "CW", _("财务（资金）管理权")
    DRUGS = "YP", _("药品采购权")
    EQUIPMENT = "SB", _("设备物资耗材采购权")
    CONSTRUCTION = "JJ", _("基建工程管理权")
    ASSETS = "ZC", _("资产（后勤）管理权")
    MEDICAL = "YL", _("医疗服务权")
    RESEARCH = "KJ", _("科研教学权")
    INFORMATION = "XX", _("信息数据权")
    SUPERVISION = "JD", _("监督权")


class PowerNature(models.TextChoices):
    EXTERNAL = "external", _("对外服务")
    INTERNAL = "internal", _("内部管理")


class DisclosureScope(models.TextChoices):
    """公开范围, from the widest to none."""

    SOCIETY = "society", _("社会")
    HOSPITAL = "hospital", _("全院")
    PARTY_MEMBERS = "party_members", _("院内党员")
    RELATED = "related", _("院内相关科室")
    DEPARTMENT = "department", _("科室内")
    CLIENT = "client", _("服务对象")
    NONE = "none", _("不公开")


class Vetting(models.TextChoices):
    """清理规范: what becomes of a power when the department sorts its powers (part 二(二))."""

    KEEP = "keep", _("保留")
    JUSTIFY = "justify", _("说明理由后保留")
    ABOLISH = "abolish", _("拟取消")
    MERGE = "merge", _("拟合并")


class BasisStatus(models.TextChoices):
    VALID = "valid", _("有效")
    REPEALED = "repealed", _("已废止")
    UNCHECKED = "unchecked", _("待核")


class MaterialForm(models.TextChoices):
    ORIGINAL = "original", _("原件")
    COPY = "copy", _("复印件")
    ORIGINAL_SEEN = "original_seen", _("原件核验")
    BOTH = "both", _("原件及复印件")


class FlowKind(models.TextChoices):
    INTERNAL = "internal", _("内部")
    EXTERNAL = "external", _("外部")


class StepFunction(models.TextChoices):
    DECISION = "decision", _("决策")
    EXECUTION = "execution", _("执行")
    SUPERVISION = "supervision", _("监督")


class StepFocus(models.TextChoices):
    """重点环节: where corruption comes easily (part 二(三))."""

    DECISION = "decision", _("决策")
    APPROVAL = "approval", _("审批")
    CHARGE = "charge", _("收费")
    NONE = "none", _("无")


class LimitUnit(models.TextChoices):
    WORKDAY = "workday", _("工作日")
    DAY = "day", _("自然日")
    HOUR = "hour", _("小时")


class RegulationKind(models.TextChoices):
    DEMOCRATIC_DECISION = "democratic_decision", _("民主决策")
    POST_DUTIES = "post_duties", _("岗位职责")
    PROCEDURE = "procedure", _("程序控制")
    CADRES = "cadres", _("干部管理")
    OFFICIAL_SPENDING = "official_spending", _("公务消费")


VERBS = {
    "powers.open_list": _("新开职权目录"),
    "powers.file_power": _("登记职权"),
    "powers.file_powers": _("批量登记职权"),
    "powers.change_power": _("修改职权"),
    "powers.remove_power": _("删除职权"),
    "powers.save_flow": _("保存流程图"),
    "powers.add_basis": _("登记依据"),
    "powers.change_basis": _("修改依据"),
    "powers.add_regulation": _("登记制度"),
    "powers.change_regulation": _("修改制度"),
    "powers.load_library": _("导入依据和制度"),
}
"""What each verb of the audit trail is called."""
