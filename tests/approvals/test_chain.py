"""The chain from the head's signature to the committee: one submission moves, returns and comes into force as one."""

import pytest

from approvals import queries, services
from approvals.models import Decision, Submission
from approvals.services import moving
from core import calculations
from core.models import AuditEvent
from core.rules import Denied, Stale
from organization import services as organization_services
from powers import services as power_services
from powers.models import PowerList
from tests import factories as base
from tests.approvals import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


def list_of(submission):
    return PowerList.objects.get(pk=submission.items.get(list_kind="powers").list_id)


def test_the_heads_signature_freezes_and_submits(world):
    submission = factories.signed(world)

    assert (submission.state, submission.stage.code, len(submission.sha256)) == ("in_review", "overseer", 64)
    assert list_of(submission).state == "in_review"


def test_a_submission_goes_through_every_stage_and_comes_into_force(world):
    submission = factories.passed(world)

    verdicts = list(submission.decisions.order_by("at", "id").values_list("stage__code", "verdict"))
    assert verdicts == [
        ("head", "submit"),
        ("overseer", "agree"),
        ("office", "agree"),
        ("discipline", "no_objection"),
        ("committee", "pass"),
    ]
    assert (submission.state, list_of(submission).state) == ("passed", "in_force")


def test_what_is_in_force_carries_the_one_hash_that_was_approved(world):
    submission = factories.passed(world)

    told = [entry["hash"] for entry in queries.story(submission) if entry.get("hash")]
    assert [list_of(submission).sha256, *told] == [submission.sha256] * 3


def test_lists_under_review_cannot_be_changed(world):
    submission = factories.signed(world)

    with pytest.raises(Denied, match="不能修改"):
        factories.power(world, list_of(submission))


def test_a_blocking_fault_keeps_the_head_from_signing_and_nothing_is_frozen(world):
    submission = factories.draft(world, bases=[])

    with pytest.raises(Denied, match="须改正"):
        services.submit(by=world.head, submission=submission)
    submission.refresh_from_db()
    assert (submission.state, submission.items.get().content) == ("draft", None)


@pytest.mark.parametrize("stage", ["overseer", "office", "discipline"])
def test_a_return_gives_the_lists_back_with_its_reason(world, stage):
    submission = factories.at(world, stage)

    services.decide(by=getattr(world, stage), submission=submission, verdict="return", reason="时限写全")

    submission.refresh_from_db()
    assert (submission.state, list_of(submission).state) == ("returned", "returned")
    assert queries.last_decision(submission).reason == "时限写全"


@pytest.mark.parametrize("verdict", ["return", "reject"])
def test_saying_no_needs_a_reason(world, verdict):
    submission = factories.at(world, "overseer")

    with pytest.raises(Denied, match="理由"):
        services.decide(by=world.overseer, submission=submission, verdict=verdict, reason="  ")


def test_a_rejection_ends_the_lists(world):
    submission = factories.at(world, "overseer")

    services.decide(by=world.overseer, submission=submission, verdict="reject", reason="职权不成立")

    submission.refresh_from_db()
    assert (submission.state, list_of(submission).state) == ("ended", "ended")


def test_a_returned_submission_is_followed_by_a_new_one_from_stage_one(world):
    old = factories.at(world, "office")
    services.decide(by=world.office, submission=old, verdict="return", reason="补充依据")

    new = services.prepare(by=world.filer, department=world.department)

    assert (new.resubmits, new.state, new.stage) == (old, "draft", None)
    assert Submission.objects.get(pk=old.pk).state == "returned"


def test_remarks_of_a_return_are_shown_on_the_same_rows_of_the_next(world):
    old = factories.at(world, "office")
    row = queries.rows_by_item(old.items.get())[0]
    services.remark(by=world.office, submission=old, row=row, text="写明金额标准")
    services.decide(by=world.office, submission=old, verdict="return", reason="见批注")

    new = services.prepare(by=world.filer, department=world.department)

    assert [remark.text for remark in queries.earlier_remarks(new)[row.key]] == ["写明金额标准"]


def test_the_head_gives_a_draft_back_without_signing(world):
    submission = factories.draft(world)

    services.decide(by=world.head, submission=submission, verdict="return", reason="流程图不对")

    submission.refresh_from_db()
    assert (submission.state, list_of(submission).state) == ("returned", "returned")


def test_one_department_has_one_submission_on_its_way(world):
    factories.draft(world)

    with pytest.raises(Denied, match="已有一份报审"):
        services.prepare(by=world.filer, department=world.department)


def test_nothing_to_submit_is_said(world):
    with pytest.raises(Denied, match="没有可以报审的清单"):
        services.prepare(by=world.filer, department=world.department)


def test_a_stage_nobody_holds_is_said_before_anything_is_made(world):
    factories.power_list(world)
    organization_services.revoke(by=base.system(), person=world.overseer, role="overseer", department=world.department)

    with pytest.raises(Denied, match="还没有人担任"):
        services.prepare(by=world.filer, department=world.department)
    assert Submission.objects.count() == 0


def test_the_submitter_withdraws_while_nobody_above_has_decided(world):
    submission = factories.signed(world)

    services.withdraw(by=world.head, submission=submission)

    submission.refresh_from_db()
    assert (submission.state, list_of(submission).state) == ("withdrawn", "withdrawn")


def test_a_draft_is_withdrawn_and_its_lists_stay_drafts(world):
    submission = factories.draft(world)

    services.withdraw(by=world.filer, submission=submission)

    submission.refresh_from_db()
    assert (submission.state, list_of(submission).state) == ("withdrawn", "draft")


def test_nobody_withdraws_after_a_decision_above(world):
    submission = factories.at(world, "office")

    with pytest.raises(Denied, match="不能撤回"):
        services.withdraw(by=world.head, submission=submission)


def test_a_stale_form_is_told_who_decided_what(world):
    submission = factories.signed(world)
    seen = submission.version
    services.decide(by=world.overseer, submission=submission, verdict="agree", version=seen)

    with pytest.raises(Stale, match=f"{world.overseer.name}已于 .* 作出“同意”"):
        services.decide(by=world.office, submission=submission, verdict="agree", version=seen)


def test_the_office_cannot_agree_before_every_power_has_its_scope(world):
    submission = factories.at(world, "office")

    with pytest.raises(Denied, match="没有确定公开属性"):
        services.decide(by=world.office, submission=submission, verdict="agree")


def test_a_refused_decision_leaves_nothing_behind(world):
    submission = factories.at(world, "office")
    before = Decision.objects.count(), AuditEvent.objects.count()

    with pytest.raises(Denied):
        services.decide(by=world.office, submission=submission, verdict="agree")

    assert (Decision.objects.count(), AuditEvent.objects.count()) == before


def test_the_next_edition_supersedes_the_one_in_force(world):
    first = factories.passed(world)

    second = factories.at(world, "committee", submission=factories.signed(world, powers=1))
    factories.resolve(world, second, by=world.chair)

    assert (list_of(first).state, list_of(second).state) == ("superseded", "in_force")


def test_the_decision_page_marks_what_is_new_against_the_edition_in_force(world):
    factories.passed(world)
    second = factories.signed(world, powers=1)

    changes = sorted(row.change for row in queries.rows_by_item(second.items.get()))

    assert changes == ["", "", "new"]


def test_the_story_reads_in_order_with_reasons(world):
    submission = factories.at(world, "overseer")
    services.decide(by=world.overseer, submission=submission, verdict="return", reason="补充依据")

    told = [(str(entry["who"]), entry["did"], entry.get("why", "")) for entry in queries.story(submission)]

    assert told == [
        (world.overseer.name, "分管领导审核：退回", "补充依据"),
        (world.head.name, "科室负责人签署：签署并报审", ""),
        (world.filer.name, "提请科室负责人签署", ""),
    ]


def test_a_move_that_the_table_does_not_list_is_refused(world):
    submission = factories.passed(world)

    with pytest.raises(Stale, match="请刷新后再看"):
        moving.move(submission, "agree", by=world.office)


def test_a_remark_says_something(world):
    submission = factories.signed(world)
    row = queries.rows_by_item(submission.items.get())[0]

    with pytest.raises(Denied, match="写明批注"):
        services.remark(by=world.overseer, submission=submission, row=row, text="  ")


def test_a_remark_is_taken_back_only_by_who_wrote_it(world):
    submission = factories.at(world, "overseer")
    row = queries.rows_by_item(submission.items.get())[0]
    remark = services.remark(by=world.overseer, submission=submission, row=row, text="看看")

    with pytest.raises(Denied, match="只能撤回自己的批注"):
        services.take_back_remark(by=world.office, remark=remark)


def test_a_remark_stays_once_the_verdict_has_carried_it_on(world):
    submission = factories.at(world, "overseer")
    row = queries.rows_by_item(submission.items.get())[0]
    remark = services.remark(by=world.overseer, submission=submission, row=row, text="看看")
    services.decide(by=world.overseer, submission=submission, verdict="agree")

    with pytest.raises(Denied, match="已随意见转出"):
        services.take_back_remark(by=world.overseer, remark=remark)


@pytest.mark.parametrize(("words", "is_same"), [("甲", True), ("乙", False)])
def test_the_hash_is_that_of_the_words(world, words, is_same):
    first = factories.signed(world, powers=1, content="甲")
    services.decide(by=world.overseer, submission=first, verdict="return", reason="再想想")
    (power,) = list_of(first).powers.all()
    power_services.change_power(by=world.filer, power=power, content=words)

    prepared = services.prepare(by=world.filer, department=world.department)
    second = services.submit(by=world.head, submission=prepared)

    assert (second.sha256 == first.sha256) is is_same


def test_what_was_frozen_can_be_hashed_again_to_the_same(world):
    submission = factories.signed(world, powers=2)

    item = submission.items.get()

    assert (calculations.sha256(item.content), [row["code"] for row in item.content["rows"]]) == (
        item.sha256,
        [row.code for row in queries.rows_by_item(item)],
    )


def test_the_offices_people_prepare_on_a_departments_behalf_and_the_head_signs(world):
    factories.power_list(world)

    submission = services.prepare(by=world.office, department=world.department)

    with pytest.raises(Denied, match="只有药剂科负责人可以签署报审"):
        services.submit(by=world.office, submission=submission)
    assert services.submit(by=world.head, submission=submission).state == "in_review"


def test_a_department_submits_all_its_lists_of_one_edition_together(world):
    factories.power_list(world)
    register = risk_factories.register(world.department)
    risk_factories.graded_point(register, post=base.post(world.department))
    risk_factories.review(register)

    submission = factories.at(
        world,
        "committee",
        submission=services.submit(
            by=world.head, submission=services.prepare(by=world.filer, department=world.department)
        ),
    )
    factories.resolve(world, submission)

    register.refresh_from_db()
    assert (list(submission.items.order_by("list_kind").values_list("list_kind", "is_open")), register.state) == (
        [("powers", False), ("risks", False)],
        "in_force",
    )
    assert list_of(submission).state == "in_force"


def test_a_round_taken_back_unread_does_not_hide_the_remarks_before_it(world):
    first = factories.at(world, "overseer")
    row = queries.rows_by_item(first.items.get())[0]
    services.remark(by=world.overseer, submission=first, row=row, text="写明金额标准")
    services.decide(by=world.overseer, submission=first, verdict="return", reason="见批注")
    taken_back = services.prepare(by=world.filer, department=world.department)
    services.withdraw(by=world.filer, submission=taken_back)

    third = services.prepare(by=world.filer, department=world.department)

    assert third.resubmits == taken_back
    assert [remark.text for remark in queries.earlier_remarks(third)[row.key]] == ["写明金额标准"]


def test_the_history_of_a_list_names_who_moved_it(world):
    moved = list_of(factories.passed(world))

    history = moved.history.exclude(state="draft").order_by("history_id").values_list("state", "history_user")

    assert list(history) == [("in_review", world.head.pk), ("in_force", world.office.pk)]
