"""Writing a 公开稿: who may, its files, what the check says, dropping it, what waits of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from approvals import services as approval_services
from core import services as core_services
from core.documents.uploads import Upload
from core.models import Attachment, AuditEvent
from core.registry import registry
from core.rules import Denied, Stale, allows
from disclosure import queries as disclosure_queries
from disclosure.documents import readable
from disclosure.models import Draft, Publication
from disclosure.queries import drafts as queries
from disclosure.rules import drafts as rules
from disclosure.services import drafts, secrecy
from disclosure.states import DRAFT_MOVES, DraftEvent, DraftState
from organization.roles import Role
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories
from tests.disclosure import factories as power_factories
from tests.disclosure.told import state, verbs

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.now() + timedelta(days=365)


@pytest.fixture
def made():
    return approvals.world()


def test_drafts_have_codes_of_their_own(made):
    year = timezone.localdate().year

    codes = [factories.draft(made).code for _number in range(2)]

    assert codes == [f"GK{year}-0001", f"GK{year}-0002"]


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

    with pytest.raises(Denied, match="只有公开事项") as refused:
        rules.correct(made.filer, Publication.objects.get())
    assert refused.value.help == "职权随职权目录更新；答复由党办在意见建议中更正。"


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


def test_the_trail_tells_of_files_by_their_hashes_alone(made):
    draft = factories.draft(made)
    (kept,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])
    drafts.detach(by=made.filer, draft=draft, attachment=kept)

    told = AuditEvent.objects.filter(verb__in=["disclosure.attach_to_draft", "disclosure.detach_from_draft"])

    assert [event.details["files"] for event in told] == [[kept.sha256]] * 2


def test_a_file_that_is_taken_off_is_kept_but_no_longer_goes_along(made):
    draft = factories.draft(made)
    (kept,) = drafts.attach(by=made.filer, draft=draft, files=[factories.word("明细")])

    drafts.detach(by=made.filer, draft=draft, attachment=kept)

    assert (queries.files_of(draft).count(), Attachment.objects.count()) == (0, 1)


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
    assert [bool(allows(rules.draft_anywhere, each)) for each in (made.filer, made.secrecy)] == [True, False]


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
