"""What of reports and 迎检 people are reminded of: self-checks to receive, materials to prepare, replies to inspectors."""

from datetime import date

import pytest
from django.utils import timezone

from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Department
from organization.roles import Action, Role
from supervision.queries import reminded_reports as queries
from supervision.services import inspections, self_checks
from tests import factories
from tests.supervision import self_check_factories as own

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FAR = date(TODAY.year + 3, 1, 1)


def test_a_signed_self_check_waits_five_working_days_for_who_receives_it():
    made = own.world()
    own.signed(made)

    (item,) = queries.due_receipts(TODAY, FAR)

    assert item.text == f"药剂科{made.cycle.year}年度自查报告：接收或退回"
    assert item.due_on == organization_queries.workdays_after(TODAY, 5)
    assert (item.actions, item.is_confined) == ((Action.REVIEW,), True)
    assert item.but_not == {made.head.pk, made.filer.pk}
    assert list(queries.due_receipts(TODAY, TODAY)) == []


def test_received_or_returned_it_waits_for_nobody():
    made = own.world()
    own.signed(made)
    self_checks.return_back(by=made.office, check=made.check, reason="数字不符")

    assert list(queries.due_receipts(TODAY, FAR)) == []


def test_the_offices_own_self_check_waits_for_the_discipline_office():
    where = factories.department("党委办公室")
    office = factories.person(where=where)
    organization_services.grant(
        by=factories.system(), person=office, role=Role.PARTY_OFFICE, department=factories.root()
    )
    made = own.world(where=where)
    made.office.rolegrant_set.all().delete()
    own.signed(made)

    (item,) = queries.due_receipts(TODAY, FAR)

    assert item.actions == (Action.SUPERVISE,)
    assert office.pk in item.but_not


@pytest.mark.parametrize("count", [1, 3])
def test_receipts_ask_a_constant_number_of_questions(django_assert_num_queries, count):
    first = own.world()
    own.signed(first)
    others = [factories.department() for _number in range(count - 1)]
    for where in others:
        check = first.cycle.self_checks.create(department=where, due_on=first.check.due_on)
        type(check).objects.filter(pk=check.pk).update(
            state="submitted", signed_by=first.head, signed_at=timezone.now(), sha256="0" * 64
        )

    with django_assert_num_queries(7):
        assert len(list(queries.due_receipts(TODAY, FAR))) == count


def test_materials_not_ready_wait_for_their_departments_and_the_office_until_the_inspectors_come():
    office = factories.holder(Role.PARTY_OFFICE)
    where, made = factories.department("药剂科"), own.inspection()
    for title in ("台账", "记录"):
        inspections.add_material(by=office, inspection=made, title=title, department=where)
    inspections.add_material(by=office, inspection=made, title="总结")
    inspections.add_material(by=office, inspection=made, title="名册", url="/organization/")

    found = list(queries.due_materials(TODAY, FAR))

    told = {(item.text, item.actions, item.department_id, item.due_on, item.count) for item in found}
    assert told == {
        (f"党办1份迎检材料（{made.body}）", (Action.RUN_YEAR,), factories.root().pk, made.arrives_on, 1),
        (f"药剂科2份迎检材料（{made.body}）", (Action.FILE,), where.pk, made.arrives_on, 2),
    }
    assert list(queries.due_materials(TODAY, TODAY)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_materials_and_replies_ask_two_queries_each(django_assert_num_queries, count):
    office = factories.holder(Role.PARTY_OFFICE)
    for _number in range(count):
        made = own.inspection()
        inspections.add_material(by=office, inspection=made, title="台账", department=factories.department())
        answered = own.inspection()
        inspections.record_feedback(
            by=office, inspection=answered, feedback="记录不全", on=TODAY, reply_due_on=own.in_days(5)
        )

    with django_assert_num_queries(4):
        assert len(list(queries.due_materials(TODAY, FAR))) == count
        assert len(list(queries.due_inspections(TODAY, FAR))) == count


def test_a_reply_to_inspectors_is_owed_by_its_day_until_it_is_registered():
    office, made = factories.holder(Role.PARTY_OFFICE), own.inspection()
    inspections.record_feedback(by=office, inspection=made, feedback="记录不全", on=TODAY, reply_due_on=own.in_days(5))

    (item,) = queries.due_inspections(TODAY, FAR)
    inspections.record_reply(by=office, inspection=made, reply="已补齐", on=TODAY)

    assert (item.text, item.due_on) == (f"迎检：回复{made.body}的反馈意见", own.in_days(5))
    assert (item.actions, item.department_id) == ((Action.RUN_YEAR,), factories.root().pk)
    assert list(queries.due_inspections(TODAY, FAR)) == []


def test_feedback_without_a_day_to_reply_by_is_not_told():
    office, made = factories.holder(Role.PARTY_OFFICE), own.inspection()
    inspections.record_feedback(by=office, inspection=made, feedback="记录不全", on=TODAY)

    assert list(queries.due_inspections(TODAY, FAR)) == []


def test_where_there_is_no_department_nothing_is_told():
    assert not Department.objects.exists()

    assert [*queries.due_materials(TODAY, FAR), *queries.due_inspections(TODAY, FAR)] == []
