"""What approvals asks of a register: frozen content, differences, checks, moves."""

import json

import pytest

from core import calculations
from core.registry import Edition, registry
from organization.roles import Role
from risks import queries, services
from risks.models import RiskPoint, RiskRegister
from tests import factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler():
    return registry.list_handlers["risks"]


def ready_register():
    """A register fit for submission, with one graded and settled point at a step."""
    step = risk_factories.step()
    point = risk_factories.graded_point(step=step, post=step.post, scores=(5, 4, 4), indicator="中标集中度")
    risk_factories.review(point.register)
    return RiskRegister.objects.get(pk=point.register_id)


def test_the_frozen_content_holds_the_planned_fields_and_no_persons_name(handler):
    register = ready_register()
    point = register.points.get()

    frozen = handler.freeze(register.pk)

    row = frozen.rows[0]
    assert (row.key, row.post_id, row.filed_by_ids) == (str(point.lineage_id), point.post_id, {point.filed_by_id})
    assert row.content == {
        "key": str(point.lineage_id),
        "code": point.code,
        "post": {"code": point.post.code, "name": point.post.name, "department": register.department.name},
        "power": {"code": point.power.code, "name": point.power.name},
        "step": {"code": point.step.code, "number": 1, "name": "提出申请"},
        "type": "process",
        "finder": "self",
        "description": "审批人收受供应商好处，指定中标",
        "manifestation": "",
        "indicator": "中标集中度",
        "grade": "high",
        "computed_grade": "high",
        "grade_basis": "computed",
        "grade_reason": "",
        "scores": [5, 4, 4],
        "total": 22,
        "rule": 1,
        "heard_opinion": "",
    }
    names = [person.name for review in register.reviews.all() for person in review.present.all()]
    text = json.dumps([frozen.head, *(row.content for row in frozen.rows)], ensure_ascii=False)
    assert [name for name in names if name in text] == []


def test_the_head_names_the_edition_its_base_and_the_review(handler):
    register = ready_register()

    head = handler.freeze(register.pk).head

    assert (head["kind"], head["year"], head["number"], head["is_leadership"]) == ("risks", register.year, 1, False)
    assert head["power_list"] == {"year": register.year, "number": 1}
    assert [review["present"] for review in head["reviews"]] == [1]


def test_a_row_is_mended_on_the_form_of_its_point(handler):
    point, other = risk_factories.point(), risk_factories.point()

    urls = handler.row_urls(point.register_id, {str(point.lineage_id), str(other.lineage_id)})

    assert urls == {str(point.lineage_id): f"/risks/points/{point.pk}/edit/"}


def test_freezing_twice_gives_equal_bytes(handler):
    register = ready_register()

    first, second = (handler.freeze(register.pk) for _ in range(2))

    assert calculations.sha256([row.content for row in first.rows]) == calculations.sha256(
        [row.content for row in second.rows]
    )


def test_the_difference_tells_new_changed_and_removed_rows(handler):
    first = risk_factories.register()
    same, changed, removed = (risk_factories.graded_point(first) for _ in range(3))
    risk_factories.review(first)
    risk_factories.in_force(first)
    second = risk_factories.register(first.department)
    services.change_point(
        by=factories.system(), point=second.points.get(lineage=changed.lineage), indicator="中标集中度"
    )
    services.remove_point(by=factories.system(), point=second.points.get(lineage=removed.lineage))
    new = risk_factories.point(second)

    found = {row.code: (row.change, row.fields) for row in handler.difference(second.pk)}

    assert found == {
        changed.code: ("changed", (("监测指标", "", "中标集中度"),)),
        removed.code: ("removed", ()),
        new.code: ("new", ()),
    }
    assert same.code not in found


def test_a_register_fit_for_submission_has_no_faults(handler):
    assert handler.check(ready_register().pk) == []


def test_an_empty_register_needs_its_review(handler):
    faults = handler.check(risk_factories.register().pk)

    assert [(fault.code, fault.is_blocking) for fault in faults] == [("no_review", True)]


def test_a_pending_grade_blocks_and_names_what_is_missing(handler):
    point = risk_factories.point()
    risk_factories.review(point.register)

    faults = handler.check(point.register_id)

    assert [(f.code, f.row_code, f.message, f.url) for f in faults] == [
        (
            "grade_pending",
            point.code,
            "等级待定：缺权力重要性、行使频率、发生概率。",
            f"/risks/points/{point.pk}/#opinions",
        )
    ]


def test_a_point_filed_after_the_review_must_be_settled(handler):
    register = ready_register()
    point = risk_factories.graded_point(register)

    assert [(f.code, f.row_code, f.is_blocking) for f in handler.check(register.pk)] == [
        ("not_settled", point.code, True)
    ]


def test_a_high_grade_without_an_indicator_warns(handler):
    register = ready_register()
    services.change_point(by=factories.system(), point=register.points.get(), indicator="")

    assert [(f.code, f.is_blocking) for f in handler.check(register.pk)] == [("no_indicator", False)]


def test_a_grade_due_for_review_warns(handler):
    from powers import services as power_services

    register = ready_register()
    power_services.change_power(by=factories.system(), power=register.points.get().power, discretion="由经办人定")

    assert [(f.code, f.is_blocking, f.message) for f in handler.check(register.pk)] == [
        ("due", False, "等级待复核：职权、环节或依据有改动。")
    ]


def test_a_settled_grade_that_fell_below_a_new_opinion_blocks_until_heard(handler):
    register = ready_register()
    point = risk_factories.graded_point(register, scores=(1, 1, 1))
    risk_factories.review(register)
    risk_factories.give(point, (5, 5, 5), by=factories.holder(Role.DEPARTMENT_HEAD, register.department))
    before = [f.code for f in handler.check(register.pk)]

    services.hear(by=factories.holder(Role.DISCIPLINE), point=point, opinion="维持低")

    assert (before, handler.check(register.pk)) == (["not_heard"], [])


def test_a_register_on_an_older_power_list_warns(handler):
    register = ready_register()
    power_factories.in_force(register.power_list)
    power_factories.power_list(register.department)

    assert [(f.code, f.is_blocking) for f in handler.check(register.pk)] == [("stale_base", False)]


@pytest.mark.parametrize("count", [1, 3])
def test_a_check_asks_a_constant_number_of_questions(handler, count, django_assert_num_queries):
    register = risk_factories.register()
    for _ in range(count):
        step = risk_factories.step(register.department)
        risk_factories.graded_point(register, step=step, post=step.post)

    with django_assert_num_queries(6):
        handler.check(register.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_freezing_asks_a_constant_number_of_questions(handler, count, django_assert_num_queries):
    register = risk_factories.register()
    for _ in range(count):
        risk_factories.graded_point(register)
    risk_factories.review(register)

    with django_assert_num_queries(5):
        handler.freeze(register.pk)


def test_passing_brings_a_register_into_force_and_supersedes_the_one_before(handler):
    first = ready_register()
    risk_factories.in_force(first)
    second = risk_factories.register(first.department)

    handler.move(second.pk, event="submit", by=factories.system())
    handler.move(second.pk, event="pass", by=factories.system(), sha256="a" * 64)

    assert [RiskRegister.objects.get(pk=pk).state for pk in (first.pk, second.pk)] == ["superseded", "in_force"]
    assert handler.get(second.pk).sha256 == "a" * 64


def test_a_frozen_row_names_everyone_who_filed_or_changed_it_and_nobody_else(handler):
    where, discipline = factories.department(), factories.holder("discipline", factories.root())
    filer, head = factories.holder("filer", where), factories.holder("department_head", where)
    point = risk_factories.point(by=filer, post=factories.post(where))
    services.change_point(by=head, point=point, description="另一种写法")
    services.change_point(by=filer, point=point, description="又一种写法")
    risk_factories.give(point, (3, 3, 3), by=head)
    services.hear(by=discipline, point=point, opinion="同意")

    (row,) = handler.freeze(point.register_id).rows

    assert row.filed_by_ids == {filer.pk, head.pk}


def test_the_handler_finds_working_lists_and_editions(handler):
    register = ready_register()
    leadership = risk_factories.leadership_register()
    root = factories.root()

    assert handler.working_list(register.department_id, is_leadership=False) == register
    assert handler.working_list(root.pk, is_leadership=True) == leadership
    assert handler.working_list(root.pk, is_leadership=False) is None
    assert handler.editions([register.department_id]) == [
        Edition(register.department_id, is_leadership=False, year=register.year, number=1, is_worked_on=True)
    ]
    assert handler.lock(register.pk) == register


def test_a_frozen_row_is_shown_from_its_content_alone(handler):
    from django.template.loader import render_to_string

    register = ready_register()
    row = handler.freeze(register.pk).rows[0]

    shown = render_to_string(handler.rows_template(), {"row": row})

    assert [word for word in ("审批人收受供应商好处", "业务流程", "自己找", "5、4、4", "高") if word not in shown] == []


def test_the_chain_links_count_a_things_points():
    step = risk_factories.step()
    filer = factories.holder(Role.FILER, step.post.department)
    point = risk_factories.point(step=step, post=step.post)
    risk_factories.point(post=step.post)

    counts = {
        name: [link["count"] for link in queries.chain_links(thing, filer)]
        for name, thing in {
            "power": step.flow.power,
            "step": step,
            "list": step.flow.power.power_list,
            "register": point.register,
            "point": point,
            "post": step.post,
        }.items()
    }

    assert counts == {"power": [1], "step": [1], "list": [1], "register": [2], "point": [None], "post": []}
    assert RiskPoint.objects.count() == 2


def test_a_row_is_read_at_the_page_of_its_point(handler):
    register = ready_register()
    point = register.points.get()

    assert handler.page_of(register.pk, str(point.lineage_id)) == point.get_absolute_url()
