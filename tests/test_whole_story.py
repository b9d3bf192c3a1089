"""The whole chain as people walk it in Chromium: a power filed, risks found, measures set, returned once, approved, public."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from core import services

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "demo-lianfang-2026"
NAME = "患者用药咨询与退药办理"
RISKS = ("放宽退药条件，为熟人办理不符合规定的退药", "泄露用药数据给医药代表")
STEPS = (
    ("受理申请", "G1102 药剂科 药品采购岗", "execution", "1", "2"),
    ("审核退药条件", "G1104 药剂科 临床药师", "supervision", "2", "3:符合|结束:不符合"),
    ("批准并退费", "G1101 药剂科 药剂科主任", "decision", "1", "结束"),
)
"""Name, post, function, limit in working days, next steps: the second branches."""


def enter(page: Page, base: str, login: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="我的待办")).to_be_visible()


def choose(page: Page, name: str, text: str) -> None:
    """Pick an option of a long choice by a part of its words."""
    value = page.locator(f"select[name={name}] option", has_text=text).first.get_attribute("value")
    page.locator(f"select[name={name}]").select_option(value, force=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def open_list(page: Page, base: str, place: str) -> None:
    """The department's edition of 2026, from the part's own page."""
    page.goto(f"{base}/{place}/")
    page.get_by_role("row").filter(has_text="2026年第1版").get_by_role("link").first.click()


def file_power(page: Page, base: str) -> str:
    """A power with its basis, material, and both charts; returns its address."""
    open_list(page, base, "powers")
    page.get_by_role("link", name="登记职权").click()
    page.fill("[name=name]", NAME)
    page.locator("select[name=category]").select_option("YP")
    press(page, "登记并填写")
    page.fill("[name=content]", "受理门诊患者用药咨询和符合条件的退药申请，审核后办理退药退费。")
    choose(page, "responsible_post", "药剂科主任")
    page.locator("[name=nature][value=external]").check()
    page.fill("#find-basis", "内部控制")
    page.get_by_label(re.compile("公立医院内部控制管理办法")).first.check()
    page.fill("[name=supervision_channels]", "纪检监察室 0100-0000000；门诊意见箱")
    page.locator("select[name=disclosure_scope]").select_option("society")
    page.fill("[name=materials-0-name]", "退药申请单")
    press(page, "保存职权")
    address = re.search(r"/powers/\d+/", page.url)[0]
    for kind in ("internal", "external"):
        draw(page, f"{base}{address}flows/{kind}/")
    return f"{base}{address}"


def draw(page: Page, address: str) -> None:
    """A chart of three steps with a branch, typed into the table."""
    page.goto(address)
    for number, (name, post, function, limit, links) in enumerate(STEPS):
        if not page.locator(f"[name=steps-{number}-name]").count():
            press(page, "在末尾加一步")
        page.fill(f"[name=steps-{number}-name]", name)
        page.fill(f"[name=steps-{number}-post]", post)
        page.locator(f"[name=steps-{number}-function]").select_option(function)
        page.fill(f"[name=steps-{number}-limit_value]", limit)
        page.fill(f"[name=steps-{number}-links]", links)
    press(page, "保存流程图")


def find_risk(page: Page, *, text: str, scores: tuple[int, int, int]) -> None:
    """Fill in the point that was just begun, with one's own opinion on its grade."""
    page.fill("[name=description]", text)
    press(page, "登记并继续填写")
    page.fill("[name=manifestation]", "退药单与处方不符；同一患者短期内多次退药")
    page.fill("[name=indicator]", "月退药金额占比")
    for name, score in zip(("importance", "frequency", "probability"), scores, strict=True):
        page.locator(f"[name={name}][value='{score}']").check()
    press(page, "保存")


def find_risks(page: Page, base: str, power: str) -> None:
    """One point from the step in the picture, one straight from the post."""
    page.goto(power)
    page.locator("svg a").nth(1).click()
    find_risk(page, text=RISKS[0], scores=(5, 4, 5))
    page.goto(f"{base}/risks/new/?post=G1102")
    page.locator("[name=type][value=post_duty]").check()
    find_risk(page, text=RISKS[1], scores=(4, 3, 3))


def hold_review(page: Page, base: str) -> None:
    open_list(page, base, "risks")
    page.get_by_role("link", name="集体评定").first.click()
    page.locator("[name=present]").first.check()
    page.locator("[name=present]").nth(1).check()
    page.fill("[name=conclusion]", "逐条讨论，一致同意。")
    press(page, "记录集体评定")


def set_measures(page: Page, base: str) -> None:
    """A fitting measure against each point that has none yet."""
    open_list(page, base, "controls")
    missing = page.get_by_text("还没有防控措施")
    for left in reversed(range(missing.count())):
        point = page.locator("article", has_text="还没有防控措施").first
        point.get_by_role("link", name="添加措施").click()
        page.fill("[name=text]", "退药须经药师、收费员双人核对并由系统留痕")
        choose(page, "responsible_post", "药剂科主任")
        page.fill("[name=due_on]", "2027-06-30")
        press(page, "添加措施")
        expect(missing).to_have_count(left)


def prepare(page: Page, base: str) -> None:
    page.goto(f"{base}/approvals/new/D11/")
    press(page, "提请负责人签署")


def open_task(page: Page, base: str) -> None:
    page.goto(f"{base}/desk/")
    page.get_by_role("row").filter(has_text="药剂科").filter(has_text="清单").get_by_role("link").first.click()


def sign(page: Page, base: str) -> None:
    enter(page, base, "head")
    open_task(page, base)
    press(page, "签署并报审")


def decide(page: Page, base: str, login: str, verdict: str, reason: str = "") -> None:
    enter(page, base, login)
    open_task(page, base)
    page.locator(f"[name=verdict][value={verdict}]").check()
    if reason:
        page.fill(".verdict [name=reason]", reason)
    press(page, "提交意见")


def settle_disclosure(page: Page, base: str) -> None:
    """党办's 公开属性 as filed, then the secrecy reviewer's opinion."""
    for login, button in (("office", "确定公开属性"), ("secrecy", "出具保密审查意见")):
        enter(page, base, login)
        page.goto(f"{base}/disclosure/")
        page.get_by_role("row").filter(has_text="药剂科").get_by_role("link").first.click()
        if login == "secrecy":
            page.get_by_label("可以公开", exact=True).check()
        press(page, button)


def resolve(page: Page, base: str) -> None:
    """The office puts it before the committee, calls, opens with everybody there, and everybody agrees to every vote."""
    enter(page, base, "office")
    page.goto(f"{base}/approvals/submissions/?state=in_review&q=yjk")
    page.get_by_role("row").filter(has_text="药剂科").get_by_role("link").first.click()
    page.get_by_role("link", name="列入党委会").click()
    page.fill("[name=number]", "党委会〔2026〕99号")
    page.fill("[name=held_on]", str(timezone.localdate()))
    page.fill("[name=place]", "行政楼三楼会议室")
    page.fill("[name=urgent_reason]", "年度清单须按期审定")
    press(page, "筹备会议")
    page.get_by_role("link", name="发出会议通知").click()
    press(page, "发出会议通知")
    page.get_by_role("link", name="开始会议").click()
    for line in page.locator(".person-line [value=present]").all():
        line.check()
    press(page, "开始会议")
    page.get_by_role("link", name="审议第 1 项").click()
    press(page, "开始审议")
    waiting = page.get_by_role("button", name="全部同意")
    for left in reversed(range(waiting.count())):
        press(page, "全部同意")
        expect(waiting).to_have_count(left)
    page.get_by_role("link", name="结束会议").click()
    press(page, "结束会议")
    expect(page.get_by_role("heading", name="党委会〔2026〕99号")).to_be_visible()
    expect(page.get_by_text("已结束").first).to_be_visible()


def print_table(page: Page, base: str) -> str:
    """The words of the table in force, as the worker printed it."""
    enter(page, base, "filer")
    open_list(page, base, "controls")
    page.get_by_role("link", name="打印一览表").click()
    press(page, "生成文件")
    services.sweep()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("下载")).click()
    return "".join(leaf.extract_text() for leaf in PdfReader(Path(download.value.path())).pages)


def test_a_power_goes_from_the_filer_to_the_public(page: Page, live_server, lay_demo):
    base = live_server.url
    lay_demo()

    enter(page, base, "filer")
    power = file_power(page, base)
    find_risks(page, base, power)
    hold_review(page, base)
    set_measures(page, base)
    prepare(page, base)
    sign(page, base)
    decide(page, base, "overseer", "return", "退药金额上限请写进自由裁量说明")

    enter(page, base, "filer")
    page.goto(f"{power}edit/")
    page.fill("[name=discretion]", "单次退药金额不超过 500 元，超过的由药剂科主任批准。")
    press(page, "保存职权")
    prepare(page, base)
    sign(page, base)
    decide(page, base, "overseer", "agree")
    settle_disclosure(page, base)
    decide(page, base, "office", "agree")
    decide(page, base, "discipline", "no_objection")
    resolve(page, base)
    printed = re.sub(r"\s", "", print_table(page, base))

    page.context.clear_cookies()
    page.goto(f"{base}/open/powers/?q={NAME}")
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_text("退药申请单")).to_be_visible()
    assert ([text in printed for text in RISKS], page.context.cookies()) == ([True, True], [])
