"""Asking, coming back, reporting and rating as a patient does in Chromium, on a phone, with the work done by the browser."""

import hashlib

import pytest
from playwright.sync_api import expect

from disclosure.calculations import report_words, tokens
from disclosure.models import Rating, Suggestion
from tests.approvals import factories as approvals
from tests.disclosure import asked, factories
from tests.disclosure.report_sentences import OTHERS, REPORTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PHONE = {"width": 390, "height": 844}


def test_a_patient_asks_gets_a_code_and_comes_back_with_it(page, live_server, context, axe):
    factories.publish(approvals.world(), name="药品配送企业遴选")
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/open/ask/?about=YP-01")
    found = [axe(page)]
    page.get_by_label("意见建议").check()
    page.get_by_label("内容").fill(asked.TEXT)
    page.get_by_role("button", name="提交", exact=True).dblclick()
    code = page.locator("[data-code]").inner_text()
    found.append(axe(page))

    page.get_by_role("main").get_by_role("link", name="查答复", exact=True).click()
    found.append(axe(page))
    page.get_by_label("回执码").fill(code.lower())
    page.get_by_role("button", name="查看").click()

    assert page.locator("dd").all_inner_texts()[-1] == asked.TEXT
    assert (Suggestion.objects.count(), Suggestion.objects.get().about_code) == (1, "YP-01")
    assert (code in page.url, context.cookies(), [*found, axe(page)]) == (False, [], [[]] * 4)


def test_what_looks_like_a_report_is_stopped_before_it_is_sent(page, live_server, axe):
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/open/ask/")

    page.get_by_label("内容").fill(REPORTS[0])
    page.get_by_role("button", name="提交", exact=True).click()

    panel = page.get_by_role("region", name="这段文字像是举报")
    assert (panel.is_visible(), page.get_by_label("内容").input_value(), "POST" in sent) == (True, REPORTS[0], False)
    assert (axe(page), Suggestion.objects.count()) == ([], 0)
    panel.get_by_role("button", name="这不是举报，继续提交").click()
    page.locator("[data-code]").wait_for()
    assert Suggestion.objects.get().text == REPORTS[0]


def test_the_browser_hashes_and_weighs_as_we_do(page, live_server):
    page.goto(f"{live_server.url}/open/ask/")
    texts = ["", "abc", "字" * 40, *("a" * size for size in (55, 56, 63, 64, 65, 119, 120, 1000))]
    weigh = (
        "texts => { const words = JSON.parse(document.querySelector('[data-words]').dataset.words);"
        " return texts.map((text) => lianfang.weight(words.patterns, text)); }"
    )

    hashed = page.evaluate("texts => texts.map((text) => lianfang.sha256(new TextEncoder().encode(text)))", texts)
    weighed = page.evaluate(weigh, [*REPORTS, *OTHERS])

    assert hashed == [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    assert weighed == [report_words.weight(text) for text in (*REPORTS, *OTHERS)]


def test_an_expired_form_comes_back_as_it_was_typed_and_then_goes(page, live_server, monkeypatch):
    page.goto(f"{live_server.url}/open/ask/")
    page.get_by_label("内容").fill(asked.TEXT)
    monkeypatch.setattr(tokens, "AGE", -1)
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_role("alert").wait_for()
    monkeypatch.undo()

    page.get_by_role("button", name="提交", exact=True).click()

    page.locator("[data-code]").wait_for()
    assert Suggestion.objects.get().text == asked.TEXT


def test_a_slip_rates_once_and_then_says_so(page, live_server, axe):
    code = asked.slip(asked.batch(title="门诊收费窗口"), 3)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/open/rate/")
    found = [axe(page)]
    page.get_by_label("评议码").fill(code)
    page.get_by_role("button", name="开始评议").click()
    found.append(axe(page))
    page.get_by_label("基本满意").check()
    page.get_by_label("等候时间").check()
    page.get_by_role("button", name="提交评议").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("评议已记下，谢谢您")
    found.append(axe(page))

    page.goto(f"{live_server.url}/open/rate/{code}/")
    page.get_by_label("不满意").check()
    page.get_by_role("button", name="提交评议").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("这个评议码已用过")

    assert [*found, axe(page)] == [[]] * 4
    assert list(Rating.objects.values_list("number", "level", "reason")) == [(3, "fair", "等候时间")]


def test_without_javascript_the_form_says_how_else_to_reach_the_hospital(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/open/ask/")
    told = page.locator("noscript .callout").is_visible()

    page.get_by_label("内容").fill(asked.TEXT)
    page.get_by_role("button", name="提交", exact=True).click()

    assert (told, page.get_by_label("内容").input_value(), Suggestion.objects.count()) == (True, asked.TEXT, 0)
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_fit_the_screen_and_have_no_barriers(page, live_server, axe, width):
    page.set_viewport_size({"width": width, "height": 844})
    found = {}
    for path in ("/open/ask/", "/open/receipt/", "/open/report/", "/open/rate/", "/open/rate/XX/"):
        page.goto(f"{live_server.url}{path}")
        found[path] = (page.evaluate(OVERFLOW), axe(page))

    assert list(found.values()) == [(0, [])] * 5
