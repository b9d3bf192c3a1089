"""The check before submission: what blocks, what warns, and where each is mended."""

import pytest
from django.urls import reverse
from django.utils import timezone

from organization import services as organization
from powers import services
from powers.states import Vetting
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


def sound(**fields):
    """A power of an internal nature that the check finds nothing wrong with."""
    where = fields.pop("where", None) or factories.power_list()
    fields.setdefault("content", "管采购")
    fields.setdefault("supervision_channels", "纪检监察室")
    fields.setdefault("responsible_post", people.post(where.department))
    power = factories.power(where, **fields)
    factories.with_flow(power)
    return power


def faults(power):
    return {(fault.code, fault.is_blocking) for fault in services.handler.check(power.power_list_id)}


def test_a_sound_power_has_no_fault():
    assert faults(sound()) == set()


def test_an_edition_without_powers_blocks():
    power_list = factories.power_list()

    found = services.handler.check(power_list.pk)

    assert [(fault.code, fault.url, fault.is_blocking) for fault in found] == [
        ("empty", power_list.get_absolute_url(), True)
    ]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"content": " "}, {("no_content", True)}),
        ({"responsible_post": None}, {("no_post", True)}),
        ({"supervision_channels": ""}, {("no_channel", False)}),
        ({"bases": []}, {("no_basis", True)}),
        ({"bases": [], "vetting": Vetting.ABOLISH, "vetting_note": "无依据"}, set()),
        ({"bases": [], "vetting": Vetting.JUSTIFY, "vetting_note": "正在制定"}, set()),
        ({"bases": [], "vetting": Vetting.MERGE, "vetting_note": "并入"}, {("no_basis", True)}),
    ],
)
def test_what_a_power_lacks_is_told(fields, found):
    assert faults(sound(**fields)) == found


def test_a_power_that_faces_the_public_needs_external_chart_materials_and_channels():
    power = sound(nature="external", supervision_channels="")

    assert faults(power) == {("no_channel", True), ("no_materials", True), ("no_external_flow", True)}


def test_a_power_that_faces_the_public_is_sound_with_all_of_them():
    power = sound(nature="external", materials=[services.MaterialEntry("申请表")])
    factories.with_flow(power, "external")

    assert faults(power) == set()


@pytest.mark.parametrize(("status", "code"), [("repealed", "basis_repealed"), ("unchecked", "basis_unchecked")])
def test_a_basis_in_doubt_warns(status, code):
    assert faults(sound(bases=[factories.basis(status)])) == {(code, False)}


def test_a_missing_internal_chart_blocks_and_leads_to_its_table():
    power = sound()
    services.save_flow(by=people.system(), power=power, kind="internal", steps=[])

    found = services.handler.check(power.power_list_id)

    url = reverse("powers:flow", args=[power.pk, "internal"])
    assert [(fault.code, fault.url, fault.row_code) for fault in found] == [("no_internal_flow", url, power.code)]


def test_a_power_to_be_abolished_needs_no_chart():
    power = sound(vetting=Vetting.ABOLISH, vetting_note="不再行使")
    services.save_flow(by=people.system(), power=power, kind="internal", steps=[])

    assert faults(power) == set()


def test_a_step_without_limit_blocks_and_leads_to_its_row():
    power = sound()
    post = people.post(power.power_list.department)
    steps = factories.entries(post=post, limit_value=None)
    services.save_flow(by=people.system(), power=power, kind="internal", steps=steps)

    found = services.handler.check(power.power_list_id)

    url = reverse("powers:flow", args=[power.pk, "internal"])
    assert [(fault.code, fault.url) for fault in found] == [
        ("missing_limit", f"{url}#step-{number}") for number in (1, 2, 3)
    ]


def test_limits_beyond_the_promise_warn():
    assert faults(sound(promised_limit=2)) == {("over_promise", False)}


def test_two_powers_on_the_same_bases_and_category_are_to_be_merged():
    bases = [factories.basis(), factories.basis()]
    first = sound(bases=bases)
    second = sound(where=first.power_list, bases=bases[::-1])

    found = services.handler.check(first.power_list_id)

    assert [(fault.code, fault.row_code) for fault in found] == [
        ("same_bases", first.code),
        ("same_bases", second.code),
    ]


@pytest.mark.parametrize("category", ["YP", "CW"])
def test_powers_to_be_merged_are_no_longer_told_and_other_categories_never(category):
    bases = [factories.basis()]
    vetting = {"vetting": Vetting.MERGE, "vetting_note": "并入"} if category == "YP" else {}
    first = sound(bases=bases, **vetting)
    sound(where=first.power_list, bases=bases, category=category, **vetting)

    assert faults(first) == set()


def draw(power, kind, post, *functions):
    """A chart of the kind whose three steps the post does, with the functions in turn."""
    steps = [
        services.StepEntry(**{**vars(step), "function": function})
        for step, function in zip(factories.entries(post=post), functions, strict=True)
    ]
    services.save_flow(by=people.system(), power=power, kind=kind, steps=steps)


def test_one_post_with_all_three_functions_of_the_internal_chart_warns():
    power = sound()

    draw(power, "internal", people.post(power.power_list.department), "execution", "supervision", "decision")

    assert faults(power) == {("duty_conflict", False)}


def test_one_post_with_all_three_functions_of_the_external_chart_does_not_warn():
    power = sound()

    draw(power, "external", people.post(power.power_list.department), "execution", "supervision", "decision")

    assert faults(power) == set()


def test_a_post_closed_since_warns_for_power_and_step():
    power = sound()
    post = power.responsible_post
    services.save_flow(by=people.system(), power=power, kind="internal", steps=factories.entries(post=post))
    organization.retire_post(by=people.system(), post=post, on=timezone.localdate())

    found = services.handler.check(power.power_list_id)

    assert [(fault.code, fault.is_blocking) for fault in found] == [("post_retired", False)] * 4
