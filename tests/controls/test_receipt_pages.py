"""Pages of receipts: the list over departments, one table's, signing, recording from paper, and where they show."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from controls import services
from controls.documents import scans
from controls.models import TableReceipt
from core.models import Attachment
from organization.roles import Role
from tests import factories
from tests.controls import factories as controls
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n sheet"


@pytest.fixture
def office(client):
    return sign_in(client, factories.holder(Role.PARTY_OFFICE))


@pytest.fixture
def signed():
    """A table in force of which one of two holders has signed."""
    post, person = controls.held_post()
    other, _late = controls.held_post(post.department)
    table = controls.table_in_force(post, other)
    services.sign_table(by=person, table=table)
    return table


def shown(client, query=""):
    return [
        (row.thing.post.name, row.thing.receipt_state)
        for row in client.get(f"/controls/receipts/{query}").context["page"].rows
    ]


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    for _number in range(size):
        controls.table_in_force(controls.held_post()[0])

    with django_assert_num_queries(10):
        client.get("/controls/receipts/")


@pytest.mark.parametrize("size", [1, 3])
def test_a_tables_receipts_ask_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    where = factories.department()
    people = [controls.held_post(where) for _number in range(size)]
    table = controls.table_in_force(*(post for post, _person in people))
    for _post, person in people:
        services.sign_table(by=person, table=table)

    with django_assert_num_queries(12):
        client.get(f"/controls/tables/{table.pk}/receipts/")


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_to_sign_asks_the_same_number_of_questions(client, size, django_assert_num_queries):
    post, person = controls.held_post()
    posts = [post, *(controls.held_post(post.department, person=person)[0] for _number in range(size - 1))]
    table = controls.table_in_force(*posts)
    sign_in(client, person)

    with django_assert_num_queries(13):
        client.get(table.sign_url)


def test_the_office_sees_who_signed_and_who_has_not(client, office, signed):
    controls.table()  # a draft asks nobody

    first, second = (point.post.name for point in signed.register.points.order_by("code"))
    assert shown(client) == [(first, "signed"), (second, "unsigned")]
    assert shown(client, "?state=unsigned") == [(second, "unsigned")]
    assert shown(client, f"?table={signed.pk}&paper=False") == [(first, "signed")]
    assert client.get("/controls/receipts/").context["totals"] == {"signed": 1, "unsigned": 1, "vacant": 0}


def test_vacant_posts_are_counted(client, office):
    table = controls.table_in_force()

    assert client.get(f"/controls/receipts/?table={table.pk}").context["totals"]["vacant"] == 1
    assert "空缺岗位 1 个" in client.get(f"/controls/tables/{table.pk}/receipts/").text


def test_the_list_is_filtered_by_department_and_searched(client, office, signed):
    post, _person = controls.held_post(name="药品采购岗")
    controls.table_in_force(post)

    assert shown(client, f"?department={post.department_id}") == [("药品采购岗", "unsigned")]
    assert shown(client, "?q=ypcg") == [("药品采购岗", "unsigned")]


def test_the_export_holds_what_is_shown(client, office, signed):
    text = client.get("/controls/receipts/?export=csv").getvalue().decode("utf-8-sig")

    assert text.splitlines()[0] == "岗位,任职人,部门,状态,签收日期,方式,任职日期"
    assert [line.split(",")[3] for line in text.splitlines()[1:]] == ["已签收", "未签收"]


def test_others_see_their_own_department_and_their_own_rows(client, signed):
    post, person = controls.held_post()
    controls.table_in_force(post)
    sign_in(client, person)

    assert shown(client) == [(post.name, "unsigned")]
    assert client.get(f"/controls/tables/{signed.pk}/receipts/").status_code == 404
    assert client.get(signed.sign_url).status_code == 404


def test_an_empty_list_says_when_it_fills(client, office):
    assert "一览表审定生效后" in client.get("/controls/receipts/").text


def test_the_table_leads_to_its_receipts_and_offers_the_button_to_who_has_to_sign(client, office, signed):
    late = next(tenure.person for tenure in _holders(signed) if not TableReceipt.objects.filter(person=tenure.person))

    page = client.get(signed.get_absolute_url())

    assert "已签收 1 / 应签收 2" in page.text
    assert f'href="/controls/tables/{signed.pk}/receipts/"' in page.text
    assert signed.sign_url not in page.text
    sign_in(client, late)
    assert signed.sign_url in client.get(signed.get_absolute_url()).text


def _holders(table):
    return [tenure for point in table.register.points.all() for tenure in point.post.tenures.all()]


@pytest.mark.parametrize(("role", "count"), [(Role.PARTY_OFFICE, 20), (Role.FILER, 21), (Role.LEADERSHIP, 19)])
def test_a_table_in_force_asks_few_questions(client, signed, role, count, django_assert_num_queries):
    sign_in(client, factories.holder(role, signed.department if role == Role.FILER else None))

    with django_assert_num_queries(count):
        client.get(signed.get_absolute_url())


def test_a_superseded_table_keeps_its_receipts(client, office, signed):
    controls.in_force(services.open_table(by=factories.system(), department=signed.department))

    page = client.get(f"/controls/tables/{signed.pk}/receipts/")

    assert "只保留当时的签收记录" in page.text
    assert (page.text.count("系统内"), page.context["may_keep"]) == (1, False)
    assert "签收记录" in client.get(signed.get_absolute_url()).text


def test_a_holder_reads_the_own_rows_and_signs(client):
    post, person = controls.held_post()
    other, _person = controls.held_post(post.department)
    table = controls.table_in_force(post, other)
    sign_in(client, person)

    page = client.get(table.sign_url)
    answer = client.post(table.sign_url, {"post": [post.pk]})

    assert [group.post for group in page.context["groups"]] == [post]
    assert "我已阅读本岗位的风险点和防控措施" in page.text
    assert (answer.status_code, TableReceipt.objects.get().person) == (302, person)
    assert client.get(table.sign_url).status_code == 403


def test_a_post_that_was_not_shown_is_not_signed_for(client):
    post, person = controls.held_post()
    other, _person = controls.held_post(post.department)
    table = controls.table_in_force(post, other)
    sign_in(client, person)
    page = client.get(table.sign_url)
    controls.hold(person, other)

    answer = client.post(table.sign_url, {"post": [post.pk]})

    assert f'<input type="hidden" name="post" value="{post.pk}">' in page.text
    assert (answer.status_code, TableReceipt.objects.exists()) == (409, False)


def test_a_leader_signs_for_the_own_part_of_the_leaderships_table(client):
    post = factories.post(factories.root(), is_leadership=True)
    leader = factories.holder(Role.LEADERSHIP)
    controls.hold(leader, post)
    table = controls.table_in_force(post, factories.post(factories.root(), is_leadership=True), is_leadership=True)
    sign_in(client, leader)

    page = client.get(table.sign_url)
    client.post(table.sign_url, {"post": [post.pk]})

    assert [group.post for group in page.context["groups"]] == [post]
    assert [(each.post, each.person) for each in TableReceipt.objects.all()] == [(post, leader)]


@pytest.fixture
def paper(client, office):
    """A table in force whose only holder has no login: its address to record, and the tenure."""
    post = factories.post()
    table, tenure = controls.table_in_force(post), controls.paper_holder(post)
    return f"/controls/tables/{table.pk}/receipts/paper/", tenure


def form_of(holder, **changes):
    return {"tenure": holder.pk, "signed_on": timezone.localdate(), "paper_place": "党办文件柜", **changes}


def test_the_office_records_a_signature_on_paper(client, office, paper):
    address, tenure = paper

    answer = client.post(address, form_of(tenure, scan=SimpleUploadedFile("x.exe", PNG)))

    page = client.get(answer.url)
    scan = Attachment.objects.get()
    assert (TableReceipt.objects.get().recorded_by, scan.name, scan.content_type) == (office, "签收单.png", "image/png")
    assert f'href="{reverse("core:attachment", args=[scan.pk])}"' in page.text
    assert "党办文件柜" in page.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tenure": ""}, "tenure"),
        ({"signed_on": timezone.localdate() + timedelta(days=1)}, "signed_on"),
        ({"signed_on": "nonsense"}, "signed_on"),
        ({"paper_place": " "}, "paper_place"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(client, paper, changes, field):
    address, tenure = paper

    answer = client.post(address, form_of(tenure, **changes))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert TableReceipt.objects.count() == 0


@pytest.mark.parametrize("data", [b"MZ program", PNG + b"0" * scans.MOST_BYTES])
def test_a_scan_that_is_no_picture_or_too_big_is_refused(client, paper, data):
    address, tenure = paper

    answer = client.post(address, form_of(tenure, paper_place="", scan=SimpleUploadedFile("sheet.png", data)))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["scan"])


def test_who_does_not_file_is_refused(client, paper):
    address, _tenure = paper
    sign_in(client, factories.holder(Role.DISCIPLINE))

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("asked", ["x", "9" * 30, "²", "٣"])
@pytest.mark.parametrize("place", ["receipts", "conflicts", "measures"])
def test_a_table_that_is_no_number_is_not_asked_for(client, office, place, asked):
    assert client.get(f"/controls/{place}/", {"table": asked}).status_code == 200
