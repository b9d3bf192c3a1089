"""Handling what the public wrote in: every move, every refusal, what is told to whom, and what is kept nowhere."""

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.registry import registry
from core.rules import Denied
from disclosure.models import Handling, OpenSettings, Publication, SuggestionFile
from disclosure.queries import proof
from disclosure.services import handling
from disclosure.services.open_settings import change_open_settings
from disclosure.states import HANDLING_MOVES, HandlingEvent, HandlingState
from organization.models import Notice
from organization.services import retire_department
from tests import factories
from tests.disclosure import incoming

pytestmark = pytest.mark.django_db


def at(state):
    """A suggestion in a state, with who may do each step to it."""
    where = factories.department()
    made = {
        HandlingState.RECEIVED: lambda: incoming.suggestion(is_public_allowed=True),
        HandlingState.ASSIGNED: lambda: incoming.assigned(where, is_public_allowed=True),
        HandlingState.DRAFTED: lambda: incoming.drafted(where, is_public_allowed=True),
        HandlingState.CLEARING: lambda: incoming.settled(where),
        HandlingState.ANSWERED: lambda: incoming.answered(where, is_public_allowed=True),
        HandlingState.CORRECTING: lambda: incoming.correcting(where),
        HandlingState.REFUSED: incoming.refused,
    }[state]()
    return made, where


def do(event, made, where):
    office = incoming.office()
    steps = {
        HandlingEvent.ASSIGN: lambda: handling.assign_suggestion(
            by=office, suggestion=made, department=incoming.with_filer()
        ),
        HandlingEvent.DRAFT: lambda: handling.draft_answer(by=incoming.filer(where), suggestion=made, answer="稿"),
        HandlingEvent.RETURN: lambda: handling.return_answer(by=office, suggestion=made, reason="补充依据"),
        HandlingEvent.ANSWER: lambda: handling.answer_suggestion(by=office, suggestion=made, text="答"),
        HandlingEvent.SETTLE: lambda: handling.answer_suggestion(
            by=office, suggestion=made, text="答", is_public=True, title="题", question="问"
        ),
        HandlingEvent.CLEAR: lambda: handling.clear_answer(by=incoming.secrecy(), suggestion=made),
        HandlingEvent.HOLD: lambda: handling.hold_answer(by=incoming.secrecy(), suggestion=made, reason="有姓名"),
        HandlingEvent.CORRECT: lambda: handling.correct_answer(by=office, suggestion=made, text="改", reason="写错"),
        HandlingEvent.RESETTLE: lambda: handling.correct_answer(
            by=office, suggestion=made, text="改", reason="写错", is_public=True, title="题", question="问"
        ),
        HandlingEvent.REFUSE: lambda: handling.refuse_suggestion(by=office, suggestion=made, text="不属于本院"),
    }
    return steps[event]()


@pytest.mark.parametrize("state", HandlingState)
@pytest.mark.parametrize("event", HandlingEvent)
def test_every_row_of_the_table_moves_and_everything_else_is_refused(state, event):
    made, where = at(state)

    if (state, event) in HANDLING_MOVES:
        do(event, made, where)
        assert incoming.fresh(made).handling.state == HANDLING_MOVES[state, event]
    else:
        with pytest.raises(Denied):
            do(event, made, where)


@pytest.mark.parametrize(
    "step",
    [
        lambda by, made: handling.assign_suggestion(by=by, suggestion=made, department=factories.department()),
        lambda by, made: handling.draft_answer(by=by, suggestion=made, answer="稿"),
        lambda by, made: handling.answer_suggestion(by=by, suggestion=made, text="答"),
        lambda by, made: handling.correct_answer(by=by, suggestion=made, text="改", reason="写错"),
        lambda by, made: handling.refuse_suggestion(by=by, suggestion=made, text="不属于本院"),
        lambda by, made: handling.treat_as_report(by=by, suggestion=made),
        lambda by, made: handling.propose_point(by=by, suggestion=made, department=factories.department(), text="险"),
        lambda by, made: handling.make_finding(
            by=by, suggestion=made, department=factories.department(), text="问题", new_point="险"
        ),
    ],
)
def test_steps_are_denied_to_a_filer_of_another_department(step):
    made = incoming.assigned()

    with pytest.raises(Denied):
        step(incoming.filer(factories.department()), made)


def test_assigning_tells_the_department_and_the_trail_without_the_text():
    where, office = factories.department(), incoming.office()
    filer, made = incoming.filer(where), incoming.suggestion()

    handling.assign_suggestion(by=office, suggestion=made, department=where, note="请附依据")

    event = AuditEvent.objects.latest("sequence")
    assert (event.verb, event.details, event.department_code) == (
        "disclosure.assign_suggestion",
        {"department": where.code},
        where.code,
    )
    assert [notice.text for notice in Notice.objects.filter(person=filer)] == [
        f"党办转来一条意见建议，请在 {made.due_on} 前提交答复稿。"
    ]
    (told,) = made.handling.history.all()
    assert (told.history_change_reason, told.history_user) == (f"转办给{where}：请附依据", office)


def test_assigning_to_the_department_that_has_it_is_refused():
    where = factories.department("门诊部")
    made = incoming.assigned(where)

    with pytest.raises(Denied, match="已由门诊部承办"):
        handling.assign_suggestion(by=incoming.office(), suggestion=made, department=where)


def test_assigning_to_a_retired_department_is_refused():
    where = factories.department("老药房")
    retire_department(by=factories.system(), department=where, on=timezone.localdate())
    where.refresh_from_db()

    with pytest.raises(Denied, match="老药房已撤销"):
        handling.assign_suggestion(by=incoming.office(), suggestion=incoming.suggestion(), department=where)


def test_a_returned_draft_stays_for_the_department_to_go_on_with():
    where = factories.department()
    made, filer = incoming.drafted(where), incoming.filer(where)

    handling.return_answer(by=incoming.office(), suggestion=made, reason="请补充文号")

    now = incoming.fresh(made).handling
    assert (now.state, now.answer) == ("assigned", incoming.ANSWER)
    assert Notice.objects.filter(person=filer).latest("pk").text == "党办退回了一条答复稿，理由见办理经过。"


def test_the_draft_is_told_to_the_office_and_settled_in_a_reply():
    office = incoming.office()
    made = incoming.drafted(by=office)
    words = f"{made.handling.department}提交了一条答复稿，请审定。"

    reply = handling.answer_suggestion(by=office, suggestion=made, text=f" {incoming.ANSWER} ")

    now = incoming.fresh(made).handling
    assert Notice.objects.get(person=office).text == words
    assert (reply.text, reply.is_refusal, reply.publication, reply.by) == (incoming.ANSWER, False, None, office)
    assert (now.state, now.answer, now.closed_at is not None) == ("answered", "", True)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (lambda by, made: handling.answer_suggestion(by=by, suggestion=made, text=" "), "请写明答复内容"),
        (lambda by, made: handling.return_answer(by=by, suggestion=made, reason=""), "请写明退回的理由"),
        (lambda by, made: handling.refuse_suggestion(by=by, suggestion=made, text=""), "请写明不予受理的理由"),
        (
            lambda by, made: handling.answer_suggestion(
                by=by, suggestion=made, text="答", is_public=True, title="", question="问"
            ),
            "请写明公开的标题",
        ),
        (
            lambda by, made: handling.answer_suggestion(
                by=by, suggestion=made, text="答", is_public=True, title="题", question=" "
            ),
            "请写明公开的问题",
        ),
    ],
)
def test_what_is_not_said_is_refused(step, reason):
    made = incoming.drafted(is_public_allowed=True)

    with pytest.raises(Denied, match=reason):
        step(incoming.office(), made)


def test_an_empty_draft_is_refused():
    where = factories.department()
    made = incoming.assigned(where)

    with pytest.raises(Denied, match="请写明答复内容"):
        handling.draft_answer(by=incoming.filer(where), suggestion=made, answer="  ")


def test_a_public_answer_is_a_link_of_the_chain_that_the_trail_tells_and_never_who_asked():
    where = factories.department("收费处")

    first = incoming.answered(where, is_public=True, about_title="门诊退费")
    second = incoming.answered(where, is_public=True)

    year = timezone.localdate().year
    links = list(Publication.objects.order_by("sequence"))
    assert [link.code for link in links] == [f"DF-{year}-001", f"DF-{year}-002"]
    assert links[0].content == {
        "schema": 1,
        "kind": "answer",
        "code": f"DF-{year}-001",
        "title": "关于退费到账时间的答复",
        "question": "退费多久到账？",
        "answer": incoming.ANSWER,
        "department": "收费处",
        "asked_on": str(timezone.localdate()),
        "about": "门诊退费",
        "replaces": None,
        "reason": "",
    }
    assert [each.reply.publication for each in (first, second)] == links
    assert list(proof.publication_breaches(lambda: None)) == []


def test_the_office_answers_in_public_for_itself_where_no_department_was_asked():
    office = incoming.office()
    made = incoming.suggestion(is_public_allowed=True)

    handling.answer_suggestion(
        by=office, suggestion=made, text="谢谢", is_public=True, title="感谢", question="表扬门诊"
    )
    reply = handling.clear_answer(by=incoming.secrecy(), suggestion=made)

    assert reply.publication.department_name == office.department.name


def test_an_answer_is_public_only_where_who_wrote_agreed():
    made = incoming.drafted(is_public_allowed=False)

    with pytest.raises(Denied, match="没有同意公开"):
        handling.answer_suggestion(
            by=incoming.office(), suggestion=made, text="答", is_public=True, title="题", question="问"
        )


def test_a_report_that_came_in_is_answered_with_the_channels_and_nothing_of_it_stays():
    office = incoming.office()
    change_open_settings(
        by=office, report_phone="0771-1234567", report_letterbox="一楼举报箱", upper_name="县纪委", upper_phone="12345"
    )
    made = incoming.suggestion(text="标记举报原文")
    incoming.file(made)

    reply = handling.treat_as_report(by=office, suggestion=made)

    now = incoming.fresh(made)
    assert (now.text, now.name, now.contact, now.purged_at is not None) == ("", "", "", True)
    assert (now.handling.state, SuggestionFile.objects.count()) == ("refused", 0)
    assert reply.text.splitlines()[1:4] == ["举报电话：0771-1234567", "举报信箱：一楼举报箱", "县纪委：12345"]
    assert "12388" in reply.text
    event = AuditEvent.objects.latest("sequence")
    assert (event.verb, event.details) == ("disclosure.treat_as_report", {})


def test_a_report_noticed_by_the_draft_leaves_no_draft_either():
    made = incoming.drafted()

    handling.treat_as_report(by=incoming.office(), suggestion=made)

    assert (incoming.fresh(made).handling.state, incoming.fresh(made).handling.answer) == ("refused", "")


def test_stage_2_3_what_the_public_notices_becomes_a_proposed_risk_point():
    """三（三）群众参与监督, and the fourth way of finding: 群众帮."""
    where, office = factories.department(), incoming.office()
    made = incoming.suggestion()

    proposal = handling.propose_point(by=office, suggestion=made, department=where, text="退费无时限，可能被拖延")

    now = incoming.fresh(made)
    assert (proposal.finder, proposal.department, proposal.text) == ("colleagues", where, "退费无时限，可能被拖延")
    assert (now.handling.proposal, now.handling.state) == (proposal, "received")
    url = f"/disclosure/suggestions/{made.pk}/"
    assert registry.origin_of(proposal, office) == ("群众意见建议", url)
    assert registry.origin_of(proposal, incoming.filer(where)) is None
    with pytest.raises(Denied, match="已由这条意见建议提出过风险点"):
        handling.propose_point(by=office, suggestion=made, department=where, text="又一次")


def test_stage_2_3_what_the_public_notices_becomes_a_finding_with_its_risk_point():
    """三（三）群众参与监督 and 第二阶段（三）社会监督: what was noticed is put right like any finding."""
    where = factories.department()
    made, discipline = incoming.assigned(where), incoming.discipline()

    finding = handling.make_finding(
        by=discipline, suggestion=made, department=where, text="退费超时", new_point="退费无时限", due_days=20
    )

    assert (finding.source, finding.department, finding.due_days) == ("suggestion", where, 20)
    assert finding.proposal.text == "退费无时限"
    assert incoming.fresh(made).handling.finding == finding
    assert registry.origin_of(finding, discipline) == ("群众意见建议", f"/disclosure/suggestions/{made.pk}/")
    with pytest.raises(Denied, match="已由这条意见建议登记过问题"):
        handling.make_finding(by=discipline, suggestion=made, department=where, text="又", new_point="又")


def test_a_finding_names_a_risk_point_or_opens_one():
    where = factories.department()

    with pytest.raises(Denied, match="请指明问题属于哪个风险点"):
        handling.make_finding(by=incoming.office(), suggestion=incoming.suggestion(), department=where, text="退费超时")


def test_what_has_no_origin_says_so():
    assert registry.origin_of(factories.department(), incoming.office()) is None


def test_nothing_is_made_of_what_was_emptied():
    made, office = incoming.suggestion(), incoming.office()
    handling.treat_as_report(by=office, suggestion=made)

    for step in (handling.propose_point, handling.make_finding):
        with pytest.raises(Denied, match="原文已删除"):
            step(by=office, suggestion=made, department=factories.department(), text="险")


def test_the_settings_are_kept_by_the_office_with_what_stood_before():
    office = incoming.office()

    change_open_settings(by=office, answer_days=10)
    change_open_settings(by=office, answer_days=10)

    assert OpenSettings.objects.get().answer_days == 10
    (event,) = AuditEvent.objects.filter(verb="disclosure.change_open_settings")
    assert event.details == {"changed": {"answer_days": [15, 10]}}


def test_changing_the_settings_is_denied_to_the_discipline_office():
    with pytest.raises(Denied, match="公开设置由党办维护"):
        change_open_settings(by=incoming.discipline(), answer_days=10)


def test_no_word_of_what_was_written_reaches_the_trail_the_notices_or_the_history():
    made = incoming.drafted(is_public_allowed=True)
    handling.answer_suggestion(
        by=incoming.office(), suggestion=made, text="答", is_public=True, title="题", question="问"
    )
    handling.clear_answer(by=incoming.secrecy(), suggestion=made)
    handling.treat_as_report(by=incoming.office(), suggestion=incoming.suggestion(text="标记原文"))

    told = [str(event.details) for event in AuditEvent.objects.all()]
    told += Notice.objects.values_list("text", flat=True)
    told += [str(vars(each)) for each in Handling.history.all()]
    told += [str(content) for content in Publication.objects.values_list("content", flat=True)]

    for marker in (incoming.NAME, incoming.CONTACT, incoming.TEXT, "标记原文"):
        assert not [text for text in told if marker in text]


def test_what_was_made_of_a_report_is_looked_at_before_it_can_be_said_that_nothing_is_kept():
    office, where = incoming.office(), factories.department()
    proposed, registered = incoming.suggestion(), incoming.suggestion()
    handling.propose_point(by=office, suggestion=proposed, department=where, text="退费无时限")
    handling.make_finding(by=office, suggestion=registered, department=where, text="退费超时", new_point="退费无时限")

    for made in (proposed, registered):
        with pytest.raises(Denied, match="那里可能留有举报的内容"):
            handling.treat_as_report(by=office, suggestion=made)


def test_another_department_does_not_go_on_with_what_the_first_had_drafted():
    office = incoming.office()
    made = incoming.drafted(by=office)
    handling.return_answer(by=office, suggestion=made, reason="不归本部门")

    handling.assign_suggestion(by=office, suggestion=made, department=incoming.with_filer())

    assert incoming.fresh(made).handling.answer == ""


def test_assigning_where_nobody_could_draft_is_refused():
    where = factories.department("新科室")

    with pytest.raises(Denied, match="新科室没有填报人和负责人"):
        handling.assign_suggestion(by=incoming.office(), suggestion=incoming.suggestion(), department=where)


def test_lines_of_an_answer_break_alike_whatever_the_browser_sent():
    office = incoming.office()

    reply = handling.answer_suggestion(by=office, suggestion=incoming.suggestion(), text=" 一\r\n二\r三 \r\n")

    assert reply.text == "一\n二\n三"


def test_a_suggestion_is_named_without_its_text():
    made = incoming.assigned()

    assert str(made) == str(made.handling) == f"意见建议 {timezone.localdate()}"
