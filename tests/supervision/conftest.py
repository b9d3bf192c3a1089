"""What tests of the year stand on: a day that they choose, and the Party office."""

from datetime import date

import pytest
from django.utils import timezone

from organization.roles import Role
from tests import factories
from tests.supervision.years import YEAR


@pytest.fixture
def today(monkeypatch):
    """`today(2026, 5, 6)` is the day on which it is."""

    def be(*day):
        monkeypatch.setattr(timezone, "localdate", lambda *_args: date(*day))

    be(YEAR, 3, 10)
    return be


@pytest.fixture
def office():
    return factories.holder(Role.PARTY_OFFICE)
