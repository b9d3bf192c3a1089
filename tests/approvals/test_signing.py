"""The head signs what the head looked at: lists may still change until the signature."""

import pytest

from approvals import services
from approvals.services import moving
from core.rules import Stale
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


@pytest.mark.parametrize(
    "told",
    [{"version": ""}, {"version": "eins"}, {"sha256": ""}, {"sha256": "0" * 65}],
    ids=["no version", "a broken version", "no hash", "a broken hash"],
)
def test_a_signature_that_does_not_say_what_was_looked_at_signs_nothing(world, visit, send, told):
    submission = factories.draft(world)
    shown = shown_to_the_head(world, visit, submission)
    power_services.change_power(by=world.filer, power=Power.objects.order_by("pk")[0], content="另一种写法。")

    answer = send(world.head, address("submit", submission.pk), **{**shown, **told})

    submission.refresh_from_db()
    assert (answer.status_code, submission.state, submission.sha256) == (409, "draft", "")


def test_an_empty_hash_is_no_signature_for_whatever_stands_there(world):
    submission = factories.draft(world)

    with pytest.raises(Stale, match="内容已有改动"):
        services.submit(by=world.head, submission=submission, sha256="")


@pytest.mark.parametrize(("name", "said"), [("decide", {"verdict": "agree"}), ("reject", {"reason": "职权不成立"})])
def test_a_verdict_that_does_not_say_what_was_looked_at_decides_nothing(world, send, name, said):
    submission = factories.signed(world)

    answer = send(world.overseer, address(name, submission.pk), **said)

    submission.refresh_from_db()
    assert (answer.status_code, submission.state, submission.stage.code) == (409, "in_review", "overseer")


def test_a_draft_is_not_given_back_by_who_does_not_say_what_they_looked_at(world, send):
    submission = factories.draft(world)

    answer = send(world.head, address("decide", submission.pk), verdict="return", reason="改")

    submission.refresh_from_db()
    assert (answer.status_code, submission.state) == (409, "draft")


def test_lists_never_pass_without_the_committee():
    made = factories.world()
    submission = factories.signed(made)

    with pytest.raises(Stale, match="党委审定"):
        moving.conclude(submission, by=made.office)
