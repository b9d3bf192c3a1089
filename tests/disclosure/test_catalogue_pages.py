"""The desk's pages of the catalogue and of what is to be published."""

import uuid
from datetime import date

import pytest
from django.utils import timezone

from disclosure.calculations.standard_catalogue import STANDARD
from disclosure.models import DisclosureItem, DueDisclosure
from disclosure.services import catalogue, dues
from organization import services
from organization.roles import Role
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import catalogue_factories as factories
from tests.disclosure import factories as publications

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
VALID = {
    "name": "采购结果",
    "topic": "procurement",
    "aspect": "result",
    "basis": "国卫办政务发〔2015〕12号",
    "basis_status": "unchecked",
    "scope": "society",
    "form": "院务公开网页",
    "source": "",
    "period": "event",
    "clock_days": "20",
}


def keyed(**fields):
    return {"form_key": str(uuid.uuid4()), **fields}


@pytest.fixture
def office(client):
    by = factories.office()
    client.force_login(by)
    return by


@pytest.fixture
def reader(client):
    by = people.person()
    client.force_login(by)
    return by


def listed(client, url):
    return [row.thing for row in client.get(url).context["page"].rows]


@pytest.mark.parametrize("count", [1, 3])
def test_the_catalogue_asks_a_constant_number_of_queries(client, django_assert_num_queries, reader, count):
    for _number in range(count):
        factories.overdue()

    with django_assert_num_queries(12):
        assert len(client.get("/disclosure/items/").context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_dues_asks_a_constant_number_of_queries(client, django_assert_num_queries, reader, count):
    for _number in range(count):
        factories.overdue()

    with django_assert_num_queries(12):
        assert len(client.get("/disclosure/dues/").context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_an_items_page_asks_a_constant_number_of_queries(client, django_assert_num_queries, office, count):
    item = factories.item()
    for _number in range(count):
        factories.overdue(item)
        factories.publish(item)

    with django_assert_num_queries(14):
        assert client.get(item.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["topic=personnel", "aspect=flow", "scope=hospital", "period=year", "standing=never&topic=personnel", "q=招聘"],
)
def test_the_catalogue_is_narrowed_and_searched(client, reader, query):
    found = factories.item(name="招聘流程", topic="personnel", aspect="flow", scope="hospital", period="year")
    factories.overdue()

    assert listed(client, f"/disclosure/items/?{query}") == [found]


def test_the_catalogue_is_narrowed_by_its_departments(client, reader):
    found, _other = factories.item(), factories.item()

    assert listed(client, f"/disclosure/items/?department={found.department_id}") == [found]


def test_the_catalogue_is_exported_with_where_each_stands(client, reader):
    factories.overdue(factories.item(name="采购结果"))

    text = b"".join(client.get("/disclosure/items/?export=csv").streaming_content).decode()

    assert ("采购结果" in text, "逾期" in text) == (True, True)


def test_an_empty_catalogue_offers_the_standard_to_the_office_first(client, office):
    text = client.get("/disclosure/items/").content.decode()

    assert '<a class="btn btn-primary" href="/disclosure/items/standard/">采用标准目录</a>' in text


def test_the_most_overdue_come_first(client, reader):
    later, first = factories.due(ago=50), factories.due(ago=90)
    soon = factories.due()

    assert listed(client, "/disclosure/dues/") == [first, later, soon]


def test_dues_are_narrowed_by_where_they_stand_topic_and_department(client, reader):
    late, waived = factories.overdue(factories.item(topic="personnel")), factories.due()
    dues.waive_due(by=people.system(), due=waived, reason="项目取消")

    assert listed(client, "/disclosure/dues/?standing=overdue") == [late]
    assert listed(client, "/disclosure/dues/?standing=waived") == [waived]
    assert listed(client, "/disclosure/dues/?topic=personnel") == [late]
    assert listed(client, f"/disclosure/dues/?department={waived.item.department_id}") == []


def test_an_items_page_says_when_it_was_published_why_not_and_that_a_day_is_provisional(client, reader):
    item = factories.item()
    met, waived, provisional = factories.due(item), factories.due(item), factories.due(item)
    dues.meet(due=met, publication=factories.publish(item))
    dues.waive_due(by=people.system(), due=waived, reason="项目取消")
    DueDisclosure.objects.filter(pk=provisional.pk).update(is_provisional=True)

    text = client.get(item.get_absolute_url()).content.decode()

    assert [words in text for words in (f"{TODAY}（今天）", "项目取消", "暂按周一至周五计算")] == [True] * 3


def test_an_items_page_says_how_its_day_was_counted_and_what_comes_next(client, reader):
    item = factories.item(period="quarter", basis="国卫办政务发〔2015〕12号")
    by_event = factories.due(arose_on=date(2026, 9, 18)).item

    texts = [client.get(each.get_absolute_url()).content.decode() for each in (item, by_event)]

    assert ("期满后起算" in texts[0], "待核" in texts[0]) == (True, True)
    assert "国庆节（10月1日至10月7日，7天）" in texts[1]


def test_an_item_of_powers_says_that_it_publishes_itself(client, office):
    item = factories.item(topic="powers", source="powers")

    text = client.get(item.get_absolute_url()).content.decode()

    assert ("自动公开，不会逾期" in text, "dues/add/" in text) == (True, False)


def test_the_item_of_powers_lists_the_powers_that_published_themselves(client, reader):
    item, other = factories.item(topic="powers", source="powers"), factories.item()
    (power,) = publications.publish(approvals.world())

    listed = [client.get(each.get_absolute_url()).context["published"] for each in (item, other)]

    assert [[publication.code for publication in found] for found in listed] == [[power.code], []]


def test_an_item_whose_department_was_dissolved_says_so(client, reader):
    item = factories.item(people.department("旧科室"))
    services.retire_department(by=people.system(), department=item.department, on=TODAY)

    assert "责任部门“旧科室”已撤销" in client.get(item.get_absolute_url()).content.decode()


def test_the_steps_of_an_item_are_shown_to_whom_they_are_open(client):
    due = factories.due()
    item, steps = due.item, ("/dues/add/", "/change/", "/retire/", f"/dues/{due.pk}/waive/")
    shown = {}
    for who, by in {
        "office": factories.office(),
        "filer": people.holder(Role.FILER, item.department),
        "stranger": people.holder(Role.FILER, people.department()),
    }.items():
        client.force_login(by)
        text = client.get(item.get_absolute_url()).content.decode()
        shown[who] = [step in text for step in steps]

    assert shown == {"office": [True] * 4, "filer": [True, False, False, False], "stranger": [False] * 4}


def test_an_item_that_is_not_there_is_not_found(client, reader):
    assert client.get("/disclosure/items/999/").status_code == 404


def test_the_office_adds_an_item(client, office):
    where = people.department()

    response = client.post("/disclosure/items/add/", keyed(**VALID, department=where.pk))

    made = DisclosureItem.objects.get()
    assert (response.status_code, response.url, made.department) == (302, made.get_absolute_url(), where)


@pytest.mark.parametrize(
    ("field", "fields", "words"),
    [
        ("basis_verified_on", {"basis_status": "valid"}, "标为“有效”须写明哪一天核对过原文。"),
        ("basis_verified_on", {"basis_verified_on": "2099-01-01"}, "核对日期不能晚于今天。"),
        ("period", {"source": "powers", "period": "year"}, "职权目录生效时自动公开，周期只能选“形成或变更后”。"),
        ("department", {"department": ""}, "请选择一项。"),
        ("clock_days", {"clock_days": "0"}, "确保该值大于或等于1。"),
    ],
)
def test_what_is_wrong_with_an_item_stands_beside_its_field(client, office, field, fields, words):
    data = {**VALID, "department": people.department().pk, **fields}

    response = client.post("/disclosure/items/add/", keyed(**data))

    assert (response.status_code, response.context["form"].errors[field]) == (422, [words])


def test_the_office_changes_retires_and_restores_an_item(client, office):
    item = factories.item(name="采购结果")
    factories.due(item)
    url = item.get_absolute_url()
    form = client.get(f"{url}change/").context["form"]

    client.post(
        f"{url}change/",
        keyed(**{**VALID, "name": "采购结果公告"}, department=item.department_id, version=form["version"].value()),
    )
    asked = client.get(f"{url}retire/").content.decode()
    client.post(f"{url}retire/", keyed(reason="并入采购合同"))
    retired = client.get(url).content.decode()
    again = client.get(f"{url}restore/").status_code
    client.post(f"{url}restore/", keyed())

    item.refresh_from_db()
    assert (item.name, item.is_retired, again) == ("采购结果公告", False, 200)
    assert ("尚未公开的 1 项一并注明不需公开" in asked, "该事项已停用" in retired) == (True, True)


def test_retiring_without_a_reason_asks_again(client, office):
    item = factories.item()

    response = client.post(f"{item.get_absolute_url()}retire/", keyed(reason=""))

    item.refresh_from_db()
    assert (item.is_retired, response.context["form"].errors["reason"]) == (False, ["请填写这一项。"])


@pytest.mark.parametrize("step", ["add/", "standard/", "{pk}/change/", "{pk}/retire/", "{pk}/restore/"])
def test_keeping_is_refused_to_others_with_the_reason(client, reader, step):
    item = factories.item()

    response = client.get(f"/disclosure/items/{step.format(pk=item.pk)}")

    assert (response.status_code, "公开目录由党办维护" in response.content.decode()) == (403, True)


def test_the_standard_is_adopted_with_the_departments_that_were_chosen(client, office):
    guessed, chosen = people.department("招标采购办公室"), people.department("审计科")
    form = client.get("/disclosure/items/standard/").context["form"]
    data = {line["item"].code: line["field"].value() for line in form.lines()}

    response = client.post("/disclosure/items/standard/", keyed(**{**data, "GK-RS-01": chosen.pk, "GK-CG-01": ""}))

    made = dict(DisclosureItem.objects.values_list("code", "department"))
    assert (response.status_code, made["GK-CG-02"], made["GK-RS-01"]) == (302, guessed.pk, chosen.pk)
    assert "GK-CG-01" not in made


def test_adopting_nothing_says_so_and_a_strange_department_is_refused(client, office):
    people.department()

    nothing = client.post("/disclosure/items/standard/", keyed(), follow=True)
    strange = client.post("/disclosure/items/standard/", keyed(**{"GK-CG-01": "999999"}))

    assert "没有增加：目录里都有了，或没有选责任部门。" in nothing.content.decode()
    assert (strange.status_code, list(strange.context["form"].errors)) == (422, ["GK-CG-01"])


def test_a_whole_catalogue_has_nothing_to_adopt(client, office):
    catalogue.adopt_standard(by=office, departments={item.code: people.root() for item in STANDARD})

    assert "标准目录的事项都已在公开目录里。" in client.get("/disclosure/items/standard/").content.decode()


@pytest.mark.parametrize("count", [0, 3])
def test_the_page_of_the_standard_asks_a_constant_number_of_queries(client, django_assert_num_queries, office, count):
    for _number in range(count):
        people.department()
    people.department("审计科")

    with django_assert_num_queries(12):
        assert client.get("/disclosure/items/standard/").status_code == 200


def test_the_department_registers_what_arose(client):
    item = factories.item()
    client.force_login(people.holder(Role.FILER, item.department))

    response = client.post(
        f"{item.get_absolute_url()}dues/add/", keyed(label="监护仪采购结果", arose_on="2026-09-18"), follow=True
    )

    due = DueDisclosure.objects.get()
    assert response.redirect_chain[0][0] == f"{item.get_absolute_url()}#due-{due.pk}"
    assert "已登记“监护仪采购结果”，最迟2026-10-22公开（20个工作日）。" in response.content.decode()


def test_a_day_that_lies_ahead_is_refused_beside_its_field(client, office):
    item = factories.item()

    response = client.post(f"{item.get_absolute_url()}dues/add/", keyed(label="监护仪", arose_on="2099-01-01"))

    assert response.context["form"].errors["arose_on"] == ["形成或变更日期不能晚于今天。"]


def test_the_same_occasion_twice_is_refused_with_what_to_do(client, office):
    due = factories.due(label="监护仪")

    response = client.post(f"{due.item.get_absolute_url()}dues/add/", keyed(label="监护仪", arose_on=str(TODAY)))

    assert (response.status_code, "请在事由中写明日期或批次" in response.content.decode()) == (403, True)


def test_the_office_waives_what_need_not_be_published(client, office):
    due = factories.due()
    asked = client.get(f"/disclosure/dues/{due.pk}/waive/")

    response = client.post(f"/disclosure/dues/{due.pk}/waive/", keyed(reason="项目取消"))

    due.refresh_from_db()
    assert (asked.status_code, response.url, due.waived_reason) == (200, due.item.get_absolute_url(), "项目取消")
    assert client.get(f"/disclosure/dues/{due.pk}/waive/").status_code == 403


def test_the_desk_leads_from_page_to_page(client, office):
    text = client.get("/disclosure/dues/").content.decode()

    assert [f'href="{url}"' in text for url in ("/disclosure/items/", "/disclosure/inside/", "/disclosure/")] == [
        True
    ] * 3
