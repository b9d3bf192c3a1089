"""The moderator in Chromium: takes in, assigns, settles in public; pages fit a phone and have no barriers."""

import pytest
from playwright.sync_api import expect

from disclosure.services import handling
from tests import factories
from tests.disclosure import incoming

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [390, 1440])
def test_the_moderator_takes_in_a_suggestion_and_answers_it_in_public(page, live_server, sign_in, axe, width):
    where = factories.department("收费处")
    filer, office = incoming.filer(where), incoming.office()
    made = incoming.suggestion(is_public_allowed=True, department_code=where.code, about_title="门诊退费")
    incoming.rate(incoming.batch(where), "good", "poor", reason="排队太久")
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(office)
    faults = {}

    def look(name):
        faults[name] = (page.evaluate(OVERFLOW), axe(page))

    page.goto(f"{live_server.url}/disclosure/suggestions/")
    look("list")
    page.get_by_role("link", name=incoming.TEXT[:10]).click()
    expect(page.get_by_text(incoming.CONTACT)).to_be_visible()
    look("received")
    page.get_by_role("link", name="转办").click()
    look("assign")
    page.get_by_role("button", name="转办").click()
    expect(page.get_by_text("已转办，并告知承办部门。")).to_be_visible()
    handling.draft_answer(by=filer, suggestion=made, answer=incoming.ANSWER)
    page.reload()
    page.get_by_role("link", name="审定答复").click()
    page.get_by_label("公开问题和答复").check()
    page.get_by_label("公开的问题").fill("退费多久到账？")
    look("answer")
    page.get_by_role("button", name="审定", exact=True).click()
    expect(page.get_by_text("已送保密审查，通过后答复并公开。")).to_be_visible()
    look("settled")
    handling.clear_answer(by=incoming.secrecy(), suggestion=made)
    page.reload()
    look("answered")
    page.goto(f"{live_server.url}/disclosure/statistics/")
    look("statistics")
    page.goto(f"{live_server.url}/disclosure/settings/")
    look("settings")

    assert incoming.fresh(made).reply.publication.content["question"] == "退费多久到账？"
    assert faults == dict.fromkeys(faults, (0, []))
