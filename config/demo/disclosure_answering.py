"""What the public wrote in and how it was answered in the demo: settings, suggestions in every state, slips with ratings."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.utils import timezone

from config.demo.checks import department_of
from config.demo.people import People
from disclosure.calculations import slips as codes
from disclosure.models import SlipBatch, Suggestion
from disclosure.services import handling, open_settings, ratings, slips, suggestions
from disclosure.states import SuggestionKind
from organization import services as organization_services

PLACE = {"phone": "0000-8266000", "address": "江州市人民路 66 号"}
CHANNELS = {
    "report_phone": "0000-8266110（工作日 8:00—12:00，14:00—17:30）",
    "report_letterbox": "门诊楼一楼大厅东侧、住院楼电梯厅举报箱，每周一由两人开箱",
    "report_visit": "行政楼 305 室纪检监察室，工作日接待",
    "upper_name": "驻市卫生健康委员会纪检监察组",
    "upper_phone": "0000-8266220",
    "upper_address": "市卫生健康委员会 412 室",
    "answer_days": 15,
    "kept_months": 24,
}
REFUND = (
    "门诊退费一般按原支付方式退回，到账时间由支付渠道决定，多数在三至七个工作日。超过七个工作日没有到账的，"
    "请持缴费凭证到门诊一楼收费处 3 号窗口，由值班会计当场查询并答复。"
)
QUEUE = (
    "感谢建议。自下月起，抽血窗口早高峰（7:30—9:30）由四个增加到六个，并在自助机上分时段取号；"
    "空腹抽血的老年人和孕妇可到 1 号窗口优先办理。"
)
EARLIER = (
    ("异地就医", "D21", "已办理备案的，出院时可在住院处窗口直接结算；没有备案的，可在窗口咨询补办，以参保地规定为准。"),
    ("门诊二楼缴费", "D09", "自 11 月起中午增开一个缴费窗口，二楼电梯口加装一台自助缴费机，欢迎继续监督。"),
    ("父亲在骨科", "", "感谢您的肯定，已转告骨科全体医护人员。"),
    (
        "想看今年医用耗材",
        "D14",
        "采购结果在本网站“采购招标”栏目公布；报名需要的材料写在每一份采购公告里，没有另外的要求。",
    ),
    ("住院部一楼", "D16", "已改为扫码借还，押金在归还时原路退回。损坏的 12 台已送修。"),
    (
        "门诊慢性病",
        "D22",
        "经认定的门诊慢性病可按规定开具长期处方，复诊可在门诊部长期处方窗口办理，不必每次重新挂专家号。",
    ),
    ("检查费用清单", "D09", ""),
    ("我在停车场", "D16", ""),
    ("急诊分诊台", "", "感谢您的肯定，已转告护理部和急诊科。"),
)
"""How the text begins, who answers, and the answer; without one it is still being looked into."""
LEVELS = ("good",) * 7 + ("fair",) * 2 + ("poor",)
REASONS = {
    "good": ("窗口说明很清楚", "", "", "办得快", "", "", "态度好"),
    "fair": ("指示牌不好找", "等的时间长了一点"),
    "poor": ("排队一个多小时，窗口只开了两个",),
}


def open_channels(people: People) -> None:
    """Where the hospital can be told of wrongs, and how long answers take."""
    organization_services.change_hospital(by=people["office"], **PLACE)
    open_settings.change_open_settings(by=people["office"], **CHANNELS)


def lay(people: People) -> None:
    """Everything at once, at the demo's end; what came in is received on earlier days."""
    _earlier(people)
    _answered(people)
    _under_way(people)
    _turned_into(people)
    _rated(people)


@contextmanager
def days_ago(count: int) -> Iterator[None]:
    """Let what comes in be received so many days before; nothing in it tells the trail, which only goes forward."""
    now = timezone.now
    timezone.now = lambda: now() - timedelta(days=count)
    try:
        yield
    finally:
        timezone.now = now


def _came_in(number: int, *, days: int, kind: str, text: str, **fields: Any) -> Suggestion:
    before = set(Suggestion.objects.values_list("pk", flat=True))
    with days_ago(days):
        suggestions.receive(nonce=f"demo-suggestion-{number}", kind=kind, text=text, **fields)
    return Suggestion.objects.exclude(pk__in=before).get()


def _settle(people: People, made: Suggestion, code: str, text: str, **public: Any) -> None:
    """The way of an answer: assigned, drafted by the department, settled, and where it is public cleared."""
    office = people["office"]
    handling.assign_suggestion(by=office, suggestion=made, department=department_of(code), note="请附办理依据")
    handling.draft_answer(by=people.filers[code], suggestion=made, answer=text)
    handling.answer_suggestion(by=office, suggestion=made, text=text, is_public=bool(public), **public)
    if public:
        handling.clear_answer(by=people["secrecy"], suggestion=made)


def _correct(people: People, made: Suggestion, text: str, **public: Any) -> None:
    """A wrong figure in a public answer, put right."""
    reason = "原答复“增加到六个”有误，实际增加到五个。"
    handling.correct_answer(by=people["office"], suggestion=made, text=text, reason=reason, is_public=True, **public)
    handling.clear_answer(by=people["secrecy"], suggestion=made)


def _earlier(people: People) -> None:
    """What was written in October and early November (`disclosure_asking`), most of it answered by now."""
    for begins, code, answer in EARLIER:
        made = Suggestion.objects.get(text__startswith=begins)
        if made.kind == SuggestionKind.PRAISE:
            handling.answer_suggestion(by=people["office"], suggestion=made, text=answer)
        elif answer:
            _settle(people, made, code, answer)
        else:
            handling.assign_suggestion(by=people["office"], suggestion=made, department=department_of(code))


def _answered(people: People) -> None:
    refund = "上周三在门诊退了一项检查费，到现在十二天没有到账，窗口说等财务。退费到底多久能到？"
    made = _came_in(1, days=16, kind="question", text=refund, department_code="D09", is_public_allowed=True)
    question = "门诊退费一般多久到账？超时没有到账怎么查询？"
    _settle(people, made, "D09", REFUND, title="门诊退费多久到账", question=question)
    queue = "早上抽血排队太长，建议多开窗口，照顾老人和孕妇。"
    made = _came_in(2, days=12, kind="suggestion", text=queue, is_public_allowed=True)
    _settle(people, made, "D29", QUEUE, title="抽血高峰增开窗口", question=queue)
    _correct(people, made, QUEUE.replace("六个", "五个"), title="抽血高峰增开窗口", question=queue)
    praise = "住院期间护士很耐心，出院时还讲清楚了每项费用，谢谢。"
    made = _came_in(3, days=9, kind="praise", text=praise)
    handling.answer_suggestion(by=people["office"], suggestion=made, text="感谢您的肯定，已转告科室。祝您早日康复。")
    insurance = "我在外省的医保为什么不能按本地比例报销？"
    made = _came_in(4, days=8, kind="question", text=insurance)
    refusal = "异地就医报销比例由参保地医保部门规定，不由医院决定。请拨打参保地 12393 医保服务热线咨询。"
    handling.refuse_suggestion(by=people["office"], suggestion=made, text=refusal)


def _under_way(people: People) -> None:
    office = people["office"]
    late = "停车场收费和公示牌上写的不一样，多收了两块钱，问了几次没有人说得清。"
    made = _came_in(5, days=40, kind="suggestion", text=late, name="一位患者家属", contact="由本人来院询问")
    handling.assign_suggestion(by=office, suggestion=made, department=department_of("D16"))
    price = "CT 检查费公示的是一个价，缴费单上还有一项造影剂，为什么不一起公示？"
    made = _came_in(6, days=6, kind="question", text=price, department_code="D09", is_public_allowed=True)
    handling.assign_suggestion(by=office, suggestion=made, department=department_of("D09"))
    draft = "造影剂按实际用量另行收费，已在价格公示屏“材料”一栏列出；下月起在检查申请单上一并注明。"
    handling.draft_answer(by=people.filers["D09"], suggestion=made, answer=draft)
    _came_in(7, days=2, kind="suggestion", text="候诊区没有热水，希望每层都能接到。")
    _came_in(8, days=1, kind="question", text="进修医生怎么报名？名额是怎么定的？", department_code="D21")


def _turned_into(people: People) -> None:
    office = people["office"]
    text = "设备坏了报修，来的人说要买他们指定的配件才修，别家的不给装。"
    made = _came_in(9, days=5, kind="suggestion", text=text)
    department = department_of("D12")
    handling.assign_suggestion(by=office, suggestion=made, department=department)
    risk = "维修人员指定配件供应商，可能从中收受好处。"
    handling.propose_point(by=office, suggestion=made, department=department, text=risk)
    text = "食堂外包的价格比外面贵，也没有看到公示。"
    made = _came_in(10, days=4, kind="suggestion", text=text)
    handling.assign_suggestion(by=office, suggestion=made, department=department_of("D16"))
    handling.make_finding(
        by=office,
        suggestion=made,
        department=department_of("D16"),
        text="职工和患者食堂外包的菜品价格没有按合同约定公示。",
        new_point="食堂外包价格不公示，可能随意定价、利益输送。",
        due_days=20,
    )


def _rated(people: People) -> None:
    for code, count, rated in (("D09", 60, 28), ("D11", 40, 12)):
        expires_on = timezone.localdate() + timedelta(days=180)
        batch = slips.add_batch(by=people["office"], department=department_of(code), count=count, expires_on=expires_on)
        _use(batch, rated)


def _use(batch: SlipBatch, count: int) -> None:
    """Slips of the batch, used on different days."""
    for number in range(1, count + 1):
        level = LEVELS[number % len(LEVELS)]
        reasons = REASONS[level]
        ratings.rate(code=codes.make(batch.pk, number), level=level, reason=reasons[number % len(reasons)])
