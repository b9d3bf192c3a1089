"""Behind a trusted proxy the application sees the visitor's own address; nobody else can claim another."""

import importlib

import pytest
from django.test import RequestFactory

from config import wsgi

pytestmark = pytest.mark.django_db(transaction=True)
VISITOR, PROXY = "192.0.2.7", "10.1.2.3"


@pytest.mark.parametrize(
    ("trusted", "seen"),
    [(["10.0.0.0/8"], VISITOR), (["10.9.9.9"], PROXY), ([], PROXY)],
    ids=["trusted", "other", "none"],
)
def test_the_address_is_the_visitors_only_by_a_trusted_proxy(settings, trusted, seen):
    settings.TRUSTED_PROXIES = trusted
    application = importlib.reload(wsgi).application
    environ = RequestFactory().get("/healthz", REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": VISITOR}).environ

    status = []
    application(environ, lambda line, headers: status.append(line))

    assert (status, environ["REMOTE_ADDR"]) == (["200 OK"], seen)
