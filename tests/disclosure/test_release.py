"""A reader is never told 304 of a page that a deployment, or a change of what it shows live, made another one."""

import pytest

from disclosure.models import DisclosureItem
from disclosure.views import shell
from tests.disclosure import open_factories as opened


@pytest.mark.parametrize(
    "name",
    [
        "base/templates/public/base.html",
        "base/disclosure/calculations/markdown.py",
        "base/core/templatetags/desk.py",
        "static/staticfiles.json",
    ],
)
def test_another_template_code_or_static_file_is_another_release(settings, tmp_path, name):
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path / "base", tmp_path / "static"
    before = shell.release.__wrapped__()
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("x")

    assert shell.release.__wrapped__() != before


def test_a_release_is_read_once():
    assert shell.release.cache_info().maxsize is None
    assert shell.release() == shell.release.__wrapped__()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/open/feed.atom", "/open/sitemap.xml", "/open/chain.json", "/open/data/items.json"])
def test_what_machines_read_is_another_version_after_a_deployment(client, monkeypatch, path):
    before = client.get(path).headers["ETag"]

    monkeypatch.setattr(shell, "release", lambda: "another")

    assert client.get(path).headers["ETag"] != before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "is_live"), [("catalogue/", True), ("data/catalogue.json", True), ("data/items.json", False)]
)
def test_a_version_follows_the_catalogue_where_the_page_shows_it_live(client, path, is_live):
    opened.publish(opened.item(), "CG-01-1", "设备采购结果公示")
    before = client.get(f"/open/{path}")

    DisclosureItem.objects.update(name="改名后的事项")

    after = client.get(f"/open/{path}")
    assert (after.headers["ETag"] != before.headers["ETag"], after.text != before.text) == (is_live, is_live)
