"""Which file a print hands out, and to whom: one for the same content, another as soon as anything printed changes."""

from datetime import date

import pytest

from controls import services
from core import services as core_services
from core.models import Duty
from organization import services as organization_services
from organization.models import Hospital
from organization.roles import Role
from risks import services as risk_services
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    made = control_factories.table(factories.department("药剂科"))
    control_factories.measure(made)
    return made


@pytest.fixture
def office():
    return factories.holder(Role.PARTY_OFFICE)


def ask(table, by, **choice):
    return services.ask_print(by=by, table=table, **{"kind": "xlsx", "paper": "A4", **choice})


def hold(post, person):
    organization_services.begin_tenure(by=factories.system(), post=post, person=person, from_on=date(2026, 1, 1))


def reword_the_point(table):
    point = control_factories.point_of(table)
    risk_services.change_point(by=factories.system(), point=point, description="验收走过场")


def rename_the_post(table):
    post = control_factories.point_of(table).post
    same = {"is_leadership": False, "is_key": False, "rotation_years": None}
    organization_services.change_post(by=factories.system(), post=post, name="改了名的岗位", **same)


def seat_a_holder(table):
    post = control_factories.point_of(table).post
    hold(post, factories.person("王玥"))


def rename_the_hospital(table):
    Hospital.objects.update_or_create(pk=1, defaults={"name": "江州市第二人民医院"})


@pytest.mark.parametrize("change", [reword_the_point, rename_the_post, seat_a_holder, rename_the_hospital])
def test_whatever_is_printed_differently_is_drawn_anew(table, office, change):
    before = ask(table, office)

    change(table)

    assert ask(table, office).key != before.key


def test_the_same_content_is_drawn_once_for_all_who_may_read_it(client, table, office):
    duty = ask(table, office)
    core_services.sweep()
    second = risk_factories.sign_in(client, factories.holder(Role.FILER, table.department))

    assert ask(table, second) == duty
    duty.refresh_from_db()
    assert client.get(duty.get_absolute_url()).status_code == 200
    assert client.get(f"/files/{duty.result_id}/").status_code == 200


def test_who_may_not_read_the_table_finds_neither_job_nor_file(client, table, office):
    duty = ask(table, office)
    core_services.sweep()
    duty.refresh_from_db()
    risk_factories.sign_in(client, factories.holder(Role.FILER, factories.department()))

    assert client.get(duty.get_absolute_url()).status_code == 404
    assert client.get(f"/files/{duty.result_id}/").status_code == 404


def test_a_draft_printed_before_approval_stays_with_those_who_saw_it(client, table, office):
    duty = ask(table, office)
    core_services.sweep()
    duty.refresh_from_db()
    approved = control_factories.in_force(table)
    member = risk_factories.sign_in(client, factories.holder(Role.COMMITTEE_MEMBER))

    assert client.get(f"/controls/tables/{table.pk}/").status_code == 200
    assert client.get(duty.get_absolute_url()).status_code == 404
    assert client.get(f"/files/{duty.result_id}/").status_code == 404
    assert ask(approved, member) != duty


def test_a_leader_who_sees_a_part_shares_no_file(client):
    post = factories.post(factories.root(), is_leadership=True)
    register = risk_factories.leadership_register()
    risk_factories.point(register, post=post)
    table = control_factories.table(factories.root(), is_leadership=True)
    leader = factories.holder(Role.LEADERSHIP)
    hold(post, leader)
    whole = ask(table, factories.holder(Role.PARTY_OFFICE))

    part = ask(table, risk_factories.sign_in(client, leader))
    core_services.sweep()

    assert part != whole
    whole.refresh_from_db()
    part.refresh_from_db()
    assert [client.get(f"/files/{duty.result_id}/").status_code for duty in (whole, part)] == [404, 200]


def test_content_changed_before_the_drawing_gives_no_file_under_the_old_key(table, office):
    duty = ask(table, office)
    reword_the_point(table)

    core_services.sweep()

    duty.refresh_from_db()
    assert (duty.state, duty.result, "又有改动" in duty.error) == ("failed", None, True)
    assert Duty.objects.filter(kind="controls.print").count() == 1
