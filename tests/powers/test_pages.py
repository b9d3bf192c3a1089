"""Pages of powers: they open for those who may, and do what their buttons say."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from powers import queries, services
from powers.models import Flow, Power, PowerList
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def filer():
    return people.holder("filer", people.department())


@pytest.fixture
def desk(client, filer):
    """A browser in which the filer is logged in."""
    client.force_login(filer)
    return client


@pytest.fixture
def draft(filer):
    return factories.power_list(filer.department, by=filer)


@pytest.fixture
def power(draft, filer):
    made = factories.power(draft, by=filer, content="管采购", materials=[services.MaterialEntry("申请表")])
    factories.with_flow(made)
    return made


def values_of(power, **changed):
    """What the browser posts from the form of a power."""
    values = {
        "name": power.name,
        "content": power.content,
        "handling_department": power.handling_department_id,
        "responsible_post": "",
        "nature": power.nature,
        "discretion": "",
        "bases": [basis.pk for basis in queries.bases_of(power)],
        "vetting": power.vetting,
        "vetting_note": "",
        "promised_unit": "workday",
        "disclosure_scope": power.disclosure_scope,
        "materials-TOTAL_FORMS": 2,
        "materials-INITIAL_FORMS": 0,
        "materials-0-name": "申请表",
        "materials-0-copies": 1,
        "materials-0-form": "original",
        "materials-0-is_required": "on",
        "materials-1-copies": 1,
        "materials-1-form": "original",
        "materials-1-is_required": "on",
        "version": power.version,
    }
    return {**values, **changed}


def steps_posted(shape, **more):
    posted = {"steps-count": len(shape), **more}
    for place, (name, post, links) in enumerate(shape):
        posted |= {
            f"steps-{place}-name": name,
            f"steps-{place}-post": post,
            f"steps-{place}-links": links,
            f"steps-{place}-function": "execution",
            f"steps-{place}-focus": "none",
            f"steps-{place}-limit_value": "1",
            f"steps-{place}-limit_unit": "workday",
        }
    return posted


@pytest.mark.parametrize("name", ["power", "edit", "remove", "history", "print"])
def test_pages_of_a_power_open_for_its_filer(desk, power, name):
    assert desk.get(reverse(f"powers:{name}", args=[power.pk])).status_code == 200


@pytest.mark.parametrize("name", ["list", "check", "difference", "add"])
def test_pages_of_an_edition_open_for_its_filer(desk, power, name):
    assert desk.get(reverse(f"powers:{name}", args=[power.power_list_id])).status_code == 200


@pytest.mark.parametrize("name", ["home", "in_force", "open_list", "bases", "regulations", "find_bases"])
def test_pages_without_a_thing_open_for_a_filer(desk, name):
    assert desk.get(reverse(f"powers:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["power", "edit", "remove", "history", "print"])
def test_pages_of_a_draft_are_hidden_from_another_department(client, power, name):
    client.force_login(people.holder("filer", people.department()))

    assert client.get(reverse(f"powers:{name}", args=[power.pk])).status_code == 404


@pytest.mark.parametrize("name", ["flow", "flow_svg", "flow_bpmn"])
def test_a_chart_opens_for_the_filer_and_is_hidden_from_others(client, desk, power, name):
    address = reverse(f"powers:{name}", args=[power.pk, "internal"])
    assert desk.get(address).status_code == 200

    client.force_login(people.holder("filer", people.department()))

    assert client.get(address).status_code == 404


def test_opening_an_edition_leads_to_it(desk, filer):
    response = desk.post(reverse("powers:open_list"), {"department": filer.department_id})

    opened = PowerList.objects.get()
    assert (response.status_code, response.url) == (302, opened.get_absolute_url())


def test_adding_a_power_leads_to_its_form(desk, draft):
    response = desk.post(reverse("powers:add", args=[draft.pk]), {"name": "药品报损审批", "category": "YP"})

    made = Power.objects.get()
    assert (response.url, made.code) == (reverse("powers:edit", args=[made.pk]), "YP-01")


def test_saving_a_power_leads_to_its_page(desk, power):
    response = desk.post(reverse("powers:edit", args=[power.pk]), values_of(power, name="新名称"))

    power.refresh_from_db()
    assert (response.url, power.name, power.materials.get().name) == (power.get_absolute_url(), "新名称", "申请表")


def test_saving_a_power_without_basis_asks_for_a_vetting(desk, power):
    response = desk.post(reverse("powers:edit", args=[power.pk]), values_of(power, bases=[]))

    assert response.status_code == 422
    assert response.context["form"].errors["vetting"] == ["没有行使依据的职权，须选“拟取消”或“说明理由后保留”。"]


def test_a_draft_is_kept_without_basis(desk, power):
    response = desk.post(reverse("powers:edit", args=[power.pk]), values_of(power, bases=[], draft="1"))

    assert (response.url, power.basis_links.count()) == (reverse("powers:edit", args=[power.pk]), 0)


def test_autosave_keeps_the_form_and_gives_the_next_version(desk, power):
    response = desk.post(reverse("powers:save_draft", args=[power.pk]), values_of(power, content="写到一半"))

    power.refresh_from_db()
    assert (power.content, power.version) == ("写到一半", 2)
    assert 'name="version" value="2"' in response.content.decode()


def test_autosave_of_a_stale_form_is_refused(desk, power):
    services.change_power(by=people.system(), power=power, name="别人改的")

    response = desk.post(reverse("powers:save_draft", args=[power.pk]), values_of(power, content="写到一半", version=1))

    assert response.status_code == 409


def test_finding_a_basis_without_javascript_writes_nothing(desk, power):
    other = factories.basis(title="处方管理办法")

    response = desk.post(
        reverse("powers:edit", args=[power.pk]), values_of(power, content="未保存", find="1", find_basis="cfgl")
    )

    power.refresh_from_db()
    assert (response.status_code, response.context["bases_found"], power.content) == (200, [other], "管采购")


def test_finding_a_basis_while_typing_keeps_those_picked(desk, power):
    picked, other = factories.basis(title="处方管理办法甲"), factories.basis(title="处方管理办法乙")

    response = desk.get(reverse("powers:find_bases"), {"find_basis": "处方", "bases": picked.pk})

    assert (response.context["bases_picked"], response.context["bases_found"]) == ([picked], [other])


def test_the_form_of_a_new_power_does_not_call_filled_in_what_a_submission_asks_for(desk, draft):
    bare = factories.power(draft, bases=[])
    address = reverse("powers:edit", args=[bare.pk])

    sections = {section.slug: section.is_complete for section in desk.get(address).context["sections"]}

    assert [sections[slug] for slug in ("basic", "basis", "conduct")] == [False, False, False]


def test_another_row_of_materials_writes_nothing(desk, power):
    response = desk.post(reverse("powers:edit", args=[power.pk]), values_of(power, add_material="1", name="未保存"))

    power.refresh_from_db()
    assert response.context["materials"].total_form_count() == 3
    assert power.name != "未保存"
    added = response.context["materials"].forms[2]
    assert (added["copies"].value(), added["is_required"].value()) == ("1", True)


def test_a_row_of_materials_without_a_name_does_not_keep_the_power_from_being_saved(desk, power):
    blank = {"materials-TOTAL_FORMS": 3, "materials-1-copies": "", "materials-2-copies": "2"}

    response = desk.post(reverse("powers:edit", args=[power.pk]), values_of(power, **blank))

    assert (response.status_code, power.materials.get().name) == (302, "申请表")


def test_removing_a_power_somebody_changed_since_is_refused(desk, power):
    services.change_power(by=people.system(), power=power, name="别人改的")

    response = desk.post(reverse("powers:remove", args=[power.pk]), {"version": 1})

    assert (response.status_code, Power.objects.count()) == (409, 1)


def test_removing_a_power_leads_to_its_edition(desk, power):
    response = desk.post(reverse("powers:remove", args=[power.pk]), {"version": 1})

    assert (response.url, Power.objects.count()) == (power.power_list.get_absolute_url(), 0)


def test_saving_a_chart_leads_to_the_power(desk, draft, filer):
    power = factories.power(draft)
    post = people.post(filer.department, name="采购员")
    shape = [("受理", "采购员", "2"), ("办结", post.code, "结束"), ("", "", "结束")]

    address = reverse("powers:flow", args=[power.pk, "internal"])
    response = desk.post(address, steps_posted(shape, action="save", version=0))

    assert response.url == f"{power.get_absolute_url()}#flow-internal"
    steps = Flow.objects.get().steps.order_by("number")
    assert [(step.name, step.post) for step in steps] == [("受理", post), ("办结", post)]


@pytest.mark.parametrize(
    ("shape", "fault"),
    [
        ([("", "", "结束"), ("办结", "", "结束")], "请填写环节名称"),
        ([("受理", "", "9")], "第9步不存在"),
        ([("受理", "", "随便")], "看不懂"),
        ([("受理", "没有的岗位", "结束")], "没有叫“没有的岗位”的岗位"),
    ],
)
def test_a_chart_that_cannot_be_read_is_not_saved(desk, draft, shape, fault):
    power = factories.power(draft)

    address = reverse("powers:flow", args=[power.pk, "internal"])
    response = desk.post(address, steps_posted(shape, action="save", version=0))

    assert (response.status_code, Flow.objects.count()) == (422, 0)
    assert fault in "".join(response.context["table"].forms[0].told())


def test_a_chart_nobody_has_begun_is_not_told_what_it_lacks(desk, draft):
    power = factories.power(draft)

    context = desk.get(reverse("powers:flow", args=[power.pk, "internal"])).context

    assert [form.told() for form in context["table"].forms] == [[], [], []]
    assert (context["faults"], context["is_new"]) == ([], True)


def test_a_way_that_cannot_be_read_does_not_accuse_the_steps_after_it(desk, draft):
    power = factories.power(draft)
    address = reverse("powers:preview", args=[power.pk, "internal"])

    context = desk.post(address, steps_posted([("受理", "", "同意去二"), ("办结", "", "结束"), ("", "", "")])).context

    told = [form.told() for form in context["table"].forms]
    assert (len(told[0]), told[1], told[2]) == (2, ["第2步“办结”没有责任岗位"], [])
    assert context["faults"] == []


def test_a_refused_chart_says_at_its_head_that_it_was_not_saved(desk, draft):
    power = factories.power(draft)
    address = reverse("powers:flow", args=[power.pk, "internal"])

    html = desk.post(address, steps_posted([("受理", "", "随便")], action="save", version=0)).content.decode()

    assert "没有保存：下列环节还看不懂" in html
    assert '<a href="#step-1">第 1 步：“随便”看不懂' in html


def test_inserting_a_row_writes_nothing_and_keeps_the_links_right(desk, power):
    shape = [("甲", "", "2"), ("乙", "", "3:同意|1:退回"), ("丙", "", "结束")]

    address = reverse("powers:flow", args=[power.pk, "internal"])
    response = desk.post(address, steps_posted(shape, action="insert:1", version=1))

    rows = [(row.get("name", ""), row["links"]) for row in response.context["table"].rows]
    assert rows == [("甲", "2"), ("", "3"), ("乙", "4:同意|1:退回"), ("丙", "结束")]
    assert response.context["table"].forms[1].fields["name"].widget.attrs["autofocus"] is True


def test_the_preview_draws_what_is_typed_and_writes_nothing(desk, power):
    address = reverse("powers:preview", args=[power.pk, "internal"])

    response = desk.post(address, steps_posted([("只有一步", "", "结束")]))

    html = response.content.decode()
    assert (html.count("<svg"), "只有一步" in html, "没有责任岗位" in html) == (1, True, True)
    assert Flow.objects.get().steps.count() == 3


def test_the_preview_is_the_same_as_the_part_of_the_page(desk, power):
    shape = [("甲", "", "2"), ("乙", "", "结束")]
    address = reverse("powers:flow", args=[power.pk, "internal"])

    page = desk.post(address, steps_posted(shape, action="check")).content.decode()
    part = desk.post(reverse("powers:preview", args=[power.pk, "internal"]), steps_posted(shape)).content.decode()

    section = part[: part.index("</section>")].strip()
    assert section in page


def test_steps_lead_to_filing_a_risk_point_for_those_who_file(client, desk, power):
    step = power.flows.get().steps.order_by("number").first()
    address = f"{reverse('risks:new')}?step={step.pk}"

    assert desk.get(power.get_absolute_url()).content.decode().count(address) == 2

    client.force_login(people.holder("overseer", power.power_list.department))
    assert client.get(power.get_absolute_url()).content.decode().count(address) == 0


def test_a_repealed_basis_is_said_on_a_power_in_force(desk, power):
    factories.in_force(power.power_list)
    basis = power.bases.get()
    services.change_basis(by=people.system(), basis=basis, status="repealed")

    response = desk.get(power.get_absolute_url())

    assert response.context["repealed"] == [basis]
    assert "审定后有变动" in response.content.decode()


def test_a_frozen_row_is_shown_from_its_content_alone(power, django_assert_num_queries):
    (row,) = services.handler.freeze(power.power_list_id).rows

    with django_assert_num_queries(0):
        html = render_to_string(services.handler.rows_template(), {"row": row})

    assert (html.count("<svg"), "管采购" in html, "申请表" in html) == (1, True, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=ypbs", {"YP-01"}),
        ("?category=CW", {"CW-01"}),
        ("?is_major=on", {"CW-01"}),
        ("?basis=none", {"CW-01"}),
        ("?basis=unchecked", {"YP-01"}),
        ("?change=new", {"CW-01", "YP-01"}),
        ("?change=changed", set()),
        ("?nature=external&vetting=keep&disclosure_scope=society", {"YP-01"}),
    ],
)
def test_the_powers_of_an_edition_are_narrowed_by_search_and_filters(desk, draft, query, found):
    basis = factories.basis("unchecked")
    factories.power(draft, name="药品报损", bases=[basis], nature="external", disclosure_scope="society")
    factories.power(draft, name="预算审批", category="CW", bases=[], is_major=True)

    response = desk.get(draft.get_absolute_url() + query)

    assert {row.thing.code for row in response.context["page"].rows} == found


def test_editions_are_found_by_the_initials_of_their_department(client):
    client.force_login(people.holder("party_office"))
    wanted = factories.power_list(people.department("药剂科"))
    factories.power_list(people.department("财务科"))

    response = client.get(reverse("powers:home") + "?q=yjk")

    assert [row.thing for row in response.context["page"].rows] == [wanted]


def test_an_edition_is_exported_as_it_is_shown(desk, power):
    response = desk.get(power.power_list.get_absolute_url() + "?export=csv")

    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[1].split(",")[:3] == [power.code, power.name, "药品采购权"]
