"""A year as people walk it in Chromium: planned, self-checked with proof, inspected, a finding put right and closed."""

import re
from types import SimpleNamespace

import pytest
from django.db import transaction
from playwright.sync_api import Locator, Page, expect

from organization.roles import Role
from supervision.models import Cycle, Finding, SelfCheck, SpotCheck, SpotCheckRecord
from tests import factories
from tests.supervision import factories as supervision_factories
from tests.supervision.years import YEAR, sweep, with_lists

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PDF = {"name": "验收记录.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 proof"}
TITLE = f"{YEAR}年度廉洁风险防控工作"
SPOT_CHECK = f"{YEAR}年度第一次重点抽查"
FAULT = "三份验收单没有双人签字"
WRONG = "抽查验收单十份，两份由采购人自行验收"


@pytest.fixture
def world():
    """药剂科 with lists of the year before in force, and everybody whom a year needs."""
    with transaction.atomic():
        where = with_lists(factories.department("药剂科"))
    elsewhere = factories.department("审计科")
    return SimpleNamespace(
        where=where,
        filer=factories.holder(Role.FILER, where, "药剂科填报人"),
        head=factories.holder(Role.DEPARTMENT_HEAD, where, "药剂科主任"),
        office=supervision_factories.keeper(),
        supervisor=supervision_factories.supervisor(),
        inspectors=[factories.person(f"检查人员{number}", where=elsewhere) for number in ("甲", "乙")],
    )


@pytest.fixture
def enter(page: Page, live_server, sign_in):
    """`enter(person)` puts the person before 我的待办."""

    def come(person):
        sign_in(person)
        page.goto(f"{live_server.url}/desk/")

    return come


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page | Locator, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def take_up(page: Page, words: str) -> None:
    """Open what waits at 我的待办."""
    page.get_by_role("main").get_by_role("link", name=re.compile(words)).first.click()


def go_to(page: Page, place: str) -> None:
    """Open a page of 监督 the way everybody comes there."""
    page.get_by_role("navigation").get_by_role("link", name="监督", exact=True).first.click()
    page.get_by_role("navigation", name="监督").get_by_role("link", name=place, exact=True).click()


def confirm(page: Page, name: str) -> None:
    """Press what asks first, and say yes to what it asks."""
    follow(page, name)
    press(page, name)


def open_year(page: Page) -> None:
    """The office takes over the plan that is proposed, names who answers, and opens it; the worker opens the new editions."""
    go_to(page, "年度工作")
    follow(page, "筹备年度工作")
    expect(page.get_by_label("名称", exact=True)).to_have_value(TITLE)
    expect(page.get_by_label("查找风险：工作任务")).to_have_value(re.compile("自己找、领导提、群众帮、集体定"))
    press(page, "保存方案")
    follow(page, "各部门负责人")
    page.get_by_label("药剂科的负责人岗位").select_option(index=1)
    press(page, "保存负责人岗位")
    expect(page.get_by_text("已指定 1 个部门的负责人岗位。")).to_be_visible()
    confirm(page, "启动年度工作")
    expect(page.get_by_text("已启动，正在后台为各部门开新版清单。")).to_be_visible()
    sweep()


def start_self_checks(page: Page) -> None:
    go_to(page, "自查")
    press(page, "启动部门自查")
    expect(page.get_by_text(re.compile(r"已开出 \d+ 份自查。"))).to_be_visible()


def answer_self_check(page: Page) -> None:
    """The filer says of each item how it stands, of the measure that it is not quite carried out, and adds proof."""
    take_up(page, "自查")
    follow(page, "开始填报")
    for item in page.get_by_role("article").all():
        is_measure = item.get_by_text("已落实的写佐证在哪里").count() and item.locator("h3 .code").count()
        item.get_by_label("部分落实" if is_measure else "已落实", exact=True).check()
        item.get_by_label("说明").fill(FAULT if is_measure else "见科室台账")
        if is_measure:
            item.get_by_label("佐证文件").set_input_files(PDF)
    press(page, "保存全部")
    expect(page.get_by_text("已保存 9 项。")).to_be_visible()
    expect(page.get_by_role("link", name=PDF["name"])).to_be_visible()


def register_fault(page: Page) -> None:
    """What is not carried out becomes a finding on the spot."""
    page.get_by_role("link", name=re.compile("^登记问题")).click()
    expect(page.get_by_label("依据和事实")).to_have_value(FAULT)
    page.get_by_label("问题", exact=True).fill(FAULT)
    press(page, "登记为问题")
    expect(page.get_by_text("已登记问题WT")).to_be_visible()


def sign_self_check(page: Page) -> None:
    take_up(page, "自查")
    confirm(page, "签署报送")
    expect(page.get_by_text("已签署，自查报告已报送。")).to_be_visible()


def receive_self_check(page: Page) -> None:
    take_up(page, "自查")
    press(page, "接收")
    expect(page.get_by_text("已接收，报告内容不再变动。")).to_be_visible()


def plan_spot_check(page: Page, where) -> None:
    """What is drawn from, how much, and which figure will be the seed."""
    go_to(page, "抽查")
    follow(page, "筹备抽查")
    page.get_by_label("名称").fill(SPOT_CHECK)
    expect(page.get_by_label("所属年度").locator("option:checked")).to_have_text(TITLE)
    page.get_by_label("检查开始").fill(f"{YEAR}-10-12")
    page.get_by_label("检查截止").fill(f"{YEAR}-10-23")
    page.get_by_label(str(where), exact=True).check()
    page.get_by_label("抽取数量").fill("1")
    page.get_by_label("取哪一个公开数据").fill(f"{YEAR}年10月12日上证综指收盘点数")
    press(page, "保存方案")
    expect(page.get_by_role("heading", name=SPOT_CHECK)).to_be_visible()


def draw_spot_check(page: Page, where, inspectors) -> None:
    """The population is frozen before the seed is known; who is drawn gets two inspectors."""
    confirm(page, "固定抽查范围")
    follow(page, "确定种子")
    page.get_by_label("种子", exact=True).fill("3456.78")
    press(page, "确定种子")
    confirm(page, "抽取")
    expect(page.get_by_text("已抽取。请为每个被查部门指定检查人员。")).to_be_visible()
    address = page.url
    follow(page, str(where))
    follow(page, "指定检查人员")
    for each in inspectors:
        page.get_by_label(str(each), exact=True).check()
    press(page, "保存检查人员")
    page.goto(address)
    confirm(page, "开始检查")
    expect(page.get_by_text("检查已开始，已通知检查人员和被查部门。")).to_be_visible()


def inspect(page: Page) -> None:
    """Everything fits but the last item, which becomes a finding; then it is ready to be signed."""
    take_up(page, "^填写检查记录")
    follow(page, "填写检查结果")
    items = page.locator(".form-part").filter(has=page.get_by_label("不符合", exact=True)).all()
    for item in items[:-1]:
        item.get_by_label("符合", exact=True).check()
    items[-1].get_by_label("不符合", exact=True).check()
    items[-1].get_by_label("情况说明").fill(WRONG)
    press(page, "保存检查结果")
    follow(page, "登记问题")
    press(page, "登记问题")
    expect(page.get_by_text("已登记问题WT")).to_be_visible()
    follow(page, "检查日期和总体情况")
    page.get_by_label("检查日期").fill(f"{YEAR}-10-13")
    page.get_by_label("总体情况").fill("措施基本落实，验收没有分开。")
    press(page, "保存")
    confirm(page, "检查完毕，请签字")
    expect(page.get_by_text("检查完毕，已通知检查人员和被查部门负责人签字。")).to_be_visible()


def sign_record(page: Page) -> None:
    take_up(page, "^在检查记录上签字")
    confirm(page, "签字")
    expect(page.get_by_text("已签字。")).to_be_visible()


def give_opinion(page: Page) -> None:
    take_up(page, "^对检查记录签署意见")
    follow(page, "签署意见")
    page.get_by_label("被查部门意见").fill("检查情况属实，立即整改。")
    press(page, "签署意见")
    expect(page.get_by_text("已签署意见。")).to_be_visible()


def choose_first(page: Page, name: str) -> None:
    """Pick the first of a long choice."""
    value = page.locator(f"select[name={name}] option:not([value=''])").first.get_attribute("value")
    page.locator(f"select[name={name}]").select_option(value, force=True)


def put_right(page: Page) -> None:
    """The filer says who will do what, and later that it is done, with proof."""
    take_up(page, f"制定整改措施.*{WRONG[:6]}")
    follow(page, "制定整改措施")
    choose_first(page, "owner_post")
    choose_first(page, "answerer")
    page.get_by_label("整改措施", exact=True).fill("验收改由库管岗和使用科室双人签字，每月抽查一次")
    press(page, "登记整改措施")
    follow(page, "报告整改完成")
    page.get_by_label("整改完成情况").fill("制度已修订，10月验收单二十份均双人签字")
    page.get_by_label("佐证材料").set_input_files(PDF)
    press(page, "报告整改完成")
    expect(page.get_by_text("已报告，等待复查。")).to_be_visible()
    expect(page.get_by_role("link", name=PDF["name"])).to_be_visible()


def recheck(page: Page) -> None:
    take_up(page, "复查")
    follow(page, "复查")
    page.get_by_label("通过", exact=True).check()
    page.get_by_label("复查意见").fill("现场抽查验收单二十份，均双人签字")
    press(page, "登记复查意见")
    expect(page.get_by_text("复查意见已登记，并告知责任部门。")).to_be_visible()


def ask_closing(page: Page) -> None:
    take_up(page, "^提请销号")
    press(page, "提请销号")
    expect(page.get_by_text("已提请销号，等科室负责人签署。")).to_be_visible()


def close_spot_check(page: Page) -> None:
    go_to(page, "抽查")
    follow(page, SPOT_CHECK)
    confirm(page, "结束抽查")
    expect(page.get_by_text("抽查已结束。")).to_be_visible()


def sign_closing(page: Page) -> None:
    take_up(page, "销号")
    expect(page.get_by_text("验收改由库管岗和使用科室双人签字，每月抽查一次")).to_be_visible()
    press(page, "签署并报审")
    expect(page.get_by_text("已签署报审。")).to_be_visible()


def have_no_objection(page: Page) -> None:
    take_up(page, "销号")
    page.get_by_label("无不同意见", exact=True).check()
    press(page, "提交意见")
    expect(page.get_by_text("已提交意见：无不同意见。")).to_be_visible()


def see_closed(page: Page) -> None:
    go_to(page, "问题整改")
    row = page.get_by_role("row").filter(has_text=WRONG)
    expect(row.get_by_text("已销号", exact=True)).to_be_visible()


def place_of(page: Page, where, phase: str) -> Locator:
    """The cell of the department in the phase, on the page of the year."""
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=str(where), exact=True))
    return row.locator(f'td[data-label="{phase}"]')


def see_year(page: Page, where) -> None:
    """The department is through with 自查 and 抽查; of its two findings one is closed."""
    go_to(page, "年度工作")
    follow(page, str(YEAR))
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(place_of(page, where, "自查评估")).to_have_text("已完成")
    expect(place_of(page, where, "重点抽查")).to_have_text("已完成")
    expect(place_of(page, where, "整改")).to_contain_text("已销号 1 / 2")


def see_overview(page: Page) -> None:
    """The office sees what is left: one finding, which leads to it."""
    page.get_by_role("link", name="总览", exact=True).click()
    expect(page.get_by_role("heading", name="总览", exact=True)).to_be_visible()
    page.get_by_role("link", name="未销号问题").first.click()
    expect(page.get_by_text("共 1 条")).to_be_visible()


def states(where) -> dict[str, list[str]]:
    """How everything that the year made stands in the database."""
    made = {"cycle": Cycle, "spot_check": SpotCheck, "record": SpotCheckRecord}
    found = {name: list(model.objects.values_list("state", flat=True)) for name, model in made.items()}
    found["self_check"] = list(SelfCheck.objects.filter(department=where).values_list("state", flat=True))
    return found | {"findings": list(Finding.objects.order_by("code").values_list("source", "state"))}


def self_check(page: Page, enter, world) -> None:
    """The department answers, registers what is wrong, its head signs; the office receives."""
    enter(world.office)
    start_self_checks(page)
    enter(world.filer)
    answer_self_check(page)
    register_fault(page)
    enter(world.head)
    sign_self_check(page)
    enter(world.office)
    receive_self_check(page)


def sign_spot_check(page: Page, enter, world) -> None:
    """Both inspectors sign, the head says what they think, the office ends the spot check."""
    for inspector in world.inspectors:
        enter(inspector)
        sign_record(page)
    enter(world.head)
    give_opinion(page)
    enter(world.office)
    close_spot_check(page)


def close_finding(page: Page, enter, world) -> None:
    """Put right by the department, rechecked by somebody else, signed for, and without objection."""
    enter(world.filer)
    put_right(page)
    enter(world.office)
    recheck(page)
    enter(world.filer)
    ask_closing(page)
    enter(world.head)
    sign_closing(page)
    enter(world.supervisor)
    have_no_objection(page)
    see_closed(page)


def test_a_year_from_its_plan_to_a_finding_that_is_closed(today, page, enter, world):
    today(YEAR, 1, 12)
    enter(world.office)
    open_year(page)
    today(YEAR, 9, 7)
    self_check(page, enter, world)
    today(YEAR, 10, 12)
    enter(world.office)
    plan_spot_check(page, world.where)
    draw_spot_check(page, world.where, world.inspectors)
    today(YEAR, 10, 13)
    enter(world.inspectors[0])
    inspect(page)
    sign_spot_check(page, enter, world)
    today(YEAR, 10, 26)
    close_finding(page, enter, world)

    enter(world.office)
    see_year(page, world.where)
    see_overview(page)
    assert states(world.where) == {
        "cycle": ["running"],
        "self_check": ["received"],
        "spot_check": ["closed"],
        "record": ["signed"],
        "findings": [("self_check", "open"), ("spot_check", "closed")],
    }
