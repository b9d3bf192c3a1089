"""Enums of disclosure, and the tables of what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationState(models.TextChoices):
    PUBLISHED = "published", _("公开中")
    REPLACED = "replaced", _("已更新")
    WITHDRAWN = "withdrawn", _("已撤下")


class Face(models.TextChoices):
    """Before whom a publication stands; each has a chain of its own."""

    OPEN = "open", _("社会公开")
    INSIDE = "inside", _("院内公开")


class PublicationKind(models.TextChoices):
    """What a link of the chain is."""

    POWER = "power", _("职权")
    ITEM = "item", _("公开事项")
    ANSWER = "answer", _("答复")
    WITHDRAWAL = "withdrawal", _("撤下")
    PRINTS = "prints", _("纸质件")

    @classmethod
    def of_content(cls) -> list[str]:
        """Kinds that are read; the others tell of them."""
        return [cls.POWER, cls.ITEM, cls.ANSWER]


class FileKind(models.TextChoices):
    ATTACHMENT = "attachment", _("附件")
    PRINT = "print", _("纸质件")


class SecrecyVerdict(models.TextChoices):
    CLEAR = "clear", _("可以公开")
    HOLD = "hold", _("不宜公开")


class Topic(models.TextChoices):
    """栏目: the five matters the regulation stresses (第二阶段（一）), then what patients look for."""

    PERSONNEL = "personnel", _("人事任免")
    BUDGET = "budget", _("经费预决算")
    SPENDING = "spending", _("财务报销")
    ASSETS = "assets", _("资产管理")
    INTEGRITY = "integrity", _("廉政建设")
    POWERS = "powers", _("职权运行")
    PROCUREMENT = "procurement", _("采购招标")
    WORKS = "works", _("工程建设")
    PRICES = "prices", _("收费价格")
    SERVICES = "services", _("就医服务")
    DONATIONS = "donations", _("捐赠资助")
    ANSWERS = "answers", _("答复群众")


class Aspect(models.TextChoices):
    """公开办事流程、权力依据和办事结果 (第二阶段（一）)."""

    FLOW = "flow", _("办事流程")
    BASIS = "basis", _("权力依据")
    RESULT = "result", _("办事结果")
    OTHER = "other", _("其他")


class Period(models.TextChoices):
    """How often an item is due; `EVENT` is due when something arises or changes."""

    EVENT = "event", _("形成或变更后")
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")
    HALF = "half", _("每半年")
    YEAR = "year", _("每年")


class ItemSource(models.TextChoices):
    """What the system can write of an item itself."""

    NONE = "", _("人工填写")
    POWERS = "powers", _("职权目录生效时自动公开")
    RECTIFICATIONS = "rectifications", _("整改结果")
    APPRAISALS = "appraisals", _("考核结果摘要")
    TABLES = "tables", _("防控一览表摘要")
    SUGGESTIONS = "suggestions", _("意见建议和评议统计")


class DraftState(models.TextChoices):
    """公开稿 on its way."""

    DRAFT = "draft", _("草稿")
    IN_REVIEW = "in_review", _("审核中")
    RETURNED = "returned", _("已退回")
    SCHEDULED = "scheduled", _("待发布")
    PUBLISHED = "published", _("已公开")
    DROPPED = "dropped", _("已作废")

    @classmethod
    def editable(cls) -> list[str]:
        return [cls.DRAFT, cls.RETURNED]


class DraftEvent(models.TextChoices):
    SUBMIT = "submit", _("报审")
    RETURN = "return", _("退回")
    WITHDRAW = "withdraw", _("撤回")
    PASS = "pass", _("通过")
    PUBLISH = "publish", _("发布")
    DROP = "drop", _("作废")


DRAFT_MOVES: dict[tuple[str, str], str] = {
    (DraftState.DRAFT, DraftEvent.SUBMIT): DraftState.IN_REVIEW,
    (DraftState.RETURNED, DraftEvent.SUBMIT): DraftState.IN_REVIEW,
    (DraftState.IN_REVIEW, DraftEvent.RETURN): DraftState.RETURNED,
    (DraftState.IN_REVIEW, DraftEvent.WITHDRAW): DraftState.DRAFT,
    (DraftState.IN_REVIEW, DraftEvent.PASS): DraftState.SCHEDULED,
    (DraftState.SCHEDULED, DraftEvent.PUBLISH): DraftState.PUBLISHED,
    (DraftState.SCHEDULED, DraftEvent.RETURN): DraftState.RETURNED,
    (DraftState.DRAFT, DraftEvent.DROP): DraftState.DROPPED,
    (DraftState.RETURNED, DraftEvent.DROP): DraftState.DROPPED,
}


class SuggestionKind(models.TextChoices):
    QUESTION = "question", _("咨询")
    SUGGESTION = "suggestion", _("意见建议")
    PRAISE = "praise", _("表扬")


class HandlingState(models.TextChoices):
    """What has become of what somebody wrote in."""

    RECEIVED = "received", _("待受理")
    ASSIGNED = "assigned", _("办理中")
    DRAFTED = "drafted", _("待审定答复")
    ANSWERED = "answered", _("已答复")
    REFUSED = "refused", _("不予受理")

    @classmethod
    def open(cls) -> list[str]:
        return [cls.RECEIVED, cls.ASSIGNED, cls.DRAFTED]


class HandlingEvent(models.TextChoices):
    ASSIGN = "assign", _("转办")
    DRAFT = "draft", _("提交答复稿")
    RETURN = "return", _("退回重写")
    ANSWER = "answer", _("审定答复")
    REFUSE = "refuse", _("不予受理")


HANDLING_MOVES: dict[tuple[str, str], str] = {
    (HandlingState.RECEIVED, HandlingEvent.ASSIGN): HandlingState.ASSIGNED,
    (HandlingState.RECEIVED, HandlingEvent.ANSWER): HandlingState.ANSWERED,
    (HandlingState.RECEIVED, HandlingEvent.REFUSE): HandlingState.REFUSED,
    (HandlingState.ASSIGNED, HandlingEvent.ASSIGN): HandlingState.ASSIGNED,
    (HandlingState.ASSIGNED, HandlingEvent.DRAFT): HandlingState.DRAFTED,
    (HandlingState.ASSIGNED, HandlingEvent.ANSWER): HandlingState.ANSWERED,
    (HandlingState.ASSIGNED, HandlingEvent.REFUSE): HandlingState.REFUSED,
    (HandlingState.DRAFTED, HandlingEvent.RETURN): HandlingState.ASSIGNED,
    (HandlingState.DRAFTED, HandlingEvent.ANSWER): HandlingState.ANSWERED,
}


class Level(models.TextChoices):
    """评议."""

    GOOD = "good", _("满意")
    FAIR = "fair", _("基本满意")
    POOR = "poor", _("不满意")


VERBS = {
    "disclosure.settle_scope": _("确定公开属性"),
    "disclosure.give_secrecy_opinion": _("出具保密审查意见"),
    "disclosure.follow_frozen": _("报审后内容已改的职权待重新审查"),
    "disclosure.publish_powers": _("公布职权"),
    "disclosure.publish": _("发布公开事项"),
    "disclosure.withdraw": _("撤下公开事项"),
    "disclosure.chain_prints": _("登记纸质件哈希"),
    "disclosure.tell_head": _("告知公开链链尾"),
    "disclosure.export_site": _("导出公开网站"),
}
"""What each verb of the audit trail is called."""
