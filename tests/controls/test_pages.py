"""Pages of control tables and measures: forms, lists, refusals, and the number of queries."""

from datetime import date

import pytest

from controls import queries, services
from controls.models import ControlTable, Measure
from core.models import Duty
from organization import services as organization_services
from organization.roles import Role
from risks.models import RiskRegister
from tests import factories
from tests.controls import factories as control_factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
KEY = "6f1b3f0e-5f1c-4c57-9a55-0f4f5f1c4c57"


@pytest.fixture
def table():
    return control_factories.table(factories.department("药剂科"))


@pytest.fixture
def filer(client, table):
    return risk_factories.sign_in(client, factories.holder(Role.FILER, table.department))


def form_of(table, **changes):
    post = control_factories.point_of(table).post_id
    return {"text": "三岗分设", "kind": "balance", "responsible_post": post, "is_long_term": "on", **changes}


def adding(table, kind=""):
    return f"/controls/tables/{table.pk}/measures/new/?point={control_factories.point_of(table).pk}&kind={kind}"


def test_a_filer_adds_a_measure_and_returns_to_its_point(client, filer, table):
    response = client.post(adding(table), form_of(table))

    made = Measure.objects.get()
    assert response.url == f"/controls/tables/{table.pk}/#point-{made.point_id}"
    assert (made.text, made.is_long_term, made.filed_by) == ("三岗分设", True, filer)


def test_a_suggestion_begins_the_form_with_its_kind_and_sentence(client, filer, table):
    form = client.get(adding(table, "disclosure")).context["form"]

    assert (form["kind"].value(), form["text"].value()) == (
        "disclosure",
        "品种、金额、供应商按月在内网公布，接受职工查询",
    )


def test_the_form_keeps_what_was_typed_and_says_the_error_beside_the_field(client, filer, table):
    response = client.post(adding(table), form_of(table, due_on="2027-06-30", proof="抽查表"))

    form = response.context["form"]
    assert (response.status_code, form["text"].value(), form["proof"].value()) == (422, "三岗分设", "抽查表")
    assert form.errors == {"due_on": ["已勾选“长期”，请清空日期；或取消“长期”。"]}
    assert Measure.objects.count() == 0


def test_a_double_click_adds_one_measure(client, filer, table):
    first, second = (client.post(adding(table), form_of(table, form_key=KEY)) for _click in range(2))

    assert (first.url, Measure.objects.count()) == (second.url, 1)


def test_a_form_opened_before_another_change_is_refused(client, filer, table):
    measure = control_factories.measure(table)
    opened = ControlTable.objects.get().version
    services.change_measure(by=filer, measure=measure, text="先改的")

    response = client.post(f"/controls/measures/{measure.pk}/edit/", form_of(table, version=opened, text="后改的"))

    assert (response.status_code, Measure.objects.get().text) == (409, "先改的")


def test_a_filer_changes_a_measure(client, filer, table):
    measure = control_factories.measure(table)
    data = form_of(table, is_long_term="", due_on="2027-06-30", version=ControlTable.objects.get().version)

    client.post(f"/controls/measures/{measure.pk}/edit/", data)

    changed = Measure.objects.get()
    assert (changed.text, changed.is_long_term, changed.due_on) == ("三岗分设", False, date(2027, 6, 30))


def test_removing_asks_first(client, filer, table):
    address = f"/controls/measures/{control_factories.measure(table).pk}/remove/"

    asked = client.get(address)
    left = Measure.objects.count()
    removed = client.post(address)

    assert (asked.status_code, left, removed.url, Measure.objects.count()) == (200, 1, table.get_absolute_url(), 0)


@pytest.mark.parametrize(("status", "kept"), [("done", "done"), ("nonsense", "planned")])
def test_progress_is_taken_from_the_choices_only(client, filer, table, status, kept):
    measure = control_factories.measure(table)

    client.post(f"/controls/measures/{measure.pk}/progress/", {"status": status})

    assert Measure.objects.get().status == kept


def test_a_filer_opens_a_table_for_the_department(client):
    where = factories.department()
    risk_factories.point(risk_factories.register(where))
    risk_factories.sign_in(client, factories.holder(Role.FILER, where))

    response = client.post("/controls/new/", {"department": where.pk})

    assert response.url == ControlTable.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["balance", "education"]),
        ("&q=sgfs", ["balance"]),
        ("&q=没有这样的措施", []),
        ("&kind=education", ["education"]),
        ("&due=overdue", ["education"]),
        ("&due=long", ["balance"]),
        ("&sort=-code", ["education", "balance"]),
    ],
)
def test_measures_are_searched_filtered_and_sorted(client, filer, table, query, shown):
    control_factories.measure(table, text="三岗分设")
    control_factories.measure(table, text="警示教育", kind="education", due_on=date(2020, 1, 31))

    page = client.get(f"/controls/measures/?table={table.pk}{query}").context["page"]

    assert [row.thing.kind for row in page.rows] == shown


def test_measures_are_exported_as_they_are_shown(client, filer, table):
    control_factories.measure(table, text="三岗分设")
    control_factories.measure(table, text="警示教育", kind="education")

    response = client.get(f"/controls/measures/?table={table.pk}&kind=education&export=csv")

    lines = b"".join(response.streaming_content if response.streaming else [response.content]).decode("utf-8-sig")
    assert [line.split(",")[0] for line in lines.splitlines()] == ["措施", "警示教育"]


def test_measures_come_page_by_page(client, filer, table):
    for _number in range(51):
        control_factories.measure(table)

    first = client.get(f"/controls/measures/?table={table.pk}").context["page"]

    assert (len(first.rows), first.count) == (50, 51)


def test_an_address_with_a_wrong_table_shows_the_measures_in_force(client, filer, table):
    control_factories.measure(table)

    assert client.get("/controls/measures/?table=abc").context["page"].rows == []


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR])
def test_administrators_reach_none_of_the_pages(client, table, role):
    measure = control_factories.measure(table)
    risk_factories.sign_in(client, factories.holder(role))
    addresses = (table.get_absolute_url(), measure.get_absolute_url(), f"/controls/tables/{table.pk}/print/")

    assert {client.get(address).status_code for address in addresses} <= {403, 404}


def test_a_table_that_may_not_be_known_is_not_found(client, table):
    risk_factories.sign_in(client, factories.holder(Role.FILER, factories.department()))
    measure = control_factories.measure(table)
    addresses = [table.get_absolute_url(), measure.get_absolute_url(), adding(table)]
    addresses += [f"/controls/tables/{table.pk}/{page}/" for page in ("check", "print")]

    assert [client.get(address).status_code for address in addresses] == [404] * 5


def test_adding_is_refused_to_who_only_reads(client, table):
    risk_factories.sign_in(client, factories.holder(Role.OVERSEER, table.department))

    assert client.post(adding(table), form_of(table)).status_code == 403


def test_printing_asks_the_worker_once_and_leads_to_the_job(client, filer, table):
    choice = {"kind": "pdf", "paper": "A3", "post": ""}

    first, second = (client.post(f"/controls/tables/{table.pk}/print/", choice) for _click in range(2))

    duty = Duty.objects.get(kind="controls.print")
    assert (first.url, second.url, duty.payload["paper"]) == (duty.get_absolute_url(), duty.get_absolute_url(), "A3")


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/controls/", 9),
        ("/controls/measures/?table={}", 8),
        ("/controls/tables/{}/", 17),
        ("/controls/tables/{}/check/", 25),
    ],
)
def test_pages_ask_the_same_number_of_questions(
    client, filer, table, size, address, queries, django_assert_num_queries
):
    register = table.register
    for _number in range(size - 1):
        risk_factories.point(register, post=factories.post(table.department))
        more = control_factories.table()
        organization_services.grant(by=factories.system(), person=filer, role=Role.FILER, department=more.department)
    for point in register.points.order_by("id"):
        control_factories.measure(table, point=point)

    with django_assert_num_queries(queries):
        client.get(address.format(table.pk))


@pytest.fixture
def two_posts(monkeypatch):
    """A table of two posts, which is long."""
    where = factories.department("设备科")
    register = risk_factories.register(where)
    posts = [factories.post(where), factories.post(where)]
    for post in posts:
        risk_factories.point(register, post=post)
    monkeypatch.setattr("controls.queries.LONG", 1)
    return control_factories.table(where), posts


def posts_shown(client, table, query=""):
    return [group.post for group in client.get(f"/controls/tables/{table.pk}/{query}").context["groups"]]


def test_a_long_table_shows_one_post_at_a_time_and_all_when_asked(client, two_posts):
    table, (first, second) = two_posts
    risk_factories.sign_in(client, factories.holder(Role.FILER, table.department))

    assert posts_shown(client, table) == [first]
    assert posts_shown(client, table, f"?post={second.code}") == [second]
    assert posts_shown(client, table, "?post=nowhere") == [first]
    assert posts_shown(client, table, "?post=all") == [first, second]


def test_a_table_that_is_not_long_shows_every_post(client, two_posts, monkeypatch):
    table, posts = two_posts
    monkeypatch.setattr("controls.queries.LONG", 2)
    risk_factories.sign_in(client, factories.holder(Role.FILER, table.department))

    assert posts_shown(client, table, f"?post={posts[1].code}") == posts


def test_whoever_adds_a_measure_to_a_long_table_returns_to_its_post(client, two_posts):
    table, (_first, second) = two_posts
    risk_factories.sign_in(client, factories.holder(Role.FILER, table.department))
    point = table.register.points.get(post=second)

    response = client.post(f"/controls/tables/{table.pk}/measures/new/?point={point.pk}", form_of(table))

    assert response.url == f"/controls/tables/{table.pk}/?post={second.code}#point-{point.pk}"


@pytest.mark.parametrize("point", ["", "x", "0"])
def test_a_measure_against_no_point_of_the_table_is_not_there(client, filer, table, point):
    assert client.get(f"/controls/tables/{table.pk}/measures/new/?point={point}").status_code == 404


def test_the_chain_leads_from_a_register_and_its_points_to_their_measures(client, filer, table):
    measure = control_factories.measure(table)
    point = measure.point
    measures, last = f"/controls/measures/?table={table.pk}", table.get_absolute_url()

    register = client.get(table.register.get_absolute_url()).context["chain"][-2:]
    shown = client.get(point.get_absolute_url()).context["chain"][-2:]

    assert [(link["label"], link["url"], link["count"]) for link in register] == [
        ("措施", measures, 1),
        ("一览表", last, None),
    ]
    assert [(link["label"], link["url"], link["count"]) for link in shown] == [
        ("措施", f"{last}#point-{point.pk}", 1),
        ("一览表", last, None),
    ]


def test_the_chain_leads_from_powers_to_the_table_that_rests_on_their_register(client, filer, table):
    power_list = power_factories.power_list(table.department)
    RiskRegister.objects.filter(pk=table.register_id).update(power_list=power_list)

    links = queries.chain_links(power_list, filer)

    assert [link["url"] for link in links] == [f"/controls/measures/?table={table.pk}", table.get_absolute_url()]
    assert queries.chain_links(table, filer) == []


def test_the_chain_leads_to_the_tables_where_none_rests_on_the_register_yet(client, filer, table):
    register = risk_factories.register(factories.department())

    assert [link["url"] for link in queries.chain_links(register, filer)] == ["/controls/"]


def test_the_chain_leads_a_point_of_a_long_table_to_its_post(filer, table, monkeypatch):
    monkeypatch.setattr("controls.queries.rows.LONG", 0)
    point = control_factories.point_of(table)

    link = queries.chain_links(point, filer)[0]

    assert link["url"] == f"{table.get_absolute_url()}?post={point.post.code}#point-{point.pk}"


def test_a_table_is_compared_row_by_row_with_the_edition_before(client, filer, table):
    control_factories.measure(table)
    control_factories.in_force(table)
    newer = services.open_table(by=filer, department=table.department)
    services.change_measure(by=filer, measure=newer.measures.get(), text="三岗分设并每月轮换")

    shown = client.get(f"/controls/tables/{newer.pk}/")
    text = client.get(f"/controls/tables/{newer.pk}/changes/").content.decode()

    assert f"/controls/tables/{newer.pk}/changes/" in shown.content.decode()
    assert ("申请、审批、验收由三个岗位分别承担" in text, "三岗分设并每月轮换" in text) == (True, True)
