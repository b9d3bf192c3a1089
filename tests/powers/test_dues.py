"""What a changed basis opens for review: once a thing, told once a department, ended by saying why or by a new edition."""

import pytest
from django.utils import timezone

from controls import queries as controls_queries
from core.models import AuditEvent
from core.rules import Denied
from organization.models import Notice
from powers import queries, services
from powers.models import ReviewDue
from powers.states import DUE_MOVES, DueCause, DueEvent, DueState
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


def repeal(basis):
    return services.change_basis(by=people.system(), basis=basis, status="repealed")


def opened():
    """A power in force whose basis was repealed, and what that opened."""
    power = factories.power()
    factories.in_force(power.power_list)
    repeal(power.bases.get())
    return power, ReviewDue.objects.get()


def confirm(due, by=None):
    by = by or people.holder("filer", due.department)
    return services.confirm_dues(by=by, dues=[due], reason="新旧条文一致")


def adjust(due):
    ReviewDue.objects.filter(pk=due.pk).update(mark="另一个", cause="basis_changed")
    services.adjust_after_force([factories.Passed(due)], by=people.system())


@pytest.mark.parametrize("state", DueState.values)
def test_what_is_due_ends_once_as_the_table_says(state):
    _power, due = opened()
    if state != DueState.OPEN:
        {DueState.KEPT: confirm, DueState.ADJUSTED: adjust}[DueState(state)](due)
    due.refresh_from_db()

    if (state, DueEvent.CONFIRM) in DUE_MOVES:
        confirm(due)
    else:
        with pytest.raises(Denied, match="已复核"):
            confirm(due)


def test_the_table_of_what_is_due_has_no_other_moves():
    assert DUE_MOVES == {
        (DueState.OPEN, DueEvent.CONFIRM): DueState.KEPT,
        (DueState.OPEN, DueEvent.ADJUST): DueState.ADJUSTED,
    }


def test_a_power_in_force_and_its_draft_are_one_thing_to_review():
    power = factories.power()
    factories.in_force(power.power_list)
    factories.power_list(power.power_list.department)

    repeal(power.bases.get())

    due = ReviewDue.objects.get()
    assert (due.key, due.url, due.department) == (
        str(power.lineage_id),
        power.get_absolute_url(),
        power.power_list.department,
    )
    assert (due.why, due.mark != "") == ("状态改为“已废止”", True)


@pytest.mark.parametrize(
    ("fields", "causes"),
    [
        ({"title": "新办法"}, ["basis_changed"]),
        ({"article": "第九条"}, ["basis_changed"]),
        ({"note": "再核一次"}, []),
        ({"status": "unchecked"}, []),
        ({"status": "repealed", "note": "官网标注"}, ["basis_repealed"]),
    ],
)
def test_what_a_basis_says_opens_reviews_and_a_note_does_not(fields, causes):
    power = factories.power()

    services.change_basis(by=people.system(), basis=power.bases.get(), **fields)

    assert [due.cause for due in ReviewDue.objects.all()] == causes


def test_a_change_says_what_it_was_from_and_to():
    power = factories.power(bases=[factories.basis(title="旧办法")])

    services.change_basis(by=people.system(), basis=power.bases.get(), title="新办法", article="第九条")

    assert ReviewDue.objects.get().why == "名称由“旧办法”改为“新办法”；条款由“空”改为“第九条”"


def test_a_second_change_of_the_same_basis_renews_what_is_open():
    power = factories.power()
    basis = services.change_basis(by=people.system(), basis=power.bases.get(), title="新办法")

    repeal(basis)

    due = ReviewDue.objects.get()
    assert (due.cause, due.history.count()) == (DueCause.BASIS_REPEALED, 2)


def test_a_department_is_told_once_however_much_is_touched():
    basis = factories.basis()
    first = factories.power(bases=[basis])
    for _number in range(2):
        factories.power(first.power_list, bases=[basis])
    other = factories.power(bases=[basis])
    filers = [people.holder("filer", each.power_list.department) for each in (first, other)]
    head = people.holder("department_head", first.power_list.department)

    repeal(basis)

    told = Notice.objects.filter(kind="review_due").values_list("person", flat=True)
    assert sorted(told) == sorted([*(filer.pk for filer in filers), head.pk])
    text = Notice.objects.get(person=filers[0]).text
    assert text == f"{basis}：依据已废止，涉及本部门3项，请逐项复核。"


def test_what_nothing_rests_on_opens_nothing():
    before = AuditEvent.objects.count()

    services.change_basis(by=people.system(), basis=(basis := factories.basis()), status="repealed")

    assert (ReviewDue.objects.count(), AuditEvent.objects.count() - before, basis.history.count()) == (0, 2, 2)


def test_loading_a_repealed_basis_opens_reviews_too():
    power = factories.power()
    basis = power.bases.get()
    basis.status = "repealed"

    services.load_library(
        by=people.system(), made=[], changed=[basis], fields=["status", "title", "document_number", "article"]
    )

    assert ReviewDue.objects.get().cause == "basis_repealed"


def test_a_new_edition_that_says_something_else_ends_the_review():
    power, due = opened()
    second = factories.power_list(power.power_list.department)
    services.change_power(by=people.system(), power=second.powers.get(), bases=[factories.basis()])
    factories.in_force(second)

    services.adjust_after_force([factories.Passed(second)], by=people.system())

    due.refresh_from_db()
    assert (due.state, due.ended_by) == ("adjusted", people.system())


def test_a_new_edition_that_says_the_same_leaves_the_review_open():
    power, due = opened()
    second = factories.power_list(power.power_list.department)
    factories.in_force(second)

    services.adjust_after_force([factories.Passed(second)], by=people.system())

    due.refresh_from_db()
    assert due.state == "open"


def test_a_new_edition_that_says_something_else_and_still_cites_what_was_repealed_leaves_the_review_open():
    power, due = opened()
    second = factories.power_list(power.power_list.department)
    services.change_power(by=people.system(), power=second.powers.get(), name="改了名称，没有改依据")
    factories.in_force(second)

    services.adjust_after_force([factories.Passed(second)], by=people.system())

    due.refresh_from_db()
    assert due.state == "open"


def test_another_change_of_the_basis_is_looked_at_though_the_new_edition_cites_it():
    power = factories.power()
    factories.in_force(power.power_list)
    services.change_basis(by=people.system(), basis=power.bases.get(), title="新办法")
    second = factories.power_list(power.power_list.department)
    services.change_power(by=people.system(), power=second.powers.get(), name="按新办法改写")
    factories.in_force(second)

    services.adjust_after_force([factories.Passed(second)], by=people.system())

    assert ReviewDue.objects.get().state == "adjusted"


def test_a_list_of_another_kind_in_force_ends_no_review_of_a_power():
    power = factories.power()
    repeal(basis := power.bases.get())
    services.change_power(by=people.system(), power=power, bases=[factories.basis()])

    services.adjust_after_force([factories.Passed(power.power_list, "controls")], by=people.system())

    assert (ReviewDue.objects.get(basis=basis).state, power.power_list.state) == ("open", "draft")


def test_a_power_taken_out_of_the_new_edition_ends_its_review():
    power, due = opened()
    second = factories.power_list(power.power_list.department)
    services.remove_power(by=people.system(), power=second.powers.get())
    factories.in_force(second)

    services.adjust_after_force([factories.Passed(second)], by=people.system())

    due.refresh_from_db()
    assert due.state == "adjusted"


@pytest.mark.parametrize("role", ["overseer", "discipline", "committee_chair"])
def test_confirming_is_denied_to_who_does_not_file_for_the_department(role):
    _power, due = opened()
    where = due.department if role == "overseer" else None

    with pytest.raises(Denied, match="不能填报"):
        confirm(due, people.holder(role, where))


def test_the_leaderships_table_is_confirmed_by_the_party_office():
    _power, due = opened()
    ReviewDue.objects.filter(pk=due.pk).update(is_leadership=True, department=people.root())
    due.refresh_from_db()
    filer, office = people.holder("filer", people.root()), people.holder("party_office")

    with pytest.raises(Denied, match="班子成员的清单由党办"):
        confirm(due, filer)
    assert [queries.due(each, due.pk) for each in (filer, office)] == [None, due]
    assert [task.note for task in queries.due_tasks(office).tasks] == ["依据已废止"]
    confirm(due, office)


def test_the_leaderships_table_is_confirmed_by_the_system_too():
    _power, due = opened()
    ReviewDue.objects.filter(pk=due.pk).update(is_leadership=True)
    due.refresh_from_db()

    (ended,) = confirm(due, people.system())

    assert ended.state == "kept"


def test_what_is_due_waits_in_one_line_a_change_and_is_hidden_elsewhere():
    power, due = opened()
    filer, stranger = people.holder("filer", due.department), people.holder("filer", people.department())
    basis = power.bases.get()

    (task,) = queries.due_tasks(filer).tasks

    assert (task.what, task.since) == (f"复核《{basis.title}》变动涉及的1项", due.opened_at)
    assert task.url == f"/powers/dues/?state=open&department={due.department_id}&q={basis.code}"
    assert (queries.due(stranger, due.pk), queries.due_tasks(stranger).tasks) == (None, ())
    assert list(queries.dues_of(filer, basis)) == [due]


def test_touching_is_shown_as_far_as_a_person_sees(django_assert_num_queries):
    basis = factories.basis()
    seen, hidden = factories.power(bases=[basis]), factories.power(bases=[basis])
    factories.with_flow(seen)
    filer = people.holder("filer", seen.power_list.department)

    groups = {group.title: [thing.code for thing in group.things] for group in queries.touched_by(basis, by=filer)}

    assert groups["职权"] == [seen.code]
    assert (len(groups["环节"]), hidden.code in groups["职权"]) == (3, False)
    assert timezone.localdate() is not None


def test_a_word_put_right_takes_along_only_reviews_that_stood_on_what_it_said():
    _power, due = opened()
    ReviewDue.objects.filter(pk=due.pk).update(mark="先前的内容")

    with services.reworded(due.kind, due.key):
        pass

    due.refresh_from_db()
    assert due.mark == "先前的内容"


def test_a_power_cites_no_regulation_and_a_table_no_basis():
    power, due = opened()

    assert queries.powers_citing(factories.regulation(), [due.key]) == set()
    assert controls_queries.tables_citing(power.bases.get(), [due.key]) == set()
