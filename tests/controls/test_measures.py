"""Setting, changing and removing measures, reporting progress, and whom due measures wait for."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from controls import calculations, queries, rules, services
from controls.models import ControlTable, Measure
from controls.states import FITTING_KINDS, MeasureKind
from core.models import AuditEvent
from core.rules import Denied, Stale
from organization.roles import Role
from powers import services as power_services
from risks.states import RiskType
from tests import factories
from tests.approvals.factories import give_post
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return control_factories.table(factories.department("药剂科"))


@pytest.fixture
def filer(table):
    return factories.holder(Role.FILER, table.department)


def test_a_measure_takes_its_code_from_its_point_and_leaves_its_event(table, filer):
    point = control_factories.point_of(table)

    made = services.add_measure(by=filer, table=table, point=point, text="三岗分设", kind="balance")

    event = AuditEvent.objects.latest("id")
    assert (made.code, made.point_lineage_id, made.filed_by) == (f"{point.code}-M1", point.lineage_id, filer)
    assert (event.verb, event.actor_name) == ("controls.add_measure", filer.name)


def test_a_code_is_never_used_again(table):
    first = control_factories.measure(table)
    services.remove_measure(by=factories.system(), measure=first)

    second = control_factories.measure(table)

    assert second.code == first.code.replace("-M1", "-M2")


def test_a_long_term_measure_keeps_no_day(table):
    measure = control_factories.measure(table, due_on=date(2027, 6, 30))

    changed = services.change_measure(
        by=factories.system(), measure=measure, is_long_term=True, due_on=date(2027, 6, 30)
    )

    assert (changed.is_long_term, changed.due_on) == (True, None)


def test_a_change_says_in_the_history_who_made_it(table, filer):
    measure = control_factories.measure(table)

    services.change_measure(by=filer, measure=measure, text="每季度抽查十份")

    latest = measure.history.latest()
    assert (latest.text, latest.history_user) == ("每季度抽查十份", filer)


def test_a_change_on_a_stale_version_is_refused(table):
    measure = control_factories.measure(table)
    opened = ControlTable.objects.get(pk=table.pk).version
    services.change_measure(by=factories.system(), measure=measure, text="先改的", version=opened)

    with pytest.raises(Stale):
        services.change_measure(by=factories.system(), measure=measure, text="后改的", version=opened)

    assert Measure.objects.get().text == "先改的"


def test_a_removed_measure_stays_in_its_history(table, filer):
    measure = control_factories.measure(table)

    services.remove_measure(by=filer, measure=measure)

    kinds = [entry.history_type for entry in Measure.history.filter(code=measure.code).order_by("history_id")]
    assert (Measure.objects.count(), kinds) == (0, ["+", "-"])


def test_add_measure_is_denied_to_another_departments_filer(table):
    stranger = factories.holder(Role.FILER, factories.department())

    with pytest.raises(Denied):
        control_factories.measure(table, by=stranger)


def test_the_party_office_sets_measures_on_behalf(table):
    office = factories.holder(Role.PARTY_OFFICE)

    assert control_factories.measure(table, by=office).is_filed_on_behalf is True


@pytest.mark.parametrize("change", ["add", "change", "remove"])
def test_an_approved_table_cannot_be_edited(table, filer, change):
    measure = control_factories.measure(table)
    table = control_factories.in_force(table)
    changes = {
        "add": lambda: control_factories.measure(table, by=filer),
        "change": lambda: services.change_measure(by=filer, measure=measure, text="改"),
        "remove": lambda: services.remove_measure(by=filer, measure=measure),
    }

    with pytest.raises(Denied):
        changes[change]()

    assert list(Measure.objects.values_list("text", flat=True)) == [measure.text]


def test_progress_is_reported_after_approval_and_leaves_the_plan(table, filer):
    measure = control_factories.measure(table)
    table = control_factories.in_force(table)

    services.set_progress(by=filer, measure=measure, status="done")

    assert Measure.objects.get().status == "done"
    assert ControlTable.objects.get().version == table.version


def test_set_progress_is_allowed_to_the_holder_of_the_responsible_post(table):
    holder, post = factories.person(), factories.post()
    give_post(holder, post)
    measure = control_factories.measure(table, responsible_post=post)

    services.set_progress(by=holder, measure=measure, status="under_way")

    assert Measure.objects.get().status == "under_way"


def test_set_progress_is_denied_to_who_neither_files_nor_answers(table):
    measure = control_factories.measure(table)

    with pytest.raises(Denied):
        services.set_progress(by=factories.person(), measure=measure, status="done")


def test_set_progress_is_denied_in_a_superseded_table(table, filer):
    measure = control_factories.measure(table)
    control_factories.in_force(table)
    control_factories.in_force(control_factories.table(table.department))
    measure.refresh_from_db()

    with pytest.raises(Denied):
        rules.set_progress(filer, measure)


@pytest.mark.parametrize("risk_type", RiskType.values)
@pytest.mark.parametrize("kind", MeasureKind.values)
def test_every_kind_fits_exactly_the_types_of_the_table(risk_type, kind):
    assert calculations.has_fitting(risk_type, [kind]) == (kind in FITTING_KINDS[risk_type])


@pytest.mark.parametrize("risk_type", RiskType.values)
def test_each_type_suggests_its_kinds_with_a_sentence(risk_type):
    found = calculations.suggestions(risk_type)

    assert tuple(kind for kind, _text in found) == FITTING_KINDS[risk_type]
    assert all(text for _kind, text in found)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_due_measures_wait_at_the_desk_the_oldest_first(table, filer):
    measures = {days: control_factories.measure(table, due_on=in_days(days)) for days in (15, 14, -1)}
    done = control_factories.measure(table, due_on=in_days(-2))
    control_factories.measure(table)
    control_factories.in_force(table)
    services.set_progress(by=filer, measure=done, status="done")

    tasks = queries.waiting_tasks(filer).tasks

    expected = [(measures[-1].get_absolute_url(), True), (measures[14].get_absolute_url(), False)]
    assert [(task.url, task.is_overdue) for task in tasks] == expected


def test_due_measures_of_a_draft_wait_for_nobody(table, filer):
    control_factories.measure(table, due_on=in_days(-1))

    assert queries.waiting_tasks(filer).tasks == ()


def test_a_due_measure_waits_for_the_holder_of_its_post(table):
    holder, post = factories.person(), factories.post()
    give_post(holder, post)
    measure = control_factories.measure(table, responsible_post=post, due_on=in_days(0))
    control_factories.in_force(table)

    waiting = list(queries.measures_to_answer(holder))

    assert (waiting, list(queries.measures_to_answer(factories.person()))) == ([measure], [])


def test_the_desk_asks_for_due_measures_in_a_constant_number_of_queries(table, filer, django_assert_num_queries):
    def waiting(count):
        with django_assert_num_queries(1):
            assert len(queries.waiting_tasks(filer).tasks) == count

    control_factories.measure(table, due_on=in_days(-1))
    table = control_factories.in_force(table)
    waiting(1)

    draft = control_factories.table(table.department)
    for _number in range(2):
        control_factories.measure(draft, due_on=in_days(-1))
    control_factories.in_force(draft)
    waiting(3)


def test_nothing_is_set_in_a_table_that_is_in_force():
    table = control_factories.in_force(control_factories.table())

    with pytest.raises(Denied, match="不能修改"):
        rules.add_measure(factories.system(), table, control_factories.point_of(table))


def test_measures_set_together_go_on_counting_where_the_point_stands():
    table = control_factories.table()
    point = control_factories.point_of(table)
    control_factories.measure(table)
    control_factories.measure(control_factories.table())
    entry = services.MeasureEntry(table=table, point=point, text="双人验收", kind="balance", is_long_term=True)

    services.add_measures(by=factories.system(), entries=[entry, entry])

    made = Measure.objects.filter(text="双人验收").order_by("id")
    assert [measure.code for measure in made] == [f"{point.code}-M2", f"{point.code}-M3"]


def test_who_changes_a_measure_has_filed_it_and_who_changes_nothing_has_not(table):
    filer, office = factories.holder("filer", table.department), factories.holder("party_office", factories.root())
    measure = control_factories.measure(table, by=filer, text="三岗分设")

    same = services.change_measure(by=office, measure=measure, text="三岗分设")
    assert (same.filed_by, same.is_filed_on_behalf, same.version) == (filer, False, 1)

    changed = services.change_measure(by=office, measure=measure, text="四岗分设")
    assert (changed.filed_by, changed.is_filed_on_behalf, changed.version) == (office, True, 2)


@pytest.fixture
def regulation():
    return power_services.add_regulation(
        by=factories.system(), name="三重一大决策办法", kind="democratic_decision", department=factories.department()
    )


def test_a_measure_is_linked_to_the_regulation_that_its_proof_names(table, regulation):
    measure = control_factories.measure(table, text="修订清单", proof=f"{regulation.code}修订稿及纪要、ZD-999")

    assert (measure.regulation, measure.proof) == (regulation, f"{regulation.code}修订稿及纪要、ZD-999")


def test_a_changed_text_links_the_regulation_it_names(table, regulation):
    measure = control_factories.measure(table)

    changed = services.change_measure(by=factories.system(), measure=measure, text=f"把年限写入{regulation.code}")

    assert changed.regulation == regulation


def test_a_chosen_regulation_stands_before_one_that_is_named(table, regulation):
    other = power_services.add_regulation(
        by=factories.system(), name="采购管理办法", kind="procedure", department=factories.department()
    )

    measure = control_factories.measure(table, proof=f"{regulation.code}条款", regulation=other)

    assert measure.regulation == other
    changed = services.change_measure(by=factories.system(), measure=measure, proof="条款", regulation=other)
    assert changed.regulation == other


def test_a_changed_due_day_leaves_the_regulation(table, regulation):
    measure = control_factories.measure(table, regulation=regulation)

    services.change_measure(by=factories.system(), measure=measure, is_long_term=False, due_on=date(2027, 1, 1))

    measure.refresh_from_db()
    assert measure.regulation == regulation


def test_the_page_of_a_measure_links_its_regulation(client, table, regulation):
    measure = control_factories.measure(table, proof=f"{regulation.code}修订稿")
    risk_factories.sign_in(client, factories.holder(Role.FILER, table.department))

    page = client.get(measure.get_absolute_url()).content.decode()

    assert page.count(f'<a href="{regulation.get_absolute_url()}">{regulation}</a>') == 1
