"""The page of the collective review: it settles what it showed, by what was chosen."""

import pytest
from django.utils import timezone

from organization.roles import Role
from risks.models import CollectiveReview
from tests import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def point():
    """A point of 中 by its scores, in a register being worked on."""
    return risk_factories.graded_point(scores=(3, 3, 3))


@pytest.fixture
def settle(client, point):
    """`settle(**fields)` posts the page as the department's filer."""
    filer = risk_factories.sign_in(client, factories.holder(Role.FILER, point.register.department))

    def post(**fields):
        told = {"held_on": timezone.localdate(), "present": [filer.pk], "conclusion": "一致同意"}
        return client.post(f"/risks/registers/{point.register_id}/review/", told | fields)

    return post


def test_choosing_nothing_takes_the_computed_grade_back(point, settle):
    risk_factories.review(point.register, settled=[(point, "high", "案件多发")])

    settle()

    point.refresh_from_db()
    assert (point.grade, point.grade_basis) == ("medium", "computed")


def test_an_opinion_given_since_the_page_was_opened_is_not_settled_unseen(point, settle, client):
    page = client.get(f"/risks/registers/{point.register_id}/review/")
    seen = page.context["form"]["version"].value()
    risk_factories.give(point, (5, 5, 5), by=factories.holder(Role.DEPARTMENT_HEAD, point.register.department))

    assert settle(version=seen).status_code == 409
    assert CollectiveReview.objects.count() == 0


def test_what_is_ticked_as_found_in_the_review_is_the_collectives(point, settle):
    settle(**{f"found_{point.pk}": "on"})

    point.refresh_from_db()
    assert (point.finder, point.grade) == ("collective", "medium")


def test_a_point_already_settled_cannot_be_ticked_as_found(point, settle, client):
    settle()

    page = client.get(f"/risks/registers/{point.register_id}/review/")

    assert [row.get("found") for row in page.context["form"].rows()] == [None]
