"""Withdrawing silently can't be hidden: a state that no link of the chain tells is found, whoever wrote it into the database."""

import pytest

from core.rules import Denied
from disclosure import services
from disclosure.models import Publication
from disclosure.queries import proof
from tests import guards
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories

pytestmark = pytest.mark.django_db
ENDED = "UPDATE disclosure_publication SET state = %s, ended_at = published_at WHERE id = %s"
REVIVED = "UPDATE disclosure_publication SET state = 'published', ended_at = NULL WHERE id = %s"


@pytest.fixture
def made():
    return approvals.world()


def breaches():
    return [(each.place, each.text) for each in proof.publication_breaches(lambda: None)]


@pytest.mark.parametrize(("state", "word"), [("withdrawn", "已撤下"), ("replaced", "已更新")])
def test_what_was_taken_off_without_a_link_that_says_so_is_named(made, state, word):
    publication = factories.published(made)
    before = breaches()

    guards.tamper("disclosure_publication", ENDED, state, publication.pk)

    (found,) = breaches()
    assert (before, publication.code in found[0]) == ([], True)
    assert found[1] == f"状态是“{word}”，按公开链应为“公开中”"


def test_what_was_withdrawn_and_put_back_behind_the_chain_is_named(made):
    publication = factories.published(made)
    services.withdraw(by=made.office, publication=publication, reason="误公开电话")

    guards.tamper("disclosure_publication", REVIVED, publication.pk)

    assert [text for _place, text in breaches()] == ["状态是“公开中”，按公开链应为“已撤下”"]


def test_a_tombstone_is_not_withdrawn(made):
    services.withdraw(by=made.office, publication=factories.published(made), reason="误公开电话")

    with pytest.raises(Denied, match="登记本身不能撤下"):
        services.withdraw(by=made.office, publication=Publication.objects.get(kind="withdrawal"), reason="改主意")
