"""What anonymous visitors get under `/open/`: search and filters, few queries, 304, no cookie."""

import importlib

import pytest
from django.test import override_settings
from django.urls import clear_url_caches, set_urlconf

from config import urls
from disclosure import queries
from disclosure.models import Publication
from organization.models import Hospital
from powers import services as power_services
from tests.approvals import factories as approvals
from tests.disclosure import factories

pytestmark = pytest.mark.django_db
PAGES = ("/open/", "/open/powers/", "/open/powers/YP-01/")


def titles(client, query):
    return [row.title for row in client.get(f"/open/powers/{query}").context["rows"]]


def test_the_home_shows_the_latest_and_the_list_counts_by_category_and_department(client):
    made = approvals.world()
    factories.publish(made, 2, name="药品遴选", category="YP")

    shown, listed = (client.get(path).context for path in ("/open/", "/open/powers/"))

    assert listed["categories"] == [("YP", "药品采购权", 2)]
    assert listed["departments"] == [(made.department.code, "药剂科", 2)]
    assert [row.code for row in shown["latest"]] == ["YP-02", "YP-01"]
    assert (shown["power_count"], len(shown["entries"])) == (2, 5)


def test_before_anything_is_public_the_pages_say_so(client):
    assert "还没有公开的事项" in client.get("/open/").text
    assert "没有找到相符的事项" in client.get("/open/powers/").text


@pytest.mark.parametrize("query", ["公开招聘", "gkzp", "招聘 人员", "YP-01"])
def test_a_power_is_found_by_words_initials_and_code(client, query):
    made = approvals.world()
    where = factories.powers.power_list(made.department, by=made.filer)
    filed = [factories.power(made, where, name=name) for name in ("公开招聘工作人员", "处方点评")]
    factories.bring_into_force(made, *filed)

    assert titles(client, f"?q={query}") == ["公开招聘工作人员"]


def test_category_and_department_narrow_the_list(client):
    made = approvals.world()
    other = approvals.another_department(made)
    factories.publish(made, name="药品遴选", category="YP")
    factories.publish(other, name="公开招聘", category="RS")

    assert titles(client, "?category=RS") == ["公开招聘"]
    assert titles(client, f"?department={made.department.code}") == ["药品遴选"]
    assert titles(client, f"?category=RS&department={made.department.code}") == []


def test_a_power_stands_under_the_department_that_handles_it(client):
    made = approvals.world()
    handler = approvals.another_department(made).department
    factories.publish(made, handling_department=handler)

    (publication,) = Publication.objects.all()

    assert (publication.department_code, publication.department_name) == (handler.code, handler.name)
    assert client.get("/open/powers/").context["departments"] == [(handler.code, handler.name, 1)]


def test_pages_of_results_keep_what_was_asked(client, monkeypatch):
    monkeypatch.setattr("disclosure.views.paging.PER_PAGE", 2)
    factories.publish(approvals.world(), 3, category="YP")

    first, second = (client.get(f"/open/powers/?category=YP&page={number}").context for number in ("1", "2"))

    assert [len(first["rows"]), len(second["rows"]), first["total"], first["last"]] == [2, 1, 3, 2]
    assert (first["previous_url"], first["next_url"]) == ("", "?category=YP&page=2")
    assert (second["previous_url"], second["next_url"]) == ("?category=YP&page=1", "")


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "99999", "9999"])
def test_a_page_number_made_up_is_no_error(client, page):
    assert client.get(f"/open/powers/?page={page}&q=%00").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "number"), list(zip(PAGES, (3, 3, 3), strict=True)))
def test_each_public_page_asks_a_constant_number_of_queries(client, django_assert_num_queries, count, path, number):
    factories.publish(approvals.world(), count)

    with django_assert_num_queries(number):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(("path", "number"), list(zip(PAGES, (2, 2, 2), strict=True)))
def test_a_page_the_reader_has_is_not_rendered_again(client, django_assert_num_queries, path, number):
    factories.publish(approvals.world())
    etag = client.get(path).headers["ETag"]

    with django_assert_num_queries(number):
        response = client.get(path, headers={"If-None-Match": etag})

    assert (response.status_code, response.content, response.templates) == (304, b"", [])
    assert (response.headers["ETag"], response.headers["Cache-Control"]) == (etag, "public, max-age=60")


@pytest.mark.parametrize("path", PAGES)
def test_a_new_edition_or_another_name_of_the_hospital_makes_a_new_version(client, path):
    made = approvals.world()
    factories.publish(made)
    before = client.get(path).headers["ETag"]
    copied = factories.amend(made).powers.get()
    power_services.change_power(by=made.filer, power=copied, fee_basis="每份 10 元")
    factories.bring_into_force(made, copied)
    after = client.get(path).headers["ETag"]

    Hospital.objects.update_or_create(id=1, defaults={"name": "江州市第二人民医院"})

    assert len({before, after, client.get(path).headers["ETag"]}) == 3


def test_a_withdrawal_makes_a_new_version():
    made = approvals.world()
    factories.publish(made)
    before = queries.overview().version

    factories.bring_into_force(made, factories.amend(made).powers.get(), scope="hospital")

    assert (before, queries.overview().version) == ("1-1", "0-0")


@pytest.mark.parametrize("path", [*PAGES, "/open/powers/XX-99/"])
def test_public_pages_set_no_cookie_and_do_not_vary_by_it(client, path):
    factories.publish(approvals.world())

    response = client.get(path)

    assert (response.cookies, response.headers.get("Vary", "")) == ({}, "")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_written_to_a_public_page(client, path):
    assert client.post(path).status_code == 405


def test_a_power_that_is_not_public_any_more_leaves_a_tombstone_and_one_that_never_was_is_not_found(client):
    made = approvals.world()
    (power,) = factories.publish(made)
    factories.bring_into_force(made, factories.amend(made).powers.get(), scope="hospital")

    answers = [client.get(f"/open/powers/{code}/") for code in (power.code, "XX-99")]

    assert [(answer.status_code, answer.templates[0].name) for answer in answers] == [
        (410, "disclosure/tombstone.html"),
        (404, "disclosure/missing.html"),
    ]
    assert (power.name in answers[0].text, "职权目录新版生效，此项不再对社会公开" in answers[0].text) == (False, True)


@pytest.fixture
def only_public():
    """The addresses as `SITE_FACE=public` mounts them."""
    factories.publish(approvals.world())
    with override_settings(SITE_FACE="public"):
        importlib.reload(urls)
        clear_url_caches()
        yield
    importlib.reload(urls)
    clear_url_caches()
    set_urlconf(None)


def test_the_public_face_alone_serves_its_pages_and_nothing_of_the_desk(client, only_public):
    found = {path: client.get(path).status_code for path in (*PAGES, "/accounts/login/", "/powers/", "/disclosure/")}

    assert found == {**dict.fromkeys(PAGES, 200), "/accounts/login/": 404, "/powers/": 404, "/disclosure/": 404}
    assert "职工登录" not in client.get("/open/").text
