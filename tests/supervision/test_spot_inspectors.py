"""Who may inspect for a spot check, who sees its records, and what waits for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import queries as core_queries
from core.documents.uploads import Upload
from core.rules import Denied
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from supervision import forms, queries, services
from supervision.states.spot_checks import Answer
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import spot_factories

pytestmark = pytest.mark.django_db
PDF = Upload(b"%PDF-1.7 proof", "台账.pdf", "application/pdf")


@pytest.fixture
def office():
    """Somebody of the Party office, which is not drawn here."""
    return factories.holder(Role.PARTY_OFFICE, name="党办专干")


def name(record, *people, by=None):
    return services.name_inspectors(by=by or factories.system(), record=record, people=people)


def test_inspectors_are_replaced_and_those_who_are_new_are_told_during_the_inspection(office):
    record = spot_factories.record()
    stays, new = spot_factories.first_inspector(record), factories.person()

    name(record, stays, new, by=office)

    assert [each.person for each in queries.inspectors_of(record)] == [stays, new]
    assert Notice.objects.filter(person=new).count() == 1


def test_name_inspectors_is_denied_to_others_than_the_party_office():
    record = spot_factories.record()

    with pytest.raises(Denied, match="由党办组织"):
        name(record, *spot_factories.inspectors(), by=factories.holder(Role.DISCIPLINE))


def test_fewer_than_two_inspectors_are_denied():
    record, person = spot_factories.record(), factories.person()

    with pytest.raises(Denied, match="两名以上"):
        name(record, person, person)


def test_inspectors_are_not_changed_after_the_inspection():
    finished = spot_factories.finished(spot_factories.record())

    with pytest.raises(Denied, match="检查已完毕"):
        name(finished, *spot_factories.inspectors())


def test_inspectors_are_not_named_in_a_cancelled_spot_check():
    check = spot_factories.drawn()
    services.cancel_spot_check(by=factories.system(), check=check, reason="重来")

    with pytest.raises(Denied, match="抽取之后"):
        name(check.records.get(), *spot_factories.inspectors())


def of_the_department(where):
    return factories.person(where=where)


def holds_a_post_there(where):
    person = factories.person()
    control_factories.hold(person, factories.post(where))
    return person


def oversees_by_post(where):
    person, post = factories.person(), factories.post(is_leadership=True)
    control_factories.hold(person, post)
    facts = {"name": where.name, "kind": where.kind, "business_area": where.business_area}
    organization_services.change_department(by=factories.system(), department=where, overseer_post=post, **facts)
    return person


def has_a_relative_there(where):
    person = factories.person()
    organization_services.declare_relative(by=person, post=factories.post(where), relation="配偶")
    return person


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (of_the_department, "是被查部门的人员"),
        (holds_a_post_there, "是被查部门的人员"),
        (oversees_by_post, "是被查部门的分管领导"),
        (has_a_relative_there, "申报有亲属在被查部门任职"),
    ],
)
def test_who_is_near_the_department_does_not_inspect_it(make, reason):
    where = spot_factories.points()
    record = spot_factories.record(where)
    person = make(where)

    with pytest.raises(Denied, match=f"不能担任检查人员：{reason}"):
        name(record, person, factories.person())
    assert person not in queries.people_to_inspect(record)


def test_who_holds_the_post_of_a_drawn_point_or_answers_for_its_measure_does_not_inspect():
    record = spot_factories.record(spot_factories.measured())
    drawn = record.points.get()
    posts = [factories.post(factories.department()) for _number in range(2)]
    type(drawn.unit.point).objects.filter(pk=drawn.unit.point_id).update(post=posts[0])
    drawn.measures.update(responsible_post=posts[1])
    holders = [factories.person() for _number in range(2)]
    for holder, post in zip(holders, posts, strict=True):
        control_factories.hold(holder, post)

    for holder in holders:
        with pytest.raises(Denied, match="担任被抽中风险点或其措施的岗位"):
            name(record, holder, factories.person())


def test_who_oversees_the_department_by_grant_does_not_inspect_it():
    where, elsewhere = spot_factories.points(), factories.department()
    person = factories.person(where=elsewhere)
    organization_services.grant(by=factories.system(), person=person, role=Role.OVERSEER, department=where)

    with pytest.raises(Denied, match="是被查部门的分管领导"):
        name(spot_factories.record(where), person, factories.person())


def test_who_filed_what_was_drawn_does_not_inspect_it(office):
    record = spot_factories.record(spot_factories.points(by=office))

    with pytest.raises(Denied, match="填报过被抽中的风险点或其措施"):
        name(record, office, factories.person())


def test_who_filed_a_measure_of_what_was_drawn_does_not_inspect_it(office):
    table = control_factories.table(factories.department())
    control_factories.measure(table, by=office)
    record = spot_factories.record(control_factories.in_force(table).department)

    with pytest.raises(Denied, match="填报过被抽中的风险点或其措施"):
        name(record, office, factories.person())


def test_who_has_no_login_or_administers_does_not_inspect():
    record = spot_factories.record()
    retired, auditor = factories.person(), factories.holder(Role.AUDITOR)
    organization_services.retire_account(by=factories.holder(Role.SYSADMIN), person=retired)
    retired.refresh_from_db()

    with pytest.raises(Denied, match="没有在用的登录账号"):
        name(record, retired, factories.person())
    with pytest.raises(Denied, match="管理员不接触业务"):
        name(record, auditor, factories.person())


SEES_ALL = (Role.PARTY_OFFICE, Role.DISCIPLINE, Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.LEADERSHIP)


@pytest.mark.parametrize("role", Role)
def test_whoever_oversees_the_year_sees_every_record_and_others_none(role):
    record = spot_factories.record()
    by = factories.holder(role, factories.department())
    if role in SEES_ALL:
        by = factories.holder(role)

    expected = [record] if role in SEES_ALL else []
    assert list(queries.records_for(by)) == expected
    assert list(queries.spot_checks_for(by)) == [each.check_of for each in expected]


@pytest.mark.parametrize("role", [Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER])
def test_a_department_sees_its_own_record_once_it_is_under_way(role):
    where, other = spot_factories.points(), spot_factories.points()
    check = spot_factories.drawn(where, other, size=2)
    by = factories.holder(role, where)

    assert list(queries.records_for(by)) == []
    for record in check.records.all():
        name(record, *spot_factories.inspectors())
    services.begin_spot_check(by=factories.system(), check=check)
    assert list(queries.records_for(by)) == [check.records.get(department=where)]
    assert [point.record.department for point in queries.drawn_points(by, check)] == [where]


def test_an_inspector_sees_the_record_as_soon_as_named_and_no_other():
    check = spot_factories.drawn(spot_factories.points(), spot_factories.points(), size=2)
    record = check.records.order_by("pk")[0]
    people = spot_factories.inspectors()

    name(record, *people)

    assert list(queries.records_for(people[0])) == [record]


def test_clause_2_5_2_evidence_and_the_population_are_read_by_who_sees_the_check(office):
    """Whoever is inspected or inspects can draw again."""
    record = spot_factories.record()
    by, point = spot_factories.first_inspector(record), record.points.get()
    item = queries.items_of(point)[0]
    services.answer_items(by=by, point=point, entries={item.pk: services.ItemEntry("yes", "", (PDF,))})
    file = queries.evidence_of([item])[item.pk][0]
    population = record.check_of.population

    assert core_queries.attachment_for(by, file.pk) == file
    assert core_queries.attachment_for(factories.person(), file.pk) is None
    for person in (office, by, spot_factories.head_of(record)):
        assert core_queries.attachment_for(person, population.pk) == population
    stranger = factories.holder(Role.DEPARTMENT_HEAD, factories.department())
    assert core_queries.attachment_for(stranger, population.pk) is None


def test_what_waits_is_filling_then_signing_then_the_departments_opinion(django_assert_num_queries):
    record = spot_factories.record()
    inspector, head = spot_factories.first_inspector(record), spot_factories.head_of(record)

    assert whats(inspector) == [f"填写检查记录：{record.department}"]
    assert whats(head) == []
    spot_factories.finished(record)
    assert whats(inspector) == [f"在检查记录上签字：{record.department}"]
    assert whats(head) == [f"对检查记录签署意见：{record.department}"]
    services.sign_record(by=inspector, inspector=record.inspectors.get(person=inspector))
    services.give_record_opinion(by=head, record=record, opinion="属实")
    with django_assert_num_queries(2):
        assert whats(inspector) == []
    assert whats(head) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_spot_check_whose_records_are_all_signed_waits_for_the_office_to_end_it(django_assert_num_queries, count):
    office = factories.holder(Role.PARTY_OFFICE)
    checks = [spot_factories.signed(spot_factories.record()).check_of for _number in range(count)]
    spot_factories.record()

    with django_assert_num_queries(2):
        found = queries.spot_check_tasks(office).tasks

    assert [(task.what, task.url) for task in found] == [
        (f"结束抽查：{check}", check.get_absolute_url()) for check in checks
    ]
    assert [(task.who, task.note) for task in found] == [(check.code, "检查记录已全部签字") for check in checks]
    services.close_spot_check(by=office, check=checks[0])
    assert len(queries.spot_check_tasks(office).tasks) == count - 1


def test_inspectors_are_chosen_under_their_departments_in_their_order():
    record = spot_factories.drawn().records.get()
    first, second = factories.department("办公室"), factories.department("审计科")
    for name, where in (("人员2", second), ("人员0", first), ("人员1", second), ("人员3", None)):
        factories.person(name, where=where)

    groups = forms.InspectorsForm(record=record)["people"].field.widget.optgroups("people", [])

    words = {option["label"]: option["words"] for _title, options, _index in groups for option in options}
    assert {"bgs", "人员0"} <= set(words["人员0"].split())
    told = {title: [option["label"] for option in options] for title, options, _index in groups}
    assert [(title, told[title]) for title in told if title in ("办公室", "审计科", "不在部门")] == [
        ("办公室", ["人员0"]),
        ("审计科", ["人员1", "人员2"]),
        ("不在部门", ["人员3"]),
    ]


def whats(person):
    return [task.what for task in queries.spot_check_tasks(person).tasks]


def test_what_is_over_its_last_day_waits_as_overdue():
    today = timezone.localdate()
    record = spot_factories.record(from_on=today - timedelta(days=9), to_on=today - timedelta(days=1))

    task = queries.spot_check_tasks(spot_factories.first_inspector(record)).tasks[0]

    assert (task.is_overdue, task.due_on, task.url) == (True, today - timedelta(days=1), record.get_absolute_url())


def test_a_type_without_checklist_leaves_nothing_to_answer():
    for item in queries.checklist().filter(risk_type="environment"):
        services.retire_checklist_item(by=factories.system(), item=item)
    where = factories.department()
    register = risk_factories.register(where)
    risk_factories.point(register, type="environment")
    risk_factories.in_force(register)
    record = spot_factories.record(where)
    by = spot_factories.first_inspector(record)

    services.fill_record(by=by, record=record, checked_on=timezone.localdate(), summary="正常")

    assert services.finish_record(by=by, record=record).state == "finished"


def test_answers_are_three():
    assert [str(word) for word in Answer.labels] == ["符合", "不符合", "不适用"]
