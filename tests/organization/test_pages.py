"""Pages of the organization: they open for who may, keep their query counts, and do what their buttons say."""

import pytest
from django.utils import timezone

from organization import queries, services
from organization.models import Delegation, Department, Notice, Person, Tenure
from organization.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    person = factories.holder(Role.PARTY_OFFICE)
    client.force_login(person)
    client.get("/accounts/me/")  # the session is written once, before queries are counted
    return person


NEW = {"name": "运营管理部", "kind": "administrative", "business_area": "other"}


def test_the_office_opens_a_department_from_the_form(client, office):
    data = {**NEW, "code": "D99", "parent": factories.root().pk}

    response = client.post("/organization/departments/new/", data)

    assert (response.status_code, response.url) == (302, "/organization/departments/D99/")


def test_a_used_code_is_said_beside_the_field_and_nothing_is_lost(client, office):
    used = factories.department()
    data = {**NEW, "code": used.code, "parent": factories.root().pk}

    response = client.post("/organization/departments/new/", data)

    assert response.status_code == 422
    assert response.context["form"].errors == {"code": [f"编码 {used.code} 已被使用，请换一个。"]}
    assert response.context["form"]["name"].value() == "运营管理部"


def test_a_main_leaders_post_outside_the_leadership_is_said_beside_the_field(client, office):
    where = factories.department()

    response = client.post(
        f"/organization/departments/{where.code}/posts/new/", {"code": "GX1", "name": "科长", "is_main_leader": "on"}
    )

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["is_main_leader"])


@pytest.mark.parametrize("what", ["department", "department renamed", "department moved", "post", "post renamed"])
def test_a_name_that_is_taken_is_said_beside_the_field(client, office, what):
    used, other = factories.department("药剂科"), factories.department("设备科")
    elsewhere = factories.department("药剂科", parent=other)
    post, second = factories.post(used), factories.post(used)
    address, data, field = {
        "department": ("departments/new/", {"code": "D99", "parent": used.parent_id, "name": used.name}, "name"),
        "department renamed": (f"departments/{other.code}/edit/", {"name": used.name}, "name"),
        "department moved": (f"departments/{elsewhere.code}/move/", {"parent": used.parent_id}, "parent"),
        "post": (f"departments/{used.code}/posts/new/", {"code": "GX1", "name": post.name}, "name"),
        "post renamed": (f"posts/{second.code}/edit/", {"name": post.name}, "name"),
    }[what]

    response = client.post(f"/organization/{address}", {"kind": "administrative", "business_area": "other", **data})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_a_double_click_opens_one_post(client, office):
    where = factories.department()
    key = "6f1b3f0e-5f1c-4c57-9a55-0f4f5f1c4c57"
    data = {"code": "GX1", "name": "采购员", "form_key": key}

    first = client.post(f"/organization/departments/{where.code}/posts/new/", data)
    second = client.post(f"/organization/departments/{where.code}/posts/new/", data)

    assert (first.url, second.url) == ("/organization/posts/GX1/", "/organization/posts/GX1/")
    assert where.posts.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_is_a_constant_number_of_queries(client, office, django_assert_num_queries, count):
    for _ in range(count):
        factories.department()

    with django_assert_num_queries(7):
        client.get("/organization/departments/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_posts_are_a_constant_number_of_queries(client, office, django_assert_num_queries, count):
    for _ in range(count):
        factories.post()

    with django_assert_num_queries(9):
        client.get("/organization/posts/")


def test_departments_are_found_by_pinyin_initials(client, office):
    factories.department("药剂科")
    factories.department("设备科")

    response = client.get("/organization/departments/", {"q": "yjk"})

    assert [row.thing.name for row in response.context["page"].rows] == ["药剂科"]


def test_tenure_is_begun_and_ended_from_the_post(client, office):
    post, person = factories.post(), factories.person()
    client.post(f"/organization/posts/{post.code}/tenures/new/", {"person": person.pk, "from_on": "2026-01-05"})
    tenure = Tenure.objects.get(post=post)

    client.post(f"/organization/tenures/{tenure.pk}/end/", {"on": "2026-11-01"})

    tenure.refresh_from_db()
    assert (tenure.person, str(tenure.to_on)) == (person, "2026-11-01")


def test_retiring_a_department_asks_first(client, office):
    where = factories.department()

    client.get(f"/organization/departments/{where.code}/retire/")

    assert Department.objects.get(pk=where.pk).retired_on is None


def test_a_body_gets_its_members_from_its_page(client, office):
    body = services.open_body(by=office, kind="party_committee", name="院党委")
    data = {"person": office.pk, "duty": "chair", "from_on": "2026-01-05"}

    client.post(f"/organization/bodies/{body.pk}/members/new/", data)

    assert [member.person for member in queries.memberships(body)] == [office]


def test_an_own_calendar_day_is_set_and_cleared(client, office):
    client.post("/organization/calendar/", {"day": "2026-10-01", "is_workday": "yes", "note": "值班"})
    day = queries.calendar_days().get()

    client.post(f"/organization/calendar/{day.pk}/clear/")

    assert list(queries.calendar_days()) == []


def test_the_system_administrator_opens_an_account_and_resets_its_password(client):
    client.force_login(factories.holder(Role.SYSADMIN))
    client.post("/organization/accounts/new/", {"username": "yao01", "name": "药师", "password": "First-pass-1"})
    made = Person.objects.get(username="yao01")

    client.post(f"/organization/accounts/{made.pk}/password/", {"password": "Second-pass-2"})

    made.refresh_from_db()
    assert (made.check_password("Second-pass-2"), made.must_change_password) == (True, True)


def test_a_retired_account_is_refused_at_its_next_request(client):
    filer = factories.holder(Role.FILER)
    client.force_login(filer)

    services.retire_account(by=factories.system(), person=filer)

    assert client.get("/desk/").url == "/accounts/login/?next=/desk/"


def test_the_security_administrator_grants_from_the_page(client):
    client.force_login(factories.holder(Role.SECADMIN))
    person, where = factories.person(), factories.department()

    client.post(f"/organization/grants/{person.pk}/", {"role": "filer", "department": where.pk})

    assert queries.roles_of(person) == {"filer"}


def test_the_auditor_sees_who_and_what_but_no_values(client):
    secret = factories.department("保密名称部门")
    client.force_login(factories.holder(Role.AUDITOR))

    page = client.get("/organization/trail/", {"verb": "organization.add_department"}).content.decode()

    assert (secret.code in page, secret.name in page) == (True, False)


@pytest.mark.parametrize("asked", ["新设", "新设部门", "organization.add_d"])
def test_the_auditor_finds_a_verb_by_what_it_is_called(client, asked):
    where = factories.department()
    client.force_login(factories.holder(Role.AUDITOR))

    rows = client.get("/organization/trail/", {"verb": asked}).context["page"].rows

    found = [[cell.value for cell in row.rest] for row in rows]
    assert any("新设部门" in values and where.code in values for values in found)


def test_a_stand_in_is_named_and_told(client):
    head, colleague = factories.holder(Role.DEPARTMENT_HEAD), factories.person()
    client.force_login(head)
    today = timezone.localdate().isoformat()
    data = {"stand_in": colleague.pk, "from_on": today, "to_on": today, "reason": "外出培训"}

    client.post("/organization/delegations/new/", data)

    assert Delegation.objects.get().stand_in == colleague
    assert Notice.objects.get(person=colleague).kind == "delegation"


def test_picked_messages_are_marked_as_read(client):
    person = factories.holder(Role.FILER)
    client.force_login(person)
    for text in ("有新的批注", "已到您的环节"):
        services.notify([person], kind="test", text=text, url="/desk/")
    first = Notice.objects.get(text="有新的批注")

    client.post("/desk/notices/read/", {"picked": [first.pk]})

    assert list(Notice.objects.filter(read_at=None).values_list("text", flat=True)) == ["已到您的环节"]


def test_another_persons_messages_stay_unread(client):
    other = factories.person()
    services.notify([other], kind="test", text="有新的批注")
    client.force_login(factories.holder(Role.FILER))

    client.post("/desk/notices/read/", {"picked": [Notice.objects.get().pk]})

    assert queries.unread_count(other) == 1


def test_the_messages_page_shows_them(client):
    person = factories.holder(Role.FILER)
    client.force_login(person)
    services.notify([person], kind="test", text="有新的批注", url="/desk/")

    page = client.get("/desk/notices/").context["page"]

    assert [row.thing.text for row in page.rows] == ["有新的批注"]
