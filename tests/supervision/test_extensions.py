"""延期: asked with a reason by who answers, answered by somebody else, and only so often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from supervision import services
from supervision.models import Extension, Finding
from supervision.states.findings import EXTENSION_MOVES, ExtensionState, ExtensionVerb
from tests import factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.department("药剂科")


@pytest.fixture
def finding(where):
    return supervision_factories.planned(supervision_factories.finding(where))


def ask(finding, by=None, **fields):
    by = by or finding.rectification.answerer
    return services.ask_extension(by=by, finding=finding, **{"days": 5, "reason": "等药事会讨论", **fields})


def answer(asked, by=None, verdict="grant", **fields):
    by = by or supervision_factories.supervisor()
    return services.answer_extension(by=by, extension=asked, verdict=verdict, **{"answer": "情况属实", **fields})


def test_an_extension_counts_working_days_from_the_deadline_and_tells_who_answers(finding):
    supervisor = supervision_factories.supervisor()

    asked = ask(finding)

    assert (asked.from_on, asked.to_on) == (finding.due_on, organization_queries.workdays_after(finding.due_on, 5))
    assert str(asked) == f"{finding.code} {asked.from_on}–{asked.to_on}"
    texts = Notice.objects.filter(person=supervisor, text__startswith="整改申请延期").values_list("text", flat=True)
    assert list(texts) == [f"整改申请延期，请批复：{finding}"]


def test_an_extension_of_what_is_late_counts_from_today(finding):
    late = supervision_factories.missed(finding)

    assert ask(late).to_on == organization_queries.workdays_after(timezone.localdate(), 5)


def test_granted_the_deadline_moves_and_who_asked_is_told(finding):
    asked = ask(finding)

    granted = answer(asked)

    moved = Finding.objects.get()
    assert (granted.state, moved.due_on, moved.due_days) == ("granted", asked.to_on, None)
    words = f"延期申请已批复（同意延期）：{finding}"
    assert Notice.objects.filter(person=asked.by, text=words).count() == 1


def test_refused_the_deadline_stays(finding):
    refused = answer(ask(finding), verdict="refuse")

    assert (refused.state, Finding.objects.get().due_on) == ("refused", finding.due_on)


def test_an_extension_without_reason_or_days_is_refused(finding):
    with pytest.raises(Denied, match="写明理由"):
        ask(finding, reason=" ")
    with pytest.raises(Denied, match="1至250个工作日"):
        ask(finding, days=0)


def test_one_extension_waits_at_a_time(finding):
    ask(finding)

    with pytest.raises(Denied, match="等待批复"):
        ask(finding)


def test_a_deadline_moves_twice_at_most(finding):
    for _time in range(2):
        answer(ask(finding))

    with pytest.raises(Denied, match="已延期2次"):
        ask(finding)


def test_nothing_is_extended_without_a_deadline_or_after_the_report(where, finding):
    filer = supervision_factories.filer(where)
    services.report_rectification(by=filer, finding=finding, report="已完成", proof_note="登记本存科室档案柜")

    with pytest.raises(Denied, match="没有可以延长的期限"):
        ask(Finding.objects.get())
    with pytest.raises(Denied, match="没有可以延长的期限"):
        ask(supervision_factories.finding(where, due_on=None), by=filer)


def test_ask_extension_is_denied_to_others(finding):
    with pytest.raises(Denied, match="您不能办理"):
        ask(finding, by=supervision_factories.keeper())


@pytest.mark.parametrize("role", [Role.PARTY_OFFICE, Role.DEPARTMENT_HEAD, Role.OVERSEER])
def test_answer_extension_is_denied_to_who_may_not_approve(where, finding, role):
    with pytest.raises(Denied, match="由纪检监察室批复"):
        answer(ask(finding), factories.holder(role, where))


def test_answer_extension_is_denied_to_who_asked_and_to_the_department(where, finding):
    own = factories.person(where=where)
    asker = supervision_factories.supervisor()
    Finding.objects.get().rectification.__class__.objects.update(answerer=asker)
    organization_services.grant(by=factories.system(), person=own, role=Role.DISCIPLINE, department=factories.root())
    asked = ask(Finding.objects.get(), by=asker)

    for person in (asker, own):
        with pytest.raises(Denied, match="不能批复自己的延期"):
            answer(asked, person)


def test_an_answer_is_given_once_with_words(finding):
    asked = ask(finding)

    with pytest.raises(Denied, match="写明批复意见"):
        answer(asked, answer=" ")
    answer(asked)
    with pytest.raises(Denied, match="已批复：同意延期"):
        answer(asked)


def test_an_extension_to_a_day_that_has_passed_is_not_granted(finding):
    asked = ask(finding)
    yesterday = timezone.localdate() - timedelta(days=1)
    Extension.objects.update(to_on=yesterday, from_on=yesterday - timedelta(days=9))

    with pytest.raises(Denied, match="已经过去"):
        answer(asked)
    assert answer(asked, verdict="refuse").state == "refused"


def test_what_was_reported_meanwhile_needs_no_answer(where, finding):
    asked = ask(finding)
    services.report_rectification(by=asked.by, finding=finding, report="已完成", proof_note="登记本存科室档案柜")

    with pytest.raises(Denied, match="不必再批复"):
        answer(asked)


@pytest.mark.parametrize(
    ("state", "verb"), [(state, verb) for state in ExtensionState.values for verb in ExtensionVerb.values]
)
def test_every_row_of_the_table_of_extensions(finding, state, verb):
    asked = ask(finding)
    if state != ExtensionState.WAITING:
        answer(asked, verdict="grant" if state == ExtensionState.GRANTED else "refuse")

    if (state, verb) not in EXTENSION_MOVES:
        with pytest.raises(Denied):
            answer(asked, verdict=verb)
        assert Extension.objects.get().state == state
    else:
        assert answer(asked, verdict=verb).state == EXTENSION_MOVES[state, verb]
