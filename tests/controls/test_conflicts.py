"""Conflicts of duty through the years: found, expired, worse, resolved, found again; who looks for them and who sees them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from controls import queries, services
from controls.models import DutyConflict
from controls.states import CONFLICT_MOVES, ConflictEvent, ConflictState
from core import services as core_services
from core.models import AuditEvent, Duty
from core.registry import registry
from core.rules import Denied
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from powers import services as power_services
from tests import factories
from tests.controls import factories as control_factories
from tests.controls.factories import accept, hold, overseen, redraw
from tests.powers import factories as power_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.holder(Role.PARTY_OFFICE)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def test_a_detection_keeps_what_it_saw_with_the_path_and_an_event():
    conflict = control_factories.conflict("decision", "execution", name="药品采购审批")

    post = conflict.post
    assert conflict.title == f"{post}在“药品采购审批”中兼有决策、执行"
    assert (conflict.kind, conflict.severity, conflict.state) == ("decision_execution", "medium", "found")
    assert [(line["number"], line["function"], line["post"]) for line in conflict.path] == [
        (1, "decision", post.code),
        (2, "execution", post.code),
    ]
    verbs = AuditEvent.objects.order_by("-sequence").values_list("verb", flat=True)[:2]
    assert list(verbs) == ["controls.detect_conflicts", "controls.find_conflict"]


def test_a_second_detection_changes_nothing():
    conflict = control_factories.conflict()
    before = list(DutyConflict.history.values_list("pk"))

    again = services.detect(by=factories.system())

    assert (again.made, again.moved, again.changed) == ([], [], [])
    assert (DutyConflict.objects.get(), list(DutyConflict.history.values_list("pk"))) == (conflict, before)


def test_powers_of_drafts_are_not_detected():
    post = factories.post()
    control_factories.charted((post, "decision"), (post, "execution"))

    services.detect(by=factories.system())

    assert not DutyConflict.objects.exists()


def test_what_the_structures_no_longer_show_is_resolved_with_the_day():
    conflict = control_factories.conflict("decision", "execution")

    resolved = redraw(conflict, "execution", "execution")

    assert (resolved.state, resolved.resolved_on) == ("resolved", timezone.localdate())


def test_what_is_still_so_in_the_next_edition_is_the_same_conflict():
    conflict = control_factories.conflict("decision", "execution")

    followed = redraw(conflict, "execution", "decision")

    assert (followed.state, followed.power.power_list.number) == ("found", 2)
    assert DutyConflict.objects.count() == 1


def test_a_resolved_conflict_that_is_seen_again_waits_again():
    conflict = control_factories.conflict("decision", "execution")
    redraw(conflict, "execution", "execution")

    again = redraw(conflict, "decision", "execution")

    assert (again.state, again.resolved_on) == ("found", None)


def test_a_resolved_conflict_stays_resolved_with_its_day_while_it_is_gone():
    resolved = redraw(control_factories.conflict(), "execution", "execution")

    done = services.detect(by=factories.system())

    assert (done.moved, DutyConflict.objects.get()) == ([], resolved)


def test_a_post_renamed_is_told_by_its_new_name_without_a_move():
    conflict = control_factories.conflict()
    post = conflict.post
    organization_services.change_post(
        by=factories.system(), post=post, name="新岗名", is_leadership=False, is_key=False, rotation_years=None
    )

    done = services.detect(by=factories.system())

    assert (done.changed, done.moved) == ([conflict], [])
    assert DutyConflict.objects.get().path[0]["post_name"] == "新岗名"


def test_an_acceptance_holds_through_detections_until_its_last_day(office, monkeypatch):
    conflict = accept(control_factories.conflict(), office, days=10)
    monkeypatch.setattr(timezone, "localdate", lambda *_: conflict.expires_on)

    services.detect(by=factories.system())

    assert DutyConflict.objects.get().state == "accepted"


def test_an_acceptance_that_expired_opens_the_conflict_again(office, monkeypatch):
    conflict = accept(control_factories.conflict(), office, days=10)
    monkeypatch.setattr(timezone, "localdate", lambda *_: conflict.expires_on + timedelta(days=1))

    services.detect(by=factories.system())

    opened = DutyConflict.objects.get()
    assert (opened.state, opened.accepted_by, opened.reason, opened.expires_on) == ("found", None, "", None)
    assert opened.history.order_by("-history_id")[0].history_change_reason == "接受到期"


def test_an_accepted_conflict_that_grew_worse_waits_again(office):
    conflict = accept(control_factories.conflict("decision", "execution"), office)

    worse = redraw(conflict, "decision", "execution", is_major=True)

    assert (worse.state, worse.severity) == ("found", "high")


def reopened(conflict):
    """State and why, after another detection."""
    services.detect(by=factories.system())
    again = DutyConflict.objects.get(pk=conflict.pk)
    return again.state, again.history.order_by("-history_id")[0].history_change_reason


def test_an_accepted_conflict_with_another_step_in_its_path_waits_again(office):
    conflict = accept(control_factories.conflict("decision", "execution"), office)

    wider = redraw(conflict, "decision", "execution", "execution")

    assert reopened(wider) == ("found", "涉及范围扩大")


def test_an_accepted_conflict_with_another_department_overseen_waits_again(office):
    post = factories.post(factories.root(), name="副院长", is_leadership=True)
    overseen("personnel", "finance", "procurement", post=post)
    services.detect(by=factories.system())
    conflict = accept(DutyConflict.objects.get(), office)

    overseen("finance", post=post)

    assert reopened(conflict) == ("found", "涉及范围扩大")


def test_an_accepted_conflict_whose_steps_are_fewer_or_called_otherwise_stays_accepted(office):
    conflict = accept(control_factories.conflict("decision", "execution", "execution"), office)

    assert redraw(conflict, "execution", "decision").state == "accepted"


def test_an_acceptance_falls_when_the_acceptor_comes_to_hold_the_post(office):
    conflict = accept(control_factories.conflict(), office)

    hold(office, conflict.post)

    assert reopened(conflict) == ("found", "接受人须回避")


def test_an_acceptance_falls_when_the_acceptor_declares_a_relative_in_its_path(office):
    conflict = accept(control_factories.conflict(), office)

    organization_services.declare_relative(by=office, post=conflict.post, relation="配偶")

    assert reopened(conflict) == ("found", "接受人须回避")


def test_an_accepted_conflict_that_grew_milder_stays_accepted(office):
    conflict = accept(control_factories.conflict("decision", "execution", is_major=True), office)

    milder = redraw(conflict, "decision", "execution", is_major=False)

    assert (milder.state, milder.severity) == ("accepted", "medium")


def test_an_accepted_conflict_is_resolved_when_it_is_gone(office):
    conflict = accept(control_factories.conflict(), office)

    resolved = redraw(conflict, "execution", "execution")

    assert (resolved.state, resolved.accepted_by, resolved.compensation) == ("resolved", None, "")


@pytest.mark.parametrize(("state", "event"), [(s, e) for s in ConflictState for e in ConflictEvent])
def test_every_move_is_in_the_table_or_refused(state, event):
    conflict = DutyConflict(state=state)

    if (state, event) in CONFLICT_MOVES:
        assert services.conflicts._move(conflict, event)[0].state == CONFLICT_MOVES[state, event]
    else:
        with pytest.raises(KeyError):
            services.conflicts._move(conflict, event)


def test_a_person_in_several_posts_conflicts_while_the_tenures_overlap_today():
    where, person = factories.department(), factories.person("张三")
    one, other = factories.post(where), factories.post(where)
    control_factories.power_in_force((one, "decision"), (other, "execution"), where=where, name="零星维修")
    hold(person, one)
    (tenure,) = hold(person, other)
    services.detect(by=factories.system())
    conflict = DutyConflict.objects.get()

    organization_services.end_tenure(by=factories.system(), tenure=tenure, to_on=in_days(-1))
    services.detect(by=factories.system())

    assert conflict.title == f"张三（任{one}、{other}）在“零星维修”中兼有决策、执行"
    assert (conflict.person, conflict.post) == (person, None)
    assert DutyConflict.objects.get().state == "resolved"


def test_a_persons_many_posts_are_named_up_to_three():
    where, person = factories.department(), factories.person("张三")
    posts = [factories.post(where, name=f"岗{number}") for number in range(4)]
    hands = [(posts[0], "decision"), *((post, "execution") for post in posts[1:])]
    control_factories.power_in_force(*hands, where=where, name="零星维修")
    hold(person, *posts)

    services.detect(by=factories.system())

    assert DutyConflict.objects.get().title.startswith("张三（任岗0、岗1、岗2等4处）")


def test_new_conflicts_of_high_severity_are_one_message_to_the_party_office(office):
    where = factories.department()
    post = factories.post(where)
    power_list = power_factories.power_list(where)
    for _number in range(2):
        power = power_factories.power(power_list, is_major=True)
        rows = [
            power_services.StepEntry(**{**vars(row), "function": function})
            for row, function in zip(
                power_factories.entries(post=post), ("decision", "execution", "execution"), strict=True
            )
        ]
        power_services.save_flow(by=factories.system(), power=power, kind="internal", steps=rows)
    power_factories.in_force(power_list)

    services.detect(by=factories.system())
    services.detect(by=factories.system())

    told = Notice.objects.get(kind="controls.conflicts")
    assert (told.person, told.url) == (office, "/controls/conflicts/?severity=high&state=found")
    assert told.text.startswith("有2项高等级职责冲突待处理，如：")


def test_new_conflicts_of_lower_severity_are_no_message(office):
    control_factories.conflict("execution", "supervision")

    assert not Notice.objects.filter(kind="controls.conflicts").exists()


def test_detecting_asks_a_constant_number_of_statements(django_assert_num_queries, django_assert_max_num_queries):
    control_factories.conflict()
    services.detect(by=factories.system())
    with django_assert_max_num_queries(16) as one:  # one of them PostgreSQL's turn
        services.detect(by=factories.system())
    for _number in range(3):
        control_factories.conflict()

    with django_assert_num_queries(len(one)):
        services.detect(by=factories.system())


def test_lists_that_come_into_force_are_looked_at_by_the_worker_once():
    class Passed:
        pk = 7

    for _time in range(2):
        services.ask_detection([Passed()], by=factories.system())
    services.ask_detection([], by=factories.system())

    assert services.ask_detection in registry.force_listeners
    assert list(Duty.objects.values_list("kind", "key")) == [("controls.detect", "controls.detect:7:in_force")]


def test_the_duty_detects():
    post = factories.post()
    control_factories.power_in_force((post, "decision"), (post, "execution"))
    duty = core_services.ask(kind="controls.detect", key="controls.detect:today", payload={})

    core_services.sweep()

    duty.refresh_from_db()
    assert (duty.state, duty.result_url, DutyConflict.objects.count()) == ("done", "/controls/conflicts/", 1)


@pytest.mark.parametrize("role", [Role.PARTY_OFFICE, Role.DISCIPLINE, Role.COMMITTEE_CHAIR])
def test_who_accepts_or_supervises_may_detect(role):
    post = factories.post()
    control_factories.power_in_force((post, "decision"), (post, "execution"))

    found = services.detect(by=factories.holder(role))

    assert [conflict.post for conflict in found.made] == [post]


def test_detect_is_denied_to_a_filer():
    with pytest.raises(Denied, match="由党办或纪检监察室组织排查"):
        services.detect(by=factories.holder(Role.FILER, factories.department()))


def test_a_leaders_conflict_names_departments_and_leads_to_them(office):
    post = factories.post(factories.root(), name="副院长", is_leadership=True)
    departments = overseen("personnel", "finance", "procurement", post=post)

    services.detect(by=factories.system())

    conflict = DutyConflict.objects.get()
    names = "、".join(str(department) for department in departments)
    assert conflict.title == f"副院长同时分管人事、财务、采购：{names}"
    assert [line.end_url for line in queries.path_of(conflict)] == [each.get_absolute_url() for each in departments]


def test_a_grant_taken_back_resolves_the_main_leaders_conflict():
    leader = factories.person("李四")
    hold(leader, factories.post(factories.root(), name="院长", is_leadership=True, is_main_leader=True))
    (where,) = overseen("construction", person=leader)
    services.detect(by=factories.system())
    found = DutyConflict.objects.get()

    organization_services.revoke(by=factories.system(), person=leader, role=Role.OVERSEER, department=where)
    services.detect(by=factories.system())

    assert (found.title, found.person) == (f"主要领导李四直接分管{where}", leader)
    assert DutyConflict.objects.get().state == "resolved"


def sees(person):
    return queries.conflicts_for(type(person).objects.get(pk=person.pk)).exists()


@pytest.mark.parametrize(
    "role", [Role.PARTY_OFFICE, Role.DISCIPLINE, Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.LEADERSHIP]
)
def test_those_to_whom_all_in_force_is_open_see_all_conflicts(role):
    control_factories.conflict(disclosure_scope="none")

    assert sees(factories.holder(role))


@pytest.mark.parametrize("role", [Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER])
def test_the_own_department_and_its_reviewers_see_its_conflicts_and_no_others(role):
    conflict = control_factories.conflict()

    assert sees(factories.holder(role, conflict.department))
    assert not sees(factories.holder(role, factories.department()))


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR])
def test_the_three_administrators_see_no_conflict_not_even_of_their_post(role):
    conflict = control_factories.conflict(disclosure_scope="hospital")
    person = factories.holder(role)
    hold(person, conflict.post)

    assert not sees(person)


@pytest.mark.parametrize(("scope", "is_seen"), [("hospital", True), ("none", False)])
def test_a_party_of_another_department_sees_it_where_they_see_the_power(scope, is_seen):
    where, elsewhere = factories.department(), factories.department()
    post = factories.post(elsewhere)
    control_factories.power_in_force((post, "decision"), (post, "execution"), where=where, disclosure_scope=scope)
    services.detect(by=factories.system())
    party, other = factories.person(where=elsewhere), factories.person(where=elsewhere)
    hold(party, post)

    assert (sees(party), sees(other)) == (is_seen, False)
