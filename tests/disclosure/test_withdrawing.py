"""Taking a publication off: by whom, with what reason, what it leaves to be published again, who reads its title."""

import pytest

from core.models import AuditEvent
from core.rules import Denied
from disclosure import services
from disclosure.calculations.scopes import COVERED, covers
from disclosure.models import Publication
from disclosure.queries import drafts as queries
from organization.roles import Role
from powers.states import DisclosureScope
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories

pytestmark = pytest.mark.django_db
KEY = "6f1b3f0e-5f1c-4c57-9a55-0f4f5f1c4c58"


@pytest.fixture
def made():
    return approvals.world()


def met(made, *, scope="society", of=None, **fields):
    """A due disclosure of an item for society, or for `of`, and what met it."""
    item = factories.item(made, scope=of or scope)
    due = factories.due(item)
    published = factories.published(made, factories.draft(made, item, due=due, scope=scope, **fields))
    due.refresh_from_db()
    return due, published


def corrected(made, published, **fields):
    draft = factories.draft(made, published.item, corrects=published, reason="有误", **fields)
    return factories.published(made, draft)


def met_by(due):
    due.refresh_from_db()
    return due.met_by


def test_a_branchs_party_office_takes_off_what_is_its_own_alone(made):
    published = factories.published(made)
    other = people.holder(Role.PARTY_OFFICE, people.department("东院区"))
    own = people.holder(Role.PARTY_OFFICE, made.department)

    with pytest.raises(Denied, match="由党办办理"):
        services.withdraw(by=other, publication=published, reason="误发")

    assert services.withdraw(by=own, publication=published, reason="误发").kind == "withdrawal"


def test_what_was_met_by_what_is_taken_off_is_due_again(made):
    due, published = met(made)

    services.withdraw(by=made.office, publication=published, reason="误发")

    assert (met_by(due), due.met_on, due.history.first().history_change_reason) == (None, None, "公开已撤下")
    assert AuditEvent.objects.get(verb="disclosure.withdraw").details["open_again"] == [f"{due.item.code} {due.label}"]
    assert list(queries.dues_to_meet(due.item)) == [due]


def test_what_an_earlier_version_met_is_due_again_when_the_last_one_is_taken_off(made):
    due, old = met(made)
    new = corrected(made, old)
    assert met_by(due) == old

    services.withdraw(by=made.office, publication=new, reason="误发")

    assert met_by(due) is None


def test_a_correction_for_fewer_than_the_item_is_for_makes_it_due_again(made):
    due, old = met(made)

    corrected(made, old, scope="hospital")

    assert met_by(due) is None
    assert AuditEvent.objects.get(verb="disclosure.withdraw").details["open_again"] == [f"{due.item.code} {due.label}"]


def test_a_correction_that_still_reaches_whom_the_item_is_for_leaves_it_met(made):
    due, old = met(made, scope="society", of="hospital")

    corrected(made, old, scope="hospital")

    assert met_by(due) == old


def test_a_correction_meets_what_is_due_of_a_change(made):
    _first, old = met(made)
    change = factories.due(old.item, label="人员变更")

    new = corrected(made, old, due=change)

    assert met_by(change) == new


def test_the_form_of_a_correction_offers_what_is_due(made, client):
    _due, old = met(made)
    change = factories.due(old.item, label="人员变更")
    client.force_login(made.filer)

    form = client.get(f"/disclosure/publications/{old.pk}/correct/").context["form"]

    assert (list(form.fields["due"].queryset), form.fields["due"].required) == ([change], False)


def test_what_is_due_to_society_is_not_met_by_fewer(made):
    item = factories.item(made)
    draft = factories.draft(made, item, due=factories.due(item), scope="hospital")

    with pytest.raises(Denied, match="该事项应对“社会”公开，本稿只对“全院”公开"):
        factories.submitted(made, draft)


def test_party_office_is_told_of_a_scope_wider_than_the_items(made):
    submission = factories.submitted(
        made, factories.draft(made, factories.item(made, scope="hospital"), scope="society")
    )

    (told,) = submission.items.get().checks

    assert (told["code"], told["message"]) == ("wide_scope", "公开范围“社会”超出该事项规定的“全院”，请党办核对。")


@pytest.mark.parametrize("scope", DisclosureScope)
def test_every_scope_covers_itself_and_what_it_covers_covers_no_more(scope):
    assert covers(scope, scope)
    assert all(COVERED[each] <= COVERED[scope] for each in COVERED[scope])


def test_a_reason_with_personal_data_is_refused_with_its_middle_covered(made):
    published = factories.published(made)

    with pytest.raises(Denied, match="疑似个人信息：138[*]+00"):
        services.withdraw(by=made.office, publication=published, reason="误公开了 13800138000")

    assert Publication.objects.get().state == "published"


def test_a_reason_is_kept_without_the_blanks_around_it(made):
    tombstone = services.withdraw(by=made.office, publication=factories.published(made), reason=" 误发 \n")

    assert tombstone.content["reason"] == "误发"


def test_what_looks_personal_in_a_reason_is_said_beside_its_field(made, client):
    published = factories.published(made)
    client.force_login(made.office)
    form = {"reason": "误公开了 13800138000", "form_key": KEY}

    page = client.post(f"/disclosure/publications/{published.pk}/withdraw/", form)

    text = "理由永久公开，里面有疑似个人信息：138******00。请改写。"
    assert (page.status_code, page.context["form"].errors) == (422, {"reason": [text]})


def test_the_title_of_what_was_taken_off_is_read_by_those_who_draft_it_alone(made, client):
    published = factories.published(made, title="误公开的标题", scope="hospital")
    services.withdraw(by=made.office, publication=published, reason="误发")
    reader = people.person(where=people.department("儿科"))

    def pages(by):
        client.force_login(by)
        urls = (published.item.get_absolute_url(), published.get_absolute_url())
        return ["误公开的标题" in client.get(url).content.decode() for url in urls]

    assert (pages(reader), pages(made.filer)) == ([False, False], [True, True])


def test_the_title_of_the_version_after_it_is_read_by_those_for_whom_it_is_meant_alone(made, client):
    old = factories.published(made, scope="hospital")
    new = corrected(made, old, scope="department", title="只给本科室的标题")
    old.refresh_from_db()
    reader = people.person(where=people.department("儿科"))

    def told(by):
        client.force_login(by)
        return client.get(old.get_absolute_url()).context["successor"]

    assert (old.state, told(reader), told(made.filer)) == ("replaced", None, new)
