"""Two who file at once on PostgreSQL: each gets a code of their own, nobody a fault."""

import pytest

from core import services as core_services
from core.models import Lineage
from powers import services
from powers.models import LegalBasis
from tests import factories as people
from tests.powers import factories
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def filing(power_list):
    return lambda: services.file_power(by=people.system(), power_list=power_list, name="采购", category="YP")


def test_departments_that_file_at_once_get_codes_of_their_own():
    lists = [factories.power_list() for _number in range(4)]

    assert at_once(*map(filing, lists)) == ["done"] * 4
    codes = Lineage.objects.filter(kind="power").order_by("code").values_list("code", flat=True)
    assert list(codes) == ["YP-01", "YP-02", "YP-03", "YP-04"]


def test_without_waiting_for_the_other_one_of_them_meets_a_fault(monkeypatch):
    """The twin: a code taken without trying again."""
    lists = [factories.power_list() for _number in range(4)]

    def untried(kind, prefix, *, width=1):
        return core_services.new_lineage(kind, core_services.next_code(kind, prefix, width=width))

    monkeypatch.setattr(core_services, "next_lineage", untried)

    assert "fault IntegrityError" in at_once(*map(filing, lists))


def test_two_bases_added_at_once_get_codes_of_their_own():
    factories.basis()

    def add():
        services.add_basis(by=people.system(), title="办法")

    assert at_once(add, add, add) == ["done"] * 3
    assert LegalBasis.objects.values("code").distinct().count() == 4
