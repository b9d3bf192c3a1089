"""公开稿 on its way: written, reviewed by 党办, 保密审查 and the leader in charge, published at its time, corrected."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from approvals import services as approval_services
from approvals.models import StageDefault
from core import services as core_services
from core.documents.uploads import Upload
from core.models import Attachment, AuditEvent, Duty
from core.registry import registry
from core.rules import Denied, Stale
from disclosure import queries as disclosure_queries
from disclosure import services
from disclosure.documents import readable
from disclosure.models import Draft, Publication
from disclosure.queries import drafts as queries
from disclosure.rules import drafts as rules
from disclosure.services import afterwards, drafts, dues, publishing, secrecy
from disclosure.states import DRAFT_MOVES, DraftEvent, DraftState
from organization import services as organization_services
from organization.roles import Role
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.now() + timedelta(days=365)


@pytest.fixture
def made():
    return approvals.world()


def state(draft):
    return Draft.objects.get(pk=draft.pk).state


def states():
    return list(Publication.objects.order_by("pk").values_list("kind", "state"))


def verbs():
    told = AuditEvent.objects.filter(verb__startswith="disclosure.").order_by("sequence")
    return list(told.values_list("verb", flat=True))


def no_breaches():
    return [str(each) for verifier in registry.proof() for each in verifier.find(lambda: None)]


def test_a_draft_goes_through_the_three_stages_and_is_public_when_the_duty_ran(made):
    draft = factories.passed(made)
    assert (state(draft), Publication.objects.count()) == (DraftState.SCHEDULED, 0)

    core_services.sweep()

    publication = Publication.objects.get()
    assert (state(draft), publication.state, publication.title) == ("published", "published", draft.title)
    stages = [stage.code for stage in queries.submissions_of(draft)[0].stages.order_by("position")]
    assert stages == ["office", "secrecy", "overseer"]


def test_what_is_published_is_what_was_frozen(made):
    draft = factories.draft(made)
    (file,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])

    publication = factories.published(made, draft)

    item, year = draft.item, timezone.localdate().year
    assert (publication.code, publication.item, publication.face) == (f"{item.code}-{year}-001", item, "open")
    assert publication.content == {
        "schema": 1,
        "kind": "item",
        "code": f"{item.code}-{year}-001",
        "item": {"code": item.code, "name": "采购结果", "topic": "procurement", "basis": item.basis},
        "title": draft.title,
        "department": made.department.name,
        "body": factories.BODY,
        "files": [{"name": "附件.docx", "type": readable.DOCX, "size": file.size, "sha256": file.sha256}],
        "replaces": None,
        "reason": "",
    }
    kept = publication.files.get()
    assert (kept.sha256, len(kept.data), kept.kind) == (file.sha256, file.size, "attachment")


def test_the_trail_tells_every_step_and_nothing_is_broken(made):
    factories.published(made)

    assert verbs() == [
        "disclosure.add_draft",
        "disclosure.submit_draft",
        "disclosure.check_secrecy",
        "disclosure.pass_draft",
        "disclosure.publish",
    ]
    assert no_breaches() == []


def test_codes_count_up_within_an_item_and_a_year(made):
    item = factories.item(made)

    codes = [factories.published(made, factories.draft(made, item)).code[-3:] for _number in range(2)]

    assert codes == ["001", "002"]


def test_drafts_have_codes_of_their_own(made):
    year = timezone.localdate().year

    codes = [factories.draft(made).code for _number in range(2)]

    assert codes == [f"GK{year}-0001", f"GK{year}-0002"]


def test_what_has_a_time_is_published_then(made):
    draft = factories.passed(made, publish_at=NEXT_YEAR)

    core_services.sweep()

    duty = Duty.objects.get(kind="disclosure.publish")
    assert (state(draft), duty.due_at) == (DraftState.SCHEDULED, NEXT_YEAR)
    with pytest.raises(Denied, match="还没有到发布时间"):
        publishing.publish(draft=draft, by=people.system())


def test_two_passes_make_one_publication(made):
    draft = factories.passed(made)

    first = publishing.publish(draft=draft, by=people.system())
    second = publishing.publish(draft=draft, by=people.system())

    assert (first, Publication.objects.count()) == (second, 1)


def test_a_correction_keeps_the_code_and_takes_the_place_of_the_old(made):
    old = factories.published(made)
    again = factories.draft(made, old.item, corrects=old, reason="金额有误", body="更正后的结果")

    new = factories.published(made, again)

    assert (new.code, new.lineage_key, new.content["replaces"], new.content["reason"]) == (
        old.code,
        old.lineage_key,
        old.sequence,
        "金额有误",
    )
    assert states() == [("item", "replaced"), ("item", "published")]
    assert no_breaches() == []


def test_what_was_withdrawn_is_corrected_and_published_again(made):
    old = factories.published(made)
    services.withdraw(by=made.office, publication=old, reason="误公开电话")
    old.refresh_from_db()

    new = factories.published(made, factories.draft(made, old.item, corrects=old, reason="去掉电话"))

    assert (new.code, states()) == (
        old.code,
        [("item", "withdrawn"), ("withdrawal", "published"), ("item", "published")],
    )
    assert no_breaches() == []


def test_a_correction_for_fewer_leaves_a_tombstone_on_the_old_face(made):
    old = factories.published(made)
    again = factories.draft(made, old.item, corrects=old, reason="改为院内公开", scope="hospital")

    new = factories.published(made, again)

    assert (new.face, new.content["replaces"]) == ("inside", None)
    assert states() == [("item", "withdrawn"), ("withdrawal", "published"), ("item", "published")]
    assert no_breaches() == []


def test_what_is_open_inside_only_stands_on_its_own_chain(made):
    publication = factories.published(made, scope="hospital")

    assert (publication.face, publication.sequence) == ("inside", 1)
    assert no_breaches() == []


def test_publishing_meets_what_was_due(made):
    item = factories.item(made)
    due = factories.due(item)

    publication = factories.published(made, factories.draft(made, item, due=due))

    due.refresh_from_db()
    assert (due.met_by, due.met_on) == (publication, timezone.localdate())


def test_what_was_met_stays_met_by_the_first(made):
    item = factories.item(made)
    due = factories.due(item)
    first = factories.published(made, factories.draft(made, item, due=due))

    dues.meet(due=due, publication=factories.published(made, factories.draft(made, item)))

    due.refresh_from_db()
    assert due.met_by == first


def test_a_return_gives_the_draft_back_with_the_reason(made):
    submission = factories.at_secrecy(made)
    draft = queries.draft_of(submission)

    approval_services.decide(by=made.secrecy, submission=submission, verdict="return", reason="遮盖电话")

    draft.refresh_from_db()
    assert (draft.state, queries.last_return(draft).reason) == ("returned", "遮盖电话")
    assert "disclosure.return_draft" in verbs()


def test_a_refusal_gives_it_back_too(made):
    submission = factories.submitted(made)

    approval_services.decide(by=made.office, submission=submission, verdict="reject", reason="不属于公开范围")

    assert state(queries.draft_of(submission)) == "returned"


def test_a_returned_draft_goes_up_again_and_follows_its_first_round(made):
    first = factories.submitted(made)
    draft = queries.draft_of(first)
    approval_services.decide(by=made.office, submission=first, verdict="return", reason="补附件")

    second = drafts.submit(by=made.filer, draft=draft)

    assert (second.resubmits, state(draft)) == (first, "in_review")


def test_what_was_taken_back_is_a_draft_again(made):
    submission = factories.submitted(made)

    approval_services.withdraw(by=made.filer, submission=submission)

    assert state(queries.draft_of(submission)) == "draft"


def test_party_offices_own_drafts_skip_its_stage_and_still_pass_two(made):
    office = people.department("党办")
    own = people.person(where=office)
    organization_services.grant(by=people.system(), person=own, role=Role.PARTY_OFFICE, department=office)
    organization_services.revoke(by=people.system(), grant=made.office.role_grants.get()) if False else None
    item = factories.item(made, department=office)
    organization_services.grant(by=people.system(), person=made.overseer, role=Role.OVERSEER, department=office)

    draft = factories.draft(made, item, by=own)
    submission = drafts.submit(by=own, draft=draft)

    assert submission.stage.code == "office"


def test_who_drafted_it_decides_at_no_stage(made):
    organization_services.grant(
        by=people.system(), person=made.office, role=Role.SECRECY_REVIEWER, department=people.root()
    )
    draft = factories.draft(made, by=made.office)
    submission = drafts.submit(by=made.office, draft=draft)

    assert submission.stage.code == "secrecy"
    with pytest.raises(Denied, match="回避"):
        approval_services.decide(by=made.office, submission=submission, verdict="return", reason="试")


def test_who_returned_it_once_may_decide_again(made):
    first = factories.submitted(made)
    draft = queries.draft_of(first)
    approval_services.decide(by=made.office, submission=first, verdict="return", reason="补附件")

    second = drafts.submit(by=made.filer, draft=draft)

    assert approval_services.decide(by=made.office, submission=second, verdict="agree").stage.code == "secrecy"


def test_nothing_goes_up_where_only_insiders_could_review_secrecy(made):
    made.secrecy.role_grants.all().delete() if hasattr(made.secrecy, "role_grants") else None
    StageDefault.objects.filter(kind="publication").count()
    insider = people.holder(Role.SECRECY_REVIEWER, made.department)
    from organization.models import RoleGrant

    RoleGrant.objects.filter(user=made.secrecy).delete()
    assert insider

    with pytest.raises(Denied, match="只有本部门的人担任"):
        factories.submitted(made)


def test_nothing_goes_up_where_the_only_reviewer_drafted_it(made):
    organization_services.grant(
        by=people.system(), person=made.secrecy, role=Role.PARTY_OFFICE, department=people.root()
    )
    draft = factories.draft(made, by=made.secrecy)

    with pytest.raises(Denied, match="没有可以做保密审查的人"):
        drafts.submit(by=made.secrecy, draft=draft)


def test_drafting_is_denied_to_strangers_for_retired_items_and_for_other_or_met_dues(made):
    item = factories.item(made)
    other = factories.due(factories.item(made))
    waived = factories.due(item, waived_reason="本季度没有采购")

    with pytest.raises(Denied, match="您不能填报"):
        factories.draft(made, item, by=made.secrecy)
    with pytest.raises(Denied, match="已停用"):
        factories.draft(made, factories.item(made, is_retired=True))
    with pytest.raises(Denied, match="不属于"):
        factories.draft(made, item, due=other)
    with pytest.raises(Denied, match="不需公开"):
        factories.draft(made, item, due=waived)


def test_a_correction_needs_a_reason_its_own_item_and_the_latest_version_that_nobody_corrects_yet(made):
    old = factories.published(made)
    with pytest.raises(Denied, match="更正的理由"):
        factories.draft(made, old.item, corrects=old)
    with pytest.raises(Denied, match="原来的公开事项"):
        factories.draft(made, corrects=old, reason="有误")

    again = factories.draft(made, old.item, corrects=old, reason="有误")

    with pytest.raises(Denied, match="已在办理中"):
        factories.draft(made, old.item, corrects=old, reason="有误")
    with pytest.raises(Denied, match="更正的理由"):
        drafts.change(by=made.filer, draft=again, reason=" ")
    factories.published(made, again)
    old.refresh_from_db()
    with pytest.raises(Denied, match="已有更新的版本"):
        factories.draft(made, old.item, corrects=old, reason="有误")


def test_powers_are_not_corrected_by_drafts(made):

    power_factories.publish(made)

    with pytest.raises(Denied, match="只有公开事项"):
        rules.correct(made.filer, Publication.objects.get())


def test_a_draft_is_changed_only_by_its_department_before_it_goes_up_and_not_by_who_came_late(made):
    draft = factories.draft(made)
    changed = drafts.change(by=made.filer, draft=draft, title="新标题")
    assert (changed.title, verbs()[-1]) == ("新标题", "disclosure.change_draft")

    with pytest.raises(Denied, match="您不能填报"):
        drafts.change(by=made.secrecy, draft=draft, title="别的")
    with pytest.raises(Stale):
        drafts.change(by=made.filer, draft=draft, version=1, title="晚了")
    with pytest.raises(Denied, match="不属于"):
        drafts.change(by=made.filer, draft=draft, due=factories.due(factories.item(made)))
    factories.submitted(made, draft)
    with pytest.raises(Denied, match="不能修改"):
        drafts.change(by=made.filer, draft=draft, title="改不了")


def test_a_change_of_nothing_leaves_no_trace(made):
    draft = factories.draft(made)

    drafts.change(by=made.filer, draft=draft, title=draft.title)

    assert (draft.history.count(), verbs()) == (1, ["disclosure.add_draft"])


def test_what_nobody_may_see_or_what_says_nothing_is_not_submitted(made):
    with pytest.raises(Denied, match="不公开"):
        factories.submitted(made, scope="none")
    with pytest.raises(Denied, match="标题和正文都要写"):
        factories.submitted(made, body="  ")


def test_the_check_before_submitting_names_what_blocks_and_warns_of_personal_data(made):
    item = factories.item(made)
    draft = factories.draft(made, item, body="联系人电话13800138000", scope="none")
    item.is_retired = True
    core_services.save(item, people.system())

    faults = registry.list_handlers["publication"].check(draft.pk)

    assert [(fault.code, fault.is_blocking) for fault in faults] == [
        ("no_scope", True),
        ("retired", True),
        ("personal_data", False),
    ]


def test_a_correction_of_what_was_replaced_meanwhile_is_not_submitted(made):
    old = factories.published(made)
    again = factories.draft(made, old.item, corrects=old, reason="有误")
    Publication.objects.filter(pk=old.pk).update(state="replaced", ended_at=timezone.now())

    with pytest.raises(Denied, match="已有更新的版本"):
        factories.submitted(made, again)


def test_a_draft_is_dropped_before_it_goes_up(made):
    draft = factories.draft(made)

    drafts.drop(by=made.filer, draft=draft, reason="重复")

    assert (state(draft), verbs()[-1]) == ("dropped", "disclosure.drop_draft")
    with pytest.raises(Denied, match="不能修改"):
        drafts.drop(by=made.filer, draft=draft)


def test_party_office_calls_off_what_waits_for_its_time_and_gets_a_new_draft_of_it(made):
    draft = factories.draft(made, publish_at=NEXT_YEAR)
    drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    factories.passed(made, draft)

    again = drafts.hold(by=made.office, draft=draft, reason="金额待核")

    assert (state(draft), again.state, again.body) == ("dropped", "draft", draft.body)
    assert [file.name for file in queries.files_of(again)] == ["附件.docx"]
    Duty.objects.update(due_at=timezone.now())
    core_services.sweep()
    assert (Publication.objects.count(), no_breaches()) == (0, [])


def test_calling_off_is_denied_to_others_without_a_reason_and_at_other_times(made):
    draft = factories.passed(made, publish_at=NEXT_YEAR)

    with pytest.raises(Denied, match="由党办办理"):
        drafts.hold(by=made.filer, draft=draft, reason="试")
    with pytest.raises(Denied, match="写明"):
        drafts.hold(by=made.office, draft=draft, reason=" ")
    with pytest.raises(Denied, match="没有待发布"):
        drafts.hold(by=made.office, draft=factories.draft(made), reason="试")


def test_files_lose_their_metadata_and_are_kept_once(made):
    draft = factories.draft(made)
    (kept,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    assert "某某科".encode() not in kept.file.read()

    with pytest.raises(Denied, match="内容相同"):
        drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    with pytest.raises(ValidationError):
        drafts.attach(by=made.filer, draft=draft, files=[Upload(b"%PDF-broken", "坏.pdf", readable.PDF)])
    with pytest.raises(Denied, match="最多"):
        drafts.attach(by=made.filer, draft=draft, files=[factories.word(str(number)) for number in range(20)])
    assert queries.files_of(draft).count() == 1


def test_a_file_that_is_taken_off_is_kept_but_no_longer_goes_along(made):
    draft = factories.draft(made)
    (kept,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])

    drafts.detach(by=made.filer, draft=draft, attachment=kept)

    assert (queries.files_of(draft).count(), Attachment.objects.count()) == (0, 1)


def test_files_that_were_exchanged_on_the_disk_are_not_published(made):
    draft = factories.draft(made)
    (kept,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    factories.passed(made, draft)
    with open(kept.file.path, "wb") as stream:
        stream.write(b"other")

    with pytest.raises(Denied, match="与审核时不一致"):
        publishing.publish(draft=draft, by=people.system())


def test_what_changed_after_it_was_passed_is_a_breach(made):
    publication = factories.published(made)
    Draft.objects.update(body="改过")

    assert any("正文" in breach for breach in no_breaches())
    assert publication.content["body"] == factories.BODY


def test_a_renamed_item_is_no_breach(made):
    factories.published(made)
    item = Draft.objects.get().item
    item.name = "采购公告"
    core_services.save(item, people.system())

    assert no_breaches() == []


@pytest.mark.parametrize("state", DraftState)
@pytest.mark.parametrize("event", DraftEvent)
def test_every_move_of_a_draft_is_in_the_table_or_refused(state, event):
    draft = Draft(state=state)

    if (state, event) in DRAFT_MOVES:
        rules.at_event(draft, event)
        assert DRAFT_MOVES[state, event] in DraftState
    else:
        with pytest.raises(Denied, match=str(DraftState(state).label)):
            rules.at_event(draft, event)


def test_duties_follow_a_publication_where_somebody_does_them(made, monkeypatch):
    monkeypatch.setitem(registry.duty_handlers, "disclosure.refresh", lambda duty, phase: None)

    publication = factories.published(made)
    tombstone = services.withdraw(by=made.office, publication=publication, reason="误发")

    keys = set(Duty.objects.filter(kind="disclosure.refresh").values_list("key", flat=True))
    assert keys == {f"disclosure.refresh:{publication.pk}", f"disclosure.refresh:{tombstone.pk}"}
    assert afterwards.KINDS == ("disclosure.print", "disclosure.refresh")


def test_who_sees_a_draft_and_its_files(made):
    draft = factories.draft(made)
    (kept,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    stranger = people.holder(Role.FILER, people.department())

    before = [queries.may_read_file(kept, each) for each in (made.filer, made.office, made.secrecy, stranger)]
    factories.submitted(made, draft)

    after = [queries.draft_for(each, draft.pk) == draft for each in (made.filer, made.office, made.secrecy, stranger)]
    assert (before, after) == ([True, True, False, False], [True, True, True, False])


def test_drafts_that_wait_to_go_up_stand_at_the_authors_desk_and_are_reminded_of(made):
    item = factories.item(made)
    draft = factories.draft(made, item, due=factories.due(item))
    returned = factories.submitted(made)
    approval_services.decide(by=made.office, submission=returned, verdict="return", reason="补附件")
    far = timezone.localdate() + timedelta(days=30)

    tasks = queries.draft_tasks(made.filer).tasks
    due = list(queries.due_drafts(timezone.localdate(), far))

    assert [(task.note, task.is_overdue) for task in tasks] == [
        ("被退回，修改后重新报审", False),
        ("起草中，尚未报审", draft.due.due_on < timezone.localdate()),
    ]
    assert [each.people for each in due] == [frozenset({made.filer.pk})] * 2
    assert list(queries.due_drafts(timezone.localdate(), timezone.localdate())) == []


def test_items_and_dues_to_draft_for(made):
    item = factories.item(made)
    factories.item(made, is_retired=True)
    factories.item(made, department=people.department())
    due = factories.due(item)
    factories.due(item, label="旧", waived_reason="没有")

    assert list(queries.items_to_draft(made.filer)) == [item]
    assert list(queries.dues_to_meet(item)) == [due]
    assert [queries.may_draft(each) for each in (made.filer, made.office, made.secrecy)] == [True, True, False]


def test_submissions_of_a_draft_are_shown_to_who_sees_them(made):
    submission = factories.submitted(made)
    draft = queries.draft_of(submission)
    other = people.holder(Role.FILER, people.department())

    assert list(queries.submissions_of_draft(made.office, draft)) == [submission]
    assert list(queries.submissions_of_draft(other, draft)) == []
    assert disclosure_queries.publications().count() == 0
    assert secrecy.pieces_of(submission) == []


def test_the_handler_carries_no_lists_and_rewords_nothing(made):
    handler, draft = registry.list_handlers["publication"], factories.draft(made)

    assert list(handler.working_lists([], is_leadership=False)) == []
    assert (handler.working_list(1, is_leadership=False), handler.editions([]), handler.difference(1)) == (None, [], [])
    assert (handler.wordings(draft.pk, ""), handler.cites(draft), handler.path_of(None, "", None)) == ([], (), "")
    assert handler.page_of(draft.pk, "") == draft.get_absolute_url()
    assert handler.row_urls(draft.pk, ["1"]) == {"1": draft.get_absolute_url()}
    with pytest.raises(NotImplementedError):
        handler.reword(draft.pk, "", "", text="", by=made.filer, reason="")


def test_two_contents_are_compared_in_words(made):
    handler = registry.list_handlers["publication"]
    before = {"title": "旧", "item": {"code": "CG01", "name": "采购"}, "files": [{"name": "甲.pdf"}]}
    after = {"title": "新", "item": {"code": "CG02", "name": "采购"}, "files": []}

    assert list(handler.compare(before, after)) == [
        ("标题", "旧", "新"),
        ("公开事项", "CG01 采购", "CG02 采购"),
        ("附件", "甲.pdf", ""),
    ]
