"""Every page of the system in Chromium, in its fullest role: axe, 390 px, no JavaScript, nobody else's host."""

import pytest

from approvals import queries
from organization.models import Person
from tests import addresses
from tests.test_addresses import EXPECTED, ROLES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FULLEST = "office filer discipline secrecy chair overseer sysadmin secadmin auditor anonymous".split()
"""Who sees most of a page that they see at all, the fullest first."""
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
CUT_OFF = """[...document.querySelectorAll('.action .btn')].filter(each => each.getBoundingClientRect().left < 0)
    .map(each => each.textContent.trim())"""
WITHOUT_SCRIPTS = """html => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const button = "form:not(:has(button:not([type=button]), input[type=submit]))";
    return [page.querySelectorAll("h1").length, page.querySelectorAll(button).length];
}"""
"""How many headings and forms that nobody can send a page has as it is sent; a parsed document runs no scripts."""


@pytest.fixture
def walk(client, context, sign_in, lay_demo):
    """`walk()` goes over the pages of the demo hospital by role, in that role's session: yields name, address and HTML.

    Besides one example of each address: the page on which the role decides what waits for it first.
    """

    def go():
        lay_demo()
        places = addresses.addresses()
        for role in FULLEST:
            found = {name: places[name] for name, (get, _post) in EXPECTED.items() if fullest(get) == role}
            context.clear_cookies()
            client.logout()
            if role != "anonymous":
                person = Person.objects.get(username=role)
                sign_in(person)
                found |= {f"{role} decides": waiting.get_absolute_url() for waiting in queries.waiting_for(person)[:1]}
            for name, address in found.items():
                if html := whole_page(client.get(address)):
                    yield name, address, html

    return go


def fullest(letters):
    """The fullest role that gets the page, or none."""
    return next((role for role in FULLEST if letters[ROLES.index(role)] == "2"), None)


def whole_page(response):
    """The HTML of a whole page, nothing of a download or a part."""
    is_page = response["Content-Type"].startswith("text/html") and b"<html" in response.getvalue()
    return response.getvalue().decode() if is_page else ""


def beyond(page):
    """By how many px the page is wider than a telephone, and what is to be pressed left of its edge."""
    page.set_viewport_size(NARROW)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    cut = page.evaluate(CUT_OFF)
    page.set_viewport_size(WIDE)
    return ([f"{wider} px too wide"] if wider > 0 else []) + [f"{words} is cut off" for words in cut]


def wanting(page, html):
    """What a page wants for somebody without JavaScript."""
    headings, unsendable = page.evaluate(WITHOUT_SCRIPTS, html)
    return [] if (headings, unsendable) == (1, 0) else [f"{headings} h1, {unsendable} forms without a button"]


def test_every_page_is_accessible_fits_and_works_without_javascript(page, live_server, walk, axe):
    faults = {}

    for name, address, html in walk():
        page.goto(f"{live_server.url}{address}")
        faults[name] = axe(page) + beyond(page) + wanting(page, html)

    assert len(faults) > 80
    assert {name: found for name, found in faults.items() if found} == {}
