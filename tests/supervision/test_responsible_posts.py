"""Which post answers for each department of a year: the page, its proposal, and what is refused."""

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.rules import Denied, Stale
from organization import services as organization_services
from organization.roles import Role
from supervision import services
from supervision.queries import responsible
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))


@pytest.fixture
def where():
    return factories.department("药剂科")


def posts_of(cycle):
    return dict(cycle.participations.values_list("department", "post"))


def test_the_office_names_the_post_that_answers_for_a_department(client, office, where):
    post, cycle = factories.post(where), supervision_factories.cycle(where)
    page = client.get(f"/supervision/cycles/{cycle.pk}/posts/")
    fields = {"seen": page.context["form"]["seen"].value(), f"post_{where.pk}": post.pk}

    response = client.post(f"/supervision/cycles/{cycle.pk}/posts/", fields)

    assert (response.url, posts_of(cycle)) == (cycle.get_absolute_url(), {where.pk: post.pk})
    event = AuditEvent.objects.get(verb="supervision.name_posts")
    assert event.details["posts"] == {where.code: ["", post.code]}
    assert str(post) in client.get(cycle.get_absolute_url()).text


def test_nothing_changes_where_the_form_says_what_stands_there(client, office, where):
    cycle = supervision_factories.cycle(where)

    response = client.post(f"/supervision/cycles/{cycle.pk}/posts/", {f"post_{where.pk}": ""}, follow=True)

    assert [str(each) for each in response.context["messages"]] == ["没有改动。"]


def test_the_post_of_the_head_is_proposed_until_one_is_named(where):
    factories.post(where)
    post, head = factories.post(where), factories.holder(Role.DEPARTMENT_HEAD, where)
    control_factories.hold(head, post)
    cycle = supervision_factories.cycle(where)

    line = responsible.responsible_posts(cycle)[0]

    assert (line.post, line.proposed, len(line.offered)) == (None, post, 2)


def test_posts_of_the_leadership_and_those_that_are_no_more_are_not_offered(where):
    gone, kept = factories.post(where), factories.post(where)
    factories.post(where, is_leadership=True)
    cycle = supervision_factories.cycle(where, posts={where.pk: kept})
    for post in (gone, kept):
        organization_services.retire_post(by=factories.system(), post=post, on=timezone.localdate())

    line = responsible.responsible_posts(cycle)[0]

    assert (line.post, line.offered, line.proposed) == (kept, (kept,), None)


def test_a_post_of_elsewhere_is_not_accepted_on_the_page(client, office, where):
    cycle, other = supervision_factories.cycle(where), factories.post(factories.department())

    response = client.post(f"/supervision/cycles/{cycle.pk}/posts/", {f"post_{where.pk}": other.pk})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [f"post_{where.pk}"])


@pytest.mark.parametrize("kind", ["elsewhere", "leadership", "retired"])
def test_name_posts_is_denied_for_a_post_that_cannot_answer(where, kind):
    cycle = supervision_factories.cycle(where)
    post = factories.post(factories.department() if kind == "elsewhere" else where, is_leadership=kind == "leadership")
    if kind == "retired":
        post.retired_on = timezone.localdate()

    with pytest.raises(Denied, match="不能作为药剂科的负责人岗位"):
        services.name_posts(by=factories.system(), cycle=cycle, posts={where.pk: post})


def test_a_post_that_is_no_more_stays_where_it_stands(where):
    post = factories.post(where)
    cycle = supervision_factories.cycle(where, posts={where.pk: post})
    organization_services.retire_post(by=factories.system(), post=post, on=timezone.localdate())

    changed = services.name_posts(by=factories.system(), cycle=cycle, posts={where.pk: post})

    assert (changed, posts_of(cycle)) == (0, {where.pk: post.pk})


def test_posts_stay_where_nothing_is_said_of_a_department(where):
    post, other = factories.post(where), factories.department()
    cycle = supervision_factories.cycle(where, other, posts={where.pk: post})

    services.name_posts(by=factories.system(), cycle=cycle, posts={})

    assert posts_of(cycle) == {where.pk: post.pk, other.pk: None}


def test_name_posts_is_denied_to_a_department(where):
    head, cycle = factories.holder(Role.DEPARTMENT_HEAD, where), supervision_factories.cycle(where)

    with pytest.raises(Denied, match="年度工作由党办组织"):
        services.name_posts(by=head, cycle=cycle, posts={})


def test_who_opened_the_page_before_somebody_named_a_post_is_told(where):
    post, cycle = factories.post(where), supervision_factories.cycle(where)
    seen = responsible.posts_seen(cycle)
    services.name_posts(by=factories.system(), cycle=cycle, posts={where.pk: post}, seen=seen)

    with pytest.raises(Stale, match="已由他人修改"):
        services.name_posts(by=factories.system(), cycle=cycle, posts={where.pk: None}, seen=seen)


def test_the_page_of_a_year_says_how_many_departments_have_no_post(client, office, where):
    cycle = supervision_factories.cycle(where, factories.department(), posts={where.pk: factories.post(where)})

    page = client.get(cycle.get_absolute_url())

    assert page.context["overview"].without_post == 1
    assert "还有 1 个部门没有指定负责人岗位" in page.text


@pytest.mark.parametrize("size", [1, 3])
def test_the_posts_of_a_year_are_asked_in_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    places = [factories.department() for _each in range(size)]
    for place in places:
        control_factories.hold(factories.holder(Role.DEPARTMENT_HEAD, place), factories.post(place))
    cycle = supervision_factories.cycle(*places)

    with django_assert_num_queries(12):
        client.get(f"/supervision/cycles/{cycle.pk}/posts/")
