"""Self-checks: opened for who takes part, answered with proof, signed by the head, received or returned by the office."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from controls import services as control_services
from controls.models import Measure
from core import calculations as core_calculations
from core import services as core_services
from core.rules import Denied, Stale
from organization import services as organization_services
from organization.models import Department, Notice
from organization.roles import Role
from supervision import queries as all_queries
from supervision.models import Cycle, SelfCheck, SelfCheckAnswer, SelfCheckQuestion
from supervision.queries import self_checks as queries
from supervision.rules import self_checks as rules
from supervision.services import self_check_answers, self_checks
from supervision.states.cycles import PhaseKind
from supervision.states.self_checks import SELF_CHECK_MOVES, SelfCheckState, SelfCheckVerb
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import factories as supervision_factories
from tests.supervision import self_check_factories as own
from tests.supervision.years import known

pytestmark = pytest.mark.django_db


def codes(check, *, is_blocking=True):
    faults = queries.faults_of(queries.reading_of(check))
    return [fault.code for fault in faults if fault.is_blocking == is_blocking]


def test_clause_2_5_1_the_four_contents_are_answered_reported_and_sent_to_the_office():
    """以风险点查找情况，防控措施制定情况、防控措施落实情况和日常检查情况为主要内容认真开展自查自评 … 形成自查总结报告，报 …"""
    made = own.world(measures=2)

    contents = {answer.content for answer in own.answers(made.check)}
    check = own.received(made)

    assert contents == {"points", "measures", "carried_out", "daily"}
    assert set(check.content["sections"]) == {"points", "measures", "carried_out", "daily", "problems", "next"}
    assert "逐条自查防控措施2条，已落实2条。" in check.content["sections"]["carried_out"]
    assert (check.state, check.signed_by, check.received_by) == ("received", made.head, made.office)


def test_opening_makes_one_for_each_department_that_takes_part_and_tells_its_filers():
    made = own.world(measures=2)

    again = self_checks.open_self_checks(by=made.office, cycle=made.cycle)

    assert (again, SelfCheck.objects.count()) == (0, 1)
    assert len(own.answers(made.check, content="carried_out")) == 2
    assert made.check.due_on == own.in_days(10)
    told = Notice.objects.filter(kind="supervision.self_checks").values_list("person", flat=True)
    assert set(told) == {made.filer.pk, made.head.pk}


def test_opening_is_denied_to_others_and_before_the_year_is_open():
    planned = supervision_factories.cycle(factories.department(), phases=own.phases())

    with pytest.raises(Denied, match="党办组织"):
        self_checks.open_self_checks(by=factories.holder(Role.FILER, factories.department()), cycle=planned)
    with pytest.raises(Denied, match="筹备中"):
        self_checks.open_self_checks(by=factories.system(), cycle=planned)


def test_opening_is_denied_when_the_year_has_no_phase_for_it():
    only = [phase for phase in supervision_factories.phases(2026) if phase.kind == "mobilize"]
    year = supervision_factories.open_cycle(factories.department(), phases=only)

    with pytest.raises(Denied):
        self_checks.open_self_checks(by=factories.system(), cycle=year)


@pytest.mark.parametrize(("from_in", "count"), [(0, 1), (1, 0)])
def test_the_daily_duty_opens_what_years_have_reached(from_in, count):
    own.cycle(factories.department(), from_in=from_in)
    core_services.ask(kind="supervision.open_self_checks", key="opening", payload={})

    core_services.sweep()

    assert SelfCheck.objects.count() == count


def test_a_later_day_of_the_phase_moves_those_still_worked_on():
    made = own.world()
    made.cycle.phases.update(to_on=own.in_days(30))

    self_checks.open_self_checks(by=factories.system(), cycle=made.cycle)

    assert made.again().due_on == own.in_days(30)


def test_a_new_edition_of_the_table_changes_what_is_asked():
    made = own.world(measures=2)
    kept, gone = Measure.objects.order_by("pk")
    own.fill(made)
    table = control_factories.table(made.where)
    control_services.remove_measure(by=factories.system(), measure=table.measures.get(lineage=gone.lineage))
    added = control_factories.measure(table, point=control_factories.point_of(table))
    control_factories.in_force(table)
    before = codes(made.check)

    self_checks.follow_measures(by=made.filer, check=made.check)

    asked = {row.measure_lineage_id: row for row in own.answers(made.check, content="carried_out")}
    assert before == ["measures_changed"]
    assert set(asked) == {kept.lineage_id, added.lineage_id}
    assert (asked[kept.lineage_id].state, asked[kept.lineage_id].measure.table) == ("done", table)
    assert codes(made.check) == ["unanswered"]


def test_a_retired_item_drops_out_unless_it_was_answered():
    made = own.world(measures=0)
    first, second, *_rest = own.answers(made.check)
    own.say(made.check, first, "done", by=made.filer)
    SelfCheckQuestion.objects.filter(pk__in=[first.question_id, second.question_id]).update(
        retired_on=timezone.localdate()
    )

    self_checks.open_self_checks(by=factories.system(), cycle=made.cycle)

    left = {row.pk for row in own.answers(made.check)}
    assert (first.pk in left, second.pk in left) == (True, False)


def test_a_refusal_names_the_first_faults_and_counts_the_rest():
    made = own.world(measures=2)

    with pytest.raises(Denied, match="等10处"):
        self_checks.sign(by=made.head, check=made.check)


def test_every_move_and_no_other():
    for state in SelfCheckState:
        for verb in SelfCheckVerb:
            made = SelfCheck(state=state, department=Department(name="药剂科"), cycle=Cycle(year=2026))
            if (state, verb) in SELF_CHECK_MOVES:
                rules._refuse_move(made, verb)
            else:
                with pytest.raises(Denied):
                    rules._refuse_move(made, verb)
    assert set(SELF_CHECK_MOVES.values()) == {"submitted", "returned", "received"}


def test_signing_is_the_heads_and_freezes_what_is_there():
    made = own.world()
    own.fill(made)

    with pytest.raises(Denied):
        self_checks.sign(by=made.filer, check=made.check)
    check = self_checks.sign(by=made.head, check=made.check)

    assert check.sha256 == core_calculations.sha256(made.again().content)
    assert (check.signed_by, check.signed_for, check.state) == (made.head, None, "submitted")
    assert Notice.objects.filter(person=made.office).count() == 1
    with pytest.raises(Denied, match="不能签署报送"):
        self_checks.sign(by=made.head, check=made.check)


def test_who_stands_in_signs_for_the_head():
    made = own.world()
    own.fill(made)
    deputy = factories.person(where=made.where)
    today = timezone.localdate()
    organization_services.delegate(by=made.head, stand_in=deputy, from_on=today, to_on=today, reason="外出")

    check = self_checks.sign(by=deputy, check=made.check)

    assert (check.signed_by, check.signed_for) == (deputy, made.head)


def test_the_head_signs_what_was_seen():
    made = own.world()
    own.fill(made)
    seen = core_calculations.sha256(queries.content_of(queries.reading_of(made.check)))
    (answer,) = own.answers(made.check, content="carried_out")
    own.say(made.check, answer, "done", by=made.filer, note="另一份台账")

    with pytest.raises(Stale):
        self_checks.sign(by=made.head, check=made.check, digest=seen)
    now = core_calculations.sha256(queries.content_of(queries.reading_of(made.check)))

    assert self_checks.sign(by=made.head, check=made.check, digest=now).sha256 == now


def test_what_was_returned_is_changed_and_signed_again():
    made = own.world()
    own.signed(made)
    with pytest.raises(Denied):
        self_checks.return_back(by=made.office, check=made.check, reason=" ")

    check = self_checks.return_back(by=made.office, check=made.check, reason="请补验收记录")

    assert (check.state, check.content, check.sha256, check.signed_by) == ("returned", {}, "", None)
    assert Notice.objects.filter(person=made.filer, text__contains="请补验收记录").count() == 1
    own.fill(made, note="验收记录第3册")
    assert self_checks.sign(by=made.head, check=made.check).return_reason == ""


def test_what_is_received_stays():
    made = own.world()
    check = own.received(made)

    with pytest.raises(Denied):
        self_checks.return_back(by=made.office, check=check, reason="再改")
    with pytest.raises(Denied):
        self_check_answers.write_report(by=made.filer, check=check, texts={})


def test_receiving_is_denied_to_who_does_not_review():
    made = own.world()
    own.signed(made)

    for person in (made.filer, made.head, factories.holder(Role.DISCIPLINE)):
        with pytest.raises(Denied):
            self_checks.receive(by=person, check=made.check)


def test_the_offices_own_goes_to_another_holder():
    where = factories.department("党办")
    made = own.world(where=where)
    organization_services.grant(
        by=factories.system(), person=made.filer, role=Role.PARTY_OFFICE, department=factories.root()
    )
    own.signed(made)

    with pytest.raises(Denied, match="您所在部门"):
        self_checks.receive(by=made.filer, check=made.check)
    assert self_checks.receive(by=made.office, check=made.check).state == "received"


def test_the_offices_own_goes_to_the_discipline_office_when_nobody_else_reviews():
    made = own.world(where=factories.department("党办"))
    same = {"name": made.office.name, "email": "", "is_party_member": False}
    organization_services.change_account(by=factories.system(), person=made.office, department=made.where, **same)
    discipline = factories.holder(Role.DISCIPLINE)
    own.signed(made)

    with pytest.raises(Denied):
        self_checks.receive(by=made.office, check=made.check)
    assert self_checks.receive(by=discipline, check=made.check).received_by == discipline


def test_who_signed_for_the_head_does_not_receive():
    made = own.world()
    own.fill(made)
    today = timezone.localdate()
    organization_services.delegate(by=made.head, stand_in=made.office, from_on=today, to_on=today, reason="外出")
    self_checks.sign(by=made.office, check=made.check)

    with pytest.raises(Denied, match="您签署"):
        self_checks.receive(by=made.office, check=made.check)


def test_the_places_of_a_year_name_everybody_who_takes_part():
    made = own.world()
    late = factories.department()
    made.cycle.participations.create(department=late)

    assert known(made.cycle, PhaseKind.SELF_CHECK) == {made.where.pk: "ahead", late.pk: "ahead"}
    own.fill(made)
    assert known(made.cycle, PhaseKind.SELF_CHECK)[made.where.pk] == "under_way"
    own.received(made)
    assert known(made.cycle, PhaseKind.SELF_CHECK)[made.where.pk] == "done"


@pytest.mark.parametrize(("days", "count"), [(9, 0), (10, 1)])
def test_self_checks_due_are_those_not_signed_by_the_day(days, count):
    made = own.world()

    assert len(all_queries.self_checks_due(own.in_days(days))) == count
    own.signed(made)
    assert len(all_queries.self_checks_due(own.in_days(days))) == 0


def test_the_database_refuses_what_must_never_be():
    made = own.world()
    rows = SelfCheck.objects.filter(pk=made.check.pk)
    wrong = (
        {"state": "submitted"},
        {"state": "returned"},
        {"state": "received"},
        {"signed_for": made.head},
        {"received_by": made.office},
    )

    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)
    for fields in ({"state": "done"}, {"content": "points"}, {"measure": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SelfCheckAnswer.objects.filter(self_check=made.check, content="carried_out").update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfCheckQuestion.objects.create(content="carried_out", position=1, text="x")
