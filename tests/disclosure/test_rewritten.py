"""What a review was given on: a text rewritten after a return is settled and read anew, one left alone is not."""

import pytest

from approvals import services as approvals_services
from core.models import AuditEvent
from core.rules import Denied, Stale
from disclosure import queries, services
from disclosure.models import DisclosureReview, Publication
from organization import services as organization_services
from organization.roles import Role
from powers import services as power_services
from powers.models import Power
from powers.states import FlowKind
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import factories
from tests.powers import factories as powers

pytestmark = pytest.mark.django_db
SECRET = "含涉密药品目录"


@pytest.fixture
def made():
    return approvals.world()


@pytest.fixture
def power(made):
    """A power cleared for the public by both, whose list the discipline office then returned."""
    filed = factories.power(made)
    submission = factories.at_office(made)
    factories.review(made, filed)
    submission = approvals_services.decide(by=made.office, submission=submission, verdict="agree")
    approvals_services.decide(by=made.discipline, submission=submission, verdict="return", reason="补充说明")
    return Power.objects.get(pk=filed.pk)


def rewrite(made, power, **fields):
    """Changed by the filer and submitted again: it waits for 党办."""
    power_services.change_power(by=made.filer, power=power, **fields)
    return factories.at_office(made)


def address(power, verb=""):
    return f"/disclosure/reviews/{power.power_list_id}/{verb}"


def test_a_rewritten_power_does_not_pass_the_office_on_its_old_scope(made, power):
    submission = rewrite(made, power, content=SECRET)

    with pytest.raises(Denied, match=r"内容已修改，须重新确定公开属性"):
        approvals_services.decide(by=made.office, submission=submission, verdict="agree")


def test_a_rewritten_power_that_secrecy_did_not_read_again_never_becomes_public(made, power):
    submission = rewrite(made, power, content=SECRET)
    factories.review(made, power, verdict="")

    factories.finish(made, submission)

    assert Publication.objects.count() == 0


def test_a_rewritten_power_is_public_once_both_reviewed_it_again(made, power):
    submission = rewrite(made, power, content="对采购计划进行审批。")
    factories.review(made, power)

    factories.finish(made, submission)

    assert Publication.objects.get().content["content"] == "对采购计划进行审批。"


def test_a_rewritten_power_stays_hidden_where_the_offices_own_stage_is_skipped(made, power):
    by, root, insider = people.system(), people.root(), people.person(where=made.department)
    organization_services.grant(by=by, person=insider, role=Role.PARTY_OFFICE, department=root)
    organization_services.revoke(by=by, person=made.office, role=Role.PARTY_OFFICE, department=root)
    submission = rewrite(made, power, content=SECRET)
    warned = [fault.row_code for _pk, fault in queries.opinions_missing([submission])]
    approvals.resolve(made, submission, by=made.chair)

    assert (warned, Publication.objects.count()) == ([power.code], 0)


@pytest.mark.parametrize("fields", [{}, {"discretion": "金额五百元以内"}])
def test_what_would_be_public_and_did_not_change_needs_no_second_opinion(made, power, fields):
    submission = rewrite(made, power, **fields)

    factories.finish(made, submission)

    assert list(Publication.objects.values_list("code", flat=True)) == [power.code]


def test_what_was_changed_back_needs_no_second_opinion(made, power):
    submission = rewrite(made, power, content=SECRET)
    approvals_services.decide(by=made.office, submission=submission, verdict="return", reason="改回")

    submission = rewrite(made, Power.objects.get(pk=power.pk), content=power.content)

    assert list(queries.scopes_missing([submission])) == []


def test_a_redrawn_external_chart_is_reviewed_again(made, power):
    shape = (("网上报名", "2"), ("公示", "结束"))
    powers.with_flow(power, FlowKind.EXTERNAL, shape=shape, post=people.post(made.department))

    submission = rewrite(made, power)

    assert [fault.row_code for _pk, fault in queries.scopes_missing([submission])] == [power.code]


def test_an_opinion_waits_until_the_office_settled_the_rewritten_power(made, power):
    rewrite(made, power, content=SECRET)

    with pytest.raises(Denied, match=r"内容已修改，党办尚未重新确定公开属性"):
        services.give_secrecy_opinion(by=made.secrecy, power=power, verdict="clear")


def test_settling_the_same_scope_on_a_rewritten_power_takes_the_opinion_back(made, power):
    rewrite(made, power, content=SECRET)

    count = services.settle_scopes(by=made.office, scopes={power: "society"})

    review = DisclosureReview.objects.get()
    assert (count, review.scope, review.secrecy_verdict, review.secrecy_at) == (1, "society", "", None)


def test_the_numbers_and_the_inbox_count_what_still_holds(made, power):
    def counted():
        (row,) = queries.submissions_under_review(made.office)
        return row.scope_count, row.opinion_count, len(queries.tasks(made.secrecy).tasks)

    rewrite(made, power, content=SECRET)
    before = counted()

    factories.review(made, power, verdict="")

    assert (before, counted()) == ((0, 0, 0), (1, 0, 1))


def test_the_trail_names_what_is_to_be_reviewed_again(made, power):
    rewrite(made, power, content=SECRET)

    event = AuditEvent.objects.get(verb="disclosure.follow_frozen")
    assert (event.actor_name, event.details) == (made.head.name, {"changed": [power.code]})


@pytest.mark.parametrize(
    ("who", "said"), [("office", "内容已修改，须重新确定"), ("secrecy", "内容已修改，党办未重新确定")]
)
def test_the_page_says_what_is_to_be_settled_again(client, made, power, who, said):
    rewrite(made, power, content=SECRET)
    client.force_login(getattr(made, who))

    page = client.get(address(power))

    assert (page.text.count(said), page.text.count('name="picked"'), "可以公开</span>" in page.text) == (1, 0, False)


def test_an_opinion_on_a_scope_that_was_changed_since_is_refused(client, made, power):
    rewrite(made, power, content=SECRET)
    factories.review(made, power, scope="hospital", verdict="")
    client.force_login(made.secrecy)
    posted = {"picked": [power.pk], "verdict": "clear"} | factories.seen(made.secrecy, power)
    services.settle_scope(by=made.office, power=power, scope="society")

    response = client.post(address(power, "opinions/"), posted)

    assert (response.status_code, "已有改动" in response.text) == (409, True)
    assert DisclosureReview.objects.get().secrecy_verdict == ""


def test_a_scope_for_a_text_rewritten_since_is_refused(made, power):
    submission = rewrite(made, power, content="改过一次")
    (line,) = queries.lines_under_review(made.office, power.power_list_id)
    approvals_services.decide(by=made.office, submission=submission, verdict="return", reason="再改")
    rewrite(made, Power.objects.get(pk=power.pk), content=SECRET)

    with pytest.raises(Stale, match="内容或公开属性已有改动"):
        services.settle_scopes(by=made.office, scopes={power: "society"}, seen={power: line.seen})


def test_an_opinion_that_does_not_say_what_it_saw_is_refused_at_the_desk(client, made, power):
    rewrite(made, power)
    client.force_login(made.secrecy)

    response = client.post(address(power, "opinions/"), {"picked": [power.pk], "verdict": "clear"})

    assert response.status_code == 409
