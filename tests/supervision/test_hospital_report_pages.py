"""Pages of the hospital's report, and what waits for whom about self-checks."""

import pytest
from django.utils import timezone

from core.models import Duty
from organization import services as organization_services
from organization.roles import Role
from supervision.models import Cycle, HospitalReport, SelfCheck, SelfCheckAnswer
from supervision.queries import self_check_tasks
from supervision.services import hospital_reports, self_checks
from supervision.states.cycles import CycleState
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories
from tests.supervision import self_check_factories as own

pytestmark = pytest.mark.django_db
ADDRESS = "/supervision/self-checks/"


def many(size):
    """So many departments in their self-check, each with a measure, everything answered."""
    places = [factories.department() for _number in range(size)]
    for where in places:
        own.table_in_force(where)
    year = own.cycle(*places)
    self_checks.open_self_checks(by=factories.system(), cycle=year)
    for check in SelfCheck.objects.select_related("department", "cycle"):
        for answer in own.answers(check):
            own.say(check, answer, "partly", by=factories.system())
    return year


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, size, django_assert_num_queries):
    many(size)
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    with django_assert_num_queries(11):
        client.get(ADDRESS)


@pytest.mark.parametrize("size", [1, 3])
def test_the_hospitals_report_asks_the_same_number_of_questions(client, size, django_assert_num_queries):
    year = many(size)
    office = factories.holder(Role.PARTY_OFFICE)
    report = hospital_reports.merge_reports(by=office, cycle=year)
    risk_factories.sign_in(client, office)

    with django_assert_num_queries(10):
        client.get(report.get_absolute_url())


@pytest.mark.parametrize("size", [1, 3])
def test_what_waits_is_told_in_a_constant_number_of_questions(size, django_assert_num_queries):
    many(size)
    office = factories.holder(Role.PARTY_OFFICE)

    with django_assert_num_queries(4):
        self_check_tasks.waiting_tasks(office)


def tasks(person):
    return [(task.what, task.note) for task in self_check_tasks.waiting_tasks(person).tasks]


def test_what_waits_goes_from_the_filer_to_the_head_to_the_office():
    made = own.world()
    name = str(made.check)

    first = [tasks(person) for person in (made.filer, made.head, made.office)]
    own.fill(made)
    second = [tasks(person) for person in (made.filer, made.head, made.office)]
    self_checks.sign(by=made.head, check=made.check)
    third = [tasks(person) for person in (made.filer, made.head, made.office)]

    todo = [(f"填报自查：{name}", "还有9项没有填报")]
    assert first == [todo, todo, []]
    assert second == [[(f"填报完毕：{name}", "等科室负责人签署报送")], [(f"签署自查报告：{name}", "")], []]
    assert third == [[], [], [(f"接收自查报告：{name}", "")]]


def test_who_only_stands_in_is_asked_for_nothing_before_all_is_answered():
    made = own.world()
    deputy, today = factories.person(), timezone.localdate()
    organization_services.delegate(by=made.head, stand_in=deputy, from_on=today, to_on=today, reason="外出")

    assert tasks(deputy) == []


def test_answered_without_proof_it_still_waits_for_the_filer():
    made = own.world()
    own.fill(made)
    SelfCheckAnswer.objects.filter(pk=own.answers(made.check)[0].pk).update(note="")

    todo = [(f"填报自查：{made.check}", "签署前还有项目须补全")]
    assert [tasks(made.filer), tasks(made.head)] == [todo, todo]


def test_what_is_late_or_returned_says_so():
    made = own.world()
    own.signed(made)
    self_checks.return_back(by=made.office, check=made.check, reason="请补验收记录")
    SelfCheck.objects.update(due_on=own.in_days(-1))

    (task,) = self_check_tasks.waiting_tasks(made.filer).tasks

    assert (task.note, task.is_overdue) == ("请补验收记录", True)


def test_the_hospitals_report_goes_its_way_on_its_pages(client):
    made = own.world()
    own.received(made)
    risk_factories.sign_in(client, made.office)
    address = client.post("/supervision/hospital-reports/new/").url
    form = client.get(f"{address}edit/").context["form"]
    texts = {name: form[name].value() for name in form.fields}

    client.post(f"{address}edit/", texts | {"next": "明年再接再厉。"})
    client.get(f"{address}rewrite/")
    client.post(f"{address}rewrite/")
    late = client.post(f"{address}send/", {"body": "上级纪委", "document_number": "1号", "sent_on": "2999-01-01"})
    client.get(f"{address}send/")
    client.post(f"{address}send/", {"body": "上级纪委", "document_number": "1号", "sent_on": timezone.localdate()})
    client.get(f"{address}receipt/")
    client.post(f"{address}receipt/", {"number": "收1号", "on": timezone.localdate()})

    report = HospitalReport.objects.get()
    page = client.get(address)
    assert list(late.context["form"].errors) == ["sent_on"]
    assert (report.state, report.body, report.receipt_number) == ("receipted", "上级纪委", "收1号")
    assert page.context["is_whole"] is True
    assert client.get(ADDRESS).context["report"] == report


def closed(made):
    """The year of the world was last year's and ended as `close_cycle` leaves it; this year's is under way."""
    ended = {"year": made.cycle.year - 1, "state": CycleState.CLOSED, "closed_at": timezone.now()}
    Cycle.objects.filter(pk=made.cycle.pk).update(**ended)
    made.cycle.refresh_from_db()
    return supervision_factories.open_cycle(made.where)


def test_the_page_of_a_year_leads_to_its_report_also_when_the_year_is_closed(client):
    made = own.world()
    own.received(made)
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    closed(made)
    year, link = made.cycle.get_absolute_url(), f'href="{report.get_absolute_url()}"'

    shown = []
    for person in (made.office, made.filer):
        risk_factories.sign_in(client, person)
        text = client.get(year).text
        shown.append((link in text, f'href="{ADDRESS}?year={made.cycle.year}"' in text))

    assert shown == [(True, True), (False, True)]


def test_the_receipt_of_a_closed_years_report_is_entered_over_its_pages(client):
    made = own.world()
    own.received(made)
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    sent = {"body": "上级纪委", "document_number": "1号", "sent_on": timezone.localdate()}
    hospital_reports.send_hospital_report(by=made.office, report=report, **sent)
    closed(made)
    risk_factories.sign_in(client, made.office)

    page = client.get(report.get_absolute_url())
    client.post(f"{report.get_absolute_url()}receipt/", {"number": "收1号", "on": timezone.localdate()})

    assert f'href="{report.get_absolute_url()}receipt/"' in page.text
    assert HospitalReport.objects.get().receipt_number == "收1号"


def test_the_list_of_a_year_asked_for_is_of_that_year_with_its_figures_and_its_report(client):
    made = own.world()
    own.received(made)
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    later = closed(made)
    risk_factories.sign_in(client, made.office)

    asked, now = client.get(f"{ADDRESS}?year={made.cycle.year}").context, client.get(ADDRESS).context

    names = ("cycle", "report", "may_open", "may_merge", "has_begun")
    assert [asked[name] for name in names] == [made.cycle, report, False, True, True]
    assert [now[name] for name in names] == [later, None, True, True, False]
    figures = [(figure["value"], figure["url"]) for figure in asked["figures"]]
    url = f"{ADDRESS}?year={made.cycle.year}"
    assert figures == [(1, url), (0, f"{url}&due=working"), (0, f"{url}&state=submitted"), (1, f"{url}&state=received")]
    assert now["figures"][0]["url"] == ADDRESS


def test_the_report_of_a_closed_year_is_merged_from_the_list_of_that_year(client):
    made = own.world()
    own.received(made)
    closed(made)
    risk_factories.sign_in(client, made.office)
    address = f"/supervision/hospital-reports/new/?year={made.cycle.year}"

    page = client.get(f"{ADDRESS}?year={made.cycle.year}")
    client.post(address)

    assert f'action="{address}"' in page.text
    assert HospitalReport.objects.get().cycle == made.cycle


@pytest.mark.parametrize("asked", ["1999", "二〇二六", "26"])
def test_a_year_that_is_none_has_nothing_and_one_that_cannot_be_read_is_the_one_under_way(client, asked):
    made = own.world()
    risk_factories.sign_in(client, made.office)
    is_none = asked == "1999"

    page = client.get(f"{ADDRESS}?year={asked}")

    assert page.context["cycle"] == (None if is_none else made.cycle)
    assert ("没有1999年度的工作" in page.text) == is_none
    merged = client.post(f"/supervision/hospital-reports/new/?year={asked}")
    assert merged.status_code == (404 if is_none else 302)


def test_sending_names_who_is_missing(client):
    made = own.world()
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    risk_factories.sign_in(client, made.office)

    page = client.get(f"{report.get_absolute_url()}send/")

    assert page.context["lead"] == "还有1份自查报告没有报送或接收：药剂科。"


def test_prints_are_asked_for_from_the_pages(client):
    made = own.world()
    report = hospital_reports.merge_reports(by=made.office, cycle=made.cycle)
    risk_factories.sign_in(client, made.office)

    answers = [
        client.post(f"{thing.get_absolute_url()}print/docx/", follow=False).url for thing in (made.check, report)
    ]

    assert answers == [duty.get_absolute_url() for duty in Duty.objects.filter(kind="supervision.print").order_by("pk")]
