"""Remarks and returns on the pages: what the department is told, where it mends, what is taken back."""

import pytest

from approvals import queries, services
from approvals.models import Remark
from powers import services as power_services
from powers.models import Power
from tests.approvals import factories
from tests.approvals.pages import address, first_row

pytestmark = pytest.mark.django_db


def returned(world, text="写明金额"):
    submission = factories.signed(world)
    row = first_row(submission)
    services.remark(by=world.overseer, submission=submission, row=row, text=text)
    services.decide(by=world.overseer, submission=submission, verdict="return", reason="见批注")
    return submission, Power.objects.get(lineage=row.key, power_list=submission.items.get().list_id)


def test_a_returned_remark_leads_the_department_to_where_its_row_is_mended(world, visit):
    submission, power = returned(world)

    shown = {
        person: visit(person, submission.get_absolute_url()).context["remarks"][0]["mend_url"]
        for person in (world.filer, world.overseer)
    }

    assert shown == {world.filer: f"/powers/{power.pk}/edit/", world.overseer: ""}


def test_before_it_submits_again_the_department_sees_which_remarked_rows_it_has_not_changed(world, visit):
    _submission, power = returned(world)
    address_ = address("prepare", world.department.code)

    before = visit(world.filer, address_).context["remarks"]
    power_services.change_power(by=world.filer, power=power, discretion="五万元以上集体决定")
    after = visit(world.filer, address_).context["remarks"]

    assert [(each["text"], each["is_changed"]) for each in before] == [("写明金额", False)]
    assert [each["is_changed"] for each in after] == [True]


def test_a_remark_on_a_row_that_was_taken_out_leads_nowhere_and_counts_as_changed(world, visit):
    _submission, power = returned(world)
    power_services.remove_power(by=world.filer, power=power)

    (remark,) = visit(world.filer, address("prepare", world.department.code)).context["remarks"]

    assert (remark["mend_url"], remark["is_changed"]) == ("", True)


def test_the_head_sees_the_remarks_of_the_last_return_before_signing(world, visit):
    _submission, power = returned(world)
    again = services.prepare(by=world.filer, department=world.department)

    context = visit(world.head, again.get_absolute_url()).context

    lines = {line.key: [remark.text for remark in line.earlier] for line in context["sheet"].groups[0].lines}
    assert lines[str(power.lineage_id)] == ["写明金额"]
    assert context["facts"][0]["value"] == "等科室负责人签署"


def test_an_empty_remark_is_not_kept(world, send):
    submission = factories.signed(world)

    send(world.overseer, address("remark", submission.pk, first_row(submission).pk), text=" ")

    assert Remark.objects.count() == 0


def test_a_remark_is_taken_back_by_who_wrote_it(world, send):
    submission = factories.signed(world)
    remark = services.remark(by=world.overseer, submission=submission, row=first_row(submission), text="看看")

    answers = [send(person, address("take_back_remark", remark.pk)) for person in (world.office, world.overseer)]

    assert [answer.status_code for answer in answers] == [404, 302]
    assert list(queries.standing_remarks(submission)) == []


def test_a_return_shows_its_reason_and_its_remarks_to_the_department(world, visit):
    submission = factories.signed(world)
    row = first_row(submission)
    services.remark(by=world.overseer, submission=submission, row=row, text="写明金额")
    services.decide(by=world.overseer, submission=submission, verdict="return", reason="见批注")

    shown = visit(world.filer, submission.get_absolute_url()).context

    remarks = [(remark["text"], remark["row_label"]) for remark in shown["remarks"]]
    assert (shown["last"].reason, remarks) == ("见批注", [("写明金额", f"{row.code} {row.label}")])


def test_the_stage_that_returned_a_submission_says_so(world, visit):
    submission = factories.signed(world)
    services.decide(by=world.overseer, submission=submission, verdict="return", reason="见批注")

    steps = visit(world.filer, submission.get_absolute_url()).context["steps"]

    said = [(step.ended.verdict, step.ended.by) if step.ended else None for step in steps]
    assert said == [None, ("return", world.overseer), None, None, None]
