"""Records of spot checks: who may inspect, answering, findings, signatures, who sees them, what waits for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import queries as core_queries
from core.documents.uploads import Upload
from core.rules import Denied, Stale
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Notice, Person
from organization.roles import Role
from supervision import queries, rules, services
from supervision.models import RecordInspector
from tests import factories
from tests.supervision import spot_factories

pytestmark = pytest.mark.django_db
PDF = Upload(b"%PDF-1.7 proof", "台账.pdf", "application/pdf")


@pytest.fixture
def office():
    """Somebody of the Party office, which is not drawn here."""
    return factories.holder(Role.PARTY_OFFICE, name="党办专干")


def name(record, *people, by=None):
    return services.name_inspectors(by=by or factories.system(), record=record, people=people)


def test_items_are_answered_with_note_and_proof():
    record = spot_factories.record()
    by, point = spot_factories.first_inspector(record), record.points.get()
    item = queries.items_of(point)[0]

    entry = services.ItemEntry("no", " 三处不符 ", (PDF,))
    services.answer_items(by=by, point=point, entries={item.pk: entry})

    item.refresh_from_db()
    assert (item.answer, item.note) == ("no", "三处不符")
    assert [file.name for file in queries.evidence_of([item])[item.pk]] == ["台账.pdf"]
    assert item.history.latest().history_user == by


def test_the_party_office_fills_from_paper_and_others_do_not(office):
    record = spot_factories.record()

    assert rules.fill_record(office, record) is True
    assert rules.fill_record(spot_factories.first_inspector(record), record) is False
    with pytest.raises(Denied, match="由检查人员填写"):
        spot_factories.answer(record, by=factories.holder(Role.DISCIPLINE))


def test_the_party_office_does_not_fill_the_record_of_its_own_department():
    where = spot_factories.points()
    by = factories.person(where=where)
    organization_services.grant(by=factories.system(), person=by, role=Role.PARTY_OFFICE, department=factories.root())

    with pytest.raises(Denied, match="您须回避这份检查记录：是被查部门的人员"):
        spot_factories.answer(spot_factories.record(where), by=by)


def test_fill_record_is_denied_before_the_inspection_and_after_it():
    check = spot_factories.drawn()
    by = factories.holder(Role.PARTY_OFFICE)

    with pytest.raises(Denied, match="待组织检查"):
        spot_factories.answer(check.records.get(), by=by)
    with pytest.raises(Denied, match="待签字，内容不能再改"):
        spot_factories.answer(spot_factories.finished(spot_factories.record()), by=by)


def test_fill_record_is_refused_to_who_was_overtaken_and_for_days_to_come():
    record = spot_factories.record()
    by = spot_factories.first_inspector(record)
    version = core_queries.version_of(record)
    services.fill_record(by=by, record=record, version=version, checked_on=timezone.localdate())

    with pytest.raises(Stale):
        services.fill_record(by=by, record=record, version=version, place="药库")
    with pytest.raises(Denied, match="不能晚于今天"):
        services.fill_record(by=by, record=record, checked_on=timezone.localdate() + timedelta(days=1))


def test_an_answer_of_no_needs_its_reason():
    record = spot_factories.record()

    with pytest.raises(Denied, match="请写明情况"):
        spot_factories.answer(record, "no")


def test_the_same_answer_again_is_no_change():
    record = spot_factories.record()
    spot_factories.answer(record, "yes")

    spot_factories.answer(record, "yes")

    assert {item.history.count() for item in spot_factories.items(record)} == {2}


def test_a_finding_names_point_and_measure_and_is_due_in_working_days():
    record = spot_factories.record(spot_factories.measured())
    by = spot_factories.first_inspector(record)
    spot_factories.answer(record, "no", "台账缺三个月")
    item = spot_factories.items(record)[0]
    measure = item.point.measures.get()

    finding = services.open_item_finding(by=by, item=item, text="台账不全", days=10, measure=measure)

    item.refresh_from_db()
    due = organization_queries.workdays_after(timezone.localdate(), 10)
    assert item.finding == finding
    assert (finding.source, finding.due_on, finding.evidence) == ("spot_check", due, "台账缺三个月")
    assert (finding.measure, finding.point) == (measure, item.point.unit.point)


def test_open_item_finding_is_denied_twice_and_where_nothing_is_wrong():
    record = spot_factories.record()
    by = spot_factories.first_inspector(record)
    spot_factories.answer(record, "no", "不符")
    first, second = spot_factories.items(record)[:2]
    services.open_item_finding(by=by, item=first, text="不符", days=5)

    with pytest.raises(Denied, match="已登记问题"):
        services.open_item_finding(by=by, item=first, text="不符", days=5)
    services.answer_items(by=by, point=second.point, entries={second.pk: services.ItemEntry("yes")})
    with pytest.raises(Denied, match="只有结果为“不符合”"):
        services.open_item_finding(by=by, item=second, text="不符", days=5)


def test_an_answer_on_which_a_finding_rests_is_not_changed():
    record = spot_factories.record()
    by = spot_factories.first_inspector(record)
    spot_factories.answer(record, "no", "不符")
    item = spot_factories.items(record)[0]
    services.open_item_finding(by=by, item=item, text="不符", days=5)

    with pytest.raises(Denied, match="结果不能再改"):
        spot_factories.answer(record, "yes")


def test_finish_record_is_denied_until_all_is_said():
    record = spot_factories.record()
    by = spot_factories.first_inspector(record)

    with pytest.raises(Denied, match="还有5个检查项目没有结果"):
        services.finish_record(by=by, record=record)
    spot_factories.answer(record, "no", "不符")
    with pytest.raises(Denied, match="检查日期"):
        services.finish_record(by=by, record=record)
    services.fill_record(by=by, record=record, checked_on=timezone.localdate())
    with pytest.raises(Denied, match="5个不符合项没有登记为问题"):
        services.finish_record(by=by, record=record)
    for item in spot_factories.items(record):
        services.open_item_finding(by=by, item=item, text="不符", days=5)
    assert services.finish_record(by=by, record=record).state == "finished"


def test_the_head_and_the_inspectors_are_asked_to_sign():
    record = spot_factories.record()
    head = spot_factories.head_of(record)

    finished = spot_factories.finished(record)

    asked = Notice.objects.filter(text__startswith="检查已完毕").order_by("pk")
    assert {notice.person for notice in asked} == {head, *(each.person for each in queries.inspectors_of(finished))}


def test_what_was_finished_is_taken_back_before_anybody_signs():
    record = spot_factories.finished(spot_factories.record())
    by = spot_factories.first_inspector(record)

    assert services.take_back_record(by=by, record=record).state == "open"
    with pytest.raises(Denied, match="待检查，不能退回修改"):
        services.take_back_record(by=by, record=record)
    again = services.finish_record(by=by, record=record)
    services.sign_record(by=by, inspector=RecordInspector.objects.get(record=again, person=by))
    with pytest.raises(Denied, match="已有人签字"):
        services.take_back_record(by=by, record=again)


def test_the_last_signature_completes_the_record_and_nothing_changes_any_more():
    record = spot_factories.signed(spot_factories.record())

    assert (record.state, record.opinion, record.is_opinion_on_paper) == ("signed", "属实", False)
    with pytest.raises(Denied, match="已签字，内容不能再改"):
        spot_factories.answer(record)
    with pytest.raises(Denied, match="已签字，不能签字"):
        services.sign_record(by=factories.system(), inspector=record.inspectors.order_by("pk")[0])


def test_the_inspectors_signature_may_be_the_last_one():
    record = spot_factories.finished(spot_factories.record())
    services.give_record_opinion(by=spot_factories.head_of(record), record=record, opinion="属实")

    for inspector in record.inspectors.order_by("pk"):
        record = services.sign_record(by=inspector.person, inspector=inspector)

    assert record.state == "signed"


def test_sign_record_is_denied_to_the_other_inspector_twice_and_too_early():
    record = spot_factories.record()
    first, second = record.inspectors.order_by("pk")
    with pytest.raises(Denied, match="待检查，不能签字"):
        services.sign_record(by=first.person, inspector=first)
    spot_factories.finished(record)

    with pytest.raises(Denied, match="只能由检查人员本人签字"):
        services.sign_record(by=first.person, inspector=second)
    services.sign_record(by=first.person, inspector=first)
    with pytest.raises(Denied, match="已签字"):
        services.sign_record(by=first.person, inspector=first)


def move(person, where):
    """The person is of the department from now on."""
    Person.objects.filter(pk=person.pk).update(department=where)


def test_clause_2_5_2_an_inspector_who_came_near_the_department_gives_way_instead_of_signing(office):
    record = spot_factories.finished(spot_factories.record())
    first, second = record.inspectors.select_related("person").order_by("pk")
    move(second.person, record.department)

    for by in (second.person, office):
        with pytest.raises(Denied, match="须回避这份检查记录，不能签字：是被查部门的人员") as refused:
            services.sign_record(by=by, inspector=second)
        assert "请党办把记录退回修改" in refused.value.help
    assert services.sign_record(by=first.person, inspector=first).state == "finished"


def test_a_record_whose_inspector_gives_way_is_taken_back_though_others_signed(office):
    record = spot_factories.finished(spot_factories.record())
    first, second = record.inspectors.select_related("person").order_by("pk")
    head = spot_factories.head_of(record)
    services.sign_record(by=first.person, inspector=first)
    services.give_record_opinion(by=head, record=record, opinion="属实")
    with pytest.raises(Denied, match="已有人签字"):
        services.take_back_record(by=office, record=record)
    move(second.person, record.department)

    back = services.take_back_record(by=office, record=record)

    assert (back.state, back.opinion, back.opinion_by) == ("open", "", None)
    assert set(record.inspectors.values_list("signed_on", "signed_by")) == {(None, None)}
    told = Notice.objects.filter(text__startswith="检查人员须回避").order_by("pk")
    assert {notice.person for notice in told} == {first.person, head}
    others = [first.person, *spot_factories.inspectors(1)]
    services.name_inspectors(by=office, record=back, people=others)
    services.finish_record(by=first.person, record=back)
    for inspector in record.inspectors.select_related("person").order_by("pk"):
        services.sign_record(by=inspector.person, inspector=inspector)
    assert services.give_record_opinion(by=head, record=record, opinion="属实").state == "signed"


def test_the_party_office_records_what_was_signed_on_paper(office):
    record = spot_factories.finished(spot_factories.record())
    today = timezone.localdate()
    for inspector in record.inspectors.order_by("pk"):
        services.sign_record(by=office, inspector=inspector, signed_on=today)

    facts = {"opinion": "属实，立即整改", "signer": "药剂科主任", "signed_on": today}
    signed = services.give_record_opinion(by=office, record=record, **facts)

    assert (signed.state, signed.opinion_signer, signed.is_opinion_on_paper) == ("signed", "药剂科主任", True)
    assert {each.signed_by for each in queries.inspectors_of(record)} == {office}


def test_what_was_signed_on_paper_is_not_recorded_by_who_is_near_the_department():
    where = spot_factories.points()
    by = factories.person(where=where)
    organization_services.grant(by=factories.system(), person=by, role=Role.PARTY_OFFICE, department=factories.root())
    record = spot_factories.finished(spot_factories.record(where))

    with pytest.raises(Denied, match="您须回避"):
        services.sign_record(by=by, inspector=record.inspectors.order_by("pk")[0])


@pytest.mark.parametrize("days", [-1, 1])
def test_a_signature_on_paper_lies_between_the_inspection_and_today(office, days):
    record = spot_factories.finished(spot_factories.record())
    day = timezone.localdate() + timedelta(days=days)

    with pytest.raises(Denied, match="签字日期须在检查日期之后"):
        services.sign_record(by=office, inspector=record.inspectors.order_by("pk")[0], signed_on=day)


def test_give_record_opinion_is_denied_to_others_empty_and_twice():
    record = spot_factories.finished(spot_factories.record())
    head = spot_factories.head_of(record)

    with pytest.raises(Denied, match="由被查部门负责人签署"):
        services.give_record_opinion(by=factories.holder(Role.DISCIPLINE), record=record, opinion="属实")
    with pytest.raises(Denied, match="纸质意见由党办登记"):
        services.give_record_opinion(by=head, record=record, opinion="属实", signer="科主任")
    with pytest.raises(Denied, match="请填写意见"):
        services.give_record_opinion(by=head, record=record, opinion=" ")
    services.give_record_opinion(by=head, record=record, opinion="属实")
    with pytest.raises(Denied, match="已签署意见"):
        services.give_record_opinion(by=head, record=record, opinion="属实")
