"""Enums of disclosure, and the tables of what may follow what."""

from typing import Any

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


class DueStanding(models.TextChoices):
    """Where one occasion of disclosing stands; never kept, always counted from its days."""

    OPEN = "open", _("待公开")
    SOON = "due_soon", _("即将到期")
    OVERDUE = "overdue", _("已逾期")
    MET = "met", _("按期公开")
    LATE = "late", _("逾期公开")
    WAIVED = "waived", _("不需公开")

    @classmethod
    def waiting(cls) -> list[str]:
        """Standings in which something is still to be published."""
        return [cls.OPEN, cls.SOON, cls.OVERDUE]


SOON_DAYS = 5
"""Calendar days before its last day from which a due disclosure counts as 即将到期."""


class ItemStanding(models.TextChoices):
    """Where an item of the catalogue stands: the worst of its due disclosures, in their words (`DueStanding`)."""

    OVERDUE = "overdue", _("已逾期")
    SOON = "due_soon", _("即将到期")
    DUE = "open", _("待公开")
    NEVER = "never", _("尚未公开")
    """Due by period, nothing of it ever published, and its first period has not ended yet."""
    NORMAL = "normal", _("正常")
    RETIRED = "retired", _("已停用")


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
    (DraftState.SCHEDULED, DraftEvent.DROP): DraftState.DROPPED,
    (DraftState.DRAFT, DraftEvent.DROP): DraftState.DROPPED,
    (DraftState.RETURNED, DraftEvent.DROP): DraftState.DROPPED,
}


DRAFT_KIND = "publication"
"""What approvals call a draft in a submission (`registry.things`)."""
REWORK_DAYS = 5
"""Working days after which a draft that was returned, or that nobody submitted, should go up."""


class PersonalData(models.TextChoices):
    """What the finder points out before something becomes public."""

    IDENTITY = "identity", _("身份证号")
    PHONE = "phone", _("电话号码")
    BANK_CARD = "bank_card", _("银行卡号")
    RECORD = "record", _("病案、住院或门诊号")
    BED = "bed", _("床号")
    PASSPORT = "passport", _("护照或通行证号")
    PLATE = "plate", _("车牌号")
    EMAIL = "email", _("电子邮箱")
    HOME = "home", _("住址")
    NAME = "name", _("姓名")
    BIRTH = "birth", _("出生日期")
    TRACES = "traces", _("批注或修订痕迹")
    UNREADABLE = "unreadable", _("不能自动查看，须人工查看")


class Settlement(models.TextChoices):
    """What the secrecy reviewer says of a found piece."""

    MASK = "mask", _("应遮盖，退回修改")
    OPEN = "open", _("依法可以公开")
    NONE = "none", _("已查看，不涉及个人信息")


class SecrecyPoint(models.TextChoices):
    """Points of 保密审查: what is not disclosed by 《医疗卫生机构信息公开管理办法》 (国卫办发〔2021〕43号) — 国家秘密、工作秘密、
    商业秘密、个人隐私和个人信息, what endangers security and order, and exaggerated advertising (待核)."""

    STATE_SECRET = "state_secret", _("国家秘密")
    WORK_SECRET = "work_secret", _("工作秘密")
    TRADE_SECRET = "trade_secret", _("商业秘密")
    PERSONAL = "personal", _("个人隐私和个人信息")
    SECURITY = "security", _("公共安全和社会秩序")
    ADVERTISING = "advertising", _("夸大宣传")


SECRECY_QUESTIONS: dict[str, Any] = {
    SecrecyPoint.STATE_SECRET: _("不含标有密级或依法应定密的内容。"),
    SecrecyPoint.WORK_SECRET: _("不含公开后影响履职的内部讨论、过程稿、检查方案。"),
    SecrecyPoint.TRADE_SECRET: _("不含供应商的技术诀窍、未公开报价、合同约定保密的内容。"),
    SecrecyPoint.PERSONAL: _("不含患者、职工和其他个人的身份、联系、健康信息，正文和附件都看过。"),
    SecrecyPoint.SECURITY: _("不危及公共安全、网络安全和医疗秩序（危化品、安防点位、系统口令等）。"),
    SecrecyPoint.ADVERTISING: _("没有夸大疗效、排名、承诺效果等广告性的话。"),
}
"""What is asserted by ticking a point."""


class SuggestionKind(models.TextChoices):
    QUESTION = "question", _("咨询")
    SUGGESTION = "suggestion", _("意见建议")
    PRAISE = "praise", _("表扬")


class HandlingState(models.TextChoices):
    """What has become of what somebody wrote in."""

    RECEIVED = "received", _("待受理")
    ASSIGNED = "assigned", _("办理中")
    DRAFTED = "drafted", _("待审定答复")
    CLEARING = "clearing", _("待保密审查")
    ANSWERED = "answered", _("已答复")
    CORRECTING = "correcting", _("更正待保密审查")
    REFUSED = "refused", _("不予受理")

    @classmethod
    def open(cls) -> list[str]:
        """Still to be answered: a correction keeps nobody waiting, so the clock has stopped."""
        return [cls.RECEIVED, cls.ASSIGNED, cls.DRAFTED, cls.CLEARING]

    @classmethod
    def before_secrecy(cls) -> list[str]:
        """With 保密审查."""
        return [cls.CLEARING, cls.CORRECTING]


class HandlingEvent(models.TextChoices):
    ASSIGN = "assign", _("转办")
    DRAFT = "draft", _("提交答复稿")
    RETURN = "return", _("退回重写")
    ANSWER = "answer", _("审定答复")
    SETTLE = "settle", _("审定公开答复")
    CLEAR = "clear", _("保密审查通过")
    HOLD = "hold", _("退回或撤回公开答复")
    CORRECT = "correct", _("更正答复")
    RESETTLE = "resettle", _("审定公开更正")
    REFUSE = "refuse", _("不予受理")


HANDLING_MOVES: dict[tuple[str, str], str] = {
    (HandlingState.RECEIVED, HandlingEvent.ASSIGN): HandlingState.ASSIGNED,
    (HandlingState.RECEIVED, HandlingEvent.ANSWER): HandlingState.ANSWERED,
    (HandlingState.RECEIVED, HandlingEvent.REFUSE): HandlingState.REFUSED,
    (HandlingState.RECEIVED, HandlingEvent.SETTLE): HandlingState.CLEARING,
    (HandlingState.ASSIGNED, HandlingEvent.ASSIGN): HandlingState.ASSIGNED,
    (HandlingState.ASSIGNED, HandlingEvent.DRAFT): HandlingState.DRAFTED,
    (HandlingState.ASSIGNED, HandlingEvent.ANSWER): HandlingState.ANSWERED,
    (HandlingState.ASSIGNED, HandlingEvent.REFUSE): HandlingState.REFUSED,
    (HandlingState.ASSIGNED, HandlingEvent.SETTLE): HandlingState.CLEARING,
    (HandlingState.DRAFTED, HandlingEvent.RETURN): HandlingState.ASSIGNED,
    (HandlingState.DRAFTED, HandlingEvent.ANSWER): HandlingState.ANSWERED,
    (HandlingState.DRAFTED, HandlingEvent.REFUSE): HandlingState.REFUSED,
    (HandlingState.DRAFTED, HandlingEvent.SETTLE): HandlingState.CLEARING,
    (HandlingState.CLEARING, HandlingEvent.CLEAR): HandlingState.ANSWERED,
    (HandlingState.CLEARING, HandlingEvent.HOLD): HandlingState.DRAFTED,
    (HandlingState.CLEARING, HandlingEvent.REFUSE): HandlingState.REFUSED,
    (HandlingState.ANSWERED, HandlingEvent.CORRECT): HandlingState.ANSWERED,
    (HandlingState.ANSWERED, HandlingEvent.RESETTLE): HandlingState.CORRECTING,
    (HandlingState.CORRECTING, HandlingEvent.CLEAR): HandlingState.ANSWERED,
    (HandlingState.CORRECTING, HandlingEvent.HOLD): HandlingState.ANSWERED,
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
    "disclosure.add_draft": _("起草公开稿"),
    "disclosure.change_draft": _("修改公开稿"),
    "disclosure.attach_to_draft": _("上传公开稿附件"),
    "disclosure.detach_from_draft": _("移除公开稿附件"),
    "disclosure.submit_draft": _("公开稿报审"),
    "disclosure.take_back_draft": _("撤回公开稿"),
    "disclosure.return_draft": _("退回公开稿"),
    "disclosure.pass_draft": _("公开稿审核通过"),
    "disclosure.hold_draft": _("撤销待发布的公开稿"),
    "disclosure.drop_draft": _("作废公开稿"),
    "disclosure.check_secrecy": _("填写保密审查表"),
    "disclosure.chain_prints": _("登记纸质件校验码"),
    "disclosure.add_item": _("登记公开事项目录"),
    "disclosure.change_item": _("修改公开事项目录"),
    "disclosure.retire_item": _("停用公开事项目录"),
    "disclosure.restore_item": _("恢复公开事项目录"),
    "disclosure.adopt_catalogue": _("采用标准公开目录"),
    "disclosure.add_due": _("登记待公开"),
    "disclosure.open_dues": _("生成到期待公开"),
    "disclosure.waive_due": _("注明不需公开"),
    "disclosure.assign_suggestion": _("转办意见建议"),
    "disclosure.draft_answer": _("提交答复稿"),
    "disclosure.return_answer": _("退回答复稿"),
    "disclosure.answer_suggestion": _("答复意见建议"),
    "disclosure.settle_answer": _("审定公开答复"),
    "disclosure.clear_answer": _("答复通过保密审查并公开"),
    "disclosure.hold_answer": _("退回或撤回公开答复"),
    "disclosure.correct_answer": _("更正答复"),
    "disclosure.settle_correction": _("审定公开更正"),
    "disclosure.refuse_suggestion": _("不予受理意见建议"),
    "disclosure.treat_as_report": _("按举报处理并删除原文"),
    "disclosure.propose_point": _("由意见建议提出风险点"),
    "disclosure.make_finding": _("由意见建议登记问题"),
    "disclosure.export_suggestions": _("导出意见建议原文"),
    "disclosure.purge_suggestions": _("到期删除意见建议原文和评议原因"),
    "disclosure.add_batch": _("生成评议码"),
    "disclosure.print_batch": _("打印评议码"),
    "disclosure.close_batch": _("停用评议码"),
    "disclosure.change_open_settings": _("修改公开设置"),
    "disclosure.tell_head": _("告知公开链链尾"),
    "disclosure.export_site": _("导出公开网站"),
}
"""What each verb of the audit trail is called."""
