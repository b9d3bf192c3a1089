"""销号: a rectification goes through 科室负责人 and 纪检监察室 before its finding is closed (product.md, Approval)."""

from datetime import date

import pytest

from approvals import queries as approval_queries
from approvals import services as approval_services
from approvals.models import StageDefault, Submission
from core.models import AuditEvent
from core.rules import Denied
from organization import services as organization_services
from organization.models import RoleGrant
from organization.roles import Role
from supervision import queries, services
from supervision.models import Finding
from supervision.services import closing
from supervision.states.findings import FindingState
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db

FAR = date(2100, 1, 1)


@pytest.fixture
def where():
    """A department with a head; 纪检监察室 and 党办 are departments of their own."""
    made = factories.department()
    factories.holder(Role.DEPARTMENT_HEAD, made)
    supervision_factories.supervisor()
    supervision_factories.keeper()
    return made


def head_of(where):
    return where.people.get(pk__in=where.role_grants.filter(role=Role.DEPARTMENT_HEAD).values("user"))


def asked(where):
    """A finding of the department that was rechecked, and its closing that waits for the head."""
    finding = supervision_factories.rechecked(supervision_factories.finding(where))
    return finding, services.ask_closing(by=head_of(where), finding=finding)


def signed(where):
    finding, submission = asked(where)
    return finding, approval_services.submit(by=head_of(where), submission=submission)


def fresh(finding):
    return Finding.objects.get(pk=finding.pk)


def test_stage_3_a_rectification_is_closed_by_its_head_and_the_discipline_office(where):
    finding, submission = signed(where)
    stages = [(stage.code, stage.action) for stage in submission.stages.order_by("position")]

    approval_services.decide(by=supervision_factories.supervisor(), submission=submission, verdict="no_objection")

    submission.refresh_from_db()
    assert stages == [("head", "sign"), ("discipline", "supervise")]
    assert (submission.state, fresh(finding).state) == ("passed", FindingState.CLOSED)
    assert fresh(finding).sha256 == submission.sha256 != ""


def test_nothing_is_closed_by_the_head_alone(where):
    finding, submission = signed(where)

    assert (submission.state, fresh(finding).state) == ("in_review", FindingState.RECHECKED)


def test_a_return_sends_it_back_to_be_put_right_with_the_reason(where):
    finding, submission = signed(where)

    approval_services.decide(
        by=supervision_factories.supervisor(), submission=submission, verdict="return", reason="佐证不足"
    )

    assert fresh(finding).state == FindingState.UNDER_WAY
    assert "佐证不足" in fresh(finding).history.order_by("-history_id")[0].history_change_reason


def test_the_head_too_sends_it_back(where):
    finding, submission = asked(where)

    approval_services.decide(by=head_of(where), submission=submission, verdict="return", reason="再补一份记录")

    assert fresh(finding).state == FindingState.UNDER_WAY


def test_a_closing_that_is_taken_back_can_be_asked_for_again(where):
    finding, submission = signed(where)

    approval_services.withdraw(by=head_of(where), submission=submission)
    again = services.ask_closing(by=head_of(where), finding=fresh(finding))

    assert (fresh(finding).state, again.resubmits) == (FindingState.RECHECKED, submission)


def test_ask_closing_is_denied_before_the_recheck_twice_and_to_strangers(where):
    finding, _submission = asked(where)
    early = supervision_factories.reported(supervision_factories.finding(where))
    stranger = factories.holder(Role.FILER, factories.department())

    with pytest.raises(Denied, match="待复查"):
        services.ask_closing(by=head_of(where), finding=early)
    with pytest.raises(Denied, match="已提请销号"):
        services.ask_closing(by=head_of(where), finding=finding)
    with pytest.raises(Denied, match="您不能办理"):
        services.ask_closing(by=stranger, finding=supervision_factories.rechecked(supervision_factories.finding(where)))


def test_what_is_no_longer_rechecked_is_not_signed(where):
    finding, submission = asked(where)
    Finding.objects.filter(pk=finding.pk).update(state=FindingState.UNDER_WAY)

    with pytest.raises(Denied, match="复查通过后才能销号"):
        approval_services.submit(by=head_of(where), submission=submission)


def test_the_discipline_offices_own_rectification_is_looked_at_by_the_party_office():
    where = factories.department()
    organization_services.grant(
        by=factories.system(),
        person=factories.holder(Role.DEPARTMENT_HEAD, where),
        role=Role.DISCIPLINE,
        department=factories.root(),
    )
    keeper = supervision_factories.keeper()
    finding, submission = signed(where)

    approval_services.decide(by=keeper, submission=submission, verdict="agree")

    assert [stage.code for stage in submission.stages.order_by("position") if not stage.is_skipped] == [
        "head",
        "office",
    ]
    assert fresh(finding).state == FindingState.CLOSED


def test_it_is_not_asked_for_where_nobody_could_look_at_it():
    where = factories.department()
    organization_services.grant(
        by=factories.system(),
        person=factories.holder(Role.DEPARTMENT_HEAD, where),
        role=Role.DISCIPLINE,
        department=factories.root(),
    )
    finding = supervision_factories.rechecked(supervision_factories.finding(where))
    RoleGrant.objects.filter(role=Role.PARTY_OFFICE).delete()

    with pytest.raises(Denied, match="还没有人担任"):
        services.ask_closing(by=head_of(where), finding=finding)


def test_who_put_it_right_does_not_look_at_it_from_above(where):
    finding = supervision_factories.rechecked(supervision_factories.finding(where))
    plan = finding.rectification
    organization_services.grant(
        by=factories.system(), person=plan.answerer, role=Role.DISCIPLINE, department=factories.root()
    )
    submission = services.ask_closing(by=head_of(where), finding=finding)
    submission = approval_services.submit(by=head_of(where), submission=submission)

    with pytest.raises(Denied):
        approval_services.decide(by=plan.answerer, submission=submission, verdict="no_objection")


def test_a_leaders_own_closing_is_signed_by_the_leader_and_seen_by_few(where):
    finding, leader = supervision_factories.leader_finding()
    office, discipline = supervision_factories.keeper(), supervision_factories.supervisor()
    supervision_factories.planned(finding, by=leader, owner_post=finding.point.post, answerer=leader)
    services.report_rectification(
        by=leader, finding=fresh(finding), report="已申报并回避", proof_note="登记本存科室档案柜"
    )
    services.recheck(by=discipline, finding=fresh(finding), is_passed=True, note="已核实")

    submission = services.ask_closing(by=leader, finding=fresh(finding))
    submission = approval_services.submit(by=leader, submission=submission)
    seen = [bool(approval_queries.submission_for(person, submission.pk)) for person in (leader, discipline, office)]
    approval_services.decide(by=supervision_factories.supervisor(), submission=submission, verdict="no_objection")

    assert seen == [True, True, False]
    assert fresh(finding).state == FindingState.CLOSED


def test_a_leaders_own_closing_is_asked_for_by_the_leader_alone():
    finding, leader = supervision_factories.leader_finding()
    office, discipline = supervision_factories.keeper(), supervision_factories.supervisor()
    supervision_factories.planned(finding, by=leader, owner_post=finding.point.post, answerer=leader)
    services.report_rectification(
        by=leader, finding=fresh(finding), report="已申报并回避", proof_note="登记本存科室档案柜"
    )
    services.recheck(by=discipline, finding=fresh(finding), is_passed=True, note="已核实")

    for keeper in (office, discipline):
        with pytest.raises(Denied, match="您不能办理"):
            services.ask_closing(by=keeper, finding=fresh(finding))
    submission = services.ask_closing(by=leader, finding=fresh(finding))
    approval_services.submit(by=leader, submission=submission)
    assert [item.is_confined for item in approval_queries.due_submissions(FAR, FAR)] == [True]


def test_where_there_is_no_head_who_asked_for_the_closing_does_not_sign_it():
    where = factories.department()
    supervision_factories.supervisor()
    keeper = supervision_factories.keeper()
    finding = supervision_factories.rechecked(supervision_factories.finding(where))
    submission = services.ask_closing(by=keeper, finding=finding)

    with pytest.raises(Denied, match="负责人可以签署"):
        approval_services.submit(by=keeper, submission=submission)


def test_the_trail_and_the_paper_call_a_closing_by_its_kind(where):
    _finding, submission = signed(where)

    event = AuditEvent.objects.filter(verb="approvals.submit").get()
    things = approval_queries.verified(head_of(where), submission.sha256)

    assert event.subject_code == f"closing-{submission.year}-{submission.number}"
    assert [thing.what for thing in things] == ["整改销号"]


def test_the_closing_waits_for_its_holders_and_is_no_departments_list(where):
    _finding, submission = asked(where)
    discipline = supervision_factories.supervisor()
    before = list(approval_queries.waiting_for(discipline))
    approval_services.submit(by=head_of(where), submission=submission)

    assert (before, list(approval_queries.waiting_for(discipline))) == ([], [submission])
    assert approval_queries.open_submission(where, is_leadership=False) is None
    assert approval_queries.working_lists(where, is_leadership=False) == []


def test_verify_chain_holds_and_finds_a_finding_altered_after_it_was_closed(where):
    finding, submission = signed(where)
    approval_services.decide(by=supervision_factories.supervisor(), submission=submission, verdict="no_objection")
    clean = [str(breach) for breach in breaches()]

    Finding.objects.filter(pk=finding.pk).update(text="改过的问题")

    assert clean == []
    assert any("被改过：签署的问题是" in str(breach) for breach in breaches())


def test_verify_chain_finds_a_finding_closed_without_approval(where):
    finding = supervision_factories.closed(supervision_factories.finding(where))

    assert [str(breach) for breach in breaches()] == [
        f"整改 {finding.code}：已生效，但没有审定通过的报审：不是经审批生效的"
    ]


def breaches():
    """What `verify_chain` finds in submissions and lists."""
    from core.registry import registry

    for part in ("approvals.submissions", "approvals.decisions", "approvals.lists"):
        if part in registry.verifiers:
            yield from registry.verifiers[part].find(lambda: None)


def test_the_page_asks_for_the_closing_and_shows_it(client, where):
    finding = supervision_factories.rechecked(supervision_factories.finding(where))
    risk_factories.sign_in(client, head_of(where))
    offered = client.get(finding.get_absolute_url()).context["actions"]

    response = client.post(f"/supervision/findings/{finding.pk}/closing/")

    submission = Submission.objects.get()
    assert [action["label"] for action in offered] == ["提请销号"]
    assert response.headers["Location"] == submission.get_absolute_url()
    page = client.get(submission.get_absolute_url())
    assert "流程已修订，抽查20笔均合格" in page.text
    assert f"{finding.code}整改销号" in client.get(finding.get_absolute_url()).text
    assert client.get(finding.get_absolute_url()).context["actions"] == []


def test_a_closed_rectification_is_not_corrected(client, where):
    finding, submission = signed(where)
    approval_services.decide(by=supervision_factories.supervisor(), submission=submission, verdict="no_objection")
    risk_factories.sign_in(client, supervision_factories.keeper())

    assert client.get(f"/approvals/correct/findings/{finding.pk}/").status_code == 404
    assert services.closing_handler.wordings(finding.pk, "1") == []
    with pytest.raises(NotImplementedError):
        services.closing_handler.reword(finding.pk, "1", "text", text="x", by=head_of(where), reason="x")


def test_the_handler_takes_no_part_in_the_departments_lists(where):
    finding = supervision_factories.finding(where)
    handler = services.closing_handler

    assert list(handler.working_lists([where.pk], is_leadership=False)) == []
    assert handler.working_list(where.pk, is_leadership=False) is None
    assert (handler.editions([where.pk]), handler.difference(finding.pk)) == ([], [])
    assert (handler.cites(finding), handler.path_of(None, "1", {})) == ((), "")
    assert handler.row_urls(finding.pk, ["1"]) == {"1": finding.get_absolute_url()}
    assert handler.page_of(finding.pk, "1") == finding.get_absolute_url()
    assert list(queries.closings_of(finding)) == []


def test_a_thing_that_is_on_its_way_is_not_sent_a_second_time(where):
    finding, submission = signed(where)

    with pytest.raises(Denied, match="已在办理中"):
        approval_services.prepare_thing(
            by=supervision_factories.keeper(),
            kind=submission.kind,
            list_kind=closing.RectificationHandler.kind,
            list_id=finding.pk,
            department=finding.department,
            year=submission.year,
            number=submission.number,
            title="再报一次",
        )


def test_what_changed_since_the_round_before_is_told_in_words():
    before = {"report": "", "rechecks": []}
    after = {"report": "已补登记", "rechecks": [["2026-03-02", False, "登记不全"], ["2026-03-09", True, "已核实"]]}

    told = {label: (was, now) for label, was, now in closing.handler.compare(before, after)}

    assert set(told.values()) == {("", "已补登记"), ("", "2026-03-02 未通过 登记不全；2026-03-09 通过 已核实")}


def test_its_pages_speak_of_no_list(client, where):
    _finding, submission = asked(where)
    risk_factories.sign_in(client, head_of(where))

    pages = [client.get(f"{submission.get_absolute_url()}{step}").content.decode() for step in ("", "withdraw/")]

    assert ["清单" in page for page in pages] == [False, False]
    assert "尚未签署，以下为整改现在的情况" in pages[0]
    assert "再重新提请销号" in pages[1]


def test_refusing_it_at_an_added_stage_says_what_becomes_of_the_rectification(client, where):
    office = supervision_factories.keeper()
    closes = StageDefault.objects.get(kind="closing", code="discipline")
    approval_services.add_stage(by=office, kind="closing", title="党办复核", action="review", before=closes, due_days=5)
    _finding, submission = signed(where)
    risk_factories.sign_in(client, office)

    page = client.get(f"{submission.get_absolute_url()}reject/").content.decode()

    assert ("清单" in page, "问题退回继续整改，整改期限不变。" in page) == (False, True)
