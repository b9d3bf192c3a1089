"""What approvals learns of an edition: frozen content, differences, editions, moves."""

import json

import pytest

from core import calculations
from core.registry import Edition, RowDifference, registry
from core.states import ListState
from powers import queries, services
from powers.documents import frozen
from powers.models import Power
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db
handler = services.handler


def whole_power(**fields):
    power = factories.power(
        factories.power_list(),
        materials=[services.MaterialEntry("申请表")],
        promised_limit=5,
        fee_basis="不收费",
        **fields,
    )
    factories.with_flow(power)
    factories.with_flow(power, "external")
    power.refresh_from_db()
    return power


def test_the_handler_is_registered_first_in_the_chain():
    assert registry.handlers()[0] is handler
    assert (handler.kind, handler.position, handler.rows_template()) == ("powers", 1, "powers/frozen_row.html")


def test_freeze_gives_rows_with_what_recusal_asks():
    post = people.post()
    filer = people.holder("filer", people.department())
    power = factories.power(factories.power_list(filer.department), by=filer, responsible_post=post)

    (row,) = handler.freeze(power.power_list_id).rows

    assert (row.key, row.code, row.label) == (str(power.lineage_id), power.code, power.name)
    assert (row.post_id, row.filed_by_ids) == (post.pk, {filer.pk})


def test_a_frozen_row_names_everyone_who_changed_it_or_its_chart():
    where = people.department()
    filer, head, office = (
        people.holder("filer", where),
        people.holder("department_head", where),
        people.holder("party_office", people.root()),
    )
    power = factories.power(factories.power_list(where), by=filer)
    services.change_power(by=head, power=power, content="另一种写法")
    services.save_flow(by=office, power=power, kind="internal", steps=factories.entries())
    services.change_power(by=filer, power=power, content="又一种写法")

    (row,) = handler.freeze(power.power_list_id).rows

    assert row.filed_by_ids == {filer.pk, head.pk, office.pk}


def test_freeze_is_plain_json_and_the_same_twice():
    power = whole_power()

    first, second = handler.freeze(power.power_list_id), handler.freeze(power.power_list_id)

    content = first.rows[0].content
    assert json.loads(json.dumps(content)) == content
    assert calculations.sha256(content) == calculations.sha256(second.rows[0].content) == power.content_hash
    assert (first.schema, first.head["kind"], first.head["year"]) == (1, "powers", power.power_list.year)


def test_freeze_says_nothing_of_the_state_of_a_basis():
    power = whole_power()
    before = handler.freeze(power.power_list_id)

    services.change_basis(by=people.system(), basis=power.bases.get(), status="repealed")

    assert handler.freeze(power.power_list_id) == before


def test_freeze_takes_a_constant_number_of_queries(django_assert_num_queries):
    power = whole_power()
    with django_assert_num_queries(8):
        handler.freeze(power.power_list_id)
    for _number in range(2):
        factories.with_flow(factories.power(power.power_list))

    with django_assert_num_queries(8):
        handler.freeze(power.power_list_id)


def test_difference_of_a_copied_edition_is_nothing():
    power = whole_power()
    factories.in_force(power.power_list)

    second = factories.power_list(power.power_list.department)

    assert handler.difference(second.pk) == []
    assert queries.change_counts(second) == {"new": 0, "changed": 0, "same": 1}


def test_difference_tells_new_changed_and_removed_rows():
    first = factories.power_list()
    changed, removed = factories.power(first, name="甲"), factories.power(first, name="乙")
    factories.in_force(first)
    second = factories.power_list(first.department)
    copies = {power.code: power for power in second.powers.all()}
    services.change_power(by=people.system(), power=copies[changed.code], name="丙", promised_limit=3)
    services.remove_power(by=people.system(), power=copies[removed.code])
    new = factories.power(second, name="丁")

    found = handler.difference(second.pk)

    assert found == [
        RowDifference(
            str(changed.lineage_id),
            "YP-01",
            "丙",
            "changed",
            (("职权名称", "甲", "丙"), ("承诺时限", "", "3 工作日")),
        ),
        RowDifference(str(removed.lineage_id), "YP-02", "乙", "removed"),
        RowDifference(str(new.lineage_id), "YP-03", "丁", "new"),
    ]
    assert queries.change_counts(second) == {"new": 1, "changed": 1, "same": 0}
    assert list(queries.removed_powers(second)) == [removed]


def test_difference_tells_a_chart_step_by_step():
    power = factories.power(factories.power_list())
    factories.with_flow(power, shape=(("受理", "2"), ("办结", "结束")))
    factories.in_force(power.power_list)
    second = factories.power_list(power.power_list.department)
    copy = second.powers.get()
    first_step, last_step = copy.flows.get().steps.order_by("number")
    entries = factories.entries((("受理", "2"), ("公示", "3"), ("办结", "结束")), post=first_step.post)
    kept = {1: first_step.pk, 3: last_step.pk}
    entries = [services.StepEntry(**{**vars(entry), "id": kept.get(entry.number)}) for entry in entries]

    services.save_flow(by=people.system(), power=copy, kind="internal", steps=entries)

    post = f"{first_step.post.department} {first_step.post}"
    assert handler.difference(second.pk)[0].fields == (
        ("内部流程图第2步", "", f"2. 公示（{post}，执行，1 工作日）→ 3"),
        (
            "内部流程图第3步",
            f"2. 办结（{post}，执行，1 工作日）→ 结束",
            f"3. 办结（{post}，执行，1 工作日）→ 结束",
        ),
    )


def test_difference_of_the_first_edition_is_all_new():
    power = factories.power()

    assert [row.change for row in handler.difference(power.power_list_id)] == ["new"]


def test_working_list_and_editions_are_of_the_department_alone():
    power_list = factories.power_list()
    department_id = power_list.department_id

    assert handler.working_list(department_id, is_leadership=False) == power_list
    assert handler.working_list(department_id, is_leadership=True) is None
    assert handler.editions([department_id]) == [
        Edition(department_id, is_leadership=False, year=power_list.year, number=power_list.number, is_worked_on=True)
    ]


def test_passing_supersedes_the_edition_in_force():
    first = factories.in_force(factories.power_list())
    second = factories.power_list(first.department)

    handler.move(second.pk, event="submit", by=people.system())
    handler.move(second.pk, event="pass", by=people.system(), sha256="f" * 64)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.sha256) == (ListState.SUPERSEDED, ListState.IN_FORCE, "f" * 64)


def test_lock_and_get_give_the_edition():
    power_list = factories.power_list()

    assert (handler.lock(power_list.pk), handler.get(power_list.pk)) == (power_list, power_list)


def test_a_new_edition_joins_the_one_another_list_is_worked_on_in(monkeypatch):
    department = people.department()

    class Other:
        kind, position = "risks", 2

        def editions(self, department_ids):
            where = {"department_id": department.pk, "is_leadership": False, "year": 2026}
            return [Edition(**where, number=3, is_worked_on=False), Edition(**where, number=4, is_worked_on=True)]

    monkeypatch.setattr(registry, "list_handlers", {"powers": handler, "risks": Other()})
    scope = (department.pk, False)

    assert queries.editions_to_open([scope], kind="powers") == {scope: (2026, 4)}


def test_frozen_content_draws_both_charts_without_the_database(django_assert_num_queries):
    power = whole_power()
    content = handler.freeze(power.power_list_id).rows[0].content

    with django_assert_num_queries(0):
        parts = frozen.parts(content)

    assert [chart["label"] for chart in parts["charts"]] == ["内部", "外部"]
    assert all(chart["svg"].startswith("<svg") and len(chart["rows"]) == 3 for chart in parts["charts"])


def test_hashes_of_all_powers_are_those_of_their_content():
    whole_power()
    factories.power()

    for power in queries.whole(Power.objects.all()):
        assert power.content_hash == calculations.sha256(queries.content_of(power))
