"""The leadership's register: no head, 党办 → 纪委 → 党委, and nobody decides rows about the own post below the committee."""

import pytest

from approvals import queries, rules, services
from approvals.models import Submission
from core.models import AuditEvent
from core.registry import registry
from core.rules import Denied
from organization import services as organization_services
from risks.models import RiskRegister
from tests import factories as base
from tests.approvals import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


def register(leader=None):
    """The leadership's register with one settled point, on the leader's post where one is given."""
    made = risk_factories.leadership_register()
    post = base.post(base.root(), is_leadership=True)
    if leader:
        factories.give_post(leader, post)
    risk_factories.graded_point(made, post=post, indicator="每季度抽查")
    risk_factories.review(made)
    return made


def submitted(world, **kwargs):
    register(**kwargs)
    return services.prepare(by=world.office, department=base.root(), is_leadership=True)


def test_it_is_submitted_at_once_and_waits_for_the_office(world):
    submission = submitted(world)

    assert (submission.kind, submission.state, submission.stage.code) == ("leadership", "in_review", "office")
    assert RiskRegister.objects.get().state == "in_review"


def test_only_the_office_submits_it(world):
    register()

    with pytest.raises(Denied, match="由党办报审"):
        services.prepare(by=world.head, department=base.root(), is_leadership=True)


def test_a_fault_leaves_nothing_behind(world):
    risk_factories.point(risk_factories.leadership_register())

    with pytest.raises(Denied, match="须改正"):
        services.prepare(by=world.office, department=base.root(), is_leadership=True)
    assert Submission.objects.count() == 0


def test_putting_it_together_is_no_signature(world):
    submission = submitted(world)

    assert rules.recusal_reasons(submission, [world.office]) == {}


def test_it_goes_by_the_office_and_the_discipline_office_to_the_committee(world):
    submission = submitted(world)
    services.decide(by=world.office, submission=submission, verdict="agree")
    submission.refresh_from_db()
    services.decide(by=world.discipline, submission=submission, verdict="no_objection")
    submission.refresh_from_db()

    factories.resolve(world, submission)

    submission.refresh_from_db()
    assert (submission.state, RiskRegister.objects.get().state) == ("passed", "in_force")


def test_reviewers_of_the_leaderships_own_department_hold_their_stages(world):
    inside = base.holder("discipline")
    submission = submitted(world)
    services.decide(by=world.office, submission=submission, verdict="agree")
    submission.refresh_from_db()

    services.decide(by=inside, submission=submission, verdict="no_objection")

    submission.refresh_from_db()
    assert submission.stage.code == "committee"


def test_a_reviewer_on_a_leading_post_leaves_that_row(world):
    submission = submitted(world, leader=world.discipline)

    assert set(rules.recusal_reasons(submission, [world.discipline]).values()) == {"涉及本人岗位"}


def test_it_is_hidden_from_departments_and_overseers(world):
    submission = submitted(world)
    root_filer = base.holder("filer")
    organization_services.grant(by=base.system(), person=world.overseer, role="overseer", department=base.root())

    seen = [queries.submission_for(person, submission.pk) for person in (root_filer, world.overseer, world.head)]

    assert seen == [None, None, None]


def test_its_story_begins_with_the_office_submitting(world):
    submission = submitted(world)

    assert [(str(entry["who"]), entry["did"]) for entry in queries.story(submission)] == [(world.office.name, "报审")]


def test_returned_it_waits_for_the_office_to_mend(world):
    submission = submitted(world)
    services.decide(by=world.office, submission=submission, verdict="return", reason="补充")

    assert list(queries.returned_to(world.office)) == [submission]


def test_its_lists_are_locked_before_the_trail_is(world, monkeypatch):
    """Who changes a row holds the list while waiting for the trail: the other way round would be a ring."""
    register()
    handler = registry.list_handlers["risks"]
    lock, recorded = handler.lock, []

    def watched(list_id):
        recorded.append(AuditEvent.objects.filter(verb="approvals.prepare").exists())
        return lock(list_id)

    monkeypatch.setattr(handler, "lock", watched)
    services.prepare(by=world.office, department=base.root(), is_leadership=True)

    assert recorded[0] is False
