"""预警: collected, judged, sent, answered, handled, and what may follow what."""

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Notice
from organization.roles import Role
from supervision import queries, services
from supervision.models import Finding, RiskWarning
from supervision.states.warnings import OUTCOMES, WARNING_MOVES, WarningOutcome, WarningState, WarningVerb
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
HANDED = {"handed_to": "市纪委监委", "handed_on": "2026-06-01", "handed_number": "江一院纪移〔2026〕1号"}


@pytest.fixture
def where():
    return factories.department("设备科")


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


NEW = "单一来源理由由申购科室自定，可能规避招标"


def handle(warning, by=None, outcome="prevented", note="已规范", **fields):
    by = by or supervision_factories.keeper()
    return services.handle_warning(by=by, warning=warning, outcome=outcome, note=note, **fields)


def hand_over(warning):
    said = {**HANDED, "handed_on": timezone.localdate()}
    return handle(warning, outcome="handed_over", note="", **said)


def test_a_warning_is_numbered_through_the_year_and_told_to_who_judges(where):
    supervisor, filer = supervision_factories.supervisor(), supervision_factories.filer(where)

    first, second = supervision_factories.warning(where), supervision_factories.warning(where)

    year = timezone.localdate().year
    assert [first.code, second.code] == [f"YJ{year}-001", f"YJ{year}-002"]
    assert told(supervisor)[0] == f"登记了一条预警，请研判：{first}"
    assert (told(filer), first.letter_name) == ([], "")


def test_a_warning_says_what_and_is_registered_by_who_keeps_findings(where):
    with pytest.raises(Denied, match="事项和采集到的信息"):
        supervision_factories.warning(where, what=" ")
    with pytest.raises(Denied, match="由党办、纪检监察室登记"):
        supervision_factories.warning(where, by=supervision_factories.filer(where))


def test_a_letter_goes_to_the_department_with_a_day_for_its_answer(where):
    filer = supervision_factories.filer(where)

    sent = supervision_factories.sent(supervision_factories.warning(where), level="second", days=5)

    due = organization_queries.workdays_after(timezone.localdate(), 5)
    assert (sent.answer_due_on, sent.letter_name) == (due, "处置通知书")
    assert told(filer) == [f"收到处置通知书，请于{due}前反馈：{sent}"]


def test_what_is_sent_says_something_and_has_a_day(where):
    judged, keeper = supervision_factories.judged(supervision_factories.warning(where)), supervision_factories.keeper()

    with pytest.raises(Denied, match="写明风险提示"):
        services.send_warning(by=keeper, warning=judged, letter=" ", answer_days=5)
    with pytest.raises(Denied, match="1至250个工作日"):
        services.send_warning(by=keeper, warning=judged, letter="请核查", answer_days=0)
    with pytest.raises(Denied, match="写明研判意见"):
        services.judge_warning(by=keeper, warning=judged, level="first", judgement=" ")


def test_the_department_answers_and_who_keeps_the_register_is_told(where):
    keeper = supervision_factories.keeper()

    answered = supervision_factories.answered(supervision_factories.warning(where))

    assert (answered.state, answered.answered_on) == ("answered", timezone.localdate())
    assert told(keeper)[-1] == f"风险提示已反馈，请处理：{answered}"


def test_an_answer_is_the_departments_and_says_something(where):
    sent = supervision_factories.sent(supervision_factories.warning(where))

    with pytest.raises(Denied, match="由设备科反馈"):
        services.answer_warning(by=supervision_factories.keeper(), warning=sent, answer="已核查")
    with pytest.raises(Denied, match="写明核查情况"):
        services.answer_warning(by=supervision_factories.filer(where), warning=sent, answer=" ")


def test_handled_as_prevented_it_is_done(where):
    handled = handle(supervision_factories.answered(supervision_factories.warning(where)))

    assert (handled.state, handled.outcome, handled.outcome_note) == ("handled", "prevented", "已规范")


def test_turned_into_a_finding_it_opens_one_with_the_source_alert(where):
    point = risk_factories.point(risk_factories.register(where))
    answered = supervision_factories.answered(supervision_factories.warning(where, point=point))

    handled = handle(answered, outcome="finding", note="单一来源理由不全", due_days=10)

    finding = Finding.objects.get()
    assert (handled.finding, finding.source, finding.text) == (finding, "alert", "单一来源理由不全")
    assert (finding.point, finding.department, finding.due_days) == (point, where, 10)
    assert finding.evidence == f"由预警{handled.code}转来。"


def test_stage_3_a_warning_without_a_risk_point_asks_for_one_when_it_turns_into_a_finding(where):
    answered = supervision_factories.answered(supervision_factories.warning(where))

    with pytest.raises(Denied, match="请指明问题属于哪个风险点"):
        handle(answered, outcome="finding")
    handled = handle(answered, outcome="finding", new_point=NEW)

    assert (handled.finding.point, handled.finding.proposal.text) == (None, NEW)


def test_a_warning_that_turns_into_a_finding_may_be_given_a_risk_point(where):
    point = risk_factories.point(risk_factories.register(where))
    answered = supervision_factories.answered(supervision_factories.warning(where))

    handled = handle(answered, outcome="finding", point=point)

    assert (handled.finding.point, handled.point) == (point, None)


def test_handed_over_only_to_whom_when_and_under_which_number_is_kept(where):
    judged = supervision_factories.judged(supervision_factories.warning(where))

    handled = hand_over(judged)

    assert (handled.handed_to, handled.handed_number, handled.outcome_note) == (
        "市纪委监委",
        HANDED["handed_number"],
        "",
    )
    details = AuditEvent.objects.get(verb="supervision.handle_warning").details
    assert details == {"state": "handled", "outcome": "handed_over"}


@pytest.mark.parametrize("missing", HANDED)
def test_a_handing_over_names_whom_when_and_number(where, missing):
    judged = supervision_factories.judged(supervision_factories.warning(where))
    said = {**HANDED, "handed_on": timezone.localdate(), missing: None if missing == "handed_on" else " "}

    with pytest.raises(Denied, match="移送机关、日期和文号"):
        handle(judged, outcome="handed_over", **said)


def test_an_outcome_needs_a_note(where):
    with pytest.raises(Denied, match="写明处理说明"):
        handle(supervision_factories.answered(supervision_factories.warning(where)), note=" ")


@pytest.mark.parametrize("outcome", WarningOutcome.values)
@pytest.mark.parametrize("state", OUTCOMES)
def test_every_outcome_of_every_state(where, state, outcome):
    make = {
        WarningState.ANALYSED: supervision_factories.judged,
        WarningState.NOTICED: supervision_factories.sent,
        WarningState.ANSWERED: supervision_factories.answered,
    }
    warning = make[state](supervision_factories.warning(where))
    said = {**HANDED, "handed_on": timezone.localdate()} if outcome == "handed_over" else {}

    if outcome in OUTCOMES[state]:
        assert handle(warning, outcome=outcome, **said).outcome == outcome
    else:
        with pytest.raises(Denied, match="不能这样处理"):
            handle(warning, outcome=outcome, **said)


def do(verb, warning):
    keeper = supervision_factories.keeper()
    if verb == WarningVerb.JUDGE:
        services.judge_warning(by=keeper, warning=warning, level="first", judgement="有苗头")
    elif verb == WarningVerb.SEND:
        services.send_warning(by=keeper, warning=warning, letter="请核查", answer_days=5)
    elif verb == WarningVerb.ANSWER:
        filer = supervision_factories.filer(warning.department)
        services.answer_warning(by=filer, warning=warning, answer="已核查")
    else:
        handle(warning, outcome="finding", new_point=NEW)


@pytest.mark.parametrize(
    ("state", "verb"), [(state, verb) for state in WarningState.values for verb in WarningVerb.values]
)
def test_every_row_of_the_table_of_warnings(where, state, verb):
    make = {
        WarningState.COLLECTED: lambda warning: warning,
        WarningState.ANALYSED: supervision_factories.judged,
        WarningState.NOTICED: supervision_factories.sent,
        WarningState.ANSWERED: supervision_factories.answered,
        WarningState.HANDLED: lambda warning: handle(supervision_factories.answered(warning)),
    }
    warning = make[state](supervision_factories.warning(where))

    if (state, verb) not in WARNING_MOVES:
        with pytest.raises(Denied, match="不能"):
            do(verb, warning)
        assert RiskWarning.objects.get().state == state
    else:
        do(verb, warning)
        assert RiskWarning.objects.get().state == WARNING_MOVES[state, verb]


def test_whom_it_concerns_judges_nothing_of_it(where):
    own = factories.person(where=where)
    organization_services.grant(by=factories.system(), person=own, role=Role.PARTY_OFFICE, department=factories.root())
    warning = supervision_factories.warning(where)

    with pytest.raises(Denied, match="涉及您或您所在部门"):
        services.judge_warning(by=own, warning=warning, level="first", judgement="没有问题")
    assert [each.pk for each in queries.warnings_to_judge(own)] == []


def leaders_warning():
    point = risk_factories.point(risk_factories.leadership_register())
    leader = factories.holder(Role.LEADERSHIP)
    control_factories.hold(leader, point.post)
    by = supervision_factories.supervisor()
    return supervision_factories.warning(factories.root(), by=by, point=point), leader, by


def test_a_leaders_answer_is_told_to_the_discipline_office_alone():
    warning, leader, supervisor = leaders_warning()
    keeper = supervision_factories.keeper()
    services.judge_warning(by=supervisor, warning=warning, level="first", judgement="有苗头")
    sent = services.send_warning(by=supervisor, warning=warning, letter="请说明", answer_days=5)

    services.answer_warning(by=leader, warning=sent, answer="已说明")

    assert (told(keeper), told(supervisor)) == ([], [f"风险提示已反馈，请处理：{sent}"])


def test_a_leaders_warning_is_for_the_leader_and_the_discipline_office():
    warning, leader, supervisor = leaders_warning()
    before = [[each.pk for each in queries.warnings_for(by)] for by in (leader, supervision_factories.keeper())]
    organization_services.grant(by=factories.system(), person=leader, role=Role.DISCIPLINE, department=factories.root())

    with pytest.raises(Denied, match="涉及您"):
        services.judge_warning(by=leader, warning=warning, level="first", judgement="没有问题")
    services.judge_warning(by=supervisor, warning=warning, level="first", judgement="有苗头")
    sent = services.send_warning(by=supervisor, warning=warning, letter="请说明", answer_days=5)

    assert before == [[], []]
    assert [each.pk for each in queries.warnings_to_answer(leader)] == [sent.pk]
    assert queries.people_addressed(sent) == [leader]
    assert queries.printed_warning(sent).addressee == str(warning.point.post)
    assert (queries.warning_for(leader, sent.pk).what, queries.warning_for(supervisor, sent.pk).what) == ("", sent.what)
    services.answer_warning(by=leader, warning=sent, answer="已说明")
