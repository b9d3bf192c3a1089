"""The live arithmetic of the scores, in Chromium; without JavaScript the saved page shows the same."""

import pytest

from organization.roles import Role
from tests import factories
from tests.risks import factories as risk_factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def point():
    where = factories.department("药剂科")
    step = risk_factories.step(where, focus="approval", is_major=True)
    return risk_factories.point(step=step, post=step.post)


def test_the_arithmetic_follows_the_scores_as_one_chooses(page, sign_in, live_server, point):
    sign_in(factories.holder(Role.DEPARTMENT_HEAD, point.register.department))
    page.goto(f"{live_server.url}/risks/points/{point.pk}/opinion/")

    for name, score in (("importance", 1), ("frequency", 2), ("probability", 3)):
        page.check(f"input[name={name}][value='{score}']")
    page.get_by_text("10 分；高 ≥ 20").wait_for()

    assert "一律为高" in page.inner_text("#arithmetic")


def test_what_is_typed_in_the_points_form_is_saved_as_one_goes(page, sign_in, live_server, point):
    sign_in(factories.holder(Role.FILER, point.register.department))
    page.goto(f"{live_server.url}/risks/points/{point.pk}/edit/")

    page.fill("[name=indicator]", "单一品牌中标占比")
    page.press("[name=indicator]", "Tab")
    page.locator("#draft").get_by_text("已于").wait_for()

    point.refresh_from_db()
    assert (point.indicator, page.input_value("[name=version]")) == ("单一品牌中标占比", "2")


def test_who_saves_while_the_draft_is_being_kept_is_not_late_by_oneself(page, sign_in, live_server, point):
    sign_in(factories.holder(Role.FILER, point.register.department))
    page.goto(f"{live_server.url}/risks/points/{point.pk}/edit/")
    kept = []
    page.route("**/save/", lambda route: kept.append((route, route.fetch())))
    page.fill("[name=indicator]", "单一品牌中标占比")
    page.press("[name=indicator]", "Tab")
    while not kept:
        page.wait_for_timeout(50)
    page.get_by_role("button", name="保存", exact=True).first.click(no_wait_after=True)

    route, answer = kept[0]
    with page.expect_navigation():
        route.fulfill(response=answer)

    point.refresh_from_db()
    assert (page.url, point.indicator) == (f"{live_server.url}{point.get_absolute_url()}", "单一品牌中标占比")


def test_the_pages_of_a_point_and_its_register_have_no_barriers(page, sign_in, live_server, axe, point):
    sign_in(factories.holder(Role.DEPARTMENT_HEAD, point.register.department))
    paths = [f"/risks/points/{point.pk}/", f"/risks/points/{point.pk}/edit/", f"/risks/registers/{point.register_id}/"]
    paths += [f"/risks/registers/{point.register_id}/review/", "/risks/rules/", "/risks/proposals/new/"]

    faults = {}
    for path in paths:
        page.goto(f"{live_server.url}{path}")
        faults[path] = axe(page)

    assert faults == {path: [] for path in paths}
