"""The head signs what the head looked at: lists may still change until the signature."""

import pytest

from powers import services as power_services
from powers.models import Power
from tests.approvals import factories
from tests.approvals.pages import address

pytestmark = pytest.mark.django_db


def shown_to_the_head(world, visit, submission):
    """What the form of the page carries."""
    form = visit(world.head, submission.get_absolute_url()).context["sign_form"]
    return {name: form[name].value() for name in ("version", "sha256")}


def test_the_head_signs_the_hash_of_what_the_page_showed(world, visit, send):
    submission = factories.draft(world)
    shown = shown_to_the_head(world, visit, submission)

    send(world.head, address("submit", submission.pk), **shown)

    submission.refresh_from_db()
    assert (submission.state, submission.sha256) == ("in_review", shown["sha256"])


def test_a_list_changed_since_the_head_looked_is_not_signed(world, visit, send):
    submission = factories.draft(world)
    shown = shown_to_the_head(world, visit, submission)
    power_services.change_power(by=world.filer, power=Power.objects.order_by("pk")[0], content="另一种写法。")

    answer = send(world.head, address("submit", submission.pk), **shown)

    submission.refresh_from_db()
    assert (answer.status_code, submission.state, submission.sha256) == (409, "draft", "")
    assert Power.objects.order_by("pk")[0].power_list.state == "draft"
