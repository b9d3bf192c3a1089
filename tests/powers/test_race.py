"""Two who file at once on PostgreSQL: each gets a code of their own, nobody a fault."""

import threading
import time

import pytest
from django.utils import timezone

from core import services as core_services
from core.models import Lineage
from powers import rules, services
from powers.models import LegalBasis, RegulationVersion, ReviewDue
from powers.services import dues
from tests import factories as people
from tests.powers import factories
from tests.threads import PATIENCE, all_there, at_once

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
    all_have_read = all_there(4)

    def untried(kind, prefix, *, width=1):
        code = core_services.next_code(kind, prefix, width=width)
        all_have_read()
        return core_services.new_lineage(kind, code)

    monkeypatch.setattr(core_services, "next_lineage", untried)

    assert "fault IntegrityError" in at_once(*map(filing, lists))


@pytest.fixture
def confirmed_and_repealed(monkeypatch):
    """A confirmation that takes its time while the basis it is about is repealed; the outcomes."""
    power = factories.power()
    basis = services.change_basis(by=people.system(), basis=power.bases.get(), title="新办法")
    (due,) = ReviewDue.objects.all()
    end, begun = dues._end, threading.Event()

    def slow(*ended, **why):
        end(*ended, **why)
        begun.set()
        time.sleep(0.3)

    def repeal():
        begun.wait(PATIENCE)
        services.change_basis(by=people.system(), basis=basis, status="repealed")

    monkeypatch.setattr(dues, "_end", slow)
    return lambda: at_once(lambda: services.confirm_dues(by=people.system(), dues=[due], reason="只是改名"), repeal)


def test_a_basis_repealed_while_its_change_is_confirmed_is_looked_at_anew(confirmed_and_repealed):
    assert confirmed_and_repealed() == ["done", "done"]
    assert list(ReviewDue.objects.order_by("pk").values_list("cause", "state")) == [
        ("basis_changed", "kept"),
        ("basis_repealed", "open"),
    ]


def test_an_assessment_reopened_while_its_version_comes_into_force_is_refused(monkeypatch):
    """Whichever is first, nothing comes into force with an assessment that is not completed."""
    version = factories.completed().version
    enacting, begun = rules.enact_version, threading.Event()

    def slow(*args, **kwargs):
        enacting(*args, **kwargs)
        begun.set()
        time.sleep(0.3)

    def reopen():
        begun.wait(PATIENCE)
        services.reopen_review(by=people.system(), review=version.review)

    monkeypatch.setattr(rules, "enact_version", slow)
    outcomes = at_once(
        lambda: services.enact_version(by=people.system(), version=version, effective_on=timezone.localdate()), reopen
    )

    assert outcomes == ["Denied", "done"]
    found = RegulationVersion.objects.select_related("review").get(pk=version.pk)
    assert (found.state, found.review.state) == ("in_force", "completed")


def test_two_bases_added_at_once_get_codes_of_their_own():
    factories.basis()

    def add():
        services.add_basis(by=people.system(), title="办法")

    assert at_once(add, add, add) == ["done"] * 3
    assert LegalBasis.objects.values("code").distinct().count() == 4
