"""What the shipped nginx keeps of `/open/`, for how long, and by what it is told to fetch anew."""

import pytest

from disclosure.services import refresh
from tests import nginx
from tests.services import free_port

pytestmark = pytest.mark.skipif(not nginx.FOUND, reason="no nginx")
KEPT = {"Cache-Control": "max-age=60, public", "ETag": '"1"'}


@pytest.fixture
def behind():
    """What stands behind nginx, and says what the test wants."""
    with nginx.something() as server:
        yield server


@pytest.fixture
def site(behind, tmp_path, settings):
    with nginx.before(behind.address, tmp_path) as url:
        settings.REFRESH_URL, settings.REFRESH_KEY, settings.OPEN_URL = url, nginx.KEY, url
        yield url


def test_a_page_without_a_query_is_asked_for_once(behind, site):
    behind.says = (200, "first", KEPT)

    answers = [nginx.get(f"{site}/open/powers/") for _time in range(3)]

    assert answers == [(200, "first", "MISS"), (200, "first", "HIT"), (200, "first", "HIT")]
    assert len(behind.asked) == 1


@pytest.mark.parametrize(
    ("path", "headers"), [("/open/search/?q=采购", {}), ("/open/", {"Cookie": "__Host-sessionid=1"})], ids=str
)
def test_searches_and_pages_of_somebody_logged_in_are_not_kept(behind, site, path, headers):
    behind.says = (200, "first", KEPT)
    address = site + path.replace("采购", "%E9%87%87")

    asked = [nginx.get(address, **headers)[2] for _time in range(2)]

    assert (asked, len(behind.asked)) == (["BYPASS", "BYPASS"], 2)


def test_what_was_withdrawn_is_gone_for_the_next_reader_once_it_was_refreshed(behind, site):
    behind.says = (200, "published", KEPT)
    nginx.get(f"{site}/open/items/YS-01/")
    behind.says = (404, "withdrawn", {})
    before = nginx.get(f"{site}/open/items/YS-01/")

    refresh.refresh(["/open/items/YS-01/"])

    assert before == (200, "published", "HIT")
    assert nginx.get(f"{site}/open/items/YS-01/") == (404, "withdrawn", "HIT")


def test_a_new_version_is_there_for_the_next_reader(behind, site):
    behind.says = (200, "old", KEPT)
    nginx.get(f"{site}/open/")
    behind.says = (200, "new", KEPT)

    refresh.refresh(["/open/"])

    assert nginx.get(f"{site}/open/") == (200, "new", "HIT")


def test_a_refresh_is_as_a_readers_request_and_the_key_stays_with_nginx(behind, site, settings):
    settings.OPEN_URL = "https://open.example.org"
    behind.says = (200, "page", KEPT)

    refresh.refresh(["/open/"])

    ((path, headers),) = behind.asked
    assert (path, headers["Host"], headers["X-Forwarded-Proto"]) == ("/open/", "open.example.org", "https")
    assert "X-Refresh-Key" not in headers


def test_pages_kept_for_readers_over_https_are_those_that_are_refreshed(behind, site, settings):
    settings.OPEN_URL = "https://open.example.org"
    behind.says = (200, "old", KEPT)
    nginx.get(f"{site}/open/", X_Forwarded_Proto="https")
    behind.says = (200, "new", KEPT)

    refresh.refresh(["/open/"])

    assert nginx.get(f"{site}/open/", X_Forwarded_Proto="https") == (200, "new", "HIT")


@pytest.mark.parametrize("key", ["", "x", "another-key-of-sixteen-letters-and-more"])
def test_without_the_key_nobody_passes_the_cache_by(behind, site, key):
    behind.says = (200, "page", KEPT)

    asked = [nginx.get(f"{site}/open/", X_Refresh_Key=key)[2] for _time in range(2)]

    assert asked == ["MISS", "HIT"]


@pytest.mark.parametrize("key", ["", "short"])
def test_an_nginx_without_a_proper_key_believes_nobody(behind, tmp_path, key):
    behind.says = (200, "page", KEPT)

    with nginx.before(behind.address, tmp_path, key=key) as url:
        asked = [nginx.get(f"{url}/open/", X_Refresh_Key=key)[2] for _time in range(2)]

    assert asked == ["MISS", "HIT"]


def test_a_key_that_nginx_does_not_know_is_told(behind, site, settings):
    settings.REFRESH_KEY = "another-key-of-sixteen-letters-and-more"
    behind.says = (200, "page", KEPT)

    with pytest.raises(refresh.Unreachable, match="不认 REFRESH_KEY"):
        refresh.refresh(["/open/"])


def test_addresses_made_up_by_readers_fill_no_cache(behind, site):
    behind.says = (404, "nothing here", {})

    asked = [nginx.get(f"{site}/open/powers/XX-{number}/")[2] for number in (1, 1)]

    assert (asked, len(behind.asked)) == (["MISS", "MISS"], 2)


def test_many_refreshes_are_not_taken_for_an_attack(behind, site):
    behind.says = (200, "page", KEPT)

    assert refresh.refresh([f"/open/powers/YP-{number}/" for number in range(400)]) == 400


def test_when_the_public_face_is_away_a_refresh_says_so_and_readers_keep_the_page(behind, site):
    behind.says = (200, "page", KEPT)
    nginx.get(f"{site}/open/")
    behind.says = (503, "away", {})

    with pytest.raises(refresh.Unreachable, match="/open/ 回答 503"):
        refresh.refresh(["/open/"])

    assert nginx.get(f"{site}/open/") == (200, "page", "HIT")


def test_robots_come_from_who_serves_the_public_face(behind, site):
    behind.says = (200, "User-agent: *", {})

    assert nginx.get(f"{site}/robots.txt")[:2] == (200, "User-agent: *")


SILENT = ("ask/", "receipt/", "report/", "rate/", "rate/AAAA-BBBB/", "verify/", "ask", "rate/AAAA-BBBB")


def test_of_who_answers_back_no_log_has_a_line_and_no_cache_a_page(behind, tmp_path):
    behind.says = (200, "page", KEPT)

    with nginx.before(behind.address, tmp_path, log=f"{tmp_path}/access.log") as url:
        kept = {nginx.get(f"{url}/open/{path}?code=AAAA-BBBB")[2] for path in SILENT}
        nginx.get(f"{url}/open/powers/")

    lines = (tmp_path / "access.log").read_text().splitlines()
    assert [line.split()[6] for line in lines if "nginx-health" not in line] == ["/open/powers/"]
    assert kept == {""}


def test_errors_of_who_answers_back_are_not_logged_either(tmp_path):
    with nginx.before(f"127.0.0.1:{free_port()}", tmp_path) as url:
        answers = {nginx.get(f"{url}/open/{path}")[0] for path in (*SILENT, "powers/")}

    logged = (tmp_path / "error.log").read_text()
    assert (answers, "/open/powers/" in logged) == ({502}, True)
    assert [path for path in SILENT if f"/open/{path}" in logged] == []


@pytest.mark.parametrize("path", ["/open/ask/", "/open/verify/"])
def test_what_is_sent_comes_through_at_its_full_size_and_waits_neither_on_a_disk_nor_for_a_thread(
    behind, site, tmp_path, path
):
    sending = nginx.send_slowly(site, path, 21 * 1024 * 1024)

    next(sending)

    assert nginx.open_files(tmp_path / "bodies") == []
    assert not behind.began.wait(0.3)
    assert next(sending) == 200
    sending.close()


def test_elsewhere_large_bodies_are_refused(site):
    sending = nginx.send_slowly(site, "/open/powers/", 21 * 1024 * 1024)

    next(sending)

    assert next(sending) == 413
