"""What reads like a 举报: words with their weight, the same for the browser, which asks before anything is sent.

A report is not this site's to take: a text that weighs `ENOUGH` is answered by the page with the channels, unless its writer
says that it is none. Patterns stay within what Python and JavaScript read alike: no look-behind, no flags.
"""

import json
import re
import unicodedata
from functools import cache

ENOUGH = 3
STAFF = "医生|大夫|主任|主刀|麻醉|护士|护工|院长|书记|科长|处长|领导|工作人员|采购办|保安|司机"
MONEY = "钱|现金|元|块|红包|好处|财物|礼|烟|酒|卡"
FEES = "停车费|押金|工本费|餐费"
HINTS = "电话|热线|信箱|箱|邮箱|渠道|方式|途径|平台|网站|制度|办法|指南|人保护|须知"
BRIBERY: tuple[tuple[str, int], ...] = (
    ("回扣|好处费|提成|辛苦费|黑钱|塞钱|送钱|贿", 3),
    ("红包", 2),
    ("(收|要|索|送|塞|给|拿|包|递).{0,8}红包|红包.{0,8}(才|就给|收|暗示)", 2),
    ("不(收|给|送).{0,4}红包.{0,4}不", 4),
    ("(拒收|拒绝|退回|退还|不收|没收|婉拒|谢绝|推辞|没要|不要|没拿|不拿|严禁).{0,8}红包", -4),
    ("红包.{0,10}(退回|退还|拒绝|婉拒|谢绝|推辞|没要|没收|不要)", -4),
    (f"索[要取拿贿].{{0,8}}({MONEY})|勒索", 3),
    (f"({STAFF}).{{0,6}}(索要|暗示|私下|私自|偷偷)", 1),
    (f"(私下|私自|偷偷|暗示).{{0,8}}(收|给|要|送|转).{{0,8}}({MONEY}|账|费)", 3),
    (f"({STAFF}).{{0,6}}(收了|要了|收过|收受|收取).{{0,10}}(钱|现金|元|块|礼|烟|酒|购物卡)", 3),
    (f"({STAFF})(.{{0,5}}[^不没])?收我.{{0,10}}(钱|现金|元|块|万|礼|烟|酒|购物卡)($|(?!{FEES}).)", 3),
    ("(没|不|未)(开|给).{0,2}(发票|收据|票据)", 2),
    ("收钱", 2),
    (f"({STAFF}).{{0,6}}(收钱|要钱|分钱|分成)", 1),
    (f"(给|塞|送|转).{{0,4}}({STAFF}).{{0,8}}(钱|现金|元|块|万|礼|烟|酒|购物卡|好处)", 3),
    ("(收|送|给).{0,6}(购物卡|加油卡|消费卡|礼品卡)", 3),
    ("收礼|送礼|好处", 2),
    (f"({STAFF}).{{0,4}}(收礼|好处)|(给|向).{{0,4}}({STAFF}).{{0,4}}送礼", 1),
    ("打点(滴|针|药|吊|计)", -2),
    ("打点", 2),
    (f"打点.{{0,6}}({STAFF}|关系)", 1),
    ("(医药代表|药代|器械代表|供应商|老板|药商).{0,12}(给|塞|送|请客|请吃|宴请|分成|统方)", 3),
    ("(跟|和|与|同|接受).{0,4}(医药代表|药代|供应商|药商).{0,8}(吃饭|宴请|旅游|勾结|分钱)", 3),
    ("(多收|重复收|收费|费用|找零|退费|发票|清单|收据)", -1),
)
"""Money and gifts."""
POWER: tuple[tuple[str, int], ...] = (
    ("贪污|贪腐|侵吞|挪用|小金库|吃空饷|骗保|套取|虚开|公款", 3),
    ("(^|[^隐])私分", 3),
    ("吃拿卡要|以权谋私|权钱交易|利益输送|滥用职权|徇私|暗箱操作|任人唯亲|买官卖官|公车私用|统方", 3),
    ("(^|[^院室国科区省市县楼体])内定(点|时|期|量|位|价|制|向|性|做|好)?", 1),
    ("(^|[^院室国科区省市县楼体])内定($|[^点时期量位价制向性做好])", 2),
    ("(^|[^范周])围标($|[^准注识记志])|(^|[^血])串标|陪标", 3),
    ("黑幕|猫腻|勾结|走后门|关系户|黄牛|号贩子", 2),
    ("(采购|招标|投标|中标|基建|工程|设备|耗材|招聘|职称|提拔|专家号).{0,14}(黑幕|猫腻|勾结|走后门|关系户)", 1),
    (f"({STAFF}).{{0,10}}(黑幕|猫腻|勾结|走后门|关系户|黄牛|号贩子)", 1),
    ("(黄牛|号贩子).{0,10}(分钱|分成|勾结|内部)", 1),
    ("(亲戚|亲属|家属|小舅子|老婆|妻子|儿子|女儿|弟弟|侄子|外甥).{0,10}(承包|中标|供货|开的公司)", 3),
    ("违纪|违法|腐败|贪", 2),
    ("(院长|书记|主任|科长|处长|领导|班子).{0,10}(违纪|违法|腐败|贪)", 1),
    ("(反|防|预防|惩治)腐败", -2),
)
"""Office used for oneself."""
REPORTING: tuple[tuple[str, int], ...] = (
    (f"举报($|(?!{HINTS}).)", 3),
    ("检举|控告|告发|揭发", 3),
    (f"(检举|控告)(申诉|工作|{HINTS})", -3),
    ("(向|找|给)(纪委|纪检|监委).{0,4}反映", 2),
    ("实名反映|线索", 1),
)
"""Saying so."""
PATTERNS = (*BRIBERY, *POWER, *REPORTING)


def weight(text: str) -> int:
    """How much the text speaks for a report; each pattern counts once."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())
    return sum(points for pattern, points in _compiled() if pattern.search(plain))


def looks_like_report(text: str) -> bool:
    return weight(text) >= ENOUGH


@cache
def for_browsers() -> str:
    """The same as JSON, for the attribute of a form that `ask.js` reads."""
    return json.dumps({"enough": ENOUGH, "patterns": PATTERNS}, ensure_ascii=False)


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], int], ...]:
    return tuple((re.compile(pattern), points) for pattern, points in PATTERNS)
