"""What nginx keeps of public pages is fetched anew when something is published or taken off."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.utils import timezone

from core.models import Duty
from core.registry import registry
from core.services import sweep
from core.states import DutyState
from disclosure import calculations
from disclosure.models import Publication, PublicationFile, open_path, page_of
from disclosure.queries import affected
from disclosure.services import chain, refresh
from disclosure.states import FileKind, PublicationKind, Topic
from tests.approvals import factories as approvals
from tests.disclosure import factories

pytestmark = pytest.mark.django_db


class Proxy(BaseHTTPRequestHandler):
    """Writes down what it is asked for and answers with the status that the test wants."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, {name: self.headers[name] for name in ("Host", "X-Refresh-Key")}))
        self.send_response(self.server.status)
        self.send_header("X-Cache", self.server.cache)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        """Quiet."""


@pytest.fixture
def proxy(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.asked, server.status, server.cache = [], 200, refresh.PASSED_BY
    settings.REFRESH_URL, settings.REFRESH_KEY = f"http://127.0.0.1:{server.server_port}", "k" * 32
    settings.OPEN_URL = "https://open.example.org"
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def paths(proxy):
    return [path for path, _headers in proxy.asked]


def item(number=1, **columns):
    """A link that is no power, straight onto the chain."""
    code = f"ITEM-{number:02}"
    content = calculations.item_content(code=code, item={}, title="年度预算", body="正文", department="财务科")
    columns = {"topic": Topic.BUDGET, "lineage_key": code, "title": "年度预算", "code": code} | columns
    return chain.append(content, kind=PublicationKind.ITEM, department_code="CW", department_name="财务科", **columns)


def test_without_an_nginx_nothing_is_asked_and_nothing_fetched():
    factories.publish(approvals.world())

    assert (Duty.objects.filter(kind=refresh.KIND).count(), refresh.refresh(["/open/"])) == (0, 0)


def test_publishing_has_its_pages_fetched_by_the_readers_host_with_the_key(proxy):
    (power,) = factories.publish(approvals.world())

    assert sweep() >= 1
    fetched = paths(proxy)
    assert fetched[0] == f"/open/powers/{power.code}/"
    assert {"/open/", "/open/powers/"} <= set(fetched)
    assert {tuple(headers.values()) for _path, headers in proxy.asked} == {("open.example.org", "k" * 32)}


def test_what_ends_is_fetched_anew_like_what_begins(proxy):
    made = item()
    Duty.objects.all().delete()

    tombstone = chain.bury(made, reason="内容有误")

    keys = list(Duty.objects.filter(kind=refresh.KIND).order_by("id").values_list("key", flat=True))
    assert keys == [
        f"disclosure.refresh:{made.sequence}:withdrawn",
        f"disclosure.refresh:{tombstone.sequence}:published",
    ]


def test_pages_of_all_publications_are_fetched_once_by_the_last_of_those_that_wait(proxy):
    factories.publish(approvals.world(), 3)

    sweep()

    assert paths(proxy).count("/open/") == 1


def test_what_is_open_inside_only_is_in_no_public_cache(proxy):
    item(scope="hospital")

    assert Duty.objects.filter(kind=refresh.KIND).count() == 0


@pytest.mark.parametrize("status", [404, 410])
def test_an_answer_that_it_is_gone_takes_the_old_ones_place_too(proxy, status):
    proxy.status = status

    assert refresh.refresh(["/open/powers/YP-01/"]) == 1


@pytest.mark.parametrize("status", [301, 400, 403, 429, 500, 502, 503])
def test_an_answer_that_would_leave_the_old_page_is_no_success(proxy, status):
    proxy.status = status

    with pytest.raises(refresh.Unreachable, match=f"/open/ 回答 {status}"):
        refresh.refresh(["/open/"])


def test_an_answer_out_of_the_cache_is_no_success(proxy):
    proxy.cache = "HIT"

    with pytest.raises(refresh.Unreachable, match="REFRESH_KEY"):
        refresh.refresh(["/open/"])


def test_without_a_key_of_sixteen_characters_nothing_is_fetched(proxy, settings):
    settings.REFRESH_KEY = "k" * 15

    assert (refresh.refresh(["/open/"]), proxy.asked) == (0, [])


def test_a_proxy_that_is_away_is_asked_again_later(settings):
    settings.REFRESH_URL, settings.REFRESH_KEY = "http://127.0.0.1:1", "k" * 16
    item()

    sweep()

    duty = Duty.objects.filter(kind=refresh.KIND).order_by("pk")[0]
    assert (duty.state, duty.attempts, duty.due_at > timezone.now()) == (DutyState.WAITING, 1, True)
    assert "公开网页的缓存没有刷新" in duty.error


def test_a_proxy_behind_https_is_asked_so(settings):
    settings.REFRESH_URL, settings.REFRESH_KEY = "https://127.0.0.1:1", "k" * 16

    with pytest.raises(refresh.Unreachable):
        refresh.refresh(["/open/"])


def test_the_duty_is_known_to_the_worker():
    assert registry.duty_handlers[refresh.KIND] is refresh.handle


def test_affected_are_the_page_the_topic_the_link_the_one_before_and_the_files(proxy):
    item()
    made = item(2)
    file = {"kind": FileKind.ATTACHMENT, "name": "决算表.PDF", "content_type": "application/pdf", "size": 1}
    PublicationFile.objects.create(publication=made, sha256="a" * 64, data=b"1", **file)

    expected = [
        open_path("item", "ITEM-02"),
        open_path("file", "a" * 64, "pdf"),
        open_path("link", 2),
        open_path("link", 1),
        open_path("content", 2),
        open_path("topic", "budget"),
        open_path("topic_feed", "budget"),
    ]
    assert affected.affected(made) == expected


def test_printed_sheets_change_the_pages_they_were_printed_of():
    (power,) = factories.publish(approvals.world())
    content = calculations.prints_content([(1, "b" * 64)])
    told = {"lineage_key": "prints-2", "title": "纸质件", "department_code": "", "department_name": "", "code": ""}

    sheets = chain.append(content, kind=PublicationKind.PRINTS, **told)

    assert f"/open/powers/{power.code}/" in affected.affected(sheets)


@pytest.mark.parametrize(
    ("face", "url"), [("both", "/open/powers/YP-01/"), ("staff", "https://open.example.org/open/powers/YP-01/")]
)
def test_the_desk_alone_leads_to_the_public_faces_own_host(settings, face, url):
    factories.publish(approvals.world())
    settings.SITE_FACE, settings.OPEN_URL = face, "https://open.example.org/"

    assert Publication.objects.get().get_absolute_url() == url


def test_a_path_is_the_same_on_every_face(settings):
    settings.SITE_FACE = "staff"

    assert open_path("power", "YP-01") == page_of("power", code="YP-01", sequence=1) == "/open/powers/YP-01/"
