"""A wrong word in Chromium: the office finds it on the page of a list in force, sees what changes, and puts it right."""

import pytest
from playwright.sync_api import expect

from powers.models import Power
from tests.approvals import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRONG, RIGHT = "对药品采购计化进行审批。", "对药品采购计划进行审批。"


@pytest.fixture
def made():
    made = factories.world()
    factories.passed(made, powers=1, content=WRONG)
    return made


def test_a_wrong_word_is_put_right_and_put_to_the_committee(page, live_server, sign_in, made, axe):
    power = Power.objects.get()
    sign_in(made.office)
    page.goto(f"{live_server.url}{power.power_list.get_absolute_url()}")
    expect(page.get_by_text("改内容请开新版；只改错别字、漏字用更正。")).to_be_visible()

    page.get_by_role("link", name="更正文字", exact=True).click()
    page.get_by_role("link", name=power.name, exact=True).click()
    page.get_by_role("link", name="更正职权内容", exact=True).click()
    page.get_by_label("更正为", exact=True).fill(RIGHT)
    page.get_by_role("button", name="核对改动", exact=True).click()
    expect(page.get_by_text("请写明为什么更正").first).to_be_visible()
    page.get_by_label("理由", exact=True).fill("“计划”误写为“计化”")
    page.get_by_role("button", name="核对改动", exact=True).click()

    assert [each.inner_text() for each in page.locator("del, ins").all()] == ["化", "划"]
    assert axe(page) == []
    page.get_by_role("button", name="更正文字", exact=True).click()
    expect(page.get_by_text("已更正“职权内容”")).to_be_visible()
    page.get_by_text("审定后更正 1 处文字", exact=True).click()
    expect(page.get_by_text("“计划”误写为“计化”").first).to_be_visible()

    page.goto(f"{live_server.url}/approvals/corrections/")
    page.get_by_role("link", name="报党委会阅（1 处）").click()
    page.get_by_role("button", name="报党委会阅", exact=True).click()
    expect(page.get_by_role("heading", name="更正清单（1处）")).to_be_visible()
    sign_in(made.member)
    page.reload()
    expect(page.get_by_role("link", name=f"{power.code} 职权内容")).to_be_visible()
