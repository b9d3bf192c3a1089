"""What patients and the public wrote in over the last weeks of the demo: questions, suggestions, praise, with what they are about."""

from datetime import datetime

from django.utils import timezone

from config.demo.clock import Clock
from disclosure.queries import asking
from disclosure.services import suggestions

YEAR = 2026
WRITTEN: tuple[tuple[tuple[int, int, int], str, str, str, str, str, bool], ...] = (
    (
        (10, 9, 9),
        "question",
        "异地就医的住院费用，出院时能在窗口直接结算吗？需要提前备案还是到了再办？",
        "医保办",
        "患者家属",
        "",
        True,
    ),
    (
        (10, 13, 15),
        "suggestion",
        "门诊二楼缴费窗口中午只开一个，上周三排了四十分钟。建议中午多开一个窗口，或者在电梯口放一台自助缴费机。",
        "财务科",
        "",
        "",
        True,
    ),
    (
        (10, 15, 10),
        "praise",
        "父亲在骨科住院十二天，管床医生每天把检查结果讲给我们听，护士夜里翻身很耐心。谢谢你们。",
        "",
        "患者家属",
        "",
        False,
    ),
    (
        (10, 20, 8),
        "question",
        "想看今年医用耗材采购的中标结果，公开在哪里？小公司报名需要准备哪些材料？",
        "采购",
        "一家供应商",
        "0000-2209988",
        True,
    ),
    (
        (10, 23, 19),
        "suggestion",
        "住院部一楼的轮椅经常借不到，登记本上有，架子上没有。建议扫码借还，写清楚押金退还的时间。",
        "总务",
        "",
        "",
        True,
    ),
    (
        (10, 28, 11),
        "question",
        "门诊慢性病的药一次能开多久？每次都要重新挂号排队吗？",
        "药",
        "慢性病患者",
        "",
        True,
    ),
    (
        (11, 2, 16),
        "suggestion",
        "检查费用清单只写代码和金额，看不明白。希望清单上写出项目的中文名称，缴费前能先看到总价。",
        "财务科",
        "患者家属",
        "",
        True,
    ),
    (
        (11, 4, 14),
        "question",
        "我在停车场刷卡缴费后又被扣了一次，两次一共二十元，怎么退？",
        "总务",
        "就诊群众",
        "0000-2207766",
        False,
    ),
    (
        (11, 9, 9),
        "praise",
        "急诊分诊台的护士看老人一个人来，陪着做完了心电图和抽血，特别感谢。",
        "护理",
        "",
        "",
        True,
    ),
    (
        (11, 11, 20),
        "question",
        "公开招聘护理岗位的报名条件里，“相关工作经历”指哪些？实习算不算？",
        "人事",
        "应届毕业生",
        "",
        True,
    ),
    (
        (11, 16, 10),
        "suggestion",
        "想查三年前的病历复印件，窗口说要本人来，可是父亲行动不便。希望写清楚家属代办要带哪些证明，能不能先在网上申请。",
        "医务",
        "患者家属",
        "",
        True,
    ),
    (
        (11, 19, 15),
        "question",
        "捐赠给医院的轮椅怎么办手续？捐了以后在哪里能看到用到了哪个科室？",
        "",
        "爱心企业",
        "0000-2201133",
        True,
    ),
    (
        (11, 23, 8),
        "suggestion",
        "预约挂号短信只写“一小时内”，到了还要再等两个小时。建议精确到半小时，医生停诊提前一天通知。",
        "医务",
        "",
        "",
        True,
    ),
    (
        (11, 25, 17),
        "question",
        "听说有的耗材可以选国产的，价格差很多。做手术前在哪里能看到两种的价格？",
        "采购",
        "术前患者",
        "",
        True,
    ),
)
"""When (month, day, hour), kind, text, part of the department's name, how they call themselves, contact, may it be public."""


def lay(clock: Clock) -> None:
    """Write them in, each at its hour, none later than the clock is, which stands as before when they are in.

    Nothing of it is told to the trail, so that it may be laid after what happened later. No step of the desk is taken here.
    """
    now, places = clock.time, asking.subjects("").departments
    for number, (at, kind, text, place, name, contact, is_public_allowed) in enumerate(WRITTEN, start=1):
        clock.time = min(datetime(YEAR, *at, tzinfo=timezone.get_default_timezone()), now)
        department = next((code for code, called in places if place and place in called), "")
        suggestions.receive(
            nonce=f"demo-{number}",
            kind=kind,
            text=text,
            department_code=department,
            name=name,
            contact=contact,
            is_public_allowed=is_public_allowed,
        )
    clock.time = now
