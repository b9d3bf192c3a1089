"""The headers of every kind of answer: page, file, error and download; and the cookies behind HTTPS."""

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import factories, observatory

pytestmark = pytest.mark.django_db

ANSWERS = {
    "public": ("/open/", 200),
    "login": ("/accounts/login/", 200),
    "page": ("/desk/", 200),
    "static": ("/static/icon.svg", 200),
    "download": ("/organization/departments/?export=csv", 200),
    "refused": ("/organization/departments/new/", 403),
    "missing": ("/organization/departments/D99/", 404),
    "nowhere": ("/open/nowhere/", 404),
    "wrong method": ("/accounts/logout/", 405),
}
COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@pytest.fixture
def somebody(behind_https, settings):
    """The session of somebody without a role, over HTTPS, with the static files."""
    settings.WHITENOISE_USE_FINDERS = True
    client = Client(raise_request_exception=False)
    person = factories.person("张三", where=factories.root())
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(somebody, kind):
    visitor = Client() if kind in ("public", "login") else somebody
    response = visitor.get(ANSWERS[kind][0], secure=True)
    assert response.status_code == ANSWERS[kind][1]
    return response


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_carries_the_headers(somebody, kind):
    response = ask(somebody, kind)

    assert {name: response.headers.get(name) for name in COMMON} == COMMON
    assert observatory.score(response) == 130


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_policy_allows_our_own_files_and_nothing_inline(somebody, kind):
    policy = observatory.directives(ask(somebody, kind))

    assert policy == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }


def test_cookies_are_bound_to_the_host_and_out_of_reach(somebody):
    person = factories.person("李四", where=factories.root())
    form = {"username": person.username, "password": factories.PASSWORD}

    cookies = Client().post("/accounts/login/", form, secure=True).cookies

    kept = {name: (c["secure"], c["httponly"], c["samesite"], c["path"], c["domain"]) for name, c in cookies.items()}
    assert kept == {
        "__Host-sessionid": (True, True, "Lax", "/", ""),
        "__Host-csrftoken": (True, True, "Strict", "/", ""),
    }


def test_what_is_asked_in_the_clear_is_sent_to_https(somebody):
    response = somebody.get("/open/")

    assert (response.status_code, response.url) == (301, "https://testserver/open/")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Content-Security-Policy", "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'", 80),
        ("Content-Security-Policy", "default-src 'self' 'unsafe-eval'; frame-ancestors 'none'", 110),
        ("Content-Security-Policy", "", 60),
        ("Strict-Transport-Security", "", 80),
        ("Strict-Transport-Security", "max-age=60", 120),
        ("X-Content-Type-Options", "", 125),
        ("Cross-Origin-Resource-Policy", "cross-origin", 120),
    ],
)
def test_the_scale_punishes_what_is_missing(name, value, expected):
    strict = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
    framed_elsewhere = {"X-Frame-Options": ""}

    response = HttpResponse(headers={**COMMON, **strict, **framed_elsewhere, name: value})

    assert observatory.score(response) == expected
