"""Refusals lead back to where the person came from."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "back"),
    [
        ("http://testserver/organization/departments/?q=yjk", "/organization/departments/?q=yjk"),
        ("http://testserver/organization/departments/new/", ""),
        ("http://elsewhere.example/organization/", ""),
        ("", ""),
    ],
)
def test_a_refusal_leads_back_to_our_page_before(client, before, back):
    client.force_login(factories.person(), backend="django.contrib.auth.backends.ModelBackend")

    refused = client.get("/organization/departments/new/", headers={"Referer": before})

    assert (refused.status_code, refused.context["back_url"]) == (403, back)
