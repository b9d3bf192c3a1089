"""The demo's 公开目录: the standard adopted, what arose lately of it, some published in time, one late, one still owed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import services as core_services
from disclosure import calculations
from disclosure.models import DisclosureItem, DueDisclosure, Publication
from disclosure.queries import catalogue as queries
from disclosure.queries import sources
from disclosure.services import catalogue, chain, dues, links
from disclosure.states import PublicationKind
from organization import queries as organization_queries
from organization.models import Department, Person

FALLBACK = "D04"
"""党委办公室 answers for what no department's name fits."""

ULTRASOUND = """经公开招标，彩色超声诊断仪采购结果如下。

| 项目 | 预算（万元） | 成交价（万元） | 成交供应商 |
| --- | ---: | ---: | --- |
| 彩色超声诊断仪（2台） | 360 | 338 | 江一医疗器械有限公司 |

评审由五名专家组成，其中院外专家三名。对结果有异议的，可在公示期内向纪检监察室反映。"""

REAGENTS = """检验试剂框架协议经竞争性磋商确定，供货期两年，价格不高于省级平台挂网价。采购需求由医学检验科提出，招标采购办公室组织。"""

TITLES = """根据年度评聘计划，经科室推荐、评审委员会评议和公示，岗位聘用结果如下。

| 岗位等级 | 空缺岗位 | 本次聘用 |
| --- | ---: | ---: |
| 正高级 | 3 | 3 |
| 副高级 | 8 | 7 |
| 中级 | 15 | 15 |

聘期三年。具体名单由人事科在院内公示栏公示。"""

BRANCH = """党费收缴、使用和管理情况按季度向党员公开。本季度党费全部用于党员教育培训，收支明细可到党委办公室查阅。"""

DECISIONS = """本月党委会审议“三重一大”事项四项：设备更新计划、年度预算调整、基建项目变更、干部调整方案，均按议事规则表决通过。"""


def adopt(*, by: Person) -> list[DisclosureItem]:
    """Adopt the standard as its page proposes it; harmless when run twice."""
    departments = Department.objects.in_bulk()
    fallback = Department.objects.get(code=FALLBACK)
    chosen = {item.code: departments[key] if key else fallback for item, key in queries.standard_to_add(by)}
    return catalogue.adopt_standard(by=by, departments=chosen)


def lay(*, by: Person) -> None:
    """What arose lately, by a person of 党办: five published, one of them late, one overdue, two waiting, one waived."""
    dues.open_periods(by=organization_queries.system_actor())
    _met(by, "GK-CG-03", "彩色超声诊断仪采购结果", ULTRASOUND, ago=12)
    _met(by, "GK-CG-03", "检验试剂框架协议采购结果", REAGENTS, ago=26)
    _met(by, "GK-RS-05", "2026年度专业技术岗位聘用结果", TITLES, ago=8)
    _met(by, "GK-LZ-07", "第三季度党费收缴使用情况", BRANCH, ago=15)
    _met(by, "GK-ZQ-03", "十月份“三重一大”事项决策结果", DECISIONS, ago=10)
    _due(by, "GK-CG-04", "医用气体维保服务合同", ago=28)
    _due(by, "GK-JJ-01", "门诊楼屋面防水工程招标公告", ago=18)
    _due(by, "GK-RS-03", "2026年下半年编外人员招聘公告", ago=3)
    for code in ("GK-LZ-04", "GK-LZ-06"):
        _written(by, code)
    waived = _due(by, "GK-CG-02", "应急防护物资紧急采购公告", ago=30)
    dues.waive_due(by=by, due=waived, reason="紧急采购未发公告，结果已随第三季度采购结果公开。")


def _written(by: Person, code: str) -> None:
    """What the system writes itself, where the hospital has figures to write of."""
    item = DisclosureItem.objects.get(code=code)
    made = sources.generated(by, item)
    if made is not None:
        _publish(by, item, made.title, made.body)


def _met(by: Person, code: str, title: str, body: str, *, ago: int) -> None:
    due = _due(by, code, title, ago=ago)
    dues.meet(due=due, publication=_publish(by, due.item, title, body), by=by)


def _due(by: Person, code: str, label: str, *, ago: int) -> DueDisclosure:
    """What arose so many working days ago."""
    item = DisclosureItem.objects.get(code=code)
    arose_on: date = organization_queries.workdays_after(timezone.localdate(), -ago)
    return dues.add_due(by=by, item=item, label=label, arose_on=arose_on)


@transaction.atomic
def _publish(by: Person, item: DisclosureItem, title: str, body: str) -> Publication:
    """A link of the chain as the services of drafts make it, without the draft's way through review."""
    core_services.take_turn()
    code, lineage_key = links.next_code(item.code)
    words: dict[str, Any] = {"code": item.code, "name": item.name, "topic": item.topic, "basis": item.basis}
    department = item.department
    content = calculations.item_content(code=code, item=words, title=title, body=body, department=department.name)
    made = chain.append(
        content,
        kind=PublicationKind.ITEM,
        topic=item.topic,
        item=item,
        scope=item.scope,
        code=code,
        lineage_key=lineage_key,
        title=title,
        department_code=department.code,
        department_name=department.name,
    )
    told = {"face": made.face, "published": [made.code], "tombstones": []}
    core_services.record(
        by=by, verb="disclosure.publish", subject=made, code=code, department_code=department.code, details=told
    )
    return made
