"""Who settles 公开属性 and who gives the secrecy opinion, in services and at the desk."""

import pytest

from approvals import services as approvals_services
from approvals.models import Submission
from core.models import AuditEvent
from core.rules import Denied
from disclosure import queries, services
from disclosure.models import DisclosureReview
from organization import services as organization_services
from organization.roles import Role
from powers import services as power_services
from powers.models import Power
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import factories

pytestmark = pytest.mark.django_db
OTHERS = ("filer", "head", "overseer", "discipline", "chair", "member")


@pytest.fixture
def made():
    return approvals.world()


@pytest.fixture
def power(made):
    """A power whose list waits for 党办."""
    filed = factories.power(made)
    factories.at_office(made)
    return Power.objects.get(pk=filed.pk)


def address(power, verb=""):
    return f"/disclosure/reviews/{power.power_list_id}/{verb}"


@pytest.mark.parametrize("who", [*OTHERS, "secrecy"])
def test_settling_a_scope_is_denied_to_all_but_the_office(made, power, who):
    with pytest.raises(Denied, match="公开属性由党办在逐项审核时确定"):
        services.settle_scope(by=getattr(made, who), power=power, scope="society")


@pytest.mark.parametrize("who", [*OTHERS, "office"])
def test_a_secrecy_opinion_is_denied_to_all_but_the_secrecy_reviewer(made, power, who):
    services.settle_scope(by=made.office, power=power, scope="society")

    with pytest.raises(Denied, match="保密审查意见由保密审查员出具"):
        services.give_secrecy_opinion(by=getattr(made, who), power=power, verdict="clear")


def test_the_office_does_not_settle_the_scopes_of_its_own_department(made, power):
    insider = people.person(where=made.department)
    organization_services.grant(by=people.system(), person=insider, role=Role.PARTY_OFFICE, department=people.root())

    with pytest.raises(Denied, match="本部门的职权不能由本部门确定公开属性"):
        services.settle_scope(by=insider, power=power, scope="society")


def test_a_stand_in_of_the_office_settles_scopes(made, power):
    stand_in = approvals.stand_in(made.office)

    review = services.settle_scope(by=stand_in, power=power, scope="related")

    assert (review.scope, review.scope_by) == ("related", stand_in)


def test_the_secrecy_opinion_waits_for_the_offices_scope(made, power):
    with pytest.raises(Denied, match="党办尚未确定"):
        services.give_secrecy_opinion(by=made.secrecy, power=power, verdict="clear")


def test_neither_is_given_outside_the_review(made):
    (power,) = factories.publish(made)
    power = Power.objects.get(pk=power.pk)

    with pytest.raises(Denied, match="不在审核中"):
        services.settle_scope(by=made.office, power=power, scope="none")
    with pytest.raises(Denied, match="不在审核中"):
        services.give_secrecy_opinion(by=made.secrecy, power=power, verdict="hold", reason="涉密")


def test_a_changed_scope_takes_the_secrecy_opinion_back(made, power):
    factories.review(made, power, scope="hospital")

    services.settle_scope(by=made.office, power=power, scope="society")

    review = DisclosureReview.objects.get()
    assert (review.scope, review.secrecy_verdict, review.secrecy_by, review.secrecy_at) == ("society", "", None, None)


def test_a_power_that_was_reviewed_can_be_taken_out_after_a_return(made, power):
    factories.review(made, power)
    submission = Submission.objects.get()
    approvals_services.decide(by=made.office, submission=submission, verdict="return", reason="重复的职权")

    power_services.remove_power(by=made.filer, power=power)

    assert (Power.objects.filter(pk=power.pk).exists(), DisclosureReview.objects.count()) == (False, 0)


def test_settling_one_scope_again_as_it_was_keeps_the_secrecy_opinion(made, power):
    services.settle_scope(by=made.office, power=power, scope="society")
    services.give_secrecy_opinion(by=made.secrecy, power=power, verdict="clear")

    review = services.settle_scope(by=made.office, power=power, scope="society", reason="复核")

    assert (review.secrecy_verdict, review.scope_reason) == ("clear", "复核")


def test_settling_the_same_scopes_again_writes_nothing(made, power):
    factories.review(made, power)

    assert services.settle_scopes(by=made.office, scopes={power: "society"}) == 0
    assert DisclosureReview.objects.get().secrecy_verdict == "clear"


def test_each_review_leaves_its_event(made, power):
    factories.review(made, power, scope_reason="群众关心")

    events = AuditEvent.objects.filter(verb__startswith="disclosure.").order_by("sequence")
    assert list(events.values_list("verb", "actor_name", "subject_code")) == [
        ("disclosure.settle_scope", made.office.name, power.code),
        ("disclosure.give_secrecy_opinion", made.secrecy.name, power.code),
    ]


def test_the_inbox_of_the_secrecy_reviewer_names_what_waits(made, power):
    assert queries.tasks(made.secrecy).tasks == ()
    services.settle_scope(by=made.office, power=power, scope="society")

    (task,) = queries.tasks(made.secrecy).tasks

    assert (task.url, task.note) == (address(power), "0 / 1 项已出具意见")
    assert queries.tasks(made.filer).tasks == ()


def test_the_office_settles_scopes_in_the_table_and_is_led_back_to_the_submission(client, made, power):
    client.force_login(made.office)

    posted = {f"scope-{power.pk}": "society"} | factories.seen(made.office, power)
    response = client.post(address(power, "scopes/"), posted)

    assert (response.status_code, response.url) == (302, Submission.objects.get().get_absolute_url())
    assert DisclosureReview.objects.get().scope == "society"


def test_settling_the_same_scopes_again_says_that_nothing_changed(client, made, power):
    services.settle_scope(by=made.office, power=power, scope="society")
    client.force_login(made.office)

    response = client.post(address(power, "scopes/"), {f"scope-{power.pk}": "society"}, follow=True)

    assert [str(message) for message in response.context["messages"]] == ["公开属性没有变化。"]


def test_the_committee_is_told_what_would_not_become_public(made, power):
    services.settle_scope(by=made.office, power=power, scope="society")
    submission = Submission.objects.get()
    told = []
    for code in ("office", "committee"):
        submission.stage = submission.stages.get(code=code)
        told.append([(pk, fault.row_code, fault.is_blocking) for pk, fault in queries.opinions_missing([submission])])

    assert told == [[], [(submission.pk, power.code, False)]]


@pytest.mark.parametrize(("scope", "verdict"), [("society", "clear"), ("society", "hold"), ("hospital", "")])
def test_the_committee_is_told_nothing_of_what_was_settled_or_stays_inside(made, power, scope, verdict):
    services.settle_scope(by=made.office, power=power, scope=scope)
    if verdict:
        services.give_secrecy_opinion(by=made.secrecy, power=power, verdict=verdict, reason="理由")
    submission = Submission.objects.get()

    submission.stage = submission.stages.get(code="committee")

    assert list(queries.opinions_missing([submission])) == []


def test_a_scope_that_is_none_is_refused_and_nothing_written(client, made, power):
    client.force_login(made.office)

    response = client.post(address(power, "scopes/"), {f"scope-{power.pk}": "galaxy"}, follow=True)

    assert "不在可选范围内" in response.text
    assert DisclosureReview.objects.count() == 0


def test_the_secrecy_reviewer_opines_on_the_picked_rows(client, made, power):
    services.settle_scope(by=made.office, power=power, scope="society")
    client.force_login(made.secrecy)

    posted = {"picked": [power.pk], "verdict": "hold", "reason": "含安防信息"} | factories.seen(made.secrecy, power)
    client.post(address(power, "opinions/"), posted)

    review = DisclosureReview.objects.get()
    assert (review.secrecy_verdict, review.secrecy_reason, review.secrecy_by) == ("hold", "含安防信息", made.secrecy)


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"verdict": "clear"}, "请先勾选职权"),
        ({"verdict": "hold", "picked": "all"}, "请写明不宜公开的理由"),
        ({"picked": "all"}, "请选择可以公开或不宜公开"),
    ],
)
def test_an_incomplete_opinion_says_what_is_missing(client, made, power, posted, said):
    services.settle_scope(by=made.office, power=power, scope="society")
    client.force_login(made.secrecy)
    if posted.get("picked"):
        posted = posted | {"picked": power.pk}

    response = client.post(address(power, "opinions/"), posted)

    assert (response.status_code, said in response.text) == (422, True)
    assert DisclosureReview.objects.get().secrecy_verdict == ""


@pytest.mark.parametrize("who", OTHERS)
def test_others_find_no_review_at_the_desk(client, made, power, who):
    client.force_login(getattr(made, who))

    answers = [
        client.get(address(power)),
        client.post(address(power, "scopes/")),
        client.post(address(power, "opinions/")),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_secrecy_reviewer_who_settles_a_scope_at_the_desk_is_told_whose_that_is(client, made, power):
    client.force_login(made.secrecy)

    response = client.post(address(power, "scopes/"), {f"scope-{power.pk}": "society"})

    assert (response.status_code, "公开属性由党办在逐项审核时确定" in response.text) == (403, True)


def test_who_reviews_nothing_is_led_to_what_is_open_in_the_hospital(client, made):
    client.force_login(made.filer)

    response = client.get("/disclosure/")

    assert (response.status_code, response.url) == (302, "/disclosure/inside/")


@pytest.mark.parametrize(("count", "queries_of_page"), [(1, 9), (3, 9)])
def test_the_table_of_a_review_asks_a_constant_number_of_queries(
    client, made, django_assert_num_queries, count, queries_of_page
):
    where = approvals.power_list(made, powers=count)
    factories.at_office(made)
    client.force_login(made.office)
    client.get("/accounts/me/")

    with django_assert_num_queries(queries_of_page):
        client.get(f"/disclosure/reviews/{where.pk}/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_reviews_asks_a_constant_number_of_queries(client, made, django_assert_num_queries, count):
    for _number in range(count):
        other = approvals.another_department(made)
        factories.power(other)
        factories.at_office(other)
    client.force_login(made.office)
    client.get("/accounts/me/")

    with django_assert_num_queries(7):
        client.get("/disclosure/")


def test_a_stand_in_of_the_office_settles_at_the_desk(client, made, power):
    client.force_login(approvals.stand_in(made.office))
    (listed,) = client.get("/disclosure/").context["page"].rows

    posted = {f"scope-{power.pk}": "hospital"} | factories.seen(made.office, power)
    answer = client.post(address(power, "scopes/"), posted, follow=True)

    assert (listed.url, answer.status_code) == (address(power), 200)
    assert DisclosureReview.objects.get().scope == "hospital"


def test_a_stand_in_of_the_secrecy_reviewer_opines_at_the_desk(client, made, power):
    services.settle_scope(by=made.office, power=power, scope="society")
    stand_in = approvals.stand_in(made.secrecy)
    client.force_login(stand_in)

    posted = {"picked": [power.pk], "verdict": "clear"} | factories.seen(made.secrecy, power)
    client.post(address(power, "opinions/"), posted)

    assert (DisclosureReview.objects.get().secrecy_by, len(queries.tasks(stand_in).tasks)) == (stand_in, 0)


def test_who_is_office_and_secrecy_reviewer_gets_both_forms(client, made, power):
    organization_services.grant(
        by=people.system(), person=made.office, role=Role.SECRECY_REVIEWER, department=people.root()
    )
    services.settle_scope(by=made.office, power=power, scope="society")
    client.force_login(made.office)

    text = client.get(address(power)).text

    forms = [f'action="{address(power, verb)}"' for verb in ("scopes/", "opinions/")]
    assert [text.count(form) for form in forms] == [1, 1]
