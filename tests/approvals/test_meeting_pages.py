"""The pages of meetings and stages: recording what the committee resolved, keeping how long a stage takes."""

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from approvals import queries, services
from approvals.models import Meeting, StageDefault
from tests.approvals import factories
from tests.approvals.pages import address, first_row

pytestmark = pytest.mark.django_db


def resolution(submission, **fields):
    return {f"s{submission.pk}-{name}": value for name, value in {"version": submission.version, **fields}.items()}


def test_the_committees_resolution_is_recorded(world, send):
    submission = factories.at(world, "committee")
    fields = resolution(submission, verdict="agree")

    answer = send(world.chair, address("record_meeting"), number="3号", held_on=timezone.localdate(), **fields)

    meeting = Meeting.objects.get()
    submission.refresh_from_db()
    assert (answer.url, submission.state) == (meeting.get_absolute_url(), "passed")


def test_recording_for_one_submission_shows_that_one_alone(world, visit):
    submission = factories.at(world, "committee")
    factories.at(factories.another_department(world), "committee")

    shown = visit(world.office, address("record_meeting"), submission=submission.pk).context["parts"]

    assert [part.submission for part in shown] == [submission]


def test_the_rows_a_return_is_about_are_named_by_their_codes(world, send):
    submission = factories.at(world, "committee", powers=3)
    codes = [row.code for row in queries.rows_by_item(submission.items.get())][:2]
    fields = resolution(submission, verdict="return", reason="再议", codes="、".join(codes))

    send(world.office, address("record_meeting"), number="3号", held_on=timezone.localdate(), **fields)

    assert [(remark.row.code, remark.text) for remark in queries.standing_remarks(submission)] == [
        (code, "再议") for code in codes
    ]


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"verdict": "return"}, "reason", "请写明理由。"),
        ({"verdict": "return", "reason": "再议", "codes": "XX-9"}, "codes", "这份报审中没有编码“XX-9”。"),
    ],
)
def test_a_resolution_that_says_too_little_is_shown_again(world, send, fields, field, said):
    submission = factories.at(world, "committee")

    answer = send(
        world.office,
        address("record_meeting"),
        number="3号",
        held_on=timezone.localdate(),
        **resolution(submission, **fields),
    )

    (part,) = answer.context["parts"]
    assert (answer.status_code, part.errors) == (422, {field: [said]})


def test_agreeing_to_a_submission_but_not_to_a_row_is_shown_again(world, send):
    submission = factories.at(world, "committee")
    fields = resolution(submission, verdict="agree", codes=first_row(submission).code)

    answer = send(world.office, address("record_meeting"), number="3号", held_on=timezone.localdate(), **fields)

    assert answer.context["parts"][0].errors == {"codes": ["有未获同意的条目时，整份清单须一并退回。"]}


def test_only_who_records_opens_the_form(world, visit):
    assert [visit(person, address("record_meeting")).status_code for person in (world.member, world.filer)] == [
        403,
        403,
    ]


def test_a_meeting_shows_its_agenda(world, visit):
    submission = factories.passed(world)

    shown = visit(world.member, Meeting.objects.get().get_absolute_url()).context["meeting"]

    assert [item.submission for item in shown.items.all()] == [submission]


def test_a_meeting_that_resolved_nothing_is_shown_again(world, send):
    submission = factories.at(world, "committee")
    fields = resolution(submission, verdict="")

    answer = send(world.office, address("record_meeting"), number="4号", held_on=timezone.localdate(), **fields)

    said = answer.context["form"].non_field_errors()
    assert (answer.status_code, said) == (422, ["请至少为一项议题选择决议。"])


def test_the_recorder_is_told_what_follows_from_the_resolution(world, send):
    submission = factories.at(world, "committee")
    fields = resolution(submission, verdict="agree")

    made = send(world.office, address("record_meeting"), number="5号", held_on=timezone.localdate(), **fields)

    said = [str(message) for message in get_messages(made.wsgi_request)]
    assert said == ["已登记会议决议：1 项同意，清单已生效。"]


def test_a_meeting_is_unknown_to_departments(world, visit):
    factories.passed(world)

    assert visit(world.head, Meeting.objects.get().get_absolute_url()).status_code == 404
    assert list(visit(world.head, address("meetings")).context["page"].rows) == []


def test_the_office_adds_and_takes_out_a_stage(world, visit, send):
    before = StageDefault.objects.get(kind="department", code="committee")
    send(world.office, address("stages"), title="法律顾问审核", action="review", before=before.pk, due_days=3)
    added = StageDefault.objects.get(code="extra")
    titles = [stage.title for stage in visit(world.office, address("stages")).context["stages"][:6]]

    send(world.office, address("remove_stage", added.pk))

    assert (titles[4:], StageDefault.objects.filter(kind="department").count()) == (["法律顾问审核", "党委审定"], 5)


def test_a_stage_without_a_title_is_not_added(world, send):
    assert send(world.office, address("stages"), title="").status_code == 422


@pytest.mark.parametrize(("asked", "kept"), [("8", 8), ("0", 5)])
def test_the_office_changes_how_long_a_stage_takes(world, send, asked, kept):
    stage = StageDefault.objects.get(kind="department", code="overseer")

    send(world.office, address("change_due_days", stage.pk), due_days=asked)

    stage.refresh_from_db()
    assert stage.due_days == kept


def test_stages_are_kept_by_the_office_alone(world, visit, send):
    stage = StageDefault.objects.get(kind="department", code="overseer")
    answers = [
        visit(world.head, address("stages")),
        send(world.head, address("change_due_days", stage.pk), due_days="9"),
        send(world.head, address("remove_stage", stage.pk)),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


@pytest.mark.parametrize("holder", ["chair", "office"])
def test_a_stand_in_reads_and_records_what_waits_for_the_committee(world, visit, send, holder):
    submission = factories.at(world, "committee")
    stand_in = factories.stand_in(getattr(world, holder))
    pages = [visit(stand_in, page).status_code for page in (submission.get_absolute_url(), address("record_meeting"))]

    fields = resolution(submission, verdict="agree")
    answer = send(stand_in, address("record_meeting"), number="3号", held_on=timezone.localdate(), **fields)

    assert (pages, visit(stand_in, answer.url).status_code) == ([200, 200], 200)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_meetings_asks_a_constant_number_of_queries(world, client, django_assert_num_queries, count):
    for number in range(count):
        submission = factories.at(factories.another_department(world), "committee")
        resolved = services.Resolution(submission=submission, verdict="agree")
        services.record_meeting(
            by=world.office, number=f"{number}号", held_on=timezone.localdate(), resolutions=[resolved]
        )
    client.force_login(world.member)
    client.get("/accounts/me/")

    with django_assert_num_queries(8):
        client.get(address("meetings"))
