"""待公开: registering what arose, opening what is due by period, meeting, waiving, and who is told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core import services as core_services
from core.models import AuditEvent, Duty
from core.registry import registry
from core.rules import Denied
from disclosure.models import Draft, DueDisclosure
from disclosure.queries import dues as queries
from disclosure.services import catalogue
from disclosure.services import dues as services
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from tests import factories as people
from tests.disclosure import catalogue_factories as factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FAR = TODAY + timedelta(days=400)


@pytest.fixture
def on(monkeypatch):
    """`on(day)` makes it that day for the services."""
    day_of = timezone.localdate

    return lambda day: monkeypatch.setattr(
        timezone, "localdate", lambda value=None: day if value is None else day_of(value)
    )


def test_what_arose_is_due_twenty_working_days_later_and_its_department_is_told():
    item = factories.item(people.department("采购科"), name="采购结果")
    filer = people.holder(Role.FILER, item.department)

    due = services.add_due(by=factories.office(), item=item, label="监护仪采购结果", arose_on=date(2026, 9, 18))

    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (due.due_on, due.is_provisional) == (date(2026, 10, 22), False)
    assert (event.verb, event.details["due_on"]) == ("disclosure.add_due", "2026-10-22")
    assert Notice.objects.get(person=filer).text == "请公开“采购结果”：监护仪采购结果，最迟2026-10-22。"


def test_a_department_is_not_told_what_it_registers_itself():
    item = factories.item()
    filer = people.holder(Role.FILER, item.department)
    people.holder(Role.FILER, item.department)

    services.add_due(by=filer, item=item, label="第一批", arose_on=TODAY)

    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"period": "quarter"}, "每季度自动生成待公开，不用登记"),
        ({"source": "powers"}, "职权目录审定生效时自动公开，不用登记"),
        ({"scope": "none"}, "的公开范围是“不公开”"),
        ({"is_retired": True}, "已停用，不再公开"),
    ],
)
def test_what_does_not_wait_for_anybody_is_not_registered(fields, words):
    item = factories.item()
    type(item).objects.filter(pk=item.pk).update(**fields)

    with pytest.raises(Denied, match=words):
        factories.due(item)


def test_a_change_of_the_powers_in_force_is_never_late_as_it_publishes_itself():
    item = factories.item(source="powers", topic="powers")

    with pytest.raises(Denied, match="职权目录审定生效时自动公开"):
        factories.due(item)
    assert services.open_periods(by=people.system()) == []


def test_what_has_not_arisen_yet_is_not_registered():
    with pytest.raises(Denied, match="形成或变更日期不能晚于今天"):
        factories.due(ago=-1)


def test_the_same_occasion_is_registered_once():
    due = factories.due(label="第一批")

    with pytest.raises(Denied, match="“第一批”已登记过待公开"):
        factories.due(due.item, label="第一批")


def test_people_of_other_departments_register_nothing():
    with pytest.raises(Denied, match="负责"):
        services.add_due(
            by=people.holder(Role.FILER, people.department()), item=factories.item(), label="x", arose_on=TODAY
        )


def test_each_period_that_ended_since_the_item_was_made_is_opened_once(on):
    item = factories.made_on(factories.item(period="quarter"), date(2026, 5, 20))
    factories.made_on(factories.item(), date(2026, 1, 1))
    on(date(2026, 10, 1))

    first, again = services.open_periods(by=people.system()), services.open_periods(by=people.system())

    kept = DueDisclosure.objects.order_by("due_on").values_list("item", "label", "arose_on", "due_on")
    assert (len(first), again) == (2, [])
    assert list(kept) == [
        (item.pk, "2026年第2季度", date(2026, 6, 30), date(2026, 7, 28)),
        (item.pk, "2026年第3季度", date(2026, 9, 30), date(2026, 11, 3)),
    ]


def test_what_was_opened_is_told_to_the_trail_once(on):
    item = factories.made_on(factories.item(period="month"), date(2026, 9, 1))
    on(date(2026, 10, 1))
    services.open_periods(by=people.system())
    services.open_periods(by=people.system())

    (event,) = AuditEvent.objects.filter(verb="disclosure.open_dues")

    assert event.details == {"opened": [f"{item.code} 2026年9月"], "recounted": []}


def test_retired_items_and_those_open_to_nobody_have_no_periods(on):
    for fields in ({"is_retired": True}, {"scope": "none"}):
        item = factories.made_on(factories.item(period="month"), date(2026, 1, 1))
        type(item).objects.filter(pk=item.pk).update(**fields)
    on(date(2026, 10, 1))

    assert services.open_periods(by=people.system()) == []


def test_a_period_counts_from_the_day_on_which_the_item_got_it_or_was_restored(on):
    changed, restored = factories.item(), factories.item(period="quarter")
    factories.made_on(changed, date(2026, 1, 5))
    factories.made_on(restored, date(2026, 1, 5))
    catalogue.change_item(by=people.system(), item=changed, period="quarter")
    catalogue.retire_item(by=people.system(), item=restored, reason="不再办理")
    catalogue.restore_item(by=people.system(), item=restored)
    on(date(TODAY.year + 1, 1, 1))

    made = services.open_periods(by=people.system())

    assert {(due.item_id, due.arose_on) for due in made} == {
        (changed.pk, date(TODAY.year, 12, 31)),
        (restored.pk, date(TODAY.year, 12, 31)),
    }


def test_a_day_counted_over_unknown_holidays_is_counted_anew_when_they_are_known(on):
    on(date(2026, 12, 20))
    due = factories.due(arose_on=date(2026, 12, 20))
    organization_services.set_calendar_day(by=people.system(), day=date(2027, 1, 1), is_workday=False, note="元旦")
    for day in (date(2027, 5, 1), date(2027, 10, 1)):
        organization_services.set_calendar_day(by=people.system(), day=day, is_workday=False, note="节日")

    services.open_periods(by=people.system())

    before, due = due, DueDisclosure.objects.get(pk=due.pk)
    assert ((before.due_on, before.is_provisional), (due.due_on, due.is_provisional)) == (
        (date(2027, 1, 15), True),
        (date(2027, 1, 18), False),
    )
    assert AuditEvent.objects.get(verb="disclosure.open_dues").details["recounted"] == [f"{due.item.code} {due.label}"]


def test_a_day_whose_holidays_are_still_unknown_stays_provisional(on):
    on(date(2026, 12, 20))
    due = factories.due(arose_on=date(2026, 12, 20))

    services.open_periods(by=people.system())

    assert DueDisclosure.objects.get(pk=due.pk).is_provisional is True


def test_the_daily_duty_opens_what_is_due():
    factories.made_on(factories.item(period="month"), TODAY.replace(day=1) - timedelta(days=1))
    core_services.ask_daily()
    duty = Duty.objects.get(kind="disclosure.open_dues")
    told = []

    outcome = registry.duty_handlers[duty.kind](duty, lambda *words: told.append(words))

    assert (outcome, DueDisclosure.objects.count(), len(told)) == ({"result_url": "/disclosure/dues/"}, 1, 1)


def test_what_is_published_meets_what_was_due_on_its_day():
    due = factories.due()
    publication = factories.publish(due.item)

    services.meet(due=due, publication=publication, by=factories.office())

    due.refresh_from_db()
    assert (due.met_by, due.met_on) == (publication, TODAY)


def test_what_was_met_or_waived_before_stays_as_it_was():
    met, waived = factories.due(), factories.due()
    first = factories.publish(met.item)
    services.meet(due=met, publication=first)
    services.waive_due(by=factories.office(), due=waived, reason="项目取消")

    services.meet(due=met, publication=factories.publish(met.item))
    services.meet(due=waived, publication=factories.publish(waived.item))

    met.refresh_from_db()
    waived.refresh_from_db()
    assert (met.met_by, waived.met_by) == (first, None)


def test_the_office_says_with_a_reason_what_need_not_be_published():
    due = factories.due(label="第一批")

    services.waive_due(by=factories.office(), due=due, reason=" 项目取消 ")

    due.refresh_from_db()
    assert (due.waived_reason, AuditEvent.objects.order_by("-sequence")[0].verb) == ("项目取消", "disclosure.waive_due")


def test_waiving_is_refused_to_others_without_a_reason_twice_and_for_what_is_public():
    met, due, office = factories.due(), factories.due(), factories.office()
    services.meet(due=met, publication=factories.publish(met.item))

    with pytest.raises(Denied, match="公开目录由党办维护"):
        services.waive_due(by=people.holder(Role.FILER, due.item.department), due=due, reason="项目取消")
    with pytest.raises(Denied, match="已经公开"):
        services.waive_due(by=office, due=met, reason="项目取消")
    with pytest.raises(Denied, match="请写明不需公开的理由"):
        services.waive_due(by=office, due=due, reason=" ")
    services.waive_due(by=office, due=due, reason="项目取消")
    with pytest.raises(Denied, match="已注明不需公开"):
        services.waive_due(by=office, due=due, reason="项目取消")


@pytest.mark.parametrize(
    ("due", "met", "waived", "standing"),
    [
        ("2026-11-25", None, False, "overdue"),
        ("2026-11-26", None, False, "due_soon"),
        ("2026-12-01", None, False, "due_soon"),
        ("2026-12-02", None, False, "open"),
        ("2026-11-25", "2026-11-25", False, "met"),
        ("2026-11-25", "2026-11-26", False, "late"),
        ("2026-11-25", None, True, "waived"),
    ],
)
def test_where_a_due_disclosure_stands(due, met, waived, standing):
    made = factories.due()
    publication = factories.publish(made.item) if met else None
    kept = {"due_on": due, "met_on": met, "met_by": publication, "waived_reason": "项目取消" if waived else ""}
    DueDisclosure.objects.filter(pk=made.pk).update(**kept)

    found = DueDisclosure.objects.annotate(standing=queries.standing_of(date(2026, 11, 26))).get(pk=made.pk)

    assert found.standing == standing


def test_the_list_leaves_out_what_is_done_unless_it_is_asked_for():
    waiting, waived = factories.due(), factories.due()
    services.waive_due(by=factories.office(), due=waived, reason="项目取消")
    reader, administrator = people.person(), people.holder(Role.AUDITOR)

    assert list(queries.dues_shown(reader, with_done=False)) == [waiting]
    assert set(queries.dues_shown(reader, with_done=True)) == {waiting, waived}
    assert list(queries.dues_shown(administrator, with_done=True)) == []
    assert (queries.due_for(reader, waived.pk), queries.due_for(administrator, waived.pk)) == (waived, None)


def test_the_figures_count_what_waits_and_what_was_published_this_year():
    late = factories.overdue()
    factories.overdue(late.item)
    factories.due(late.item)
    met = factories.due(late.item)
    for due in (late, met):
        services.meet(due=due, publication=factories.publish(due.item))

    assert queries.due_counts(people.person()) == {"waiting": 2, "overdue": 1, "due_soon": 0, "met": 1, "late": 1}


@pytest.mark.parametrize(("text", "count"), [("采购结果", 1), ("监护仪", 1), ("cgjg", 1), ("招聘", 0)])
def test_dues_are_found_by_their_item_and_by_their_occasion(text, count):
    factories.due(factories.item(name="采购结果"), label="监护仪")

    assert queries.search_dues(DueDisclosure.objects.all(), text).count() == count


def draft(due, state):
    passed = {"passed_at": timezone.now(), "sha256": "0" * 64} if state == "scheduled" else {}
    return Draft.objects.create(
        code=f"GK-{due.pk}",
        item=due.item,
        department=due.item.department,
        due=due,
        title="公告",
        body="正文",
        scope="society",
        state=state,
        made_by=people.system(),
        **passed,
    )


def test_reminders_are_one_a_department_and_day_without_what_is_on_its_way():
    item = factories.item(people.department("采购科"))
    for _number in range(2):
        factories.due(item)
    draft(factories.due(item), "in_review")
    draft(factories.due(item), "scheduled")
    draft(factories.due(item), "returned")

    (told,) = queries.due_disclosures(TODAY, FAR)

    assert (told.text, told.count, told.actions) == ("采购科3项信息到最迟公开日期", 3, ("file",))
    assert told.url == f"/disclosure/dues/?department={item.department_id}"


def test_what_is_due_after_the_last_day_asked_is_not_reminded_of():
    factories.due()

    assert list(queries.due_disclosures(TODAY, TODAY)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_reminders_ask_one_query(django_assert_num_queries, count):
    for _number in range(count):
        factories.due()

    with django_assert_num_queries(1):
        assert len(list(queries.due_disclosures(TODAY, FAR))) == count


def test_the_department_finds_what_it_has_to_write_among_its_tasks():
    due = factories.overdue(factories.item(name="采购结果"))
    factories.overdue()
    filer, head = (people.holder(role, due.item.department) for role in (Role.FILER, Role.DEPARTMENT_HEAD))

    for by in (filer, head):
        (task,) = queries.due_tasks(by).tasks
        assert (task.what, task.url, task.due_on, task.is_overdue) == (
            f"采购结果：{due.label}", due.item.get_absolute_url(), due.due_on, True,
        )  # fmt: skip


def test_the_office_finds_how_much_is_overdue_in_all():
    first = factories.overdue()
    factories.overdue()
    factories.due()

    (task,) = queries.due_tasks(factories.office()).tasks

    assert (task.what, task.due_on) == ("全院2项逾期未公开，请督促责任部门或注明不需公开", first.due_on)


def test_nobody_else_has_a_task_and_the_office_none_while_nothing_is_overdue():
    factories.due()

    assert [bool(queries.due_tasks(by)) for by in (factories.office(), people.person())] == [False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_tasks_ask_a_constant_number_of_queries(django_assert_num_queries, count):
    office = factories.office()
    for _number in range(count):
        factories.overdue()

    with django_assert_num_queries(3):
        assert len(queries.due_tasks(office).tasks) == 1


def test_who_is_known_to_hold_nothing_is_asked_nothing(django_assert_num_queries):
    by = people.person()
    by.held_roles = by.lent_roles = frozenset()

    with django_assert_num_queries(0):
        assert bool(queries.due_tasks(by)) is False


def test_the_counting_is_told_as_long_as_the_clock_is_the_same():
    due = factories.due(arose_on=date(2026, 9, 18))
    reader = people.person()

    def told():
        (shown,) = queries.with_counting(queries.dues_for(reader).filter(pk=due.pk), is_writer=True, is_keeper=False)
        return shown.counted[:24], shown.is_to_write, shown.is_to_waive

    assert told() == ("9月18日的次日起数20个工作日，到10月22日", True, False)
    catalogue.change_item(by=people.system(), item=due.item, clock_days=10)
    assert told() == ("", True, False)
