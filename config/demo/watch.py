"""What the Party office and 纪检监察室 keep an eye on in 2026: signs that grew, findings owed an answer, decisions of others."""

from datetime import date

from django.utils import timezone

from config.demo.checks import department_of, measure_of, put_right
from config.demo.people import People
from organization.models import Tenure
from supervision import services as supervision
from supervision.models import AccountabilityKind, AccountabilityRecord, RiskWarning

GRAVER, HANDED_OVER = "设备维修配件重复领用", "群众反映一件"
SUSPENDED = "G1303"
"""The post whose holder was suspended for some months; what for does not stand here."""


def collect(people: People) -> None:
    """Two signs of what has appeared already: one is answered for, the other is not this system's to look into."""
    office, discipline, today = people["office"], people["discipline"], timezone.localdate()
    graver = supervision.collect_warning(
        by=office,
        department=department_of("D12"),
        title=GRAVER,
        what="日常检查发现：三季度同一设备的同型号配件领用四次，维修工单只有两张。",
        noticed_where="daily",
        noticed_on=today,
        point=measure_of("SB-10-F1-M1").point,
    )
    judgement = "已有账实不符的情形，超出苗头，按二级预警发处置通知书。"
    supervision.judge_warning(by=office, warning=graver, level="second", judgement=judgement)
    letter = "请逐单核对三季度配件领用与维修工单，停止无工单领用，说明原因并提出处置措施。"
    supervision.send_warning(by=office, warning=graver, letter=letter, answer_days=5)
    other = supervision.collect_warning(
        by=discipline,
        department=department_of("D25"),
        title=HANDED_OVER,
        what="收到群众反映材料一件，原件密封保管，内容不录入本系统。",
        noticed_where="public",
        noticed_on=today,
    )
    judgement = "不属于风险防控的处理范围，按管理权限移送。"
    supervision.judge_warning(by=discipline, warning=other, level="second", judgement=judgement)


def answer(people: People) -> None:
    """设备科 answers; what is not to be looked into here is handed over."""
    text = "已逐单核对：两次领用补有工单，两次系更换后旧件未登记退库。已停止无工单领用，旧件登记自本周起由两人核对。"
    graver = RiskWarning.objects.get(title=GRAVER)
    supervision.answer_warning(by=people.filers["D12"], warning=graver, answer=text)
    supervision.handle_warning(
        by=people["discipline"],
        warning=RiskWarning.objects.get(title=HANDED_OVER),
        outcome="handed_over",
        note="",
        handed_to="驻市卫生健康委员会纪检监察组",
        handed_on=timezone.localdate(),
        handed_number="江一医纪〔2026〕17号",
    )


def handle(people: People) -> None:
    """What 设备科 found must be put right: the warning becomes a finding."""
    note = "旧件退库没有登记，配件领用与维修工单不能一一对应，须修订领用办法并补录三季度旧件。"
    warning = RiskWarning.objects.get(title=GRAVER)
    supervision.handle_warning(by=people["office"], warning=warning, outcome="finding", note=note, due_days=20)


def find(people: People) -> None:
    """A deputy's words are owed a reply; a social supervisor saw what no list names yet, and it is proposed as a risk point."""
    owed = supervision.open_finding(
        by=people["office"],
        department=department_of("D22"),
        source="congress",
        text="人大代表建议反映：专家号临时加号没有公开规则，加号登记不全。",
        evidence="市人大代表建议第86号，由市卫生健康委员会转办。",
        measure=measure_of("YL-04-F1-M1"),
        due_days=15,
        reply_due_on=date(2026, 12, 18),
    )
    measures = "制定并公开专家号加号规则，加号逐笔登记患者类型和理由，门诊部每周抽查一个专科并公示结果。"
    put_right(people, owed, measures=measures)
    supervision.open_finding(
        by=people["discipline"],
        department=department_of("D17"),
        source="social_supervisor",
        text="社会监督员反映：自助机退费由驻场外包人员一人操作，没有本院人员复核。",
        evidence="社会监督员2026年第三季度走访记录。",
        new_point="自助机退费由驻场外包人员一人操作，没有本院人员复核，可能出现虚假退费或截留退款。",
        due_days=25,
    )


def record_decision(people: People) -> None:
    """The Party committee's decision on whoever holds a post is recorded."""
    supervision.record_accountability(
        by=people["discipline"],
        kind=AccountabilityKind.objects.get(code="ZZ-01"),
        organ="医院党委",
        document_number="江医党〔2026〕14号",
        decided_on=timezone.localdate(),
        tenure=Tenure.objects.get(post__code=SUSPENDED, to_on__isnull=True),
        effect_to=date(2026, 10, 13),
        follow_up_on=date(2026, 10, 13),
    )


def amend_decision(people: People) -> None:
    """A later document of the committee lets it end sooner."""
    supervision.amend_accountability(
        by=people["discipline"],
        decision=_decision(),
        kind="amended",
        organ="医院党委",
        document_number="江医党〔2026〕30号",
        decided_on=timezone.localdate(),
        effect_to=date(2026, 8, 31),
    )


def follow_decision(people: People) -> None:
    """How it went after, on the day that was set."""
    note = "已按期恢复工作，由分管领导和纪检监察室谈话，岗位工作正常。"
    supervision.follow_up_accountability(
        by=people["discipline"], decision=_decision(), on=timezone.localdate(), note=note
    )


def _decision() -> AccountabilityRecord:
    return AccountabilityRecord.objects.get(post__code=SUSPENDED)
