"""公开稿 in the demo: what was published, corrected, taken off, what waits at 保密审查 and what is being written."""

from dataclasses import dataclass
from typing import Any

from approvals import rules as approvals_rules
from approvals import services as approvals_services
from approvals.models import Submission
from approvals.states import StageCode, Verdict
from config.demo.people import People
from core import services as core_services
from core.rules import allows
from disclosure import services
from disclosure.models import DisclosureItem, Draft, Publication
from disclosure.services import drafts, publishing, secrecy
from disclosure.states import SecrecyPoint, Topic
from organization import queries
from organization.models import Department, Person
from organization.roles import Action


@dataclass(frozen=True)
class Text:
    """One text for an item of a topic; where the catalogue has no such item, one of this name is put into it."""

    topic: str
    item: str
    department: str
    title: str
    body: str
    scope: str = "society"


TEXTS = (
    Text(
        Topic.PROCUREMENT,
        "药品遴选规则和采购结果",
        "D11",
        "2026年第三季度药品配送企业遴选结果公告",
        "按照《药品采购供应管理制度》，经资格审查、专家评审和集体研究，遴选结果公布如下。\n\n"
        "| 包号 | 内容 | 入选企业数 | 服务期 |\n|---|---|---|---|\n| 1 | 普通药品配送 | 4 家 | 2 年 |\n| 2 | 冷链药品配送 | 2 家 | 2 年 |\n\n"
        "## 异议\n\n对结果有异议的，可在公告之日起 7 个工作日内以书面形式向采购管理部门提出。",
    ),
    Text(
        Topic.PROCUREMENT,
        "医用耗材准入规则和采购结果",
        "D11",
        "2026年10月低值医用耗材采购结果公告",
        "本次采购共 12 个品目，全部在省级平台挂网目录内采购。\n\n- 成交 11 个品目，较上期平均降价 6.3%\n- 流标 1 个品目，另行组织\n\n"
        "合同金额合计 186.40 万元。",
    ),
    Text(
        Topic.BUDGET,
        "年度预算",
        "D08",
        "2026年医院预算公开说明",
        "2026年收入预算 98,600 万元，支出预算 97,850 万元。\n\n| 项目 | 预算（万元） |\n|---|---|\n| 医疗收入 | 86,300 |\n"
        "| 财政补助收入 | 9,200 |\n| 科教收入 | 1,150 |\n| 其他收入 | 1,950 |\n\n“三公”经费预算 42 万元，与上年持平。",
    ),
    Text(
        Topic.PERSONNEL,
        "人事任免的职责权限和依据",
        "D08",
        "医院领导班子分工",
        "以下按岗位公开分工，调整后 20 个工作日内更新。\n\n- 党委书记：主持党委全面工作\n- 院长：主持行政全面工作\n"
        "- 纪委书记：负责纪检监察工作，不分管其他业务\n- 分管医疗的副院长：医务、护理、质控\n- 分管后勤的副院长：总务、基建、保卫",
    ),
    Text(
        Topic.PRICES,
        "医疗服务项目和收费价格",
        "D08",
        "常用医疗服务价格（2026年10月）",
        "| 项目 | 单位 | 价格（元） |\n|---|---|---|\n| 普通门诊诊查费 | 次 | 15 |\n| 主任医师门诊诊查费 | 次 | 30 |\n"
        "| 血常规 | 次 | 20 |\n| 胸部 CT 平扫 | 次 | 180 |\n\n价格以省医疗保障局公布的目录为准，完整目录可在门诊大厅自助机查询。",
    ),
    Text(
        Topic.INTEGRITY,
        "行风廉政建设情况",
        "D05",
        "2026年上半年行风廉政建设情况",
        "## 教育\n\n全院开展廉洁教育 6 次，重点岗位谈话实现全覆盖。\n\n## 监督\n\n开展专项检查 4 次，发现问题 17 个，已整改 15 个，其余按期推进。\n\n"
        "## 渠道\n\n举报可拨打 12388，或到院内举报信箱投递。",
    ),
    Text(
        Topic.PERSONNEL,
        "干部任前公示和任免结果",
        "D06",
        "2026年第三季度中层岗位任免结果（院内）",
        "经民主推荐、考察、党委研究和公示，本季度任职 3 个岗位、免职 2 个岗位，公示期间没有收到异议。",
        scope="hospital",
    ),
)
CORRECTED = "本次采购共 12 个品目，全部在省级平台挂网目录内采购。\n\n- 成交 11 个品目，较上期平均降价 6.3%\n- 流标 1 个品目，另行组织\n\n合同金额合计 168.40 万元。"
MISTYPED = "合同金额录入有误，186.40 万元更正为 168.40 万元"
WITHDRAWN = Text(
    Topic.PROCUREMENT,
    "采购结果",
    "D11",
    "设备维保服务采购结果公告",
    "成交 1 家，服务期 1 年，合同金额 36.00 万元。",
)
WITH_A_PHONE = Text(
    Topic.PROCUREMENT,
    "采购结果",
    "D11",
    "检验试剂采购意向公告",
    "拟采购检验试剂 38 种。有意向的供应商可联系采购经办人，手机 13800138000，截止时间为本月底。",
)
WRITTEN = Text(
    Topic.ASSETS,
    "资产出租、出借、处置结果",
    "D08",
    "2026年第四季度报废资产处置结果（起草中）",
    "本季度拟处置报废资产 46 件，评估和竞价结果待补。",
)


def begin(people: People) -> None:
    """What the hospital discloses first: its budget, who leads what, prices, the first half year of integrity work."""
    for text in TEXTS[2:6]:
        publish(people, text)


def in_november(people: People) -> None:
    """A purchase, what is open inside, one text corrected, one taken off, one waiting at 保密审查, one being written."""
    publish(people, TEXTS[0])
    publish(people, TEXTS[6])
    correct(people, publish(people, TEXTS[1]), body=CORRECTED, reason=MISTYPED)
    gone = publish(people, WITHDRAWN)
    services.withdraw(by=people["office"], publication=gone, reason="合同尚未签订，公告发布过早")
    _as_far_as(StageCode.SECRECY, _submit(people, write(people, WITH_A_PHONE)))
    write(people, WRITTEN)


def correct(people: People, wrong: Publication, *, body: str, reason: str) -> Publication:
    """The publication put right, through every stage again."""
    item = DisclosureItem.objects.select_related("department").get(publications=wrong)
    by = _author(people, item.department)
    draft = drafts.create(by=by, item=item, title=wrong.title, body=body, corrects=wrong, reason=reason)
    return _all_the_way(people, draft)


def publish(people: People, text: Text) -> Publication:
    """The text, reviewed at every stage and public."""
    return _all_the_way(people, write(people, text))


def write(people: People, text: Text) -> Draft:
    """A draft of the text by somebody of the department."""
    item = _item(text)
    by = _author(people, item.department)
    return drafts.create(by=by, item=item, title=text.title, body=text.body, scope=text.scope)


def _item(text: Text) -> DisclosureItem:
    """The item of the catalogue that fits: by its name, else the first of its topic."""
    used = DisclosureItem.objects.filter(topic=text.topic, is_retired=False).select_related("department")
    found = used.filter(name=text.item).first() or used.order_by("position", "code").first()
    if found is not None:
        return found
    where = Department.objects.get(code=text.department)
    code = f"{text.topic[:2].upper()}{DisclosureItem.objects.count() + 1:02d}"
    made = DisclosureItem(code=code, name=text.item, topic=text.topic, department=where)
    core_services.save(made, queries.system_actor())
    return made


def _author(people: People, where: Department) -> Person:
    own = people.filers.get(where.code) or people.heads.get(where.code)
    return own if own and queries.may(own, Action.FILE, where) else people["office"]


def _submit(people: People, draft: Draft) -> Submission:
    return drafts.submit(by=draft.made_by, draft=draft)


def _all_the_way(people: People, draft: Draft) -> Publication:
    _as_far_as("", _submit(people, draft))
    return publishing.publish(draft=Draft.objects.get(pk=draft.pk), by=queries.system_actor())


def _as_far_as(code: str, submission: Submission) -> None:
    """Everybody agrees until the stage `code` holds it; without one, to the end."""
    while submission.stage is not None and submission.stage.code != code:
        by = _who_may(submission)
        if submission.stage.code == StageCode.SECRECY:
            answers: dict[str, str] = dict.fromkeys(SecrecyPoint.values, "")
            settled = {piece.key: ("open", "依法公开的办公电话") for piece in secrecy.pieces_of(submission)}
            secrecy.check(by=by, submission=submission, answers=answers, settled=settled)
        submission = approvals_services.decide(by=by, submission=submission, verdict=Verdict.AGREE)


def _who_may(submission: Submission) -> Any:
    stage = approvals_rules.stage_of(submission)
    able = approvals_rules.reviewers(submission, stage.action).order_by("pk")
    return next(each for each in able if allows(approvals_rules.decide, each, submission, Verdict.AGREE))
