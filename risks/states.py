"""Enums of risk points and proposals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RiskType(models.TextChoices):
    """The four types of part 二(三)."""

    POST_DUTY = "post_duty", _("岗位职责")
    PROCESS = "process", _("业务流程")
    INSTITUTION = "institution", _("制度机制")
    ENVIRONMENT = "environment", _("外部环境")


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
