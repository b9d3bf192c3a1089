"""撤销发布 always stops what waits for its time; an item is not retired while something of it is on its way out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import services as core_services
from core.models import AuditEvent
from core.rules import Denied
from disclosure.models import Draft, Publication
from disclosure.services import catalogue, drafts, dues, publishing
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.now() + timedelta(days=365)


@pytest.fixture
def made():
    return approvals.world()


def retired(item):
    item.is_retired = True
    core_services.save(item, people.system())
    return item


def scheduled(made, **fields):
    return factories.passed(made, factories.draft(made, publish_at=NEXT_YEAR, **fields))


def test_what_waits_of_a_retired_item_is_called_off_without_a_copy(made):
    draft = scheduled(made)
    retired(draft.item)

    left = drafts.hold(by=made.office, draft=draft, reason="事项停用")

    told = AuditEvent.objects.get(verb="disclosure.hold_draft").details
    assert (left, left.state, Draft.objects.count(), told["followed_by"]) == (draft, "dropped", 1, "")


def test_the_page_says_that_nothing_was_kept(made, client):
    draft = scheduled(made)
    retired(draft.item)
    client.force_login(made.office)

    form = {"reason": "事项停用", "form_key": "6f1b3f0e-5f1c-4c57-9a55-0f4f5f1c4c58"}
    page = client.post(f"/disclosure/drafts/{draft.pk}/hold/", form, follow=True)

    assert [str(message) for message in page.context["messages"]] == ["已撤销发布，原稿作废。"]


def test_a_copy_does_not_take_a_due_disclosure_along_that_was_waived_meanwhile(made):
    item = factories.item(made)
    due = factories.due(item)
    draft = factories.passed(made, factories.draft(made, item, due=due, publish_at=NEXT_YEAR))
    dues.waive_due(by=made.office, due=due, reason="项目取消")

    again = drafts.hold(by=made.office, draft=draft, reason="项目取消")

    assert (again.pk == draft.pk, again.due) == (False, None)


def test_a_copy_takes_an_open_due_disclosure_along(made):
    item = factories.item(made)
    due = factories.due(item)
    draft = factories.passed(made, factories.draft(made, item, due=due, publish_at=NEXT_YEAR))

    assert drafts.hold(by=made.office, draft=draft, reason="金额待核").due == due


def test_a_copy_of_a_correction_corrects_the_same_while_that_is_the_latest(made):
    old = factories.published(made)
    fields = {"corrects": old, "reason": "有误", "publish_at": NEXT_YEAR}
    draft = factories.passed(made, factories.draft(made, old.item, **fields))

    again = drafts.hold(by=made.office, draft=draft, reason="再核")

    assert (again.corrects, again.reason, again.state) == (old, "有误", "draft")


def test_a_correction_of_what_was_replaced_meanwhile_is_called_off_without_a_copy(made):
    old = factories.published(made)
    fields = {"corrects": old, "reason": "有误", "publish_at": NEXT_YEAR}
    draft = factories.passed(made, factories.draft(made, old.item, **fields))
    Publication.objects.filter(pk=old.pk).update(state="replaced", ended_at=timezone.now())

    assert drafts.hold(by=made.office, draft=draft, reason="再核").state == "dropped"


@pytest.mark.parametrize("on_its_way", [factories.submitted, factories.passed])
def test_an_item_is_not_retired_while_a_draft_of_it_is_on_its_way_out(made, on_its_way):
    draft = factories.draft(made, publish_at=NEXT_YEAR)
    on_its_way(made, draft)

    with pytest.raises(Denied, match=f"公开稿{draft.code}.*不能停用"):
        catalogue.retire_item(by=made.office, item=draft.item, reason="合并")


def test_nothing_of_a_retired_item_is_scheduled_or_published(made):
    waiting, passed = factories.at_overseer(made), factories.passed(made)
    draft = Draft.objects.get(pk=waiting.items.get().list_id)
    for each in (draft, passed):
        retired(each.item)

    with pytest.raises(Denied, match="已停用，不能公开"):
        publishing.DraftHandler().move(draft.pk, event="pass", by=made.overseer, sha256=waiting.sha256)
    with pytest.raises(Denied, match="已停用，不能公开"):
        publishing.publish(draft=passed, by=people.system())
