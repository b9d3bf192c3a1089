"""自查: the four contents the regulation names, answers, and what may follow what for a department's and the hospital's report."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Content(models.TextChoices):
    """The four contents of a self-check, in the words and order of part 二(五)1."""

    POINTS = "points", _("风险点查找情况")
    MEASURES = "measures", _("防控措施制定情况")
    CARRIED_OUT = "carried_out", _("防控措施落实情况")
    DAILY = "daily", _("日常检查情况")


SHIPPED_QUESTIONS: dict[str, tuple[str, ...]] = {
    Content.POINTS: (
        "全部岗位都按岗位职责、业务流程、制度机制、外部环境四类排查了风险点",
        "职权、流程、岗位或制度有变化的，已重新查找风险点",
        "风险等级经集体评定，高等级风险责任到人",
    ),
    Content.MEASURES: (
        "每个风险点都有针对性的防控措施，明确责任岗位和完成时限",
        "一览表经院党委审定，本部门人员知晓本岗位的风险点和措施",
        "制度机制类风险已建立健全相应制度",
    ),
    Content.DAILY: (
        "本部门定期开展日常检查并留有记录",
        "日常检查发现的问题已及时纠正或登记整改",
    ),
}
"""The standard items that a new system begins with; 防控措施落实情况 asks for every measure in force itself."""


class AnswerState(models.TextChoices):
    DONE = "done", _("已落实")
    PARTLY = "partly", _("部分落实")
    NOT_DONE = "not_done", _("未落实")
    NOT_DUE = "not_due", _("本期不涉及")

    @classmethod
    def faulty(cls) -> list[str]:
        """Answers from which a finding is raised on the spot."""
        return [cls.PARTLY, cls.NOT_DONE]


class SelfCheckState(models.TextChoices):
    DRAFT = "draft", _("填报中")
    SUBMITTED = "submitted", _("待接收")
    RETURNED = "returned", _("已退回")
    RECEIVED = "received", _("已接收")

    @classmethod
    def editable(cls) -> list[str]:
        """States in which the department still answers and writes."""
        return [cls.DRAFT, cls.RETURNED]


class SelfCheckVerb(models.TextChoices):
    SIGN = "sign", _("签署报送")
    RETURN = "return", _("退回修改")
    RECEIVE = "receive", _("接收")


RECEIVE_DAYS = 5
"""Working days from the signature of a report until the Party office, for the leadership's the discipline office, has received or returned it."""

SELF_CHECK_MOVES: dict[tuple[str, str], str] = {
    (SelfCheckState.DRAFT, SelfCheckVerb.SIGN): SelfCheckState.SUBMITTED,
    (SelfCheckState.RETURNED, SelfCheckVerb.SIGN): SelfCheckState.SUBMITTED,
    (SelfCheckState.SUBMITTED, SelfCheckVerb.RETURN): SelfCheckState.RETURNED,
    (SelfCheckState.SUBMITTED, SelfCheckVerb.RECEIVE): SelfCheckState.RECEIVED,
}


class ReportPart(models.TextChoices):
    """Sections of a department's summary report."""

    POINTS = "points", _("风险点查找情况")
    MEASURES = "measures", _("防控措施制定情况")
    CARRIED_OUT = "carried_out", _("防控措施落实情况")
    DAILY = "daily", _("日常检查情况")
    PROBLEMS = "problems", _("存在的问题和改进措施")
    NEXT = "next", _("下一步打算")


class HospitalPart(models.TextChoices):
    """Sections of the hospital's report; they begin with how the self-check went."""

    OVERVIEW = "overview", _("自查开展情况")
    POINTS = "points", _("风险点查找情况")
    MEASURES = "measures", _("防控措施制定情况")
    CARRIED_OUT = "carried_out", _("防控措施落实情况")
    DAILY = "daily", _("日常检查情况")
    PROBLEMS = "problems", _("存在的问题和改进措施")
    NEXT = "next", _("下一步打算")


class HospitalReportState(models.TextChoices):
    DRAFT = "draft", _("起草中")
    SENT = "sent", _("已报送")
    RECEIPTED = "receipted", _("已回执")


class HospitalReportVerb(models.TextChoices):
    SEND = "send", _("登记报送")
    RECEIPT = "receipt", _("登记回执")


HOSPITAL_REPORT_MOVES: dict[tuple[str, str], str] = {
    (HospitalReportState.DRAFT, HospitalReportVerb.SEND): HospitalReportState.SENT,
    (HospitalReportState.SENT, HospitalReportVerb.RECEIPT): HospitalReportState.RECEIPTED,
}


class DailyResult(models.TextChoices):
    NORMAL = "normal", _("正常")
    PROBLEM = "problem", _("发现问题")


VERBS = {
    "supervision.open_self_checks": _("启动部门自查"),
    "supervision.answer_self_check": _("填报自查"),
    "supervision.follow_measures": _("更新自查的措施"),
    "supervision.write_report": _("修改自查报告"),
    "supervision.rewrite_report": _("重新生成自查报告"),
    "supervision.sign_self_check": _("签署报送自查报告"),
    "supervision.receive_self_check": _("接收自查报告"),
    "supervision.return_self_check": _("退回自查报告"),
    "supervision.add_daily_check": _("登记日常检查"),
    "supervision.merge_reports": _("汇总自查总结报告"),
    "supervision.write_hospital_report": _("修改自查总结报告"),
    "supervision.rewrite_hospital_report": _("重新生成自查总结报告"),
    "supervision.send_hospital_report": _("报送自查总结报告"),
    "supervision.record_report_receipt": _("登记自查总结报告回执"),
}
