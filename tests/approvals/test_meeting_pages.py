"""The pages of meetings: planning, calling, answering, beginning and ending one; the list and its query count."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import queries, services
from approvals.models import Meeting
from organization import queries as organization_queries
from tests.approvals import factories
from tests.approvals.pages import address

pytestmark = pytest.mark.django_db


def plan_fields(**fields):
    """What the form of planning posts."""
    return {
        "number": "党委会〔2026〕7号",
        "matter": "ordinary",
        "held_on": timezone.localdate(),
        "place": "三楼会议室",
        "urgent_reason": "须按期审定",
        "title": "审定各部门清单",
        **fields,
    }


def called(world, *submissions, **fields):
    meeting = factories.planned(world, submissions or factories.at(world, "committee"), **fields)
    return services.call_meeting(by=world.office, meeting=meeting)


def labels(answer):
    return [action["label"] for action in answer.context["actions"]]


def primary(answer):
    return [action["label"] for action in answer.context["actions"] if action["is_primary"]]


def test_departments_share_an_item_and_the_leadership_has_its_own(world, send):
    ready = [factories.at(each, "committee") for each in (world, factories.another_department(world))]
    leadership = factories.at(world, "committee", submission=factories.leadership(world))
    picked = [each.pk for each in (*ready, leadership)]

    made = send(world.office, address("plan_meeting"), **plan_fields(submissions=picked))

    meeting = Meeting.objects.get()
    items = [[entry.submission_id for entry in queries.entries_of(item)] for item in meeting.items.order_by("position")]
    assert (made.url, items) == (meeting.get_absolute_url(), [picked[:2], picked[2:]])


def test_the_next_number_is_suggested_and_the_submission_asked_for_is_picked(world, visit):
    submission = factories.at(world, "committee")
    year = timezone.localdate().year
    factories.planned(world, number=f"党委会〔{year}〕12号")

    shown = visit(world.office, address("plan_meeting"), submission=submission.pk).context

    assert (shown["form"]["number"].value(), [each["is_picked"] for each in shown["waiting"]]) == (
        f"党委会〔{year}〕13号",
        [True],
    )


@pytest.mark.parametrize(("last", "following"), [("", 1), ("党委会〔2020〕31号", 1), ("第5次党委会", 6)])
def test_numbers_begin_anew_with_the_year_where_they_name_it(world, last, following):
    if last:
        factories.planned(world, number=last)
    year = timezone.localdate().year
    expected = {"第5次党委会": "第6次党委会"}.get(last, f"党委会〔{year}〕{following}号")

    assert queries.next_number() == expected


def test_a_day_before_the_rules_notice_asks_for_the_reason(world, send):
    answer = send(world.office, address("plan_meeting"), **plan_fields(urgent_reason=""))

    earliest = organization_queries.workdays_after(timezone.localdate(), 2)
    said = [f"须提前 2 个工作日通知，最早 {earliest}；请改期，或写明紧急召开的理由。"]
    assert (answer.status_code, answer.context["form"].errors) == (422, {"urgent_reason": said})


def test_where_the_rule_knows_no_urgency_the_day_is_refused(world, send):
    services.change_meeting_rule(
        by=world.office, matter="ordinary", version=1, reason="上级要求", is_urgent_allowed=False
    )

    answer = send(world.office, address("plan_meeting"), **plan_fields())

    assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["held_on"])


def test_a_meeting_is_planned_once_however_often_the_form_is_sent(world, send, client):
    fields = plan_fields(form_key="5d3f7f60-3c3b-4e0f-9a55-0d2d3e9e3a10")

    answers = [send(world.office, address("plan_meeting"), **fields) for _time in range(2)]

    assert (answers[0].url, Meeting.objects.count()) == (answers[1].url, 1)


def test_only_who_records_plans(world, visit):
    assert [visit(person, address("plan_meeting")).status_code for person in (world.member, world.filer)] == [403, 403]


def test_the_plan_is_changed_while_it_is_one(world, visit, send):
    meeting = factories.planned(world)
    shown = visit(world.office, address("change_meeting", meeting.pk)).context["form"]

    again = send(world.office, address("change_meeting", meeting.pk), number="")
    send(world.office, address("change_meeting", meeting.pk), **plan_fields(number=meeting.number, place="一楼"))

    meeting.refresh_from_db()
    assert (shown["place"].value(), again.status_code, meeting.place) == ("行政楼三楼会议室", 422, "一楼")


def test_another_item_is_put_on_the_agenda_moved_up_and_taken_off(world, visit, send):
    meeting = factories.planned(world, factories.at(world, "committee"))
    second = factories.at(factories.another_department(world), "committee")
    page = visit(world.office, address("add_item", meeting.pk), submission=second.pk)
    empty = send(world.office, address("add_item", meeting.pk), title="乙")
    send(world.office, address("add_item", meeting.pk), title="乙", submissions=second.pk)
    added = meeting.items.get(title="乙")
    send(world.office, address("move_item", added.pk))
    titles = [item.title for item in meeting.items.order_by("position")]

    send(world.office, address("remove_item", added.pk))

    assert page.context["form"]["title"].value() == f"审定{second}"
    assert (empty.status_code, titles[0], meeting.items.count()) == (422, "乙", 1)


def test_the_leaderships_lists_do_not_join_an_item(world, send):
    meeting = factories.planned(world)
    picked = [
        factories.at(world, "committee"),
        factories.at(world, "committee", submission=factories.leadership(world)),
    ]

    answer = send(world.office, address("add_item", meeting.pk), title="合并", submissions=[each.pk for each in picked])

    assert answer.context["form"].errors == {"submissions": ["班子成员的清单逐人审定，请单独作为一项议题。"]}


def test_the_next_step_of_a_plan_is_its_agenda_then_the_call(world, visit):
    empty = factories.planned(world, number="1号")
    full = factories.planned(world, factories.at(world, "committee"), number="2号")

    assert [primary(visit(world.office, each.get_absolute_url())) for each in (empty, full)] == [
        ["列入议题"],
        ["发出会议通知"],
    ]


def test_the_call_names_who_will_be_called_and_asks_observers(world, visit, send):
    meeting = factories.planned(world, factories.at(world, "committee"))
    page = visit(world.office, address("call_meeting", meeting.pk)).context

    send(world.office, address("call_meeting", meeting.pk), observers=[world.discipline.pk, world.head.pk])

    capacities = dict(meeting.attendances.values_list("person", "capacity"))
    assert [each.person for each in page["members"]] == [world.chair, world.member]
    assert (page["refused"], capacities[world.head.pk], len(capacities)) == (None, "observer", 4)


def test_a_late_call_says_why_and_what_to_do(world, visit):
    meeting = factories.planned(world, factories.at(world, "committee"), urgent_reason="")

    page = visit(world.office, address("call_meeting", meeting.pk))

    assert (page.context["refused"].reason[:10], page.context["refused"].help) == (
        "会议须提前 2 个工",
        "请改期，或在会议安排中写明紧急召开的理由。",
    )
    assert 'name="observers"' not in page.content.decode()


def test_an_observer_who_is_nobody_is_said_beside_the_field(world, send):
    meeting = factories.planned(world, factories.at(world, "committee"))

    assert send(world.office, address("call_meeting", meeting.pk), observers=[world.filer.pk]).status_code == 422


def test_a_call_is_taken_back_and_a_meeting_cancelled_after_asking(world, visit, send):
    meeting = called(world)
    asked = [
        visit(world.office, address(name, meeting.pk)).status_code for name in ("recall_meeting", "cancel_meeting")
    ]
    send(world.office, address("recall_meeting", meeting.pk))
    silent = send(world.office, address("cancel_meeting", meeting.pk))

    send(world.office, address("cancel_meeting", meeting.pk), reason="另行召开")

    meeting.refresh_from_db()
    assert (asked, silent.status_code, meeting.state) == ([200, 200], 200, "cancelled")
    assert "另行召开" in visit(world.office, meeting.get_absolute_url()).content.decode()


def test_a_member_answers_and_may_ask_for_leave_with_the_reason(world, visit, send):
    meeting = called(world)
    page = visit(world.member, meeting.get_absolute_url())

    silent = send(world.member, address("answer_call", meeting.pk), answer="leave")
    send(world.member, address("answer_call", meeting.pk), answer="leave", reason="外出")

    own = queries.own_attendance(world.member, meeting)
    assert (page.context["is_answer_next"], silent.status_code) == (True, 422)
    assert silent.context["answer_form"].errors == {"reason": ["请写明请假的理由。"]}
    assert (own.answer, own.answer_reason) == ("leave", "外出")


def test_receipts_prefill_who_came(world, visit):
    meeting = called(world)
    services.answer_call(by=world.chair, meeting=meeting, answer="leave", reason="外出")

    form = visit(world.office, address("open_meeting", meeting.pk)).context["form"]

    presets = {line["attendance"].person: line["field"].initial for line in form.lines()}
    assert presets == {world.chair: "leave", world.member: ""}
    assert form["chair"].value() == world.member.pk


def test_a_meeting_begins_with_who_is_there(world, send):
    meeting = called(world)
    here = {f"person-{world.chair.pk}": "present", f"person-{world.member.pk}": "leave"}
    wrong = send(world.office, address("open_meeting", meeting.pk), chair=world.member.pk, **here)

    send(world.office, address("open_meeting", meeting.pk), chair=world.chair.pk, **here)

    meeting.refresh_from_db()
    assert wrong.context["form"].errors == {"chair": ["主持人没有到会，请另选一位到会的委员。"]}
    assert (meeting.state, meeting.chair, dict(meeting.attendances.values_list("person", "presence"))) == (
        "in_session",
        world.chair,
        {world.chair.pk: "present", world.member.pk: "leave"},
    )


def test_presence_is_mended_between_two_items(world, visit, send):
    meeting = factories.in_session(world, factories.at(world, "committee"), absent=[world.member])
    now = visit(world.office, address("note_presence", meeting.pk)).context["form"]
    here = {f"person-{world.chair.pk}": "present", f"person-{world.member.pk}": "present"}

    send(world.office, address("note_presence", meeting.pk), **here)

    before = [line["field"].initial for line in now.lines()]
    assert (before, set(meeting.attendances.values_list("presence", flat=True))) == (["present", "absent"], {"present"})


def test_the_end_names_what_is_postponed_by_it(world, visit, send):
    submission = factories.at(world, "committee")
    meeting = factories.in_session(world, submission)
    page = visit(world.office, address("close_meeting", meeting.pk))

    send(world.office, address("close_meeting", meeting.pk))

    meeting.refresh_from_db()
    assert page.context["consequences"] == [f"“审定{submission}”尚未审议，将缓议，等待列入其他会议。"]
    assert (meeting.state, meeting.items.get().state) == ("held", "postponed")


def test_when_every_item_is_done_the_end_is_the_next_step(world, visit):
    meeting = factories.in_session(world, factories.at(world, "committee"))
    first = primary(visit(world.office, meeting.get_absolute_url()))
    item = services.begin_item(by=world.office, item=meeting.items.get())
    taken = primary(visit(world.office, meeting.get_absolute_url()))
    for ballot in queries.ballots_of(item):
        factories.vote(world, ballot)
    last = visit(world.office, meeting.get_absolute_url())

    assert (first, taken, primary(last)) == (["审议第 1 项"], ["继续审议第 1 项"], ["结束会议"])
    assert visit(world.office, address("close_meeting", meeting.pk)).context["consequences"] == ["全部议题都已审议。"]


def test_a_called_meeting_begins_on_its_day_and_not_before(world, visit):
    today = called(world)
    later = called(
        world,
        factories.at(factories.another_department(world), "committee"),
        held_on=timezone.localdate() + timedelta(days=9),
    )

    steps = [primary(visit(world.office, each.get_absolute_url())) for each in (today, later)]

    assert steps == [["开始会议"], []]


def test_a_held_meeting_tells_its_story_and_offers_its_papers(world, visit):
    factories.passed(world)

    page = visit(world.member, Meeting.objects.get().get_absolute_url())

    told = [str(entry["did"]) for entry in page.context["story"]]
    assert labels(page) == ["打印记录、纪要"]
    assert told == [
        "记录会议结束，会议记录封存",
        "审议第 1 项议题完毕：已表决",
        f"主持会议开始，{world.office} 记录",
        "发出会议通知",
        "筹备会议",
    ]


def test_an_observer_reads_the_agenda_but_opens_only_what_they_may_see(world, visit):
    meeting = factories.planned(world, factories.at(world, "committee"))
    stranger = factories.second(world, "overseer")
    other = factories.another_department(world)
    services.call_meeting(by=world.office, meeting=meeting, observers=[stranger, other.head])

    pages = [visit(person, meeting.get_absolute_url()) for person in (world.member, other.head)]

    assert [[each.is_open for _item, found in page.context["agenda"] for each in found] for page in pages] == [
        [True],
        [False],
    ]


def test_a_meeting_is_unknown_to_departments(world, visit):
    factories.passed(world)

    assert visit(world.head, Meeting.objects.get().get_absolute_url()).status_code == 404
    assert list(visit(world.head, address("meetings")).context["page"].rows) == []


def test_the_list_is_searched_by_number_and_filtered_by_state(world, visit):
    factories.planned(world, number="党委会〔2026〕31号")
    factories.planned(world, number="党委会〔2026〕32号", matter="cadre")

    def numbers(**query):
        return [str(row.thing) for row in visit(world.office, address("meetings"), **query).context["page"].rows]

    assert (numbers(q="31号"), numbers(matter="cadre"), numbers(state="held")) == (
        ["党委会〔2026〕31号"],
        ["党委会〔2026〕32号"],
        [],
    )


def test_the_submission_says_on_which_agenda_it_stands(world, visit):
    submission = factories.at(world, "committee")
    before = visit(world.office, submission.get_absolute_url()).context
    factories.planned(world, submission)

    after = [visit(who, submission.get_absolute_url()).context for who in (world.office, world.head, world.member)]

    assert (before["may_put_before"], before["listed_at"]) == (True, None)
    assert after[0]["listed_at"].title == f"审定{submission}"
    assert (after[0]["may_put_before"], [page["listed_at"] for page in after[1:]]) == (False, [None, None])


@pytest.mark.parametrize("holder", ["chair", "office"])
def test_a_stand_in_plans_and_sees_what_waits_for_the_committee(world, visit, send, holder):
    submission = factories.at(world, "committee")
    stand_in = factories.stand_in(getattr(world, holder))
    pages = [visit(stand_in, page).status_code for page in (submission.get_absolute_url(), address("plan_meeting"))]

    answer = send(stand_in, address("plan_meeting"), **plan_fields(submissions=submission.pk))

    assert (pages, visit(stand_in, answer.url).status_code) == ([200, 200], 200)


def test_a_relatives_post_is_declared_and_withdrawn_on_the_own_page(world, visit, send):
    post = factories.Post.objects.create(department=world.department, name="采购岗", code="G9")
    page = "/organization/relatives/new/"
    send(world.member, page, post=post.pk, relation="配偶")
    again = send(world.member, page, post=post.pk, relation="配偶")
    (declared,) = visit(world.member, "/accounts/me/").context["relatives"]

    send(world.member, f"/organization/relatives/{declared.pk}/withdraw/")

    assert again.context["form"].errors == {"post": [f"“{post}”已经申报过。"]}
    assert (str(declared), list(organization_queries.relatives(world.member))) == (f"配偶 {post}", [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_meetings_asks_a_constant_number_of_queries(world, client, django_assert_num_queries, count):
    for number in range(count):
        factories.resolve(world, factories.at(factories.another_department(world), "committee"), number=f"{number}号")
    client.force_login(world.member)
    client.get("/accounts/me/")

    with django_assert_num_queries(7):
        client.get(address("meetings"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_held_meeting_asks_a_constant_number_of_queries(world, client, django_assert_num_queries, count):
    ready = [factories.at(factories.another_department(world), "committee") for _number in range(count)]
    meeting = factories.resolve(world, ready)
    client.force_login(world.member)
    client.get("/accounts/me/")

    with django_assert_num_queries(20):
        client.get(meeting.get_absolute_url())
