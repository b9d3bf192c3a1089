"""What the page of a list in force says of it: since when, by which meeting, at which hash, and that a draft is on its way."""

from datetime import date

import pytest

from approvals.models import Meeting
from organization import services as organization_services
from organization.roles import Role
from powers import services as power_services
from powers.models import PowerList
from risks import services as risk_services
from risks.models import RiskRegister
from risks.queries import points
from tests import factories as base
from tests import proof
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A department whose lists were approved by one meeting."""
    return proof.approved_world()[0]


@pytest.fixture
def in_force(world):
    """Its powers and its register."""
    return PowerList.objects.get(department=world.department), RiskRegister.objects.get(department=world.department)


def test_a_list_in_force_names_the_meeting_and_the_hash(world, visit, in_force):
    for shown in in_force:
        text = visit(world.filer, shown.get_absolute_url()).content.decode()

        assert f"{Meeting.objects.get().number}（" in text
        assert shown.sha256[:8] in text
        assert "修改稿" not in text


def test_it_says_that_a_newer_edition_is_worked_on_to_who_may_see_it(world, visit, in_force):
    powers, register = in_force
    drafts = (
        power_services.open_list(by=world.filer, department=world.department),
        risk_services.open_register(by=world.filer, department=world.department),
    )

    for shown, draft in zip((powers, register), drafts, strict=True):
        text = visit(world.filer, shown.get_absolute_url()).content.decode()

        assert "审定内容已有修改稿：" in text
        assert f'href="{draft.get_absolute_url()}"' in text
        assert "审定内容已有修改稿：" not in visit(world.filer, draft.get_absolute_url()).content.decode()


def test_a_leader_reads_what_the_leaderships_register_in_force_stands_under(visit):
    leader = base.holder(Role.LEADERSHIP)
    own = base.post(base.root(), is_leadership=True)
    organization_services.begin_tenure(by=base.system(), person=leader, post=own, from_on=date(2024, 1, 1))
    register = risk_factories.leadership_register()
    risk_factories.graded_point(register, post=own)
    risk_factories.in_force(register)

    approval = visit(leader, f"/risks/registers/{register.pk}/").context["approval"]

    assert (approval.since is not None, approval.draft, list(approval.corrections)) == (True, None, [])


def test_who_sees_only_their_own_points_of_a_register_reads_only_their_corrections():
    leader = base.holder(Role.LEADERSHIP)
    own, other = (base.post(base.root(), is_leadership=True) for _number in range(2))
    organization_services.begin_tenure(by=base.system(), person=leader, post=own, from_on=date(2024, 1, 1))
    register = risk_factories.leadership_register()
    risk_factories.point(register, post=other)

    assert not points.sees_all_of(leader, register)
    assert points.corrections_for(leader, register) == []
