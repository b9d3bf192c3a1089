"""Enums of risk points and proposals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RiskType(models.TextChoices):
    """The four types of part 二(三)."""

    POST_DUTY = "post_duty", _("岗位职责")
    PROCESS = "process", _("业务流程")
    INSTITUTION = "institution", _("制度机制")
    ENVIRONMENT = "environment", _("外部环境")


TYPE_HELP: dict[str, object] = {
    RiskType.POST_DUTY: _("由于工作岗位的特殊性，可能造成在岗人员不履行或不正确履行职责的因素。"),
    RiskType.PROCESS: _("由于工作程序和个人自由裁量空间过大，可能造成权力失控和行为失控的因素。"),
    RiskType.INSTITUTION: _("由于缺乏工作制度的明确规定及工作时限、标准、质量等，可能导致腐败行为的因素。"),
    RiskType.ENVIRONMENT: _("对岗位的干扰、生活圈和社交圈对个人的不利影响等因素。"),
}
"""What to look for under each type, in the words of part 二(三)."""


class Finder(models.TextChoices):
    """The four ways of finding of part 二(三)."""

    SELF = "self", _("自己找")
    LEADER = "leader", _("领导提")
    COLLEAGUES = "colleagues", _("群众帮")
    COLLECTIVE = "collective", _("集体定")


class Grade(models.TextChoices):
    HIGH = "high", _("高")
    MEDIUM = "medium", _("中")
    LOW = "low", _("低")
    PENDING = "pending", _("待定")


GRADE_RANK: dict[str, int] = {Grade.PENDING: 0, Grade.LOW: 1, Grade.MEDIUM: 2, Grade.HIGH: 3}


class Fate(models.TextChoices):
    """What became of a row of a list since the year began."""

    ADDED = "added", _("新增")
    REMOVED = "removed", _("取消")
    RAISED = "raised", _("等级调高")
    LOWERED = "lowered", _("等级调低")


class Importance(models.IntegerChoices):
    """How much the power weighs; the words anchor the score."""

    MINOR = 1, _("1 分：办事性工作，不涉及人、财、物的处置")
    SMALL = 2, _("2 分：涉及小额经费或一般服务对象的利益")
    MODERATE = 3, _("3 分：涉及科室经费、绩效或患者的直接利益")
    GREAT = 4, _("4 分：涉及全院性的人、财、物配置，或数额较大")
    MAJOR = 5, _("5 分：属“三重一大”或决定重大利益归属")


class Frequency(models.IntegerChoices):
    """How often the power is used."""

    RARE = 1, _("1 分：一年一次或更少")
    YEARLY = 2, _("2 分：一年数次")
    MONTHLY = 3, _("3 分：每月都有")
    WEEKLY = 4, _("4 分：每周都有")
    DAILY = 5, _("5 分：每天都有")


class Probability(models.IntegerChoices):
    """How likely it is to be abused as things stand."""

    REMOTE = 1, _("1 分：全程留痕、多人制约，本行业未见案例")
    UNLIKELY = 2, _("2 分：有制约，个别环节靠自觉")
    POSSIBLE = 3, _("3 分：自由裁量空间较大，同行业发生过")
    LIKELY = 4, _("4 分：制约薄弱，本院有过投诉或苗头")
    VERY_LIKELY = 5, _("5 分：一人可以办成，本院发生过")


FACTORS: dict[str, type[models.IntegerChoices]] = {
    "importance": Importance,
    "frequency": Frequency,
    "probability": Probability,
}
"""The three scored factors of a point; the fourth, the number of points, counts towards the post's grade."""


MAIN_LEADER, OVERSEER, HEAD = "主要领导", "分管领导", "科室负责人"
"""Who answers for a grade, as the grading rule names them: data, in which the hospital may also name posts."""


class OpinionSource(models.TextChoices):
    """Whose view a single opinion is."""

    SELF = "self", _("本人")
    LEADER = "leader", _("领导")
    COLLEAGUES = "colleagues", _("群众")
    WORKBOOK = "workbook", _("工作簿导入")


class GradeBasis(models.TextChoices):
    """How a point's settled grade came to be."""

    COMPUTED = "computed", _("按规则计算")
    ENTERED = "entered", _("直接认定")
    RAISED = "raised", _("调高")
    LOWERED = "lowered", _("调低")


class ProposalState(models.TextChoices):
    OPEN = "open", _("待处理")
    ADOPTED = "adopted", _("已采纳")
    DECLINED = "declined", _("未采纳")


PROPOSAL_MOVES: dict[tuple[str, str], str] = {
    (ProposalState.OPEN, "adopt"): ProposalState.ADOPTED,
    (ProposalState.OPEN, "decline"): ProposalState.DECLINED,
}

VERBS = {
    "risks.open_register": _("新开风险清单"),
    "risks.follow_power_list": _("改依新的职权目录"),
    "risks.follow_after_force": _("随职权目录生效改依"),
    "risks.file_point": _("登记风险点"),
    "risks.file_points": _("批量登记风险点"),
    "risks.change_point": _("修改风险点"),
    "risks.remove_point": _("删除风险点"),
    "risks.give_opinion": _("给出等级意见"),
    "risks.withdraw_opinion": _("撤回等级意见"),
    "risks.hold_review": _("集体评定"),
    "risks.ask_hearing": _("提请听取意见"),
    "risks.hear": _("听取纪检意见"),
    "risks.make_rule": _("调整评级规则"),
    "risks.propose": _("提出风险点建议"),
    "risks.adopt": _("采纳建议"),
    "risks.decline": _("不采纳建议"),
    "risks.reveal_proposer": _("查看隐名建议人"),
}
"""What each verb of the audit trail is called."""
