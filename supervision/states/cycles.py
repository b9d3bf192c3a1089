"""年度: its phases in the order of the regulation, and the states of a year."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CycleState(models.TextChoices):
    PLANNED = "planned", _("筹备中")
    OPEN = "running", _("进行中")
    CLOSED = "closed", _("已结束")


class CycleVerb(models.TextChoices):
    OPEN = "open", _("启动")
    CLOSE = "close", _("结束")


CYCLE_MOVES: dict[tuple[str, str], str] = {
    (CycleState.PLANNED, CycleVerb.OPEN): CycleState.OPEN,
    (CycleState.OPEN, CycleVerb.CLOSE): CycleState.CLOSED,
}


class PhaseKind(models.TextChoices):
    """The steps of a year, in the order of part 二(一)–(五) and 第三阶段 of the regulation."""

    MOBILIZE = "mobilize", _("动员部署")
    CLEAR = "clear", _("理清权力")
    FIND = "find", _("查找风险")
    MEASURE = "measure", _("制定措施")
    APPROVE = "approve", _("审定一览表")
    SELF_CHECK = "self_check", _("自查评估")
    SPOT_CHECK = "spot_check", _("重点抽查")
    RECTIFY = "rectify", _("整改")
    APPRAISE = "appraise", _("考核")


class Place(models.TextChoices):
    """Where a department stands in a phase."""

    NOT_CONCERNED = "not_concerned", _("不涉及")
    AHEAD = "ahead", _("未开始")
    UNDER_WAY = "under_way", _("进行中")
    LATE = "late", _("已逾期")
    DONE = "done", _("已完成")


class LessonKind(models.TextChoices):
    """动员部署 and 廉政教育 (part 二(一), 二(四))."""

    MOBILIZATION = "mobilization", _("动员部署会")
    STUDY = "study", _("专题学习会")
    TRAINING = "training", _("业务培训")
    EDUCATION = "education", _("廉政教育")


VERBS = {
    "supervision.plan_cycle": _("筹备年度工作"),
    "supervision.change_cycle": _("修改年度方案"),
    "supervision.name_posts": _("指定各部门负责人"),
    "supervision.open_cycle": _("启动年度工作"),
    "supervision.open_editions": _("开新版清单"),
    "supervision.close_cycle": _("结束年度工作"),
    "supervision.move_phase": _("调整阶段时间"),
    "supervision.ask_print": _("打印监督材料"),
    "supervision.ask_overview_print": _("打印总览"),
    "supervision.urge": _("催办"),
    "supervision.record_lesson": _("登记学习教育"),
    "supervision.change_lesson": _("修改学习教育"),
    "supervision.note_attendance": _("登记到会"),
}
