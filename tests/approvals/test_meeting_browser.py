"""A meeting of nine in Chromium, through its pages: leave, recusal, a department apart, dissent, an item without quorum."""

import re

import pypdf
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from approvals.models import Meeting
from core import services as core_services
from tests.approvals import factories

NO_QUORUM = "应到9人，实到4人，参加表决4人，法定到会5人（应到9人的半数以上）；4＜5，不足法定人数，不能表决。"
HERE = "参加表决{}人，法定到会5人（应到9人的半数以上）；"
NEEDED = "；通过须5票（超过应到会成员9人的半数）；"
RECORD = (
    "应到9人，实到8人，" + HERE.format(8) + "同意7票，不同意1票，缓议0票" + NEEDED + "7≥5，通过。",
    "应到9人，实到8人，回避1人（计入应到），" + HERE.format(7) + "同意7票，不同意0票，缓议0票" + NEEDED + "7≥5，通过。",
    "应到9人，实到8人，" + HERE.format(8) + "同意0票，不同意0票，缓议8票" + NEEDED + "0＜5，缓议。",
    NO_QUORUM,
)
MINUTES = ("90857105通过", "91757005通过", "90850085缓议", NO_QUORUM)
"""Rows of the table of votes (应到, 回避, 参加, 法定, 同意, 不同意, 缓议, 须票, 结果), and the item that was not voted on."""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    return factories.world()


@pytest.fixture
def members(world):
    """Nine members: the chair, the member of the world, and seven more."""
    return [world.chair, world.member, *(factories.another_member(world) for _number in range(7))]


@pytest.fixture
def submissions(world, members):
    """Three departments' lists at the committee's stage; a row of the first is about the fourth member's post."""
    about, _power = factories.with_a_power_of(world, members[3])
    others = [factories.another_department(world) for _number in range(2)]
    return [factories.at(world, "committee", submission=about), *(factories.at(other, "committee") for other in others)]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def plan(page: Page, base: str, day: str, submissions) -> None:
    """A meeting today with the first two departments under one item, and the third under another."""
    page.goto(f"{base}{reverse('approvals:meetings')}")
    follow(page, "筹备党委会")
    page.fill("[name=held_on]", day)
    page.fill("[name=place]", "行政楼三楼会议室")
    press(page, "筹备会议")
    expect(page.get_by_text("请改期，或写明紧急召开的理由").first).to_be_visible()
    page.fill("[name=urgent_reason]", "年度清单须按期审定")
    for submission in submissions[:2]:
        page.check(f"#pick-{submission.pk}")
    press(page, "筹备会议")
    follow(page, "列入议题")
    page.check(f"#pick-{submissions[2].pk}")
    page.fill("[name=title]", "审定第三个部门的清单")
    press(page, "列入议题")


def call_and_open(page: Page, person, members) -> None:
    """The office calls, the last member answers with leave, the receipts prefill who came."""
    follow(page, "发出会议通知")
    expect(page.get_by_role("heading", name="将通知的党委成员（9 人）")).to_be_visible()
    press(page, "发出会议通知")
    address = page.url
    person(members[-1])
    page.goto(address)
    page.get_by_label("请假", exact=True).check()
    page.fill("[name=reason]", "外出培训")
    press(page, "提交回执")
    person("office")
    page.goto(address)
    expect(page.get_by_text("应到委员9人，已回执1人，其中参加0人。")).to_be_visible()
    follow(page, "开始会议")
    assert page.locator(f"[name=person-{members[-1].pk}][value=leave]").is_checked()
    for member in members[:-1]:
        page.check(f"[name=person-{member.pk}][value=present]")
    press(page, "开始会议")


def vote(card, choices: dict, members, default: str = "agree") -> None:
    for member in members:
        radio = card.locator(f"[name$=vote-{member.pk}][value={choices.get(member.pk, default)}]")
        if radio.count():
            radio.check()
    card.get_by_role("button", name="登记表决").click()


def take_first_item(page: Page, members, submissions) -> None:
    follow(page, "审议第 1 项")
    press(page, "开始审议")
    page.get_by_text("单列表决", exact=True).first.click()
    page.locator("[name=apart-entry]").select_option(label=str(submissions[1]))
    press(page, "单列表决")
    cards = page.locator(".ballot")
    told = [
        "应到9人，实到8人，参加表决8人（法定5人）；须5票同意。",
        "应到9人，实到8人，回避1人（计入应到），参加表决7人（法定5人）；须5票同意。",
        "应到9人，实到8人，参加表决8人（法定5人）；须5票同意。",
    ]
    expect(cards.locator(".bars")).to_have_text(told)
    vote(cards.nth(0), {members[1].pk: "against"}, members)
    expect(cards.nth(0).get_by_text("同意7票，不同意1票，缓议0票")).to_be_visible()
    cards.nth(1).get_by_role("button", name="全部同意").click()
    expect(cards.nth(1).get_by_text("同意7票，不同意0票，缓议0票")).to_be_visible()
    vote(cards.nth(2), {}, members, default="postpone")
    expect(cards.nth(2).get_by_text("按此计票没有通过，请写明理由。").first).to_be_visible()
    cards.nth(2).locator("[name$=reason]").fill("请补充依据")
    cards.nth(2).get_by_role("button", name="登记表决").click()
    expect(cards.nth(2).locator(".result.is-postponed")).to_be_visible()


def leave_the_quorum(page: Page, members) -> None:
    """Four more members go before the second item: four of nine are left."""
    page.get_by_role("link", name=re.compile("^党委会〔")).first.click()
    follow(page, "更正到会情况")
    for member in members[4:8]:
        page.check(f"[name=person-{member.pk}][value=absent]")
    press(page, "更正到会情况")
    follow(page, "审议第 2 项")
    press(page, "开始审议")
    expect(page.get_by_text("缓议：到会委员不足法定人数")).to_be_visible()


def printed(page: Page, paper: str) -> str:
    """The text of the paper as PDF, asked for at the meeting's page, without white space and numbers of pages."""
    meeting = page.url
    follow(page, "打印记录、纪要")
    page.check(f"[name=paper][value={paper}]")
    page.check("[name=kind][value=pdf]")
    press(page, "生成文件")
    core_services.sweep()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").first.click()
    pages = pypdf.PdfReader(download.value.path()).pages
    page.goto(meeting)
    return re.sub(r"—\d+—", "", "".join("".join(each.extract_text().split()) for each in pages))


def test_a_meeting_of_nine_is_held_through_its_pages(page, live_server, sign_in, world, members, submissions, axe):
    def person(who):
        page.context.clear_cookies()
        sign_in(world.office if who == "office" else who)

    person("office")
    plan(page, live_server.url, str(factories.timezone.localdate()), submissions)
    call_and_open(page, person, members)
    take_first_item(page, members, submissions)
    faults = axe(page)
    decided = page.url
    leave_the_quorum(page, members)
    follow(page, "结束会议")
    press(page, "结束会议")
    expect(page.get_by_text("应到委员9人，实到8人，请假1人，缺席0人，中途到会或离会4人。")).to_be_visible()
    record, minutes = (printed(page, paper) for paper in ("record", "minutes"))
    person(members[3])
    page.goto(decided)
    expect(page.get_by_text("您回避这一事项，看不到表决情况。")).to_be_visible()

    for submission in submissions:
        submission.refresh_from_db()
    assert [told in record for told in RECORD] == [True] * 4
    assert [told in minutes for told in MINUTES] == [True] * 4
    assert submissions[0].sha256 in record
    assert submissions[0].sha256 in minutes
    assert f"不同意：{members[1]}。" in record
    assert f"请假：1人：{members[8]}（外出培训）。" in record
    assert f"{members[3]}回避" in record
    assert [f"{name}（第2项起离会）" in record for name in members[4:8]] == [True] * 4
    assert str(members[1]) not in minutes.partition("会议审议了")[2]
    assert [submission.state for submission in submissions] == ["passed", "in_review", "in_review"]
    assert (Meeting.objects.get().state, faults) == ("held", [])
