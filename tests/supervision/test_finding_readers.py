"""Who sees which findings and 问责建议, where findings show, and for whom they wait."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.documents.uploads import Upload
from core.models import Attachment
from organization.roles import Role
from supervision import queries, services
from supervision.models import AccountabilityProposal
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
KEY = "6f1b3f0e-5f1c-4c57-9a55-0f4f5f1c4c58"
LIST = "/supervision/findings/"


@pytest.fixture
def where():
    return factories.department("药剂科")


@pytest.fixture
def keeper(client):
    return risk_factories.sign_in(client, supervision_factories.keeper())


def shown(client, query=""):
    return [row.thing for row in client.get(f"{LIST}{query}").context["page"].rows]


def page(client, finding, step=""):
    return client.get(f"{LIST}{finding.pk}/{step}")


@pytest.mark.parametrize(
    ("role", "is_seen"),
    [
        (Role.FILER, True),
        (Role.DEPARTMENT_HEAD, True),
        (Role.OVERSEER, True),
        (Role.PARTY_OFFICE, True),
        (Role.DISCIPLINE, True),
        (Role.LEADERSHIP, True),
        (Role.COMMITTEE_MEMBER, True),
        (Role.SECRECY_REVIEWER, False),
        (Role.AUDITOR, False),
    ],
)
def test_a_departments_findings_are_seen_by_its_people_and_those_above(where, role, is_seen):
    finding = supervision_factories.finding(where)
    place = where if role in (Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER) else factories.root()

    assert list(queries.findings_for(factories.holder(role, place))) == [finding] * is_seen


def test_another_departments_findings_are_not_there(client, where):
    finding = supervision_factories.planned(supervision_factories.finding(where))
    risk_factories.sign_in(client, supervision_factories.filer(factories.department()))

    steps = ("", "plan/", "report/", "extend/", "recheck/", "reply/")
    assert [page(client, finding, step).status_code for step in steps] == [404] * 6
    assert shown(client) == []


def test_who_answers_or_registered_sees_a_finding_wherever_they_are(where):
    answerer = factories.person()
    finding = supervision_factories.planned(supervision_factories.finding(where), answerer=answerer)
    holder = factories.person()
    control_factories.hold(holder, finding.rectification.owner_post)

    assert [list(queries.findings_for(person)) for person in (answerer, holder)] == [[finding], [finding]]


def test_a_leaders_findings_are_seen_by_the_leader_and_the_discipline_office_alone():
    finding, leader = supervision_factories.leader_finding()
    others = [factories.holder(role) for role in (Role.PARTY_OFFICE, Role.COMMITTEE_CHAIR, Role.DEPARTMENT_HEAD)]

    assert [list(queries.findings_for(by)) for by in (leader, supervision_factories.supervisor())] == [[finding]] * 2
    assert [list(queries.findings_for(by)) for by in others] == [[], [], []]


def in_force(where):
    table = control_factories.table(where)
    measure = control_factories.measure(table)
    control_factories.in_force(table)
    return measure


def put_again():
    """Two findings on one measure, a month apart."""
    measure = control_factories.measure()
    for days in (30, 0):
        day = timezone.localdate() - timedelta(days=days)
        supervision_factories.finding(measure.table.department, measure=measure, found_on=day)
    return measure


def repeated():
    measure = put_again()
    return AccountabilityProposal.objects.get(), measure


def test_the_organ_answers_a_proposal_on_the_findings_page(client):
    proposal, _measure = repeated()
    risk_factories.sign_in(client, supervision_factories.supervisor())
    before = page(client, proposal.finding).context["proposals"]

    answer = client.post(
        f"/supervision/proposals/{proposal.pk}/answer/", {"verdict": "decline", "reason": "首次重复，已约谈提醒"}
    )

    assert before == [(proposal, True)]
    assert answer.url == f"{proposal.finding.get_absolute_url()}#accountability"
    assert [(each.state, may) for each, may in page(client, proposal.finding).context["proposals"]] == [
        ("declined", False)
    ]


def test_the_department_never_learns_of_a_proposal(client):
    proposal, measure = repeated()
    risk_factories.sign_in(client, supervision_factories.filer(measure.table.department))

    opened = page(client, proposal.finding)

    assert opened.status_code == 200
    assert ("问责" in opened.text, opened.context["proposals"]) == (False, [])
    assert client.get(f"/supervision/proposals/{proposal.pk}/answer/").status_code == 404


def test_a_risk_point_and_a_measure_lead_to_their_findings(client, keeper, where):
    measure = in_force(where)
    supervision_factories.finding(where, measure=measure)

    links = [
        [
            (link["url"], link["count"])
            for link in client.get(thing.get_absolute_url()).context["chain"]
            if link["label"] == "问题"
        ]
        for thing in (measure.point, measure)
    ]

    assert links == [[(f"{LIST}?point={measure.point.code}", 1)], [(f"{LIST}?measure={measure.code}", 1)]]
    assert (queries.chain_links(where, keeper), queries.chain_links(measure, factories.person())) == ([], [])


def test_files_of_a_finding_are_opened_by_who_sees_it(client, keeper, where):
    file = Upload(b"%PDF-1.4", "登记本.pdf", "application/pdf")
    supervision_factories.finding(where, proof=[file])
    url = reverse("core:attachment", args=[Attachment.objects.get().pk])
    seen = client.get(url).status_code
    risk_factories.sign_in(client, supervision_factories.filer(factories.department()))

    assert (seen, client.get(url).status_code) == (200, 404)


def told(by):
    return [(task.what.split("：")[0], task.is_overdue) for task in queries.finding_tasks(by).tasks]


def test_each_step_waits_for_those_who_take_it(where):
    filer, keeper, supervisor = (
        supervision_factories.filer(where),
        supervision_factories.keeper(),
        supervision_factories.supervisor(),
    )
    supervision_factories.finding(where)
    late = supervision_factories.missed(supervision_factories.planned(supervision_factories.finding(where)))
    services.ask_extension(by=late.rectification.answerer, finding=late, days=5, reason="等药事会")
    supervision_factories.reported(supervision_factories.finding(where))
    yesterday = timezone.localdate() - timedelta(days=1)
    supervision_factories.finding(factories.department(), found_on=yesterday, reply_due_on=yesterday)
    repeated()

    assert told(filer) == [("按期整改并报告", True), ("制定整改措施", False)]
    assert told(keeper) == [("复查", False), ("回复问题来源", True)]
    assert told(supervisor) == [
        ("复查", False),
        ("批复整改延期", False),
        ("研究问责建议", False),
        ("回复问题来源", True),
    ]


def test_what_was_rechecked_waits_to_be_closed_until_somebody_asks(where):
    factories.holder(Role.DEPARTMENT_HEAD, where)
    supervision_factories.supervisor()
    finding = supervision_factories.rechecked(supervision_factories.finding(where))
    filer = finding.rectification.answerer
    before = told(filer)

    services.ask_closing(by=filer, finding=finding)

    assert (before, told(filer)) == ([("提请销号", False)], [])


@pytest.mark.parametrize("size", [1, 3])
def test_what_waits_is_read_in_a_constant_number_of_queries(where, size, django_assert_num_queries):
    supervisor = supervision_factories.supervisor()
    for _number in range(size):
        supervision_factories.reported(supervision_factories.finding(where))
        put_again()

    with django_assert_num_queries(5):
        queries.finding_tasks(supervisor)


def test_the_desk_shows_what_waits(client, where):
    put_again()
    late = supervision_factories.missed(supervision_factories.planned(supervision_factories.finding(where)))
    services.ask_extension(by=late.rectification.answerer, finding=late, days=5, reason="等药事会")
    supervision_factories.warning(where)
    risk_factories.sign_in(client, supervision_factories.supervisor())

    page = client.get("/desk/")

    assert [group.title for group in page.context["groups"]] == ["问题整改", "预警"]
    assert page.status_code == 200


def test_findings_due_are_told_with_department_and_day(where, django_assert_num_queries):
    today = timezone.localdate()
    due = supervision_factories.finding(where, due_on=today + timedelta(days=3))
    supervision_factories.finding(where, due_on=today + timedelta(days=9))
    supervision_factories.reported(supervision_factories.finding(where, due_on=today))

    with django_assert_num_queries(1):
        rows = [
            (each.pk, str(each.department), each.due_on) for each in queries.findings_due(today + timedelta(days=7))
        ]

    assert rows == [(due.pk, "药剂科", due.due_on)]
