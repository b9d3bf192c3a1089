"""Enums of powers, their legal bases, their flow charts and the hospital's regulations, and what may follow what."""

from typing import Any

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


REVIEW_DAYS = 20
"""Working days from a change of a basis or a regulation until the departments have looked at what rests on it."""


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


class RegulationState(models.TextChoices):
    """A version of a regulation: only one is in force; earlier ones stay readable for ever."""

    DRAFT = "draft", _("草稿")
    IN_FORCE = "in_force", _("施行中")
    SUPERSEDED = "superseded", _("已被替代")
    REPEALED = "repealed", _("已废止")
    DROPPED = "dropped", _("已作废")

    @classmethod
    def living(cls) -> list[str]:
        """States in which a version still counts: what is due for it is still to be done."""
        return [cls.DRAFT, cls.IN_FORCE]


KEPT = ("edition", "effective_on")
"""What a regulation says of its version in force."""


class RegulationEvent(models.TextChoices):
    ENACT = "enact", _("施行")
    DROP = "drop", _("作废草稿")
    SUPERSEDE = "supersede", _("被新版替代")
    REPEAL = "repeal", _("废止")


REGULATION_MOVES: dict[tuple[str, str], str] = {
    (RegulationState.DRAFT, RegulationEvent.ENACT): RegulationState.IN_FORCE,
    (RegulationState.DRAFT, RegulationEvent.DROP): RegulationState.DROPPED,
    (RegulationState.IN_FORCE, RegulationEvent.SUPERSEDE): RegulationState.SUPERSEDED,
    (RegulationState.IN_FORCE, RegulationEvent.REPEAL): RegulationState.REPEALED,
}


class ReviewItem(models.TextChoices):
    """制度廉洁性评估 asks these, in this order (part 二(三): 谁制定、谁负责，谁起草、谁评估)."""

    DISCRETION = "discretion", _("自由裁量")
    LIMITS = "limits", _("时限和标准")
    TRANSPARENCY = "transparency", _("公开透明")
    CONFLICT = "conflict", _("利益冲突")
    SANCTIONS = "sanctions", _("责任追究")


QUESTIONS: dict[str, Any] = {
    ReviewItem.DISCRETION: _("裁量的情形、幅度和批准人是否写明，决定、执行、监督是否分开？"),
    ReviewItem.LIMITS: _("每个环节的时限、标准和质量要求是否明确？"),
    ReviewItem.TRANSPARENCY: _("依据、流程和结果向谁公开、怎样公开、何时公开是否写明？"),
    ReviewItem.CONFLICT: _("是否规定经办人的回避和利益申报，有没有部门或个人从中得利的条款？"),
    ReviewItem.SANCTIONS: _("违反规定由谁追究、怎样追究，有没有只写义务不写责任的条款？"),
}
"""The question behind each item of the checklist."""


class Answer(models.TextChoices):
    FITS = "fits", _("符合")
    AT_RISK = "at_risk", _("有风险")
    NOT_APPLICABLE = "not_applicable", _("不适用")


class ReviewState(models.TextChoices):
    """制度廉洁性评估 of one version."""

    DRAFT = "draft", _("评估中")
    SUBMITTED = "submitted", _("待监督意见")
    RETURNED = "returned", _("已退回")
    COMPLETED = "completed", _("已完成")


class ReviewEvent(models.TextChoices):
    SUBMIT = "submit", _("提交评估")
    NO_OBJECTION = "no_objection", _("无不同意见")
    RETURN = "return", _("退回修改")
    REOPEN = "reopen", _("重新评估")


REVIEW_MOVES: dict[tuple[str, str], str] = {
    (ReviewState.DRAFT, ReviewEvent.SUBMIT): ReviewState.SUBMITTED,
    (ReviewState.RETURNED, ReviewEvent.SUBMIT): ReviewState.SUBMITTED,
    (ReviewState.SUBMITTED, ReviewEvent.NO_OBJECTION): ReviewState.COMPLETED,
    (ReviewState.SUBMITTED, ReviewEvent.RETURN): ReviewState.RETURNED,
    (ReviewState.COMPLETED, ReviewEvent.REOPEN): ReviewState.DRAFT,
}
REVIEW_OPINIONS = (ReviewEvent.NO_OBJECTION, ReviewEvent.RETURN)
"""What the discipline office may say: it supervises and never co-decides."""


class DueCause(models.TextChoices):
    """What happened to a basis or a regulation that opens the review of what rests on it."""

    BASIS_REPEALED = "basis_repealed", _("依据已废止")
    BASIS_CHANGED = "basis_changed", _("依据有改动")
    REGULATION_REPEALED = "regulation_repealed", _("制度已废止")
    REGULATION_REPLACED = "regulation_replaced", _("制度有新版")


class DueState(models.TextChoices):
    OPEN = "open", _("待复核")
    KEPT = "kept", _("无需调整")
    ADJUSTED = "adjusted", _("已随新版调整")


class DueEvent(models.TextChoices):
    CONFIRM = "confirm", _("确认无需调整")
    ADJUST = "adjust", _("新版生效")


DUE_MOVES: dict[tuple[str, str], str] = {
    (DueState.OPEN, DueEvent.CONFIRM): DueState.KEPT,
    (DueState.OPEN, DueEvent.ADJUST): DueState.ADJUSTED,
}


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
    "powers.repeal_regulation": _("废止制度"),
    "powers.draft_version": _("起草制度版本"),
    "powers.change_version": _("修改制度草稿"),
    "powers.keep_text": _("上传制度正文"),
    "powers.drop_version": _("作废制度草稿"),
    "powers.enact_version": _("施行制度版本"),
    "powers.open_review": _("开始制度廉洁性评估"),
    "powers.answer_review": _("填写制度廉洁性评估"),
    "powers.submit_review": _("提交制度廉洁性评估"),
    "powers.give_opinion": _("对制度廉洁性评估提出监督意见"),
    "powers.reopen_review": _("重新评估制度廉洁性"),
    "powers.add_correction": _("登记制度修改事项"),
    "powers.finish_correction": _("完成制度修改事项"),
    "powers.open_dues": _("发起职权和一览表复核"),
    "powers.confirm_due": _("复核后确认无需调整"),
    "powers.adjust_dues": _("新版生效后了结复核"),
    "powers.load_library": _("导入依据和制度"),
}
"""What each verb of the audit trail is called."""
