"""The chart of a power bears, at each step, how many risk points of which grade live in it."""

import pytest
from django.urls import reverse

from risks import queries
from tests import factories as people
from tests.risks import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps():
    return factories.with_steps(factories.step().flow.power)


def file(step, **fields):
    return factories.point(
        factories.register(step.post.department), post=step.post, step=step, type="process", **fields
    )


def test_each_step_counts_its_points_by_grade(steps):
    first = file(steps[0])
    factories.point(first.register, post=steps[0].post, step=steps[0], type="process")
    filer = people.holder("filer", steps[0].post.department)

    assert queries.marks_of_steps(steps[0].flow.power, filer) == {1: {"pending": 2}}


def test_points_that_a_person_may_not_see_are_not_counted(steps):
    file(steps[0])
    stranger = people.holder("filer", people.department())

    assert queries.marks_of_steps(steps[0].flow.power, stranger) == {}


def test_the_page_of_the_power_tells_them(client, steps):
    file(steps[1])
    client.force_login(people.holder("filer", steps[0].post.department))

    page = client.get(reverse("powers:power", args=[steps[0].flow.power_id])).content.decode()

    assert page.count("风险点 待定 1") == 1
