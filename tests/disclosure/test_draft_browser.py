"""A draft from its first word to the public, as its people do it in Chromium."""

import pytest

from core import services as core_services
from disclosure.models import Publication
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def agree(page, live_server, sign_in, person, submission_url):
    sign_in(person)
    page.goto(f"{live_server.url}{submission_url}")
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="提交意见").click()


def test_a_result_is_drafted_reviewed_and_published(page, live_server, sign_in, axe):
    made = approvals.world()
    item = factories.item(made)
    sign_in(made.filer)
    page.goto(f"{live_server.url}/disclosure/drafts/add/?item={item.pk}")
    page.get_by_label("标题").fill("药品采购结果公告")
    page.get_by_label("正文").fill("结果如下，咨询电话 13800138000。")
    page.get_by_role("button", name="保存草稿").click()
    assert page.get_by_text("138******00").first.is_visible()
    assert axe(page) == []

    page.get_by_role("button", name="报审").click()
    page.get_by_role("link", name="查看报审").click()
    submission_url = page.url.removeprefix(live_server.url)
    agree(page, live_server, sign_in, made.office, submission_url)
    sign_in(made.secrecy)
    page.goto(f"{live_server.url}{submission_url}")
    page.get_by_role("link", name="打开保密审查表").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("电话号码的处理").select_option("open")
    page.get_by_label("电话号码：理由").fill("对外公布的咨询电话")
    assert axe(page) == []
    page.get_by_role("button", name="保存审查表").click()
    agree(page, live_server, sign_in, made.secrecy, submission_url)
    agree(page, live_server, sign_in, made.overseer, submission_url)
    core_services.sweep()

    published = Publication.objects.get(kind="item")
    assert (published.title, published.face) == ("药品采购结果公告", "open")
