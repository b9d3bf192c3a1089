"""Pages of the hospital's report, and what waits for whom about self-checks."""

import pytest
from django.utils import timezone

from core.models import Duty
from organization import services as organization_services
from organization.roles import Role
from supervision.models import HospitalReport, SelfCheck, SelfCheckAnswer
from supervision.queries import self_check_tasks
from supervision.services import hospital_reports, self_checks
from tests import factories
from tests.risks import factories as risk_factories
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

    assert answers == [duty.get_absolute_url() for duty in Duty.objects.filter(kind="supervision.print")]
