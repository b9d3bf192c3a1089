"""Accepting a conflict of duty: until a day, with reason and measure, by who is neither party nor beneficiary."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from controls import rules, services
from controls.models import DutyConflict
from core.models import AuditEvent
from core.rules import Denied, Stale
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from tests import factories
from tests.controls import factories as control_factories
from tests.controls.factories import accept, hold, overseen, redraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.holder(Role.PARTY_OFFICE)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def test_accepting_keeps_reason_measure_and_day_and_tells_the_discipline_office(office):
    discipline = factories.holder(Role.DISCIPLINE)
    conflict = control_factories.conflict()

    accepted = accept(conflict, office, days=365)

    kept = DutyConflict.objects.get()
    assert accepted == kept
    assert (kept.state, kept.accepted_by, kept.expires_on, kept.reason) == (
        "accepted",
        office,
        in_days(365),
        "人手不足，年内增设岗位",
    )
    assert Notice.objects.get(person=discipline).url == conflict.get_absolute_url()
    last = AuditEvent.objects.latest("sequence")
    assert (last.verb, last.actor_name, last.details["until"]) == (
        "controls.accept_conflict",
        str(office),
        str(in_days(365)),
    )


def test_a_measure_in_force_compensates(office):
    conflict = control_factories.conflict()
    table = control_factories.table(conflict.department)
    measure = control_factories.measure(table)
    control_factories.in_force(table)

    accepted = accept(conflict, office, measure=measure, compensation="")

    assert accepted.measure == measure


def refused(conflict, by, match, **fields):
    with pytest.raises(Denied, match=match):
        accept(DutyConflict.objects.get(pk=conflict.pk), by, **fields)
    return DutyConflict.objects.get(pk=conflict.pk).state


@pytest.mark.parametrize("role", [Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER, Role.DISCIPLINE, Role.LEADERSHIP])
def test_accept_conflict_is_denied_to_who_does_not_hold_the_action(role):
    conflict = control_factories.conflict()

    assert refused(conflict, factories.holder(role, conflict.department), "由党办或党委书记接受") == "found"


def declare(person, post):
    return organization_services.declare_relative(by=person, post=post, relation="配偶")


def test_accept_conflict_is_denied_to_whose_relative_holds_the_post(office):
    conflict = control_factories.conflict()
    declare(office, conflict.post)

    assert refused(conflict, office, "亲属在这一冲突涉及的岗位任职") == "found"


def test_accept_conflict_is_denied_to_whose_relative_holds_a_post_in_its_path(office):
    where = factories.department()
    one, other = factories.post(where), factories.post(where)
    control_factories.power_in_force((one, "decision"), (other, "execution"), where=where)
    hold(factories.person("张三"), one, other)
    services.detect(by=factories.system())
    declare(office, other)

    assert refused(DutyConflict.objects.get(), office, "亲属在这一冲突涉及的岗位任职") == "found"


def test_a_relative_that_was_withdrawn_or_works_elsewhere_keeps_nobody_from_accepting(office):
    conflict = control_factories.conflict()
    declare(office, factories.post())
    organization_services.withdraw_relative(by=office, relative=declare(office, conflict.post))

    assert accept(conflict, office).state == "accepted"


def test_accept_conflict_is_denied_to_the_holder_of_the_post(office):
    conflict = control_factories.conflict()
    hold(office, conflict.post)

    assert refused(conflict, office, "涉及您本人") == "found"


def test_accept_conflict_is_denied_to_the_person(office):
    where = factories.department()
    one, other = factories.post(where), factories.post(where)
    control_factories.power_in_force((one, "decision"), (other, "execution"), where=where)
    hold(office, one, other)
    services.detect(by=factories.system())

    assert refused(DutyConflict.objects.get(), office, "涉及您本人") == "found"


def test_accept_conflict_is_denied_to_the_department_whose_power_it_is():
    where = factories.department()
    own = factories.holder(Role.PARTY_OFFICE)
    hold(own, factories.post(where))
    conflict = control_factories.conflict(where=where)

    assert refused(conflict, own, "受益部门") == "found"


def test_accept_conflict_is_denied_to_the_department_that_carries_the_power_out(office):
    conflict = control_factories.conflict(handling_department=factories.root())

    assert refused(conflict, office, "受益部门") == "found"


@pytest.mark.parametrize("guarded", [True, False], ids=["with the rule", "with the rule switched off"])
def test_without_the_rule_a_party_would_accept_their_own(office, monkeypatch, guarded):
    """The twin: what is refused above is refused by the rule alone."""
    conflict = control_factories.conflict()
    hold(office, conflict.post)
    if guarded:
        assert refused(conflict, office, "涉及您本人") == "found"
        return
    monkeypatch.setattr(rules, "accept_conflict", lambda *_args, **_kwargs: None)

    assert accept(conflict, office).state == "accepted"


@pytest.mark.parametrize("days", [0, -1, 367])
def test_accept_conflict_is_denied_beyond_a_year_and_before_tomorrow(office, days):
    assert refused(control_factories.conflict(), office, "明天至一年之内", days=days) == "found"


@pytest.mark.parametrize("fields", [{"reason": " "}, {"compensation": " "}])
def test_accept_conflict_is_denied_without_reason_or_measure(office, fields):
    assert refused(control_factories.conflict(), office, "写明理由", **fields) == "found"


def test_accept_conflict_is_denied_a_second_time(office):
    conflict = accept(control_factories.conflict(), office)

    assert refused(conflict, office, "已接受，不能再接受") == "accepted"


def test_accepting_what_changed_since_the_form_was_opened_is_stale(office):
    conflict = control_factories.conflict()
    version = conflict.history.latest().history_id
    redraw(conflict, "execution", "decision")

    with pytest.raises(Stale):
        accept(conflict, office, version=version)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "accepted"},
        {"state": "resolved"},
        {"expires_on": date(2027, 1, 1)},
        {"person_id": 1},
        {"power_id": None},
    ],
)
def test_the_database_refuses_half_an_outcome(fields):
    conflict = control_factories.conflict()

    with pytest.raises(IntegrityError), transaction.atomic():
        DutyConflict.objects.filter(pk=conflict.pk).update(**fields)


def test_accept_conflict_is_denied_to_a_department_that_is_so_overseen():
    chair = factories.holder(Role.COMMITTEE_CHAIR)
    hold(chair, factories.post(factories.department(), name="主任"))
    post = factories.post(factories.department(), is_leadership=True)
    places = overseen("personnel", "finance", "procurement", post=post)
    hold(chair, factories.post(places[1]))
    services.detect(by=factories.system())

    assert refused(DutyConflict.objects.get(), chair, "受益部门") == "found"
