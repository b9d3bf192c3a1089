"""Keeping the catalogue: who may, what each step leaves in the trail, adopting the standard."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import queries as core_queries
from core.models import AuditEvent
from core.rules import Denied, Stale
from disclosure.calculations.standard_catalogue import STANDARD
from disclosure.models import DisclosureItem, DueDisclosure
from disclosure.queries import catalogue as queries
from disclosure.rules import catalogue as rules
from disclosure.services import catalogue as services
from disclosure.services import dues
from disclosure.states import DueStanding, ItemStanding
from organization import services as organization_services
from organization.roles import Role
from tests import factories as people
from tests.disclosure import catalogue_factories as factories

pytestmark = pytest.mark.django_db
ROLES = [Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER, Role.SECRECY_REVIEWER, Role.DISCIPLINE, Role.COMMITTEE_CHAIR]


def last_event():
    event = AuditEvent.objects.order_by("-sequence")[0]
    return event.verb, event.details


@pytest.mark.parametrize("role", ROLES)
def test_keeping_the_catalogue_is_denied_to_all_but_the_office(role):
    by = people.holder(role)

    with pytest.raises(Denied, match="公开目录由党办维护"):
        services.add_item(by=by, name="采购结果", topic="procurement", department=people.department())


def test_an_office_of_a_branch_does_not_keep_the_catalogue_of_the_hospital():
    by = people.holder(Role.PARTY_OFFICE, people.department())

    with pytest.raises(Denied, match="公开目录由党办维护"):
        services.adopt_standard(by=by, departments={})


def test_an_added_item_gets_the_next_code_of_its_topic_and_stands_last():
    first, second = (
        factories.item(),
        services.add_item(by=factories.office(), name="采购合同", topic="procurement", department=people.department()),
    )

    assert (first.code, second.code) == ("GK-CG-01", "GK-CG-02")
    assert (second.position - first.position, last_event()) == (1, ("disclosure.add_item", {"name": "采购合同"}))


def test_an_item_is_given_to_no_department_that_was_dissolved():
    gone = people.department("旧科室")
    organization_services.retire_department(by=people.system(), department=gone, on=timezone.localdate())
    gone.refresh_from_db()

    with pytest.raises(Denied, match="“旧科室”已撤销，不能作责任部门"):
        factories.item(gone)
    with pytest.raises(Denied, match="“旧科室”已撤销"):
        services.change_item(by=people.system(), item=factories.item(), department=gone)


def test_a_change_is_told_with_what_was_before():
    item = factories.item(name="采购结果")

    services.change_item(by=factories.office(), item=item, name="采购结果公告", clock_days=20)

    assert last_event() == ("disclosure.change_item", {"changed": {"name": ["采购结果", "采购结果公告"]}})


def test_saving_an_item_as_it_is_leaves_no_trace():
    item = factories.item(name="采购结果")

    services.change_item(by=factories.office(), item=item, name="采购结果")

    assert AuditEvent.objects.filter(verb="disclosure.change_item").count() == 0
    assert item.history.count() == 1


def test_who_changes_an_item_after_somebody_else_is_told_so():
    item = factories.item()
    version = core_queries.version_of(item)
    services.change_item(by=people.system(), item=item, name="另一名称")

    with pytest.raises(Stale, match="已修改“另一名称”"):
        services.change_item(by=factories.office(), item=item, version=version, name="我的名称")


def test_a_retired_item_waives_what_was_still_to_be_published_of_it():
    item = factories.item()
    met, waiting = factories.due(item), factories.due(item)
    dues.meet(due=met, publication=factories.publish(item))

    services.retire_item(by=factories.office(), item=item, reason="并入采购合同")

    waiting.refresh_from_db()
    met.refresh_from_db()
    assert (waiting.waived_reason, met.waived_reason) == ("事项停用：并入采购合同", "")
    assert last_event() == ("disclosure.retire_item", {"reason": "并入采购合同", "waived": [waiting.label]})


def test_retiring_needs_a_reason_and_is_done_once():
    item = factories.item(name="采购结果")

    with pytest.raises(Denied, match="请写明停用的理由"):
        services.retire_item(by=factories.office(), item=item, reason=" ")
    services.retire_item(by=factories.office(), item=item, reason="不再办理")
    with pytest.raises(Denied, match="“采购结果”已停用"):
        services.retire_item(by=factories.office(), item=item, reason="不再办理")


def test_only_a_retired_item_is_restored():
    item = factories.item(name="采购结果")

    with pytest.raises(Denied, match="“采购结果”没有停用"):
        services.restore_item(by=factories.office(), item=item)
    services.retire_item(by=factories.office(), item=item, reason="不再办理")
    services.restore_item(by=factories.office(), item=item)

    item.refresh_from_db()
    assert (item.is_retired, last_event()[0]) == (False, "disclosure.restore_item")


def test_adopting_the_standard_adds_what_is_not_there_and_runs_twice_without_harm():
    where, office = people.department("招标采购办公室"), factories.office()
    kept = DisclosureItem.objects.create(code="GK-CG-02", name="我院采购公告", topic="procurement", department=where)
    departments = {item.code: where for item in STANDARD}

    made = services.adopt_standard(by=office, departments=departments)
    again = services.adopt_standard(by=office, departments=departments)

    kept.refresh_from_db()
    assert (len(made), again, kept.name) == (len(STANDARD) - 1, [], "我院采购公告")
    assert last_event() == ("disclosure.adopt_catalogue", {"added": [item.code for item in made]})
    assert set(DisclosureItem.objects.values_list("basis_status", "basis_verified_on")) == {("unchecked", None)}


def test_of_the_standard_only_what_has_a_department_is_adopted():
    where = people.department("招标采购办公室")

    (made,) = services.adopt_standard(by=factories.office(), departments={"GK-CG-03": where})

    assert (made.code, made.name, made.department, made.period, made.clock_days) == (
        "GK-CG-03", "采购结果", where, "event", 20,
    )  # fmt: skip
    assert made.history.get().history_change_reason == "采用标准公开目录"


def test_the_standard_offers_what_is_missing_with_a_department_guessed_by_name():
    where = people.department("招标采购办公室")
    services.adopt_standard(by=people.system(), departments={"GK-CG-03": where})

    offered = {item.code: keeper for item, keeper in queries.standard_to_add(factories.office())}

    assert (len(offered), offered["GK-CG-02"], offered["GK-JZ-02"]) == (len(STANDARD) - 1, where.pk, None)


def test_of_a_whole_catalogue_nothing_is_offered():
    where = people.department()
    services.adopt_standard(by=people.system(), departments={item.code: where for item in STANDARD})

    assert queries.standard_to_add(factories.office()) == []


def test_whoever_does_business_reads_the_catalogue_and_no_administrator_does():
    item = factories.item()
    reader, administrator = people.person(), people.holder(Role.SYSADMIN)

    assert list(queries.items_for(reader)) == [item]
    assert queries.item_for(reader, item.pk) == item
    assert list(queries.items_for(administrator)) == []
    assert queries.item_counts(administrator) == {"used": 0, "overdue": 0, "due_soon": 0}


def test_an_item_stands_as_the_worst_of_what_is_due_of_it():
    normal, due, late, retired, soon = (factories.item() for _number in range(5))
    factories.due(soon)
    DueDisclosure.objects.filter(item=soon).update(due_on=timezone.localdate() + timedelta(days=5))
    factories.due(due)
    factories.due(late)
    factories.overdue(late)
    services.retire_item(by=people.system(), item=retired, reason="不再办理")
    reader = people.person()

    found = {item.pk: (item.standing, item.open_count) for item in queries.items_for(reader)}

    assert found == {
        normal.pk: ("normal", 0),
        due.pk: ("open", 1),
        late.pk: ("overdue", 2),
        retired.pk: ("retired", 0),
        soon.pk: ("due_soon", 1),
    }
    assert queries.item_counts(reader) == {"used": 4, "overdue": 1, "due_soon": 1}


def test_what_is_due_by_period_and_was_never_published_is_not_called_normal():
    never, public = factories.item(period="quarter"), factories.item(period="quarter")
    nowhere, by_itself = factories.item(period="year", scope="none"), factories.item(period="year", source="powers")
    factories.publish(public)

    found = {item.pk: item.standing for item in queries.items_for(people.person())}

    assert found == {never.pk: "never", public.pk: "normal", nowhere.pk: "normal", by_itself.pk: "normal"}


def test_items_and_their_dues_stand_in_the_same_words():
    shared = set(ItemStanding.values) & set(DueStanding.values)

    assert {code: ItemStanding(code).label for code in shared} == {code: DueStanding(code).label for code in shared}
    assert shared == {"overdue", "due_soon", "open"}


@pytest.mark.parametrize("text", ["耗材", "gk-cg", "hclx", "haocai 设备", "2020〕31"])
def test_items_are_found_by_name_code_basis_department_and_pinyin(text):
    found = factories.item(people.department("设备科"), name="耗材遴选结果", basis="国卫财务发〔2020〕31号")
    factories.item(people.department("人事科"), name="招聘结果", topic="personnel")

    assert list(queries.search_items(DisclosureItem.objects.all(), text)) == [found]


def test_the_period_that_runs_is_told_of_what_is_due_by_period_alone():
    today = timezone.localdate()
    quarterly, by_event = factories.item(period="quarter"), factories.item()
    retired = services.retire_item(by=people.system(), item=factories.item(period="year"), reason="不再办理")

    spans = [queries.next_span(item, today) for item in (quarterly, by_event, retired)]

    assert (spans[0].start <= today <= spans[0].end, spans[1:]) == (True, [None, None])


def test_what_was_published_inside_is_listed_for_its_readers_alone():
    item = factories.item()
    opened, inside = factories.publish(item), factories.publish(item, scope="department")
    insider, outsider = people.person(where=item.department), people.person()

    assert list(queries.published_of(insider, item)) == [inside, opened]
    assert list(queries.published_of(outsider, item)) == [opened]


def test_those_who_write_for_an_item_are_its_departments_filer_and_head_and_the_office():
    item = factories.item(people.department("采购科"), name="采购结果")
    writers = [people.holder(role, item.department) for role in (Role.FILER, Role.DEPARTMENT_HEAD)]

    for by in (*writers, factories.office(), people.system()):
        rules.write_for(by, item)
    with pytest.raises(Denied, match="“采购结果”由采购科负责"):
        rules.write_for(people.holder(Role.FILER, people.department()), item)


def test_the_buttons_of_keeping_are_shown_to_the_office_alone():
    assert (queries.may_keep_catalogue(factories.office()), queries.may_keep_catalogue(people.person())) == (
        True,
        False,
    )
