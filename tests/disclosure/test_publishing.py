"""公开稿 on its way: through 党办, 保密审查 and the leader in charge, published at its time, corrected, called off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import services as approval_services
from core import services as core_services
from core.models import Duty
from core.rules import Denied
from disclosure import services
from disclosure.documents import readable
from disclosure.models import Draft, Publication
from disclosure.queries import drafts as queries
from disclosure.services import drafts, dues, publishing
from disclosure.states import DraftState
from organization import services as organization_services
from organization.models import RoleGrant
from organization.roles import Role
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories
from tests.disclosure.told import no_breaches, state, states, verbs

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.now() + timedelta(days=365)


@pytest.fixture
def made():
    return approvals.world()


def test_a_draft_goes_through_the_three_stages_and_is_public_when_the_duty_ran(made):
    draft = factories.passed(made)
    assert (state(draft), Publication.objects.count()) == (DraftState.SCHEDULED, 0)

    core_services.sweep()

    publication = Publication.objects.get(kind="item")
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
    again = factories.draft(made, old.item, corrects=old, reason="涉及商业秘密", scope="hospital")
    warned = [(fault.code, fault.is_blocking) for fault in publishing.faults(again)]

    new = factories.published(made, again)

    assert (new.face, new.content["replaces"], ("moves_away", False) in warned) == ("inside", None, True)
    stone = Publication.objects.get(kind="withdrawal").content["reason"]
    assert stone == f"公开范围改为“{again.get_scope_display()}”：涉及商业秘密"
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


def test_party_offices_own_draft_skips_its_stage_and_still_passes_two(made):
    office = people.department("党办")
    own = people.person(where=office)
    RoleGrant.objects.filter(user=made.office).delete()
    for person, role, where in ((own, Role.PARTY_OFFICE, people.root()), (made.overseer, Role.OVERSEER, office)):
        organization_services.grant(by=people.system(), person=person, role=role, department=where)
    draft = factories.draft(made, factories.item(made, department=office), by=own)

    submission = drafts.submit(by=own, draft=draft)
    factories.check(made, submission)
    submission = approval_services.decide(by=made.secrecy, submission=submission, verdict="agree")
    approval_services.decide(by=made.overseer, submission=submission, verdict="agree")

    assert list(submission.stages.filter(is_skipped=True).values_list("code", flat=True)) == ["office"]
    assert state(draft) == DraftState.SCHEDULED


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
    RoleGrant.objects.filter(user=made.secrecy).delete()
    people.holder(Role.SECRECY_REVIEWER, made.department)

    with pytest.raises(Denied, match="只有本部门的人担任"):
        factories.submitted(made)


def test_nothing_goes_up_where_the_only_reviewer_drafted_it(made):
    organization_services.grant(
        by=people.system(), person=made.secrecy, role=Role.PARTY_OFFICE, department=people.root()
    )
    draft = factories.draft(made, by=made.secrecy)

    with pytest.raises(Denied, match="没有可以做保密审查的人"):
        drafts.submit(by=made.secrecy, draft=draft)


def test_nothing_goes_up_where_only_insiders_could_approve_for_the_leadership(made, client):
    RoleGrant.objects.filter(user=made.overseer).delete()
    organization_services.grant(by=people.system(), person=made.head, role=Role.OVERSEER, department=made.department)
    draft = factories.draft(made)
    client.force_login(made.filer)

    told = client.get(draft.get_absolute_url()).context["faults"]

    assert [fault.code for fault in told] == ["no_overseer"]
    with pytest.raises(Denied, match="“分管领导审批”只有本部门的人担任"):
        factories.submitted(made, draft)


def test_nothing_goes_up_without_a_leader_in_charge_or_where_the_only_one_drafted_it(made):
    organization_services.grant(
        by=people.system(), person=made.overseer, role=Role.PARTY_OFFICE, department=people.root()
    )
    with pytest.raises(Denied, match="没有可以审批的分管领导"):
        drafts.submit(by=made.overseer, draft=factories.draft(made, by=made.overseer))

    RoleGrant.objects.filter(user=made.overseer).delete()

    with pytest.raises(Denied, match="“分管领导审批”还没有人担任"):
        factories.submitted(made)


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


def test_duties_follow_what_is_published_and_what_is_taken_off(made, settings):
    settings.REFRESH_URL, settings.REFRESH_KEY = "http://127.0.0.1:1", "k" * 16

    publication = factories.published(made)
    tombstone = services.withdraw(by=made.office, publication=publication, reason="误发")

    duties = Duty.objects.order_by("key").values_list("key", flat=True)
    first, second = publication.sequence, tombstone.sequence
    assert list(duties.filter(kind="disclosure.print")) == [f"disclosure.print:{first}"]
    assert list(duties.filter(kind="disclosure.refresh")) == [
        f"disclosure.refresh:{first}:published",
        f"disclosure.refresh:{first}:withdrawn",
        f"disclosure.refresh:{second}:published",
    ]
