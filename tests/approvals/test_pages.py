"""The pages of approvals: what each person finds on them, and what posting to them does."""

import uuid

import pytest

from approvals import queries, services
from approvals.models import Decision, Submission
from approvals.queries import sheets
from core.registry import registry
from organization import services as organization_services
from tests import factories as base
from tests.approvals import factories
from tests.approvals.pages import address, first_row
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


def test_the_inbox_names_what_waits(world, visit):
    submission = factories.signed(world)

    answer = visit(world.overseer, address("home"))

    assert [task.what for task in answer.context["group"].tasks] == [str(submission)]


def test_the_list_is_searched_by_the_departments_initials(world, visit):
    submission = factories.signed(world)
    factories.signed(factories.another_department(world))

    answer = visit(world.office, address("submissions"), q="yjk")

    assert [row.thing for row in answer.context["page"].rows] == [submission]


def test_the_list_filters_by_stage(world, visit):
    factories.signed(world)
    submission = factories.at(factories.another_department(world), "office")

    answer = visit(world.office, address("submissions"), stage="office")

    assert [row.thing for row in answer.context["page"].rows] == [submission]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(world, visit, client, django_assert_num_queries, count):
    for _number in range(count):
        factories.signed(factories.another_department(world))
    visit(world.office, address("submissions"))

    with django_assert_num_queries(8):
        client.get(address("submissions"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_decision_page_asks_the_same_number_of_queries(world, visit, client, django_assert_num_queries, count):
    submission = factories.at(world, "office", powers=count)
    for row in queries.rows_by_item(submission.items.get()):
        services.remark(by=world.office, submission=submission, row=row, text="请核对")
    visit(world.office, submission.get_absolute_url())

    with django_assert_num_queries(23):
        client.get(submission.get_absolute_url())


def test_a_submission_that_may_not_be_known_is_not_found(world, visit):
    submission = factories.signed(world)
    stranger = base.holder("filer", base.department())
    addresses = [
        address("submission", submission.pk),
        address("withdraw", submission.pk),
        address("reject", submission.pk),
        address("submission", 10**9),
    ]

    assert [visit(stranger, where).status_code for where in addresses] == [404, 404, 404, 404]


def test_posting_to_a_submission_that_may_not_be_known_is_not_found(world, send):
    submission = factories.signed(world)
    row, stranger = first_row(submission), base.holder("filer", base.department())
    addresses = [
        address("submit", submission.pk),
        address("decide", submission.pk),
        address("withdraw", submission.pk),
        address("remark", submission.pk, row.pk),
        address("take_back_remark", 1),
    ]

    assert [send(stranger, where).status_code for where in addresses] == [404, 404, 404, 404, 404]


def test_a_row_of_another_submission_takes_no_remark(world, send):
    submission = factories.signed(world)
    elsewhere = first_row(factories.signed(factories.another_department(world)))

    assert send(world.overseer, address("remark", submission.pk, elsewhere.pk), text="看看").status_code == 404


def test_preparing_asks_the_head_and_leads_to_the_submission(world, send):
    factories.power_list(world)

    answer = send(world.filer, address("prepare", world.department.code))

    made = Submission.objects.get()
    assert (answer.url, made.state) == (made.get_absolute_url(), "draft")


def test_the_filer_of_one_department_is_led_to_its_lists(world, visit):
    factories.power_list(world)

    assert visit(world.filer, address("choose")).url == address("prepare", world.department.code)


def test_the_office_chooses_among_departments(world, visit):
    factories.power_list(world)
    other = factories.another_department(world)
    factories.power_list(other)

    rows = visit(world.office, address("choose")).context["rows"]

    assert [row["department"] for row in rows] == [world.department, other.department]


def test_who_files_for_two_departments_is_led_to_the_one_that_has_lists(world, visit):
    empty, other = world.department, factories.another_department(world)
    organization_services.grant(by=base.system(), person=other.filer, role="filer", department=empty)
    factories.power_list(other)

    assert visit(other.filer, address("choose")).url == address("prepare", other.department.code)


@pytest.mark.parametrize("count", [1, 3])
def test_choosing_asks_the_same_number_of_queries(world, visit, client, django_assert_num_queries, count):
    for made in [factories.another_department(world) for _number in range(count)]:
        factories.power_list(made)
        risk_factories.register(made.department)
    visit(world.office, address("choose"))

    with django_assert_num_queries(10):
        answer = client.get(address("choose"))

    assert len(answer.context["rows"]) == count


def test_preparing_shows_every_fault_of_every_list(world, visit):
    factories.power_list(world, powers=1, bases=[])
    risk_factories.point(risk_factories.register(world.department), post=base.post(world.department))

    answer = visit(world.filer, address("prepare", world.department.code))

    titles = [str(part["title"]) for part in answer.context["parts"]]
    assert (titles, answer.context["blocking"] > 2) == (["职权目录", "风险清单"], True)


def test_preparing_another_departments_lists_is_refused(world, visit):
    stranger = base.holder("filer", base.department())

    assert visit(stranger, address("prepare", world.department.code)).status_code == 403


def test_the_office_submits_the_leaderships_lists_from_their_page(world, send):
    register = risk_factories.leadership_register()
    risk_factories.graded_point(register, post=base.post(base.root(), is_leadership=True))
    risk_factories.review(register)

    send(world.office, address("prepare_leadership"))

    assert Submission.objects.get().stage.code == "office"


def test_before_the_signature_the_page_shows_the_lists_as_they_stand(world, visit):
    submission = factories.draft(world, powers=2)

    shown = visit(world.head, submission.get_absolute_url()).context["sheet"]

    lines = [(line.change, line.row) for group in shown.groups for line in group.lines]
    assert lines == [("new", None), ("new", None)]


def test_the_head_signs(world, send):
    submission = factories.draft(world)
    seen = queries.sheet(submission, by=world.head).sha256

    send(world.head, address("submit", submission.pk), version=submission.version, sha256=seen)

    submission.refresh_from_db()
    assert (submission.state, submission.submitted_by) == ("in_review", world.head)


def test_signing_a_page_that_is_out_of_date_is_refused(world, send):
    submission = factories.draft(world)
    seen = {"version": submission.version + 1, "sha256": queries.sheet(submission, by=world.head).sha256}

    assert send(world.head, address("submit", submission.pk), **seen).status_code == 409


def test_the_head_gives_a_draft_back_only_with_a_reason(world, send):
    submission = factories.draft(world)
    send(world.head, address("decide", submission.pk), verdict="return", version=submission.version)
    submission.refresh_from_db()
    before = submission.state

    send(world.head, address("decide", submission.pk), verdict="return", reason="改", version=submission.version)

    submission.refresh_from_db()
    assert (before, submission.state) == ("draft", "returned")


def test_a_verdict_is_posted(world, send):
    submission = factories.signed(world)

    answer = send(world.overseer, address("decide", submission.pk), verdict="agree", version=submission.version)

    submission.refresh_from_db()
    assert (answer.url, submission.stage.code) == (submission.get_absolute_url(), "office")


def test_posting_a_verdict_twice_decides_once(world, client):
    submission = factories.signed(world)
    client.force_login(world.overseer, backend="django.contrib.auth.backends.ModelBackend")
    form = {"form_key": str(uuid.uuid4()), "verdict": "agree", "version": submission.version}

    answers = [client.post(address("decide", submission.pk), form).status_code for _time in range(2)]

    assert (answers, Decision.objects.filter(verdict="agree").count()) == ([302, 302], 1)


def test_a_return_without_a_reason_shows_the_form_again(world, send):
    submission = factories.signed(world)

    answer = send(world.overseer, address("decide", submission.pk), verdict="return", version=submission.version)

    errors = answer.context["verdict_form"].errors
    assert (answer.status_code, dict(errors)) == (422, {"reason": ["请写明理由，让科室知道要改什么。"]})


def test_not_agreeing_is_asked_first(world, visit, send):
    submission = factories.signed(world)
    asked = visit(world.overseer, address("reject", submission.pk))

    send(world.overseer, address("reject", submission.pk), reason="职权不成立", version=submission.version)

    submission.refresh_from_db()
    assert (asked.status_code, submission.state) == (200, "ended")


def test_not_agreeing_needs_a_reason(world, send):
    submission = factories.signed(world)

    send(world.overseer, address("reject", submission.pk), version=submission.version)

    submission.refresh_from_db()
    assert submission.state == "in_review"


def test_the_discipline_office_is_not_offered_to_reject(world, visit):
    submission = factories.at(world, "discipline")

    assert visit(world.discipline, address("reject", submission.pk)).status_code == 403


def test_withdrawing_is_asked_first(world, visit, send):
    submission = factories.signed(world)
    asked = visit(world.head, address("withdraw", submission.pk))

    send(world.head, address("withdraw", submission.pk))

    submission.refresh_from_db()
    assert (asked.status_code, submission.state) == (200, "withdrawn")


def test_a_remark_leads_back_to_its_row(world, send):
    submission = factories.signed(world)
    row = first_row(submission)

    answer = send(world.overseer, address("remark", submission.pk, row.pk), text="写明金额")

    assert answer.url == f"{submission.get_absolute_url()}?row={row.pk}#row-{row.pk}"
    assert list(queries.standing_remarks(submission).values_list("row", "text")) == [(row.pk, "写明金额")]


def test_what_must_be_done_before_agreeing_is_listed(world, visit):
    submission = factories.at(world, "office", powers=2)

    faults = visit(world.office, submission.get_absolute_url()).context["faults"]

    assert [fault.code for fault in faults] == ["no_scope", "no_scope"]


def test_a_panel_of_a_higher_app_stands_on_the_page(world, visit, monkeypatch):
    def panel(submission, by):
        return "components/empty.html", {"text": f"{by.name}的附页"}

    monkeypatch.setattr(registry, "stage_panels", [panel, lambda submission, by: None])
    submission = factories.signed(world)

    (shown,) = visit(world.overseer, submission.get_absolute_url()).context["panels"]

    assert f"{world.overseer.name}的附页" in shown


def test_long_lists_come_a_page_at_a_time(world, visit, monkeypatch):
    monkeypatch.setattr(sheets, "LINES", 2)
    submission = factories.signed(world, powers=5)

    pages = [visit(world.overseer, submission.get_absolute_url(), **{"from": start}) for start in ("1", "3", "5", "x")]

    shown = [page.context["sheet"] for page in pages]
    assert [(sheet.start, sheet.end, sheet.previous, sheet.next) for sheet in shown] == [
        (1, 2, 0, 3),
        (3, 4, 1, 5),
        (5, 5, 3, 0),
        (1, 2, 0, 3),
    ]


def test_a_link_to_a_row_opens_the_page_that_holds_it(world, visit, monkeypatch):
    monkeypatch.setattr(sheets, "LINES", 2)
    submission = factories.signed(world, powers=5)
    row = queries.rows_by_item(submission.items.get())[3]

    shown = visit(world.overseer, submission.get_absolute_url(), row=row.pk).context["sheet"]

    assert [line.row for group in shown.groups for line in group.lines][1] == row


def test_only_what_changed_is_shown_when_asked(world, visit):
    factories.passed(world, powers=2)
    submission = factories.signed(world, powers=1)

    shown = visit(world.overseer, submission.get_absolute_url(), changed="1").context["sheet"]

    assert [line.change for group in shown.groups for line in group.lines] == ["new"]
    assert [(part.total, part.changed) for part in shown.parts] == [(3, 1)]


def test_the_leaderships_rows_stand_person_by_person(world, visit):
    register = risk_factories.leadership_register()
    posts = [base.post(base.root(), is_leadership=True) for _number in range(2)]
    for post in (*posts, *posts):
        risk_factories.graded_point(register, post=post)
    risk_factories.review(register)
    submission = services.prepare(by=world.office, department=base.root(), is_leadership=True)

    shown = visit(world.office, submission.get_absolute_url()).context["sheet"]

    assert [(group.title, len(group.lines)) for group in shown.groups] == [(post.name, 2) for post in posts]


def test_a_draft_that_was_given_back_shows_no_rows(world, visit):
    submission = factories.draft(world)
    services.decide(by=world.head, submission=submission, verdict="return", reason="改")

    shown = visit(world.filer, submission.get_absolute_url()).context["sheet"]

    assert (len(shown.parts), shown.groups) == (1, [])
