"""The public pages and the desk's review as people see them in Chromium: on a phone, without JavaScript, without barriers."""

import pytest

from tests.approvals import factories as approvals
from tests.disclosure import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATHS = ("/open/", "/open/powers/", "/open/powers/YP-01/", "/open/powers/XX-99/")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def published(live_server):
    factories.publish(approvals.world(), name="药品配送企业遴选", fee_basis="不收费", promised_limit=20)


@pytest.mark.parametrize("width", [390, 1440])
def test_public_pages_fit_the_screen_and_have_no_barriers(page, live_server, published, axe, width):
    page.set_viewport_size({"width": width, "height": 844})
    found = {}
    for path in PATHS:
        page.goto(f"{live_server.url}{path}")
        found[path] = (page.evaluate(OVERFLOW), axe(page))

    assert found == dict.fromkeys(PATHS, (0, []))


def test_a_patient_finds_a_power_without_javascript_and_gets_no_cookie(browser, live_server, published):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()

    page.goto(f"{live_server.url}/open/")
    page.get_by_role("searchbox").fill("ypps")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="药品配送企业遴选").click()

    keys = page.locator(".keys dd").all_inner_texts()
    assert keys[1:3] == ["20 工作日", "不收费"]
    assert context.cookies() == []
    context.close()


def test_large_type_stays_on_from_page_to_page_and_its_button_says_the_way_back(page, live_server, published):
    page.goto(f"{live_server.url}/open/")
    page.get_by_role("button", name="大字").click()
    page.goto(f"{live_server.url}/open/powers/")

    page.get_by_role("button", name="标准字号").click()

    assert (page.locator("html.is-large").count(), page.locator("[data-large]").inner_text()) == (0, "大字")


def test_the_review_at_the_desk_has_no_barriers(page, live_server, sign_in, axe):
    made = approvals.world()
    filed = factories.power(made)
    factories.at_office(made)
    factories.review(made, filed, verdict="")
    address = f"{live_server.url}/disclosure/reviews/{filed.power_list_id}/"

    found = []
    for person, width in ((made.office, 1440), (made.secrecy, 390)):
        sign_in(person)
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(address)
        found.append((page.evaluate(OVERFLOW), axe(page)))

    assert found == [(0, []), (0, [])]
