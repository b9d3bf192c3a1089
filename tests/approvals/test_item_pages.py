"""The page of an item: recusal, what is voted on apart, opinions, the show of hands, one's own vote, what follows."""

import pytest

from approvals import queries, services
from approvals.models import Ballot
from tests.approvals import factories
from tests.approvals.pages import address

pytestmark = pytest.mark.django_db


def vote_fields(ballot, choice, *people, **fields):
    """What the form of a show of hands posts."""
    names = {f"ballot-{ballot.pk}-vote-{person.pk}": choice for person in people}
    return {**names, **{f"ballot-{ballot.pk}-{name}": value for name, value in fields.items()}}


def page_of(visit, person, item):
    return visit(person, item.get_absolute_url()).context


def first_open(item):
    return queries.ballots_of(item).filter(result="")[0]


def test_what_the_system_knows_of_recusals_stands_there_before_the_item_is_taken(world, visit):
    submission, power = factories.with_a_power_of(world, world.member)
    item = factories.in_session(world, factories.at(world, "committee", submission=submission)).items.get()

    before = page_of(visit, world.office, item)
    services.begin_item(by=world.office, item=item)
    after = page_of(visit, world.office, item)

    assert [(each["person"], each["codes"], each["rows"]) for each in before["known"]] == [
        (world.member, [power.code], [queries.rows_named(item, [power.code])[0].pk])
    ]
    assert (after["known"], [each["codes"] for each in after["recusals"]]) == ([], [[power.code]])


def test_a_member_declares_recusal_of_rows_or_of_the_whole(world, visit, send):
    submission = factories.at(world, "committee")
    item = factories.in_session(world, submission).items.get()
    codes = [row.code for row in queries.rows_by_item(submission.items.get())]
    send(
        world.member,
        address("declare_recusal", item.pk),
        **{"recusal-scope": "some", "recusal-codes": codes[0], "recusal-reason": "配偶在该科"},
    )
    some = queries.recusals_of(item)

    send(
        world.chair, address("declare_recusal", item.pk), **{"recusal-scope": "whole", "recusal-reason": "曾任科室主任"}
    )

    assert [(each["person"], each["codes"]) for each in some] == [(world.member, codes[:1])]
    assert {each["person"]: each["codes"] for each in queries.recusals_of(item)}[world.chair] == codes


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"scope": "some", "reason": "亲属"}, {"codes": ["请填写要回避的条目编码。"]}),
        ({"scope": "some", "codes": "XX-9", "reason": "亲属"}, {"codes": ["本议题中没有编码“XX-9”。"]}),
        ({"scope": "whole"}, {"reason": ["请填写这一项。"]}),
    ],
)
def test_a_declaration_that_says_too_little_is_shown_again(world, send, fields, errors):
    item = factories.in_session(world, factories.at(world, "committee")).items.get()

    answer = send(
        world.member,
        address("declare_recusal", item.pk),
        **{f"recusal-{name}": value for name, value in fields.items()},
    )

    assert (answer.status_code, answer.context["recusal_form"].errors) == (422, errors)


def test_a_department_and_a_row_are_voted_on_apart(world, visit, send):
    submissions = [factories.at(each, "committee") for each in (world, factories.another_department(world))]
    meeting = factories.planned(world)
    item = services.add_item(by=world.office, meeting=meeting, title="合并审定", submissions=submissions)
    services.call_meeting(by=world.office, meeting=meeting)
    present = {world.chair.pk, world.member.pk}
    services.open_meeting(by=world.office, meeting=meeting, chair=world.chair, present=present)
    code = queries.rows_by_item(submissions[0].items.get())[0].code
    apart = queries.entries_of(item).get(submission=submissions[1])

    empty = send(world.office, address("vote_apart", item.pk))
    fields = {"apart-entry": apart.pk, "apart-codes": code}
    send(world.office, address("vote_apart", item.pk), **fields)
    send(world.office, address("begin_item", item.pk))

    scopes = [each["ballot"].scope for each in page_of(visit, world.office, item)["votes"]]
    assert empty.context["apart_form"].errors == {"entry": ["请选择部门，或填写条目编码。"]}
    assert sorted(scopes) == sorted(["whole", "rows", "submission"])
    assert [row.code for row in page_of(visit, world.office, item)["rows_apart"]] == [code]


def test_the_recorder_writes_who_said_what(world, visit, send):
    item = factories.begun(world, factories.at(world, "committee"))
    empty = send(world.office, address("state_opinion", item.pk))
    send(
        world.office,
        address("state_opinion", item.pk),
        **{"opinion-person": world.member.pk, "opinion-text": "同意，请抓好落实。"},
    )

    said = [each.text for each in page_of(visit, world.member, item)["statements"]]
    assert ([*empty.context["opinion_form"].errors], said) == (["person", "text"], ["同意，请抓好落实。"])


def test_a_recused_member_sees_neither_opinions_nor_votes(world, visit):
    submission, _power = factories.with_a_power_of(world, world.member)
    factories.another_member(world)
    item = factories.begun(world, factories.at(world, "committee", submission=submission))
    services.state_opinion(by=world.office, item=item, person=world.chair, text="秘密意见")
    for ballot in queries.ballots_of(item):
        factories.vote(world, ballot)

    pages = [visit(person, item.get_absolute_url()) for person in (world.chair, world.member)]

    apart = [next(v for v in page.context["votes"] if v["ballot"].scope == "rows") for page in pages]
    assert [page.context["is_recused"] for page in pages] == [False, True]
    assert ["秘密意见" in page.content.decode() for page in pages] == [True, False]
    assert [vote["sees_votes"] for vote in apart] == [True, False]
    assert "您回避这一事项" in pages[1].content.decode()


def test_nothing_is_chosen_before_hands_are_counted(world, visit):
    item = factories.begun(world, factories.at(world, "committee"))

    (vote,) = page_of(visit, world.office, item)["votes"]

    assert [field.value() for field in vote["form"].lines()] == [None, None]
    assert vote["bars"] == "应到2人，实到2人，参加表决2人（法定1人）；须2票同意"


def test_one_button_says_that_all_agree_and_it_comes_into_force(world, visit, send):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)
    ballot = first_open(item)

    send(world.office, address("record_votes", item.pk, ballot.pk), all="1")

    submission.refresh_from_db()
    (vote,) = page_of(visit, world.member, item)["votes"]
    assert (submission.state, vote["tally"]) == ("passed", "同意2票，不同意0票，缓议0票")
    assert [(group["label"], len(group["people"])) for group in vote["groups"]] == [("同意", 2)]


def test_who_did_not_say_anything_is_asked_for(world, send):
    item = factories.begun(world, factories.at(world, "committee"))
    ballot = first_open(item)

    answer = send(
        world.office, address("record_votes", item.pk, ballot.pk), **vote_fields(ballot, "agree", world.chair)
    )

    assert (answer.status_code, first_open(item).pk) == (422, ballot.pk)
    (vote,) = answer.context["votes"]
    assert [*vote["form"].errors] == [f"vote-{world.member.pk}"]


def test_a_vote_that_does_not_pass_asks_for_the_reason(world, send):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)
    ballot, people = first_open(item), (world.chair, world.member)
    where = address("record_votes", item.pk, ballot.pk)
    silent = send(world.office, where, **vote_fields(ballot, "against", *people))

    send(world.office, where, **vote_fields(ballot, "against", *people, reason="依据不足"))

    submission.refresh_from_db()
    assert silent.context["votes"][0]["form"].errors == {"reason": ["按此计票没有通过，请写明理由。"]}
    assert (submission.state, queries.entries_of(item).get().verdict) == ("ended", "reject")


def test_a_vote_set_anew_meanwhile_is_not_entered_by_the_old_form(world, send):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)
    old = first_open(item)
    row = queries.rows_by_item(submission.items.get())[0]
    services.vote_apart(by=world.office, item=item, rows=[row])

    answer = send(world.office, address("record_votes", item.pk, old.pk), all="1")

    assert (answer.status_code, Ballot.objects.exclude(result="").count()) == (409, 0)


def test_members_vote_from_their_own_login_the_chair_last_and_nobody_sees_counts_before(world, visit, send):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission, is_by_login=True)
    ballot = first_open(item)
    where = address("cast_vote", item.pk, ballot.pk)
    waits = page_of(visit, world.chair, item)["votes"][0]["own"]["refused"]
    send(world.member, where, choice="perhaps")
    send(world.member, where, choice="agree")
    between = page_of(visit, world.member, item)["votes"][0]

    send(world.chair, where, choice="agree")

    submission.refresh_from_db()
    assert waits == "主持人末位表态：还有 1 位委员没有投票。"
    assert (between["sees_votes"], between["tally"], between["waits"], between["voted_count"]) == (
        False,
        "",
        [world.chair],
        1,
    )
    assert submission.state == "passed"


def test_an_item_is_postponed_with_its_reason_after_asking(world, visit, send):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)
    asked = visit(world.office, address("postpone_item", item.pk)).status_code

    send(world.office, address("postpone_item", item.pk), reason="请补充依据")

    item.refresh_from_db()
    assert (asked, item.state, item.postponed_reason) == (200, "postponed", "请补充依据")


def test_without_the_quorum_the_recorder_is_told(world, send):
    absent = [world.member, *(factories.another_member(world) for _number in range(3))]
    item = factories.in_session(world, factories.at(world, "committee"), absent=absent).items.get()

    send(world.office, address("begin_item", item.pk))

    item.refresh_from_db()
    assert (item.state, item.postponed_reason) == ("postponed", "到会委员不足法定人数")


def test_who_carries_it_out_is_noted_and_the_next_item_is_one_button_away(world, visit, send):
    ready = [factories.at(each, "committee") for each in (world, factories.another_department(world))]
    meeting = factories.in_session(world, ready)
    first, second = meeting.items.order_by("position")
    send(world.office, address("begin_item", first.pk))
    send(world.office, address("record_votes", first.pk, first_open(first).pk), all="1")
    late = send(world.office, address("follow_up", first.pk), **{"follow-due_on": "someday"})
    send(world.office, address("follow_up", first.pk), **{"follow-implementer": "党办"})

    page = page_of(visit, world.office, first)

    first.refresh_from_db()
    assert (late.status_code, first.implementer, page["next_item"], page["after"]) == (422, "党办", second, second)
    assert page_of(visit, world.member, second)["before"] == first


def test_an_item_is_unknown_to_who_was_not_called(world, visit):
    item = factories.begun(world, factories.at(world, "committee"))

    assert visit(world.head, item.get_absolute_url()).status_code == 404


def test_the_rules_show_what_each_version_changed(world, visit, send):
    where = address("change_meeting_rule", "ordinary")
    fields = {
        "version": 1,
        "attend_share": "2/3",
        "pass_share": "1/2",
        "is_pass_strict": "on",
        "pass_basis": "due",
        "is_chair_last": "on",
        "is_recused_counted": "on",
        "notice_days": 2,
        "is_urgent_allowed": "on",
        "reason": "上级要求",
    }
    same = send(world.office, where, **{**fields, "attend_share": "1/2"})
    wrong = send(world.office, where, **{**fields, "attend_share": "3/2", "pass_share": "half"})

    send(world.office, where, **fields)

    kind = visit(world.member, address("meeting_rules")).context["kinds"][0]
    assert same.context["form"].non_field_errors() == ["没有改动任何一处，不必形成新版。"]
    assert [*wrong.context["form"].errors] == ["attend_share", "pass_share"]
    assert (kind["sentences"][0], kind["versions"][0]["changes"]) == (
        "三分之二以上委员到会方可议事",
        [("到会比例", "1/2", "2/3")],
    )


def test_a_rule_changed_meanwhile_is_not_changed_by_the_old_form(world, send):
    services.change_meeting_rule(by=world.office, matter="ordinary", version=1, reason="先改", notice_days=3)
    fields = {"version": 1, "attend_share": "1/2", "pass_share": "1/2", "pass_basis": "due", "notice_days": 5}

    answer = send(world.office, address("change_meeting_rule", "ordinary"), **fields, reason="后改")

    assert (answer.status_code, queries.current_rules()[0].notice_days) == (403, 3)


def test_only_the_office_changes_a_rule_and_only_one_there_is(world, visit):
    pages = [
        visit(world.member, address("change_meeting_rule", "ordinary")),
        visit(world.office, address("change_meeting_rule", "holiday")),
    ]

    assert [page.status_code for page in pages] == [403, 404]


def test_votes_receipts_and_meetings_of_today_wait_in_the_inbox(world):
    ready = factories.at(world, "committee")
    meeting = services.call_meeting(by=world.office, meeting=factories.planned(world, ready, is_by_login=True))
    asked = [[task.note for task in queries.tasks(person).tasks] for person in (world.member, world.office)]
    present = {world.chair.pk, world.member.pk}
    services.open_meeting(by=world.office, meeting=meeting, chair=world.chair, present=present)
    services.begin_item(by=world.office, item=meeting.items.get())

    running = [[task.note for task in queries.tasks(person).tasks] for person in (world.member, world.office)]

    assert asked == [["请回执：参加或请假"], ["到了会议日期，请开始会议"]]
    assert running == [["会议中，等您表决"], ["会议中，请逐项登记"]]
