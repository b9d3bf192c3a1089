"""Who stands at the foot of the printed table: who filed, who signed, what the committee resolved."""

import re

import pytest

from approvals import services as approvals
from controls import queries, services
from tests import factories as base
from tests.approvals import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.world()


def table(world, by):
    """The department's table with one measure filed by `by`."""
    register = risk_factories.register(world.department)
    point = risk_factories.graded_point(register, post=base.post(world.department))
    risk_factories.review(register)
    made = services.open_table(by=world.filer, department=world.department)
    services.add_measure(
        by=by,
        table=made,
        point=point,
        text="双人核对",
        kind="procedure",
        responsible_post=point.post,
        is_long_term=True,
    )
    return made


def foot(world, shown):
    shown.refresh_from_db()
    printed = queries.printed(shown, by=world.office)
    return printed.filler, printed.head, printed.approval


def test_a_draft_names_who_filed_it(world):
    assert foot(world, table(world, world.filer)) == (world.filer.name, "", "")


def test_what_was_loaded_is_filed_by_who_puts_it_forward(world):
    shown = table(world, base.system())

    approvals.prepare(by=world.filer, department=world.department)

    assert foot(world, shown) == (world.filer.name, "", "")


def test_a_signed_table_carries_the_code_of_what_was_frozen_and_one_taken_back_carries_none(world):
    shown = table(world, world.filer)
    prepared = approvals.prepare(by=world.filer, department=world.department)
    submission = approvals.submit(by=world.head, submission=prepared)
    shown.refresh_from_db()
    signed = queries.printed(shown, by=world.office).short_hash
    approvals.withdraw(by=world.head, submission=submission)
    shown.refresh_from_db()

    assert (signed, queries.printed(shown, by=world.office).short_hash) == (submission.sha256[:8], "")


def test_an_approved_table_names_the_meeting(world):
    shown = table(world, world.filer)
    prepared = approvals.prepare(by=world.filer, department=world.department)
    submission = approvals.submit(by=world.head, submission=prepared)

    meeting = factories.resolve(world, factories.at(world, "committee", submission=submission))

    day = f"{meeting.held_on.year}年{meeting.held_on.month}月{meeting.held_on.day}日"
    assert foot(world, shown) == (world.filer.name, world.head.name, f"党委会〔2026〕1号（{day}）")


def test_paper_and_pages_show_the_same_eight_characters(world, client):
    shown = table(world, world.filer)
    prepared = approvals.prepare(by=world.filer, department=world.department)
    submission = approvals.submit(by=world.head, submission=prepared)
    factories.resolve(world, factories.at(world, "committee", submission=submission))
    shown.refresh_from_db()
    client.force_login(world.office, backend="django.contrib.auth.backends.ModelBackend")

    paper = queries.printed(shown, by=world.office).content_hash[:8]
    pages = [client.get(thing.get_absolute_url()).content.decode() for thing in (shown, shown.register, submission)]

    labelled = [re.findall(r"内容哈希\W*(?:<[^>]*>\W*)*([0-9a-f]{8})", page) for page in pages]
    assert labelled == [[paper], [paper], [paper]]
