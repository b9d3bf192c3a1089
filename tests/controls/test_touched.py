"""What a basis or a regulation touches in tables and registers, and how a table's review ends."""

import pytest
from django.utils import timezone

from controls import services
from controls.models import ControlTable
from powers import queries
from powers import services as power_services
from powers.models import ReviewDue
from tests import factories as people
from tests.controls import factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def resting():
    """A department with a power in three steps, a point in the first, a measure against it that names a regulation."""
    step = risk_factories.step()
    where = step.flow.power.power_list.department
    register = risk_factories.register(where)
    point = risk_factories.point(register, step=step, post=step.post)
    table = factories.table(where)
    regulation = power_factories.regulation(where)
    measure = factories.measure(table, point=point, regulation=regulation, kind="regulation")
    return {"step": step, "point": point, "table": table, "measure": measure, "regulation": regulation}


def kinds(source, by=None):
    return {group.title: group.count for group in queries.touched_by(source, by=by)}


def test_a_basis_touches_powers_steps_points_measures_and_tables(resting):
    basis = resting["step"].flow.power.bases.get()

    assert kinds(basis) == {"职权": 1, "环节": 3, "风险点": 1, "防控措施": 1, "一览表": 1}


def test_a_regulation_touches_the_measures_that_name_it_and_what_they_stand_on(resting):
    assert kinds(resting["regulation"]) == {"职权": 1, "环节": 3, "风险点": 1, "防控措施": 1, "一览表": 1}


def test_what_a_person_may_not_see_is_not_counted_for_them(resting):
    stranger = people.holder("filer", people.department())
    filer = people.holder("filer", resting["table"].department)

    assert kinds(resting["regulation"], by=stranger) == {}
    assert kinds(resting["regulation"], by=filer) == kinds(resting["regulation"])


@pytest.mark.parametrize("size", [1, 3])
def test_touching_is_asked_set_by_set(resting, size, django_assert_num_queries):
    for _number in range(size - 1):
        factories.measure(resting["table"], point=resting["point"], regulation=resting["regulation"])
    office = people.holder("party_office")

    with django_assert_num_queries(9):
        queries.touched_by(resting["regulation"], by=office)


def test_a_page_reads_the_first_rows_and_counts_the_rest(resting, monkeypatch):
    monkeypatch.setattr(queries.touched, "SHOWN", 2)
    steps = queries.touched_by(resting["regulation"], by=None)[1]

    assert (steps.title, steps.count, len(steps.things), steps.is_cut) == ("环节", 3, 2, True)


def repealed(resting):
    """The regulation repealed while the table is in force; what that opened for the table."""
    factories.in_force(resting["table"])
    power_services.repeal_regulation(
        by=people.system(), regulation=resting["regulation"], ended_on=timezone.localdate(), reason="并入别的办法"
    )
    return ReviewDue.objects.get(kind="table")


def test_a_repealed_regulation_opens_the_review_of_the_table_and_the_power(resting):
    due = repealed(resting)

    assert (due.cause, due.rows) == ("regulation_repealed", [str(resting["measure"].lineage_id)])
    assert due.label == f"{due.department}一览表（涉及1条措施）"
    assert sorted(ReviewDue.objects.values_list("kind", flat=True)) == ["power", "table"]


def amended(resting, **fields):
    """The next edition of the table in force, the measure with other `fields`; None takes it out."""
    table = factories.table(resting["table"].department)
    measure = table.measures.get()
    if fields:
        services.change_measure(by=people.system(), measure=measure, **fields)
    return factories.in_force(ControlTable.objects.get(pk=table.pk))


@pytest.mark.parametrize(
    ("fields", "state"), [({"regulation": None}, "adjusted"), ({"text": "只改写文字"}, "open"), ({}, "open")]
)
def test_a_table_is_reviewed_when_its_next_edition_no_longer_names_the_regulation(resting, fields, state):
    due = repealed(resting)
    table = amended(resting, **fields)

    power_services.adjust_after_force([power_factories.Passed(table, "controls")], by=people.system())

    due.refresh_from_db()
    assert due.state == state


def test_reviews_of_one_table_for_two_regulations_end_each_by_its_own_rows(resting):
    other = power_factories.regulation(resting["table"].department)
    factories.measure(resting["table"], point=resting["point"], regulation=other, kind="regulation")
    due = repealed(resting)
    power_services.repeal_regulation(by=people.system(), regulation=other, ended_on=timezone.localdate(), reason="并入")
    table = factories.table(resting["table"].department)
    services.change_measure(
        by=people.system(), measure=table.measures.get(regulation=resting["regulation"]), regulation=None
    )
    factories.in_force(ControlTable.objects.get(pk=table.pk))

    power_services.adjust_after_force([power_factories.Passed(table, "controls")], by=people.system())

    states = dict(ReviewDue.objects.filter(kind="table").values_list("regulation", "state"))
    assert states == {due.regulation_id: "adjusted", other.pk: "open"}


def test_a_word_put_right_in_a_measure_ends_no_review(resting):
    factories.in_force(resting["table"])
    basis = resting["step"].flow.power.bases.get()
    power_services.change_basis(by=people.system(), basis=basis, title="新办法")
    measure = resting["measure"]
    services.measures.reword(
        resting["table"].pk, measure.code, "text", text="更正一个错字", by=people.system(), reason="错字"
    )

    power_services.adjust_after_force([power_factories.Passed(resting["table"], "controls")], by=people.system())

    assert ReviewDue.objects.get(kind="table").state == "open"


def test_a_measure_taken_out_ends_the_review_of_its_table(resting):
    due = repealed(resting)
    table = factories.table(resting["table"].department)
    services.remove_measure(by=people.system(), measure=table.measures.get())
    factories.in_force(table)

    power_services.adjust_after_force([power_factories.Passed(table, "controls")], by=people.system())

    due.refresh_from_db()
    assert due.state == "adjusted"


def test_the_leaderships_table_is_named_without_its_rows():
    register = risk_factories.leadership_register()
    point = risk_factories.point(register)
    table = factories.table(people.root(), is_leadership=True)
    regulation = power_factories.regulation()
    factories.measure(table, point=point, regulation=regulation)

    power_services.repeal_regulation(
        by=people.system(), regulation=regulation, ended_on=timezone.localdate(), reason="并入别的办法"
    )

    due = ReviewDue.objects.get()
    assert (due.is_leadership, due.label) == (True, "班子成员一览表（涉及1条措施）")


def test_other_things_touch_nothing(resting):
    assert queries.touched_by(resting["table"], by=None) == []
