"""Pages of risk points: each opens for who may and does what its buttons say."""

from datetime import date

import pytest

from organization import services as organization_services
from organization.roles import Role
from risks import services
from risks.models import GradeOpinion, Proposal, RiskPoint
from tests import factories
from tests.risks import factories as risk_factories
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db
KEY = "6f1b3f0e-5f1c-4c57-9a55-0f4f5f1c4c57"


@pytest.fixture
def where():
    return factories.department("药剂科")


@pytest.fixture
def filer(client, where):
    person = factories.holder(Role.FILER, where, "王药师")
    client.force_login(person)
    client.get("/accounts/me/")  # the session is written once, before queries are counted
    return person


def test_a_filer_files_a_point_from_a_step(client, filer, where):
    step = risk_factories.step(where)
    page = client.get(f"/risks/new/?step={step.pk}")
    data = {
        "post": step.post.pk,
        "anchor": f"step:{step.pk}",
        "type": "process",
        "description": "参数由一人拟定",
    }

    response = client.post(f"/risks/new/?step={step.pk}", data)

    made = RiskPoint.objects.get()
    assert page.context["form"]["anchor"].value() == f"step:{step.pk}"
    assert (response.url, made.step, made.code) == (
        f"/risks/points/{made.pk}/edit/",
        step,
        f"{step.flow.power.code}-F1",
    )


def test_a_filer_files_a_point_straight_from_a_post(client, filer, where):
    post = factories.post(where)
    data = {"post": post.pk, "anchor": "", "type": "environment", "description": "药企宴请"}

    client.post(f"/risks/new/?post={post.code}", data)

    made = RiskPoint.objects.get()
    assert (made.post, made.type, made.finder, made.code) == (post, "environment", "self", f"{post.code}-F1")


def test_without_a_step_or_post_the_page_asks_for_the_post(client, filer, where):
    post = factories.post(where)

    response = client.get("/risks/new/")

    assert list(response.context["own_posts"]) == [post]


def test_a_process_point_without_a_step_is_said_beside_the_field(client, filer, where):
    post = factories.post(where)
    data = {"post": post.pk, "anchor": "", "type": "process", "description": "参数由一人拟定"}

    response = client.post(f"/risks/new/?post={post.code}", data)

    assert response.status_code == 422
    assert response.context["form"].errors == {"anchor": ["业务流程风险必须指明环节；不在流程中的风险请改选其他类型。"]}


def test_a_point_on_another_departments_post_arrives_there_as_a_proposal(client, filer):
    elsewhere = factories.post()
    data = {"post": elsewhere.pk, "anchor": "", "type": "post_duty", "description": "验收走过场"}

    response = client.post(f"/risks/new/?post={elsewhere.code}", data)

    proposal = Proposal.objects.get()
    assert (response.url, proposal.department, proposal.finder) == (
        f"/risks/proposals/{proposal.pk}/",
        elsewhere.department,
        "colleagues",
    )
    assert RiskPoint.objects.exists() is False


def test_a_double_click_files_one_point(client, filer, where):
    post = factories.post(where)
    data = {
        "post": post.pk,
        "anchor": "",
        "type": "post_duty",
        "description": "收受回扣",
        "form_key": KEY,
    }

    first = client.post(f"/risks/new/?post={post.code}", data)
    second = client.post(f"/risks/new/?post={post.code}", data)

    assert (first.url, RiskPoint.objects.count()) == (second.url, 1)


def form_of(point, **changes):
    return {
        "post": point.post_id,
        "anchor": "",
        "type": point.type,
        "description": point.description,
        "manifestation": "",
        "indicator": "",
        "version": point.version,
        **changes,
    }


def test_the_edit_page_keeps_the_point_and_ones_own_scores(client, filer, where):
    point = risk_factories.point(post=factories.post(where), by=filer)
    data = form_of(point, manifestation="连续中标", importance=5, frequency=5, probability=5)

    response = client.post(f"/risks/points/{point.pk}/edit/", data)

    point.refresh_from_db()
    assert (response.url, point.manifestation, point.grade, point.total) == (
        f"/risks/points/{point.pk}/",
        "连续中标",
        "high",
        25,
    )
    assert GradeOpinion.objects.get().by == filer


def test_what_is_valid_is_saved_as_one_goes_and_the_version_comes_back(client, filer, where):
    point = risk_factories.point(post=factories.post(where), by=filer)

    response = client.post(f"/risks/points/{point.pk}/save/", form_of(point, indicator="中标集中度"))

    assert '<input type="hidden" name="version" value="2">' in response.content.decode()
    assert RiskPoint.objects.get().indicator == "中标集中度"


def test_an_autosave_with_a_fault_says_so_and_keeps_nothing(client, filer, where):
    point = risk_factories.point(post=factories.post(where), by=filer)

    response = client.post(f"/risks/points/{point.pk}/save/", form_of(point, description=""))

    assert ("还不能保存草稿" in response.content.decode(), RiskPoint.objects.get().version) == (True, 1)


def test_an_edit_from_an_older_page_is_refused_with_409(client, filer, where):
    point = risk_factories.point(post=factories.post(where), by=filer)
    services.change_point(by=filer, point=point, indicator="新指标")

    response = client.post(f"/risks/points/{point.pk}/edit/", form_of(point, indicator="旧页"))

    assert (response.status_code, RiskPoint.objects.get().indicator) == (409, "新指标")


def test_fields_that_are_not_on_the_form_are_ignored(client, filer, where):
    point = risk_factories.point(post=factories.post(where), by=filer)
    closed = {"grade_basis": "lowered", "computed_grade": "low", "heard_opinion": "同意", "code": "X", "filed_by": 1}

    client.post(f"/risks/points/{point.pk}/edit/", form_of(point, **closed))

    point.refresh_from_db()
    assert (point.grade_basis, point.computed_grade, point.heard_opinion, point.filed_by) == (
        "",
        "pending",
        "",
        filer,
    )


def test_a_point_is_removed_after_asking(client, filer, where):
    point = risk_factories.point(post=factories.post(where), by=filer)

    asked = client.get(f"/risks/points/{point.pk}/remove/")
    response = client.post(f"/risks/points/{point.pk}/remove/")

    assert (asked.status_code, response.url, RiskPoint.objects.count()) == (
        200,
        f"/risks/registers/{point.register_id}/",
        0,
    )


def test_the_head_gives_and_withdraws_an_opinion(client, where):
    head = sign_in(client, factories.holder(Role.DEPARTMENT_HEAD, where))
    point = risk_factories.point(post=factories.post(where))

    client.post(f"/risks/points/{point.pk}/opinion/", {"importance": 4, "frequency": 4, "probability": 4})
    given = GradeOpinion.objects.get()
    client.post(f"/risks/points/{point.pk}/opinion/withdraw/")

    assert (given.by, given.source, GradeOpinion.objects.count()) == (head, "leader", 0)


def test_an_opinion_that_says_nothing_is_said_at_the_head_of_the_form(client, filer, where):
    point = risk_factories.point(post=factories.post(where))

    response = client.post(f"/risks/points/{point.pk}/opinion/", {"grade": "high"})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])


def test_the_discipline_office_is_asked_and_answers(client, filer, where):
    point = risk_factories.graded_point(post=factories.post(where), scores=(5, 5, 5))
    client.post(f"/risks/points/{point.pk}/hearing/", {"reason": "拟调为中"})
    sign_in(client, factories.holder(Role.DISCIPLINE))

    response = client.post(f"/risks/points/{point.pk}/heard/", {"opinion": "同意"})

    point.refresh_from_db()
    assert (response.url, point.heard_opinion) == (f"/risks/points/{point.pk}/", "同意")


def test_the_point_page_shows_the_arithmetic_the_opinions_and_the_history(client, filer, where):
    step = risk_factories.step(where, focus="approval", is_major=True)
    point = risk_factories.graded_point(step=step, post=step.post, scores=(2, 3, 4))
    risk_factories.review(point.register)
    services.change_point(by=filer, point=point, indicator="中标集中度")

    response = client.get(f"/risks/points/{point.pk}/")

    shown = response.context
    assert shown["point"].grade_inputs["total"] == 15
    assert (shown["answers"], shown["missing"], len(shown["beside"])) == ("主要领导", [], 1)
    assert shown["history"][0]["did"] == "将“监测指标”由“空”改为“中标集中度”"
    assert [link["label"] for link in shown["chain"]][:3] == ["职权", "环节", "风险点"]
    assert "一律为高" in response.content.decode()


@pytest.mark.parametrize("path", ["", "edit/", "remove/", "opinion/", "hearing/", "heard/"])
def test_another_departments_point_is_404_everywhere_alike(client, filer, path):
    point = risk_factories.point(post=factories.post())

    assert client.get(f"/risks/points/{point.pk}/{path}").status_code == 404


def test_a_leader_edits_their_own_point_and_adopts_what_was_suggested(client):
    leader = sign_in(client, factories.holder(Role.LEADERSHIP))
    post = factories.post(factories.root(), is_leadership=True)
    organization_services.begin_tenure(by=factories.system(), person=leader, post=post, from_on=date(2024, 1, 1))
    suggestion = services.suggest(by=factories.holder(Role.FILER), post=post, text="插手招标")
    data = {"post": post.pk, "anchor": "", "type": "environment", "description": "受请托插手招标"}

    response = client.post(f"/risks/proposals/{suggestion.pk}/adopt/", data)
    page = client.get(response.url)

    made = RiskPoint.objects.get()
    assert (made.register.is_leadership, made.filed_by, made.finder) == (True, leader, "colleagues")
    assert list(page.context["form"].fields["post"].queryset) == [post]


@pytest.mark.parametrize("count", [1, 3])
def test_the_point_page_asks_a_constant_number_of_questions(client, filer, where, count, django_assert_num_queries):
    step = risk_factories.step(where)
    point = risk_factories.point(step=step, post=step.post)
    for _ in range(count):
        risk_factories.give(point, (3, 3, 3), by=factories.holder(Role.DEPARTMENT_HEAD, where))

    with django_assert_num_queries(15):
        client.get(f"/risks/points/{point.pk}/")


@pytest.mark.parametrize(("role", "count"), [(Role.PARTY_OFFICE, 16), (Role.FILER, 17)])
def test_pages_in_force_ask_few_questions(client, where, role, count, django_assert_num_queries):
    register = risk_factories.register(where)
    point = risk_factories.graded_point(register)
    risk_factories.in_force(register)
    sign_in(client, factories.holder(role, where if role == Role.FILER else None))

    with django_assert_num_queries(17):
        client.get(f"/risks/points/{point.pk}/")
    with django_assert_num_queries(count):
        client.get(f"/risks/registers/{register.pk}/")
