"""Measures in Chromium: by keyboard, without JavaScript, and without barriers at two widths."""

import pytest

from controls.models import Measure
from organization.roles import Role
from tests import factories
from tests.controls import factories as control_factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def table():
    return control_factories.table(factories.department("药剂科"))


@pytest.fixture
def filer(table, sign_in):
    person = factories.holder(Role.FILER, table.department)
    sign_in(person)
    return person


def test_a_filer_adds_a_suggested_measure_by_keyboard(page, live_server, filer, table):
    page.goto(f"{live_server.url}{table.get_absolute_url()}")

    page.get_by_role("link", name="添加措施").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="采用这条建议").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=procedure")
    page.locator("[name=is_long_term]").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="添加措施").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#point-*")

    made = Measure.objects.get()
    assert (made.kind, made.is_long_term, made.filed_by) == ("procedure", True, filer)


@pytest.mark.parametrize("browser_context_args", [{"java_script_enabled": False}])
def test_a_measure_is_added_without_javascript(page, live_server, filer, table):
    point = control_factories.point_of(table)
    page.goto(f"{live_server.url}/controls/tables/{table.pk}/measures/new/?point={point.pk}")

    page.fill("[name=text]", "三岗分设")
    page.click(".form-actions button[type=submit]")

    page.get_by_text("已添加防控措施").wait_for()
    assert Measure.objects.get().text == "三岗分设"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_have_no_barriers(page, live_server, axe, filer, table, width):
    measure = control_factories.measure(table)
    page.set_viewport_size({"width": width, "height": 900})
    inside = f"/controls/tables/{table.pk}/"
    paths = ["/controls/", "/controls/new/", "/controls/measures/", inside, f"{inside}check/", f"{inside}print/"]
    paths += [f"{inside}measures/new/?point={measure.point_id}", measure.get_absolute_url()]
    paths += [f"{measure.get_absolute_url()}edit/", f"{measure.get_absolute_url()}remove/"]

    faults = {}
    for path in paths:
        page.goto(f"{live_server.url}{path}")
        faults[path] = axe(page) + ["wide"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")

    assert faults == {path: [] for path in paths}
