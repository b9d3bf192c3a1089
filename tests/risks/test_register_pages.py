"""Pages of registers, reviews and the rule; the number of queries of every list."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core import services as core_services
from organization import services as organization_services
from organization.roles import Role
from risks import services
from risks.models import CollectiveReview, GradeOpinion, GradeRule, RiskPoint, RiskRegister
from tests import factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.department("药剂科")


@pytest.fixture
def filer(client, where):
    person = factories.holder(Role.FILER, where, "王药师")
    client.force_login(person)
    client.get("/accounts/me/")  # the session is written once, before queries are counted
    return person


def test_the_preview_shows_the_arithmetic_of_scores_not_saved(client, filer, where):
    step = risk_factories.step(where, focus="approval", is_major=True)
    point = risk_factories.point(step=step, post=step.post, by=filer)
    asked = {"point": point.pk, "importance": 1, "frequency": 2, "probability": 3}

    floored = client.get("/risks/preview/", asked).context["preview"]
    elsewhere = client.get("/risks/preview/", {**asked, "anchor": ""}).context["preview"]

    assert (floored.total, floored.grade, floored.is_floored) == (10, "high", True)
    assert (elsewhere.grade, GradeOpinion.objects.count()) == ("low", 0)


def test_the_preview_of_a_grade_entered_directly_keeps_the_floor(client, filer, where):
    step = risk_factories.step(where, focus="approval", is_major=True)
    point = risk_factories.point(post=step.post, by=filer)
    elsewhere = risk_factories.step(focus="approval", is_major=True)
    asked = {"point": point.pk, "grade": "low", "reason": "只作登记"}

    anchors = (f"step:{step.pk}", f"step:{elsewhere.pk}", "step:x", "power:1")
    grades = [client.get("/risks/preview/", {**asked, "anchor": a}).context["preview"].grade for a in anchors]

    assert grades == ["high", "low", "low", "low"]


@pytest.mark.parametrize("asked", [{"importance": "9"}, {"importance": "x", "frequency": "3"}, {}])
def test_a_preview_of_what_can_not_be_read_counts_it_as_missing(client, filer, where, asked):
    point = risk_factories.point(post=factories.post(where), by=filer)

    response = client.get("/risks/preview/", {"point": point.pk, **asked})

    assert (response.status_code, response.context["preview"].grade) == (200, "pending")


@pytest.mark.parametrize("pk", ["", "x", "999999"])
def test_a_preview_of_no_point_is_404(client, filer, pk):
    assert client.get("/risks/preview/", {"point": pk}).status_code == 404


def test_the_review_page_settles_all_points_in_one_table(client, filer, where):
    register = risk_factories.register(where)
    first, second = (risk_factories.graded_point(register, scores=scores) for scores in ((5, 5, 5), (3, 3, 3)))
    data = {
        "held_on": timezone.localdate(),
        "present": [filer.pk],
        "conclusion": "一致同意",
        f"grade_{second.pk}": "high",
        f"reason_{second.pk}": "案件多发",
    }

    response = client.post(f"/risks/registers/{register.pk}/review/", data)

    for point in (first, second):
        point.refresh_from_db()
    assert response.url == f"/risks/registers/{register.pk}/"
    assert [(p.grade, p.grade_basis) for p in (first, second)] == [("high", "computed"), ("high", "raised")]
    assert list(CollectiveReview.objects.get().present.all()) == [filer]


def test_the_review_page_says_beside_the_row_what_lowering_needs(client, filer, where):
    register = risk_factories.register(where)
    point = risk_factories.graded_point(register, scores=(5, 5, 5))
    data = {
        "held_on": timezone.localdate(),
        "present": [filer.pk],
        "conclusion": "一致同意",
        f"grade_{point.pk}": "low",
    }

    response = client.post(f"/risks/registers/{register.pk}/review/", data)

    assert sorted(response.context["form"].errors) == [f"grade_{point.pk}", f"reason_{point.pk}"]
    assert (response.status_code, CollectiveReview.objects.count()) == (422, 0)


def test_a_new_edition_is_opened_after_asking(client, filer, where):
    risk_factories.in_force(risk_factories.register(where))

    asked = client.get(f"/risks/registers/open/{where.code}/")
    response = client.post(f"/risks/registers/open/{where.code}/")

    opened = RiskRegister.objects.get(state="draft")
    assert (asked.status_code, response.url, opened.number) == (200, f"/risks/registers/{opened.pk}/", 2)


def test_the_party_office_opens_the_leaderships_register(client):
    sign_in(client, factories.holder(Role.PARTY_OFFICE))

    client.post("/risks/registers/open/leadership/")

    assert RiskRegister.objects.get().is_leadership is True


def test_the_register_follows_its_power_list_from_its_page(client, filer, where):
    register = risk_factories.register(where)
    newer = power_factories.power_list(where)

    page = client.get(f"/risks/registers/{register.pk}/")
    client.post(f"/risks/registers/{register.pk}/follow/")

    register.refresh_from_db()
    assert (page.context["is_base_stale"], register.power_list) == (True, newer)


def test_the_register_shows_the_matrix_and_numbers_by_grade_type_and_post(client, filer, where):
    register = risk_factories.register(where)
    post = factories.post(where)
    for scores in ((5, 5, 5), (5, 1, 5), (1, 1, 2)):
        risk_factories.graded_point(register, post=post, scores=scores)
    risk_factories.point(register, post=post, type="environment")

    shown = client.get(f"/risks/registers/{register.pk}/").context

    cells = {(c["importance"], c["probability"]): c["count"] for row in shown["census"]["matrix"] for c in row["cells"]}
    assert {key: n for key, n in cells.items() if n} == {(5, 5): 2, (1, 2): 1}
    assert [n for _code, _label, n in shown["census"]["grade"]] == [2, 0, 1, 1]
    assert [n for _code, _label, n in shown["census"]["type"]] == [3, 0, 0, 1]
    assert [(row["code"], row["graded"].grade) for row in shown["census"]["post_grades"]] == [(post.code, "high")]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", [1, 2, 3]),
        ("?type=environment", [3]),
        ("?grade=high", [1]),
        ("?importance=1&probability=2", [2]),
        ("?finder=collective", [3]),
        ("?due=unsettled", [1, 2, 3]),
        ("?due=due", []),
        ("?q=huikou", [1]),
        ("?q=药企 宴请", [3]),
    ],
)
def test_the_register_is_narrowed_by_its_filters(client, filer, where, query, codes):
    register = risk_factories.register(where)
    post = factories.post(where)
    risk_factories.graded_point(register, post=post, scores=(5, 5, 5), description="收受回扣")
    risk_factories.graded_point(register, post=post, scores=(1, 1, 2), description="泄露底价")
    risk_factories.point(register, post=post, type="environment", finder="collective", description="药企宴请")

    page = client.get(f"/risks/registers/{register.pk}/{query}").context["page"]

    assert [row.thing.code for row in page.rows] == [f"{post.code}-F{number}" for number in codes]


def test_the_filter_of_reviews_due_shows_what_was_not_confirmed_this_year(client, filer, where):
    register = risk_factories.register(where)
    point = risk_factories.graded_point(register, post=factories.post(where))
    risk_factories.review(register)
    RiskPoint.objects.filter(pk=point.pk).update(grade_confirmed_on=timezone.localdate() - timedelta(days=366))

    shown = client.get(f"/risks/registers/{register.pk}/?due=due").context["page"].rows

    assert [(row.thing.pk, row.rest[-1].html) for row in shown] == [(point.pk, "本年度尚未确认")]


def test_the_matrix_cells_post_and_power_lead_to_the_same_points(client, filer, where):
    step = risk_factories.step(where)
    point = risk_factories.point(step=step, post=step.post)
    risk_factories.point(post=step.post)

    for query in (f"power={step.flow.power.code}", f"step={step.code}"):
        page = client.get(f"/risks/points/?{query}").context["page"]
        assert [row.thing for row in page.rows] == [point]
    assert len(client.get(f"/risks/points/?post={step.post.code}").context["page"].rows) == 2


def test_the_register_is_exported_as_it_is_shown(client, filer, where):
    register = risk_factories.register(where)
    risk_factories.graded_point(register, scores=(5, 5, 5), description="收受回扣")

    response = client.get(f"/risks/registers/{register.pk}/?export=csv")

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].split(",")[0] == "收受回扣"
    assert lines[1].split(",")[6:8] == ["高", "25"]


def test_the_changes_page_shows_the_difference_and_the_checks(client, filer, where):
    register = risk_factories.register(where)
    point = risk_factories.graded_point(register, scores=(1, 1, 1))
    risk_factories.review(register)
    risk_factories.in_force(register)
    second = risk_factories.register(where)
    services.change_point(by=filer, point=second.points.get(), description="改写后的风险")

    shown = client.get(f"/risks/registers/{second.pk}/changes/").context

    assert [(row.code, row.change) for row in shown["difference"]] == [(point.code, "changed")]
    assert [fault.code for fault in shown["faults"]] == ["no_review"]


def test_opinions_of_the_edition_before_are_shown_and_not_counted(client, filer, where):
    register = risk_factories.register(where)
    risk_factories.graded_point(register)
    risk_factories.review(register)
    risk_factories.in_force(register)
    second = risk_factories.register(where)

    shown = client.get(f"/risks/points/{second.points.get().pk}/").context

    assert (len(shown["earlier"]), shown["beside"]) == (1, [])


def test_the_rule_page_shows_versions_and_who_answers(client):
    sign_in(client, factories.holder(Role.PARTY_OFFICE))
    fields = GradeRule.objects.values(
        *(
            "weight_importance weight_frequency weight_probability high_from medium_from has_major_floor "
            "post_raise_count answers_high answers_medium answers_low"
        ).split()
    ).get()

    response = client.post("/risks/rules/new/", {**fields, "high_from": 21, "reason": "领导小组研究决定"})

    shown = client.get("/risks/rules/").context
    assert (response.url, [rule.version for rule in shown["versions"]], shown["rule"].high_from) == (
        "/risks/rules/",
        [2, 1],
        21,
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"high_from": 14}, "high_from"),
        ({"high_from": 26}, "high_from"),
        ({"weight_importance": 0}, "weight_importance"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_rule_that_could_not_work_is_said_beside_its_field(client, wrong, field):
    sign_in(client, factories.holder(Role.PARTY_OFFICE))
    fields = GradeRule.objects.values(
        *(
            "weight_importance weight_frequency weight_probability high_from medium_from post_raise_count "
            "answers_high answers_medium answers_low"
        ).split()
    ).get()

    response = client.post("/risks/rules/new/", {**fields, "reason": "调整", **wrong})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_only_the_party_office_makes_a_rule(client, filer):
    assert client.get("/risks/rules/new/").status_code == 403


def test_who_files_nowhere_is_told_so(client):
    sign_in(client, factories.holder(Role.COMMITTEE_MEMBER))

    assert client.get("/risks/registers/open/").status_code == 403


@pytest.mark.parametrize("path", ["", "review/", "changes/"])
def test_another_departments_register_is_404_everywhere_alike(client, filer, path):
    register = risk_factories.register()

    assert client.get(f"/risks/registers/{register.pk}/{path}").status_code == 404


def test_a_leader_sees_only_their_own_points_in_the_leaderships_draft(client):
    leader = sign_in(client, factories.holder(Role.LEADERSHIP))
    own, other = (factories.post(factories.root(), is_leadership=True) for _ in range(2))
    organization_services.begin_tenure(by=factories.system(), person=leader, post=own, from_on=date(2024, 1, 1))
    register = risk_factories.leadership_register()
    mine = risk_factories.point(register, post=own)
    risk_factories.point(register, post=other)

    shown = client.get(f"/risks/registers/{register.pk}/").context

    assert [row.thing for row in shown["page"].rows] == [mine]
    assert shown["census"]["type"][0][2] == 1
    assert client.get(f"/risks/registers/{register.pk}/changes/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_page_asks_a_constant_number_of_questions(client, filer, where, count, django_assert_num_queries):
    register = risk_factories.register(where)
    for _ in range(count):
        step = risk_factories.step(where)
        risk_factories.graded_point(register, step=step, post=step.post)
    risk_factories.review(register)

    with django_assert_num_queries(17):
        client.get(f"/risks/registers/{register.pk}/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_registers_asks_a_constant_number_of_questions(client, filer, count, django_assert_num_queries):
    office = sign_in(client, factories.holder(Role.PARTY_OFFICE))
    for _ in range(count):
        risk_factories.point(risk_factories.register())

    with django_assert_num_queries(10):
        client.get("/risks/")
    assert office.is_active is True


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_points_asks_a_constant_number_of_questions(client, filer, where, count, django_assert_num_queries):
    for _ in range(count):
        step = risk_factories.step(where)
        risk_factories.graded_point(step=step, post=step.post)

    with django_assert_num_queries(8):
        client.get("/risks/points/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_review_page_asks_a_constant_number_of_questions(client, filer, where, count, django_assert_num_queries):
    register = risk_factories.register(where)
    for _ in range(count):
        risk_factories.graded_point(register)

    with django_assert_num_queries(13):
        client.get(f"/risks/registers/{register.pk}/review/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_proposals_asks_a_constant_number_of_questions(
    client, filer, where, count, django_assert_num_queries
):
    for _ in range(count):
        services.suggest(by=factories.holder(Role.FILER), department=where, text="验收走过场")

    with django_assert_num_queries(7):
        client.get("/risks/proposals/")


def test_under_review_nothing_is_offered_to_change(client, filer, where):
    point = risk_factories.point(post=factories.post(where), by=filer)
    core_services.move(point.register, by=factories.system(), event="submit")

    shown = client.get(f"/risks/points/{point.pk}/").context

    flags = [shown[name] for name in ("may_change", "may_give_opinion", "may_ask_hearing", "may_hear")]
    assert flags == [False] * 4
    assert client.get(f"/risks/points/{point.pk}/edit/").status_code == 403


def test_registers_are_found_by_every_word_of_what_is_looked_for(client, filer, where):
    register = risk_factories.register(where)

    page = client.get("/risks/", {"q": f"{where.name} {where.code}"}).context["page"]

    assert [row.thing for row in page.rows] == [register]
