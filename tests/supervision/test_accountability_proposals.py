"""问责建议: put where a measure fails again or a deadline is missed twice; answered by the organ; nothing else follows."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.forms.models import model_to_dict
from django.utils import timezone

from core import services as core_services
from core.models import AuditEvent, Duty
from core.rules import Denied
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from supervision import queries, services
from supervision.models import AccountabilityProposal, Extension, Finding
from supervision.services import proposals
from supervision.states.findings import ACCOUNTABILITY_MOVES, AccountabilityState, AccountabilityVerb
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
APPS = ("organization", "powers", "risks", "controls", "approvals", "supervision", "disclosure")


def world():
    """Every business row there is, but proposals."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    left_out = (AccountabilityProposal, Notice)
    return {
        model._meta.label: sorted(map(repr, map(model_to_dict, model.objects.all())))
        for model in models
        if model not in left_out
    }


def on_measure(measure, days_ago):
    day = timezone.localdate() - timedelta(days=days_ago)
    return supervision_factories.finding(measure.table.department, measure=measure, found_on=day)


@pytest.fixture
def repeated():
    measure = control_factories.measure()
    first = on_measure(measure, 30)
    return first, on_measure(measure, 0)


def late_twice(where=None):
    finding = supervision_factories.missed(supervision_factories.finding(where))
    services.count_overdue(by=factories.system())
    Finding.objects.filter(pk=finding.pk).update(missed_on=timezone.localdate() - timedelta(days=9))
    services.count_overdue(by=factories.system())
    return Finding.objects.get(pk=finding.pk)


def test_a_finding_on_a_measure_that_had_one_is_repeated_and_the_organ_is_asked():
    measure, supervisor = control_factories.measure(), supervision_factories.supervisor()
    first = on_measure(measure, 30)
    second = on_measure(measure, 0)

    proposal = AccountabilityProposal.objects.get()
    assert (first.repeats, second.repeats) == (None, first)
    assert (proposal.finding, proposal.ground, proposal.state) == (second, "repeated", "waiting")
    assert str(proposal) == f"{second.code} 同一防控措施重复出现问题"
    notice = Notice.objects.get(kind="supervision.proposal")
    assert (notice.person, notice.url) == (supervisor, f"/supervision/findings/{second.pk}/#accountability")


def test_two_findings_of_one_day_or_on_two_measures_are_no_repetition():
    measure = control_factories.measure()
    on_measure(measure, 0), on_measure(measure, 0), on_measure(control_factories.measure(), 3)

    assert not AccountabilityProposal.objects.exists()


def test_each_deadline_that_passes_unmet_is_counted_once():
    filer_told = supervision_factories.missed(supervision_factories.finding())

    first = services.count_overdue(by=factories.system())
    second = services.count_overdue(by=factories.system())

    assert ([finding.pk for finding in first], second) == ([filer_told.pk], [])
    counted = Finding.objects.get()
    assert (counted.overdue_count, counted.missed_on) == (1, counted.due_on)
    assert AuditEvent.objects.filter(verb="supervision.miss_deadline").count() == 1
    assert not AccountabilityProposal.objects.exists()


def test_the_second_deadline_missed_asks_the_organ_once():
    finding = late_twice()
    Finding.objects.update(missed_on=timezone.localdate() - timedelta(days=9))
    services.count_overdue(by=factories.system())

    assert (finding.overdue_count, Finding.objects.get().overdue_count) == (2, 3)
    assert list(AccountabilityProposal.objects.values_list("ground", "finding")) == [("overdue", finding.pk)]


def test_what_was_reported_or_is_not_due_yet_is_not_late():
    supervision_factories.finding()
    supervision_factories.missed(supervision_factories.reported(supervision_factories.finding()))

    assert services.count_overdue(by=factories.system()) == []


def test_a_deadline_waits_for_the_answer_to_an_extension_that_was_asked_in_time():
    finding = supervision_factories.planned(supervision_factories.finding())
    services.ask_extension(by=finding.rectification.answerer, finding=finding, days=5, reason="等药事会")
    late = supervision_factories.missed(finding)
    Extension.objects.update(at=timezone.now() - timedelta(days=3), from_on=late.due_on)

    assert services.count_overdue(by=factories.system()) == []
    Extension.objects.update(at=timezone.now())
    assert services.count_overdue(by=factories.system()) == [late]


def test_a_later_deadline_does_not_wait_for_an_extension_of_the_one_before():
    finding = supervision_factories.planned(supervision_factories.finding())
    services.ask_extension(by=finding.rectification.answerer, finding=finding, days=5, reason="等药事会")
    late = supervision_factories.missed(finding)
    Extension.objects.update(at=timezone.now() - timedelta(days=30), from_on=late.due_on - timedelta(days=20))

    assert services.count_overdue(by=factories.system()) == [late]


def test_the_person_concerned_neither_reads_a_proposal_nor_is_told_of_it():
    measure, apart = control_factories.measure(), supervision_factories.supervisor()
    own = factories.person(where=measure.table.department)
    organization_services.grant(by=factories.system(), person=own, role=Role.DISCIPLINE, department=factories.root())
    on_measure(measure, 30), on_measure(measure, 0)
    proposal = AccountabilityProposal.objects.get()

    assert [notice.person for notice in Notice.objects.filter(kind="supervision.proposal")] == [apart]
    assert [queries.proposals_of(person, proposal.finding) for person in (own, apart)] == [[], [proposal]]
    assert [queries.proposal_for(person, proposal.pk) for person in (own, apart)] == [None, proposal]
    assert list(queries.proposals_to_answer(own)) == []


def test_the_trail_of_a_count_is_left_after_all_of_it():
    late_twice()
    finding = Finding.objects.get()
    verbs = list(AuditEvent.objects.order_by("sequence").values_list("verb", flat=True))

    assert (finding.overdue_count, verbs[-2:]) == (
        2,
        ["supervision.propose_accountability", "supervision.miss_deadline"],
    )


def test_the_daily_duty_counts_and_a_second_run_changes_nothing():
    supervision_factories.missed(supervision_factories.finding())
    core_services.ask_daily()
    core_services.sweep()
    core_services.ask_daily()
    core_services.sweep()

    duty = Duty.objects.get(kind="supervision.overdue")
    assert (duty.state, duty.result_url) == ("done", "/supervision/findings/?overdue=on")
    assert Finding.objects.get().overdue_count == 1


def answer(proposal, by=None, verdict="take_up", reason="多次督促未改"):
    by = by or supervision_factories.supervisor()
    return services.answer_proposal(by=by, proposal=proposal, verdict=verdict, reason=reason)


@pytest.mark.parametrize("verdict", AccountabilityVerb.values)
def test_an_answer_changes_the_proposal_and_nothing_else(repeated, verdict):
    supervisor = supervision_factories.supervisor()
    proposal = AccountabilityProposal.objects.get()
    before, notices = world(), Notice.objects.count()

    answered = answer(proposal, supervisor, verdict)

    assert (answered.answered_by, answered.reason) == (supervisor, "多次督促未改")
    assert (world(), Notice.objects.count()) == (before, notices)


@pytest.mark.parametrize("ground", ["repeated", "overdue"])
def test_a_proposal_put_changes_nothing_else(ground):
    """What proposing adds to the finding that caused it: a proposal, a message to the organ, an event. Nothing more."""
    finding, supervisor = supervision_factories.finding(), supervision_factories.supervisor()
    before, told = world(), Notice.objects.count()

    put = proposals.put_repeated if ground == "repeated" else proposals.put_overdue
    [entry] = put(finding)

    assert (entry.details["ground"], put(finding)) == (ground, [])
    assert world() == before
    assert list(Notice.objects.order_by("pk")[told:].values_list("person", flat=True)) == [supervisor.pk]


@pytest.mark.parametrize(
    ("state", "verb"), [(state, verb) for state in AccountabilityState.values for verb in AccountabilityVerb.values]
)
def test_every_row_of_the_table_of_proposals(repeated, state, verb):
    proposal = AccountabilityProposal.objects.get()
    if state != AccountabilityState.WAITING:
        answer(proposal, verdict="decline" if state == AccountabilityState.DECLINED else "take_up")

    if (state, verb) not in ACCOUNTABILITY_MOVES:
        with pytest.raises(Denied, match="已答复"):
            answer(proposal, verdict=verb)
        assert AccountabilityProposal.objects.get().state == state
    else:
        assert answer(proposal, verdict=verb).state == ACCOUNTABILITY_MOVES[state, verb]


@pytest.mark.parametrize("role", [Role.PARTY_OFFICE, Role.COMMITTEE_CHAIR, Role.LEADERSHIP, Role.FILER])
def test_answer_proposal_is_denied_to_all_but_the_organ(repeated, role):
    with pytest.raises(Denied, match="由纪检监察室研究"):
        answer(AccountabilityProposal.objects.get(), factories.holder(role))


def test_answer_proposal_is_denied_to_whom_it_concerns_and_without_a_reason(repeated):
    own = factories.person(where=repeated[1].department)
    organization_services.grant(by=factories.system(), person=own, role=Role.DISCIPLINE, department=factories.root())
    proposal = AccountabilityProposal.objects.get()

    with pytest.raises(Denied, match="涉及您"):
        answer(proposal, own)
    with pytest.raises(Denied, match="写明研究意见"):
        answer(proposal, reason=" ")


def test_proposals_are_shown_to_the_organ_and_its_readers_alone(repeated):
    chair, keeper = factories.holder(Role.COMMITTEE_CHAIR), supervision_factories.keeper()
    proposal = AccountabilityProposal.objects.get()
    supervisor = supervision_factories.supervisor()

    shown = [queries.proposals_of(person, repeated[1]) for person in (supervisor, chair, keeper)]

    assert shown == [[proposal], [proposal], []]
    assert [queries.proposal_for(person, proposal.pk) for person in (supervisor, keeper)] == [proposal, None]
