"""What pages and prints of something approved say: since when, by which meeting, at which hash, what changed since."""

import pytest
from django.utils import timezone

from approvals import services as approvals
from controls import queries as controls_queries
from controls import services as controls_services
from organization import services as organization_services
from powers import services as power_services
from risks import services as risk_services
from tests import factories as base
from tests.approvals import factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(client):
    """A department's three lists, passed by the committee; the Party office looks at them."""
    world = factories.world()
    post = base.post(world.department, "采购员")
    basis = power_factories.basis(title="药品采购办法")
    working = power_factories.power_list(world.department, by=world.filer)
    power = factories.power(world, working, responsible_post=post, bases=[basis])
    step = power.flows.get().steps.order_by("number")[0]
    register = risk_factories.register(world.department)
    point = risk_factories.graded_point(register, post=post, step=step)
    risk_factories.review(register)
    table = controls_services.open_table(by=world.filer, department=world.department)
    controls_services.add_measure(
        by=world.filer,
        table=table,
        point=point,
        text="双人核对",
        kind="procedure",
        responsible_post=post,
        is_long_term=True,
    )
    world.meeting = pass_the_lists(world, "党委会〔2026〕1号")
    world.post, world.basis, world.power, world.point, world.table = post, basis, power, point, table
    for thing in (power, point, table):
        thing.refresh_from_db()
    risk_factories.sign_in(client, world.office)
    return world


def pass_the_lists(world, number):
    """The department's lists go up and the committee agrees to them in the meeting with the number."""
    prepared = approvals.prepare(by=world.filer, department=world.department)
    signed = approvals.submit(by=world.head, submission=prepared)
    return factories.resolve(world, factories.at(world, "committee", submission=signed), number=number)


def pages(world):
    power = world.power.get_absolute_url()
    return [power, f"{power}print/", world.point.get_absolute_url(), world.table.get_absolute_url()]


def rename_the_post(world):
    same = {"is_leadership": False, "is_key": False, "rotation_years": None}
    organization_services.change_post(by=base.system(), post=world.post, name="采购管理岗", **same)


def shown(client, world):
    return [client.get(url).context["approval"] for url in pages(world)]


def test_pages_say_since_when_by_which_meeting_and_at_which_hash(client, approved):
    for approval in shown(client, approved):
        assert timezone.localdate(approval.since) == timezone.localdate()
        assert (approval.meeting, approval.changes, approval.draft) == (approved.meeting, [], None)

    page = client.get(approved.table.get_absolute_url()).content.decode()
    assert (approved.meeting.number in page, approved.table.sha256[:8] in page) == (True, True)
    assert "审定后有变动" not in page


def test_a_post_renamed_since_approval_is_told_with_both_names(client, approved):
    rename_the_post(approved)

    changes = [approval.changes for approval in shown(client, approved)]

    assert [len(rows) for rows in changes] == [1, 1, 1, 1]
    assert changes[2][0].fields[0][0] == "岗位"
    assert ("岗位", "采购员", "采购管理岗") in changes[3][0].fields
    for url in pages(approved):
        assert "审定后有变动" in client.get(url).content.decode()


def test_the_print_of_a_table_says_since_when_and_what_changed(approved):
    rename_the_post(approved)

    printed = controls_queries.printed(approved.table, by=None)

    today = timezone.localdate()
    assert printed.in_force == f"自{today.year}年{today.month}月{today.day}日起生效"
    assert printed.changed.startswith("审定后有变动 2 处，以审定内容为准：")
    assert "岗位审定为“采购员”，现为“采购管理岗”" in printed.changed


def test_the_print_of_an_unchanged_table_speaks_of_no_change(approved):
    assert controls_queries.printed(approved.table, by=None).changed == ""


def test_a_title_of_a_basis_edited_since_and_a_repealed_one_are_told(client, approved):
    power_services.change_basis(
        by=base.holder("party_office"), basis=approved.basis, title="药品集中采购办法", status="repealed"
    )

    page = client.get(approved.power.get_absolute_url())

    approval = page.context["approval"]
    assert [field[0] for field in approval.changes[0].fields] == ["行使依据"]
    assert approval.notes == ["《药品集中采购办法》已废止"]


def test_a_newer_edition_being_worked_on_is_told_to_those_who_may_see_it(client, approved):
    newer = power_factories.power_list(approved.department)

    assert client.get(approved.power.get_absolute_url()).context["approval"].draft == newer

    risk_factories.sign_in(client, base.holder("committee_member"))
    assert client.get(approved.power.get_absolute_url()).context["approval"].draft is None


def test_a_superseded_edition_says_until_when(client, approved):
    world = approved
    register = risk_services.open_register(by=world.filer, department=world.department)
    risk_factories.review(register)
    power_factories.power_list(world.department)
    controls_services.open_table(by=world.filer, department=world.department)
    pass_the_lists(world, "党委会〔2026〕2号")

    approval = client.get(world.table.get_absolute_url()).context["approval"]

    assert (approval.until is not None, approval.meeting, approval.draft) == (True, world.meeting, None)
    world.table.refresh_from_db()
    assert "被替代" in controls_queries.printed(world.table, by=None).in_force


def test_what_is_not_approved_says_nothing_of_it(client):
    table = controls_services.open_table(by=base.system(), department=risk_factories.point().register.department)
    risk_factories.sign_in(client, base.holder("party_office"))

    assert client.get(table.get_absolute_url()).context["approval"] is None
