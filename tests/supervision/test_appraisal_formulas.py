"""Formulas of the appraisal over what the system knows, each with numbers counted by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from controls.models import Measure
from core.registry import registry
from supervision import queries, services
from supervision.models import Finding, Rectification
from supervision.queries import formulas
from supervision.services.cycles import PhaseEntry
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


def measured(formula, cycle, *departments):
    """Department → part, whole."""
    found = registry.appraisal_criteria[formula].compute(cycle, [each.pk for each in departments])
    return {pk: (each.part, each.whole) for pk, each in found.items()}


def days(offset):
    return timezone.localdate() + timedelta(days=offset)


def cycle_of(*departments, **phases):
    """A year whose phases end so many days from today."""
    entries = [PhaseEntry(kind, days(-90), days(end)) for kind, end in phases.items()]
    return supervision_factories.open_cycle(*departments, phases=entries)


def test_phases_that_are_over_count_when_they_were_done_in_time():
    department, late, other = (factories.department() for _n in range(3))
    cycle = cycle_of(department, late, other, mobilize=-10, rectify=-5, appraise=-1, measure=5)
    for where, offset in ((department, -20), (late, -2)):
        services.record_lesson(
            by=factories.system(),
            cycle=cycle,
            department=where,
            kind="mobilization",
            title="动员",
            held_on=days(offset),
            hours=1,
        )

    assert measured("phases_in_time", cycle, department, late, other) == {
        department.pk: (1, 1),
        late.pk: (0, 1),
        other.pk: (0, 1),
    }


def test_a_meeting_of_the_hospital_mobilizes_every_department():
    one, two = factories.department(), factories.department()
    cycle = cycle_of(one, two, mobilize=-10)
    lesson = {"by": factories.system(), "cycle": cycle, "kind": "mobilization", "title": "动员", "hours": 1}
    services.record_lesson(department=factories.root(), held_on=days(-12), **lesson)
    services.record_lesson(department=two, held_on=days(-3), **lesson)

    assert measured("phases_in_time", cycle, one, two) == {one.pk: (1, 1), two.pk: (1, 1)}
    assert measured("phases_in_time", cycle, one) == {one.pk: (1, 1)}


def test_days_are_known_of_lists_submitted_tables_in_force_and_findings_closed():
    department = factories.department()
    cycle = cycle_of(department, measure=-1, approve=-1, rectify=-1)
    table = control_factories.table(department)
    control_factories.measure(table)
    control_factories.in_force(table)
    supervision_factories.closed(supervision_factories.finding(department))
    today = timezone.localdate()

    known = {kind: formulas.FINISHED[kind](cycle) for kind in (PhaseKind.APPROVE, PhaseKind.RECTIFY)}

    assert known == {PhaseKind.APPROVE: {department.pk: today}, PhaseKind.RECTIFY: {department.pk: today}}
    assert measured("phases_in_time", cycle, department) == {department.pk: (1, 3)}


def test_the_day_of_submission_is_that_of_the_first_submission_of_the_year():
    from approvals.models import Submission, SubmissionItem

    department = factories.department()
    cycle = cycle_of(department, find=-1)
    made = {"kind": "department", "department": department, "year": cycle.year, "made_by": factories.system()}
    signed = {"submitted_by": factories.system(), "sha256": "a" * 64, "state": "withdrawn"}
    at = timezone.now()
    for number, offset in ((1, 3), (2, 9)):
        submission = Submission.objects.create(
            number=number, submitted_at=at - timedelta(days=offset), ended_at=at, **made, **signed
        )
        SubmissionItem.objects.create(submission=submission, list_kind="risks", list_id=number, is_open=False)

    assert formulas.FINISHED[PhaseKind.FIND](cycle) == {department.pk: timezone.localdate(at - timedelta(days=9))}


def test_lists_are_complete_by_grades_posts_and_days():
    department = factories.department()
    cycle = supervision_factories.open_cycle(department)
    table = control_factories.table(department)
    full, half = control_factories.measure(table), control_factories.measure(table)
    Measure.objects.filter(pk=full.pk).update(
        responsible_post=factories.post(department), due_on=date(cycle.year, 12, 1), is_long_term=False
    )
    Measure.objects.filter(pk=half.pk).update(responsible_post=None)
    points = table.register.points
    points.update(grade="pending")
    points.filter(pk=points.order_by("pk").first().pk).update(grade="low", grade_basis="rule")

    assert measured("lists_complete", cycle, department) == {department.pk: (2, 2 + points.count())}


def in_force(department, *rows):
    """A table in force with measures of these status, days until due (None: long-term)."""
    table = control_factories.table(department)
    made = [control_factories.measure(table) for _row in rows]
    control_factories.in_force(table)
    for measure, (status, offset) in zip(made, rows, strict=True):
        due = (
            {"due_on": None, "is_long_term": True}
            if offset is None
            else {"due_on": days(offset), "is_long_term": False}
        )
        Measure.objects.filter(pk=measure.pk).update(status=status, **due)
    return made


def test_measures_count_when_they_are_done_long_term_or_overdue():
    department, nothing = factories.department(), factories.department()
    in_force(department, ("done", -5), ("planned", None), ("under_way", -1), ("planned", 3))
    in_force(nothing, ("planned", 3))
    cycle = supervision_factories.open_cycle(department, nothing)

    assert measured("measures_in_time", cycle, department, nothing) == {department.pk: (2, 3)}
    assert formulas.measures_in_time(cycle, [department.pk])[department.pk].words == (
        "完成、长期坚持和到期的措施 3 条，按期落实 2 条"
    )


def test_findings_count_by_who_found_them_and_when_they_were_put_right():
    department = factories.department()
    cycle = supervision_factories.open_cycle(department)
    supervision_factories.finding(department, source="self_check", by=factories.system())
    supervision_factories.reported(supervision_factories.finding(department))
    supervision_factories.missed(supervision_factories.finding(department))
    late = supervision_factories.reported(supervision_factories.finding(department))
    Finding.objects.filter(pk=late.pk).update(overdue_count=1, missed_on=days(-3))

    assert measured("found_oneself", cycle, department) == {department.pk: (1, 4)}
    assert measured("rectified_in_time", cycle, department) == {department.pk: (1, 3)}
    assert measured("not_repeated", cycle, department) == {department.pk: (4, 4)}


def test_a_finding_on_a_measure_that_had_one_before_is_repeated():
    measure = control_factories.measure()
    department = measure.table.department
    cycle = supervision_factories.open_cycle(department)
    for offset in (-30, 0):
        supervision_factories.finding(department, measure=measure, found_on=days(offset))

    assert measured("not_repeated", cycle, department) == {department.pk: (1, 2)}


def test_findings_of_leaders_are_nobody_elses_to_count():
    finding, _leader = supervision_factories.leader_finding()
    cycle = supervision_factories.open_cycle(factories.department())
    Finding.objects.update(cycle=cycle)

    assert measured("found_oneself", cycle, finding.department) == {}


def test_accountability_counts_decisions_of_the_year_that_stand():
    department = factories.department()
    cycle = supervision_factories.open_cycle(department)
    appraisals.decision(tenure=appraisals.tenure(department))
    appraisals.decision(department=department, kind=appraisals.kind("责令限期整改"))
    revoked = appraisals.decision(tenure=appraisals.tenure(department))
    services.amend_accountability(
        by=supervision_factories.supervisor(),
        decision=revoked,
        kind="revoked",
        organ="上级纪委",
        document_number="撤1号",
        decided_on=timezone.localdate(),
    )
    appraisals.decision(tenure=appraisals.tenure(department), decided_on=date(cycle.year - 1, 12, 31))

    found = formulas.accountability(cycle, [department.pk])

    assert (found[department.pk].part, found[department.pk].words) == (Decimal("3.00"), "责任追究 2 件")


def test_a_person_is_measured_by_what_their_post_answers_for():
    department = factories.department()
    held = appraisals.tenure(department)
    for measure in in_force(department, ("done", -5), ("planned", -1)):
        Measure.objects.filter(pk=measure.pk).update(responsible_post=held.post)
    cycle = supervision_factories.open_cycle(department)
    supervision_factories.reported(
        supervision_factories.finding(department), by=supervision_factories.filer(department)
    )
    Rectification.objects.update(owner_post=held.post)

    found = queries.persons(cycle)

    assert [(each.person_id, each.post, each.measured.part, each.measured.whole) for each in found] == [
        (held.person_id, held.post, 2, 3)
    ]
    assert found[0].measured.words == "负责的措施 2 条，按期落实 1 条；负责整改的问题 1 个，按期整改 1 个"


def test_every_formula_asks_a_constant_number_of_queries(django_assert_num_queries):
    departments = [factories.department() for _n in range(3)]
    cycle = cycle_of(*departments, mobilize=-1, find=-1)
    keys = [each.pk for each in departments]
    counts = {
        "lists_complete": 1,
        "measures_in_time": 1,
        "found_oneself": 1,
        "rectified_in_time": 1,
        "not_repeated": 1,
        "accountability": 1,
    }

    for name, number in counts.items():
        with django_assert_num_queries(number):
            registry.appraisal_criteria[name].compute(cycle, keys)
    with django_assert_num_queries(8):
        formulas.phases_in_time(cycle, keys)
