"""Mobilization meetings, trainings and lessons: recorded with attendance and proof (part 二(一), 二(四))."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.documents import uploads
from core.models import Attachment
from core.rules import Denied, Stale
from organization.models import Department, Person
from organization.roles import Role
from supervision import queries, services
from supervision.forms import LessonForm
from supervision.models import Cycle
from supervision.states.cycles import LessonKind, PhaseKind, Place
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories
from tests.supervision.years import places

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def office():
    return factories.holder(Role.PARTY_OFFICE)


def only(*departments):
    return Department.objects.filter(pk__in=[each.pk for each in departments])


def lesson(office, where=None, **fields):
    fields.setdefault("cycle", queries.current_cycle() or supervision_factories.open_cycle(factories.department()))
    fields.setdefault("kind", LessonKind.MOBILIZATION)
    fields.setdefault("title", "动员部署会")
    fields.setdefault("held_on", date(2026, 1, 8))
    return services.record_lesson(by=office, department=where or factories.root(), **fields)


def photo():
    return uploads.read(SimpleUploadedFile("签到.png", PNG))


def test_clause_2_1_a_mobilization_meeting_of_the_hospital_mobilizes_every_department(office):
    own, other = factories.department(), factories.department()
    cycle = supervision_factories.open_cycle(own, other)

    lesson(office, cycle=cycle)

    assert {cell.place for cell in places(cycle, PhaseKind.MOBILIZE).values()} == {Place.DONE}


def test_a_meeting_of_a_department_mobilizes_it_alone(office):
    own, other = factories.department(), factories.department()
    cycle = supervision_factories.open_cycle(own, other)

    lesson(office, own, cycle=cycle, kind=LessonKind.STUDY)

    found = places(cycle, PhaseKind.MOBILIZE)
    assert (found[own].place, found[other].place == Place.DONE) == (Place.DONE, False)


def test_clause_2_4_a_lesson_is_no_mobilization(office):
    own = factories.department()
    cycle = supervision_factories.open_cycle(own)

    lesson(office, own, cycle=cycle, kind=LessonKind.EDUCATION)

    assert places(cycle, PhaseKind.MOBILIZE)[own].place != Place.DONE


def test_the_people_of_the_invited_departments_are_expected_and_those_who_came_are_noted(office):
    where = factories.department()
    one, other = factories.person(where=where), factories.person(where=where)
    made = lesson(office, invited=only(where), head_count=4)

    services.note_attendance(by=office, lesson=made, present=[one.pk])

    shown = queries.with_attendance(queries.lessons(office)).get(pk=made.pk)
    assert (shown.present, shown.expected) == (5, 6)
    assert {each.person: each.is_present for each in queries.attendances_of(made)} == {one: True, other: False}


def test_who_was_noted_as_present_by_mistake_is_taken_out(office):
    where = factories.department()
    one = factories.person(where=where)
    made = lesson(office, invited=only(where))
    services.note_attendance(by=office, lesson=made, present=[one.pk])

    services.note_attendance(by=office, lesson=made, present=[])

    assert [each.is_present for each in queries.attendances_of(made)] == [False]


def test_inviting_again_adds_only_who_is_new(office):
    where, other = factories.department(), factories.department()
    factories.person(where=where)
    factories.person(where=other)
    made = lesson(office, invited=only(where))

    services.change_lesson(by=office, lesson=made, invited=only(where, other), title="部署会")

    assert queries.attendances_of(made).count() == 2


def test_proof_is_opened_by_those_who_see_the_lesson(office):
    made = lesson(office, proof=[photo()])
    attachment = Attachment.objects.get()

    assert queries.may_read_lesson(attachment, factories.holder(Role.FILER, factories.department()))
    assert not queries.may_read_lesson(attachment, factories.holder(Role.AUDITOR))
    assert list(queries.proofs_of(made)) == [attachment]


def test_a_department_records_its_own_lessons_and_no_others(office):
    own, other = factories.department(), factories.department()
    filer = factories.holder(Role.FILER, own)

    assert lesson(filer, own).department == own
    with pytest.raises(Denied, match="不能登记"):
        lesson(filer, other)
    made = lesson(office, other)
    with pytest.raises(Denied, match="不能登记"):
        services.change_lesson(by=filer, lesson=made, title="改")
    with pytest.raises(Denied, match="不能登记"):
        services.note_attendance(by=filer, lesson=made, present=[])


def test_a_lesson_is_not_moved_to_a_department_one_may_not_record_for(office):
    own, other = factories.department(), factories.department()
    filer = factories.holder(Role.FILER, own)

    with pytest.raises(Denied):
        services.change_lesson(by=filer, lesson=lesson(filer, own), department=other)


def test_a_lesson_of_a_closed_year_stays_as_it_is(office):
    made = lesson(office)
    Cycle.objects.update(state="closed", closed_at=timezone.now())

    with pytest.raises(Denied, match="已结束"):
        services.change_lesson(by=office, lesson=made, title="改")
    with pytest.raises(Denied, match="已结束"):
        services.note_attendance(by=office, lesson=made, present=[])


def test_a_plan_is_no_choice_for_whom_it_is_not_shown(office):
    where = factories.department()
    plan = supervision_factories.cycle(where)
    filer = factories.holder(Role.FILER, where)
    forms = [LessonForm(by=by) for by in (filer, office)]

    assert [list(form.fields["cycle"].queryset) for form in forms] == [[], [plan]]
    assert [form.fields["phase"].queryset.exists() for form in forms] == [False, True]


def test_a_phase_of_another_year_is_refused(office):
    where = factories.department()
    before, cycle = supervision_factories.open_cycle(where, year=2025), supervision_factories.open_cycle(where)

    with pytest.raises(Denied, match="不是这一年度的阶段"):
        lesson(office, cycle=cycle, phase=before.phases.first())


def test_a_change_that_came_too_late_is_refused(office):
    with pytest.raises(Stale):
        services.change_lesson(by=office, lesson=lesson(office), title="改", version=1_000_000)


def test_people_are_those_of_the_department_and_those_with_a_post_there():
    where = factories.department()
    own, gone = factories.person(where=where), factories.person(where=where)
    Person.objects.filter(pk=gone.pk).update(is_active=False)

    assert list(queries.people_in(only(where))) == [own]


def test_who_runs_the_year_records_anywhere_and_a_filer_at_home(office):
    own, other = factories.department(), factories.department()
    filer = factories.holder(Role.FILER, own)

    assert list(queries.departments_to_record(filer)) == [own]
    assert other in queries.departments_to_record(office)


@pytest.mark.parametrize("size", [1, 3])
def test_the_roll_is_by_department_and_asks_the_same_number_of_questions(
    client, office, size, django_assert_num_queries
):
    wheres = [factories.department() for _number in range(size)]
    people = [factories.person(f"人员{number}", where=where) for number, where in enumerate(wheres)]
    made = lesson(office, invited=only(*wheres))
    risk_factories.sign_in(client, office)

    with django_assert_num_queries(8):
        page = client.get(f"{made.get_absolute_url()}attendance/")

    assert [each.person for each in page.context["attendances"]] == people
    assert re.findall(r"<legend>(.*?)</legend>", page.text) == [where.name for where in wheres]
