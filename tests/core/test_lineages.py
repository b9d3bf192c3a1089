"""Identities under codes that are used once for ever."""

import pytest
from django.db import IntegrityError, transaction

from core import services

pytestmark = pytest.mark.django_db


def test_the_next_code_follows_the_highest():
    services.new_lineage("power", "YP-07")

    assert services.next_lineage("power", "YP-", width=2).code == "YP-08"


def test_whoever_never_gets_a_free_code_is_refused_instead_of_sharing_one(monkeypatch):
    services.new_lineage("power", "YP-01")
    monkeypatch.setattr("core.services.editions.next_code", lambda *_, **__: "YP-01")

    with pytest.raises(IntegrityError), transaction.atomic():
        services.next_lineage("power", "YP-", width=2)
