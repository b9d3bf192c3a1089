"""What approvals asks of a control table: frozen content, differences row by row, coming into force."""

import json
from datetime import date

import pytest

from controls import services
from controls.models import ControlTable
from core.registry import Edition, registry
from core.rules import Stale
from risks import services as risk_services
from risks.models import RiskRegister
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler():
    return registry.list_handlers["controls"]


@pytest.fixture
def table():
    return control_factories.table(factories.department("药剂科"))


def next_edition(table):
    """The table in force, and the edition after it resting on a new register."""
    control_factories.in_force(table)
    risk_factories.register(table.department)
    return control_factories.table(table.department)


def changes(handler, table):
    return [(row.change, row.fields) for row in handler.difference(table.pk)]


def test_a_row_is_mended_at_its_point_in_the_table(handler, table):
    point, other = control_factories.point_of(table), risk_factories.point()

    urls = handler.row_urls(table.pk, {str(point.lineage_id), str(other.lineage_id)})

    assert urls == {str(point.lineage_id): f"{table.get_absolute_url()}#point-{point.pk}"}


def test_a_frozen_row_is_a_risk_point_with_its_measures(handler, table):
    measure = control_factories.measure(table, due_on=date(2027, 6, 30), proof="抽查表")
    point = measure.point

    row = handler.freeze(table.pk).rows[0]

    assert (row.key, row.code, row.post_id) == (str(point.lineage_id), point.code, point.post_id)
    assert row.content["measures"] == [
        {
            "key": str(measure.lineage_id),
            "code": measure.code,
            "text": measure.text,
            "kind": "balance",
            "responsible_post": {"code": point.post.code, "name": point.post.name},
            "due": "2027-06-30",
            "proof": "抽查表",
            "regulation": "",
        }
    ]


def test_progress_and_persons_stay_outside_the_frozen_content(handler, table):
    measure = control_factories.measure(table)
    before = handler.freeze(table.pk)

    services.set_progress(by=factories.system(), measure=measure, status="done")

    assert handler.freeze(table.pk) == before
    assert factories.system().name not in json.dumps([row.content for row in before.rows], ensure_ascii=False)


def test_a_row_is_about_the_points_post_and_not_the_responsible_one(handler, table):
    measure = control_factories.measure(table, responsible_post=factories.post())

    assert [row.post_id for row in handler.freeze(table.pk).rows] == [measure.point.post_id]


def test_a_row_is_filed_by_all_who_filed_or_changed_its_point_or_a_measure_against_it(handler, table):
    filer, head, second, office, other = (
        factories.holder(role, table.department)
        for role in ("filer", "department_head", "filer", "party_office", "filer")
    )
    point = risk_services.change_point(by=other, point=control_factories.point_of(table), description="另一种写法")
    first = control_factories.measure(table, point=point, by=filer)
    control_factories.measure(table, point=point, by=second, text="定期轮岗")
    gone = control_factories.measure(table, point=point, by=filer, text="双人复核")
    services.change_measure(by=office, measure=first, text="三岗分设")
    services.change_measure(by=filer, measure=first, text="四岗分设")
    services.remove_measure(by=head, measure=gone)

    (row,) = handler.freeze(table.pk).rows

    assert row.filed_by_ids == {person.pk for person in (factories.system(), filer, head, second, office, other)}


def test_a_point_no_longer_in_the_register_keeps_nobody_from_the_other_rows(handler, table):
    filer = factories.holder("filer", table.department)
    gone = risk_factories.point(table.register, by=filer, post=control_factories.point_of(table).post)
    risk_services.remove_point(by=filer, point=gone)

    assert [row.filed_by_ids for row in handler.freeze(table.pk).rows] == [{factories.system().pk}]


@pytest.mark.parametrize("points", [1, 3])
def test_freezing_asks_the_same_number_of_questions_however_many_rows_there_are(
    handler, table, points, django_assert_num_queries
):
    post = control_factories.point_of(table).post
    rows = [risk_factories.point(table.register, post=post) for _number in range(points - 1)]
    for point in (control_factories.point_of(table), *rows):
        control_factories.measure(table, point=point)

    with django_assert_num_queries(6):
        frozen = handler.freeze(table.pk)

    assert len(frozen.rows) == points


def test_every_row_of_a_first_edition_is_new(handler, table):
    control_factories.measure(table)

    assert changes(handler, table) == [("new", ())]


def test_an_edition_opened_from_the_one_in_force_is_the_same(handler, table):
    control_factories.measure(table)

    assert changes(handler, next_edition(table)) == [("same", ())]


def test_a_changed_measure_shows_what_it_said_before_and_says_now(handler, table):
    measure = control_factories.measure(table)
    opened = next_edition(table)

    services.change_measure(
        by=factories.system(), measure=opened.measures.get(), due_on=date(2027, 6, 30), is_long_term=False
    )

    assert changes(handler, opened) == [("changed", ((f"{measure.code} 完成时限", "长期", "2027-06-30"),))]


def test_added_and_removed_measures_are_named(handler, table):
    control_factories.measure(table, text="旧措施")
    opened = next_edition(table)

    services.remove_measure(by=factories.system(), measure=opened.measures.get())
    control_factories.measure(opened, text="新措施")

    assert changes(handler, opened) == [("changed", (("防控措施", "旧措施", ""), ("防控措施", "", "新措施")))]


def test_a_changed_description_of_the_point_changes_its_row(handler, table):
    control_factories.measure(table)
    opened = next_edition(table)
    point = control_factories.point_of(opened)
    before = point.description

    risk_services.change_point(by=factories.system(), point=point, description="验收走过场")

    assert changes(handler, opened) == [("changed", (("风险点", before, "验收走过场"),))]


def test_a_removed_point_is_a_removed_row(handler, table):
    opened = next_edition(table)
    risk_services.remove_point(by=factories.system(), point=control_factories.point_of(opened))

    assert [change for change, _fields in changes(handler, opened)] == ["removed"]


def test_coming_into_force_supersedes_the_edition_before(handler, table):
    opened = next_edition(table)
    risk_factories.in_force(RiskRegister.objects.get(pk=opened.register_id))

    handler.move(opened.pk, by=factories.system(), event="submit")
    handler.move(opened.pk, by=factories.system(), event="pass", sha256="a" * 64)

    states = ControlTable.objects.order_by("id").values_list("state", "sha256")
    assert list(states) == [("superseded", "0" * 64), ("in_force", "a" * 64)]


def test_a_draft_cannot_come_into_force_without_review(handler, table):
    with pytest.raises(Stale):
        handler.move(table.pk, by=factories.system(), event="pass", sha256="a" * 64)

    assert ControlTable.objects.get().state == "draft"


def test_the_handler_finds_the_edition_being_worked_on(handler, table):
    department = table.department_id

    found = handler.working_list(department, is_leadership=False)

    assert (found, handler.working_list(department, is_leadership=True)) == (table, None)
    assert handler.editions([department]) == [
        Edition(department, is_leadership=False, year=table.year, number=table.number, is_worked_on=True)
    ]


def test_a_row_is_read_at_its_place_in_the_table(handler, table):
    point = control_factories.point_of(table)

    assert handler.page_of(table.pk, str(point.lineage_id)) == f"/controls/tables/{table.pk}/#point-{point.pk}"
