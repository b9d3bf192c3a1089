"""决策、执行、监督 apart (part 二(四)) and the division of leaders' work (domain.md 3.3): one test a rule, each with its twin."""

from datetime import timedelta

import pytest
from django.utils import timezone

from controls import services
from controls.models import DutyConflict
from core.registry import registry
from core.rules import Denied
from organization.roles import Role
from tests import factories
from tests.controls import factories as control_factories
from tests.controls.factories import hold, overseen

pytestmark = pytest.mark.django_db


def found():
    services.detect(by=factories.system())
    return [(each.kind, each.severity) for each in DutyConflict.objects.order_by("kind")]


@pytest.mark.parametrize(
    ("functions", "expected"),
    [
        (("decision", "execution"), ("decision_execution", "high")),
        (("decision", "supervision"), ("decision_supervision", "high")),
        (("execution", "supervision"), ("execution_supervision", "medium")),
        (("decision", "execution", "supervision"), ("all_functions", "high")),
    ],
)
def test_clause_2_4_decision_execution_and_supervision_are_separated(functions, expected):
    """建立决策权、执行权、监督权既相互制约又相互协调的权力结构: one post with two of the three of one power conflicts; its twin,
    with a post for each, does not."""
    where = factories.department()
    post, posts = factories.post(where), [factories.post(where) for _function in functions]
    control_factories.power_in_force(*((post, each) for each in functions), where=where, is_major=True)
    twin = zip(posts, functions, strict=True)
    control_factories.power_in_force(*twin, where=factories.department(), is_major=True)

    assert found() == [expected]
    assert DutyConflict.objects.get().post == post


@pytest.mark.parametrize("is_one_person", [True, False], ids=["one person in both posts", "two persons"])
def test_clause_2_4_power_is_divided_among_people_not_only_among_posts(is_one_person):
    """对权力进行科学分解和配置: one person in two posts that together decide and execute conflicts; two people do not."""
    where, first, second = factories.department(), factories.person(), factories.person()
    one, other = factories.post(where), factories.post(where)
    control_factories.power_in_force((one, "decision"), (other, "execution"), where=where)
    hold(first, one)
    hold(first if is_one_person else second, other)

    assert found() == ([("decision_execution", "medium")] if is_one_person else [])


@pytest.mark.parametrize(("is_major", "severity"), [(True, "high"), (False, "medium")])
def test_clause_2_4_major_powers_are_watched_more(is_major, severity):
    """对风险较高的重大事项决策权……进行合理分解，强化制约监督: the same hands weigh more in a power of 三重一大."""
    where = factories.department()
    post = factories.post(where)
    control_factories.power_in_force((post, "decision"), (post, "execution"), where=where, is_major=is_major)

    assert found() == [("decision_execution", severity)]


@pytest.mark.parametrize("is_separated", [False, True])
def test_clause_2_4_the_check_before_submission_warns_of_duties_in_one_hand(is_separated):
    """制定防控措施要着眼于建立权力分解和制衡机制: the check of a power list names the path and never blocks."""
    where = factories.department()
    post = factories.post(where, name="设备科科长")
    second = factories.post(where) if is_separated else post
    power = control_factories.charted((post, "decision"), (second, "execution"), where=where, name="设备采购")

    faults = registry.list_handlers["powers"].check(power.power_list_id)

    told = [(fault.message, fault.is_blocking, fault.url) for fault in faults if fault.code == "duty_conflict"]
    path = "设备科科长在“设备采购”中兼有决策、执行：第1步环节1（决策） → 第2步环节2（执行）"
    assert told == ([] if is_separated else [(path, False, f"/powers/{power.pk}/flows/internal/#step-1")])


@pytest.mark.parametrize("is_worked_on", [False, True])
def test_clause_2_4_the_check_of_a_table_warns_of_the_powers_in_force_unless_a_newer_list_goes_up(is_worked_on):
    conflict = control_factories.conflict()
    table = control_factories.table(conflict.department)
    if is_worked_on:
        control_factories.power_services.open_list(by=factories.system(), department=conflict.department)

    faults = registry.list_handlers["controls"].check(table.pk)

    told = [fault.url for fault in faults if fault.code == "duty_conflict"]
    assert told == ([] if is_worked_on else [f"/controls/conflicts/?power={conflict.power.code}"])


def test_the_check_says_until_when_a_conflict_is_accepted():
    conflict = control_factories.conflict()
    until = timezone.localdate() + timedelta(days=30)
    services.accept_conflict(
        by=factories.holder(Role.PARTY_OFFICE), conflict=conflict, reason="缺人", compensation="抽查", expires_on=until
    )

    (fault,) = registry.list_handlers["powers"].check(conflict.power.power_list_id)[-1:]

    assert fault.message.endswith(f"（已接受，有效至{until}）")


@pytest.mark.parametrize("is_divided", [False, True])
def test_domain_3_3_no_leader_manages_personnel_finance_and_procurement_together(is_divided):
    """No leader manages 人事+财务+物资采购 together; with 财务 under another leader there is no conflict."""
    post, other = (factories.post(factories.root(), is_leadership=True) for _number in range(2))
    overseen("personnel", "procurement", post=post)
    overseen("finance", post=other if is_divided else post)

    assert found() == ([] if is_divided else [("leader_areas", "high")])


@pytest.mark.parametrize("area", ["personnel", "finance", "construction", "procurement"])
@pytest.mark.parametrize("is_main_leader", [True, False])
def test_domain_3_3_the_main_leader_does_not_manage_them_directly(area, is_main_leader):
    """The main leader does not directly manage 人事、财务、基建、物资采购; a deputy may."""
    overseen(area, post=factories.post(factories.root(), is_leadership=True, is_main_leader=is_main_leader))

    assert found() == ([("main_leader", "high")] if is_main_leader else [])


def test_domain_5_2_an_exception_is_not_approved_by_who_benefits():
    """Exception: reason, expiry, approver neither requester nor beneficiary; its twin is a holder from elsewhere."""
    conflict = control_factories.conflict()
    own, other = factories.holder(Role.PARTY_OFFICE), factories.holder(Role.PARTY_OFFICE)
    hold(own, factories.post(conflict.department))
    why = {"reason": "缺人", "compensation": "抽查", "expires_on": timezone.localdate() + timedelta(days=30)}

    with pytest.raises(Denied, match="受益部门"):
        services.accept_conflict(by=own, conflict=conflict, **why)

    assert services.accept_conflict(by=other, conflict=conflict, **why).accepted_by == other
