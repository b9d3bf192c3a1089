"""Finding personal data in a text that is about to become public: identity cards, phones, beds, names, homes.

What is found is pointed out to people, who decide; so doubtful things are found too, but not what a notice is full of:
document numbers, prices, years, codes, hotlines, hashes.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from disclosure.states import PersonalData

FULL = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "\u3000\u00a0\u2002\u2003\u2009\u202f－—–‐‑﹣"
PLAIN = "".join(chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)) + "      ------"
NARROW = str.maketrans(FULL, PLAIN)
"""Full-width signs as plain ones, one for one: places in the text stay what they are."""
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
"""Signs nobody sees, by which a number falls apart only for machines."""
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
MONTH, DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
START, END = r"(?<![0-9A-Za-z])(?<!\d[.-])", r"(?![0-9A-Za-z]|\.\d|-\d|万?元)"
"""A number stands alone: it is no part of a longer one, of a hash, of an amount."""
AFTER_LETTERS = r"(?<![0-9A-Za-z])[A-Za-z]{1,10}[_-]?"
"""What is written to a number without a gap: ID, wx, tel."""
HAN = "\u4e00-\u9fff"
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤花俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常于傅卞齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛禹狄贝明臧成戴谈宋庞熊纪舒屈项祝董梁杜"
    "阮蓝闵席季麻贾路江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪解应宗丁宣邓单洪包左石崔吉龚程邢裴陆荣翁荀"
    "于惠甄曲封储靳焦侯宁仇甘厉祖武符刘景詹龙叶司黎薄白蒲邰赖卓蔺池乔温庄晏柴瞿阎连习艾容向古易廖耿文寇欧沃蔚越隆师巩聂"
    "晁曾关查游权商牟佘伯赏墨谯肖涂闫邸付代"
)
NO_NAMES = (
    "安全 安排 安宁 安置 安心 平均 方便 满意 成功 成本 成员 家属 应当 应该 应急 关系 关注 关怀 高龄 高度 高血压 高危 单位 "
    "全部 金额 容易 明确 明显 明细 时间 商谈 解释 解答 连续 成年 常见 常规 温馨 向医院 于医院 权益 权利 路径 文明 石膏 "
    "解除 包括 左侧 白天 查询 查对 查房 应用 应于 应在 游离 管理 管路 章程 任何 任意 支付 温度 许可 费用 项目 明白 易于 "
    "田径 陪护 代表 代办 代理 付费 付款 洪水 万元 元月 江苏 江州 宁波 广东 解决 单独 单次 易感 连同 应享 于当日 向我院"
).split()
COMPOUND = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|宇文|东方|长孙|端木|南宫"
NAME = f"(?:(?:{COMPOUND})|[{SURNAMES}])[{HAN}]{{1,2}}?"
WHO = "(?:患者|病人|病员|患儿|产妇|孕妇|伤者|死者|逝者|家属|亲属|投诉人|来访人|反映人|当事人)"
"""After whom a name stands."""
NO_SURNAMES = "应向于全解连明易管查包单代左平关"
"""Surnames that before a verb are rather words: 患者应及时反映, 家属向护士长提出."""
NOT_GIVEN = "的了在对向与或于将须需不未已也都就再及等其您们来到多经被把并且但而各每该此这那"
"""Signs that hardly stand in a given name, and often between a surname's sign and a verb: 患者曾多次反映."""
NAME_THAT_DOES = (
    f"(?:(?:{COMPOUND})|[{''.join(sign for sign in SURNAMES if sign not in NO_SURNAMES)}])"
    f"(?:(?![{NOT_GIVEN}])[{HAN}]){{1,2}}?"
)
DOES = (
    "反映|来院|来电|来信|来访|到院|前来|投诉|举报|质疑|要求|提出|表示|认为|询问|咨询|申请|申诉|自述|主诉|诉称|声称|自称|"
    "就诊|就医|入院|住院|出院|转院|住进|确诊|去世|死亡|摔倒|坠床|术后|缴纳|交纳|支付|办理|领取|签字|签名|陪同|陪护|收到|"
    "家属|本人|的?(?:儿子|女儿|妻子|丈夫|父亲|母亲|家人|亲属|配偶)"
)
"""What follows a name where the sentence goes on."""
NO_NAMES_THAT_DO = (
    "安全 平安 康复 陆续 成功 方可 方能 方才 符合 马上 凌晨 周末 周一 周二 周三 周四 周五 周六 周日 周边 周围 夏季 夏天 何时 何处 何种 "
    "何人 黄疸 黄染 高热 高烧 高处 高空 高质 高效 高兴 高额 白血 白细 麻醉 麻木 房颤 房间 焦虑 焦急 苏醒 张口 张开 张贴 张嘴 孙子 孙女 "
    "郑重 严重 严正 严厉 严肃 许多 花费 花钱 齐声 齐全 钱款 钱财 霍乱 梅毒 艾滋 窦性 施行 施救 卫生 路过 路上 毕竟 宁愿 宁可 甘愿 舒适 "
    "常来 常年 常住 曾经 曾先 曾以 曾两 曾三 万一 谢绝 刁难 巩固 颜面 范围 金属 季节 童年 和平 文化 温和 胡乱 古稀 章节 "
    "万分 元旦 国庆 江边 盛夏 洪灾 水痘 荣获 荣幸 武断 景区 甘心 司机 商量 商定 商讨 隆重 师傅 游客 权衡"
).split()
LOCAL = r"[2-8]\d{2,3}[ -]?\d{4}"


@dataclass(frozen=True)
class Found:
    """One piece: where it stands in the text, and itself with its middle covered."""

    kind: str
    start: int
    end: int
    masked: str

    @property
    def told(self) -> str:
        """Its kind, and itself half covered: 电话号码 139******11."""
        return f"{PersonalData(self.kind).label} {self.masked}"


@dataclass(frozen=True)
class Pattern:
    """How a kind of data is told: group `it`, or the whole match, is what is found where `holds` agrees."""

    kind: str
    form: re.Pattern[str]
    holds: Callable[[str], bool] = lambda text: True


def find(text: str, *, allowed: Collection[str] = ()) -> list[Found]:
    """Everything in `text` that looks like personal data, in order; `allowed` are phones and addresses the hospital publishes."""
    seen = [place for place, sign in enumerate(text) if not INVISIBLE.match(sign)] if INVISIBLE.search(text) else None
    plain = INVISIBLE.sub("", text).translate(NARROW)
    known = {_bare(each) for each in allowed if each}
    found: list[Found] = []
    for pattern in PATTERNS:
        for start, end in _places(pattern, plain):
            is_taken = any(start < other.end and other.start < end for other in found)
            if not is_taken and not _is_allowed(plain[start:end], known):
                found.append(Found(pattern.kind, start, end, masked(pattern.kind, plain[start:end])))
    if seen is not None:
        found = [replace(each, start=seen[each.start], end=seen[each.end - 1] + 1) for each in found]
    return sorted(found, key=lambda each: each.start)


def masked(kind: str, text: str) -> str:
    """`text` with what tells of a person covered: enough is left to find it again."""
    text = " ".join(text.split())
    if kind == PersonalData.NAME:
        return text[0] + "*" * (len(text) - 1)
    if kind == PersonalData.EMAIL:
        name, _at, host = text.partition("@")
        return f"{name[0]}***@{host}"
    if kind in (PersonalData.BED, PersonalData.BIRTH, PersonalData.RECORD):
        digits = [place for place, sign in enumerate(text) if sign.isdigit()]
        kept = digits[:1] if len(digits) > 1 else []
        return "".join(sign if place in kept or not sign.isdigit() else "*" for place, sign in enumerate(text))
    head = 3 if len(text) > 6 else 1
    return text[:head] + "*" * max(len(text) - head - 2, 3) + text[-2:]


def _places(pattern: Pattern, plain: str) -> Iterator[tuple[int, int]]:
    for match in pattern.form.finditer(plain):
        group = "it" if "it" in pattern.form.groupindex else 0
        if pattern.holds(match[group]):
            yield match.span(group)


def _is_allowed(text: str, known: Collection[str]) -> bool:
    """The hospital's own number counts with and without its area code."""
    bare = _bare(text)
    return any(bare == each or (len(bare) >= 7 and bare.isdigit() and each.endswith(bare)) for each in known)


def _bare(text: str) -> str:
    return re.sub(r"[^0-9a-z@.]", "", text.translate(NARROW).lower())


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text).upper()


def _is_identity(text: str) -> bool:
    """18 digits with the check digit of GB 11643."""
    digits = _digits(text)
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    return digits[:2] in PROVINCES and CHECKS[total % 11] == digits[17]


def _may_be_identity(text: str) -> bool:
    """Of one piece with a province and a day, a digit mistyped or not; in pieces only where it is right."""
    return _is_identity(text) or (text.isalnum() and text[:2] in PROVINCES)


def _is_old_identity(text: str) -> bool:
    return text[:2] in PROVINCES


def _is_card(text: str) -> bool:
    """Luhn's sum over the number of a bank card."""
    digits = [int(digit) for digit in _digits(text)]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_name(text: str) -> bool:
    return not any(text.startswith(word) or word.startswith(text) for word in NO_NAMES) and text[1] != "某"


def _does(text: str) -> bool:
    """A name before a verb, no adverb, weekday or illness."""
    return _is_name(text) and not any(text.startswith(word) for word in NO_NAMES_THAT_DO)


def _is_home(text: str) -> bool:
    """Rooms of the hospital are no homes."""
    return not re.search("行政楼|门诊楼|住院楼|综合楼|医技楼|急诊楼|外科楼|内科楼|办公|会议室|诊室", text)


def _pattern(kind: str, form: str, holds: Callable[[str], bool] = lambda text: True) -> Pattern:
    return Pattern(kind, re.compile(form), holds)


PATTERNS = (
    _pattern(
        PersonalData.IDENTITY,
        rf"{START}[1-9]\d{{5}}[ -]?(?:18|19|20)\d{{2}}[ -]?{MONTH}[ -]?{DAY}[ -]?\d{{3}}[ -]?[\dXx](?![0-9A-Za-z])",
        _may_be_identity,
    ),
    _pattern(
        PersonalData.IDENTITY,
        rf"{AFTER_LETTERS}(?P<it>[1-9]\d{{5}}(?:18|19|20)\d{{2}}{MONTH}{DAY}\d{{3}}[\dXx])(?![0-9A-Za-z])",
        _is_identity,
    ),
    _pattern(
        PersonalData.IDENTITY, r"身份证(?:件)?(?:号码?)?[:为是\s]*(?P<it>\d{6}(?:[ -]?\d){8,11}[ -]?[\dXx])(?!\d)"
    ),
    _pattern(PersonalData.IDENTITY, rf"{START}[1-9]\d{{5}}\d{{2}}{MONTH}{DAY}\d{{3}}{END}", _is_old_identity),
    _pattern(
        PersonalData.BANK_CARD, rf"{START}[3-6]\d{{3}}(?:[ -]?\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?(?![0-9A-Za-z])", _is_card
    ),
    _pattern(
        PersonalData.BANK_CARD, r"(?:银行卡|卡号|银行账号|账号)[:为是\s]*(?P<it>[1-9]\d{3}(?:[ -]?\d){11,15})(?!\d)"
    ),
    _pattern(
        PersonalData.PASSPORT,
        r"(?:护照|通行证|回乡证|台胞证|居住证)(?:证件)?(?:号码?)?[:为是\s]*(?P<it>[A-Za-z]{1,2}\d{6,10}|\d{8})(?![0-9A-Za-z])",
    ),
    _pattern(
        PersonalData.RECORD,
        r"(?:住院|病案|病历|门诊|就诊|登记|病理|影像|检查|标本|就诊卡)(?:号码?|编号|ID)[:为是#\s]*(?P<it>[A-Za-z]{0,3}-?\d[\dA-Za-z-]{3,})",
    ),
    _pattern(
        PersonalData.PHONE,
        rf"{START}(?:(?:\+|00)?86[ -]?)?(?P<it>1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}|1[3-9]\d\d[ -]\d{{3}}[ -]\d{{4}}"
        rf"|1(?:[ -][3-9])(?:[ -]\d){{9}}){END}",
    ),
    _pattern(PersonalData.PHONE, rf"{START}(?P<it>1[3-9]\d{{9}}-\d{{1,6}})(?![0-9A-Za-z-]|\.\d|万?元)"),
    _pattern(PersonalData.PHONE, rf"{AFTER_LETTERS}(?P<it>1[3-9]\d{{9}}){END}"),
    _pattern(PersonalData.PHONE, rf"{START}0(?:10|2\d|[3-9]\d\d)[2-8]\d{{6,7}}{END}"),
    _pattern(PersonalData.PHONE, rf"(?<![\dA-Za-z-])\(?0(?:10|2\d|[3-9]\d\d)(?:\)[ -]?|[ -]){LOCAL}(?!\d)"),
    _pattern(
        PersonalData.PHONE,
        rf"(?:电话|手机|热线|传真|联系方式|Tel|TEL)(?:号码)?[:为是\s]*(?P<it>(?:0\d{{2,3}})?{LOCAL})(?!\d)",
    ),
    _pattern(PersonalData.EMAIL, r"(?<![\w.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"),
    _pattern(
        PersonalData.PLATE,
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. ]?"
        r"(?=[A-Z]{0,4}\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![0-9A-Za-z])",
    ),
    _pattern(
        PersonalData.BED,
        r"床(?:位)?(?:号|编号)[:为是\s]*(?P<it>[A-Za-z+加]?\d{1,4}(?:-\d{1,3})?)(?![\d张])",
    ),
    _pattern(PersonalData.BED, r"床位[:为是\s]*(?P<it>\d{1,3}-\d{1,3})(?![\d张-])"),
    _pattern(
        PersonalData.BED,
        r"(?<![\d.])(?<!开放)(?<!编制)(?<!设置)(?<!设有)(?<!核定)(?<!实有)(?<!新增)(?<!增加)(?<!拥有)(?<!配置)(?<!设)(?<!共)"
        r"(?<!开放 )(?<!编制 )(?<!新增 )(?<!共 )\d{1,3} ?号?床(?:位(?=患|病|的|[,。;、\s]|$))?"
        r"(?!位|以|及|规模|单元|日|张|数|建设|综合|标准|/|的?医院)",
    ),
    _pattern(
        PersonalData.HOME,
        rf"[{HAN}\dA-Za-z]{{0,20}}\d+ ?(?:号楼|栋|幢|座) ?(?:\d+ ?单元)? ?\d{{2,4}} ?[室户号]",
        _is_home,
    ),
    _pattern(PersonalData.HOME, rf"[{HAN}\dA-Za-z]{{0,20}}\d+ ?单元 ?\d{{2,4}} ?[室户号]?", _is_home),
    _pattern(
        PersonalData.HOME,
        rf"[{HAN}]{{2,12}}(?:小区|花园|家园|新村|公寓|苑|村|路|街|巷|弄)[{HAN}\d-]{{0,8}}\d{{1,5}} ?[号弄栋幢]?[{HAN}\d-]{{0,8}}?\d{{2,4}} ?室",
        _is_home,
    ),
    _pattern(
        PersonalData.NAME,
        rf"{WHO}(?:[:]|姓名[:]?)? ?(?P<it>{NAME})(?=[,、(。;: ]|男|女|先生|女士|同志|住院|因|$)",
        _is_name,
    ),
    _pattern(PersonalData.NAME, rf"{WHO} ?(?P<it>{NAME_THAT_DOES})(?={DOES})", _does),
    _pattern(
        PersonalData.NAME,
        rf"姓 ?名[:] ?(?P<it>[{HAN}]{{2,4}}?)(?=[^{HAN}某]|性别|年龄|电话|身份|职务|住址|$)",
        _is_name,
    ),
    _pattern(PersonalData.NAME, rf"(?:姓名|患者)\t(?P<it>{NAME})(?=\s|$)", _is_name),
    _pattern(
        PersonalData.BIRTH,
        r"(?:出生(?:日期|年月日?|时间)?|生日|生于)[:于为是\s]*(?P<it>(?:19|20)\d\d[年./-] ?\d{1,2}(?:[月./-] ?(?:\d{1,2}日?)?)?)",
    ),
    _pattern(
        PersonalData.BIRTH,
        r"(?P<it>(?:19|20)\d\d[年./-] ?\d{1,2}(?:月|[./-])?(?:\d{1,2}日?)?) ?(?:出生|生(?=[,。;) ]|$))(?!医学|人口|证)",
    ),
)
"""Tried in this order: what was found by one is not found again by a later one."""
