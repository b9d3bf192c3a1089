"""When a power becomes public, what is frozen then, and when it stops being public."""

import pytest

from core.models import AuditEvent
from disclosure import calculations, queries, services
from disclosure.models import Publication
from disclosure.states import PublicationState
from powers import services as power_services
from powers.states import DisclosureScope
from tests import guards
from tests.approvals import factories as approvals
from tests.disclosure import factories

pytestmark = pytest.mark.django_db


def open_codes():
    return list(queries.publications().values_list("code", flat=True))


def states():
    powers = Publication.objects.filter(kind="power")
    return list(powers.order_by("sequence").values_list("sequence", "state"))


def test_a_power_cleared_by_both_reviews_is_public_once_in_force():
    made = approvals.world()
    power = factories.power(made)
    submission = factories.at_office(made)
    factories.review(made, power)
    assert open_codes() == []

    factories.finish(made, submission)

    assert open_codes() == [power.code]


@pytest.mark.parametrize("scope", [scope for scope in DisclosureScope if scope != DisclosureScope.SOCIETY])
def test_a_power_of_narrower_scope_never_becomes_public(scope):
    made = approvals.world()

    factories.bring_into_force(made, factories.power(made), scope=scope)

    assert Publication.objects.count() == 0


@pytest.mark.parametrize("verdict", ["", "hold"])
def test_a_power_without_a_clear_secrecy_opinion_never_becomes_public(verdict):
    made = approvals.world()

    factories.bring_into_force(made, factories.power(made), verdict=verdict)

    assert Publication.objects.count() == 0


def test_what_the_department_filed_as_open_is_not_public_without_the_offices_scope():
    made = approvals.world()
    power = factories.power(made, disclosure_scope="society")

    factories.bring_into_force(made, power, scope="hospital")

    assert (power.disclosure_scope, open_codes()) == ("society", [])


def test_only_the_cleared_powers_of_a_list_become_public():
    made = approvals.world()
    first = factories.power(made)
    second = factories.power(made, first.power_list)
    submission = factories.at_office(made)
    factories.review(made, first, scope="hospital")
    factories.review(made, second)

    factories.finish(made, submission)

    assert open_codes() == [second.code]


def test_a_draft_of_the_next_edition_does_not_show():
    made = approvals.world()
    (power,) = factories.publish(made, name="公开招聘")

    copied = factories.amend(made).powers.get()
    power_services.change_power(by=made.filer, power=copied, name="改过的名称")

    assert queries.publication(power.code).content["name"] == "公开招聘"


def test_a_changed_power_replaces_its_publication_when_the_new_edition_comes_into_force():
    made = approvals.world()
    (power,) = factories.publish(made)
    copied = factories.amend(made).powers.get()
    power_services.change_power(by=made.filer, power=copied, fee_basis="每份 10 元")

    factories.bring_into_force(made, copied)

    assert states() == [(1, PublicationState.REPLACED), (2, PublicationState.PUBLISHED)]
    assert queries.publication(power.code).content["fee_basis"] == "每份 10 元"


def test_a_power_whose_public_part_did_not_change_keeps_its_publication():
    made = approvals.world()
    factories.publish(made)
    copied = factories.amend(made).powers.get()
    power_services.change_power(by=made.filer, power=copied, discretion="金额五百元以内")

    factories.bring_into_force(made, copied)

    assert states() == [(1, PublicationState.PUBLISHED)]


@pytest.mark.parametrize(("scope", "verdict"), [("hospital", "clear"), ("society", "hold"), ("society", "")])
def test_a_new_edition_not_cleared_withdraws_the_publication_and_says_so_in_the_trail(scope, verdict):
    made = approvals.world()
    (power,) = factories.publish(made)

    factories.bring_into_force(made, factories.amend(made).powers.get(), scope=scope, verdict=verdict)

    event = AuditEvent.objects.filter(verb="disclosure.publish_powers").order_by("-sequence").first()
    assert (states(), open_codes()) == ([(1, PublicationState.WITHDRAWN)], [])
    assert event.details == {"published": [], "tombstones": [power.code]}


def test_a_power_taken_out_of_the_list_is_withdrawn():
    made = approvals.world()
    gone, kept = factories.publish(made, 2)
    copies = {copy.code: copy for copy in factories.amend(made).powers.all()}
    power_services.remove_power(by=made.filer, power=copies[gone.code])

    factories.bring_into_force(made, copies[kept.code])

    assert open_codes() == [kept.code]


def test_another_departments_publications_stay():
    made = approvals.world()
    other = approvals.another_department(made)
    (kept,) = factories.publish(made)

    (added,) = factories.publish(other)

    assert open_codes() == sorted([kept.code, added.code])


def test_publications_are_chained_each_to_the_one_before():
    made = approvals.world()
    factories.publish(made, 2)

    first, second = Publication.objects.order_by("sequence")

    assert (first.previous_hash, second.previous_hash) == ("", first.hash)
    assert second.hash == calculations.link_hash(
        sequence=2,
        content_hash=second.content_hash,
        previous_hash=first.hash,
        published_at=second.published_at,
    )


def test_a_submission_without_powers_publishes_nothing():
    made = approvals.world()
    submission = approvals.signed(made)
    guards.tamper("approvals_submissionitem", "UPDATE approvals_submissionitem SET list_kind = 'risks'")

    assert services.publish_powers([submission], by=made.office) == 0
