"""The machinery of the tests itself: the guard on the network, the watched browser, axe, shipped rows."""

import http.server
import socket
import threading
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from organization import queries
from organization.models import Department
from tests import factories, services, worlds


def test_a_connection_beyond_the_loopback_is_refused():
    with pytest.raises(OSError, match="a test tried to reach 192.0.2.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_name_of_another_host_is_not_looked_up():
    with pytest.raises(OSError, match="a test asked for the address of example.org"):
        socket.create_connection(("example.org", 80), timeout=1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_shipped_rows_outlive_a_test_that_empties_the_tables(turn):
    assert queries.system_actor().is_active is True


@pytest.mark.browser
def test_axe_finds_a_picture_without_words(page, axe):
    page.set_content("<html lang='zh'><title>页</title><main><h1>页</h1><img src='data:,'></main></html>")

    assert axe(page) == ['image-alt: <img src="data:,">']


@pytest.mark.browser
def test_a_signed_in_person_reaches_the_desk(page, live_server, sign_in):
    sign_in(factories.person("张三", where=factories.root()))

    answer = page.goto(f"{live_server.url}/desk/")

    assert (answer.status, page.url) == (200, f"{live_server.url}/desk/")


def orthopaedics():
    return factories.department("骨科")


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_a_world_is_as_it_was_built_whatever_another_test_made_of_it(turn):
    made = worlds.laid(orthopaedics)

    assert [each.name for each in (made, Department.objects.get(pk=made.pk))] == ["骨科"] * 2

    Department.objects.filter(pk=made.pk).update(name=f"骨科{turn}")
    made.name = f"骨科{turn}"


@pytest.mark.django_db
def test_a_world_takes_away_nothing_that_the_test_has_written():
    before = factories.department("儿科")

    made = worlds.laid(orthopaedics)

    assert set(Department.objects.filter(parent__isnull=False)) == {before, made}


@pytest.mark.parametrize("begun", ["00:00", "21:59", "22:00", "23:59"])
def test_a_run_of_tests_ends_on_the_day_it_began(begun):
    hour, minute = map(int, begun.split(":"))
    now = datetime(2026, 3, 5, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))

    where = ZoneInfo(services.zone(now.astimezone(UTC)))

    day = now.astimezone(where).date()
    assert (day, (now + timedelta(hours=2)).astimezone(where).date()) == (date(2026, 3, 5), day)


AT_ONCE = "<form action='/next'><button>下一页</button></form>"
ONCE_KEPT = """<form action='/next'><i data-draft></i><button>下一页</button></form><script>
    const form = document.forms[0];
    const keep = (event) => {
        event.preventDefault();
        form.removeEventListener("submit", keep);
        setTimeout(() => form.requestSubmit(), 500);
    };
    form.addEventListener("submit", keep);
</script>"""
"""A form that goes when its draft is kept, as `desk.js` lets it."""


class Hesitant(http.server.BaseHTTPRequestHandler):
    """Sends a form, and to who sends that the half of a page, and the other half a while later."""

    form = ""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>页</title>{'' if 'next' in self.path else self.form}".encode())
        self.wfile.flush()
        if "next" in self.path:
            time.sleep(0.5)
            self.wfile.write("<p>后半页</p>".encode())

    def log_message(self, *_words):
        """Nothing."""


@pytest.mark.browser
@pytest.mark.parametrize("form", [AT_ONCE, ONCE_KEPT])
def test_a_click_is_over_when_all_of_the_next_page_is_there(page, form):
    handler = type("Handler", (Hesitant,), {"form": form})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/")

        page.get_by_role("button", name="下一页").click()

        assert (page.url.rpartition("/")[2], page.locator("p").count()) == ("next?", 1)
        server.shutdown()
