"""Spot checks from plan to end: population, seed, draw, and who may."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from core.models import AuditEvent
from core.rules import Denied, Stale
from organization.models import Notice
from organization.roles import Role
from risks.states import RiskType
from supervision import queries, services
from supervision.calculations import draws
from supervision.models import ChecklistItem, RecordItem, RecordPoint, SpotCheck
from supervision.states.cycles import PhaseKind
from supervision.states.spot_checks import (
    RECORD_MOVES,
    SPOT_CHECK_MOVES,
    RecordState,
    RecordVerb,
    SpotCheckState,
    SpotCheckVerb,
)
from tests import factories, guards
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories
from tests.supervision import spot_factories
from tests.supervision.years import known

pytestmark = pytest.mark.django_db
STEPS = {
    SpotCheckVerb.FREEZE: services.freeze_population,
    SpotCheckVerb.FIX_SEED: services.fix_seed,
    SpotCheckVerb.DRAW: services.draw_spot_check,
    SpotCheckVerb.BEGIN: services.begin_spot_check,
    SpotCheckVerb.CLOSE: services.close_spot_check,
    SpotCheckVerb.CANCEL: lambda **kwargs: services.cancel_spot_check(reason="方案有误", **kwargs),
}


def in_state(state):
    """A spot check in the state, ready for whatever may follow."""
    if state == SpotCheckState.PLANNED:
        return spot_factories.plan(spot_factories.points())
    if state == SpotCheckState.FROZEN:
        return spot_factories.frozen()
    if state == SpotCheckState.FIXED:
        return spot_factories.fixed()
    if state == SpotCheckState.DRAWN:
        check = spot_factories.drawn()
        for record in check.records.all():
            people = spot_factories.inspectors()
            services.name_inspectors(by=factories.system(), record=record, people=people)
        return check
    if state == SpotCheckState.CANCELLED:
        return STEPS[SpotCheckVerb.CANCEL](by=factories.system(), check=spot_factories.plan())
    check = spot_factories.under_way()
    spot_factories.signed(check.records.get())
    return services.close_spot_check(by=factories.system(), check=check) if state == SpotCheckState.CLOSED else check


@pytest.mark.parametrize("verb", SpotCheckVerb)
@pytest.mark.parametrize("state", SpotCheckState)
def test_every_row_of_the_table_is_so(state, verb):
    check = in_state(state)

    if (state, verb) in SPOT_CHECK_MOVES:
        assert STEPS[verb](by=factories.system(), check=check).state == SPOT_CHECK_MOVES[state, verb]
    else:
        with pytest.raises(Denied):
            STEPS[verb](by=factories.system(), check=check)


def test_the_moves_of_a_record_lead_from_inspection_to_signature():
    assert RECORD_MOVES == {
        (RecordState.OPEN, RecordVerb.FINISH): RecordState.FINISHED,
        (RecordState.FINISHED, RecordVerb.TAKE_BACK): RecordState.OPEN,
        (RecordState.FINISHED, RecordVerb.COMPLETE): RecordState.SIGNED,
    }


def test_clause_2_5_2_points_in_force_are_drawn_inspected_and_what_is_found_is_put_right():
    where = spot_factories.measured()
    record = spot_factories.record(where, cycle=supervision_factories.open_cycle(where))
    inspector = spot_factories.first_inspector(record)

    spot_factories.answer(record, "no", "退药登记与处方不符三处")
    found = [
        services.open_item_finding(by=inspector, item=item, text="退药登记不符", days=20)
        for item in spot_factories.items(record)
    ]

    assert {finding.source for finding in found} == {"spot_check"}
    assert {finding.department for finding in found} == {where}
    assert {finding.point for finding in found} == {record.points.get().unit.point}
    assert {finding.state for finding in found} == {"open"}


def test_clause_2_5_2_the_draw_can_be_made_again_from_what_was_announced():
    check = spot_factories.drawn(spot_factories.points(6), size=3, seed="3456.78")

    again = draws.draw(draws.parse(check.population.file.read().decode()), seed="3456.78", size=3)

    listed = RecordPoint.objects.order_by("position").values_list("unit__code", flat=True)
    assert [unit.code for unit in again] == list(listed)
    assert check.frozen_at < check.seeded_at < check.drawn_at
    assert check.algorithm == "lianfang-min-hash-1"


def test_spot_checks_are_numbered_through_the_year():
    first, second = spot_factories.plan(), spot_factories.plan()

    year = timezone.localdate().year
    assert (first.code, second.code) == (f"CC{year}-001", f"CC{year}-002")


def test_a_plan_is_changed_until_its_population_is_frozen():
    check, where = spot_factories.plan(), factories.department()

    changed = services.change_spot_check(
        by=factories.system(), check=check, departments=[where], title="新名称", size=2
    )

    assert (changed.title, changed.size, list(changed.departments.all())) == ("新名称", 2, [where])
    assert AuditEvent.objects.order_by("-sequence")[0].verb == "supervision.change_spot_check"


def test_change_spot_check_is_denied_once_frozen_and_to_who_was_overtaken():
    with pytest.raises(Denied, match="范围已固定"):
        services.change_spot_check(by=factories.system(), check=spot_factories.frozen(), title="改")
    with pytest.raises(Stale):
        services.change_spot_check(by=factories.system(), check=spot_factories.plan(), version=0, title="改")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PARTY_OFFICE])
def test_spot_checks_are_denied_to_all_but_the_party_office(role):
    by = factories.holder(role)

    with pytest.raises(Denied):
        spot_factories.plan(by=by)
    for state, verb in SPOT_CHECK_MOVES:
        if state == SpotCheckState.PLANNED:
            with pytest.raises(Denied, match="由党办组织"):
                STEPS[verb](by=by, check=spot_factories.plan())


def test_the_population_is_what_is_in_force_in_scope():
    inside, outside = spot_factories.points(2), spot_factories.points(1)
    risk_factories.point(risk_factories.register(inside))

    check = spot_factories.frozen(inside)

    assert set(check.units.values_list("department", flat=True)) == {inside.pk}
    assert (check.population_count, outside.pk in check.units.values_list("department", flat=True)) == (2, False)


def test_weights_follow_the_grade_and_a_weight_of_nothing_leaves_it_out():
    where = factories.department()
    high, low = spot_factories.graded(where, (5, 5, 5), (1, 1, 1))

    check = spot_factories.frozen(where, weight_high=7, weight_low=0)

    assert list(check.units.values_list("code", "grade", "weight")) == [(high.code, "high", 7)]
    assert queries.population_by_department(check)[-1].total == 1
    assert low.grade == "low"


def test_types_and_the_leadership_are_in_scope_when_the_plan_says_so():
    register = risk_factories.leadership_register()
    risk_factories.point(register)
    risk_factories.in_force(register)
    spot_factories.points(1)

    assert queries.population_of(spot_factories.plan()).count() == 1
    assert queries.population_of(spot_factories.plan(has_leadership=True)).count() == 2
    assert queries.population_of(spot_factories.plan(types=["environment"])).count() == 0
    assert queries.types_in_words(spot_factories.plan(types=["environment"])) == "外部环境"


def test_points_drawn_lately_are_left_out_and_counted():
    where = spot_factories.points(3)
    drawn = RecordPoint.objects.get(record__check_of=spot_factories.drawn(where)).unit

    check = spot_factories.frozen(where, excluded_checks=1)

    assert drawn.code not in check.units.values_list("code", flat=True)
    assert (check.population_count, check.excluded_count) == (2, 1)
    assert queries.rules_in_words(check) == "不要求每个部门都抽到；排除最近1次抽中的1个"


def test_what_was_drawn_and_then_cancelled_is_not_left_out():
    where = spot_factories.points(1)
    services.cancel_spot_check(by=factories.system(), check=spot_factories.drawn(where), reason="范围有误")

    assert spot_factories.frozen(where, excluded_checks=3).population_count == 1


def test_freeze_population_is_denied_while_there_are_too_few():
    with pytest.raises(Denied, match="只有1个风险点，不够抽取2个"):
        spot_factories.frozen(spot_factories.points(), size=2)
    with pytest.raises(Denied, match="须不少于2个"):
        spot_factories.frozen(spot_factories.points(), spot_factories.points(), is_each_department=True)


def test_each_department_is_drawn_when_the_rule_says_so():
    places = [spot_factories.points(5), spot_factories.points(1), spot_factories.points(1)]

    check = spot_factories.drawn(*places, size=3, is_each_department=True)

    assert set(check.records.values_list("department", flat=True)) == {place.pk for place in places}
    assert queries.draw_command(check).endswith(" --size 3 --each-department")


def test_a_random_seed_is_made_by_the_system_and_by_nobody_else():
    check = spot_factories.frozen()

    with pytest.raises(Denied, match="不能由人填写"):
        services.fix_seed(by=factories.system(), check=check, seed="1")
    assert len(services.fix_seed(by=factories.system(), check=check).seed) == 32


@pytest.mark.parametrize("seed", ["", " 1", "1 ", "1\n2", "1\t2"])
def test_a_public_seed_is_one_line_of_text(seed):
    check = spot_factories.frozen(seed_kind="public", seed_source="上证综指收盘点数")

    with pytest.raises(Denied):
        services.fix_seed(by=factories.system(), check=check, seed=seed)


def test_draw_spot_check_is_denied_at_the_time_of_the_seed(monkeypatch):
    check = spot_factories.fixed()
    monkeypatch.setattr(timezone, "now", lambda: check.seeded_at)

    with pytest.raises(Denied, match="抽取须在种子确定之后"):
        services.draw_spot_check(by=factories.system(), check=check)


def test_draw_spot_check_is_denied_from_another_population_than_was_frozen():
    check = spot_factories.fixed()
    guards.tamper("supervision_populationunit", "UPDATE supervision_populationunit SET weight = 9")

    with pytest.raises(Denied, match="哈希不符"):
        services.draw_spot_check(by=factories.system(), check=check)


@pytest.mark.parametrize("fields", [{"seed": "", "seeded_at": None}, {"population_sha256": ""}, {"algorithm": ""}])
def test_the_database_keeps_what_a_draw_rests_on(fields):
    check = spot_factories.drawn()

    with pytest.raises(DatabaseError), transaction.atomic():
        SpotCheck.objects.filter(pk=check.pk).update(**fields)


def test_the_draw_copies_measures_and_the_checklist_as_they_stand():
    where = spot_factories.measured()
    point = RecordPoint.objects.get(record__check_of=spot_factories.drawn(where))
    item = ChecklistItem.objects.filter(risk_type="post_duty").order_by("position")[0]

    services.change_checklist_item(by=factories.system(), item=item, text="改过的内容", position=item.position)

    assert [measure.table.department for measure in point.measures.all()] == [where]
    assert list(point.items.order_by("position").values_list("item", flat=True)) == list(
        ChecklistItem.objects.filter(risk_type="post_duty").order_by("position").values_list("pk", flat=True)
    )
    assert not RecordItem.objects.filter(text="改过的内容").exists()


def test_inspectors_and_heads_are_told_when_it_begins():
    where = spot_factories.points()
    head = factories.holder(Role.DEPARTMENT_HEAD, where)
    people = spot_factories.inspectors()

    check = spot_factories.under_way(where, people=people)

    told = Notice.objects.filter(kind="supervision.spot_check").order_by("person")
    assert {notice.person for notice in told} == {head, *people}
    assert {notice.url for notice in told} == {check.records.get().get_absolute_url()}


def test_begin_spot_check_is_denied_without_inspectors():
    check = spot_factories.drawn()

    with pytest.raises(Denied, match="还没有指定检查人员"):
        services.begin_spot_check(by=factories.system(), check=check)


def test_close_spot_check_is_denied_while_a_record_is_not_signed():
    with pytest.raises(Denied, match="还没有签字"):
        services.close_spot_check(by=factories.system(), check=spot_factories.under_way())


def test_a_spot_check_is_cancelled_with_a_reason_that_stays():
    check = spot_factories.drawn()

    with pytest.raises(Denied, match="理由"):
        services.cancel_spot_check(by=factories.system(), check=check, reason=" ")
    cancelled = services.cancel_spot_check(by=factories.system(), check=check, reason="范围有误")

    assert (cancelled.state, cancelled.cancel_reason) == ("cancelled", "范围有误")
    assert cancelled.seed == check.seed


def test_places_of_a_year_are_done_when_all_records_are_signed():
    first, second = spot_factories.points(), spot_factories.points()
    cycle = supervision_factories.open_cycle(first, second)
    check = spot_factories.under_way(first, second, size=2, cycle=cycle)
    spot_factories.signed(check.records.get(department=first))
    spot_factories.drawn(spot_factories.points(), cycle=cycle)

    assert known(cycle, PhaseKind.SPOT_CHECK) == {first.pk: "done", second.pk: "under_way"}


def test_a_department_drawn_twice_is_under_way_while_one_record_is():
    where = spot_factories.points()
    cycle = supervision_factories.open_cycle(where)
    for _number in range(2):
        spot_factories.signed(spot_factories.record(where, cycle=cycle))
    assert known(cycle, PhaseKind.SPOT_CHECK) == {where.pk: "done"}

    spot_factories.under_way(where, cycle=cycle)

    assert known(cycle, PhaseKind.SPOT_CHECK) == {where.pk: "under_way"}


@pytest.mark.parametrize("size", [1, 3])
def test_records_are_due_from_the_last_day_on(size, django_assert_num_queries):
    places = [spot_factories.points() for _number in range(size)]
    check = spot_factories.under_way(*places, size=size)
    late = timezone.localdate() + timedelta(days=10)

    with django_assert_num_queries(3):
        due = [(record.department, len(record.inspectors.all())) for record in queries.records_due(late)]

    assert due == [(record.department, 2) for record in check.records.order_by("pk")]
    assert not queries.records_due(late - timedelta(days=1)).exists()


def test_a_signed_record_is_not_due():
    spot_factories.signed(spot_factories.record())

    assert not queries.records_due(timezone.localdate() + timedelta(days=90)).exists()


def test_names_of_many_departments_are_counted():
    departments = [factories.department(f"部门{number}") for number in range(9)]

    words = queries.scope_in_words(spot_factories.plan(*departments))

    assert words == "、".join(f"部门{number}" for number in range(8)) + "等9个部门"
    assert queries.scope_in_words(spot_factories.plan()) == "全部部门"


def test_checklist_items_are_added_worded_and_retired():
    by = factories.holder(Role.PARTY_OFFICE)
    item = services.add_checklist_item(by=by, risk_type="process", text="双人验收", position=9)

    services.change_checklist_item(by=by, item=item, text="双人验收并签字", position=8)
    services.retire_checklist_item(by=by, item=item)

    item.refresh_from_db()
    assert (item.text, item.position, item.retired_on) == ("双人验收并签字", 8, timezone.localdate())
    assert item not in queries.checklist()
    assert item in queries.checklist(with_retired=True)


def test_retire_checklist_item_is_denied_a_second_time_and_to_others():
    item = queries.checklist().order_by("pk")[0]

    with pytest.raises(Denied, match="由党办维护"):
        services.retire_checklist_item(by=factories.holder(Role.DISCIPLINE), item=item)
    services.retire_checklist_item(by=factories.system(), item=item)
    with pytest.raises(Denied, match="已停用"):
        services.retire_checklist_item(by=factories.system(), item=item)


def test_change_checklist_item_is_refused_to_who_was_overtaken():
    item = services.add_checklist_item(by=factories.system(), risk_type="process", text="双人验收")

    with pytest.raises(Stale):
        services.change_checklist_item(by=factories.system(), item=item, version=0, text="改")


def test_every_risk_type_has_a_shipped_checklist():
    counted = {str(kind): queries.checklist().filter(risk_type=kind).count() for kind in RiskType}

    assert counted == {"post_duty": 5, "process": 5, "institution": 5, "environment": 5}
