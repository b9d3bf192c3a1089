"""标准公开目录 as it is shipped: what a public hospital discloses, on what basis, how often; the hospital adopts and changes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from disclosure.states import Aspect, ItemSource, Period, Topic
from powers.states import DisclosureScope

CLOCK_DAYS = 20
"""Working days from creation or change, as 国卫办发〔2021〕43号 is quoted; 待核."""

OPINION = "本院《关于开展廉洁风险防控工作的实施意见》第二阶段（一）"
MEASURE = "《医疗卫生机构信息公开管理办法》（国卫办发〔2021〕43号）"
LISTS = "医院信息公开目录（国卫办政务发〔2015〕12号附件）"
CONTROL = "《公立医院内部控制管理办法》（国卫财务发〔2020〕31号）"
DONATION = "《卫生计生单位接受公益事业捐赠管理办法（试行）》（国卫财务发〔2015〕77号）"
CADRES = "《党政领导干部选拔任用工作条例》"
CONDUCT = "《医疗机构工作人员廉洁从业九项准则》"
INSPECTION = "本院《关于开展廉洁风险防控工作的实施意见》第三阶段"
CHARTER = "医院章程（国卫办医发〔2018〕12号）"

SOURCE = (
    "五类事项（人事任免、经费预决算、财务报销、资产管理、廉政建设）及“办事流程、权力依据、办事结果”三个方面取自本院实施意见第二阶段（一）；"
    "20个工作日的时限和就医服务、收费、捐赠等内容参照国卫办发〔2021〕43号、国卫办政务发〔2015〕12号。"
    "依据的原文均未核对，一律标为“待核”，由党办核对后改为“有效”。"
)
"""Where the standard comes from, as it is told to who adopts it."""

WEB, BOARD, INNER = "院务公开网页", "院务公开网页、公示栏", "院内公开网页、公示栏"
PARTY, PERSONNEL, FINANCE = ("党委办公室", "党办"), ("人事",), ("财务",)
DISCIPLINE, PURCHASE, WORKS = ("纪检",), ("招标采购", "采购", "招标"), ("基建", "总务", "后勤")
ASSETS, PHARMACY, DEVICES = ("总务", "后勤", "资产", "设备"), ("药剂", "药学"), ("设备", "耗材", "物资")
OFFICE, OUTPATIENT, INSURANCE = ("院长办公室", "院办", "办公室"), ("门诊",), ("医疗保险", "医保", "价格", "财务")


TOPIC_PREFIXES: dict[str, str] = {
    Topic.PERSONNEL: "GK-RS-",
    Topic.BUDGET: "GK-YS-",
    Topic.SPENDING: "GK-BX-",
    Topic.ASSETS: "GK-ZC-",
    Topic.INTEGRITY: "GK-LZ-",
    Topic.POWERS: "GK-ZQ-",
    Topic.PROCUREMENT: "GK-CG-",
    Topic.WORKS: "GK-JJ-",
    Topic.PRICES: "GK-SF-",
    Topic.SERVICES: "GK-JY-",
    Topic.DONATIONS: "GK-JZ-",
    Topic.ANSWERS: "GK-DF-",
}
"""How the codes of each topic's items begin."""


@dataclass(frozen=True)
class StandardItem:
    """One row of the standard; `keepers` are words in the names of departments that usually answer for it, best first."""

    code: str
    name: str
    topic: str
    aspect: str
    basis: str
    keepers: tuple[str, ...]
    period: str = Period.EVENT
    form: str = WEB
    scope: str = DisclosureScope.SOCIETY
    source: str = ItemSource.NONE
    clock_days: int = CLOCK_DAYS


F, B, R, O = Aspect.FLOW, Aspect.BASIS, Aspect.RESULT, Aspect.OTHER  # noqa: E741 — beside F, B and R it is no zero

STANDARD: tuple[StandardItem, ...] = (
    # 人事任免
    StandardItem("GK-RS-01", "干部选拔任用、人员招聘和职称评聘流程", Topic.PERSONNEL, F, OPINION, PERSONNEL),
    StandardItem("GK-RS-02", "人事任免的职责权限和依据", Topic.PERSONNEL, B, f"{OPINION}；{CADRES}", PERSONNEL),
    StandardItem("GK-RS-03", "人员招聘公告和结果", Topic.PERSONNEL, R, f"{OPINION}；{MEASURE}", PERSONNEL, form=BOARD),
    StandardItem("GK-RS-04", "干部任前公示和任免结果", Topic.PERSONNEL, R, f"{OPINION}；{CADRES}", PERSONNEL, form=BOARD),
    StandardItem(
        "GK-RS-05", "职称评聘、岗位聘用结果", Topic.PERSONNEL, R, OPINION, PERSONNEL, form=INNER,
        scope=DisclosureScope.HOSPITAL,
    ),
    # 经费预决算
    StandardItem("GK-YS-01", "预算编制、调整和审批流程", Topic.BUDGET, F, f"{OPINION}；{CONTROL}", FINANCE),
    StandardItem("GK-YS-02", "预决算管理的职责权限和依据", Topic.BUDGET, B, f"{OPINION}；{CONTROL}", FINANCE),
    StandardItem("GK-YS-03", "年度预算", Topic.BUDGET, R, f"{OPINION}；{LISTS}", FINANCE, period=Period.YEAR),
    StandardItem("GK-YS-04", "年度决算", Topic.BUDGET, R, f"{OPINION}；{LISTS}", FINANCE, period=Period.YEAR),
    # 财务报销
    StandardItem("GK-BX-01", "财务报销流程和所需材料", Topic.SPENDING, F, f"{OPINION}；{CONTROL}", FINANCE),
    StandardItem("GK-BX-02", "报销审批权限、开支标准和依据", Topic.SPENDING, B, f"{OPINION}；{CONTROL}", FINANCE),
    StandardItem(
        "GK-BX-03", "公务接待、公务用车、差旅和会议培训费用汇总", Topic.SPENDING, R, OPINION, FINANCE, period=Period.QUARTER
    ),
    StandardItem(
        "GK-BX-04", "各部门报销汇总", Topic.SPENDING, R, OPINION, FINANCE, period=Period.QUARTER, form=INNER,
        scope=DisclosureScope.HOSPITAL,
    ),
    # 资产管理
    StandardItem("GK-ZC-01", "资产配置、使用和处置流程", Topic.ASSETS, F, f"{OPINION}；{CONTROL}", ASSETS),
    StandardItem("GK-ZC-02", "资产管理的职责权限和依据", Topic.ASSETS, B, f"{OPINION}；{CONTROL}", ASSETS),
    StandardItem("GK-ZC-03", "资产出租、出借、处置结果", Topic.ASSETS, R, OPINION, ASSETS, period=Period.HALF, form=BOARD),
    # 廉政建设
    StandardItem("GK-LZ-01", "廉洁风险防控工作流程", Topic.INTEGRITY, F, OPINION, PARTY),
    StandardItem("GK-LZ-02", "廉洁从业规定和廉洁风险防控制度", Topic.INTEGRITY, B, f"{OPINION}；{CONDUCT}", DISCIPLINE),
    StandardItem("GK-LZ-03", "行风廉政建设情况", Topic.INTEGRITY, R, f"{OPINION}；{MEASURE}", DISCIPLINE, period=Period.YEAR),
    StandardItem(
        "GK-LZ-04", "问题整改结果", Topic.INTEGRITY, R, f"{OPINION}；{INSPECTION}", DISCIPLINE, period=Period.HALF,
        source=ItemSource.RECTIFICATIONS,
    ),
    StandardItem(
        "GK-LZ-05", "廉洁风险防控考核结果摘要", Topic.INTEGRITY, R, INSPECTION, PARTY, period=Period.YEAR,
        source=ItemSource.APPRAISALS,
    ),
    StandardItem(
        "GK-LZ-06", "岗位权力风险防控一览表摘要", Topic.INTEGRITY, R, OPINION, PARTY, period=Period.YEAR,
        source=ItemSource.TABLES,
    ),
    StandardItem(
        "GK-LZ-07", "党务公开事项", Topic.INTEGRITY, O, OPINION, PARTY, form=INNER, scope=DisclosureScope.PARTY_MEMBERS
    ),
    # 职权运行
    StandardItem(
        "GK-ZQ-01", "职权目录和外部流程图", Topic.POWERS, F, OPINION, PARTY, source=ItemSource.POWERS
    ),
    StandardItem("GK-ZQ-02", "“三重一大”事项目录和决策规则", Topic.POWERS, B, f"{OPINION}；{CHARTER}", OFFICE),
    StandardItem(
        "GK-ZQ-03", "“三重一大”事项决策结果", Topic.POWERS, R, OPINION, OFFICE, form=INNER, scope=DisclosureScope.HOSPITAL
    ),
    # 采购招标
    StandardItem("GK-CG-01", "采购和招标流程", Topic.PROCUREMENT, F, CONTROL, PURCHASE),
    StandardItem("GK-CG-02", "采购公告", Topic.PROCUREMENT, R, f"{LISTS}；{CONTROL}", PURCHASE, form=BOARD),
    StandardItem("GK-CG-03", "采购结果", Topic.PROCUREMENT, R, f"{LISTS}；{CONTROL}", PURCHASE, form=BOARD),
    StandardItem("GK-CG-04", "采购合同", Topic.PROCUREMENT, R, CONTROL, PURCHASE),
    StandardItem("GK-CG-05", "药品遴选规则和采购结果", Topic.PROCUREMENT, R, LISTS, PHARMACY, period=Period.HALF),
    StandardItem("GK-CG-06", "医用耗材准入规则和采购结果", Topic.PROCUREMENT, R, LISTS, DEVICES, period=Period.HALF),
    StandardItem("GK-CG-07", "大型医用设备采购结果", Topic.PROCUREMENT, R, LISTS, DEVICES),
    # 工程建设
    StandardItem("GK-JJ-01", "工程项目招标公告和中标结果", Topic.WORKS, R, f"{LISTS}；{CONTROL}", WORKS, form=BOARD),
    StandardItem("GK-JJ-02", "工程变更、验收和结算结果", Topic.WORKS, R, CONTROL, WORKS),
    # 收费价格
    StandardItem("GK-SF-01", "医疗服务项目和收费价格", Topic.PRICES, R, f"{MEASURE}；{LISTS}", INSURANCE, form=BOARD),
    StandardItem("GK-SF-02", "药品和医用耗材价格", Topic.PRICES, R, f"{MEASURE}；{LISTS}", INSURANCE, form=BOARD),
    StandardItem("GK-SF-03", "医保结算流程和退费办理", Topic.PRICES, F, MEASURE, INSURANCE),
    # 就医服务
    StandardItem("GK-JY-01", "医院概况和科室介绍", Topic.SERVICES, O, MEASURE, OFFICE),
    StandardItem("GK-JY-02", "就医指南：预约、挂号、加号、检查、住院", Topic.SERVICES, F, f"{MEASURE}；{LISTS}", OUTPATIENT),
    StandardItem("GK-JY-03", "投诉渠道和处理流程", Topic.SERVICES, F, f"{MEASURE}；{LISTS}", OFFICE),
    StandardItem(
        "GK-JY-04", "意见建议和社会评议统计", Topic.SERVICES, R, INSPECTION, PARTY, period=Period.QUARTER,
        source=ItemSource.SUGGESTIONS,
    ),
    # 捐赠资助
    StandardItem("GK-JZ-01", "接受捐赠的流程和预评估规则", Topic.DONATIONS, F, DONATION, ("捐赠", "财务", *OFFICE)),
    StandardItem("GK-JZ-02", "捐赠接受和使用情况", Topic.DONATIONS, R, DONATION, ("捐赠", *FINANCE), period=Period.YEAR),
)  # fmt: skip


def keeper_of(item: StandardItem, departments: Iterable[tuple[int, str]]) -> int | None:
    """The department, of (key, name) pairs, that most likely answers for `item`; None where no name says so."""
    known = list(departments)
    for word in item.keepers:
        found = next((key for key, name in known if word in name), None)
        if found is not None:
            return found
    return None
