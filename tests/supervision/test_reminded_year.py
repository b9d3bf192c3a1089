"""What of a year people are reminded of: phases that departments have not finished, records of spot checks."""

from datetime import date

import pytest

from organization.roles import Action
from supervision import queries
from supervision.models import SelfCheckAnswer
from supervision.queries import self_checks as self_check_queries
from supervision.services import self_checks
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.supervision import appraisals, self_check_factories, spot_factories
from tests.supervision import factories as supervision_factories
from tests.supervision.years import YEAR, with_lists

pytestmark = pytest.mark.django_db
ON, FAR = date(YEAR, 3, 10), date(YEAR + 1, 12, 31)


def told(until=FAR):
    """Phase and department of what is due."""
    return {item.key: (item.text, item.due_on) for item in queries.due_phases(ON, until)}


def test_a_phase_waits_for_the_departments_that_have_not_finished_it(today):
    behind = with_lists(factories.department("药剂科"))
    cycle = supervision_factories.open_cycle(behind, year=YEAR)
    clear, find = (cycle.phases.get(kind=kind) for kind in (PhaseKind.CLEAR, PhaseKind.FIND))

    found = told()

    assert found[f"phase:{clear.pk}:{behind.pk}"] == (f"药剂科{YEAR}年度“理清权力”阶段的工作", clear.to_on)
    assert set(found) == {
        f"phase:{phase.pk}:{behind.pk}" for phase in (cycle.phases.get(kind=PhaseKind.MOBILIZE), clear, find)
    }
    assert {item.actions for item in queries.due_phases(ON, FAR)} == {(Action.FILE,)}


def test_what_is_due_later_or_of_a_year_not_under_way_is_not_told_yet(today):
    where = with_lists()
    supervision_factories.cycle(where, year=YEAR)

    assert told() == {}


def test_a_phase_that_ends_later_is_not_told_yet(today):
    supervision_factories.open_cycle(with_lists(), year=YEAR)

    assert [key for key, (_text, due_on) in told(date(YEAR, 2, 28)).items() if due_on > date(YEAR, 2, 28)] == []


@pytest.mark.parametrize("size", [1, 3])
def test_phases_ask_a_constant_number_of_questions(today, size, django_assert_num_queries):
    supervision_factories.open_cycle(*(with_lists() for _each in range(size)), year=YEAR)

    with django_assert_num_queries(6):
        list(queries.due_phases(ON, FAR))


def test_a_record_waits_for_the_inspectors_who_have_not_signed():
    record = spot_factories.record()

    (item,) = queries.due_records(record.check_of.to_on, record.check_of.to_on)

    assert item.people == {each.person_id for each in record.inspectors.all()}
    assert (item.due_on, item.is_confined) == (record.check_of.to_on, True)


def test_a_self_check_waits_for_who_files_then_for_its_head_until_it_is_signed():
    made = self_check_factories.world()
    due_on = made.check.due_on
    name = f"{made.where}{made.cycle.year}年度自查"

    (to_fill,) = queries.due_self_checks(due_on, due_on)
    self_check_factories.fill(made)
    (to_sign,) = queries.due_self_checks(due_on, due_on)
    self_check_factories.signed(made)

    assert (to_fill.text, to_fill.actions) == (f"{name}：填写并签署报告", (Action.FILE,))
    assert (to_sign.text, to_sign.actions) == (f"{name}：签署报告", (Action.SIGN,))
    assert {to_fill.url, to_sign.url} == {made.check.get_absolute_url()}
    assert to_fill.key != to_sign.key
    assert list(queries.due_self_checks(due_on, due_on)) == []


def test_a_self_check_that_was_returned_waits_for_who_files_again():
    made = self_check_factories.world()
    self_check_factories.signed(made)
    self_checks.return_back(by=made.office, check=made.check, reason="数字不符")
    due_on = made.check.due_on

    (item,) = queries.due_self_checks(due_on, due_on)

    assert item.text == f"{made.where}{made.cycle.year}年度自查：按退回意见修改后重新签署报告"
    assert item.actions == (Action.FILE,)


@pytest.mark.parametrize(
    ("state", "note", "is_ready"),
    [("", "", False), ("done", "", False), ("partly", "", False), ("not_due", "", False), ("partly", "缺人", True)],
)
def test_a_self_check_is_ready_when_no_answer_keeps_it_from_being_signed(state, note, is_ready):
    made = self_check_factories.world()
    self_check_factories.fill(made)
    (measured,) = self_check_factories.answers(made.check, content="carried_out")
    unsaid = {} if state else {"answered_by": None, "answered_at": None}
    SelfCheckAnswer.objects.filter(pk=measured.pk).update(state=state, note=note, **unsaid)

    (found,) = queries.self_checks_due(made.check.due_on)

    faults = self_check_queries.faults_of(self_check_queries.reading_of(found))
    assert (found.is_ready, not any(fault.is_blocking for fault in faults)) == (is_ready, is_ready)


def test_files_are_proof_enough_to_be_ready():
    made = self_check_factories.world()
    self_check_factories.fill(made)
    (measured,) = self_check_factories.answers(made.check, content="carried_out")
    self_check_factories.say(
        made.check, measured, "done", by=made.filer, note="", files=[self_check_factories.PDF], version=measured.version
    )

    assert [each.is_ready for each in queries.self_checks_due(made.check.due_on)] == [True]


def test_a_follow_up_waits_for_who_keeps_accountability_without_a_name():
    record = appraisals.decision(decided_on=ON, follow_up_on=ON)

    (item,) = queries.due_follow_ups(ON, ON)

    assert item.text == f"责任追究回访：{record.code}"
    assert (item.actions, item.people, item.is_confined) == ((Action.KEEP_ACCOUNTABILITY,), frozenset(), True)
